/** Connections: how they do, what is in them, who belongs to the firm. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { healthOf } from "../../connections/health.ts";
import { listMembers, type ConnectionRow } from "../../connections/store_lists.ts";
import { readSettings } from "../../connections/store_settings.ts";
import { listSubscribed, readBudget, readClientId } from "../../connections/store_upkeep.ts";
import { lifeOf, usedOf } from "../../connections/upkeep.ts";
import { readEventClock } from "../../events/store.ts";
import { CONTACT_STATES } from "../../model/kinds.ts";
import { mapStaff } from "../../projection/mapping.ts";
import { readKind } from "../../projection/store_context.ts";
import { countStates, listTags } from "../../projection/store_lists_attention.ts";
import { readNextDues } from "../../jobs/store_plans.ts";
import { localTime } from "../../sync/due.ts";
import { readRunsOfConnections, type RunsOfConnection } from "../../sync/store_lists.ts";
import { connectionParam, connectionQuery, text } from "../contract/common.ts";
import {
  connectionListSchema,
  connectionSchema,
  countsSchema,
  staffListSchema,
  tagListSchema,
  upkeepSchema,
  type Connection,
  type Staff,
  type Upkeep,
} from "../contract/connections.ts";
import * as examples from "../contract/examples.ts";
import type { ApiDeps } from "../deps.ts";
import { problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { connectionOf, linkTo, openConnection, openScope } from "../scope.ts";

const params = z.object({ connection_id: connectionParam });
const tags = ["Connections"];

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/connections",
  operationId: "listConnections",
  tags,
  summary: "The firm's connections",
  description: "Each connection with its health, what to do about it, and the time as of which its data is right.",
  responses: {
    200: json(connectionListSchema, "All of them", {
      firm: { name: "Hartwell & Osei LLP", time_zone: "America/New_York", country: "US" },
      items: [examples.connection],
      last_event: 4711,
    }),
    ...problemResponses(),
  },
});

const oneRoute = createRoute({
  method: "get",
  path: "/api/v1/connections/{connection_id}",
  operationId: "readConnection",
  tags,
  summary: "One connection",
  description: "As in the list.",
  request: { params },
  responses: {
    200: json(connectionSchema, "The connection", examples.connection),
    ...problemResponses("invalid-request", "not-found"),
  },
});

const upkeepRoute = createRoute({
  method: "get",
  path: "/api/v1/connections/{connection_id}/upkeep",
  operationId: "readUpkeep",
  tags,
  summary: "How a connection is kept alive",
  description: "When its token is renewed and its grant ends, how much of the provider's limit is used, and which webhooks stand.",
  request: { params },
  responses: { 200: json(upkeepSchema, "As it is now", examples.upkeep), ...problemResponses("invalid-request", "not-found") },
});

const countsRoute = createRoute({
  method: "get",
  path: "/api/v1/connections/{connection_id}/counts",
  operationId: "countStates",
  tags,
  summary: "Counts that add up",
  description:
    "Every contact row of the mirror is in exactly one state (B-SYN-10); the states are counted at one moment, and come to the rows in the mirror.",
  request: { params },
  responses: { 200: json(countsSchema, "The counts", examples.counts), ...problemResponses("invalid-request", "not-found") },
});

const staffRoute = createRoute({
  method: "get",
  path: "/api/v1/staff",
  operationId: "listStaff",
  tags,
  summary: "The firm's staff at the provider",
  description: "With the member who stands for each, or why none does (B-CON-8).",
  request: { query: z.strictObject({ connection: connectionQuery }) },
  responses: {
    200: json(staffListSchema, "All of them, by name", { items: [examples.staff] }),
    ...problemResponses("invalid-request", "not-found"),
  },
});

const tagQuery = z.strictObject({
  connection: connectionQuery,
  q: text(64).optional().openapi({ description: "Only tags that contain this" }),
  limit: z.coerce.number().int().min(1).max(500).default(100).openapi({ description: "Tags at most" }),
});

const tagRoute = createRoute({
  method: "get",
  path: "/api/v1/tags",
  operationId: "listTags",
  tags: ["Contacts"],
  summary: "The tags that contacts have",
  description: "Of contacts that are in, the most frequent first.",
  request: { query: tagQuery },
  responses: {
    200: json(tagListSchema, "Tags with their counts", { items: [{ key: "family law", name: "Family Law", contacts: 214 }] }),
    ...problemResponses("invalid-request", "not-found"),
  },
});

export function connectionRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  app.openapi(listRoute, async (c) => {
    const scope = await openScope(deps, c);
    const seen = await lookAround(deps, scope.firm_id, scope.firm.time_zone);
    const { seq: last_event } = await readEventClock(db, scope.firm_id);
    return c.json({ firm: scope.firm, items: [...scope.connections.values()].map((row) => present(deps, row, seen)), last_event }, 200);
  });
  app.openapi(oneRoute, async (c) => {
    return c.json(await presentOne(deps, c, c.req.valid("param").connection_id), 200);
  });
  app.openapi(upkeepRoute, async (c) => {
    return c.json(await presentUpkeep(deps, await openConnection(deps, c, c.req.valid("param").connection_id)), 200);
  });
  app.openapi(countsRoute, async (c) => {
    const connection = await openConnection(deps, c, c.req.valid("param").connection_id);
    const { states, ...counts } = await countStates(db, connection);
    const contacts = Object.fromEntries(CONTACT_STATES.map((state) => [state, states[state] ?? 0])) as Record<
      (typeof CONTACT_STATES)[number],
      number
    >;
    const projected = Object.values(contacts).reduce((sum, n) => sum + n, 0);
    return c.json({ contacts, projected, waiting: Math.max(0, counts.mirror - projected), ...counts }, 200);
  });
  app.openapi(staffRoute, async (c) => {
    const scope = await openScope(deps, c, c.req.valid("query").connection);
    const lists = await Promise.all(scope.connection_ids.map((id) => listStaff(deps, connectionOf(scope, id))));
    return c.json({ items: lists.flat() }, 200);
  });
  app.openapi(tagRoute, async (c) => {
    const query = c.req.valid("query");
    const scope = await openScope(deps, c, query.connection);
    return c.json({ items: await listTags(db, scope.firm_id, scope.connection_ids, query.q, query.limit) }, 200);
  });
}

interface Around {
  runs: Map<string, RunsOfConnection>;
  dues: Map<string, string>;
  time_zone: string;
}

/** What runs and plans say about a firm's connections. */
async function lookAround(deps: ApiDeps, firm_id: string, time_zone: string): Promise<Around> {
  const db = deps.db.kysely;
  const [runs, dues] = await Promise.all([readRunsOfConnections(db, firm_id), readNextDues(db, firm_id)]);
  return { runs, dues, time_zone };
}

