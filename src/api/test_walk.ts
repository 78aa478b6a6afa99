/**
 * Every operation of the document as a request that is right: ids of a given firm in its path, its query and its body, the rest of the body as
 * in the document's own example. An operation that comes later is walked too; one without an example fails the walk.
 */
import { createApiKey } from "../accounts/administer.ts";
import { invite } from "../accounts/sign_up.ts";
import { connectors } from "../connectors/index.ts";
import { recordRunEnd } from "../events/store.ts";
import { newId } from "../lib/ids.ts";
import { commandLine } from "../model/actor.ts";
import { project } from "../projection/driver.ts";
import { isPublic } from "./access.ts";
import { clock, send, type TestApi } from "./test_api.ts";
import { read } from "./test_firm.ts";
import { post } from "./test_sign_in.ts";

export interface Walked {
  operation: string;
  method: string;
  path: string;
  /** With the ids and what else the query needs. */
  address: string;
  /** Null: it takes none. */
  body: unknown;
  type: "application/json" | "application/octet-stream";
}

interface Media {
  example?: unknown;
  schema: { $ref?: string; example?: unknown };
}
interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; required?: boolean; example?: unknown; schema?: { example?: unknown } }[];
  requestBody?: { content: Record<string, Media> };
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { example?: unknown }> };
}

export type Ids = Record<string, string>;

/** Of what needs a sign-in; what removes comes last. */
export function walk(api: TestApi, ids: Ids): Walked[] {
  const document = api.document as unknown as Document;
  const walked = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => path.startsWith("/api/v1/") && !isPublic(method, path))
      .map(([method, operation]) => requestOf(document, ids, method.toUpperCase(), path, operation)),
  );
  return walked.toSorted((a, b) => Number(a.method === "DELETE") - Number(b.method === "DELETE"));
}

function requestOf(document: Document, ids: Ids, method: string, path: string, operation: Operation): Walked {
  const named = (name: string) => {
    const value = ids[name];
    if (value === undefined) throw new Error(`${method} ${path}: the walk has no {${name}}; say one where its ids are made`);
    return value;
  };
  const query = (operation.parameters ?? [])
    .filter((parameter) => parameter.in === "query" && parameter.required)
    .map(({ name, example, schema }) => `${name}=${encodeURIComponent(String(example ?? schema?.example))}`);
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => named(name)) + (query.length > 0 ? `?${query.join("&")}` : "");
  const walked = { operation: operation.operationId, method, path, address };
  if (operation.requestBody?.content["application/octet-stream"]) return { ...walked, body: FILE, type: "application/octet-stream" };
  return { ...walked, body: bodyOf(document, ids, `${method} ${path}`, operation), type: "application/json" };
}

/** What is in every file that is sent. */
const FILE = "%PDF-1.7 canary";
const bytes = (method: string, body: string): RequestInit => ({ method, body, headers: { "content-type": "application/octet-stream" } });

function bodyOf(document: Document, ids: Ids, what: string, { requestBody }: Operation): unknown {
  const media = requestBody?.content["application/json"];
  if (!media) return null;
  const component = media.schema.$ref?.split("/").at(-1);
  const example =
    media.example ?? media.schema.example ?? (component === undefined ? undefined : document.components.schemas[component]?.example);
  if (example === undefined) throw new Error(`${what}: the document has no example of its body`);
  return withIds(example, ids);
}

function withIds(value: unknown, ids: Ids): unknown {
  if (Array.isArray(value)) return value.map((item) => withIds(item, ids));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, typeof item === "string" && ids[key] !== undefined ? ids[key] : withIds(item, ids)]),
  );
}

