/** The API over the small firm, for tests; every answer is held against the published document. */
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020, type AnySchema, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { expect } from "vitest";
import { newDataKey } from "../connections/envelope.ts";
import { openVault, type Vault } from "../connections/vault.ts";
import { connectors } from "../connectors/index.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { systemClock, type Clock } from "../lib/clock.ts";
import { newId } from "../lib/ids.ts";
import { createLog } from "../lib/log.ts";
import { createMetrics } from "../lib/metrics.ts";
import { Secret } from "../lib/secret.ts";
import { fileSpace, openFile } from "../outbox/files.ts";
import { createOutbox } from "../outbox/outbox.ts";
import { project } from "../projection/driver.ts";
import { runPreview } from "../projection/preview.ts";
import { decideHeld } from "../sync/decision.ts";
import { readConnection } from "../sync/store_connection.ts";
import type { SyncRequest } from "../sync/run.ts";
import type { PortalDeps } from "../portal/types.ts";
import { createReceiver } from "../sync/webhooks/receive.ts";
import { createApi } from "./app.ts";
import type { ApiDeps } from "./deps.ts";
import { NAOMI, signInAs, testAccounts } from "./test_sign_in.ts";
import { makeFirm, NOW, type TestFirm } from "./test_firm.ts";

export const clock: Clock = { now: () => NOW, sleep: systemClock.sleep };

/** The largest file that is taken here. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

interface Operation {
  operationId: string;
  summary?: string;
  description?: string;
  responses: Record<string, { content?: Record<string, { schema: AnySchema; example?: unknown }> }>;
}

export interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
}

export interface TestApi {
  db: TestDb;
  firm: TestFirm;
  deps: ApiDeps;
  /** As Naomi, an admin, who is signed in. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** As whoever the headers say. */
  anonymous(path: string, init?: RequestInit): Promise<Response>;
  /** Naomi's. */
  cookie: string;
  document: Document;
  /** Asks, and holds the answer against the document's schema for that route and status. */
  ask<T>(path: string, init?: RequestInit, status?: number): Promise<T>;
  /** Checks a body against one answer of the document. */
  validator(path: string, method: string, status: number, type: string): ValidateFunction;
  /** What was handed to the actions. */
  synced: { connection_id: string; request: SyncRequest }[];
  resettled: string[];
  /** From now on no run can be started, for this reason; null: it can. */
  refuseRuns(reason: Error | null): void;
  close(): Promise<void>;
}

export async function openTestApi(): Promise<TestApi> {
  const db = await testDatabase();
  const firm = await makeFirm(db, clock);
  const synced: TestApi["synced"] = [];
  const resettled: string[] = [];
  let refusal: Error | null = null;
  const deps = testDeps(db, {
    sync: async (_firm_id, connection_id, request, tell) => {
      if (refusal) throw refusal;
      await db.transaction(tell);
      synced.push({ connection_id, request });
      return { run_id: newId(clock) };
    },
    settingsChanged: async (_firm_id, connection_id) => void resettled.push(connection_id),
    membersChanged: async () => {},
    deliverMail: () => {},
    automate: () => {},
    ...workNow(db),
  });
  const app = createApi(deps);
  const anonymous = async (path: string, init?: RequestInit) => app.request(path, init);
  const cookie = await signInAs(anonymous, deps.accounts, firm.firm_id, NAOMI);
  const request = (path: string, init: RequestInit = {}) =>
    anonymous(path, { ...init, headers: { cookie, ...(init.headers as Record<string, string>) } });
  const document = (await (await request("/api/v1/openapi.json")).json()) as Document;
  const validator = validators(document);
  return {
    db,
    firm,
    deps,
    request,
    anonymous,
    cookie,
    document,
    validator,
    ask: asker(request, document, validator),
    synced,
    resettled,
    refuseRuns: (reason) => void (refusal = reason),
    close: async () => {
      await rm(deps.files.data_dir, { recursive: true, force: true });
      await db.drop();
    },
  };
}

/** For tests in which nothing is to be started. */
export const idleActions: ApiDeps["actions"] = {
  sync: () => Promise.reject(new Error("nothing is to be started here")),
  settingsChanged: async () => {},
  membersChanged: async () => {},
  deliverMail: () => {},
  automate: () => {},
  preview: async () => {},
  decideHeld: async () => {},
};

const notHere = () => Promise.reject(new Error("not part of this test"));

/** For tests in which nothing is connected; `connecting.pg.test.ts` has the real ones. */
const idleConnecting: ApiDeps["connecting"] = {
  begin: async () => ({ authorize_url: "https://provider.example/authorize", expires_at: NOW.toISOString() }),
  finish: notHere,
  designate: notHere,
  probe: notHere,
  disconnect: notHere,
  erase: notHere,
  applications: async () => ({ own: [], installed: () => false }),
  setApplication: async () => {},
  removeApplication: async () => false,
};

