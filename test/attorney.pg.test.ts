/**
 * Issue 4, "Done when": what an attorney does in a day, by real processes: signs in, connects their own account, logs a call, a text
 * conversation, a note on a matter, and a document of 50 MB, while the program is killed twice in the middle. The providers are on real sockets.
 */
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClioSandbox, type ClioSandbox } from "../sandbox/clio/sandbox.ts";
import { createClock } from "../sandbox/kit/clock.ts";
import { serve } from "../sandbox/kit/serve.ts";
import type { WrittenRecord } from "../sandbox/kit/written.ts";
import { createMyCaseSandbox } from "../sandbox/mycase/sandbox.ts";
import type { MyCaseSandbox } from "../sandbox/mycase/types.ts";
import type { Activity } from "../src/api/contract/activities.ts";
import { cookieOf, post } from "../src/api/test_sign_in.ts";
import { writeSettings } from "../src/connections/store_settings.ts";
import { emptyDatabase, type TestDb } from "../src/db/testing.ts";
import { systemClock } from "../src/lib/clock.ts";
import { defaultSettings } from "../src/model/presets.ts";
import { freePort, privity, type Process } from "./real_processes.ts";

const MEGABYTE = 1024 * 1024;
const DOCUMENT = randomBytes(50 * MEGABYTE);
const SHA256 = createHash("sha256").update(DOCUMENT).digest("hex");
const PASSWORD = "a sentence that only one of us knows";
const dir = mkdtempSync(join(tmpdir(), "privity-attorney-"));

let db: TestDb;
let program: Process;
let environment: Record<string, string>;
let origin: string;
const vendors: { clio?: Vendor; mycase?: Vendor } = {};

type Provider = "clio" | "mycase";

/** A provider on real sockets, at which the test can keep a request from being answered, or bytes from going on. */
interface Vendor {
  sandbox: ClioSandbox | MyCaseSandbox;
  url: string;
  /** The next request that fits is carried out, but never answered. Resolves when that is so. */
  neverAnswer(fits: (request: Request) => boolean): Promise<void>;
  /** Of the next upload some bytes pass, then no more. Resolves when that is so. */
  stopUpload(after_bytes: number): Promise<void>;
  close(): Promise<void>;
}

const forever = new Promise<never>(() => {});

async function openVendor(provider: Provider): Promise<Vendor> {
  let mute: { fits(request: Request): boolean; reached(): void } | null = null;
  let stop: { after_bytes: number; reached(): void } | null = null;
  const opened: { sandbox?: Vendor["sandbox"] } = {};
  const answer = async (request: Request): Promise<Response> => {
    const muted = mute?.fits(request) ? mute : null;
    if (muted) mute = null;
    const answered = await opened.sandbox!.fetch(request);
    if (!muted) return answered;
    muted.reached();
    return forever;
  };
  const store = (request: Request): Promise<Response> => {
    const stopped = stop;
    stop = null;
    if (stopped === null || request.body === null) return answer(request);
    let seen = 0;
    const halting = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        controller.enqueue(chunk);
        seen += chunk.length;
        if (seen < stopped.after_bytes) return;
        stopped.reached();
        return forever;
      },
    });
    const init = { body: request.body.pipeThrough(halting), duplex: "half" as const };
    return answer(new Request(request, init));
  };
  const storage = await serve({ fetch: store }, { port: 0, stream: true });
  const options = { filling: { firm: "imaginary" }, clock: createClock({ mode: "real" }), storage_url: storage.url } as const;
  const sandbox =
    provider === "clio"
      ? createClioSandbox({ ...options, switches: { rate_limit: null } })
      : createMyCaseSandbox({ ...options, switches: { rate_limit: null, call_delay_seconds: 0.5 } });
  opened.sandbox = sandbox;
  const served = await serve({ fetch: answer }, { port: 0 });
  return {
    sandbox,
    url: served.url,
    neverAnswer: (fits) => new Promise((reached) => (mute = { fits, reached })),
    stopUpload: (after_bytes) => new Promise((reached) => (stop = { after_bytes, reached })),
    close: async () => {
      await Promise.all([served.close(), storage.close()]);
      await sandbox.close();
    },
  };
}

