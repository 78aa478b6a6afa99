/** One request to `/api/v4`: who asks, may they, how often, and what they get. */
import type { RateLimit, Verdict } from "../kit/rate_limit.ts";
import type { FaultContext } from "../kit/pipeline.ts";
import type { Random } from "../kit/random.ts";
import type { ListLag } from "../kit/list_lag.ts";
import type { Row, Table } from "../kit/types.ts";
import type { Access, Auth } from "./auth.ts";
import { disturb } from "./disturb.ts";
import { documentVersion } from "./document_resource.ts";
import { isPurged, putHeaders, storageKey } from "./documents.ts";
import { ClioError, errorAnswer } from "./errors.ts";
import { compileFields } from "./fields.ts";
import type { Getter } from "./fields.ts";
import { wrong } from "./filters.ts";
import { answerList } from "./list_answer.ts";
import type { List } from "./lists.ts";
import { LISTS } from "./lists.ts";
import { matterClient, matterContact, peopleOf, relatedContact } from "./matter_resource.ts";
import type { MatterPerson } from "./matter_resource.ts";
import { user } from "./firm_resources.ts";
import { writersOf } from "./activity_writes.ts";
import type { Paging } from "./paging.ts";
import type { ClioResource } from "./resource.ts";
import type { Route } from "./routes.ts";
import { routeOf } from "./routes.ts";
import type {
  ContactRow,
  DocumentRow,
  DocumentVersion,
  MatterRow,
  RelationshipRow,
  Revised,
  TableName,
  UserRow,
  WebhookRow,
} from "./rows.ts";
import type { Permission } from "./switches.ts";
import type { View } from "./view.ts";
import { etagOf } from "./view.ts";
import type { ClioWebhooks } from "./webhooks.ts";
import type { WriteContext } from "./write_context.ts";
import { createContact, createMatter, createRelationship, patchContact, patchMatter, patchRelationship } from "./writes.ts";

export interface ApiContext extends WriteContext {
  auth: Auth;
  limit: RateLimit;
  paging: Paging;
  webhooks: ClioWebhooks;
  random: Random;
  /** Origin of links; null: the request's own. */
  base_url: string | null;
  view(user: UserRow, custom_field_ids: ReadonlySet<number> | null): View;
  lag: ListLag;
}

interface Call {
  request: Request;
  url: URL;
  route: Route;
  access: Access;
  view: View;
  fault: FaultContext;
}

const VERSION = "4.0.13";
const VERSIONS = new Set(["4.0.4", "4.0.5", "4.0.6", "4.0.7", "4.0.8", "4.0.9", "4.0.10", "4.0.11", "4.0.12", VERSION]);

export async function answerApi(request: Request, url: URL, context: ApiContext, fault: FaultContext): Promise<Response> {
  const odd = context.switches.refuse_odd_user_agents && refusedAgent(request.headers.get("user-agent"));
  if (odd)
    return new Response("<html><head><title>403 Forbidden</title></head><body>403 Forbidden</body></html>", { status: 403, headers: HTML });
  const token = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const access = token === undefined ? null : context.auth.find(token);
  const asker = access && context.tables.users.get(access.user_id);
  if (!access || !asker || (!asker.enabled && !context.switches.disabled_user_keeps_access)) return errorAnswer(401);
  const verdict = context.limit.take(access.token);
  const headers = context.switches.rate_limit === null ? {} : limitHeaders(verdict);
  if (context.switches.rate_limit !== null && !verdict.allowed)
    return errorAnswer(429, { ...headers, "retry-after": String(verdict.retry_after) });
  let answer: Response;
  try {
    const version = request.headers.get("x-api-version") ?? VERSION;
    if (!VERSIONS.has(version)) throw new ClioError(410, `API version ${version} is not available`);
    const call: Call = { request, url, route: routeOf(url.pathname), access, view: context.view(asker, valueIds(url)), fault };
    answer = await dispatch(context.switches.put_url_readable ? uploading(call, context) : call, context);
    answer.headers.set("x-api-version", version);
  } catch (error) {
    if (!(error instanceof ClioError)) throw error;
    answer = errorAnswer(error.status, {}, error.message, error.type);
  }
  if (answer.status === 304 && !context.switches.not_modified_counts) context.limit.give_back(access.token);
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}

const HTML = { "content-type": "text/html" };
const refusedAgent = (agent: string | null): boolean => agent === null || agent.trim() === "" || /https?:|www\./i.test(agent);

function limitHeaders(verdict: Verdict): Record<string, string> {
  return {
    "x-ratelimit-limit": String(verdict.limit),
    "x-ratelimit-remaining": String(verdict.remaining),
    "x-ratelimit-reset": String(Math.ceil(verdict.reset_at / 1000)),
  };
}

function valueIds(url: URL): ReadonlySet<number> | null {
  const ids = url.searchParams.getAll("custom_field_ids[]");
  return ids.length === 0 ? null : new Set(ids.map(Number));
}

