/** Many matters at once over the API: automations paused and going on, undone again, counted, exported. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BulkAnswer, MatterCount, UndoAnswer } from "./contract/bulk.ts";
import type { Page } from "./contract/common.ts";
import type { MatterRow } from "./contract/matters.ts";
import { clock, openTestApi, type TestApi } from "./test_api.ts";
import { post, signInAs } from "./test_sign_in.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api?.close());

const BULK = "/api/v1/matters/bulk";
const bulk = (body: object, status = 200) => api.ask<BulkAnswer>(BULK, post(body), status);
const undo = (bulk_id: string, status = 200) => api.ask<UndoAnswer>(`${BULK}/${bulk_id}/undo`, post({}), status);
const clio = (...ids: string[]) => ids.map((provider_id) => ({ connection_id: api.firm.clio, provider_id }));
const all = () => api.ask<Page<MatterRow>>("/api/v1/matters?limit=200");
const paused = async () => (await all()).items.filter((row) => row.paused).map((row) => row.provider_id);
const pauses = async () =>
  (await api.ask<{ items: { kind: string; target_id: string; until: string | null; set_by: string }[] }>("/api/v1/automation-pauses"))
    .items;
const pauseOne = (target_id: string, until: string | null = null) =>
  api.ask("/api/v1/automation-pauses", post({ kind: "matter", connection_id: api.firm.clio, target_id, until }));

test("B-AUT-3: automations are paused for many matters; one that was paused already keeps its pause, and undo takes only the others away", async () => {
  const until = "2026-12-24T00:00:00.000Z";
  const [first, second] = (await all()).items.filter((row) => row.connection_id === api.firm.clio).map((row) => row.provider_id);
  await pauseOne(first!, until);
  const done = await bulk({ what: { kind: "pause" }, matters: clio(first!, second!, second!, "99999") });
  expect(done).toMatchObject({
    done: 1,
    skipped: [
      { reason: "nothing_to_change", count: 1 },
      { reason: "not_found", count: 1 },
    ],
    next: null,
  });
  expect(new Set(await paused())).toEqual(new Set([first, second]));
  expect(await undo(done.bulk_id)).toEqual({ done: 1, skipped: [], more: false });
  expect(await pauses()).toMatchObject([{ kind: "matter", target_id: first, until }]);
  expect(await undo(done.bulk_id)).toEqual({ done: 0, skipped: [], more: false });

  const again = await bulk({ what: { kind: "pause" }, matters: clio(second!) });
  await pauseOne(second!, until);
  expect(await undo(again.bulk_id), "somebody has set it anew since: theirs stays").toMatchObject({ done: 0 });
  expect(await paused()).toContain(second);
});

test("all that fit a filter are paused, counted the same; ended pauses come back by undo as they were, but for what somebody has changed since", async () => {
  const filter = { connection: api.firm.clio, status: "open" as const };
  const { matters } = await api.ask<MatterCount>(`/api/v1/matters/count?connection=${api.firm.clio}&status=open`);
  const fit = (await all()).items.filter((row) => row.connection_id === api.firm.clio && row.status === "open");
  expect(matters).toBe(fit.length);
  expect(fit.length).toBeGreaterThan(1);
  for (const row of fit) await pauseOne(row.provider_id, "2026-12-24T00:00:00.000Z");
  const before = (await pauses()).toSorted((a, b) => a.target_id.localeCompare(b.target_id));
  const ended = await bulk({ what: { kind: "unpause" }, filter });
  expect(ended).toMatchObject({ done: fit.length, next: null });
  expect(await paused()).not.toContain(fit[0]!.provider_id);
  await pauseOne(fit[0]!.provider_id);
  expect(await undo(ended.bulk_id)).toMatchObject({ done: fit.length - 1, skipped: [{ reason: "changed_since", count: 1 }] });
  const after = (await pauses()).toSorted((a, b) => a.target_id.localeCompare(b.target_id));
  expect(after.map((each) => each.target_id)).toEqual(before.map((each) => each.target_id));
  expect(after.find((each) => each.target_id === fit[0]!.provider_id)!.until, "theirs").toBeNull();
});

test("whoever did it may undo it, or an admin; nobody else, and not as a change of contacts", async () => {
  const done = await bulk({ what: { kind: "pause" }, matters: clio("5012") });
  await undo(done.bulk_id);
  await api.ask(`/api/v1/contacts/bulk/${done.bulk_id}/undo`, post({}), 404);
  await undo("019402f7-1c00-7b20-9a41-2d7e8f0c5b17", 404);
  await bulk({ what: { kind: "pause" } }, 400);
  await bulk({ what: { kind: "pause" }, matters: clio("5012"), filter: {} }, 400);
  const pat = { name: "Pat", email: "pat@hartwellosei.example", role: "member" } as const;
  const cookie = await signInAs(api.anonymous, api.deps.accounts, api.firm.firm_id, pat);
  const asPat = (path: string, body: object) => api.anonymous(path, post(body, { cookie }));
  expect((await asPat(`${BULK}/${done.bulk_id}/undo`, {})).status).toBe(403);
  expect((await asPat(BULK, { what: { kind: "unpause" }, matters: clio("5012"), bulk_id: done.bulk_id })).status).toBe(404);
  expect((await asPat(BULK, { what: { kind: "unpause" }, matters: clio("5012") })).status, "members may").toBe(200);
});

test("the list of matters leaves as a table, with what is paused, and is told to the audit log", async () => {
  await pauseOne("5012");
  const fit = (await api.ask<Page<MatterRow>>("/api/v1/matters?q=rivera")).items;
  const response = await api.request("/api/v1/matters.csv?q=rivera");
  expect(response.headers.get("content-disposition")).toContain(`matters-${clock.now().toISOString().slice(0, 10)}.csv`);
  const [head, ...rows] = (await response.text()).trim().split("\r\n");
  expect(head).toContain("Main client");
  expect(rows.map((row) => fit.find((one) => row.includes(`"${one.provider_id}"`))?.provider_id)).toEqual(
    fit.map((one) => one.provider_id),
  );
  expect(rows.map((row) => row.includes('"paused"'))).toEqual(fit.map((one) => one.paused));
  expect(fit.some((one) => one.paused)).toBe(true);
  const { items } = await api.ask<{ items: { action: string }[] }>("/api/v1/audit");
  expect(items.map((item) => item.action)).toContain("matters.export");
});
