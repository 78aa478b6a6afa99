/** Connections, runs and settings over the API. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../lib/ids.ts";
import { SyncRefused } from "../sync/run.ts";
import type { Page } from "./contract/common.ts";
import { clock, openTestApi, send, type TestApi } from "./test_api.ts";
import { NOW } from "./test_firm.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api?.close());

describe("connections and runs", () => {
  test("B-CON-5: a connection says how it does, as of when, and what to do", async () => {
    const { items } = await api.ask<{ items: Record<string, unknown>[] }>("/api/v1/connections");
    expect(items).toMatchObject([
      { provider: "clio", health: "healthy", as_of: "2026-11-21T08:30:00.000Z", running_run_id: null },
      { provider: "mycase", account_name: "Hartwell Osei (MyCase)", health: "healthy" },
    ]);
    await api.ask(`/api/v1/connections/${api.firm.clio}`);
    await api.ask(`/api/v1/connections/${newId(clock)}`, {}, 404);
  });

  test("B-SYN-1: a sync can be started by hand: what changed, everything, one matter, one contact, the staff", async () => {
    const connection_id = api.firm.clio;
    const start = (body: object) =>
      api.ask<{ run_id: string; href: string }>("/api/v1/runs", send("POST", { connection_id, ...body }), 202);
    const started = await start({ what: "changes" });
    expect(started.href).toBe(`/api/v1/runs/${started.run_id}`);
    await start({ what: "everything" });
    await start({ what: "matter", provider_id: "5012" });
    await start({ what: "contact", provider_id: "1042" });
    await start({ what: "staff" });
    expect(api.synced.splice(0).map((each) => each.request)).toEqual([
      { mode: "incremental", trigger: "manual" },
      { mode: "full", trigger: "manual" },
      { mode: "record", kind: "matter", id: "5012", trigger: "manual" },
      { mode: "record", kind: "contact", id: "1042", trigger: "manual" },
      { mode: "record", kind: "staff", trigger: "manual" },
    ]);
    await api.ask("/api/v1/runs", send("POST", { connection_id, what: "matter" }), 400);
    await api.ask("/api/v1/runs", send("POST", { connection_id, what: "staff", provider_id: "1" }), 400);
    await api.ask("/api/v1/runs", send("POST", { connection_id, what: "changes", provider_id: "1" }), 400);
    await api.ask("/api/v1/runs", send("POST", { connection_id: newId(clock), what: "changes" }), 404);
    expect(api.synced).toEqual([]);
  });

  test("a run in the way is named, and a connection without a grant is told apart", async () => {
    api.refuseRuns(new SyncRefused("this connection is disconnected; connect it again first"));
    const body = send("POST", { connection_id: api.firm.mycase, what: "changes" });
    expect(await api.ask("/api/v1/runs", body, 409)).toMatchObject({ type: "/problems/not-connected" });
    const run_id = await startedRun();
    expect(await api.ask("/api/v1/runs", body, 409)).toMatchObject({ type: "/problems/run-in-progress", run_id });
    api.refuseRuns(null);
    await api.db.pool.query("delete from sync_run where run_id = $1", [run_id]);
  });

  test("B-SYN-7: a run shows per kind what was read, the total where known, the rate and the time left", async () => {
    const run_id = await startedRun();
    const run = await api.ask<{ kinds: unknown[]; seconds_left: number }>(`/api/v1/runs/${run_id}`);
    expect(run).toMatchObject({
      state: "running",
      seconds: 20,
      rows_read: 1400,
      rows_per_second: 70,
      seconds_left: null,
      kinds: [
        { kind: "staff", state: "done", read: 400, total: 400, rows_per_second: null, seconds_left: null },
        { kind: "contact", state: "reading", read: 1000, total: 3000, rows_per_second: 100, seconds_left: 20 },
        { kind: "relationship", state: "waiting", read: 0, total: null },
      ],
    });
    expect((await api.ask<{ items: { running_run_id: string }[] }>("/api/v1/connections")).items[1]).toMatchObject({
      running_run_id: run_id,
    });
    await api.db.pool.query(
      "update sync_run set state = 'failed', finished_at = $2, error = 'The provider was down', remedy = 'Nothing to do: it will be repeated' where run_id = $1",
      [run_id, NOW],
    );
    expect(await api.ask(`/api/v1/runs/${run_id}`)).toMatchObject({
      state: "failed",
      remedy: expect.stringContaining("repeated"),
      seconds_left: null,
    });
    const { items } = await api.ask<Page<{ run_id: string }>>("/api/v1/runs?limit=1");
    expect(items.map((item) => item.run_id)).toEqual([run_id]);
    await api.db.pool.query("delete from sync_run where run_id = $1", [run_id]);
  });

  test("a run can be followed: each change is sent, and the stream ends with the run", async () => {
    const run_id = await startedRun();
    const response = await api.request(`/api/v1/runs/${run_id}/events`);
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    const first = await reader.read();
    expect(first.value).toMatch(/^event: run\ndata: \{.*"state":"running"/);
    await api.db.pool.query("update sync_run set state = 'succeeded', finished_at = $2 where run_id = $1", [run_id, NOW]);
    let rest = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) rest += part.value;
    expect(rest).toMatch(/"state":"succeeded"[^\n]*\n\n$/);
    await api.db.pool.query("delete from sync_run where run_id = $1", [run_id]);
    expect((await api.request(`/api/v1/runs/${run_id}/events`)).status).toBe(404);
  });
});

/** A full run of the MyCase connection, twenty seconds old. */
async function startedRun(): Promise<string> {
  const run_id = newId(clock);
  await api.db.pool.query(
    "insert into sync_run (firm_id, run_id, connection_id, mode, trigger, started_at, lease_until) values ($1, $2, $3, 'full', 'manual', $4, $5)",
    [api.firm.firm_id, run_id, api.firm.mycase, new Date(NOW.getTime() - 20_000), NOW],
  );
  await api.db.pool.query(
    `insert into sync_listing (firm_id, run_id, kind, part, position, state, rows_read, total, first_page_at) values
      ($1, $2, 'staff', 'all', 0, 'done', 400, 390, $3), ($1, $2, 'contact', 'all', 1, 'reading', 1000, 3000, $4), ($1, $2, 'relationship', 'all', 2, 'waiting', 0, null, null)`,
    [api.firm.firm_id, run_id, new Date(NOW.getTime() - 20_000), new Date(NOW.getTime() - 10_000)],
  );
  return run_id;
}

