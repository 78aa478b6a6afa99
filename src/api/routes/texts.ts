/** Texts to clients and from them, for members. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { sendTexts } from "../../portal/send_texts.ts";
import { readText } from "../../portal/store_texts.ts";
import { decideHeldText, listHeld } from "../../portal/text_held.ts";
import { settleText, TextRefused, writeText } from "../../portal/texts.ts";
import { actorOf } from "../actor.ts";
import {
  contactParams,
  contactTextsSchema,
  decideTextSchema,
  heldTextParam,
  heldTextsSchema,
  settleTextSchema,
  textParam,
  textSchema,
  writeTextSchema,
  type ContactTexts,
  type HeldText,
  type Text,
} from "../contract/texts.ts";
import type { ApiDeps } from "../deps.ts";
import { byOf } from "../outbox.ts";
import { Problem, problemResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";
import { openConnection } from "../scope.ts";
import { presentText, presentTexts } from "../texts.ts";
import { mayWrite, memberOf } from "./inbox.ts";

const tags = ["Texts"];
const OF_CONTACT = "/api/v1/contacts/{connection_id}/{provider_id}/texts";
const at = "2026-11-21T10:12:00.000Z";
const WRITES = ["invalid-request", "cross-site", "not-found", "too-large", "unsupported-media-type"] as const;

const example: Text = {
  ...{
    text_id: "019402f6-2a00-7c5d-9e42-5f7da03b9c30",
    matter_id: "5012",
    number: "+12125550142",
    body: "See you at nine.",
    by: "Ben Adler",
  },
  ...{ state: "queued", reason: "quiet", words: "It is their quiet time. It goes when that ends.", can: ["now", "drop"] },
  ...{ created_at: at, due_at: "2026-11-21T13:00:00.000Z", sent_at: null, delivery: null },
};
const number = { number: "+12125550142", label: "Mobile", stopped_at: null, shared_with: [], trouble: null };
const whole: ContactTexts = { on: true, numbers: [number], matters: [{ matter_id: "5012", title: "Rivera, custody" }], items: [example] };
const held: HeldText = {
  ...{ held_text_id: "019402f6-2a00-7c5d-9e42-5f7da03b9c31", number: "+12125550199", body: "It is me, from my new phone.", files: [] },
  ...{ reason: "unknown", received_at: at, choices: [] },
};

const listRoute = createRoute({
  method: "get",
  path: OF_CONTACT,
  operationId: "listContactTexts",
  tags,
  summary: "How somebody can be texted",
  description: "By which numbers, about which matters, and the texts to them that are no part of a conversation yet.",
  request: { params: contactParams },
  responses: { 200: json(contactTextsSchema, "How", whole), ...problemResponses("invalid-request", "not-found") },
});
const writeRoute = createRoute({
  method: "post",
  path: OF_CONTACT,
  operationId: "writeText",
  tags,
  summary: "Text a client",
  description:
    "It is kept, then sent at once unless it is their quiet time, and joins the conversation about the matter and the provider's record (B-WRB-1) once it was taken. A number that others have too is asked about first; nothing goes to one that was stopped. The same `key` again is the same text.",
  request: {
    params: contactParams,
    ...body(writeTextSchema, {
      ...{ key: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e79", body: "See you at nine.", matter_id: "5012", number: null, confirmed: true },
    }),
  },
  responses: {
    200: json(textSchema, "The text as it stands", example),
    ...problemResponses(...WRITES, "member-needed", "matter-closed", "shared-address", "texts-off", "text-stopped", "no-text-number"),
  },
});
const settleRoute = createRoute({
  method: "post",
  path: "/api/v1/texts/{text_id}",
  operationId: "settleText",
  tags,
  summary: "Decide about a text",
  description: "That waits, was refused, or of which nobody knows whether it left: that one is never sent again by itself.",
  request: { params: z.object({ text_id: textParam }), ...body(settleTextSchema, { word: "drop" }) },
  responses: { 200: json(textSchema, "As it stands now", example), ...problemResponses(...WRITES, "not-now") },
});
const heldRoute = createRoute({
  method: "get",
  path: "/api/v1/inbox-texts",
  operationId: "listHeldTexts",
  tags,
  summary: "Texts of which it is not clear whose they are",
  description: "From a number that nobody has or several have, or from somebody with several open matters or none.",
  responses: { 200: json(heldTextsSchema, "They", { items: [held] }), ...problemResponses() },
});
const decideRoute = createRoute({
  method: "post",
  path: "/api/v1/inbox-texts/{held_text_id}",
  operationId: "decideHeldText",
  tags,
  summary: "Say whose a text is",
  description:
    "It joins the conversation about the matter where that is shown to them, else it is an activity of theirs; or it is nobody's.",
  request: { params: z.object({ held_text_id: heldTextParam }), ...body(decideTextSchema, { contact: null, matter_id: null }) },
  responses: { 200: json(heldTextsSchema, "Those that are left", { items: [] }), ...problemResponses(...WRITES, "matter-closed") },
});

export function textRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  const whom = async (c: Context, of: { connection_id: string; provider_id: string }) => {
    const { firm_id, connection_id } = await openConnection(deps, c, of.connection_id);
    return { firm_id, connection_id, contact_id: of.provider_id };
  };
  const present = async (firm_id: string, text_id: string): Promise<Text> => {
    const row = await readText(db, firm_id, text_id);
    if (row === null) throw new Problem("not-found", `There is no text ${text_id}.`);
    return presentText(row);
  };

  app.openapi(listRoute, async (c) => c.json(await presentTexts(deps.portal, await whom(c, c.req.valid("param"))), 200));
  app.openapi(writeRoute, async (c) => {
    const actor = actorOf(c);
    const of = await whom(c, c.req.valid("param"));
    const { matter_id, ...draft } = c.req.valid("json");
    if (matter_id !== null) await mayWrite(deps, { ...of, matter_id });
    const text_id = await writeText(deps.portal, { ...of, matter_id }, draft, memberOf(actor), byOf(actor)).catch(asProblem);
    await sendTexts(deps.portal, { text_id });
    return c.json(await present(of.firm_id, text_id), 200);
  });
  app.openapi(settleRoute, async (c) => {
    const actor = actorOf(c);
    const { text_id } = c.req.valid("param");
    await present(actor.firm_id, text_id);
    if (!(await settleText(deps.portal, actor.firm_id, text_id, c.req.valid("json").word, byOf(actor))))
      throw new Problem("not-now", "The text is in another state by now.");
    await sendTexts(deps.portal, { text_id });
    return c.json(await present(actor.firm_id, text_id), 200);
  });
  const list = async (firm_id: string) => ({
    items: (await listHeld(deps.portal, firm_id)).map((row): HeldText => ({
      ...{ held_text_id: row.text_id, number: row.number, body: row.body, files: row.media.map((one) => one.type) },
      ...{ reason: row.reason as HeldText["reason"], received_at: row.received_at },
      choices: row.choices.map(({ contact_id, ...one }) => ({ ...one, provider_id: contact_id })),
    })),
  });
  app.openapi(heldRoute, async (c) => c.json(await list(actorOf(c).firm_id), 200));
  app.openapi(decideRoute, async (c) => {
    const actor = actorOf(c);
    const { contact, matter_id } = c.req.valid("json");
    const to = contact === null ? null : { ...(await whom(c, contact)), matter_id };
    await decideHeldText(deps.portal, actor.firm_id, c.req.valid("param").held_text_id, to, byOf(actor));
    return c.json(await list(actor.firm_id), 200);
  });
}

function asProblem(error: unknown): never {
  if (!(error instanceof TextRefused)) throw error;
  const types = { off: "texts-off", no_number: "no-text-number", stopped: "text-stopped", shared: "shared-address" } as const;
  throw new Problem(types[error.code], error.message);
}