function dispatch(call: Call, context: ApiContext): Response | Promise<Response> {
  const { route, request } = call;
  const { method } = request;
  if (route.kind === "list")
    return method === "GET" ? list(call, route.table, context) : method === "POST" ? create(call, route.table, context) : notFound();
  if (route.kind === "who_am_i" && method === "GET") return shown(call, user(), call.view.viewer.user);
  if (route.kind === "people" && method === "GET") return people(call, route.matter_id, route.what, context);
  if (route.kind === "versions" && method === "GET") return versions(call, route.document_id, context);
  if (route.kind === "activate" && method === "PUT") return activate(call, route.id, context);
  if (route.kind !== "single") return notFound();
  if (method === "GET") return single(call, route.table, route.id, context);
  if (method === "PATCH") return patch(call, route.table, route.id, context);
  return method === "DELETE" ? remove(call, route.table, route.id, context) : notFound();
}

function notFound(): never {
  throw new ClioError(404, "The resource was not found.");
}

function allow(call: Call, permissions: readonly Permission[], context: ApiContext): void {
  const refused = permissions.some((one) => !call.access.permissions.includes(one));
  const stripped = permissions.includes("custom_fields") && context.switches.stripped_custom_values;
  if (refused || stripped) throw new ClioError(403, "User is forbidden from taking that action");
}

const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(value), { status, headers: { "content-type": "application/json; charset=utf-8", ...headers } });

const shower = <R>(call: Call, resource: ClioResource<R>): Getter<R, View> => compileFields(resource, call.url.searchParams.get("fields"));

function list(call: Call, table: TableName, context: ApiContext): Response {
  const definition = LISTS[table] as unknown as List<Row>;
  allow(call, definition.permissions, context);
  if (call.fault.fault === "page_expired" && call.url.searchParams.has("page_token")) {
    call.fault.reached();
    context.paging.refuse();
  }
  if (table === "notes") checkNotesType(call);
  if (table === "webhooks") context.webhooks.sweep();
  const answer = answerList(listRequest(call, definition, context));
  disturb(call.fault, table, answer, context);
  return json({ data: answer.data, meta: answer.meta });
}

function listRequest<R extends Row>(call: Call, list: List<R>, context: ApiContext) {
  const { url, view } = call;
  const show = shower(call, list.resource(view));
  return {
    list,
    url,
    view,
    show,
    paging: context.paging,
    base: context.base_url ?? url.origin,
    now: context.clock.now(),
    written: context.written,
    lag: context.lag,
  };
}

/** `type` is required, and its casing is disputed (clio.md 9.1). */
function checkNotesType(call: Call): void {
  const type = call.url.searchParams.get("type");
  if (type === null) throw new ClioError(400, "type is required");
  const { notes_type_case } = call.view.switches;
  const lower = ["matter", "contact"].includes(type);
  const capital = ["Matter", "Contact"].includes(type);
  const fits = notes_type_case === "any" ? lower || capital : notes_type_case === "lower" ? lower : capital;
  if (!fits) throw new ClioError(422, `${type} is not a valid type`);
}

/** The row, unless the user may not see it. */
function find(call: Call, table: TableName, id: number, context: ApiContext): Row & Revised {
  const definition = LISTS[table] as unknown as List<Row>;
  allow(call, definition.permissions, context);
  if (table === "webhooks") context.webhooks.sweep();
  const row = definition.single ? (context.tables[table] as unknown as Table<Row>).get(id) : undefined;
  if (!row || isPurged(row, context.clock.now())) return notFound();
  if (definition.sees && !definition.sees(row, call.view))
    throw new ClioError(context.switches.hidden_record_status, "The resource was not found.");
  return row;
}

function single(call: Call, table: TableName, id: number, context: ApiContext): Response {
  const row = find(call, table, id, context);
  return shown(call, (LISTS[table] as unknown as List<Row>).resource(call.view), row);
}

/** With ETag and Last-Modified; 304 when the client has this state (clio.md 5.1). */
function shown<R extends Row & Revised>(call: Call, resource: ClioResource<R>, row: R, status = 200): Response {
  const show = shower(call, resource);
  const etag = etagOf(resource.name, row);
  const modified = new Date(row.updated_at);
  const headers = { etag, "last-modified": modified.toUTCString() };
  if (call.request.method === "GET" && unchanged(call.request.headers, etag, modified)) return new Response(null, { status: 304, headers });
  return json({ data: show(row, call.view) }, status, headers);
}

