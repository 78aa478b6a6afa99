import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld } from "../../faults/world.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
  await db.pool.query(`
    create function refuse_fall() returns trigger language plpgsql as $$ begin
      if new.requests < old.requests then raise exception 'the count of requests falls from % to %', old.requests, new.requests; end if;
      return new;
    end $$;
    create trigger refuse_fall before update on sync_run for each row execute function refuse_fall()`);
});
afterAll(() => db.drop());

test.each(["clio", "mycase"] as const)(
  "B-SYN-7: a run counts each of its requests once, also where listings are read side by side (%s)",
  async (provider) => {
    const world = await createWorld(db, { provider, page_size: 2, parallel: 3 });
    const { run, end } = await world.sync();
    expect(end).toBe("succeeded");
    const { rows } = await db.pool.query<{ requests: number }>("select requests from sync_run where run_id = $1", [run.run_id]);
    expect(rows[0]?.requests).toBe(world.sandbox.log.count());
  },
);
