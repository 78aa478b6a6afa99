/** The contacts list and search as a firm's people use them all day, asked one after the other of the HTTP side in this process. */
import { openAccounts } from "../../src/accounts/open.ts";
import { createApi } from "../../src/api/app.ts";
import type { ApiDeps } from "../../src/api/deps.ts";
import { newDataKey } from "../../src/connections/envelope.ts";
import { openVault } from "../../src/connections/vault.ts";
import { createConnectors } from "../../src/connectors/index.ts";
import { connect, type Db } from "../../src/db/pool.ts";
import { createReceiver } from "../../src/sync/webhooks/receive.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { createLog } from "../../src/lib/log.ts";
import { createMetrics } from "../../src/lib/metrics.ts";
import { Secret } from "../../src/lib/secret.ts";
import { commandLine } from "../../src/model/actor.ts";
import { fileSpace, openFile } from "../../src/outbox/files.ts";
import { createOutbox } from "../../src/outbox/outbox.ts";
import type { Owner } from "../../src/mirror/store.ts";

export interface ApiResult {
  /** Milliseconds of server time, one per question, by what was asked. */
  list: Asked[];
  search: Asked[];
}

export interface Asked {
  path: string;
  ms: number;
  items: number;
}

const WARM_UP = 20;

const notAsked = () => Promise.reject(new Error("not asked for"));

