/** Connections that end while workers are at them: real transactions, many at once. */
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { transactionAgain } from "../db/again.ts";
import { testDatabase, untilOneWaits, type TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import type { Owner } from "../mirror/store.ts";
import { markFirstSynced } from "../sync/store_connection.ts";
import { beginEnd } from "../sync/store_leaving.ts";
import { createRun, finishRun, holdRun, LostRun, type Run } from "../sync/store_runs.ts";
import { LANE_KINDS, type Lane } from "./lanes.ts";
import { holdLanes, makeReady, promoteDue, settleLane, takeLanes } from "./store.ts";

const at = "2026-11-21T09:00:00.000Z";
const by = { by: "Naomi Okafor", at };
let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db?.drop());
beforeEach(() => sql`delete from firm`.execute(db.kysely));

async function makeConnection(): Promise<Owner> {
  const owner = { firm_id: newId(), connection_id: newId() };
  await sql`insert into firm (firm_id, name) values (${owner.firm_id}, 'A firm')`.execute(db.kysely);
  await sql`insert into connection (firm_id, connection_id, provider, account_id, account_name, user_id, user_name, user_email)
    values (${owner.firm_id}, ${owner.connection_id}, 'clio', '1', 'A firm', '1', 'Ana', 'ana@firm.example')`.execute(db.kysely);
  return owner;
}

async function beginRun(owner: Owner): Promise<Run> {
  const about = { mode: "incremental", trigger: "manual", target_kind: null, target_id: null, contacts_before: 0 } as const;
  const run = await createRun(db.kysely, { ...owner, run_id: newId(), ...about, started_at: at, lease_until: at }, []);
  return run!;
}

/** As a worker ends a run (sync/run.ts): it holds the run, then marks the connection as read. */
const finish = (run: Run, between: () => Promise<unknown> = () => Promise.resolve()) =>
  db.transaction(async (trx) => {
    await holdRun(trx, run, at);
    await between();
    await markFirstSynced(trx, run, at);
    await finishRun(trx, run, { state: "succeeded", finished_at: at, error: null, remedy: null, counts: {} });
  });
const stateOf = async ({ connection_id }: Owner) =>
  (await sql<{ state: string }>`select state from connection where connection_id = ${connection_id}`.execute(db.kysely)).rows[0]!.state;
const runStates = async () => (await sql<{ state: string }>`select state from sync_run`.execute(db.kysely)).rows.map((row) => row.state);

test("B-CON-7: whoever disconnects while a run is just ending waits for it; neither breaks the other off", async () => {
  const owner = await makeConnection();
  const run = await beginRun(owner);
  let ended: Promise<boolean> = Promise.resolve(false);
  await finish(run, () => {
    ended = db.transaction((trx) => beginEnd(trx, owner, by));
    return untilOneWaits(db);
  });
  expect(await ended).toBe(true);
  expect(await stateOf(owner)).toBe("disconnected");
  expect(await runStates()).toEqual(["succeeded"]);
});

test("B-CON-7: connections end while lanes are promoted, taken, held and called for, and runs end, hundreds of times: nobody is broken off", async () => {
  const troubles: unknown[] = [];
  const trouble = (error: unknown) => {
    if (!(error instanceof LostRun)) troubles.push((error as { code?: string }).code ?? error);
  };
  for (let round = 0; round < 12; round += 1) {
    const owners = await Promise.all(Array.from({ length: 4 }, makeConnection));
    const runs = await Promise.all(owners.map(beginRun));
    for (const owner of owners) for (const kind of LANE_KINDS) await makeReady(db.kysely, owner, kind, 1);
    const over = new AbortController();
    const until = async (work: () => Promise<unknown>) => {
      while (!over.signal.aborted) await work().catch(trouble);
    };
    const shuffled = <T>(items: readonly T[]): T[] => items.toSorted(() => Math.random() - 0.5);
    const held: Lane[] = [];
    const busy = [
      until(() => promoteDue(db.kysely)),
      until(async () => held.push(...(await takeLanes(db.kysely, { kinds: LANE_KINDS, count: 8, lowest_rank: 2, lease_ms: 30_000 })))),
      until(() => holdLanes(db.kysely, shuffled(held), 30_000)),
      until(() => holdLanes(db.kysely, shuffled(held), 30_000)),
      until(async () => {
        const lane = held.shift();
        if (lane) await settleLane(db.kysely, lane, { again: false, due_at: new Date(), planned_from: null, rank: 1, failures: 0 }, 5);
        await makeReady(db.kysely, owners[Math.floor(Math.random() * 4)]!, LANE_KINDS[Math.floor(Math.random() * LANE_KINDS.length)]!, 0);
      }),
    ];
    await Promise.all([
      ...owners.map((owner) => transactionAgain(db, (trx) => beginEnd(trx, owner, by)).catch(trouble)),
      ...runs.map((run) => finish(run).catch(trouble)),
    ]);
    over.abort();
    await Promise.all(busy);
    for (const owner of owners) expect(await stateOf(owner)).toBe("disconnected");
    await sql`delete from firm`.execute(db.kysely);
  }
  expect(troubles).toEqual([]);
}, 60_000);

test("what PostgreSQL ended because two waited for each other is carried out again, and anything else is not", async () => {
  const [one, two] = [await makeConnection(), await makeConnection()];
  const touch = (owner: Owner) =>
    sql`update connection set account_name = account_name || '+' where connection_id = ${owner.connection_id}`;
  const first = Promise.withResolvers<void>();
  let tries = 0;
  const across = (from: Owner, to: Owner, both: () => Promise<unknown>) =>
    transactionAgain(db, async (trx) => {
      tries += 1;
      await touch(from).execute(trx);
      await both();
      await touch(to).execute(trx);
    });
  let arrived = 0;
  const both = () => {
    arrived += 1;
    if (arrived >= 2) first.resolve();
    return first.promise;
  };
  await Promise.all([across(one, two, both), across(two, one, both)]);
  expect(tries, "one of them twice").toBe(3);
  const { rows } = await sql<{ account_name: string }>`select account_name from connection`.execute(db.kysely);
  expect(rows.map((row) => row.account_name)).toEqual(["A firm++", "A firm++"]);

  let asked = 0;
  await expect(
    transactionAgain(db, () => {
      asked += 1;
      return Promise.reject(Object.assign(new Error("no"), { code: "23505" }));
    }),
  ).rejects.toThrow("no");
  expect(asked).toBe(1);
});
