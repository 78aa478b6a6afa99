import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { systemClock, type Clock } from "../lib/clock.ts";
import { createLog } from "../lib/log.ts";
import { dueGrants, keepAliveErrand } from "./keep_alive.ts";
import { openQueue, type Queue } from "./queue.ts";
import type { LivingGrant } from "./store_plans.ts";
import { makeFirm } from "./test_firms.ts";

const log = createLog({ log_level: "silent" });
const HOUR = 3_600_000;
let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

/** An idle connection whose grant was obtained so many hours ago. */
async function idle(provider: "clio" | "mycase", hours_ago: number, life_hours: number): Promise<string> {
  const { firm_id, connection_id } = await makeFirm(db);
  await sql`update connection set provider = ${provider} where firm_id = ${firm_id}`.execute(db.kysely);
  const obtained = Date.now() - hours_ago * HOUR;
  await sql`
    insert into connection_grant (firm_id, connection_id, key_id, access_token, refresh_token, obtained_at, expires_at)
    values (${firm_id}, ${connection_id}, ${firm_id}, '\\x00', '\\x00', ${new Date(obtained).toISOString()}, ${new Date(obtained + life_hours * HOUR).toISOString()})`.execute(
    db.kysely,
  );
  return connection_id;
}

test("B-CON-5: grants that nobody uses are refreshed when half of MyCase's day, or all but three of Clio's days, are over", async () => {
  const mycase = await idle("mycase", 13, 24);
  await idle("mycase", 2, 24);
  const clio = await idle("clio", 24 * 28, 24 * 30);
  await idle("clio", 24 * 20, 24 * 30);
  const refused = await idle("mycase", 13, 24);
  await sql`update connection_grant set refresh_refused_at = now() where connection_id = ${refused}`.execute(db.kysely);
  const gone = await idle("mycase", 13, 24);
  await sql`update connection set state = 'disconnected' where connection_id = ${gone}`.execute(db.kysely);
  const due = (await dueGrants({ db, clock: systemClock })).map((grant) => grant.connection_id);
  expect(due.toSorted()).toEqual([mycase, clio].toSorted());
});

test("B-CON-5: whoever gets the errand asks for the token, unless another has refreshed it meanwhile", async () => {
  const connection_id = await idle("mycase", 13, 24);
  const asked: string[] = [];
  const tokens = (grant: LivingGrant) => ({
    access_token: async () => (asked.push(grant.connection_id), "a token"),
    refresh: () => Promise.reject(new Error("nothing was refused")),
  });
  const errand = (clock: Clock) => keepAliveErrand({ db, clock, tokens });
  await errand(systemClock).run({ connection_id });
  expect(asked).toEqual([connection_id]);
  await errand({ ...systemClock, now: () => new Date(Date.now() - 5 * HOUR) }).run({ connection_id });
  expect(asked).toHaveLength(1);
});

test("B-SYN-11: two processes that send the same errands carry each out once; one that failed is tried again", async () => {
  const done: string[] = [];
  let failures = 1;
  const errand = {
    name: "errand",
    retry_s: 1,
    run: async ({ key }: { key: string }) => {
      if (key === "c" && failures-- > 0) throw new Error("not now");
      done.push(key);
    },
  };
  const open = () =>
    openQueue({ url: db.url, log, chores: [{ name: "chore", cron: "* * * * *", run: async () => {} }], errands: [errand] });
  const queues: Queue[] = await Promise.all([open(), open()]);
  try {
    // pg-boss counts the quiet time in slots since 1970: none of this length ends while this runs.
    const quiet_s = 2_000_000_000;
    const errands = ["a", "b", "c"].map((key) => ({ key, about: { key } }));
    await Promise.all(queues.map((queue) => queue.send(errand, errands, quiet_s)));
    await expect.poll(() => done.toSorted(), { timeout: 25_000 }).toEqual(["a", "b", "c"]);
    await queues[0]!.send(errand, errands, quiet_s);
    await systemClock.sleep(2500);
    expect(done).toHaveLength(3);
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from pgboss.schedule where name = 'chore'`.execute(db.kysely);
    expect(rows[0]?.n).toBe(1);
  } finally {
    await Promise.all(queues.map((queue) => queue.stop()));
  }
});
