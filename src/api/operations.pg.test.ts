/** What whoever runs the installation sees. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrate } from "../db/migrate.ts";
import { emptyDatabase } from "../db/testing.ts";
import { createLog } from "../lib/log.ts";
import { createMetrics } from "../lib/metrics.ts";
import { Secret } from "../lib/secret.ts";
import { createApi } from "./app.ts";
import { openTestApi, type TestApi } from "./test_api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api?.close());

const appWith = (operations: Partial<TestApi["deps"]["operations"]>, more: Partial<TestApi["deps"]> = {}) =>
  createApi({ ...api.deps, ...more, operations: { ...api.deps.operations, ...operations } });
const ready = async (app: ReturnType<typeof createApi>) => {
  const response = await app.request("http://probe.internal/readyz");
  return [response.status, await response.json()];
};

test("a probe under any name is told that the process lives, and that it is ready", async () => {
  const app = appWith({});
  expect((await app.request("http://10.1.2.3:8790/healthz")).status).toBe(200);
  expect(await ready(app)).toEqual([200, { ready: true, database: true, stopping: false }]);
});

test("not ready: while it stops, with a database of another schema, and without one; alive all the same", async () => {
  expect(await ready(appWith({ stopping: AbortSignal.abort() }))).toEqual([503, { ready: false, database: true, stopping: true }]);
  const other = await emptyDatabase();
  const app = appWith({}, { db: other });
  expect(await ready(app)).toEqual([503, { ready: false, database: false, stopping: false }]);
  await migrate(other);
  expect(await ready(app)).toEqual([200, { ready: true, database: true, stopping: false }]);
  await other.drop();
  expect(await ready(app)).toEqual([503, { ready: false, database: false, stopping: false }]);
  expect((await app.request("/healthz")).status).toBe(200);
});

test("requests are counted by route pattern, method and status, and nothing of a firm is in the metrics", async () => {
  const metrics = createMetrics();
  metrics.watch("privity_projection_backlog_records", "x", () => Promise.resolve(7));
  metrics.run("clio", "incremental", "succeeded", 12);
  metrics.vendorRequest("clio", 429);
  metrics.vendorRequest("clio", null);
  metrics.records("clio", "contact", { changed: 3, unchanged: 0, quarantined: 1 });
  metrics.tokenRefresh("mycase", "refreshed");
  metrics.delivery("retried");
  const app = appWith({ metrics });
  await app.request(`/api/v1/contacts/${api.firm.clio}/101?q=Dana`, { headers: { cookie: api.cookie } });
  await app.request("/api/v1/contacts?q=Abernathy", { headers: { cookie: api.cookie } });
  await app.request("/api/v1/nothing/Abernathy", { headers: { cookie: api.cookie } });
  const text = await (await app.request("/metrics")).text();
  for (const line of [
    'privity_http_request_duration_seconds_count{route="/api/v1/contacts",method="GET",status="200"} 1',
    'privity_http_request_duration_seconds_count{route="/api/*",method="GET",status="404"} 1',
    'privity_sync_run_duration_seconds_count{provider="clio",mode="incremental",outcome="succeeded"} 1',
    'privity_vendor_requests_total{provider="clio",status="429"} 1',
    'privity_vendor_requests_total{provider="clio",status="none"} 1',
    'privity_records_ingested_total{provider="clio",kind="contact",result="changed"} 3',
    'privity_token_refreshes_total{provider="mycase",outcome="refreshed"} 1',
    'privity_webhook_deliveries_total{outcome="retried"} 1',
    "privity_projection_backlog_records 7",
    "nodejs_eventloop_lag_seconds",
  ])
    expect(text).toContain(line);
  for (const canary of [api.firm.firm_id, api.firm.clio, "Abernathy", "Dana", "hartwell", "Naomi"])
    expect(text.toLowerCase()).not.toContain(canary.toLowerCase());
  const names = text
    .split("\n")
    .filter((line) => line.startsWith("# TYPE privity_"))
    .map((line) => line.split(" ").slice(2, 4));
  for (const [name, type] of names)
    expect([name, type], name).toEqual([
      expect.stringMatching(type === "counter" ? /_total$/ : type === "histogram" ? /_seconds$/ : /_records$/),
      type,
    ]);
});

test("the metrics are for this machine, or for who names the token; never for what a proxy passes on without it", async () => {
  const from = (address: string) => ({ incoming: { socket: { remoteAddress: address, remotePort: 1, remoteFamily: "IPv4" } } });
  const status = async (app: ReturnType<typeof createApi>, headers: Record<string, string>, address: string) =>
    (await app.request("/metrics", { headers }, from(address))).status;
  const open = appWith({});
  expect(await status(open, {}, "127.0.0.1")).toBe(200);
  expect(await status(open, {}, "192.168.1.9")).toBe(403);
  expect(await status(open, { "x-forwarded-for": "8.8.8.8" }, "127.0.0.1")).toBe(403);
  const locked = appWith({ metrics_token: new Secret("a-token-of-the-tests") });
  expect(await status(locked, {}, "127.0.0.1")).toBe(403);
  expect(await status(locked, { authorization: "Bearer another-token-of-it" }, "127.0.0.1")).toBe(403);
  expect(await status(locked, { authorization: "Bearer a-token-of-the-tests" }, "192.168.1.9")).toBe(200);
});

test("every API request leaves one line in the log, without ids, names or query", async () => {
  const lines: string[] = [];
  const log = createLog({ log_level: "info" }, { write: (line) => void lines.push(line) });
  const app = appWith({}, { log });
  await app.request("/api/v1/contacts?q=Abernathy", { headers: { cookie: api.cookie } });
  await app.request("/api/v1/contacts?q=Abernathy");
  const requests = lines.map((line) => JSON.parse(line) as { msg: string }).filter((line) => line.msg === "request");
  expect(requests).toMatchObject([
    { method: "GET", route: "/api/v1/contacts", status: 200, ms: 0, actor: "session" },
    { method: "GET", route: "/api/v1/contacts", status: 401, actor: "nobody" },
  ]);
  expect(lines.join("")).not.toContain("Abernathy");
});
