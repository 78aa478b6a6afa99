import { describe, expect, test } from "vitest";
import { createFakeClock } from "../../test/fake_clock.ts";
import type { Pacer, Session, TokenSource } from "../model/connector.ts";
import { VendorError } from "../model/connector.ts";
import type { Policy } from "./http.ts";
import { getJson } from "./http.ts";
import { unlimited } from "./pacer.ts";

type Step = (request: Request) => Response | Promise<Response>;

const json =
  (value: unknown, status = 200, headers: Record<string, string> = {}): Step =>
  () =>
    Response.json(value, { status, headers });
const html =
  (status: number): Step =>
  () =>
    new Response("<html><body>Request blocked</body></html>", { status, headers: { "content-type": "text/html" } });
const drop: Step = () => Promise.reject(new TypeError("fetch failed", { cause: { code: "ECONNRESET" } }));

/** A provider that answers with one step after the other, the last one again and again. */
function setting(
  steps: Step[],
  options: { follows?: boolean; tokens?: TokenSource; timeout_ms?: number; body_limit?: number; pacer?: Pacer } = {},
) {
  const clock = createFakeClock();
  const requests: Request[] = [];
  const counted: (number | null)[] = [];
  const session: Session = {
    region: null,
    tokens: options.tokens ?? { access_token: () => Promise.resolve("good"), refresh: () => Promise.resolve("fresh") },
    pacer: options.pacer ?? unlimited,
    fetch: async (request) => {
      requests.push(request);
      return (steps[Math.min(requests.length, steps.length) - 1] as Step)(request);
    },
    clock,
    on_request: ({ status }) => void counted.push(status),
    firm_uuid: null,
  };
  const policy: Policy = {
    name: "Vendor",
    origin: "https://api.vendor.test",
    headers: { "user-agent": "Privity/1.0" },
    limits: () => ({ limit: null, remaining: null, reset_at_s: null }),
    wait_when_limited_ms: 60_000,
    timeout_ms: options.timeout_ms ?? 1000,
    body_limit: options.body_limit ?? 1_000_000,
    random: () => 0.5,
  };
  const ask = () =>
    getJson(session, policy, {
      url: new URL("https://api.vendor.test/v1/things?secret=no"),
      follows: options.follows ?? false,
      complaint: (value) => (Array.isArray(value) ? null : "it is no list"),
    });
  return { clock, requests, counted, ask };
}

async function failureOf(steps: Step[], options: Parameters<typeof setting>[1] = {}): Promise<VendorError> {
  const failed: unknown = await setting(steps, options)
    .ask()
    .then(() => null)
    .catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(VendorError);
  return failed as VendorError;
}

