/** Contacts: the list, and one contact with everything that is known of it and why. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ConnectionRow } from "../../connections/store_lists.ts";
import { channelKeys } from "../../projection/rows.ts";
import { listContacts } from "../../projection/store_lists.ts";
import {
  listChanges,
  listContactMatters,
  listDuplicatesOf,
  listSince,
  readContact,
  type ContactMatterRow,
  type ContactRow as StoredContact,
} from "../../projection/store_lists_contact.ts";
import { readContactNames } from "../../projection/store_lists_matters.ts";
import { readCompanyNames } from "../companies.ts";
import { identityOf, openList, presentRow } from "../contact_rows.ts";
import type { ContactView, Reason } from "../../projection/types.ts";
import { connectionParam, pageQuery, providerIdParam } from "../contract/common.ts";
import { contactPageSchema, contactQuerySchema, contactSchema, historyPageSchema, type Contact } from "../contract/contacts.ts";
import * as examples from "../contract/examples.ts";
import { anyText, page, readCursor } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { presentActivity } from "../outbox.ts";
import { Problem, problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { connectionOf, linkTo, openConnection, openScope } from "../scope.ts";
import { openWhys } from "../whys.ts";

const params = z.object({ connection_id: connectionParam, provider_id: providerIdParam });
const tags = ["Contacts"];
const HISTORY_SHOWN = 20;
const ACTIVITIES_SHOWN = 10;

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/contacts",
  operationId: "listContacts",
  tags,
  summary: "Contacts by name",
  description:
    "Search and filters combine. No total: `next` says whether there is more, and the counts of each state are at /api/v1/connections/{connection_id}/counts.",
  request: { query: contactQuerySchema },
  responses: {
    200: json(contactPageSchema, "A page of contacts", { items: [examples.contactRow], next: null }),
    ...problemResponses("invalid-request", "invalid-cursor", "not-found"),
  },
});

const oneRoute = createRoute({
  method: "get",
  path: "/api/v1/contacts/{connection_id}/{provider_id}",
  operationId: "readContact",
  tags,
  summary: "One contact, with reasons",
  description:
    "Every derived value with the rule and the records that made it so (B-WHY-1), its matters, latest changes and possible duplicates.",
  request: { params },
  responses: { 200: json(contactSchema, "The contact", examples.contact), ...problemResponses("invalid-request", "not-found") },
});

const historyRoute = createRoute({
  method: "get",
  path: "/api/v1/contacts/{connection_id}/{provider_id}/history",
  operationId: "listContactHistory",
  tags,
  summary: "What changed on a contact",
  description: "Field by field: old value, new value, what brought it and by which rule (B-WHY-2); the latest first.",
  request: { params, query: z.strictObject(pageQuery) },
  responses: {
    200: json(historyPageSchema, "A page of changes", { items: [examples.change], next: null }),
    ...problemResponses("invalid-request", "invalid-cursor", "not-found"),
  },
});

export function contactRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  app.openapi(listRoute, async (c) => {
    const query = c.req.valid("query");
    const { after: cursor, limit, ...wanted } = query;
    const { scope, filter } = await openList(deps, c, wanted);
    const after = readCursor(cursor, [anyText, z.uuid(), anyText]);
    const position = after && { sort_name: after[0]!, connection_id: after[1]!, provider_id: after[2]! };
    const rows = await listContacts(db, scope.firm_id, scope.connection_ids, filter, position, limit);
    const { items, next } = page(rows, limit, (row) => [row.sort_name, row.connection_id, row.provider_id]);
    return c.json({ items: items.map((row) => presentRow(deps, connectionOf(scope, row.connection_id), row)), next }, 200);
  });
  app.openapi(oneRoute, async (c) => {
    const { connection_id, provider_id } = c.req.valid("param");
    const connection = await openConnection(deps, c, connection_id);
    const row = await readContact(db, connection, provider_id);
    if (!row) throw new Problem("not-found", `There is no contact ${provider_id} in this connection.`);
    return c.json(await presentContact(deps, c, connection, row), 200);
  });
  app.openapi(historyRoute, async (c) => {
    const { connection_id, provider_id } = c.req.valid("param");
    const { after, limit } = c.req.valid("query");
    const connection = await openConnection(deps, c, connection_id);
    const position = readCursor(after, [z.string().regex(/^\d{1,15}$/)]);
    const rows = await listChanges(db, connection, "contact", provider_id, position ? Number(position[0]) : null, limit);
    return c.json(
      page(rows, limit, (row) => [String(row.change_id)]),
      200,
    );
  });
}

async function presentContact(deps: ApiDeps, c: Context, connection: ConnectionRow, row: StoredContact): Promise<Contact> {
  const db = deps.db.kysely;
  const { view } = row;
  const { provider_id } = view;
  const [why, matters, sharing, history, since, activities] = await Promise.all([
    openWhys(deps, connection, reasonsOf(view)),
    listContactMatters(db, connection, connection.provider, provider_id),
    listDuplicatesOf(db, connection, provider_id, channelKeys(view)),
    listChanges(db, connection, "contact", provider_id, null, HISTORY_SHOWN),
    listSince(db, connection, provider_id),
    deps.outbox.listActivities(
      connection.firm_id,
      { connection_id: connection.connection_id, contact_id: provider_id },
      { after: null, limit: ACTIVITIES_SHOWN },
    ),
  ]);
  const scope = await openScope(deps, c);
  const others = sharing.map(({ shared, ...other }) => ({
    ...identityOf(deps, connectionOf(scope, other.connection_id), other.provider_id, other.name),
    shared,
  }));
  /** What history does not have has been so from the first. */
  const from = (field: string, value = "") =>
    since.find((each) => each.field === field && each.value === value)?.at ?? row.first_projected_at;
  const { takes_part: _, state_reason, other_reasons, status_reason, ...as_it_is } = view;
  return {
    ...as_it_is,
    ...identityOf(deps, connection, provider_id, view.name),
    state_why: why(state_reason),
    state_since: from("state"),
    other_whys: other_reasons.map(why),
    status_why: why(status_reason),
    status_since: from("client_status"),
    never_engage: view.never_engage && why(view.never_engage),
    owner: { member_id: view.owner.member_id, name: row.owner_name, why: why(view.owner.reason), since: from("owner") },
    tags: view.tags.map((tag) => ({
      name: tag.name,
      origins: tag.origins,
      whys: tag.reasons.map(why),
      since: from("tag", tag.name.toLowerCase()),
    })),
    key_facts: view.key_facts.map(({ reason, ...fact }) => ({ ...fact, why: why(reason), since: from("key_fact", fact.label) })),
    issues: view.issues.map(why),
    matters: await presentMatters(deps, connection, matters),
    // Who is not in is nobody's twin, but may live on as somebody: after a merge, or where the name says "Duplicate of".
    duplicates: view.state === "in" ? others : [],
    lives_on: view.state === "in" ? [] : others,
    activities: activities.slice(0, ACTIVITIES_SHOWN).map(presentActivity),
    history: history.slice(0, HISTORY_SHOWN),
    worked_out_at: row.projected_at,
    read_at: row.read_at,
  };
}

function reasonsOf(view: ContactView): Reason[] {
  const single = [view.state_reason, view.status_reason, view.owner.reason, view.never_engage].filter((reason) => reason !== null);
  return [
    ...single,
    ...view.other_reasons,
    ...view.issues,
    ...view.tags.flatMap((tag) => tag.reasons),
    ...view.key_facts.map((fact) => fact.reason),
  ];
}

async function presentMatters(deps: ApiDeps, connection: ConnectionRow, rows: readonly ContactMatterRow[]): Promise<Contact["matters"]> {
  const company_ids = [...new Set(rows.map((row) => row.company_id).filter((id) => id !== null))];
  const names = await (connection.provider === "clio"
    ? readContactNames(deps.db.kysely, connection, company_ids)
    : readCompanyNames(deps, connection, company_ids));
  return rows.map(({ company_id, ...matter }) => ({
    ...matter,
    link: linkTo(deps, connection, "matter", matter.provider_id),
    via_company: company_id === null ? null : { id: company_id, name: names.get(company_id) ?? "" },
  }));
}
