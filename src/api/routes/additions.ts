/** What members add to a contact (B-SYN-5, B-KEY-3, B-OWN-4). Each change works that contact out anew before it is answered. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { audit } from "../../accounts/store_audit.ts";
import { listMembers, type ConnectionRow } from "../../connections/store_lists.ts";
import { newId } from "../../lib/ids.ts";
import { addToContact, keyFactDay } from "../../projection/additions.ts";
import {
  deleteKeyFact,
  deletePin,
  deleteTag,
  insertKeyFact,
  insertTag,
  isKnownContact,
  listAdditions,
  putPin,
  updateKeyFact,
} from "../../projection/store_additions.ts";
import { tagName } from "../../projection/tag_text.ts";
import { squeeze } from "../../projection/text.ts";
import { actorOf } from "../actor.ts";
import { additionsSchema, keyFactBodySchema, pinBodySchema, tagBodySchema, type Additions } from "../contract/additions.ts";
import { connectionParam, providerIdParam, text } from "../contract/common.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem, problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { openConnection } from "../scope.ts";

const params = z.object({ connection_id: connectionParam, provider_id: providerIdParam });
const factParams = params.extend({
  key_fact_id: z.uuid({ error: "must be an id of Privity's own (a UUID)" }).openapi({
    param: { name: "key_fact_id", in: "path" },
    description: "The key fact's id",
    example: "019402f5-3a00-7d11-8b20-5c1e7f9a2d44",
  }),
});
const PATH = "/api/v1/contacts/{connection_id}/{provider_id}";
const by = { member_id: "019402f4-6b10-7a2e-8c44-1f5e9d0b3a72", name: "Naomi Okafor" };
const at = "2026-11-20T16:02:11.000Z";
const example: Additions = {
  pin: { owner: { ...by, active: true }, by, at },
  tags: [{ name: "Holiday card", by, at }],
  key_facts: [{ key_fact_id: "019402f5-3a00-7d11-8b20-5c1e7f9a2d44", label: "Wedding anniversary", date: "--06-14", text: "", by, at }],
};
const answer = { 200: json(additionsSchema, "What members have added, after the change", example) };
const reading = problemResponses("invalid-request", "not-found");
const writing = problemResponses("invalid-request", "cross-site", "member-needed", "not-found", "unsupported-media-type");
const tags = ["Contacts"];
const bodyOf = <Schema extends z.ZodType>(schema: Schema) => ({ required: true, content: { "application/json": { schema } } });

const listRoute = createRoute({
  method: "get",
  path: `${PATH}/additions`,
  operationId: "listAdditions",
  tags,
  summary: "What members added to a contact",
  description: "Tags, key facts and a pinned owner, each with who added it and when. No sync changes or removes them (B-SYN-5).",
  request: { params },
  responses: { 200: json(additionsSchema, "What members have added", example), ...reading },
});
const pinRoute = createRoute({
  method: "put",
  path: `${PATH}/pin`,
  operationId: "pinOwner",
  tags,
  summary: "Pin the owner",
  description: "This member owns the contact, whatever the rules and the provider say (B-OWN-4). Refused for an inactive member.",
  request: { params, body: bodyOf(pinBodySchema) },
  responses: { ...answer, ...writing },
});
const unpinRoute = createRoute({
  method: "delete",
  path: `${PATH}/pin`,
  operationId: "unpinOwner",
  tags,
  summary: "Take the pin away",
  description: "The rules decide who owns the contact again.",
  request: { params },
  responses: { ...answer, ...writing },
});
const tagRoute = createRoute({
  method: "post",
  path: `${PATH}/tags`,
  operationId: "addTag",
  tags,
  summary: "Add a tag",
  description: "A tag of a member's own; where a rule gives the same tag, both hold it. Adding it twice changes nothing.",
  request: { params, body: bodyOf(tagBodySchema) },
  responses: { ...answer, ...writing },
});
const untagRoute = createRoute({
  method: "delete",
  path: `${PATH}/tags`,
  operationId: "removeTag",
  tags,
  summary: "Take a member's tag away",
  description: "Upper and lower case alike. A tag that a rule gives stays.",
  request: {
    params,
    query: z.strictObject({ name: text(200).min(1).openapi({ description: "The tag's name", example: "Holiday card" }) }),
  },
  responses: { ...answer, ...writing },
});
const factRoute = createRoute({
  method: "post",
  path: `${PATH}/key-facts`,
  operationId: "addKeyFact",
  tags,
  summary: "Add a key fact",
  description: "A label with a date, a text, or both; the date's year may be missing (B-KEY-3).",
  request: { params, body: bodyOf(keyFactBodySchema) },
  responses: { ...answer, ...writing },
});
const changeFactRoute = createRoute({
  method: "put",
  path: `${PATH}/key-facts/{key_fact_id}`,
  operationId: "changeKeyFact",
  tags,
  summary: "Change a member's key fact",
  description: "Replaces label, date and text.",
  request: { params: factParams, body: bodyOf(keyFactBodySchema) },
  responses: { ...answer, ...writing },
});
const removeFactRoute = createRoute({
  method: "delete",
  path: `${PATH}/key-facts/{key_fact_id}`,
  operationId: "removeKeyFact",
  tags,
  summary: "Take a member's key fact away",
  description: "Synced key facts stay.",
  request: { params: factParams },
  responses: { ...answer, ...writing },
});

type WriteOf = (owner: ConnectionRow, member_id: string) => Parameters<typeof addToContact>[4];

export function additionRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;

  /** Writes in the asking member's name and gives what is there then. `missing`: what there was none of, where nothing was changed. */
  async function change(
    c: Context,
    { connection_id, provider_id }: { connection_id: string; provider_id: string },
    action: string,
    missing: string | null,
    write: WriteOf,
  ): Promise<Additions> {
    const connection = await openConnection(deps, c, connection_id);
    await knownContact(connection, provider_id);
    const actor = actorOf(c);
    const { member_id } = actor;
    if (member_id === null) throw new Problem("member-needed", "What is added to a contact is added by somebody.");
    const { mapper } = deps.connectors[connection.provider];
    const project_deps = { db: deps.db, mapper, clock: deps.clock };
    const writeIt = write(connection, member_id);
    const changed = await addToContact(project_deps, connection, provider_id, member_id, async (trx, when) => {
      const done = await writeIt(trx, when);
      if (done) await audit(trx, actor, action, provider_id, { connection_id });
      return done;
    });
    if (!changed && missing !== null) throw new Problem("not-found", missing);
    return present(connection, provider_id);
  }

  app.openapi(listRoute, async (c) => {
    const { connection_id, provider_id } = c.req.valid("param");
    const connection = await openConnection(deps, c, connection_id);
    await knownContact(connection, provider_id);
    return c.json(await present(connection, provider_id), 200);
  });
  app.openapi(pinRoute, async (c) => {
    const at_contact = c.req.valid("param");
    const { member_id } = c.req.valid("json");
    await openConnection(deps, c, at_contact.connection_id);
    const member = (await listMembers(db, actorOf(c).firm_id)).find((each) => each.member_id === member_id);
    if (!member?.active) {
      const message = member ? `${member.name} is inactive and cannot own contacts` : "must be a member's id";
      throw new Problem("invalid-request", "The owner was not pinned.", { errors: [{ path: "member_id", message }] });
    }
    const pin: WriteOf = (owner, pinned_by) => async (trx, when) => {
      await putPin(trx, owner, at_contact.provider_id, { member_id, by: pinned_by, at: when });
      return true;
    };
    return c.json(await change(c, at_contact, "contact.pin", null, pin), 200);
  });
  app.openapi(unpinRoute, async (c) => {
    const at_contact = c.req.valid("param");
    const remove: WriteOf = (owner) => (trx) => deletePin(trx, owner, at_contact.provider_id);
    return c.json(await change(c, at_contact, "contact.unpin", "The owner is not pinned.", remove), 200);
  });
  app.openapi(tagRoute, async (c) => {
    const at_contact = c.req.valid("param");
    const name = tagName(c.req.valid("json").name);
    const add: WriteOf = (owner, member) => (trx, when) => insertTag(trx, owner, at_contact.provider_id, { name, by: member, at: when });
    return c.json(await change(c, at_contact, "contact.tag", null, add), 200);
  });
  app.openapi(untagRoute, async (c) => {
    const at_contact = c.req.valid("param");
    const name = tagName(c.req.valid("query").name);
    const remove: WriteOf = (owner) => (trx) => deleteTag(trx, owner, at_contact.provider_id, name);
    return c.json(await change(c, at_contact, "contact.untag", `No member gave this contact the tag ${name}.`, remove), 200);
  });
  app.openapi(factRoute, async (c) => {
    const at_contact = c.req.valid("param");
    const fact = { ...keyFactOf(c.req.valid("json")), key_fact_id: newId(deps.clock) };
    const add: WriteOf = (owner, member) => async (trx, when) => {
      await insertKeyFact(trx, owner, at_contact.provider_id, { ...fact, by: member, at: when });
      return true;
    };
    return c.json(await change(c, at_contact, "contact.key_fact_add", null, add), 200);
  });
  app.openapi(changeFactRoute, async (c) => {
    const { key_fact_id, ...at_contact } = c.req.valid("param");
    const fact = { ...keyFactOf(c.req.valid("json")), key_fact_id };
    const replace: WriteOf = (owner, member) => (trx) => updateKeyFact(trx, owner, at_contact.provider_id, { ...fact, by: member });
    return c.json(await change(c, at_contact, "contact.key_fact_change", `No member added a key fact ${key_fact_id}.`, replace), 200);
  });
  app.openapi(removeFactRoute, async (c) => {
    const { key_fact_id, ...at_contact } = c.req.valid("param");
    const remove: WriteOf = (owner) => (trx) => deleteKeyFact(trx, owner, at_contact.provider_id, key_fact_id);
    return c.json(await change(c, at_contact, "contact.key_fact_remove", `No member added a key fact ${key_fact_id}.`, remove), 200);
  });

  async function knownContact(connection: ConnectionRow, provider_id: string): Promise<void> {
    if (!(await isKnownContact(db, connection, provider_id)))
      throw new Problem("not-found", `There is no contact ${provider_id} in this connection.`);
  }

  async function present(connection: ConnectionRow, provider_id: string): Promise<Additions> {
    const { pin, ...added } = await listAdditions(db, connection, provider_id);
    const members = new Map((await listMembers(db, connection.firm_id)).map((member) => [member.member_id, member]));
    const named = (id: string | null) => {
      const member = id === null ? undefined : members.get(id);
      return member ? { member_id: member.member_id, name: member.name } : null;
    };
    const owner = pin && members.get(pin.member_id);
    return {
      pin: pin && {
        owner: { member_id: pin.member_id, name: owner?.name ?? "a former member", active: owner?.active ?? false },
        by: named(pin.pinned_by),
        at: pin.at,
      },
      tags: added.tags.map(({ member_id, ...tag }) => ({ ...tag, by: named(member_id) })),
      key_facts: added.key_facts.map(({ member_id, ...fact }) => ({ ...fact, by: named(member_id) })),
    };
  }
}

function keyFactOf(body: z.infer<typeof keyFactBodySchema>) {
  const date = body.date === null ? null : keyFactDay(body.date);
  const refuse = (path: string, message: string) => {
    throw new Problem("invalid-request", "The key fact was not kept.", { errors: [{ path, message }] });
  };
  if (body.date !== null && date === null) refuse("date", "must be a day such as 1984-06-14, or --06-14 without the year");
  if (date === null && body.text.trim() === "") refuse("text", "a key fact needs a date or a text");
  return { label: squeeze(body.label), date, text: body.text.trim() };
}
