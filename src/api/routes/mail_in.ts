/** Setting up answers by e-mail, and deciding about those that could not be taken as somebody's. */
import { z } from "@hono/zod-openapi";
import { audit } from "../../accounts/store_audit.ts";
import { hashOf, newToken } from "../../accounts/tokens.ts";
import { decideHeld } from "../../portal/mail_held.ts";
import { listHeldMail, putMailIn, readMailIn, removeMailIn } from "../../portal/store_mail_in.ts";
import { newReplyKey } from "../../portal/reply_address.ts";
import { actorOf } from "../actor.ts";
import { decideMailSchema, heldMailParam, heldMailsSchema, mailInSchema, mailInSetSchema, setMailInSchema } from "../contract/mail_in.ts";
import type { ApiDeps } from "../deps.ts";
import { byOf } from "../outbox.ts";
import { problemResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";

const tags = ["Inbox"];
const PATH = "/api/v1/mail-in";
const at = "2026-11-21T10:12:00.000Z";
const example = { domain: "reply.hartwellosei.example", set_by: "Naomi Okafor", set_at: at };
const held = {
  ...{ held_mail_id: "019402f6-2a00-7c5d-9e42-5f7da03b9c20", thread_id: null, from: "somebody@elsewhere.example", subject: "Re: news" },
  ...{ body: "Thank you.", reason: "no_thread" as const, received_at: at },
};
const WRITES = ["invalid-request", "cross-site", "too-large", "unsupported-media-type"] as const;
const NONE = { domain: null, set_by: null, set_at: null };
const SHOWN = 100;

const readRoute = createRoute({
  method: "get",
  path: PATH,
  operationId: "readMailIn",
  tags,
  summary: "Whether answers by e-mail are set up",
  description: "For admins.",
  responses: { 200: json(mailInSchema, "How it stands", example), ...problemResponses() },
});
const setRoute = createRoute({
  method: "put",
  path: PATH,
  operationId: "setMailIn",
  tags,
  summary: "Take answers by e-mail",
  description:
    "Gives the address that a mail service has to deliver raw letters of this domain to (POST, 25 MB at most); it is told this once. Addresses of answers that were sent before are over.",
  request: body(setMailInSchema, { domain: "reply.hartwellosei.example" }),
  responses: {
    200: json(mailInSetSchema, "It is set up", { ...example, hook_url: "https://privity.hartwellosei.example/hooks/mail/x7Jq0T" }),
    ...problemResponses(...WRITES),
  },
});
const removeRoute = createRoute({
  method: "delete",
  path: PATH,
  operationId: "removeMailIn",
  tags,
  summary: "Take no answers by e-mail",
  description: "Letters that still come are not taken.",
  responses: { 200: json(mailInSchema, "It is off", NONE), ...problemResponses("cross-site", "unsupported-media-type") },
});
const heldRoute = createRoute({
  method: "get",
  path: "/api/v1/inbox-mail",
  operationId: "listHeldMail",
  tags,
  summary: "Letters that could not be taken as somebody's",
  description: "From another address than the client's, from one that several have, or to no thread.",
  responses: { 200: json(heldMailsSchema, "They", { items: [held] }), ...problemResponses() },
});
const decideRoute = createRoute({
  method: "post",
  path: "/api/v1/inbox-mail/{held_mail_id}",
  operationId: "decideHeldMail",
  tags,
  summary: "Say whose a letter is",
  description: "The client's, in the thread that it answers, or nobody's.",
  request: { params: z.object({ held_mail_id: heldMailParam }), ...body(decideMailSchema, { decision: "dismiss" }) },
  responses: {
    200: json(heldMailsSchema, "Those that are left", { items: [] }),
    ...problemResponses(...WRITES, "not-found", "matter-closed"),
  },
});

export function mailInRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  app.openapi(readRoute, async (c) => {
    const row = await readMailIn(db, actorOf(c).firm_id);
    return c.json(row === null ? NONE : { domain: row.domain, set_by: row.set_by, set_at: row.set_at }, 200);
  });
  app.openapi(setRoute, async (c) => {
    const actor = actorOf(c);
    const { domain } = c.req.valid("json");
    const secret = newToken();
    const set = { domain, set_by: actor.name, set_at: deps.clock.now().toISOString() };
    await deps.db.transaction(async (trx) => {
      await putMailIn(trx, { firm_id: actor.firm_id, ...set, secret_hash: hashOf(secret), reply_key: newReplyKey() });
      await audit(trx, actor, "mail_in.set", domain);
    });
    return c.json({ ...set, hook_url: `${deps.portal.url}/hooks/mail/${secret}` }, 200);
  });
  app.openapi(removeRoute, async (c) => {
    const actor = actorOf(c);
    await deps.db.transaction(async (trx) => {
      await removeMailIn(trx, actor.firm_id);
      await audit(trx, actor, "mail_in.remove", actor.firm_id);
    });
    return c.json(NONE, 200);
  });
  const list = async (firm_id: string) => ({
    items: (await listHeldMail(db, firm_id, SHOWN)).map(({ mail_id, from_address, ...row }) => ({
      ...row,
      held_mail_id: mail_id,
      from: from_address,
    })),
  });
  app.openapi(heldRoute, async (c) => c.json(await list(actorOf(c).firm_id), 200));
  app.openapi(decideRoute, async (c) => {
    const actor = actorOf(c);
    const { held_mail_id } = c.req.valid("param");
    await decideHeld(deps.portal, actor.firm_id, held_mail_id, c.req.valid("json").decision, byOf(actor));
    return c.json(await list(actor.firm_id), 200);
  });
}