describe("one request to a provider", () => {
  test("an answer tells when it was asked, and what time it was at the provider", async () => {
    const { ask, requests } = setting([json([1], 200, { date: "Mon, 02 Mar 2026 12:00:07 GMT" })]);
    expect(await ask()).toMatchObject({ value: [1], read_at: "2026-03-02T12:00:00.000Z", provider_time: "2026-03-02T12:00:07.000Z" });
    expect(requests[0]?.headers.get("authorization")).toBe("Bearer good");
    expect(requests[0]?.redirect).toBe("manual");
  });

  const passing: [string, Step][] = [
    ["F6: a 500", json({ error: { type: "E", message: "m" } }, 500)],
    ["a gateway's 504", json({ message: "Endpoint request timed out" }, 504)],
    ["F27: a 502 as a page", html(502)],
    ["F3: a connection that breaks", drop],
    ["F27: a page of the firewall with status 403", html(403)],
    ["a page of the firewall with status 404", html(404)],
    ["F15: a page with status 200", html(200)],
    ["a truncated body", () => new Response('[{"id":1},{"i')],
    ["a body shorter than announced", () => new Response("[1]", { headers: { "content-length": "10" } })],
    ["an empty body", () => new Response(null, { status: 204 })],
    ["JSON that is no list", json({ hello: "you" })],
  ];
  for (const [name, step] of passing) {
    test(`${name} passes: asked again, then answered`, async () => {
      const { ask, counted } = setting([step, step, json([])]);
      expect((await ask()).value).toEqual([]);
      expect(counted).toHaveLength(3);
    });

    test(`${name} that stays is reported as transient after six tries within three minutes`, async () => {
      const { ask, counted, clock } = setting([step]);
      await expect(ask()).rejects.toMatchObject({ failure: "transient" });
      expect(counted).toHaveLength(6);
      expect(clock.elapsed()).toBeGreaterThan(5000);
      expect(clock.elapsed()).toBeLessThan(180_000);
    });
  }

  test("F27: a body that never ends is given up in time, also where the transport ignores the signal", async () => {
    const never: Step = () =>
      new Response(new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode("[")) }));
    const { ask } = setting([never, json([])], { timeout_ms: 30 });
    expect((await ask()).value).toEqual([]);
    const silent: Step = () => new Promise<Response>(() => undefined);
    expect((await setting([silent, json([])], { timeout_ms: 30 }).ask()).value).toEqual([]);
  });

  test("F26: a body beyond the bound is refused before it fills the memory", async () => {
    let sent = 0;
    const endless: Step = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => {
            sent += 100_000;
            controller.enqueue(new Uint8Array(100_000));
          },
        }),
      );
    expect(await failureOf([endless], { body_limit: 1_000_000 })).toMatchObject({ failure: "broken" });
    expect(sent).toBeLessThan(2_000_000);
  });

  const final: [string, Step, boolean, string][] = [
    [
      "a 403 in the provider's own words",
      json({ error: { type: "ForbiddenError", message: "User is forbidden" } }, 403),
      false,
      "forbidden",
    ],
    ["a 404", json({}, 404), false, "not_found"],
    ["an empty 404", () => new Response(null, { status: 404 }), false, "not_found"],
    ["a 400", json({}, 400), false, "broken"],
    ["a 410 on the version", json({}, 410), false, "broken"],
    ["a 422", json({}, 422), false, "broken"],
    ["F14: a 400 while following a page token", json({}, 400), true, "page_expired"],
    ["F14: a 404 while following a page token", json({}, 404), true, "page_expired"],
    ["F14: a 410 while following a page token", json({}, 410), true, "page_expired"],
    ["F14: a 422 while following a page token", json({}, 422), true, "page_expired"],
    ["a 403 while following a page token", json({}, 403), true, "forbidden"],
  ];
  for (const [name, step, follows, failure] of final) {
    test(`${name} is ${failure} and not asked again`, async () => {
      const { ask, counted } = setting([step], { follows });
      await expect(ask()).rejects.toMatchObject({ failure });
      expect(counted).toHaveLength(1);
    });
  }

  test("a failure is told in the provider's own words, for a person, without the query", async () => {
    const { message } = await failureOf([json({ errors: [{ description: "email is taken" }, { description: "name is empty" }] }, 422)]);
    expect(message).toBe("Vendor answered 422: email is taken name is empty (GET /v1/things).");
  });
});

describe("B-SYN-11: told to wait", () => {
  const limited = (retry_after?: string): Step =>
    json({}, 429, { date: "Mon, 02 Mar 2026 12:00:00 GMT", ...(retry_after === undefined ? {} : { "retry-after": retry_after }) });

  const waits: [string, string | undefined, number][] = [
    ["seconds", "17", 17_000],
    ["a date, by the provider's clock", "Mon, 02 Mar 2026 12:00:25 GMT", 25_000],
    ["nothing", undefined, 60_000],
    ["a year", "31536000", 60_000],
    ["a negative number", "-5", 60_000],
    ["words", "soon, please", 60_000],
    ["a date long past", "Mon, 02 Mar 2020 12:00:25 GMT", 60_000],
  ];
  for (const [name, header, ms] of waits) {
    test(`F18: a 429 with ${name} waits ${ms} ms, and no storm follows`, async () => {
      const { ask, clock, counted } = setting([limited(header), json([])]);
      await ask();
      expect(clock.elapsed()).toBe(ms);
      expect(counted).toEqual([429, 200]);
    });
  }

  test("F18: a 429 with zero seconds, again and again, still slows down and ends", async () => {
    const { ask, clock, counted } = setting([limited("0")]);
    await expect(ask()).rejects.toMatchObject({ failure: "rate_limited" });
    expect(counted).toHaveLength(6);
    expect(clock.elapsed()).toBeGreaterThan(5000);
  });

  test("a wait of minutes is handed to the run instead of being slept through", async () => {
    const { ask, clock } = setting([limited("1800")]);
    await expect(ask()).rejects.toMatchObject({ failure: "rate_limited", retry_after_ms: 1_800_000 });
    expect(clock.elapsed()).toBe(0);
  });

  test("the pacer hears of the 429 and of the limit, so that all others wait too", async () => {
    const heard: Parameters<Pacer["learn"]>[0][] = [];
    const pacer: Pacer = { take: () => Promise.resolve(), learn: (seen) => void heard.push(seen) };
    await setting([limited("9"), json([])], { pacer }).ask();
    expect(heard.map(({ limited, retry_after_ms }) => ({ limited, retry_after_ms }))).toEqual([
      { limited: true, retry_after_ms: 9000 },
      { limited: false, retry_after_ms: null },
    ]);
  });

  test("F27: maintenance is tried twice more, then pauses the connection for as long as told", async () => {
    const { ask, counted } = setting([json({}, 503, { "retry-after": "900" })]);
    await expect(ask()).rejects.toMatchObject({ failure: "maintenance", retry_after_ms: 900_000 });
    expect(counted).toHaveLength(1);
    const short = setting([json({}, 503)]);
    await expect(short.ask()).rejects.toMatchObject({ failure: "maintenance" });
    expect(short.counted).toHaveLength(3);
  });
});

