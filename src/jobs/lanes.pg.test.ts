import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import type { Owner } from "../mirror/store.ts";
import { LANE_KINDS, type Lane, type LaneRank, type Outcome } from "./lanes.ts";
import { anyWaiting, holdLanes, makeReady, planLane, promoteDue, settleLane, takeLanes } from "./store.ts";

let db: TestDb;
let firms: Owner[];
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  await sql`delete from firm`.execute(db.kysely);
  firms = Array.from({ length: 4 }, () => ({ firm_id: newId(), connection_id: newId() }));
  for (const { firm_id, connection_id } of firms) {
    await sql`insert into firm (firm_id, name) values (${firm_id}, 'A firm')`.execute(db.kysely);
    await sql`insert into connection (firm_id, connection_id, provider, account_id, account_name, user_id, user_name, user_email)
      values (${firm_id}, ${connection_id}, 'clio', '1', 'A firm', '1', 'Ana', 'ana@firm.example')`.execute(db.kysely);
  }
});

const SECOND = 1000;
const take = (count = 1, lowest_rank: LaneRank = 2, lease_ms = 30 * SECOND) =>
  takeLanes(db.kysely, { kinds: LANE_KINDS, count, lowest_rank, lease_ms });
const paused = (lane: Lane): Outcome => ({ again: true, due_at: null, planned_from: null, rank: lane.rank, failures: 0 });
const ended = (lane: Lane, due_at: Date | null = null): Outcome => ({ ...paused(lane), again: false, due_at });
const settle = (lane: Lane, outcome: Outcome, used_ms = 10) => settleLane(db.kysely, lane, outcome, used_ms);
const plan = (owner: Owner, due_at: Date, rank: LaneRank = 1) => planLane(db.kysely, owner, { due_at, planned_from: "1", rank });
const numberOf = (lane: Lane | undefined) => firms.findIndex((firm) => firm.connection_id === lane?.connection_id);

test("B-SYN-11: a lane is given to one worker only, however many ask at once", async () => {
  for (const firm of firms) await makeReady(db.kysely, firm, "sync", 2);
  const taken = (await Promise.all(Array.from({ length: 12 }, () => take()))).flat();
  expect(taken.map(numberOf).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
  expect(await anyWaiting(db.kysely, LANE_KINDS)).toBe(false);
});

test("B-SYN-11: whoever has had the least of the workers' time is served first", async () => {
  for (const firm of firms) await makeReady(db.kysely, firm, "sync", 2);
  const turns: number[] = [];
  for (let round = 0; round < 24; round += 1) {
    const [lane] = await take();
    turns.push(numberOf(lane));
    // The first firm's turns last three times as long as the others'.
    await settle(lane!, paused(lane!), numberOf(lane) === 0 ? 30_000 : 10_000);
  }
  const counts = firms.map((_, index) => turns.filter((turn) => turn === index).length);
  expect(counts[0]).toBeLessThanOrEqual(3);
  for (const count of counts.slice(1)) expect(count).toBeGreaterThanOrEqual(7);
});

test("B-SYN-11: nobody saves up turns by being idle", async () => {
  await makeReady(db.kysely, firms[0]!, "sync", 2);
  for (let round = 0; round < 5; round += 1) {
    const [lane] = await take();
    await settle(lane!, paused(lane!), 10_000);
  }
  await makeReady(db.kysely, firms[1]!, "sync", 2);
  const turns: number[] = [];
  for (let round = 0; round < 8; round += 1) {
    const [lane] = await take();
    turns.push(numberOf(lane));
    await settle(lane!, paused(lane!), 10_000);
  }
  expect(turns.filter((turn) => turn === 0)).toHaveLength(4);
});

test("B-SYN-11: a first sync comes to its turn also while others that want less keep coming", async () => {
  const [busy, ...others] = firms as [Owner, ...Owner[]];
  await makeReady(db.kysely, busy, "sync", 2);
  const [first] = await take();
  for (const other of others) await makeReady(db.kysely, other, "sync", 2);
  await settle(first!, paused(first!), 50);
  let turns = 0;
  // There is always somebody who has had nothing yet.
  for (let served = -1; served !== 0; turns += 1) {
    await sql`update lane set virtual_ms = 0 where not ready`.execute(db.kysely);
    for (const other of others) await makeReady(db.kysely, other, "sync", 2);
    const [lane] = await take();
    served = numberOf(lane);
    await settle(lane!, ended(lane!));
    expect(turns).toBeLessThan(500);
  }
  expect(turns).toBeGreaterThan(1);
});

test("B-SYN-11: a person who waits goes ahead of another firm's first sync, and does not starve it", async () => {
  await makeReady(db.kysely, firms[0]!, "sync", 2);
  await makeReady(db.kysely, firms[1]!, "sync", 1);
  await makeReady(db.kysely, firms[2]!, "sync", 0);
  const order = (await take(3)).map(numberOf);
  expect(order.toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  await sql`update lane set lease_until = null`.execute(db.kysely);
  const one_by_one = [];
  for (let round = 0; round < 3; round += 1) one_by_one.push(numberOf((await take())[0]));
  expect(one_by_one).toEqual([2, 1, 0]);
  // An express place takes nobody but those whom a person waits for.
  await sql`update lane set lease_until = null`.execute(db.kysely);
  expect((await take(5, 0)).map(numberOf)).toEqual([2]);
  // Whoever asks without end comes after the others once its head start is used up.
  await sql`update lane set lease_until = null`.execute(db.kysely);
  for (const lane of await take(1, 0)) await settle(lane, paused(lane), 3_600_000);
  expect(numberOf((await take())[0])).toBe(1);
});

test("B-SYN-7: a lane whose worker died is given to another, and the dead one's word no longer counts", async () => {
  await makeReady(db.kysely, firms[0]!, "sync", 2);
  const [dead] = await take(1, 2, 1);
  await new Promise((pass) => setTimeout(pass, 10));
  const [next] = await take();
  expect(next).toMatchObject({ connection_id: dead!.connection_id, fence: dead!.fence + 1 });
  await settle(dead!, ended(dead!));
  expect(await holdLanes(db.kysely, [dead!], 1000)).toEqual([]);
  expect(await holdLanes(db.kysely, [next!], 1000)).toHaveLength(1);
  await settle(next!, ended(next!));
  expect(await anyWaiting(db.kysely, LANE_KINDS)).toBe(false);
});

test("B-SYN-1: a time that passed while no worker ran is caught up once", async () => {
  await plan(firms[0]!, new Date(Date.now() - 3 * 86_400_000));
  await plan(firms[1]!, new Date(Date.now() + 3_600_000));
  await Promise.all([promoteDue(db.kysely), promoteDue(db.kysely)]);
  const [lane, ...others] = await take(10);
  expect([numberOf(lane), others]).toEqual([0, []]);
  await settle(lane!, ended(lane!, new Date(Date.now() + 3_600_000)));
  await promoteDue(db.kysely);
  expect(await take(10)).toEqual([]);
});

test("B-SYN-1: what is asked for while a lane is at work is done after it", async () => {
  await makeReady(db.kysely, firms[0]!, "sync", 2);
  const [lane] = await take();
  await makeReady(db.kysely, firms[0]!, "sync", 0);
  expect(await take()).toEqual([]);
  await settle(lane!, ended(lane!, new Date(Date.now() + 3_600_000)));
  await promoteDue(db.kysely);
  expect((await take()).map((next) => [numberOf(next), next.rank])).toEqual([[0, 0]]);
});
