/**
 * A firm with clients in a world of its own: a simulated provider on a real socket whose webhooks come twice and in any order, a mail server that
 * misbehaves, a database of its own, and a clock that the story moves on. It is a Tuesday in the firm's hours.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { serve as listen, type ServerType } from "@hono/node-server";
import { Hono } from "hono";
import { createClioSandbox } from "../../sandbox/clio/sandbox.ts";
import { createClock } from "../../sandbox/kit/clock.ts";
import { createRandom, type Random } from "../../sandbox/kit/random.ts";
import { serve } from "../../sandbox/kit/serve.ts";
import { createMyCaseSandbox } from "../../sandbox/mycase/sandbox.ts";
import { hashOf, newToken } from "../../src/accounts/tokens.ts";
import { hookRoutes } from "../../src/api/routes/hooks.ts";
import { insertAutomation, putRules, putTemplate, switchAutomation } from "../../src/automations/store_automations.ts";
import { openVault } from "../../src/connections/vault.ts";
import { createConnectors } from "../../src/connectors/index.ts";
import { connect, type Db } from "../../src/db/pool.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { newId } from "../../src/lib/ids.ts";
import { createLog } from "../../src/lib/log.ts";
import { systemFetch } from "../../src/lib/network.ts";
import { unlimited } from "../../src/lib/pacer.ts";
import { Secret } from "../../src/lib/secret.ts";
import type { Owner } from "../../src/mirror/store.ts";
import { DEFAULT_RULES, type AutomationDocument } from "../../src/model/automation.ts";
import { formDocumentSchema } from "../../src/model/form.ts";
import type { Session } from "../../src/model/connector.ts";
import type { Provider } from "../../src/model/kinds.ts";
import { newReplyKey } from "../../src/portal/reply_address.ts";
import { putAccess } from "../../src/portal/store_access.ts";
import { insertForm } from "../../src/portal/store_forms.ts";
import { putMailIn } from "../../src/portal/store_mail_in.ts";
import type { PortalPerson } from "../../src/portal/types.ts";
import type { SyncDeps } from "../../src/sync/deps.ts";
import { tendNow } from "../../src/sync/webhooks/care.ts";
import { processHints } from "../../src/sync/webhooks/hints.ts";
import { createReceiver, type Receiver } from "../../src/sync/webhooks/receive.ts";
import { ownDatabase, type Database } from "../writes/database.ts";
import { addFirm, type Authors, type WritingSandbox } from "../writes/firm.ts";
import { syncOnce } from "../writes/world.ts";
import { openOffice, PHASE, settingsFor, type Client, type Office } from "./office.ts";
import { openSink, type Sink } from "./sink.ts";
import { carryOut, type Errand, type Task } from "./task.ts";

/** 10 in the morning in New York. */
const START = "2026-11-17T15:00:00.000Z";
const POOL = 48;
const REPLIES = "replies.marlow.example";
/** Whoever lives is never taken for dead, however slow the machine is. */
const LEASE_MS = 150_000;

export interface ClientsWorld {
  provider: Provider;
  seed: number;
  db: Db;
  database: Database;
  sandbox: WritingSandbox;
  sink: Sink;
  owner: Owner;
  authors: Authors;
  office: Office;
  random: Random;
  mail_secret: string;
  /** Webhooks that were delivered, each copy counted. */
  hooks: () => number;
  now(): Date;
  pass(ms: number): Promise<void>;
  /** A client of whom nothing has happened yet. */
  nextClient(): Client;
  newClient(): Client;
  person(of: Client): PortalPerson;
  automate(name: string, document: AutomationDocument): Promise<void>;
  template(mark: string): Promise<string>;
  /** Whatever the provider tells of is read, by two at once. */
  settle(): Promise<void>;
  task(more?: Partial<Task>): Task;
  /** A round in this process. */
  round(more?: { errands?: Errand[]; only?: Task["only"]; lease_ms?: number }): Promise<void>;
  close(): Promise<void>;
}

