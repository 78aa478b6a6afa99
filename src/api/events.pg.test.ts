/** The feed, the endpoints, and idempotency keys over the API. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deliverDue } from "../events/deliver.ts";
import { dropEvents, recordEvents } from "../events/store.ts";
import { readSettings, writeSettings } from "../connections/store_settings.ts";
import { newId } from "../lib/ids.ts";
import { project } from "../projection/driver.ts";
import { SyncRefused } from "../sync/run.ts";
import type { Endpoint, Event } from "./contract/events.ts";
import { createApi } from "./app.ts";
import { clock, openTestApi, send, type TestApi } from "./test_api.ts";

let api: TestApi;
let told_at_first: number | null;
beforeAll(async () => {
  api = await openTestApi();
  told_at_first = (await api.db.pool.query("select 1 from event")).rowCount;
  await api.db.pool.query("update connection set first_synced_at = now()");
});
afterAll(() => api?.close());

test("the first reading of a firm is quiet: its contacts and matters are no events", () => expect(told_at_first).toBe(0));

interface Feed {
  items: Event[];
  next: string;
  more: boolean;
}
const feed = (query = "") => api.ask<Feed>(`/api/v1/events${query}`);
const happen = (count: number, type: Event["type"] = "tag.gained") =>
  api.db.transaction((trx) =>
    recordEvents(
      trx,
      { firm_id: api.firm.firm_id, connection_id: api.firm.clio },
      () => Array.from({ length: count }, (_, n) => ({ type, data: { contact_id: String(n) } })),
      clock.now().toISOString(),
    ),
  );

describe("the feed", () => {
  test("B-WHY-2: a change of settings is told as what it does to contacts, in one place to go on from", async () => {
    const { next } = await feed("?from=now");
    const owner = { firm_id: api.firm.firm_id, connection_id: api.firm.clio };
    const { settings, version } = await readSettings(api.db.kysely, owner);
    const tags = { ...settings.tags, practice_area: { ...settings.tags.practice_area, on: !settings.tags.practice_area.on } };
    const at = clock.now().toISOString();
    await writeSettings(api.db.kysely, owner, { settings: { ...settings, tags }, note: null, created_by: "test", at, if_version: version });
    await project({ db: api.db, mapper: api.deps.connectors.clio.mapper, clock }, owner, { kind: "settings", id: String(version + 1) });
    const told = await feed(`?after=${next}&type=tag.gained&type=tag.lost`);
    expect(told.items.length).toBeGreaterThan(0);
    expect(told.items[0]).toMatchObject({ data: { connection_id: api.firm.clio, cause: "settings", tag: expect.any(String) } });
    expect((await feed(`?after=${told.next}`)).items).toEqual([]);
  });

  test("goes on page by page without gap or double, and waits where nothing is new", async () => {
    const { next: begin } = await feed("?from=now");
    await happen(5);
    const first = await feed(`?after=${begin}&limit=3`);
    const second = await feed(`?after=${first.next}&limit=3`);
    expect([first.items.length, first.more, second.items.length, second.more]).toEqual([3, true, 2, false]);
    expect([...first.items, ...second.items].map((event) => event.data["contact_id"])).toEqual(["0", "1", "2", "3", "4"]);
    expect((await feed(`?after=${second.next}`)).next).toBe(second.next);
  });

  test("a reader whose place was dropped with age is told so, instead of being led past what is gone", async () => {
    const { next: begin } = await feed("?from=now");
    await happen(2);
    await dropEvents(api.db.kysely, new Date(clock.now().getTime() + 60_000).toISOString());
    expect(await api.ask(`/api/v1/events?after=${begin}`, {}, 410)).toMatchObject({ type: "/problems/cursor-expired" });
    expect((await feed()).items).toEqual([]);
  });

  test.each(["?after=nonsense", "?after=WyJ4Il0", "?type=nothing"])("refuses %s", async (query) => {
    expect(await api.ask(`/api/v1/events${query}`, {}, 400)).toMatchObject({ status: 400 });
  });
});

describe("endpoints", () => {
  const LIST = "/api/v1/webhook-endpoints";
  const create = (body: object = {}) =>
    api.ask<Endpoint & { secret: string }>(LIST, send("POST", { url: "http://127.0.0.1:9/hook", ...body }), 201);

  test("are made, changed, paused and removed; the secret is shown once, and not kept as it is", async () => {
    const { secret, endpoint_id, ...made } = await create({ event_types: ["run.finished"] });
    expect(secret).toMatch(/^whsec_/);
    expect(made).toMatchObject({ state: "active", event_types: ["run.finished"] });
    const [listed] = (await api.ask<{ items: Endpoint[] }>(LIST)).items;
    expect(listed).toEqual({ endpoint_id, ...made });
    expect(await api.ask(`${LIST}/${endpoint_id}`, send("PATCH", { state: "paused", description: "x" }))).toMatchObject({
      state: "paused",
      description: "x",
    });
    const rows = await api.db.pool.query<{ text: string }>(
      "select encode(secret, 'escape') || encode(secret, 'base64') as text from webhook_endpoint",
    );
    expect(rows.rows[0]!.text).not.toContain(secret.slice(6, 20));
    const rotated = await api.ask<{ secret: string }>(`${LIST}/${endpoint_id}/secret`, send("POST", {}));
    expect(rotated.secret).not.toBe(secret);
    await api.ask(`${LIST}/${endpoint_id}`, send("DELETE", {}));
    await api.ask(`${LIST}/${endpoint_id}`, send("PATCH", { state: "active" }), 404);
  });

  test("an address in a private network is refused where the installation does not allow it", async () => {
    const strict = createApi({ ...api.deps, allow_local_webhooks: false });
    const ask = (url: string) => strict.request(LIST, send("POST", { url }, { cookie: api.cookie }));
    for (const url of ["http://hooks.example/x", "https://127.0.0.1/x", "https://10.0.0.1/x", "https://[fd00::1]/x"]) {
      const response = await ask(url);
      expect([url, response.status]).toEqual([url, 400]);
      expect(await response.json()).toMatchObject({ errors: [{ path: "url" }] });
    }
    const good = await ask("https://hooks.example/x");
    expect(good.status).toBe(201);
    await api.ask(`${LIST}/${((await good.json()) as Endpoint).endpoint_id}`, send("DELETE", {}));
  });

  test("what did not arrive is listed with its reason, and one or many are sent again on request", async () => {
    const { endpoint_id } = await create();
    await happen(2, "matter.closed");
    const deps = { ...api.deps, random: () => 0.5, allow_local: true };
    await deliverDue(deps);
    const { items } = await api.ask<{ items: { event_id: string; state: string; error: string }[] }>(`${LIST}/${endpoint_id}/deliveries`);
    expect(items).toMatchObject([
      { state: "pending", error: expect.stringContaining("Nothing listens at this address") },
      { state: "pending" },
    ]);
    const { items: tries } = await api.ask<{ items: object[] }>(`${LIST}/${endpoint_id}/deliveries/${items[0]!.event_id}/attempts`);
    expect(tries).toMatchObject([{ status: null, answer: "", words: expect.stringContaining("Nothing listens at this address") }]);
    await api.ask(`${LIST}/${endpoint_id}/deliveries/${newId()}/attempts`, {}, 404);
    const one = send("POST", { event_ids: [items[0]!.event_id] });
    expect(await api.ask(`${LIST}/${endpoint_id}/retries`, one, 202)).toEqual({ queued: 1 });
    expect(await deliverDue(deps)).toBe(1);
    await api.ask(`${LIST}/${endpoint_id}/retries`, send("POST", {}), 400);
    await api.ask(`${LIST}/${endpoint_id}`, send("DELETE", {}));
  });
});

describe("idempotency keys", () => {
  const start = (key: string, what = "changes") =>
    api.request("/api/v1/runs", send("POST", { connection_id: api.firm.clio, what }, { "idempotency-key": key }));

  test("the same request with the same key is carried out once, and answered the same twice", async () => {
    const first = await start("k1");
    const second = await start("k1");
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(await second.json()).toEqual(await first.json());
    expect(second.headers.get("location")).toBe(first.headers.get("location"));
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    expect(api.synced.splice(0)).toHaveLength(1);
  });

  test("the same key with another body is a mistake", async () => {
    await start("k2");
    const response = await start("k2", "everything");
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ type: "/problems/idempotency-mismatch" });
    expect(api.synced.splice(0)).toHaveLength(1);
  });

  test("two at once with one key: one is carried out, the other gets its answer or is told to wait", async () => {
    const statuses = (await Promise.all([start("k3"), start("k3"), start("k3")])).map((response) => response.status);
    expect(api.synced.splice(0)).toHaveLength(1);
    expect(statuses.filter((status) => status !== 202 && status !== 409)).toEqual([]);
    expect((await start("k3")).status).toBe(202);
    expect(api.synced.splice(0)).toEqual([]);
  });

  test("a failure of ours is not kept: trying again with the same key is the point", async () => {
    api.refuseRuns(new Error("the disk is full"));
    expect((await start("k4")).status).toBe(500);
    api.refuseRuns(null);
    expect((await start("k4")).status).toBe(202);
    expect(api.synced.splice(0)).toHaveLength(1);
  });

  test("issue 3, 8: a refusal is not kept either: once what stood in the way is gone, the same key is carried out", async () => {
    api.refuseRuns(new SyncRefused("a sync of this connection is under way"));
    expect((await start("k6")).status).toBe(409);
    api.refuseRuns(null);
    const later = await start("k6");
    expect([later.status, later.headers.get("idempotency-replayed")]).toEqual([202, null]);
    expect((await start("k6")).headers.get("idempotency-replayed")).toBe("true");
    expect(api.synced.splice(0)).toHaveLength(1);
    // A body that does not fit, mended under the same key.
    const broken = send("POST", { connection_id: api.firm.clio, what: "nothing" }, { "idempotency-key": "k7" });
    expect((await api.request("/api/v1/runs", broken)).status).toBe(400);
    expect((await start("k7")).status).toBe(202);
    api.synced.length = 0;
  });

  test("issue 3, 8: nor is a 429: the same key is carried out when the limit lets it", async () => {
    let now = api.deps.clock.now().getTime();
    const clock = { now: () => new Date(now), sleep: api.deps.clock.sleep };
    const app = createApi({ ...api.deps, clock, requests_per_minute: 4 }); // one at once
    const ask = () =>
      app.request(
        "/api/v1/runs",
        send("POST", { connection_id: api.firm.clio, what: "changes" }, { "idempotency-key": "k8", cookie: api.cookie }),
      );
    await app.request("/api/v1/me", { headers: { cookie: api.cookie } });
    expect((await ask()).status).toBe(429);
    now += 15_000;
    expect((await ask()).status).toBe(202);
    expect(api.synced.splice(0)).toHaveLength(1);
  });

  test("issue 3, 8: who comes while the first is at work is told in how many seconds to come again", async () => {
    const released = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const actions = {
      ...api.deps.actions,
      sync: async () => {
        begun.resolve();
        await released.promise;
        return { run_id: newId(api.deps.clock) };
      },
    };
    const app = createApi({ ...api.deps, actions });
    const ask = () =>
      app.request(
        "/api/v1/runs",
        send("POST", { connection_id: api.firm.clio, what: "changes" }, { "idempotency-key": "k9", cookie: api.cookie }),
      );
    const first = ask();
    await begun.promise;
    const second = await ask();
    expect([second.status, second.headers.get("retry-after")]).toEqual([409, "1"]);
    expect(await second.json()).toMatchObject({ type: "/problems/request-in-progress", next: expect.stringContaining("same key") });
    released.resolve();
    const body = await (await first).json();
    expect(await (await ask()).json()).toEqual(body);
  });

  test("after a day the key is free, and an answer with a secret lies sealed until then", async () => {
    const url = "https://hooks.example/idempotent";
    const make = (app: { request: TestApi["request"] }) =>
      app.request("/api/v1/webhook-endpoints", send("POST", { url }, { "idempotency-key": "k5", cookie: api.cookie }));
    const first = (await (await make(api)).json()) as { secret: string; endpoint_id: string };
    expect(await (await make(api)).json()).toEqual(first);
    const { rows } = await api.db.pool.query<{ body: Buffer }>("select body from idempotency_key where body is not null");
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row.body.toString("latin1")).not.toContain("whsec_");
    await api.db.pool.query("update idempotency_key set created_at = created_at - interval '25 hours'");
    const later = createApi(api.deps); // sweeps at its first request with a key
    const again = (await (await make({ request: async (path, init) => later.request(path, init) })).json()) as { endpoint_id: string };
    expect(again.endpoint_id).not.toBe(first.endpoint_id);
  });
});
