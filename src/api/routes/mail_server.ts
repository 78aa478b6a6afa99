/** The firm's own SMTP server, and its mail on the way (B-WHY-5). The password goes in and never comes out again. */
import { z } from "@hono/zod-openapi";
import { testLetter } from "../../accounts/letters.ts";
import { complaintAboutServer, senderFor, setMailServer } from "../../accounts/mail_server.ts";
import { audit } from "../../accounts/store_audit.ts";
import { countMail, listMail, retryMail } from "../../accounts/store_mail.ts";
import { deleteMailServer, readMailServer } from "../../accounts/store_mail_server.ts";
import { readMember } from "../../accounts/store_members.ts";
import { mailTrouble } from "../../lib/mail.ts";
import { requireSession } from "../access.ts";
import { actorOf } from "../actor.ts";
import { doneSchema } from "../contract/accounts.ts";
import {
  mailPageSchema,
  mailParam,
  mailQuerySchema,
  mailServerSchema,
  mailTestSchema,
  setMailServerSchema,
  type Mail,
  type MailServer,
} from "../contract/mail.ts";
import { page, readCursor } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem, problemResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";

const tags = ["Mail"];
const ADDRESS = "/api/v1/mail-server";
const always = ["invalid-request", "cross-site", "too-large", "unsupported-media-type"] as const;
const nothing = z.strictObject({}).openapi("Nothing");

const given = {
  host: "smtp.hartwellosei.example",
  port: 587,
  security: "starttls" as const,
  username: "privity",
  from_address: "Hartwell & Osei <office@hartwellosei.example>",
};
const example: MailServer = {
  own: { ...given, updated_at: "2026-11-02T15:10:00.000Z", updated_by: "Naomi Okafor" },
  installed: false,
  waiting: 0,
  failed: 0,
};
const mail: Mail = {
  mail_id: "019402f4-8d20-7b15-9c61-5a2f0e7d4b83",
  recipient: "ben@hartwellosei.example",
  subject: "Hartwell & Osei LLP invites you to Privity",
  state: "sent",
  attempts: 1,
  next_at: null,
  error: null,
  created_at: "2026-11-20T09:00:00.000Z",
  sent_at: "2026-11-20T09:00:01.000Z",
};

const readRoute = createRoute({
  method: "get",
  path: ADDRESS,
  operationId: "readMailServer",
  tags,
  summary: "Through which server mail goes",
  description: "The firm's own SMTP server goes before the installation's. Where there is neither, mail waits for one.",
  responses: { 200: json(mailServerSchema, "As it is now", example), ...problemResponses() },
});

const setRoute = createRoute({
  method: "put",
  path: ADDRESS,
  operationId: "setMailServer",
  tags,
  summary: "Set the firm's own mail server",
  description:
    "The password is kept encrypted and never given back. A server in a private network is refused unless the installation allows it. Mail that waits goes through it from now on.",
  request: body(setMailServerSchema, { ...given, password: "xVp5wAX05g1oDjV5astg" }),
  responses: { 200: json(mailServerSchema, "As it is now", example), ...problemResponses(...always) },
});

const removeRoute = createRoute({
  method: "delete",
  path: ADDRESS,
  operationId: "removeMailServer",
  tags,
  summary: "Remove the firm's own mail server",
  description: "Mail goes through the installation's from now on, or waits where there is none.",
  responses: { 200: json(doneSchema, "It is done", { done: true }), ...problemResponses(...always, "not-found") },
});

const testRoute = createRoute({
  method: "post",
  path: `${ADDRESS}/test`,
  operationId: "testMailServer",
  tags,
  summary: "Send a mail to yourself",
  description: "At once, by the way that all mail goes now; answers how that went, in the server's own words where it refused.",
  request: body(nothing, {}),
  responses: {
    200: json(mailTestSchema, "How it went", {
      sent: true,
      to: "naomi@hartwellosei.example",
      words: "The server took it. Look into your mailbox, and into its spam.",
    }),
    ...problemResponses(...always, "session-needed"),
  },
});

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/mail",
  operationId: "listMail",
  tags,
  summary: "Mail that was sent, waits or failed",
  description: "The latest first, never with what it says: that may hold a link that lets somebody in.",
  request: { query: mailQuerySchema },
  responses: {
    200: json(mailPageSchema, "A page of it", { items: [mail], next: null }),
    ...problemResponses("invalid-request", "invalid-cursor"),
  },
});