describe("settings", () => {
  const path = () => `/api/v1/connections/${api.firm.clio}/settings`;

  test("B-WHY-5: they can be read with a description of each, changed as a whole, and everything is then worked out anew", async () => {
    const before = await api.ask<{ version: number; document: { tags: object }; described: { path: string }[] }>(path());
    expect(before.described.map((setting) => setting.path)).toContain("owner.fallback");
    const document = { ...before.document, tags: { ...before.document.tags, city: true } };
    const after = await api.ask<typeof before>(path(), send("PUT", { document, if_version: before.version, note: "By city" }));
    expect(after).toMatchObject({ version: before.version + 1, note: "By city", document: { tags: { city: true } } });
    expect(api.resettled).toEqual([api.firm.clio]);
    expect(await api.ask(path(), send("PUT", { document, if_version: before.version }), 409)).toMatchObject({
      type: "/problems/version-conflict",
    });
  });

  test("a wrong document is refused with the path and the allowed values, and nothing changes", async () => {
    const before = await api.ask<{ version: number; document: { owner: object } }>(path());
    const wrong = { ...before.document, owner: { ...before.document.owner, fallback: "nobody" }, colour: "blue" };
    const problem = await api.ask<{ errors: { path: string; allowed?: string[] }[] }>(path(), send("PUT", { document: wrong }), 422);
    expect(problem.errors).toContainEqual(expect.objectContaining({ path: "owner.fallback", allowed: ["primary_member", "unassigned"] }));
    expect(problem.errors).toContainEqual(expect.objectContaining({ path: "colour" }));
    expect((await api.ask<{ version: number }>(path())).version).toBe(before.version);
    expect(await api.ask<{ properties: object }>("/api/v1/settings/schema")).toHaveProperty("properties.tags");
  });
});