export async function askApi(input: { database_url: string; owner: Owner; questions: number }): Promise<ApiResult> {
  const db = await connect(input.database_url, {}, "server");
  try {
    const app = createApi(await apiDeps(db, { web_dir: null, url: "http://localhost" }), { actor: commandLine(input.owner.firm_id) });
    const ask = async (path: string): Promise<Asked & { next: string | null }> => {
      const began = performance.now();
      const response = await app.request(`http://127.0.0.1${path}`);
      const text = await response.text();
      const ms = performance.now() - began;
      if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text}`);
      const { items, next } = JSON.parse(text) as { items: unknown[]; next: string | null };
      return { path, ms, items: items.length, next };
    };
    const sample = await takeSample(db, input.owner, input.questions);
    const list = await listPaths(ask, sample, input.questions);
    const search = searchPaths(sample, input.questions);
    for (const path of [...list, ...search].slice(0, WARM_UP)) await ask(path);
    const asked = async (paths: string[]): Promise<Asked[]> => {
      const answers: Asked[] = [];
      for (const path of paths) {
        const { ms, items } = await ask(path);
        answers.push({ path, ms, items });
      }
      return answers;
    };
    return { list: await asked(list), search: await asked(search) };
  } finally {
    await db.close();
  }
}

/** The HTTP side over a firm that nobody syncs any more. */
export async function apiDeps(db: Db, { web_dir, url }: { web_dir: string | null; url: string }): Promise<ApiDeps> {
  const log = createLog({ log_level: "warn" });
  const secret = new Secret("signs nothing here, nobody signs in");
  const vault = await openVault(db, { secret_key: new Secret(newDataKey().toString("base64")), secret_key_file: "" });
  const files = fileSpace({ data_dir: "nowhere", max_file_bytes: 0, s3: null });
  const outbox = createOutbox({
    db,
    providers: createConnectors(),
    session: () => Promise.reject(new Error("not asked for")),
    clock: systemClock,
    log,
    random: () => 0.5,
    open_file: (file) => openFile(files.storage, file),
    ready: () => Promise.resolve(),
  });
  return {
    db,
    accounts: openAccounts({ db, clock: systemClock, log, url, secret }),
    vault,
    allow_local_webhooks: false,
    operations: { metrics: createMetrics(), metrics_token: null, stopping: new AbortController().signal },
    connectors: createConnectors(),
    log,
    clock: systemClock,
    actions: {
      sync: () => Promise.reject(new Error("not asked for")),
      settingsChanged: () => Promise.resolve(),
      preview: () => Promise.resolve(),
      decideHeld: () => Promise.resolve(),
      membersChanged: () => Promise.resolve(),
      deliverMail: () => {},
      automate: () => {},
    },
    outbox,
    files,
    portal: {
      ...{ db, clock: systemClock, log, url, outbox, files, connectors: createConnectors() },
      mailer: async () => null,
      texting: { sealer: vault, provider_url: "http://twilio.invalid", fetch },
      deliverMail: () => {},
      inBackground: (work) => void work.catch(() => {}),
    },
    connecting: {
      begin: notAsked,
      finish: notAsked,
      designate: notAsked,
      probe: notAsked,
      disconnect: notAsked,
      erase: notAsked,
      applications: notAsked,
      setApplication: notAsked,
      removeApplication: notAsked,
    },
    web_dir,
    mail_server: { sealer: vault, installed: null, allow_local: false },
    hooks: createReceiver({ db, vault, connectors: createConnectors(), clock: systemClock, log }),
  };
}

interface Sample {
  contacts: { name: string; email: string | null; phone: string | null; company: string; tag: string | null; sort_name: string }[];
  owners: string[];
}

/** Contacts from all over the firm, the same ones in every run over the same firm. */
async function takeSample(db: Db, owner: Owner, count: number): Promise<Sample> {
  const { firm_id, connection_id } = owner;
  const contacts = await db.pool.query<Sample["contacts"][number]>(
    `select view->>'name' as name, view->'emails'->0->>'address' as email, view->'phones'->0->>'number' as phone, view->>'company_name' as company,
       tag_keys[1] as tag, sort_name
     from contact where firm_id = $1 and connection_id = $2 and state = 'in' order by md5(provider_id) limit $3`,
    [firm_id, connection_id, count],
  );
  const owners = await db.pool.query<{ id: string }>(
    "select distinct owner_member_id as id from contact where firm_id = $1 and owner_member_id is not null order by 1",
    [firm_id],
  );
  return { contacts: contacts.rows, owners: owners.rows.map((row) => row.id) };
}

const BASE = "/api/v1/contacts";
type Query = Record<string, string>;
const path = (query: Query): string => `${BASE}?${new URLSearchParams(query)}`;

/** First pages, pages from the depth of the list, and the filters of the contacts page, alone and combined. */
async function listPaths(ask: (path: string) => Promise<{ next: string | null }>, sample: Sample, count: number): Promise<string[]> {
  const deep = await deepCursors(ask, 12);
  const makers: ((place: number) => Query)[] = [
    () => ({}),
    (place): Query => (deep.length > 0 ? { after: deep[place % deep.length]! } : {}),
    (place) => ({ tag: sample.contacts[place % sample.contacts.length]?.tag ?? "client" }),
    (place) => ({ owner: sample.owners[place % sample.owners.length] ?? "none" }),
    (place) => ({ status: ["active", "past", "pending", "client", "none"][place % 5]! }),
    (place) => ({ state: ["in", "skipped", "out_of_scope", "out_of_segment", "tombstone", "any"][place % 6]! }),
    (place) => ({ status: "active", owner: sample.owners[place % sample.owners.length] ?? "none" }),
    (place) => ({
      tag: sample.contacts[place % sample.contacts.length]?.tag ?? "client",
      owner: sample.owners[place % sample.owners.length] ?? "none",
    }),
    (place) => ({ tag: "no such tag", limit: String(50 + (place % 3) * 50) }),
    () => ({ owner: "none", limit: "200" }),
  ];
  return Array.from({ length: count }, (_, place) => path(makers[place % makers.length]!(Math.floor(place / makers.length))));
}

/** Walks the list in large steps and keeps where it came to. */
async function deepCursors(ask: (path: string) => Promise<{ next: string | null }>, steps: number): Promise<string[]> {
  const cursors: string[] = [];
  for (let next: string | null = null, step = 0; step < steps * 8; step++) {
    const from: Query = next === null ? {} : { after: next };
    next = (await ask(path({ limit: "200", ...from }))).next;
    if (next === null) break;
    if (step % 8 === 7) cursors.push(next);
  }
  return cursors;
}

/** Parts of names, e-mails and numbers of people who are there, the beginnings that people type on the way, and what nobody is called. */
function searchPaths(sample: Sample, count: number): string[] {
  const makers: ((contact: Sample["contacts"][number]) => string)[] = [
    ({ name }) => name,
    ({ name }) => lastWord(name),
    ({ name }) => name.slice(0, 1),
    ({ name }) => name.slice(0, 2),
    ({ name }) => lastWord(name).slice(0, 3),
    ({ name }) => lastWord(name).slice(0, 4),
    ({ name }) =>
      name
        .split(" ")
        .map((word) => word.slice(0, 3))
        .join(" "),
    ({ email, name }) => email ?? name,
    ({ email, name }) => email?.split("@")[0] ?? name,
    ({ phone, name }) => phone ?? name,
    ({ phone, name }) => phone?.replace(/\D/g, "").slice(-7) ?? name,
    ({ company, name }) => company || name,
    ({ name }) => `${lastWord(name)} zzyx`,
    () => "qqxw",
  ];
  return Array.from({ length: count }, (_, place) => {
    const contact = sample.contacts[place % sample.contacts.length]!;
    return path({ q: makers[place % makers.length]!(contact) });
  });
}

const lastWord = (name: string): string => name.split(" ").at(-1) ?? name;
