/** What every request passes, on every route: how often one may ask, where a change may come from, and the headers of each answer. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApi } from "./app.ts";
import { openTestApi, type TestApi } from "./test_api.ts";
import { post, signInAs } from "./test_sign_in.ts";
import { makeIds, requestFor, walk, type Walked } from "./test_walk.ts";

let api: TestApi;
let walked: Walked[];
beforeAll(async () => {
  api = await openTestApi();
  const ways_in = Object.entries(api.document.paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== "get" && path.startsWith("/api/v1/"))
      .map((method) => ({
        operation: path,
        method: method.toUpperCase(),
        path,
        address: path,
        body: {},
        type: "application/json" as const,
      })),
  );
  const known = walk(api, await makeIds(api));
  walked = [...known, ...ways_in.filter(({ path }) => !path.includes("{") && !known.some((each) => each.path === path))];
});
afterAll(() => api?.close());

const type = async (answer: Response) => ((await answer.json()) as { type: string }).type;

test("issue 3, 1: no write is taken from another site's page, by whichever route and however its browser says so", async () => {
  const writes = walked.filter(({ method }) => method !== "GET");
  expect(writes.length).toBeGreaterThan(40);
  for (const request of writes) {
    const init = requestFor(request);
    const from = (headers: Record<string, string>) =>
      api.anonymous(request.address, { ...init, headers: { ...(init.headers as Record<string, string>), cookie: api.cookie, ...headers } });
    for (const foreign of [
      { origin: "https://evil.example" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ] as Record<string, string>[])
      expect(await type(await from(foreign)), `${request.method} ${request.path}`).toBe("/problems/cross-site");
    // What a form of another site can send without asking.
    expect(await type(await from({ "content-type": "text/plain" })), `${request.method} ${request.path}`).toBe(
      "/problems/unsupported-media-type",
    );
  }
  expect(api.synced).toEqual([]);
});

test("issue 3, 1: every answer keeps browsers from guessing, framing, caching and sending it on", async () => {
  for (const { method, address } of walked.filter((each) => each.method === "GET" && !each.path.endsWith("/runs/{run_id}/events"))) {
    const { headers } = await api.request(address);
    const of = Object.fromEntries(headers);
    expect(of, `${method} ${address}`).toMatchObject({
      "content-security-policy": expect.stringContaining("default-src 'none'; frame-ancestors 'none'"),
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(of["cache-control"], address).toMatch(/no-store/);
    expect(of["access-control-allow-origin"], address).toBeUndefined();
  }
});

test("issue 3, 1: one key or session that asks too often waits, the others do not; it goes on at the rate that is allowed", async () => {
  let now = api.deps.clock.now().getTime();
  const clock = { now: () => new Date(now), sleep: api.deps.clock.sleep };
  const app = createApi({ ...api.deps, clock, requests_per_minute: 60 });
  const ask = async (headers: Record<string, string>) => app.request("/api/v1/me", { headers });
  const statuses = async (count: number, headers: Record<string, string>) => {
    const seen: number[] = [];
    for (let at = 0; at < count; at++) seen.push((await ask(headers)).status);
    return seen;
  };
  const naomi = { cookie: api.cookie };
  expect(await statuses(16, naomi)).toEqual([...Array<number>(15).fill(200), 429]);
  const refused = await ask(naomi);
  expect([await type(refused), refused.headers.get("retry-after")]).toEqual(["/problems/too-many-requests", "2"]);
  expect((await ask({ cookie: `${api.cookie}; something=else` })).status, "other cookies make nobody somebody else").toBe(429);

  const ben = await signInAs(api.anonymous, api.deps.accounts, api.firm.firm_id, {
    name: "Kim",
    email: "kim@hartwellosei.example",
    role: "member",
  });
  expect((await ask({ cookie: ben })).status).toBe(200);
  const made = await api.request("/api/v1/api-keys", post({ name: "x", scopes: ["read"], expires_in_days: 1 }, { cookie: api.cookie }));
  const { key } = (await made.json()) as { key: string };
  expect((await ask({ authorization: `Bearer ${key}` })).status, "her key has a measure of its own").toBe(200);
  expect((await app.request("/api/v1/installation")).status, "coming in has other limits").toBe(200);

  now += 2_000;
  expect(await statuses(3, naomi)).toEqual([200, 200, 429]);
});

test("issue 3, 1: codes, links and one's own password can be tried only so often", async () => {
  const tries = async (count: number, ask: () => Response | Promise<Response>) => {
    let last = 0;
    for (let at = 0; at < count; at++) last = (await ask()).status;
    return last;
  };
  const cookie = await signInAs(api.anonymous, api.deps.accounts, api.firm.firm_id, {
    name: "Al",
    email: "al@hartwellosei.example",
    role: "member",
  });
  const own = () => api.anonymous("/api/v1/me/password", post({ current: "wrong", password: "long enough to be one" }, { cookie }));
  expect(await tries(10, own)).toBe(403);
  expect(await tries(1, own)).toBe(429);
  for (const [path, body, status] of [
    ["/api/v1/sign-in/code", { code: "000000" }, 401],
    ["/api/v1/sign-in/link", { token: "guessed" }, 410],
    ["/api/v1/password-resets/use", { token: "guessed", password: "long enough to be one" }, 410],
    ["/api/v1/invitations/look", { token: "guessed" }, 410],
    ["/api/v1/invitations/accept", { token: "guessed", password: "long enough to be one" }, 410],
  ] as const) {
    await api.db.pool.query("delete from auth.attempt");
    expect(await tries(3, () => api.anonymous(path, post(body))), path).toBe(status);
    await api.db.pool.query("update auth.attempt set count = 100");
    expect(await tries(1, () => api.anonymous(path, post(body))), path).toBe(429);
  }
  await api.db.pool.query("delete from auth.attempt");
  const reset = () => api.anonymous("/api/v1/password-resets", post({ email: "naomi@hartwellosei.example" }));
  expect(await tries(3, reset)).toBe(200);
  expect(await tries(1, reset)).toBe(429);
});