/** What goes on in the background elsewhere is awaited here. */
export function workNow(db: TestDb): Pick<ApiDeps["actions"], "preview" | "decideHeld"> {
  const named = async (connection_id: string) => {
    const connection = await readConnection(db.kysely, connection_id);
    if (!connection) throw new Error(`there is no connection ${connection_id}`);
    return { connection, connector: connectors[connection.provider] };
  };
  return {
    preview: async (_firm_id, connection_id, preview_id) => {
      const { connection, connector } = await named(connection_id);
      await runPreview({ db, mapper: connector.mapper, clock }, connection, preview_id);
    },
    decideHeld: async (_firm_id, connection_id, run_id, decision, tell) => {
      const { connection, connector } = await named(connection_id);
      const now = clock.now().toISOString();
      await decideHeld(db, connector, { owner: connection, run_id, decision, country: connection.firm_country, now, tell });
      await project({ db, mapper: connector.mapper, clock }, connection, { kind: "member", id: null });
    },
  };
}

export function testDeps(db: TestDb, actions: ApiDeps["actions"]): ApiDeps {
  const log = createLog({ log_level: "silent" }, { write: () => {} });
  // Made when a file comes.
  const files = fileSpace({ data_dir: join(tmpdir(), `privity-api-${newId()}`), max_file_bytes: MAX_FILE_BYTES, s3: null });
  const vault = testVault(db);
  const outbox = createOutbox({
    db,
    providers: connectors,
    session: () => Promise.reject(new Error("nothing is sent here")),
    clock,
    log,
    random: () => 0.5,
    open_file: (file) => openFile(files.storage, file),
    ready: async () => {},
  });
  const operations = { metrics: createMetrics(), metrics_token: null, stopping: new AbortController().signal };
  return {
    db,
    vault,
    allow_local_webhooks: true,
    operations,
    connectors,
    accounts: testAccounts(db, clock, log),
    clock,
    log,
    web_dir: null,
    outbox,
    files,
    portal: testPortal({ db, clock, log, outbox, files, connectors, texting: noTexting(vault), deliverMail: actions.deliverMail }),
    hooks: createReceiver({ db, vault, connectors, clock, log }),
    actions,
    connecting: idleConnecting,
    mail_server: { sealer: vault, installed: null, allow_local: true },
  };
}

/** Where nothing answers. */
export const noTexting = (sealer: Vault): PortalDeps["texting"] => ({
  sealer,
  provider_url: "http://twilio.invalid",
  fetch: () => Promise.reject(new TypeError("fetch failed", { cause: { code: "ENOTFOUND", message: "there is no network here" } })),
});

/** Its letters are kept in the outgoing mail; what nobody waits for is done within the request's next turn. */
export const testPortal = (given: Omit<PortalDeps, "url" | "mailer" | "inBackground">): PortalDeps => ({
  ...given,
  url: "http://localhost",
  mailer: async () => null,
  inBackground: (work) => void work.catch((error: unknown) => given.log.error({ err: error }, "work in the background failed")),
});

/** With a key of its own; opened when it is first needed. */
function testVault(db: TestDb): Vault {
  const opened = openVault(db, {
    secret_key: new Secret(newDataKey().toString("base64")),
    secret_key_file: "/dev/null",
  });
  return {
    keyId: async (firm_id) => (await opened).keyId(firm_id),
    seal: async (place, text) => (await opened).seal(place, text),
    open: async (place, box) => (await opened).open(place, box),
    rotate: async () => (await opened).rotate(),
    rewrap: async () => (await opened).rewrap(),
    derive: () => new Secret("not asked for"),
  };
}

export function validators(document: Document): TestApi["validator"] {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  // The package's types are of CommonJS; what arrives is the function itself.
  (formats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema(document, "api");
  return (path, method, status, type) => {
    const places = [path, method, "responses", String(status), "content", type, "schema"];
    const pointer = places.map((place) => encodeURIComponent(place.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
    return ajv.compile({ $ref: `api#/paths/${pointer}` });
  };
}

function asker(request: TestApi["request"], document: Document, validator: TestApi["validator"]): TestApi["ask"] {
  const patterns = Object.keys(document.paths).map((path) => ({ path, shape: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`) }));
  return async <T>(path: string, init: RequestInit = {}, status = 200): Promise<T> => {
    const response = await request(path, init);
    const body = (await response.json()) as T;
    expect(response.status, JSON.stringify(body)).toBe(status);
    const method = (init.method ?? "GET").toLowerCase();
    const pattern = patterns.find(({ shape }) => shape.test(path.split("?")[0]!))?.path;
    if (pattern === undefined || !document.paths[pattern]?.[method]) return body;
    const answer = document.paths[pattern][method].responses[String(status)];
    const type = Object.keys(answer?.content ?? {})[0];
    expect(response.headers.get("content-type"), `${method} ${pattern} ${status} is in the document`).toContain(type);
    const validate = validator(pattern, method, status, type!);
    expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
    return body;
  };
}

export const send = (method: string, body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method,
  body: JSON.stringify(body),
  headers: { "content-type": "application/json", ...headers },
});

export const names = (page: { items: { name: string }[] }): string[] => page.items.map((item) => item.name);
