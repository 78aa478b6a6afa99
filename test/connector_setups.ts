/** Each connector joined to its sandbox, without a port and on a clock that stands still; every request is recorded. */
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Clock } from "../src/lib/clock.ts";
import { createPacer } from "../src/lib/pacer.ts";
import { createClioConnector } from "../src/connectors/clio/index.ts";
import { createMyCaseConnector } from "../src/connectors/mycase/index.ts";
import type { Connector, Session } from "../src/model/connector.ts";
import type { Kind } from "../src/model/kinds.ts";
import { createClioSandbox } from "../sandbox/clio/sandbox.ts";
import { createClock } from "../sandbox/kit/clock.ts";
import type { Exception, OpenApi } from "../sandbox/kit/openapi_check.ts";
import { loadOpenApi, unexplained } from "../sandbox/kit/openapi_check.ts";
import type { Written } from "../sandbox/kit/written.ts";
import type { Filling, Row, Sandbox, Table } from "../sandbox/kit/types.ts";
import { createMyCaseSandbox } from "../sandbox/mycase/sandbox.ts";

export interface Setup {
  connector: Connector;
  sandbox: Sandbox;
  session: Session;
  /** Every request that the connector sent, with its body where that is JSON. */
  sent: { request: Request; body: string }[];
  /** The sandbox's table of each kind that the connector reads, and which of its rows a list shows. */
  tables: Partial<Record<Kind, { table: Table<Row>; listed: (row: Row) => boolean }>>;
  /** What was written into the sandbox, by mark. */
  written: Written;
  switches: Record<string, unknown>;
  /** A list that has several pages in the generated firm. */
  contacts_route: RegExp;
  client: { client_id: string; client_secret: string };
  /** A session of a user who sees less than everything; null where the firm has none. */
  restricted(): Session;
  /** The only hosts that may ever get a request. */
  hosts: string[];
  /** Where files go: no part of the provider's API. */
  storage_host: string;
  /** Makes the sandbox answer 403 instead of 404 for what a user may not see. */
  hideWith403(): void;
}

export interface SetupOptions {
  filling?: Filling;
  timeout_ms?: number;
  rate_limit?: number | null;
  /** What the fact sheets leave open, as the sandboxes have it (`switches.ts` of each). */
  switches?: Record<string, unknown>;
  /** Where the storage is served, if it is. */
  storage_url?: string;
}

/** About three pages of contacts at either provider. */
export const GENERATED: Filling = { firm: "generated", seed: 7, contacts: 450, matters: 450, relationships: 450 };
const START = "2026-10-05T15:00:00Z";
const client = { client_id: "privity-test", client_secret: "privity-test-secret" };

export function clioSetup(options: SetupOptions = {}): Setup {
  const switches = { rate_limit: options.rate_limit ?? null, ...options.switches };
  const clock = createClock({ mode: "manual", start: START });
  const sandbox = createClioSandbox({
    filling: options.filling ?? { firm: "imaginary" },
    clock,
    ...client,
    auto_consent: true,
    switches,
    ...storageOf(options),
  });
  const connector = createClioConnector({ url: "http://clio.sandbox.test", timeout_ms: options.timeout_ms, random: () => 0.5 });
  const { tables } = sandbox;
  const all = (table: unknown) => ({ table: table as Table<Row>, listed: () => true });
  const made = joined(connector, sandbox, sandbox.grant());
  return {
    ...made,
    written: sandbox.written,
    switches: sandbox.switches as unknown as Record<string, unknown>,
    tables: {
      staff: { table: tables.users as unknown as Table<Row>, listed: (row) => !(row as unknown as { co_counsel: boolean }).co_counsel },
      practice_area: all(tables.practice_areas),
      stage: all(tables.matter_stages),
      custom_field: all(tables.custom_fields),
      matter: all(tables.matters),
      contact: all(tables.contacts),
      relationship: all(tables.relationships),
    },
    contacts_route: /contacts$/,
    hosts: ["clio.sandbox.test"],
    storage_host: "clio-storage.sandbox",
    restricted() {
      const user =
        [...tables.users.scan()].find((one) => one.enabled && one.restricted) ??
        [...tables.users.scan()].find((one) => one.enabled && !one.roles.includes("admin"));
      if (!user) throw new Error("No user can be restricted");
      tables.users.update(user.id, { restricted: true, matter_access: "linked", roles: [], account_owner: false });
      return joined(connector, sandbox, sandbox.grant(user.id)).session;
    },
    hideWith403: () => void (sandbox.switches.hidden_record_status = 403),
  };
}