export async function openWorld(beside: Database, provider: Provider, seed: number): Promise<ClientsWorld> {
  const random = createRandom(seed ^ 0xc11e);
  const base = createClock({ mode: "manual", start: START });
  const own = await ownDatabase(beside);
  const db = await connect(own.url, { max: 6 }, own.backend);
  const data_dir = await mkdtemp(join(tmpdir(), "privity-faults-clients-"));
  const sink = await openSink(seed, () => base.now().getTime());
  let sandbox: WritingSandbox | null = null;
  const answer = async (request: Request) => (await sandbox?.fetch(request)) ?? new Response(null, { status: 503 });
  const [server, storage] = [await serve({ fetch: answer }, { port: 0 }), await serve({ fetch: answer }, { port: 0 })];
  const { deliver, delivered } = twice(random);
  const options = {
    ...{ seed, filling: { firm: "imaginary" } as const, clock: base, storage_url: storage.url, deliver },
    switches: { rate_limit: null, ...(provider === "clio" ? { query_index_lag_seconds: 0 } : {}) },
  };
  sandbox = provider === "clio" ? createClioSandbox(options) : createMyCaseSandbox(options);
  const { owner, authors } = await addFirm(db, sandbox, START, settingsFor(provider));
  const { firm_id, connection_id } = owner;
  const office = openOffice(sandbox, authors[0].user_id);
  let made = 0;
  const pool = Array.from({ length: POOL }, () => office.addClient(++made, true));
  const connectors = createConnectors({ clio_url: server.url, mycase_api_url: server.url, mycase_auth_url: server.url });
  const granted = () => Object.fromEntries(authors.map((one) => [one.connection_id, sandbox.grant(one.user_id).access_token]));
  const clock = { now: () => base.now(), sleep: systemClock.sleep };
  const session = (on_request?: Session["on_request"]): Session => {
    const { access_token } = sandbox.grant(authors[0].user_id);
    const tokens = { access_token: () => Promise.resolve(access_token), refresh: () => Promise.resolve(access_token) };
    const region = provider === "clio" ? "us" : null;
    return { region, firm_uuid: null, tokens, pacer: unlimited, fetch: systemFetch, clock, ...(on_request ? { on_request } : {}) };
  };
  await syncOnce(db, connectors[provider], owner, () => session(), clock);
  const deps: SyncDeps = {
    ...{ db, connectors, clock, log: createLog({ log_level: "silent" }), lease_ms: 600_000, parallel: 3 },
    session: async (_connection, on_request) => session(on_request),
  };
  const vault = await openVault(db, { secret_key: new Secret(randomBytes(32).toString("base64")), secret_key_file: "/dev/null" });
  const hooks = await receiveHooks(createReceiver({ db, vault, connectors, clock, log: deps.log }));
  const at = () => base.now().toISOString();
  const { mail_secret, access } = await letThemIn({ db, owner, authors, office, pool, at: at() });

  const world: ClientsWorld = {
    ...{ provider, seed, db, database: { url: own.url, backend: own.backend }, sandbox, sink, owner, authors, office, random },
    ...{ mail_secret, hooks: delivered, now: () => base.now(), pass: (ms) => base.advance(ms) },
    nextClient() {
      const one = pool.shift();
      if (!one) throw new Error("no client is left of whom nothing has happened yet");
      return one;
    },
    newClient: () => office.addClient(++made, false),
    person: ({ contact_id, name, email }) => ({
      ...{ firm_id, connection_id, contact_id, access_id: access.get(contact_id)!, name: `${name} Rivera`, email, language: "en" },
    }),
    async template(mark) {
      const template_id = newId();
      const text = { name: mark, subject: `${mark}: {{contact.first_name}}`, body: `Good news. ${mark}-{{contact.first_name}}.` };
      const fallbacks = { "contact.first_name": null };
      await putTemplate(db.kysely, firm_id, { ...text, template_id, fallbacks, updated_by: "faults", updated_at: at() });
      return template_id;
    },
    async automate(name, given) {
      const automation_id = newId();
      await insertAutomation(db.kysely, firm_id, automation_id, name, {
        document: given,
        member_id: authors[0].member_id,
        by: "faults",
        at: at(),
      });
      await switchAutomation(db.kysely, firm_id, automation_id, true, at());
    },
    async settle() {
      for (let tries = 0; tries < 100; tries++) {
        await sandbox.settle();
        await base.advance(1_000);
        await Promise.all([processHints(deps), processHints(deps)]);
        const { rows } = await db.pool.query("select 1 from webhook_hint limit 1");
        if (rows.length === 0) return;
      }
      throw new Error("what the provider told of could not be read");
    },
    task: (more = {}) => ({
      ...{ database: { url: own.url, backend: own.backend }, provider, url: server.url, smtp_url: sink.url, owner, tokens: granted() },
      ...{ data_dir, now: at(), lease_ms: LEASE_MS, errands: [], crash: null, ...more },
    }),
    round: (more = {}) => carryOut(world.task(more)),
    async close() {
      await Promise.all([hooks.close(), server.close(), storage.close(), sink.close()]);
      await sandbox.close();
      await db.close();
      await own.drop();
      await rm(data_dir, { recursive: true, force: true });
    },
  };
  const { error } = await tendNow({ ...deps, vault, hooks_url: () => hooks.url, syncSoon: async () => {} }, owner);
  if (error !== null) throw new Error(`the webhooks could not be set up: ${error}`);
  await world.settle();
  // What was so at the first look is news to nobody (B-AUT-2).
  await world.round();
  return world;
}

