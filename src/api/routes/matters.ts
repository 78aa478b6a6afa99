/** Matters: the list, and one matter with its team and participants. */
import { z } from "@hono/zod-openapi";
import type { ConnectionRow } from "../../connections/store_lists.ts";
import { rawOf, scanRecords } from "../../mirror/store.ts";
import { participantReason } from "../../projection/participants.ts";
import { listChanges } from "../../projection/store_lists_contact.ts";
import {
  listMatters,
  listParticipants,
  listValues,
  isSkipped,
  readContactNames,
  readMatter,
  type MatterRow as StoredMatter,
} from "../../projection/store_lists_matters.ts";
import { readCompanyNames } from "../companies.ts";
import { connectionParam, connectionQuery, pageQuery, providerIdParam } from "../contract/common.ts";
import { historyPageSchema } from "../contract/contacts.ts";
import * as examples from "../contract/examples.ts";
import {
  matterFiltersSchema,
  matterPageSchema,
  matterQuerySchema,
  matterSchema,
  type Matter,
  type MatterFilters,
} from "../contract/matters.ts";
import { anyText, page, readCursor, timeOrNone } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { matterIdentity, matterPosition, openMatters, presentMatters } from "../matter_rows.ts";
import { Problem, problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { connectionOf, linkTo, openConnection, openScope } from "../scope.ts";
import { openWhys } from "../whys.ts";

const params = z.object({ connection_id: connectionParam, provider_id: providerIdParam });
const tags = ["Matters"];
const HISTORY_SHOWN = 50;

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/matters",
  operationId: "listMatters",
  tags,
  summary: "Matters, the most recently changed first",
  description: "Those left out by the window are listed too, and marked (B-SYN-2).",
  request: { query: matterQuerySchema },
  responses: {
    200: json(matterPageSchema, "A page of matters", { items: [examples.matterRow], next: null }),
    ...problemResponses("invalid-request", "invalid-cursor", "not-found"),
  },
});

const oneRoute = createRoute({
  method: "get",
  path: "/api/v1/matters/{connection_id}/{provider_id}",
  operationId: "readMatter",
  tags,
  summary: "One matter",
  description: "With its team and why each has that position (B-MAT-1), its participants, and its main client and why (B-MAT-5).",
  request: { params },
  responses: { 200: json(matterSchema, "The matter", examples.matter), ...problemResponses("invalid-request", "not-found") },
});

const STAFF_AT_MOST = 1000;