beforeAll(async () => {
  [db, vendors.clio, vendors.mycase] = await Promise.all([emptyDatabase(), openVendor("clio"), openVendor("mycase")]);
  const { clio, mycase } = vendors;
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  environment = {
    DATABASE_URL: db.url,
    PRIVITY_DATA_DIR: dir,
    PRIVITY_PORT: String(port),
    PRIVITY_LOG: "warn",
    PRIVITY_CLIO_URL: clio.url,
    PRIVITY_MYCASE_AUTH_URL: mycase.url,
    PRIVITY_MYCASE_API_URL: mycase.url,
    CLIO_CLIENT_ID: clio.sandbox.client_id,
    CLIO_CLIENT_SECRET: clio.sandbox.client_secret,
    MYCASE_CLIENT_ID: mycase.sandbox.client_id,
    MYCASE_CLIENT_SECRET: mycase.sandbox.client_secret,
  };
  await start();
}, 240_000);

afterAll(async () => {
  await program?.stop();
  await Promise.all([vendors.clio?.close(), vendors.mycase?.close()]);
  await db?.drop();
  rmSync(dir, { recursive: true, force: true });
});

async function start(): Promise<void> {
  program = privity(["serve"], environment);
  await program.says(/Privity is at/);
}

async function kill(): Promise<void> {
  program.kill();
  await program.ended;
  await aMinutePasses();
}

/** What a minute's waiting would bring: nobody is there any more who could hold a lease, and Clio's forty requests a minute are to be had again. */
async function aMinutePasses(): Promise<void> {
  await db.pool.query("update delivery set lease_until = now() where lease_until > now()");
  await db.pool.query("update lane set lease_until = null");
  await db.pool.query("update rate_budget set departures = '[]'");
}

async function ask<T>(cookie: string, method: string, path: string, body?: unknown, status = 200): Promise<T> {
  const init = method === "GET" ? { headers: { cookie } } : { ...post(body ?? {}, { cookie }), method };
  const answer = await fetch(`${origin}/api/v1${path}`, init);
  const text = await answer.text();
  expect(answer.status, `${method} ${path}: ${text}`).toBe(status);
  return JSON.parse(text) as T;
}

interface Person {
  name: string;
  email: string;
  cookie: string;
}

/** The first admin by the page's first form, everybody else by invitation. */
async function signUp(): Promise<Person> {
  const firm = { name: "Marlow & Finch LLP", time_zone: "America/Chicago", country: "US" };
  const person = { name: "Dana Office", email: "dana@marlowfinch.example" };
  const answer = await fetch(`${origin}/api/v1/sign-up`, post({ ...person, password: PASSWORD, firm }));
  expect(answer.status, await answer.clone().text()).toBe(200);
  return { ...person, cookie: cookieOf(answer) };
}

async function joinFirm(name: string, email: string): Promise<Person> {
  const { code, out } = await privity(["member", "invite", email, "--name", name], environment).ended;
  expect(code).toBe(0);
  const token = /#(\S+)/.exec(out)![1]!;
  expect((await fetch(`${origin}/api/v1/invitations/accept`, post({ token, password: PASSWORD }))).status).toBe(200);
  const answer = await fetch(`${origin}/api/v1/sign-in`, post({ email, password: PASSWORD }));
  expect(answer.status).toBe(200);
  return { name, email, cookie: cookieOf(answer) };
}

/** Clicks through the provider's own page as that user of theirs. */
async function connect(person: Person, provider: Provider, purpose: "sync" | "writeback", user_id: number): Promise<string> {
  const region = provider === "clio" ? "us" : null;
  const { authorize_url } = await ask<{ authorize_url: string }>(person.cookie, "POST", "/connections/authorise", {
    provider,
    region,
    purpose,
  });
  const url = new URL(authorize_url);
  const form = new URLSearchParams({ ...Object.fromEntries(url.searchParams), user_id: String(user_id) });
  form.set("decision", provider === "clio" ? "approve" : "allow");
  const page = new URL(provider === "clio" ? url.pathname : "/login_sessions", url);
  const back = (await fetch(page, { method: "POST", body: form, redirect: "manual" })).headers.get("location")!;
  const done = await fetch(back, { headers: { cookie: person.cookie }, redirect: "manual" });
  const id = /^\/connections\?(?:connected|renewed)=(.+)$/.exec(done.headers.get("location") ?? "")?.[1];
  expect(id, await done.text()).toBeDefined();
  return id!;
}