/** Something of everything that a path can name, in the small firm. */
export async function makeIds(api: TestApi): Promise<Ids> {
  const { firm_id, clio, members } = api.firm;
  const first = commandLine(firm_id);
  const invited = await invite(api.deps.accounts, first, { name: "Canary Guest", email: "canary@hartwellosei.example", role: "member" });
  const key = await createApiKey(
    api.deps.accounts,
    { ...first, member_id: members.naomi },
    { name: "Canary key", scopes: ["read"], expires_in_days: null },
  );
  const run = await api.db.pool.query<{ run_id: string }>("select run_id from sync_run where connection_id = $1", [clio]);
  const run_id = run.rows[0]!.run_id;
  await api.db.pool.query(
    `insert into parked_change (firm_id, connection_id, run_id, kind, provider_id, effect, read_at, state)
    values ($1, $2, $3, 'contact', '1045', 'gone', '2026-11-21T08:55:00Z', 'held')`,
    [firm_id, clio, run_id],
  );
  const endpoint = await api.ask<{ endpoint_id: string }>(
    "/api/v1/webhook-endpoints",
    send("POST", { url: "https://canary.hartwellosei.example/hook" }),
    201,
  );
  const contact = `/api/v1/contacts/${clio}/1042`;
  const fact = { label: "Canary day", date: "--06-14", text: "" };
  const added = await api.ask<{ key_facts: { key_fact_id: string }[] }>(`${contact}/key-facts`, send("POST", fact));
  await api.ask(`${contact}/pin`, send("PUT", { member_id: members.naomi }));
  await api.ask(`/api/v1/matters/${clio}/5012/main-client`, send("PUT", { contact_id: "1043" }));
  const file = await api.ask<{ file_id: string }>("/api/v1/files?name=Canary.pdf", bytes("POST", FILE), 201);
  const about = { contact: { connection_id: clio, provider_id: "1042" } };
  const log = (form: object) =>
    api.ask<{ activity_id: string; deliveries: { delivery_id: string }[] }>("/api/v1/activities", post({ ...about, ...form }), 201);
  const activity = await log({ kind: "note", body: "Canary note" });
  await log({ kind: "text", direction: "in", number: "212 555 0142", body: "Canary text", file_ids: [file.file_id] });
  const { rows: mail } = await api.db.pool.query<{ mail_id: string }>(
    "select mail_id from mail where recipient = 'canary@hartwellosei.example'",
  );
  const bulk = await api.ask<{ bulk_id: string }>(
    "/api/v1/contacts/bulk",
    post({ what: { kind: "tag", name: "Canary bulk" }, contacts: [{ connection_id: clio, provider_id: "1042" }] }),
  );
  const paused = await api.ask<{ bulk_id: string }>(
    "/api/v1/matters/bulk",
    post({ what: { kind: "pause" }, matters: [{ connection_id: clio, provider_id: "5012" }] }),
  );
  const automating = await makeAutomation(api);
  const written = await makeThread(api, file.file_id);
  const notice_id = newId(clock);
  await api.db.pool.query(
    `insert into portal_notice (firm_id, notice_id, connection_id, contact_id, matter_id, kind, occasion, state, since, created_at, message_id)
    values ($1, $2, $3, '1042', '5012', 'phase', 'Canary', 'needs_review', now(), now(), 'Canary')`,
    [firm_id, notice_id, clio],
  );
  const ids: Ids = {
    ...automating,
    ...written,
    ...(await makeForm(api)),
    notice_id,
    connection_id: clio,
    provider_id: "1042",
    matter_id: "5012",
    run_id,
    member_id: invited.member_id,
    invitation_id: invited.invitation_id,
    api_key_id: key.api_key.api_key_id,
    endpoint_id: endpoint.endpoint_id,
    key_fact_id: added.key_facts[0]!.key_fact_id,
    bulk_id: bulk.bulk_id,
    matter_bulk_id: paused.bulk_id,
    activity_id: activity.activity_id,
    delivery_id: activity.deliveries[0]!.delivery_id,
    file_id: file.file_id,
    mail_id: mail[0]!.mail_id,
    event_id: await sentEvent(api),
    version: "1",
    application: "clio-us",
    account_name: "Hartwell & Osei LLP",
    // What requests bring of their own is nobody's canary.
    email: "somebody@elsewhere.example",
    host: "smtp.elsewhere.example",
    from_address: "office@elsewhere.example",
    url: "https://hooks.elsewhere.example/privity",
  };
  return { ...ids, preview_id: await newPreview(api, clio) };
}

