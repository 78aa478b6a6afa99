import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { watchVersions } from "../../faults/audit.ts";
import { compare } from "../../faults/compare.ts";
import { createWorld, type World, type WorldOptions } from "../../faults/world.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { executeRun, startRun, SyncRefused } from "./run.ts";
import { LostRun } from "./store_runs.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
  await watchVersions(db);
});
afterAll(() => db.drop());

const world = (options: Partial<WorldOptions> = {}) => createWorld(db, { provider: "clio", page_size: 50, ...options });

async function rowsOf<Row extends object>(text: string, ...values: unknown[]): Promise<Row[]> {
  return (await db.pool.query<Row>(text, values)).rows;
}

const runRow = async (run_id: string) =>
  (
    await rowsOf<{ state: string; mode: string; error: string | null; remedy: string | null; counts: Record<string, number> }>(
      "select * from sync_run where run_id = $1",
      run_id,
    )
  )[0]!;

const lists = (w: World) => w.sandbox.log.entries().filter((entry) => !entry.route.includes("{id}"));

describe.each(["clio", "mycase"] as const)("a sync of %s", (provider) => {
  it("ends with mirror = sandbox and projection = recomputation, first, incremental and full", async () => {
    const w = await world({ provider });
    for (const mode of ["incremental", "incremental", "full"] as const) {
      expect((await w.sync({ mode })).end).toBe("succeeded");
      await w.pass(HOUR);
    }
    expect(await compare(w)).toEqual([]);
  });

  it("B-SYN-1: the staff can be read alone, all of them, without anything else being asked for", async () => {
    const w = await world({ provider });
    await w.sync();
    const [person] = await rowsOf<{ provider_id: string }>(
      "select provider_id from record where connection_id = $1 and kind = 'staff' limit 1",
      w.owner.connection_id,
    );
    await db.pool.query("delete from record where connection_id = $1 and kind = 'staff'", [w.owner.connection_id]);
    w.sandbox.log.reset();
    const run = await startRun(w.deps, w.owner.connection_id, { mode: "record", kind: "staff", trigger: "test" });
    expect(await executeRun(w.deps, run)).toBe("succeeded");
    expect(new Set(lists(w).map((entry) => entry.route)).size, "one list alone").toBe(1);
    const back = await rowsOf<{ provider_id: string }>(
      "select provider_id from record where connection_id = $1 and kind = 'staff'",
      w.owner.connection_id,
    );
    expect(back).toContainEqual(person);
    expect(await rowsOf("select kind, state from sync_listing where run_id = $1 and state <> 'done'", run.run_id)).toEqual([]);
  });

  it("B-SYN-3: an incremental run asks only for what changed since the last success less 30 minutes", async () => {
    const w = await world({ provider });
    await w.sync();
    const first_at = w.clock.now().getTime();
    await w.pass(6 * HOUR);
    w.sandbox.log.reset();
    await w.sync();
    const since = lists(w)
      .map((entry) => new URL(entry.url).searchParams)
      .map((query) => query.get("updated_since") ?? query.get("filter[updated_after]"));
    expect(since).toHaveLength(w.connector.plans.filter((plan) => plan.kind !== "lead").length);
    for (const time of since) {
      const back = first_at - Date.parse(time ?? "");
      expect(back).toBeGreaterThan(29 * MINUTE);
      expect(back).toBeLessThan(32 * MINUTE);
    }
  });

  it("B-SYN-3: a matter closed or reopened during an outage is right after the next sync", async () => {
    const w = await world({ provider });
    await w.sync();
    for (const id of w.vendor.matters().slice(0, 6)) w.vendor.turnMatter(id);
    w.wire.outage = { kind: "maintenance", until: w.clock.now().getTime() + 3 * HOUR };
    await w.pass(HOUR);
    expect((await w.sync()).end).toBe("failed");
    await w.pass(5 * HOUR);
    expect((await w.sync()).end).toBe("succeeded");
    expect((await compare(w)).filter((what) => what.includes("status") || what.includes("I13"))).toEqual([]);
  });

  it("B-SYN-5: what the provider blanks becomes blank, what members added stays", async () => {
    const w = await world({ provider });
    await w.sync();
    const contact = w.vendor.contacts()[3]!;
    await db.pool.query(
      "insert into manual_tag (firm_id, connection_id, contact_id, name, member_id) select $1, $2, $3, 'Met at the fair', member_id from member where firm_id = $1",
      [w.owner.firm_id, w.owner.connection_id, String(contact)],
    );
    w.vendor.blankContact(contact);
    await w.pass(HOUR);
    await w.sync();
    expect(await compare(w)).toEqual([]);
    const [view] = await rowsOf<{ tag_keys: string[] }>(
      "select tag_keys from contact where connection_id = $1 and provider_id = $2",
      w.owner.connection_id,
      String(contact),
    );
    expect(view?.tag_keys).toContain("met at the fair");
  });

  it("B-SYN-9: reads no notes and, unless asked, no leads", async () => {
    const w = await world({ provider });
    await w.sync();
    const routes = new Set(w.sandbox.log.entries().map((entry) => entry.route));
    expect([...routes].filter((route) => /note|lead|communication|message|document/.test(route))).toEqual([]);
  });

  it("B-SYN-10: tells after each run how many contacts are in which state, all of them", async () => {
    const w = await world({ provider });
    const { run } = await w.sync();
    const { counts } = await runRow(run.run_id);
    const [mirror] = await rowsOf<{ n: number }>(
      "select count(*)::int as n from record where connection_id = $1 and kind = 'contact'",
      w.owner.connection_id,
    );
    expect(Object.values(counts).reduce((sum, n) => sum + n, 0)).toBe(mirror?.n);
    expect(counts["in"]).toBeGreaterThan(10);
    expect(counts["skipped"]).toBeGreaterThan(3);
  });
});