interface User {
  id: number;
  name: string;
  email: string;
}

function usersOf({ sandbox }: Vendor): User[] {
  if (sandbox.provider === "clio")
    return [...sandbox.tables.users.scan()].flatMap(({ id, name, email, enabled }) => (enabled && email ? [{ id, name, email }] : []));
  return [...sandbox.tables.staff.scan()].flatMap(({ id, first_name, last_name, email, active }) =>
    active && email ? [{ id, name: `${first_name} ${last_name}`, email }] : [],
  );
}

let dana: Person;
let attorney: Person;

test("a firm signs up, and an attorney is invited, joins and signs in", async () => {
  dana = await signUp();
  const theirs = usersOf(vendors.mycase!).find((user) => user.name === "Theodore Finch")!;
  attorney = await joinFirm(theirs.name, theirs.email);
  expect(await ask(attorney.cookie, "GET", "/me")).toMatchObject({ name: theirs.name, role: "member", via: "session" });
}, 120_000);

describe.each(["clio", "mycase"] as const)("at %s", (provider) => {
  let vendor: Vendor;
  let connection_id: string;
  let firm_id: string;
  let user: User;
  let contact_id: string;
  let matter_id: string;
  const logged: Record<string, string> = {};

  const log = async (name: string, form: object) => {
    const contact = { connection_id, provider_id: contact_id };
    const made = await ask<Activity>(attorney.cookie, "POST", "/activities", { contact, ...form }, 201);
    logged[name] = made.activity_id;
  };
  const read = (name: string) => ask<Activity>(attorney.cookie, "GET", `/activities/${logged[name]}`);
  /** Those that are not delivered yet, with their states. */
  const waiting = async (names: readonly string[]): Promise<string[]> => {
    // What is to be tried again in minutes is tried now; no look counts before its time.
    await db.pool.query("update delivery set due_at = now() where due_at > now() and state in ('queued', 'unknown')");
    await db.pool.query("update lane set ready = true where kind = 'write' and lease_until is null");
    const activities = await Promise.all(names.map(read));
    return activities
      .flatMap(({ kind, deliveries }) => deliveries.map(({ state }) => `${kind}: ${state}`))
      .filter((one) => !one.endsWith("delivered"));
  };
  const delivered = async (...names: string[]) => {
    await expect.poll(() => waiting(names), { timeout: 90_000, interval: 300 }).toEqual([]);
  };
  const there = (kind: string, words: string): WrittenRecord[] =>
    vendor.sandbox.written.records({ kind, limit: 10_000 }).filter(({ title, text }) => `${title} ${text}`.includes(words));

  beforeAll(() => {
    vendor = vendors[provider]!;
    user = usersOf(vendor).find(({ name }) => name === attorney.name)!;
  });

  test("B-WRB-3: the firm is read by one account, the attorney connects their own", async () => {
    const reader = usersOf(vendor).find(({ name }) => name === "Evelyn Marlow")!;
    connection_id = await connect(dana, provider, "sync", reader.id);
    const place = async () =>
      (
        await db.pool.query<{ firm_id: string; contact_id: string; matter_id: string }>(
          `select c.firm_id, c.provider_id as contact_id, p.matter_id from contact c join participation p
             on p.firm_id = c.firm_id and p.connection_id = c.connection_id and p.person_id = c.provider_id and p.capacity in ('client', 'on_case')
           join connection n on n.firm_id = c.firm_id and n.connection_id = c.connection_id and n.first_synced_at is not null
           where c.connection_id = $1 and c.state = 'in' order by c.provider_id limit 1`,
          [connection_id],
        )
      ).rows[0];
    await expect.poll(place, { timeout: 60_000, interval: 100 }).toBeDefined();
    ({ firm_id, contact_id, matter_id } = (await place())!);
    // As the preset has it, with the kinds of this day switched on, and documents sent at once instead of after twenty minutes.
    const settings = defaultSettings(provider);
    const writeback = { ...settings.writeback, call: true, text: true, note: true, document: true, document_minutes: 0 };
    const at = systemClock.now().toISOString();
    await writeSettings(
      db.kysely,
      { firm_id, connection_id },
      { settings: { ...settings, writeback }, note: null, created_by: "test", at, if_version: null },
    );
    await connect(attorney, provider, "writeback", user.id);
  }, 180_000);

  test("B-WRB-1: a call and a conversation of three texts are there within seconds, in one record per conversation and day", async () => {
    await log("call", { kind: "call", direction: "out", number: "+1 312 555 0142", body: "She agrees to the schedule." });
    for (const [index, direction] of (["out", "in", "out"] as const).entries())
      await log(`text ${index}`, { kind: "text", direction, number: "+1 312 555 0142", body: `Text number ${index + 1}.` });
    await delivered("call", "text 0", "text 1", "text 2");
    const calls = there(provider === "clio" ? "notes" : "calls", "She agrees to the schedule.");
    expect(calls.map(({ author_id }) => author_id)).toEqual([user.id]);
    const texts = ["Text number 1.", "Text number 2.", "Text number 3."];
    if (provider === "clio") {
      const [conversation, ...others] = there("communications", texts[0]!);
      expect(others).toEqual([]);
      for (const text of texts) expect(conversation!.text).toContain(text);
      expect(conversation!.author_id).toBe(user.id);
    } else {
      // One thread among staff, each text a message of it.
      expect(there("message_threads", texts[0]!)).toHaveLength(1);
      for (const text of texts.slice(1)) expect(there("messages", text).map(({ author_id }) => author_id)).toEqual([user.id]);
    }
  }, 180_000);

  test("B-WRB-5: killed in the middle of an upload and again once a request has left, the note and the 50 MB are there once", async () => {
    const answer = await fetch(`${origin}/api/v1/files?name=Deed.pdf&type=application/pdf&sha256=${SHA256}`, {
      method: "POST",
      headers: { cookie: attorney.cookie, "content-type": "application/octet-stream" },
      body: DOCUMENT,
    });
    expect(answer.status, await answer.clone().text()).toBe(201);
    const { file_id } = (await answer.json()) as { file_id: string };
    const in_the_middle = vendor.stopUpload(10 * MEGABYTE);
    const note_left = vendor.neverAnswer(({ method, url }) => method === "POST" && new URL(url).pathname.includes("/notes"));
    await log("note", { kind: "note", matter_id, subject: "Custody", body: "For the file: she signed." });
    await log("document", { kind: "document", matter_id, file_id, subject: "The deed" });
    await Promise.all([in_the_middle, note_left]);
    await kill();

    // Of the second life's upload all bytes arrive; that it is done is never heard.
    const upload_left = vendor.neverAnswer(({ method, url }) =>
      provider === "clio" ? method === "PATCH" && url.includes("/documents/") : method === "PUT" && !url.includes("/v1/"),
    );
    await start();
    await Promise.all([upload_left, delivered("note")]);
    await kill();
    await start();
    await delivered("note", "document");

    const notes = there("notes", "For the file: she signed.");
    const documents = there("documents", "The deed");
    for (const records of [notes, documents]) {
      expect(records.map(({ author_id }) => author_id)).toEqual([user.id]);
      expect(records[0]!.parents).toContainEqual({ kind: "matter", id: Number(matter_id) });
    }
    expect(documents[0]!.file).toMatchObject({ complete: true, size: DOCUMENT.length, sha256: SHA256 });
  }, 240_000);

  test("each says where it is and who wrote it; a client was told of nothing", async () => {
    for (const name of Object.keys(logged)) {
      const [delivery, ...others] = (await read(name)).deliveries;
      expect(others, name).toEqual([]);
      expect(delivery, name).toMatchObject({ state: "delivered", way: { user_name: attorney.name, on_behalf: false } });
      expect(delivery!.provider_id, name).toMatch(/\d/);
      // MyCase tells no addresses of its pages (mycase.md §6).
      if (provider === "clio") expect(delivery!.url, name).toMatch(/^https?:/);
    }
    if (vendor.sandbox.provider === "mycase") expect(vendor.sandbox.would_email_count()).toBe(0);
    expect(program.alive()).toBe(true);
  }, 120_000);
});