/** An event that was sent to the endpoint, and how that went. */
async function sentEvent(api: TestApi): Promise<string> {
  const { firm_id, clio } = api.firm;
  const owner = { firm_id, connection_id: clio };
  // Of whatever else happens nobody is told before the first sync has ended.
  await api.db.transaction((trx) => recordRunEnd(trx, owner, { state: "succeeded" }, clock.now().toISOString()));
  const { rows } = await api.db.pool.query<{ event_id: string }>(
    `with tried as (
      insert into webhook_attempt (firm_id, endpoint_id, seq, at, took_ms, status, answer)
      select firm_id, endpoint_id, seq, now(), 12, 500, 'Canary answer' from webhook_delivery where firm_id = $1 order by seq desc limit 1 returning seq
    ) select event_id from event where firm_id = $1 and seq = (select seq from tried)`,
    [firm_id],
  );
  return rows[0]!.event_id;
}

/** An automation that was started for somebody, whose e-mail may have left, and another start that is held in a batch. */
async function makeAutomation(api: TestApi): Promise<Ids> {
  const { firm_id, clio, members } = api.firm;
  const letter = { name: "Canary letter", subject: "Hello", body: "Hello.", fallbacks: {} };
  const { template_id } = await api.ask<{ template_id: string }>("/api/v1/automation-templates", post(letter), 201);
  const document = { trigger: { kind: "new_client" }, conditions: [], steps: [{ kind: "email", template_id }] };
  const { automation_id } = await api.ask<{ automation_id: string }>(
    "/api/v1/automations",
    post({ name: "Canary welcome", document }),
    201,
  );
  const start = async (state: string) => {
    const about = { connection_id: clio, provider_id: "1042" };
    const { start_id } = await api.ask<{ start_id: string }>(`/api/v1/automations/${automation_id}/starts`, post(about), 201);
    await api.db.pool.query("update automation_start set state = $2, due_at = null where start_id = $1", [start_id, state]);
    return start_id;
  };
  const start_id = await start("held");
  const [batch_id, send_id, task_id] = [newId(clock), newId(clock), newId(clock)];
  await api.db.pool.query(
    "insert into automation_batch (firm_id, batch_id, provider, cause, cause_id, created_at) values ($1, $2, 'clio', 'settings', '1', now())",
    [firm_id, batch_id],
  );
  await api.db.pool.query("update automation_start set batch_id = $2 where start_id = $1", [await start("held"), batch_id]);
  await api.db.pool.query(
    `insert into automation_send (firm_id, send_id, connection_id, start_id, step, contact_id, template_id, state, since, created_at, message_id)
    values ($1, $2, $3, $4, 0, '1042', $5, 'needs_review', now(), now(), 'Canary')`,
    [firm_id, send_id, clio, await start("running"), template_id],
  );
  await api.db.pool.query(
    `insert into task (firm_id, task_id, connection_id, contact_id, member_id, title, created_at) values ($1, $2, $3, '1042', $4, 'Canary task', now())`,
    [firm_id, task_id, clio, members.naomi],
  );
  return { automation_id, template_id, start_id, batch_id, send_id, task_id };
}

/** A client's message that nobody has read, of a matter that is shown to them, and a document that was shared. */
async function makeThread(api: TestApi, file_id: string): Promise<Ids> {
  const { firm_id, clio } = api.firm;
  const owner = { firm_id, connection_id: clio };
  const types = [{ name: "Family", matches: ["Family Law"], fields: [], phases: [] }];
  await api.db.pool.query(
    "update settings_version set document = jsonb_set(document, '{projects}', document->'projects' || $2::jsonb) where connection_id = $1",
    [clio, JSON.stringify({ on: true, types, shown: { matters: "all", field: null } })],
  );
  await project({ db: api.db, mapper: connectors.clio.mapper, clock }, owner, { kind: "recompute", id: null }, { recompute: true });
  await api.db.pool.query("update project set participant_ids = '{1042}' where connection_id = $1 and provider_id = '5012'", [clio]);
  const about = { connection_id: clio, matter_id: "5012", contact_id: "1042" };
  const { thread_id } = await api.ask<{ thread_id: string }>("/api/v1/inbox", post(about));
  const { document_id } = await api.ask<{ document_id: string }>(
    `/api/v1/matters/${clio}/5012/documents`,
    post({ contact_id: "1042", file_id, note: "Canary document" }),
    201,
  );
  await api.db.pool.query(
    `insert into portal_message (firm_id, message_id, connection_id, thread_id, seq, direction, author_name, body, way, activity_id, sent_at)
    select firm_id, $2, connection_id, $3, 1, 'in', 'Canary client', 'Canary message', 'portal', activity_id, now()
    from portal_document where document_id = $1`,
    [document_id, newId(clock), thread_id],
  );
  await api.db.pool.query("update portal_thread set last_seq = 1, last_in_seq = 1 where thread_id = $1", [thread_id]);
  const held_mail_id = newId(clock);
  await api.db.pool.query(
    `insert into portal_mail_held (firm_id, mail_id, message_hash, thread_id, from_address, subject, body, reason, received_at)
    values ($1, $2, 'x', $3, 'canary@elsewhere.example', 'Canary subject', 'Canary mail', 'other_sender', now())`,
    [firm_id, held_mail_id, thread_id],
  );
  return { ...(await makeTexts(api)), thread_id, document_id, held_mail_id, domain: "reply.elsewhere.example" };
}