describe("the access token", () => {
  test("a 401 refreshes once and replays once", async () => {
    const refreshed: string[] = [];
    const tokens: TokenSource = {
      access_token: () => Promise.resolve("old"),
      refresh: (used) => (refreshed.push(used), Promise.resolve("fresh")),
    };
    const { ask, requests } = setting([json({}, 401), json([])], { tokens });
    await ask();
    expect(refreshed).toEqual(["old"]);
    expect(requests.map((request) => request.headers.get("authorization"))).toEqual(["Bearer old", "Bearer fresh"]);
  });

  test("a fresh token that is refused too means that the grant is dead", async () => {
    const { ask, counted } = setting([json({}, 401)]);
    await expect(ask()).rejects.toMatchObject({ failure: "unauthorized", status: 401 });
    expect(counted).toEqual([401, 401]);
  });

  test("a token endpoint that is down is passing trouble, not a dead grant", async () => {
    const tokens: TokenSource = {
      access_token: () => Promise.resolve("old"),
      refresh: () => Promise.reject(new VendorError("transient", "down")),
    };
    expect(await failureOf([json({}, 401)], { tokens })).toMatchObject({ failure: "transient" });
  });

  test("a redirect at the same host is followed, with the token", async () => {
    const { ask, requests } = setting([() => new Response(null, { status: 307, headers: { location: "/v1/elsewhere" } }), json([])]);
    await ask();
    expect(requests.map((request) => request.url)).toEqual([
      "https://api.vendor.test/v1/things?secret=no",
      "https://api.vendor.test/v1/elsewhere",
    ]);
  });

  for (const location of [
    "https://evil.test/v1/things",
    "http://api.vendor.test/v1/things",
    "https://api.vendor.test:8443/x",
    "https://user:pw@api.vendor.test/x",
  ]) {
    test(`F27: a redirect to ${location} ends the call, and nothing is sent there`, async () => {
      const { ask, requests } = setting([() => new Response(null, { status: 302, headers: { location } }), json([])]);
      await expect(ask()).rejects.toMatchObject({ failure: "broken" });
      expect(requests).toHaveLength(1);
    });
  }

  test("a redirect in a circle ends", async () => {
    const { ask, requests } = setting([() => new Response(null, { status: 302, headers: { location: "/v1/things" } })]);
    await expect(ask()).rejects.toMatchObject({ failure: "broken" });
    expect(requests.length).toBeLessThan(6);
  });

  test("a token that no header can hold is never part of a message", async () => {
    const tokens: TokenSource = { access_token: () => Promise.resolve("top\nsecret"), refresh: () => Promise.resolve("x") };
    const error = await failureOf([json([])], { tokens });
    expect(error.failure).toBe("unauthorized");
    expect(JSON.stringify([error.message, error.stack, String(error.cause)])).not.toContain("secret");
  });
});