function nextDueOf({ dues, time_zone }: Around, row: ConnectionRow): Connection["next_due"] {
  const at = row.state === "connected" ? dues.get(row.connection_id) : undefined;
  return at === undefined ? null : { at, local: localTime(time_zone, new Date(at)), time_zone };
}

/** One connection as it is now, also while it is being erased. */
export async function presentOne(deps: ApiDeps, c: Context, connection_id: string): Promise<Connection> {
  const scope = await openScope(deps, c);
  return present(deps, connectionOf(scope, connection_id), await lookAround(deps, scope.firm_id, scope.firm.time_zone));
}

function present(deps: ApiDeps, row: ConnectionRow, around: Around): Connection {
  const runs = around.runs.get(row.connection_id);
  const last_error = runs?.last_error ? { text: runs.last_error, remedy: runs.last_remedy, at: runs.last_failed_at ?? "" } : null;
  const { health, detail, remedy, since } = healthOf({
    ...row,
    succeeded_at: runs?.succeeded_at ?? null,
    last_error,
    refused: runs?.refused ?? [],
    probe: row.probe,
    now: deps.clock.now(),
  });
  return {
    connection_id: row.connection_id,
    provider: row.provider,
    region: row.region,
    purpose: row.purpose,
    account_name: row.account_name,
    account_id: row.account_id,
    user_name: row.user_name,
    user_email: row.user_email,
    health,
    health_detail: detail,
    remedy,
    health_since: since,
    as_of: runs?.succeeded_at ?? null,
    proved_at: row.proved_at,
    first_synced_at: row.first_synced_at,
    token_expires_at: row.token_expires_at,
    connected_by: row.member_id,
    probe: row.probe,
    ended_by: row.ended_by,
    ending: row.ending_since !== null,
    erasing:
      row.erasing_since === null ? null : { since: row.erasing_since, done: row.erased, total: Math.max(row.erase_total, row.erased) },
    next_due: nextDueOf(around, row),
    running_run_id: runs?.running_run_id ?? null,
  };
}

async function presentUpkeep(deps: ApiDeps, row: ConnectionRow): Promise<Upkeep> {
  const db = deps.db.kysely;
  const { limit } = deps.connectors[row.provider];
  const shared = limit.scope === "oauth_client";
  const scope = `${row.provider} ${shared ? await readClientId(db, row) : row.connection_id}`;
  const { token_obtained_at: obtained_at, token_expires_at: expires_at, refresh_refused_at } = row;
  const stands = row.state === "connected" && obtained_at !== null;
  return {
    token: stands ? lifeOf(row.provider, { obtained_at, expires_at, refresh_refused_at }) : null,
    budget: { ...usedOf(await readBudget(db, scope), limit), shared },
    webhooks: await listSubscribed(db, row),
  };
}

async function listStaff(deps: ApiDeps, connection: ConnectionRow): Promise<Staff[]> {
  const db = deps.db.kysely;
  const { mapper } = deps.connectors[connection.provider];
  const [records, members, { settings }] = await Promise.all([
    readKind(db, connection, "staff"),
    listMembers(db, connection.firm_id),
    readSettings(db, connection),
  ]);
  const staff = records.map((record) => mapper.staff(record.raw));
  const mappings = mapStaff({ settings, members, staff: new Map(staff.map((person) => [person.provider_id, person])) });
  return staff
    .map(({ provider_id, name, title, email, phone, provider_type, active }): Staff => {
      const mapping = mappings.get(provider_id);
      const member = mapping?.member ? { member_id: mapping.member.member_id, name: mapping.member.name } : null;
      return {
        connection_id: connection.connection_id,
        provider_id,
        name,
        title,
        email,
        phone,
        provider_type,
        active,
        member,
        mapped_by: mapping?.mapped_by ?? null,
        unmapped_because: member ? null : (mapping?.problem ?? null),
        link: linkTo(deps, connection, "staff", provider_id),
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}
