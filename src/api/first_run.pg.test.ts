/** First runs, and how connections are kept alive, over the API. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../lib/ids.ts";
import type { Upkeep } from "./contract/connections.ts";
import type { FirstRunAnswer } from "./contract/first_run.ts";
import { clock, openTestApi, send, type TestApi } from "./test_api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api?.close());

const first_run = () => api.ask<FirstRunAnswer>("/api/v1/first-run");
const change = (body: object) => api.ask<FirstRunAnswer>("/api/v1/first-run", send("PATCH", body));

test("B-CON-2: a firm that was connected without a first run has nothing to go through", async () => {
  expect(await first_run()).toMatchObject({ step: "done", connection_id: api.firm.clio });
});

test("B-CON-2: what a first run was told is kept, can be taken back, and names only the firm's own connections", async () => {
  await api.db.pool.query("update connection set purpose = 'writeback'");
  expect(await first_run()).toMatchObject({ step: "firm", provider: null });
  expect(await change({ firm_named: true })).toMatchObject({ step: "provider" });
  expect(await change({ provider: "mycase" })).toMatchObject({ step: "reader", provider: "mycase" });
  expect(await change({ connection_id: api.firm.mycase })).toMatchObject({ step: "preset", connection_id: api.firm.mycase });
  expect(await first_run()).toMatchObject({ step: "preset" });
  await api.ask("/api/v1/first-run", send("PATCH", { connection_id: newId(clock) }), 404);
  expect(await change({ connection_id: null })).toMatchObject({ step: "reader" });
  expect(await change({ provider: null })).toMatchObject({ step: "provider", provider: null });
  await api.db.pool.query("update connection set purpose = 'sync'");
  expect(await change({ finished: true })).toMatchObject({ step: "done" });
  const { rows } = await api.db.pool.query("select 1 from audit where action = 'first_run.change'");
  expect(rows.length).toBeGreaterThan(4);
});

test("B-CON-5, B-SYN-11: a connection says when its access is renewed, how much of the limit is used, and which webhooks stand", async () => {
  const { clio, mycase, firm_id } = api.firm;
  await api.db.pool.query(
    "insert into rate_budget (scope, departures) values ($1, jsonb_build_array(jsonb_build_array(extract(epoch from clock_timestamp()) * 1000, 7)))",
    [`clio ${clio}`],
  );
  const subscription = newId(clock);
  await api.db.pool.query(
    `insert into webhook_subscription (firm_id, connection_id, subscription_id, model, kind, base_url, token_hash, state, state_since, created_at, expires_at)
    values ($1, $2, $3, 'contact', 'contact', 'https://privity.example', '\\x00', 'enabled', now(), now(), '2026-12-02T09:00:00Z')`,
    [firm_id, clio, subscription],
  );
  const upkeep = await api.ask<Upkeep>(`/api/v1/connections/${clio}/upkeep`);
  expect(upkeep.budget).toMatchObject({ limit: 50, per_seconds: 60, share: 40, used: 7, shared: false });
  expect(upkeep.webhooks).toMatchObject([{ kind: "contact", state: "enabled", heard_at: null, expires_at: "2026-12-02T09:00:00.000Z" }]);
  expect(upkeep.token).toMatchObject({ grant_ends_at: null });
  const other = await api.ask<Upkeep>(`/api/v1/connections/${mycase}/upkeep`);
  expect(other.budget, "MyCase counts by application").toMatchObject({ shared: true, used: 0 });
  expect(JSON.stringify(upkeep), "nothing of a secret").not.toMatch(/token_hash|access_token|secret/);
  await api.ask(`/api/v1/connections/${newId(clock)}/upkeep`, {}, 404);
});
