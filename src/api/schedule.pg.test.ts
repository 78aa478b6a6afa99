import { afterAll, beforeAll, expect, test } from "vitest";
import { planLane } from "../jobs/store.ts";
import type { ConnectionList } from "./contract/connections.ts";
import { openTestApi, type TestApi } from "./test_api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

test("B-SYN-1: each connection says when it is read next, by the firm's clocks and in UTC", async () => {
  const { firm_id, clio, mycase } = api.firm;
  const plan = { due_at: new Date("2026-11-21T23:00:00Z"), planned_from: "1", rank: 1 as const };
  await planLane(api.db.kysely, { firm_id, connection_id: clio }, plan);
  const { items } = await api.ask<ConnectionList>("/api/v1/connections");
  const dues = new Map(items.map((item) => [item.connection_id, item.next_due]));
  expect(dues.get(clio)).toEqual({ at: "2026-11-21T23:00:00.000Z", local: "2026-11-21 18:00 EST", time_zone: "America/New_York" });
  expect(dues.get(mycase)).toBeNull();
  expect(await api.ask(`/api/v1/connections/${clio}`)).toMatchObject({ next_due: dues.get(clio) });
});