/** A text that could not leave, and one that came from nobody that is known. */
async function makeTexts(api: TestApi): Promise<Ids> {
  const { firm_id, clio, members } = api.firm;
  const account = { account_sid: `AC${"1".repeat(32)}`, api_key_sid: "", sender: "+12125550100", service_sid: "", auth_token: "token" };
  await api.ask("/api/v1/texting", send("PUT", account));
  const [text_id, held_text_id] = [newId(clock), newId(clock)];
  await api.db.pool.query(
    `insert into text_out (firm_id, text_id, connection_id, contact_id, matter_id, purpose, member_id, by_name, number, body, key, state, reason, since, created_at)
    values ($1, $2, $3, '1042', '5012', 'message', $4, 'Canary sender', '+12125550142', 'Canary text', 'Canary', 'failed', 'refused', now(), now())`,
    [firm_id, text_id, clio, members.naomi],
  );
  await api.db.pool.query(
    `insert into text_in (firm_id, text_id, sid, number, body, state, reason, received_at)
    values ($1, $2, 'Canary', '+12125550199', 'Canary text from nobody', 'held', 'unknown', now())`,
    [firm_id, held_text_id],
  );
  return { text_id, held_text_id };
}

/** A form that was sent, of a matter that is shown to its client, with an answer to be confirmed. */
async function makeForm(api: TestApi): Promise<Ids> {
  const { firm_id, clio, members } = api.firm;
  // The one that the document's example writes into.
  const field = { id: 55001, name: "Canary hospital", parent_type: "Matter", field_type: "text_line" };
  await read(api.db, clock, { firm_id, connection_id: clio }, "clio", [["custom_field", [field]]]);
  const document = {
    title: { en: "Canary form" },
    sections: [{ fields: [{ key: "hospital", type: "text", label: { en: "Canary question" } }] }],
  };
  const { form_id } = await api.ask<{ form_id: string }>(
    "/api/v1/forms",
    post({ name: "Canary intake", connection_id: clio, document }),
    201,
  );
  const request_id = newId(clock);
  await api.db.pool.query(
    `insert into form_request (firm_id, request_id, connection_id, form_id, version, matter_id, contact_id, state, sender_member_id, sent_by, cause, created_at)
    values ($1, $2, $3, $4, 1, '5012', '1043', 'open', $5, 'Canary sender', 'member', now())`,
    [firm_id, request_id, clio, form_id, members.naomi],
  );
  await api.db.pool.query(
    `insert into form_value (firm_id, request_id, field_key, field_id, field_name, field_type, state, ours, theirs)
    values ($1, $2, 'hospital', '1', 'Canary field', 'text_line', 'to_confirm', 'Canary answer', null)`,
    [firm_id, request_id],
  );
  return { form_id, request_id, field_key: "hospital" };
}

/** One that is done, of what is in force. */
export async function newPreview(api: TestApi, connection_id: string): Promise<string> {
  const { preview_id } = await api.ask<{ preview_id: string }>(
    `/api/v1/connections/${connection_id}/previews`,
    send("POST", { version: 1 }),
    202,
  );
  return preview_id;
}

export const requestFor = ({ method, body, type }: Walked): RequestInit =>
  type === "application/octet-stream" ? bytes(method, String(body)) : send(method, body ?? {});