export function mycaseSetup(options: SetupOptions = {}): Setup {
  const clock = createClock({ mode: "manual", start: START });
  const sandbox = createMyCaseSandbox({
    filling: options.filling ?? { firm: "imaginary" },
    clock,
    ...client,
    auto_consent: true,
    switches: { rate_limit: options.rate_limit ?? null, ...options.switches },
    ...storageOf(options),
  });
  const connector = createMyCaseConnector({
    auth_url: "http://auth.mycase.test",
    api_url: "http://api.mycase.test",
    timeout_ms: options.timeout_ms,
    random: () => 0.5,
  });
  const { tables } = sandbox;
  const all = (table: unknown) => ({ table: table as Table<Row>, listed: () => true });
  const made = joined(connector, sandbox, sandbox.grant());
  return {
    ...made,
    written: sandbox.written,
    switches: sandbox.switches as unknown as Record<string, unknown>,
    tables: {
      staff: all(tables.staff),
      practice_area: all(tables.practice_areas),
      stage: all(tables.case_stages),
      people_group: all(tables.people_groups),
      custom_field: all(tables.custom_fields),
      matter: all(tables.cases),
      company: all(tables.companies),
      contact: all(tables.clients),
      lead: all(tables.leads),
    },
    contacts_route: /clients$/,
    hosts: ["auth.mycase.test", "api.mycase.test"],
    storage_host: "mycase-storage.sandbox",
    restricted() {
      const user = [...tables.staff.scan()].find(
        (one) => one.active && [...tables.cases.scan()].some((row) => row.staff.some((member) => member.id === one.id)),
      );
      if (!user) throw new Error("Nobody works on a case");
      sandbox.access(user.id).cases = "linked";
      return joined(connector, sandbox, sandbox.grant(user.id)).session;
    },
    hideWith403: () => void (sandbox.switches.hidden_record_status = 403),
  };
}

const storageOf = ({ storage_url }: SetupOptions) => (storage_url === undefined ? {} : { storage_url });

function joined(connector: Connector, sandbox: Sandbox, granted: { access_token: string; refresh_token: string }) {
  const sent: Setup["sent"] = [];
  const clock: Clock = { now: () => sandbox.clock.now(), sleep: (ms) => sandbox.clock.advance(ms) };
  const send = async (request: Request) => {
    // Only what is small: a document's bytes are not for keeping.
    const kept = request.headers.get("content-type")?.startsWith("application/json") ?? false;
    sent.push({ request, body: kept ? await request.clone().text() : "" });
    return sandbox.fetch(request);
  };
  let { access_token, refresh_token } = granted;
  const session: Session = {
    region: null,
    tokens: {
      access_token: () => Promise.resolve(access_token),
      async refresh() {
        const grant = await connector.oauth.refresh({ region: null, client, refresh_token, fetch: send });
        access_token = grant.access_token;
        refresh_token = grant.refresh_token ?? refresh_token;
        return access_token;
      },
    },
    pacer: createPacer({ limit: connector.limit, clock }),
    fetch: send,
    clock,
    firm_uuid: null,
  };
  return { connector, sandbox, session, sent, client };
}

const vendors = resolve(import.meta.dirname, "../../shared/vendors");

const loaded = new Map<string, OpenApi>();

/** The vendor's own description of its API; null where that folder is not at hand. */
export function openApiOf(provider: "clio" | "mycase"): OpenApi | null {
  if (!existsSync(vendors)) return null;
  const known = loaded.get(provider) ?? readOpenApi(provider);
  loaded.set(provider, known);
  return known;
}

function readOpenApi(provider: "clio" | "mycase"): OpenApi {
  const folder = join(vendors, "mycase-openapi");
  return loadOpenApi(provider === "clio" ? [join(vendors, "clio-openapi.json")] : readdirSync(folder).map((name) => join(folder, name)));
}

/** Where our requests differ from the vendor's file, on purpose. */
const REQUEST_EXCEPTIONS: Exception[] = [
  {
    line: /^query status /,
    path: /\/matters/,
    reason: "Clio takes several states with commas between (clio.md §8.2); the file lists single ones",
  },
  { line: /^path \/(oauth\/\w+|tokens) is not described/, reason: "OAuth is described in the guides, not in the files" },
  {
    line: /type : must be equal to one of the allowed values/,
    path: /\/notes\.json$/,
    reason: "Small letters in the filter of notes, which a shipped product saw to be the only ones taken (clio.md §9.1)",
  },
  {
    line: /^data: must have required property '(contact|matter)'/,
    path: /\/notes\.json$/,
    reason: "The file requires both, its text only the one that fits the type (clio.md §9.1)",
  },
  {
    line: /^data\.custom_field_values\.\*\.id: must be integer/,
    reason: "A value's id is a composite text, whatever the file says (clio.md §9.5)",
  },
  {
    line: /must have required property '(caller_name|client|lead)'/,
    path: /\/calls/,
    reason: "The file requires all three, its text exactly one (mycase.md §6.2)",
  },
  {
    line: /^query page_size is not described/,
    path: /\/(notes|documents|message_threads)$/,
    reason: "These lists have pages by their headers, and clients send the size there (mycase.md §2.1)",
  },
  {
    line: /^query page_token is not described/,
    reason: "Comes with the link to the next page, which is followed as given (mycase.md §2.1)",
  },
];

/** What was wrong with the requests that were sent: a host that may not have them, or something that the vendor's file does not allow. */
export function wrongRequests({ sent, hosts, storage_host, sandbox }: Setup, openapi: OpenApi | null): string[] {
  // What the storage itself found wrong, such as a token that has no business there.
  const { storage } = sandbox as { storage?: { clientFaults(): readonly { what: string }[] } };
  const at_storage = storage?.clientFaults().map(({ what }) => `storage: ${what}`) ?? [];
  const at_api = sent.flatMap(({ request, body }) => {
    const { host } = new URL(request.url);
    if (host === storage_host) return [];
    const json: unknown = request.headers.get("content-type")?.startsWith("application/json") ? JSON.parse(body) : undefined;
    const lines = openapi ? unexplained(request, openapi.checkRequest(request, json), REQUEST_EXCEPTIONS) : [];
    return hosts.includes(host) ? lines : [`${host} got a request`, ...lines];
  });
  return [...at_storage, ...at_api];
}
