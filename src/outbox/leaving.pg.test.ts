/** Writing while accounts are disconnected, connected again, and moved between connections (B-CON-7, B-WRB-3, F30, decision 0019). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import { testFirm, type TestFirm } from "./test_outbox.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase({ max: 10 });
});
afterAll(() => db.drop());

const DAY = 24 * 3_600_000;
const BEN = ["2", "Ben Ode", "ben@firm.example"] as const;
const ANA = ["1", "Ana Ruiz", "ana@firm.example"] as const;

/** Ben's own account; its requests are told apart by what stands for the region here. */
async function connectBen(firm: TestFirm): Promise<string> {
  const connection_id = newId();
  await db.pool.query(
    `insert into connection (firm_id, connection_id, provider, region, purpose, account_id, account_name, user_id, user_name, user_email)
    values ($1, $2, 'clio', 'bens', 'writeback', '1', 'Marlow & Finch', $3, $4, $5)`,
    [firm.owner.firm_id, connection_id, ...BEN],
  );
  return connection_id;
}

const setState = (firm: TestFirm, connection_id: string, state: "connected" | "disconnected") =>
  db.pool.query("update connection set state = $2, state_since = $3 where connection_id = $1", [
    connection_id,
    state,
    firm.clock.now().toISOString(),
  ]);
const setAccount = (connection_id: string, account: readonly [string, string, string]) =>
  db.pool.query("update connection set user_id = $2, user_name = $3, user_email = $4 where connection_id = $1", [
    connection_id,
    ...account,
  ]);
const stateOf = async (firm: TestFirm, activity_id: string) => (await firm.state(activity_id))[0];
const wayOf = async (firm: TestFirm, activity_id: string) =>
  (await firm.outbox.readActivity(firm.owner.firm_id, activity_id))!.deliveries[0]!.way;
const by = (firm: TestFirm) => [...firm.vendor.records.values()].map((kept) => kept.by);

/** Looks often, as what it waits for takes milliseconds. */
async function until(check: () => boolean): Promise<void> {
  await expect.poll(async () => check(), { interval: 5 }).toBe(true);
}

test("B-CON-7: while the firm's connection is disconnected nothing leaves, by nobody's account; connected again, each goes out once", async () => {
  const firm = await testFirm(db);
  const bens_connection = await connectBen(firm);
  const anas = await firm.log();
  const bens = await firm.log({ author_member_id: firm.ben, contact_id: "2" });
  await setState(firm, firm.owner.connection_id, "disconnected");
  const later = await firm.log({ contact_id: "3" });
  for (let days = 0; days < 5; days += 1) {
    await firm.settle();
    firm.clock.pass(DAY);
  }
  for (const { activity_id } of [anas, bens, later])
    expect(await stateOf(firm, activity_id)).toEqual({ state: "held", reason: "firm_not_connected" });
  expect(firm.vendor.creates).toEqual([]);
  await setState(firm, firm.owner.connection_id, "connected");
  await firm.settle();
  await firm.settle();
  for (const { activity_id } of [anas, bens, later]) expect((await stateOf(firm, activity_id))?.state).toBe("delivered");
  expect(firm.vendor.creates).toHaveLength(3);
  expect(by(firm).toSorted()).toEqual(["bens", "sync", "sync"]);
  expect((await wayOf(firm, bens.activity_id))?.connection_id).toBe(bens_connection);
});

test("B-WRB-3: a member's own account that is disconnected holds only what they wrote; connected again it goes out once", async () => {
  const firm = await testFirm(db);
  const bens_connection = await connectBen(firm);
  await setState(firm, bens_connection, "disconnected");
  const anas = await firm.log();
  const bens = await firm.log({ author_member_id: firm.ben, contact_id: "2" });
  await firm.settle();
  expect((await stateOf(firm, anas.activity_id))?.state).toBe("delivered");
  expect(await stateOf(firm, bens.activity_id)).toEqual({ state: "held", reason: "author_not_connected" });
  await setState(firm, bens_connection, "connected");
  await firm.settle();
  expect((await stateOf(firm, bens.activity_id))?.state).toBe("delivered");
  expect(by(firm)).toEqual(["sync", "bens"]);
});

test.each([
  ["answer_lost", 1],
  ["lost", 2],
] as const)(
  "B-WRB-5: what was on its way (%s) when the connection was ended is looked up once it is connected again, however long that takes",
  async (fate, requests) => {
    const firm = await testFirm(db);
    firm.vendor.fates = [fate];
    const { activity_id } = await firm.log();
    await firm.turn();
    expect((await stateOf(firm, activity_id))?.state).toBe("unknown");
    await setState(firm, firm.owner.connection_id, "disconnected");
    for (let days = 0; days < 10; days += 1) {
      await firm.settle();
      firm.clock.pass(DAY);
    }
    expect([(await stateOf(firm, activity_id))?.state, firm.vendor.finds]).toEqual(["unknown", 0]);
    await setState(firm, firm.owner.connection_id, "connected");
    await firm.turn();
    expect(firm.vendor.finds).toBeGreaterThan(0);
    expect(firm.vendor.creates, "nothing is sent before it was looked up twice").toHaveLength(1);
    await firm.settle();
    expect((await stateOf(firm, activity_id))?.state).toBe("delivered");
    expect([firm.vendor.creates.length, firm.vendor.records.size]).toEqual([requests, 1]);
  },
);

test("decision 0019: an account that moves while its delivery waits in line does not write in the other's name; it goes out by its new place", async () => {
  const firm = await testFirm(db);
  const bens_connection = await connectBen(firm);
  firm.vendor.fates = ["stalled_before"];
  const { activity_id } = await firm.log({ author_member_id: firm.ben });
  const turn = firm.turn();
  await until(() => firm.vendor.stalled() === 1);
  await setAccount(firm.owner.connection_id, BEN);
  await setAccount(bens_connection, ANA);
  firm.vendor.wake();
  await turn;
  expect(firm.vendor.creates, "Ana's token is behind that connection by now").toEqual([]);
  await firm.settle();
  expect((await stateOf(firm, activity_id))?.state).toBe("delivered");
  expect(by(firm)).toEqual(["sync"]);
  expect(await wayOf(firm, activity_id)).toEqual({
    connection_id: firm.owner.connection_id,
    user_name: "Ben Ode",
    on_behalf: false,
  });
});

test("decision 0019: what may have been written is looked up by the account that wrote, behind whichever connection it is by now", async () => {
  const firm = await testFirm(db);
  const bens_connection = await connectBen(firm);
  firm.vendor.fates = ["answer_lost"];
  const { activity_id } = await firm.log({ author_member_id: firm.ben });
  await firm.turn();
  await setAccount(firm.owner.connection_id, BEN);
  await setAccount(bens_connection, ANA);
  const asked: string[] = [];
  const { session } = firm.deps;
  firm.deps.session = (connection, ...others) => {
    asked.push(connection.connection_id);
    return session(connection, ...others);
  };
  await firm.settle();
  expect((await stateOf(firm, activity_id))?.state).toBe("delivered");
  expect(new Set(asked)).toEqual(new Set([firm.owner.connection_id]));
  expect(firm.vendor.creates).toHaveLength(1);
  expect(await wayOf(firm, activity_id)).toMatchObject({ connection_id: firm.owner.connection_id, user_name: "Ben Ode" });
});