const filtersRoute = createRoute({
  method: "get",
  path: "/api/v1/matters/filters",
  operationId: "listMatterFilters",
  tags,
  summary: "What matters can be filtered by",
  description: "Practice areas and stages as they occur on the firm's matters, and the firm's staff.",
  request: { query: z.strictObject({ connection: connectionQuery }) },
  responses: {
    200: json(matterFiltersSchema, "The values there are", {
      practice_areas: ["Estate Planning", "Family Law"],
      stages: ["Discovery", "Intake"],
      staff: [{ staff: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10:301", name: "Naomi Okafor", active: true }],
    }),
    ...problemResponses("invalid-request", "not-found"),
  },
});

const historyRoute = createRoute({
  method: "get",
  path: "/api/v1/matters/{connection_id}/{provider_id}/history",
  operationId: "listMatterHistory",
  tags,
  summary: "What changed on a matter",
  description: "Field by field: old value, new value, what brought it and by which rule (B-WHY-2); the latest first.",
  request: { params, query: z.strictObject(pageQuery) },
  responses: {
    200: json(historyPageSchema, "A page of changes", { items: [examples.change], next: null }),
    ...problemResponses("invalid-request", "invalid-cursor", "not-found"),
  },
});

export function matterRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  app.openapi(listRoute, async (c) => {
    const query = c.req.valid("query");
    const { scope, ids, filter } = await openMatters(deps, c, query);
    const after = readCursor(query.after, [timeOrNone, z.uuid(), anyText]);
    const position = after && { updated_at: after[0]!, connection_id: after[1]!, provider_id: after[2]! };
    const rows = await listMatters(db, scope.firm_id, ids, filter, position, query.limit);
    const { items, next } = page(rows, query.limit, (row) => Object.values(matterPosition(row)));
    return c.json({ items: await presentMatters(deps, scope, items), next }, 200);
  });
  app.openapi(filtersRoute, async (c) => {
    const scope = await openScope(deps, c, c.req.valid("query").connection);
    const found = await Promise.all(scope.connection_ids.map((id) => filtersOf(deps, connectionOf(scope, id))));
    const sorted = (values: string[]) => [...new Set(values)].toSorted((a, b) => a.localeCompare(b));
    return c.json(
      {
        practice_areas: sorted(found.flatMap((each) => each.practice_areas)),
        stages: sorted(found.flatMap((each) => each.stages)),
        staff: found.flatMap((each) => each.staff).toSorted((a, b) => a.name.localeCompare(b.name)),
      },
      200,
    );
  });
  app.openapi(oneRoute, async (c) => {
    const { connection_id, provider_id } = c.req.valid("param");
    const connection = await openConnection(deps, c, connection_id);
    const row = await readMatter(db, connection, provider_id);
    if (!row) throw new Problem("not-found", `There is no matter ${provider_id} in this connection.`);
    return c.json(await presentMatter(deps, connection, row), 200);
  });
  app.openapi(historyRoute, async (c) => {
    const { connection_id, provider_id } = c.req.valid("param");
    const { after, limit } = c.req.valid("query");
    const connection = await openConnection(deps, c, connection_id);
    const position = readCursor(after, [z.string().regex(/^\d{1,15}$/)]);
    const rows = await listChanges(db, connection, "matter", provider_id, position ? Number(position[0]) : null, limit);
    return c.json(
      page(rows, limit, (row) => [String(row.change_id)]),
      200,
    );
  });
}

async function filtersOf(deps: ApiDeps, connection: ConnectionRow): Promise<MatterFilters> {
  const db = deps.db.kysely;
  const { mapper } = deps.connectors[connection.provider];
  const [practice_areas, stages, rows] = await Promise.all([
    listValues(db, connection, "practice_area"),
    listValues(db, connection, "stage"),
    scanRecords(db, connection, "staff", "", STAFF_AT_MOST),
  ]);
  const staff = rows.flatMap((row) => {
    const { provider_id, name, active } = mapper.staff(rawOf(row));
    return name === "" ? [] : [{ staff: `${connection.connection_id}:${provider_id}`, name, active }];
  });
  return { practice_areas, stages, staff };
}

async function presentMatter(deps: ApiDeps, connection: ConnectionRow, row: StoredMatter): Promise<Matter> {
  const db = deps.db.kysely;
  const { view } = row;
  const { contact_id, company_id, flagged, reason } = view.main_client;
  const participants = await listParticipants(db, connection, view.provider_id);
  const ids = [...new Set([...participants.map((person) => person.person_id), contact_id, company_id].filter((id) => id !== null))];
  const reasons = participants.map((participant) => participantReason(view.provider_id, participant));
  const [why, people, companies, history] = await Promise.all([
    openWhys(deps, connection, [reason, ...reasons, ...view.team.map((member) => member.reason)]),
    readContactNames(db, connection, ids),
    connection.provider === "mycase" ? readCompanyNames(deps, connection, ids) : new Map<string, string>(),
    listChanges(db, connection, "matter", view.provider_id, null, HISTORY_SHOWN),
  ]);
  // A MyCase payer's id is a person's if there is such a person, else a company's (B-MAT-5); Clio's share one space of ids.
  const nameOf = (id: string, type: string) =>
    (type === "company" ? (companies.get(id) ?? people.get(id)) : (people.get(id) ?? companies.get(id))) ?? null;
  return {
    ...matterIdentity(deps, connection, view),
    description: view.description,
    pending_on: view.pending_on,
    presence: row.presence,
    lead: view.lead,
    team: view.team.map(({ reason: position_reason, ...member }) => ({ ...member, why: why(position_reason) })),
    main_client: {
      contact_id,
      company_id,
      flagged: flagged ?? (contact_id !== null && (await isSkipped(db, connection, contact_id)) ? "skipped" : null),
      name: contact_id ? nameOf(contact_id, "contact") : company_id ? nameOf(company_id, "company") : null,
      why: why(reason),
    },
    participants: participants.map(({ person_id, person_type, capacity, role }, index) => {
      const kind =
        person_type === "company" || (person_type === "untyped" && !people.has(person_id) && companies.has(person_id))
          ? "company"
          : "contact";
      return {
        person_id,
        person_type,
        capacity,
        role,
        name: nameOf(person_id, person_type),
        link: linkTo(deps, connection, kind, person_id),
        why: why(reasons[index]!),
      };
    }),
    custom_values: view.custom_values,
    history: history.slice(0, HISTORY_SHOWN),
    worked_out_at: row.projected_at,
    read_at: row.read_at,
  };
}
