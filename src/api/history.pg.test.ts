/** How long history is kept. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestApi, send, clock, type TestApi } from "./test_api.ts";
import { pruneHistory } from "../projection/history.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api?.close());

async function fill(table: "change" | "audit", ages: number[]): Promise<void> {
  const { firm_id, clio } = api.firm;
  await api.db.pool.query(`delete from ${table}`);
  for (const days of ages) {
    const at = new Date(clock.now().getTime() - days * 86_400_000).toISOString();
    if (table === "change")
      await api.db.pool.query(
        "insert into change (firm_id, connection_id, entity, provider_id, field, cause, at) values ($1, $2, 'contact', '1042', $3, 'run', $4)",
        [firm_id, clio, `${days} days`, at],
      );
    else
      await api.db.pool.query("insert into audit (firm_id, actor, via, action, target, at) values ($1, 'x', 'session', $2, 'x', $3)", [
        firm_id,
        `${days} days`,
        at,
      ]);
  }
}
const kept = async (table: "change" | "audit", column: string): Promise<string[]> =>
  (await api.db.pool.query<{ it: string }>(`select ${column} as it from ${table} where ${column} like '% days' order by 1`)).rows.map(
    ({ it }) => it,
  );

test("B-WHY-2: history and the audit log are kept two years by default; what is older goes, in batches", async () => {
  await fill("change", [900, 800, 740, 731, 729, 100, 0]);
  await fill("audit", [800, 731, 729, 0]);
  expect(await pruneHistory(api.db, clock, 2)).toEqual({ changes: 4, audit: 2 });
  expect(await kept("change", "field")).toEqual(["0 days", "100 days", "729 days"]);
  expect(await kept("audit", "action")).toEqual(["0 days", "729 days"]);
  expect(await pruneHistory(api.db, clock)).toEqual({ changes: 0, audit: 0 });
});

test("B-WHY-2, B-WHY-5: an admin says how long, within bounds, for their firm alone; a member does not", async () => {
  expect(await api.ask("/api/v1/firm")).toMatchObject({ name: "Hartwell & Osei LLP", keep_history_days: 730 });
  for (const keep_history_days of [29, 3651, 100.5]) await api.ask("/api/v1/firm", send("PATCH", { keep_history_days }), 400);
  await api.ask("/api/v1/firm", send("PATCH", { time_zone: "Mars/Olympus" }), 400);
  expect(await api.ask("/api/v1/firm", send("PATCH", { keep_history_days: 90 }))).toMatchObject({ keep_history_days: 90, country: "US" });
  const { rows } = await api.db.pool.query("select detail from audit where action = 'firm.change'");
  expect(rows).toMatchObject([{ detail: { before: { keep_history_days: 730 }, after: { keep_history_days: 90 } } }]);
  await fill("change", [100, 80]);
  expect(await pruneHistory(api.db, clock)).toMatchObject({ changes: 1 });
});