function unchanged(headers: Headers, etag: string, modified: Date): boolean {
  const known = headers.get("if-none-match");
  if (known !== null) return known.split(",").some((one) => one.trim().replace(/^W\//, "") === etag || one.trim() === "*");
  const since = new Date(headers.get("if-modified-since") ?? "").getTime();
  return !Number.isNaN(since) && Math.floor(modified.getTime() / 1000) * 1000 <= since;
}

function people(call: Call, matter_id: number, what: "contacts" | "related_contacts" | "client", context: ApiContext): Response {
  allow(call, ["matters", "contacts"], context);
  const row = find(call, "matters", matter_id, context) as MatterRow;
  const all = peopleOf(row, call.view);
  if (what === "client") {
    const client = all.find((one) => one.relationship === null);
    return client ? shown(call, matterClient(), client) : notFound();
  }
  const limit = context.paging.limit(call.url, 200);
  const order = call.url.searchParams.get("order") ?? "id(asc)";
  const id = (one: MatterPerson) => (what === "contacts" ? one.id : (one.relationship?.id ?? 0));
  const [, by, direction] = /^(id|is_client)\((asc|desc)\)$/.exec(order) ?? wrong("order", order);
  const key = (one: MatterPerson) => (by === "id" ? id(one) : Number(one.relationship === null));
  const sign = direction === "desc" ? -1 : 1;
  const wanted = all
    .filter((one) => what === "contacts" || one.relationship !== null)
    .toSorted((a, b) => (key(a) - key(b)) * sign || id(a) - id(b));
  const show = shower(call, what === "contacts" ? matterContact() : relatedContact());
  return json({ data: wanted.slice(0, limit).map((one) => show(one, call.view)), meta: { paging: {} } });
}

/** One page holds them all. */
function versions(call: Call, document_id: number, context: ApiContext): Response {
  const row = find(call, "documents", document_id, context) as DocumentRow;
  const uploaded = call.url.searchParams.get("fully_uploaded");
  const wanted = row.versions.filter((one) => uploaded === null || one.fully_uploaded === (uploaded === "true"));
  const show = shower(call, documentVersion());
  return json({ data: wanted.map((one) => show({ ...one, document: row }, call.view)), meta: { paging: {} } });
}

async function body(request: Request): Promise<Record<string, unknown>> {
  const read: unknown = await request.json().catch(() => null);
  const data = (read as { data?: unknown } | null)?.data;
  if (typeof data !== "object" || data === null) throw new ClioError(400, "The body must hold data");
  return data as Record<string, unknown>;
}

/** The answer to a write tells where a document's bytes go. */
function uploading(call: Call, { storage, switches }: ApiContext): Call {
  const put_url = (version: DocumentVersion): string => {
    const headers = Object.fromEntries(putHeaders(version).map(({ name, value }) => [name, value]));
    return storage.sign(storageKey(version), headers, switches.put_url_seconds);
  };
  return { ...call, view: { ...call.view, put_url } };
}

async function create(call: Call, table: TableName, context: ApiContext): Promise<Response> {
  const definition = LISTS[table] as unknown as List<Row>;
  allow(call, definition.permissions, context);
  const resource = definition.resource(call.view);
  shower(call, resource);
  const data = await body(call.request);
  const asker = call.view.viewer.user;
  if (table === "contacts") return shown(call, resource, createContact(context, data, asker), 201);
  if (table === "matters") return shown(call, resource, createMatter(context, data, asker), 201);
  if (table === "relationships") return shown(call, resource, createRelationship(context.tables, data), 201);
  if (table === "webhooks") return shown(call, resource, context.webhooks.create(data, asker), 201);
  const writers = writersOf(table);
  if (writers) return shown(uploading(call, context), resource, writers.create(data, call.view.viewer, context), 201);
  return notFound();
}

async function patch(call: Call, table: TableName, id: number, context: ApiContext): Promise<Response> {
  const row = find(call, table, id, context);
  const resource = (LISTS[table] as unknown as List<Row>).resource(call.view);
  shower(call, resource);
  const wanted = call.request.headers.get("if-match");
  if (wanted !== null && wanted !== etagOf(resource.name, row)) throw new ClioError(412, "The record was changed meanwhile");
  const data = await body(call.request);
  if (table === "contacts") return shown(call, resource, patchContact(context, row as ContactRow, data));
  if (table === "matters") return shown(call, resource, patchMatter(context, row as MatterRow, data));
  if (table === "relationships") return shown(call, resource, patchRelationship(context.tables, row as RelationshipRow, data));
  if (table === "webhooks") return shown(call, resource, context.webhooks.patch(row as WebhookRow, data));
  const writers = writersOf(table);
  if (writers) return shown(uploading(call, context), resource, writers.patch(row, data, call.view.viewer, context, call.fault));
  return notFound();
}

const REMOVABLE = new Set<TableName>(["contacts", "matters", "relationships", "webhooks"]);

function remove(call: Call, table: TableName, id: number, context: ApiContext): Response {
  const row = find(call, table, id, context);
  const writers = writersOf(table);
  if (writers) writers.remove(row, context);
  else if (!REMOVABLE.has(table)) return notFound();
  else context.tables[table].remove(id);
  return new Response(null, { status: 204 });
}

function activate(call: Call, id: number, context: ApiContext): Response {
  const row = find(call, "webhooks", id, context) as WebhookRow;
  const resource = (LISTS.webhooks as unknown as List<Row>).resource(call.view);
  return shown(call, resource, context.webhooks.activate(row, call.request.headers.get("x-hook-secret")));
}
