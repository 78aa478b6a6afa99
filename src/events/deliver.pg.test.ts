/** Events on their way out, with a real receiver and a real database. */
import { createServer, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { newDataKey } from "../connections/envelope.ts";
import { openVault, type Vault } from "../connections/vault.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import { createLog } from "../lib/log.ts";
import { Secret } from "../lib/secret.ts";
import { deliverDue, deliverEvents, type DeliverDeps } from "./deliver.ts";
import { makeSecret, rotateSecret } from "./secrets.ts";
import { signature } from "./sign.ts";
import { dropEvents, readEventClock, readEvents, recordEvents, recordRunEnd } from "./store.ts";
import { listAttempts, listDeliveries, retryDeliveries } from "./store_deliveries.ts";
import { changeEndpoint, insertEndpoint, listEndpoints } from "./store_endpoints.ts";
import type { EventOwner, EventType } from "./types.ts";

const HOUR = 3_600_000;
let db: TestDb;
let vault: Vault;
let now: Date;
let server: Server;
let url: string;
let answer: number;
let says: string;
let received: { headers: Record<string, unknown>; body: string }[];
let owner: EventOwner;
let deps: DeliverDeps;

beforeAll(async () => {
  db = await testDatabase();
  vault = await openVault(db, { secret_key: new Secret(newDataKey().toString("base64")), secret_key_file: "/dev/null" });
});
afterAll(() => db?.drop());

beforeEach(async () => {
  now = new Date("2026-03-02T12:00:00.000Z");
  answer = 204;
  says = "";
  received = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      received.push({ headers: request.headers, body });
      response.writeHead(answer).end(answer === 204 ? "" : says);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}/hook`;
  await db.pool.query("truncate firm cascade");
  owner = await makeConnection("2026-03-01T00:00:00Z");
  const clock = { now: () => now, sleep: (ms: number) => Promise.resolve(void (now = new Date(now.getTime() + ms))) };
  const log = createLog({ log_level: "silent" }, { write: () => {} });
  deps = { db, vault, clock, log, random: () => 0.5, allow_local: true };
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function makeConnection(first_synced_at: string | null): Promise<EventOwner> {
  const made = { firm_id: newId(), connection_id: newId() };
  await db.kysely.insertInto("firm").values({ firm_id: made.firm_id, name: "Moreau & Finch" }).execute();
  const account = { account_id: "1", account_name: "x", user_id: "1", user_name: "x", user_email: "x@x.example" };
  await db.kysely
    .insertInto("connection")
    .values({ ...made, ...account, provider: "clio", first_synced_at })
    .execute();
  return made;
}

async function makeEndpoint(event_types: EventType[] = []): Promise<{ firm_id: string; endpoint_id: string; secret: string }> {
  const place = { firm_id: owner.firm_id, endpoint_id: newId() };
  const { secret, key_id, sealed } = await makeSecret(vault, place);
  await insertEndpoint(db.kysely, { ...place, url, description: "", event_types, key_id, secret: sealed, at: now.toISOString() });
  return { ...place, secret };
}

const happen = (type: EventType, data: Record<string, unknown> = {}) =>
  db.transaction((trx) => recordEvents(trx, owner, () => [{ type, data }], now.toISOString()));
const later = (ms: number) => (now = new Date(now.getTime() + ms));
const timestampOf = (index: number) => Number(received[index]!.headers["webhook-timestamp"]);

test("an event arrives once, signed, with the id that the feed shows", async () => {
  const endpoint = await makeEndpoint();
  await happen("tag.gained", { contact_id: "7", tag: "Client" });
  expect(await deliverDue(deps)).toBe(1);
  expect(await deliverDue(deps)).toBe(0);
  const [event] = await readEvents(db.kysely, owner.firm_id, 0, [], 10);
  const { headers, body } = received[0]!;
  expect(headers["webhook-id"]).toBe(event!.event_id);
  expect(headers["webhook-signature"]).toBe(signature(endpoint.secret, { id: event!.event_id, timestamp: timestampOf(0), body }));
  expect(JSON.parse(body)).toEqual({
    type: "tag.gained",
    timestamp: now.toISOString(),
    data: { connection_id: owner.connection_id, contact_id: "7", tag: "Client" },
  });
  expect(await listDeliveries(db.kysely, endpoint, null, null, 10)).toMatchObject([{ state: "delivered", attempts: 1, status: 204 }]);
});

test("an endpoint gets the types that it asked for, and only its own firm's", async () => {
  await makeEndpoint(["matter.closed"]);
  await happen("tag.gained");
  await happen("matter.closed", { matter_id: "1" });
  owner = await makeConnection("2026-03-01T00:00:00Z");
  await happen("matter.closed", { matter_id: "2" });
  await deliverDue(deps);
  expect(received.map(({ body }) => (JSON.parse(body) as { data: { matter_id: string } }).data.matter_id)).toEqual(["1"]);
});

test("several senders at once send each delivery once", async () => {
  await makeEndpoint();
  for (let n = 0; n < 20; n += 1) await happen("tag.gained", { n });
  for (let sent = 1; sent > 0;) sent = (await Promise.all([deliverDue(deps), deliverDue(deps), deliverDue(deps)])).reduce((a, b) => a + b);
  expect(received.map(({ headers }) => headers["webhook-id"])).toHaveLength(20);
  expect(new Set(received.map(({ headers }) => headers["webhook-id"]))).toHaveProperty("size", 20);
});

test("what a killed sender had taken is sent by another a minute later", async () => {
  await makeEndpoint();
  await happen("tag.gained");
  const dead = deliverDue({ ...deps, db: { ...db, kysely: db.kysely }, vault: { ...vault, open: () => new Promise(() => {}) } });
  void dead;
  await expect.poll(async () => (await db.pool.query("select 1 from webhook_delivery where attempts = 1")).rowCount).toBe(1);
  expect(await deliverDue(deps)).toBe(0);
  later(60_000);
  expect(await deliverDue(deps)).toBe(1);
  expect(received).toHaveLength(1);
});

test("an endpoint that fails is tried for three days, then switched off with a notice, and can be tried again", async () => {
  const endpoint = await makeEndpoint();
  answer = 500;
  await happen("tag.gained");
  const started = now.getTime();
  while ((await listEndpoints(db.kysely, owner.firm_id))[0]!.state === "active") {
    await deliverDue(deps);
    const [row] = await listDeliveries(db.kysely, endpoint, null, null, 1);
    if (row?.next_attempt_at) now = new Date(row.next_attempt_at);
  }
  expect(now.getTime() - started).toBe(72 * HOUR);
  expect((await listEndpoints(db.kysely, owner.firm_id))[0]).toMatchObject({
    state: "disabled",
    failed: 1,
    notice: expect.stringContaining("it answered 500"),
  });
  await happen("tag.lost");
  expect(await listDeliveries(db.kysely, endpoint, null, null, 10), "nothing is kept for one that is switched off").toHaveLength(1);

  answer = 200;
  await changeEndpoint(db.kysely, endpoint, { state: "active" }, now.toISOString());
  expect(await retryDeliveries(db.kysely, endpoint, { failed_since: new Date(started).toISOString() }, now.toISOString())).toBe(1);
  expect(await deliverDue(deps)).toBe(1);
  expect((await listEndpoints(db.kysely, owner.firm_id))[0]).toMatchObject({ state: "active", notice: null, pending: 0, failed: 0 });
});

test("every try is told: when, how long it took, what came back; also those before it was sent again", async () => {
  const endpoint = await makeEndpoint();
  await happen("tag.gained");
  const [{ event_id } = { event_id: "" }] = await readEvents(db.kysely, owner.firm_id, 0, [], 1);
  expect(await listAttempts(db.kysely, endpoint, event_id)).toEqual([]);
  answer = 503;
  says = '{"error": "down for maintenance"}\n';
  await deliverDue(deps);
  const first = now.toISOString();
  await retryDeliveries(db.kysely, endpoint, { event_ids: [event_id] }, now.toISOString());
  later(1000);
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await deliverDue(deps);
  expect(await listAttempts(db.kysely, endpoint, event_id)).toMatchObject([
    { at: now.toISOString(), status: null, answer: "", error: expect.stringContaining("Nothing listens at this address") },
    { at: first, status: 503, answer: '{"error": "down for maintenance"}', error: null },
  ]);
  expect(await listAttempts(db.kysely, { ...endpoint, endpoint_id: newId() }, event_id), "another endpoint's").toBeNull();
});

test("of a delivery that is tried again and again the latest thirty tries are kept", async () => {
  const endpoint = await makeEndpoint();
  await happen("tag.gained");
  const [{ event_id } = { event_id: "" }] = await readEvents(db.kysely, owner.firm_id, 0, [], 1);
  answer = 500;
  for (let n = 0; n < 32; n += 1) {
    says = `try ${n}`;
    await deliverDue(deps);
    await retryDeliveries(db.kysely, endpoint, { event_ids: [event_id] }, now.toISOString());
  }
  const tries = (await listAttempts(db.kysely, endpoint, event_id))!;
  expect(tries).toHaveLength(30);
  expect([tries[0]!.answer, tries.at(-1)!.answer]).toEqual(["try 31", "try 2"]);
  await dropEvents(db.kysely, later(HOUR).toISOString());
  expect((await db.pool.query("select 1 from webhook_attempt")).rowCount, "they go with their event").toBe(0);
});

test("an endpoint that answers 410 Gone is switched off at once", async () => {
  await makeEndpoint();
  answer = 410;
  await happen("tag.gained");
  await deliverDue(deps);
  expect((await listEndpoints(db.kysely, owner.firm_id))[0]).toMatchObject({ state: "disabled", notice: expect.stringContaining("410") });
});

test("a paused endpoint keeps what happens meanwhile", async () => {
  const endpoint = await makeEndpoint();
  await changeEndpoint(db.kysely, endpoint, { state: "paused" }, now.toISOString());
  await happen("tag.gained");
  expect(await deliverDue(deps)).toBe(0);
  await changeEndpoint(db.kysely, endpoint, { state: "active" }, now.toISOString());
  expect(await deliverDue(deps)).toBe(1);
});

test("for a day after a secret was replaced, messages carry both signatures", async () => {
  const { secret: old, ...place } = await makeEndpoint();
  const fresh = await rotateSecret(deps, place);
  await happen("tag.gained");
  await deliverDue(deps);
  later(25 * HOUR);
  await happen("tag.gained");
  await deliverDue(deps);
  const signedBy = (index: number, secret: string) => {
    const { headers, body } = received[index]!;
    return String(headers["webhook-signature"])
      .split(" ")
      .includes(signature(secret, { id: String(headers["webhook-id"]), timestamp: timestampOf(index), body }));
  };
  expect([signedBy(0, fresh!), signedBy(0, old), signedBy(1, fresh!), signedBy(1, old)]).toEqual([true, true, true, false]);
});

test("without leave for local targets nothing is sent into the machine's own network", async () => {
  const endpoint = await makeEndpoint();
  await happen("tag.gained");
  await deliverDue({ ...deps, allow_local: false });
  expect(received).toEqual([]);
  expect(await listDeliveries(db.kysely, endpoint, null, null, 1)).toMatchObject([
    { state: "pending", error: expect.stringMatching(/https|public|private/) },
  ]);
});

test("a first sync is quiet: its content is no event, its end is one", async () => {
  owner = await makeConnection(null);
  await happen("contact.entered");
  await db.transaction((trx) => recordRunEnd(trx, owner, { run_id: newId(), state: "succeeded" }, now.toISOString()));
  expect((await readEvents(db.kysely, owner.firm_id, 0, [], 10)).map((event) => event.type)).toEqual(["run.finished"]);
});

test("whoever reads on from the last number seen misses nothing, however transactions overlap", async () => {
  const writing = { done: false };
  const seen: number[] = [];
  const reader = (async () => {
    for (let after = 0; !writing.done || seen.length < 60;) {
      const rows = await readEvents(db.kysely, owner.firm_id, after, [], 7);
      seen.push(...rows.map((row) => row.seq));
      after = rows.at(-1)?.seq ?? after;
    }
  })();
  const writer = async (n: number) => {
    for (let i = 0; i < 20; i += 1) {
      await db.transaction(async (trx) => {
        await recordEvents(trx, owner, () => [{ type: "tag.gained", data: { n, i } }], now.toISOString());
        await new Promise((resolve) => setTimeout(resolve, (n * 7 + i * 3) % 5));
      });
    }
  };
  await Promise.all([writer(1), writer(2), writer(3)]);
  writing.done = true;
  await reader;
  expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
});

test("events are kept for thirty days; where they were dropped is noted", async () => {
  const endpoint = await makeEndpoint();
  await happen("tag.gained");
  later(20 * 24 * HOUR);
  await happen("tag.lost");
  expect(await dropEvents(db.kysely, new Date(now.getTime() - 30 * 24 * HOUR).toISOString())).toBe(0);
  later(15 * 24 * HOUR);
  const stop = new AbortController();
  const clock = { ...deps.clock, sleep: () => Promise.resolve(stop.abort()) };
  await deliverEvents({ ...deps, clock }, stop.signal);
  expect((await readEvents(db.kysely, owner.firm_id, 0, [], 10)).map((event) => event.type)).toEqual(["tag.lost"]);
  expect(await readEventClock(db.kysely, owner.firm_id)).toEqual({ seq: 2, dropped_through: 1 });
  expect(await listDeliveries(db.kysely, endpoint, null, null, 10)).toHaveLength(1);
});