/** Each webhook comes twice, in an order of its own. */
function twice(random: Random): { deliver(request: Request): Promise<Response>; delivered(): number } {
  let count = 0;
  const late = async (copy: Request) => {
    await systemClock.sleep(random.int(25));
    count += 1;
    return systemFetch(copy);
  };
  return {
    delivered: () => count,
    async deliver(request) {
      if (request.headers.has("x-hook-secret")) return systemFetch(request);
      const copies = [request.clone(), request.clone()].map(late);
      return (await Promise.all(copies))[0]!;
    },
  };
}

async function receiveHooks(receiver: Receiver): Promise<{ url: string; close(): Promise<void> }> {
  const app = new Hono();
  hookRoutes(app, receiver);
  const server = await new Promise<ServerType>((ready) => {
    const listening = listen({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, () => ready(listening));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}

interface Opened {
  db: Db;
  owner: Owner;
  authors: Authors;
  office: Office;
  pool: readonly Client[];
  at: string;
}

/** Clients may come in and answer by e-mail, and are asked to fill in a form once their matter comes into its second phase. */
async function letThemIn({ db, owner, authors, office, pool, at }: Opened) {
  const mail_secret = newToken();
  const mail_in = { firm_id: owner.firm_id, domain: REPLIES, secret_hash: hashOf(mail_secret), reply_key: newReplyKey() };
  await putMailIn(db.kysely, { ...mail_in, set_by: "faults", set_at: at });
  const access = new Map<string, string>();
  for (const { contact_id, email } of pool) {
    const access_id = newId();
    access.set(contact_id, access_id);
    await putAccess(db.kysely, { ...owner, contact_id }, { access_id, email, source: "participant", language: "en", by: null, at });
  }
  const form_id = newId();
  const ask = (key: string, type: string, field_id: string) => ({ key, type, label: { en: key }, target: { field_id } });
  const fields = [ask("court", "text", office.fields.court), ask("theory", "long_text", office.fields.theory)];
  const document = formDocumentSchema.parse({ title: { en: "About you" }, sections: [{ fields }], on_phase: { phase: PHASE } });
  await insertForm(db.kysely, { ...owner, form_id }, { name: "Intake", document, member_id: authors[0].member_id, by: "faults", at });
  return { mail_secret, access };
}

/** What every story has: a letter for each phase, with what follows it, and one for each new client. */
export async function addAutomations(world: ClientsWorld): Promise<void> {
  // More than are usual a day: else they would be held for somebody to look at.
  await putRules(world.db.kysely, world.owner.firm_id, { ...DEFAULT_RULES, most_starts: 1_000 });
  const email = async (mark: string) => ({ kind: "email" as const, template_id: await world.template(mark) });
  await world.automate("Phase", {
    trigger: { kind: "phase_changed", phase: PHASE },
    conditions: [],
    steps: [await email("K1"), { kind: "task", member_id: null, title: "Call them", due_days: 1 }, { kind: "webhook", name: "phase" }],
  });
  await world.automate("Welcome", {
    trigger: { kind: "new_client" },
    conditions: [],
    steps: [{ kind: "tag", tag: "Welcomed" }, await email("K2")],
  });
}