const retryRoute = createRoute({
  method: "post",
  path: "/api/v1/mail/{mail_id}/retry",
  operationId: "retryMail",
  tags,
  summary: "Try a mail again",
  description: "Now, and with all its tries anew.",
  request: { params: z.object({ mail_id: mailParam }), ...body(nothing, {}) },
  responses: { 200: json(doneSchema, "It is due now", { done: true }), ...problemResponses(...always, "not-found") },
});

export function mailServerRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  const { sealer, installed, allow_local } = deps.mail_server;
  const now = () => deps.clock.now().toISOString();
  const present = async (firm_id: string): Promise<MailServer> => {
    const [row, counts] = await Promise.all([readMailServer(db, firm_id), countMail(db, firm_id)]);
    if (!row) return { own: null, installed: installed !== null, ...counts };
    const { host, port, security, username, from_address, updated_at, updated_by } = row;
    return { own: { host, port, security, username, from_address, updated_at, updated_by }, installed: installed !== null, ...counts };
  };

  app.openapi(readRoute, async (c) => c.json(await present(actorOf(c).firm_id), 200));

  app.openapi(setRoute, async (c) => {
    const actor = actorOf(c);
    const wanted = c.req.valid("json");
    const complaint = complaintAboutServer(wanted, allow_local);
    if (complaint) throw refused(complaint.path, complaint.message);
    await deps.db.transaction(async (trx) => {
      if (!(await setMailServer(trx, sealer, actor.firm_id, wanted, { name: actor.name, at: now() })))
        throw refused("password", "must be typed: the one that is kept belongs to another server or user name");
      const { password: _password, ...told } = wanted;
      await audit(trx, actor, "mail_server.set", actor.firm_id, told);
    });
    deps.actions.deliverMail();
    return c.json(await present(actor.firm_id), 200);
  });

  app.openapi(removeRoute, async (c) => {
    const actor = actorOf(c);
    await deps.db.transaction(async (trx) => {
      if (!(await deleteMailServer(trx, actor.firm_id))) throw new Problem("not-found", "The firm has no mail server of its own.");
      await audit(trx, actor, "mail_server.remove", actor.firm_id);
    });
    return c.json({ done: true as const }, 200);
  });

  app.openapi(testRoute, async (c) => {
    const actor = requireSession(c);
    const to = (await readMember(db, actor.firm_id, actor.member_id))?.email ?? "";
    await deps.db.transaction((trx) => audit(trx, actor, "mail_server.test", actor.firm_id));
    const send = await senderFor(db, deps.mail_server, actor.firm_id);
    if (!send)
      return c.json({ sent: false, to, words: "There is no mail server yet: neither your firm's own nor this installation's." }, 200);
    const words = await send(testLetter(to)).then(() => null, mailTrouble);
    return c.json({ sent: words === null, to, words: words ?? "The server took it. Look into your mailbox, and into its spam." }, 200);
  });

  app.openapi(listRoute, async (c) => {
    const { state, after, limit } = c.req.valid("query");
    const position = readCursor(after, [z.uuid()]);
    const rows = await listMail(db, actorOf(c).firm_id, state ?? null, position?.[0] ?? null, limit);
    const { items, next } = page(rows, limit, (row) => [row.mail_id]);
    return c.json({ items, next }, 200);
  });

  app.openapi(retryRoute, async (c) => {
    const actor = actorOf(c);
    const { mail_id } = c.req.valid("param");
    await deps.db.transaction(async (trx) => {
      if (!(await retryMail(trx, actor.firm_id, mail_id, now())))
        throw new Problem("not-found", `There is no mail ${mail_id} that was not sent.`);
      await audit(trx, actor, "mail.retry", mail_id);
    });
    deps.actions.deliverMail();
    return c.json({ done: true as const }, 200);
  });
}

const refused = (path: string, message: string) =>
  new Problem("invalid-request", `The field ${path} ${message}.`, { errors: [{ path, message }] });