describe("runs", () => {
  it("B-SYN-3: after more than seven days without success everything is read", async () => {
    const w = await world();
    await w.sync();
    await w.pass(8 * DAY);
    expect((await w.sync({ mode: "incremental" })).run.mode).toBe("full");
  });

  it("B-SYN-4: a second sync of the same connection is refused while one is under way, and no record is there twice", async () => {
    const w = await world();
    const run = await startRun(w.deps, w.owner.connection_id, { mode: "incremental", trigger: "test" });
    await expect(startRun(w.deps, w.owner.connection_id, { mode: "full", trigger: "test" })).rejects.toThrow(SyncRefused);
    const contact = String(w.vendor.contacts()[0]);
    await Promise.all([
      executeRun(w.deps, run),
      w.sync({ mode: "record", kind: "contact", id: contact }),
      w.sync({ mode: "record", kind: "contact", id: contact }),
    ]);
    expect(await compare(w)).toEqual([]);
  });

  it("B-SYN-7: a run whose worker fell silent goes on from the last stored page, and the silent one can write no more", async () => {
    const w = await world({ page_size: 5, lease_ms: 60_000 });
    const asleep = Promise.withResolvers<void>();
    w.wire.hooks.after = (asked) => (w.wire.requests === 15 && asked ? asleep.promise : undefined);
    // A process that is stopped sends no signs of life either.
    const stopped = { ...w.deps, clock: { now: () => w.clock.now(), sleep: () => new Promise<void>(() => {}) } };
    const run = await startRun(stopped, w.owner.connection_id, { mode: "incremental", trigger: "test" });
    const first = executeRun(stopped, run);
    while (w.wire.requests < 15) await new Promise((resolve) => setTimeout(resolve, 5));
    await expect(startRun(w.deps, w.owner.connection_id, { mode: "incremental", trigger: "test" })).rejects.toThrow(SyncRefused);
    await w.pass(61_000);
    const taken = await startRun(w.deps, w.owner.connection_id, { mode: "incremental", trigger: "test" });
    expect(taken.run_id).toBe(run.run_id);
    expect(await executeRun(w.deps, taken)).toBe("succeeded");
    asleep.resolve();
    await expect(first).rejects.toThrow(LostRun);
    const urls = lists(w).map((entry) => entry.url);
    expect(urls.length - new Set(urls).size).toBeLessThanOrEqual(2);
    expect(await compare(w)).toEqual([]);
  });

  it("B-SYN-7: tells progress by kind while it reads", async () => {
    const w = await world({ page_size: 5 });
    const seen: { state: string; rows_read: number; total: number | null }[] = [];
    w.wire.hooks.after = async (asked) => {
      if (asked?.kind !== "contact" || !asked.follows) return;
      seen.push(
        ...(await rowsOf<(typeof seen)[number]>(
          "select state, rows_read, total from sync_listing where kind = 'contact' and firm_id = $1",
          w.owner.firm_id,
        )),
      );
    };
    await w.sync();
    expect(seen.some((row) => row.state === "reading" && row.rows_read > 0 && row.rows_read < row.total!)).toBe(true);
  });

  it("says why it failed and what can be done, and the next run makes up for it", async () => {
    const w = await world({ page_size: 5 });
    w.wire.hooks.after = () => {
      if (w.wire.requests === 12) w.wire.outage = { kind: "dns_failure", until: w.clock.now().getTime() + HOUR };
    };
    const { run, end } = await w.sync();
    expect(end).toBe("failed");
    const row = await runRow(run.run_id);
    expect(row.error).toMatch(/ENOTFOUND/);
    expect(row.remedy).toMatch(/next sync goes on/);
    await w.pass(2 * HOUR);
    w.sandbox.log.reset();
    await w.sync();
    // B-SYN-7: what the first one had read to its end is not read again.
    expect(w.sandbox.log.count({ route: "/api/v4/users" })).toBe(0);
    expect(await compare(w)).toEqual([]);
  });

  it("F27: sends the token to no other host", async () => {
    const w = await world();
    w.sandbox.faults.script("redirect_other_host", /contacts/, 1);
    const { run, end } = await w.sync();
    expect(end).toBe("failed");
    expect((await runRow(run.run_id)).error).toMatch(/another host/);
    expect(w.wire.violations).toEqual([]);
  });

  it("F14: a list whose page token is refused starts again, and forgets nothing that it has met", async () => {
    const w = await world({ page_size: 5 });
    await w.sync();
    await w.pass(HOUR);
    w.sandbox.faults.script("page_expired", /contacts/, 2);
    const { run, end } = await w.sync({ mode: "full" });
    expect(end).toBe("succeeded");
    const [listing] = await rowsOf<{ restarts: number }>(
      "select restarts from sync_listing where run_id = $1 and kind = 'contact'",
      run.run_id,
    );
    expect(listing?.restarts).toBe(2);
    expect(await compare(w)).toEqual([]);
  });

  it("F12: rows edited in the second in which a page was answered come with the next incremental run", async () => {
    const w = await world({ page_size: 5 });
    w.wire.hooks.after = (asked, ids) => {
      if (asked?.kind === "contact" && !asked.follows) for (const id of ids) w.vendor.editContact(Number(id), "In that very second");
    };
    await w.sync();
    w.wire.hooks.after = () => {};
    await w.pass(HOUR);
    await w.sync();
    expect(await compare(w)).toEqual([]);
  });
});
