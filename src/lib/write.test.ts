import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { createFakeClock } from "../../test/fake_clock.ts";
import type { Session } from "../model/connector.ts";
import { VendorError } from "../model/connector.ts";
import { WriteError } from "../model/writing.ts";
import { neverSent } from "./failure.ts";
import type { Policy } from "./http.ts";
import { unlimited } from "./pacer.ts";
import { beforeWriting, writeOnce } from "./write.ts";

type Step = (request: Request) => Response | Promise<Response>;

const json =
  (value: unknown, status: number, headers: Record<string, string> = {}): Step =>
  () =>
    Response.json(value, { status, headers });
const page =
  (status: number): Step =>
  () =>
    new Response("<html>Request blocked</html>", { status, headers: { "content-type": "text/html" } });
const broken =
  (cause: object): Step =>
  () =>
    Promise.reject(new TypeError("fetch failed", { cause }));

function setting(steps: Step[], further: Partial<Session> = {}, timeout_ms = 1000) {
  const requests: Request[] = [];
  const session: Session = {
    region: null,
    tokens: { access_token: () => Promise.resolve("good"), refresh: () => Promise.resolve("fresh") },
    pacer: unlimited,
    fetch: async (request) => {
      requests.push(request);
      return (steps[Math.min(requests.length, steps.length) - 1] as Step)(request);
    },
    clock: createFakeClock(),
    firm_uuid: null,
    ...further,
  };
  const policy: Policy = {
    name: "Vendor",
    origin: "https://api.vendor.test",
    headers: {},
    limits: () => ({ limit: null, remaining: null, reset_at_s: null }),
    wait_when_limited_ms: 60_000,
    timeout_ms,
    body_limit: 1_000_000,
    random: () => 0.5,
  };
  const complaint = (value: unknown) => ((value as { id?: unknown } | null)?.id === undefined ? "there is no record in it" : null);
  const write = (method: "POST" | "PATCH" | "PUT" = "POST") =>
    writeOnce(session, policy, { url: new URL("https://api.vendor.test/notes"), method, json: { text: "hello" }, complaint });
  return { requests, write };
}

async function failureOf(steps: Step[], further?: Partial<Session>, timeout_ms?: number) {
  const { requests, write } = setting(steps, further, timeout_ms);
  const error: unknown = await write().then(
    () => null,
    (failed: unknown) => failed,
  );
  expect(error).toBeInstanceOf(WriteError);
  return { error: error as WriteError, requests };
}

describe("B-WRB-5: what a failed write says about itself", () => {
  const known: [string, Step, "no" | "unknown", boolean][] = [
    ["a 400", json({ error: { type: "X", message: "bad" } }, 400), "no", true],
    ["a 403 in the provider's words", json({ error: { type: "ForbiddenError", message: "no" } }, 403), "no", true],
    ["a 404", json({}, 404), "no", true],
    ["a 409", json({}, 409), "no", false],
    ["a 410 on the version", json({}, 410), "no", false],
    ["a 412", json({}, 412), "no", false],
    ["a 422", json({ errors: [{ description: "Date is wrong" }] }, 422), "no", true],
    ["a 429", json({}, 429, { "retry-after": "7" }), "no", false],
    ["a firewall's page with 403", page(403), "no", false],
    ["a refused connection", broken({ code: "ECONNREFUSED" }), "no", false],
    ["an unknown host", broken({ code: "ENOTFOUND", syscall: "getaddrinfo" }), "no", false],
    ["a certificate that has expired", broken({ code: "CERT_HAS_EXPIRED" }), "no", false],
    ["a reset connection", broken({ code: "ECONNRESET" }), "unknown", false],
    ["a fault of TLS in the middle", broken({ code: "EPROTO" }), "unknown", false],
    ["an exception without a cause", () => Promise.reject(new Error("?")), "unknown", false],
    ["a 408", json({}, 408), "unknown", false],
    ["a 500", json({}, 500), "unknown", false],
    ["a 502 as a page", page(502), "unknown", false],
    ["a 503", json({}, 503), "unknown", false],
    ["a 504", json({ message: "Endpoint request timed out" }, 504), "unknown", false],
    ["a truncated 201", () => new Response('{"id":1', { status: 201 }), "unknown", false],
    ["a 201 without a body", () => new Response(null, { status: 201 }), "unknown", false],
    ["a 200 as a page", page(200), "unknown", false],
    ["a 201 with something else", json({ hello: 1 }, 201), "unknown", false],
    ["a redirect", () => new Response(null, { status: 307, headers: { location: "/elsewhere" } }), "unknown", false],
  ];
  for (const [name, step, applied, lasting] of known) {
    test(`${name}: ${applied === "unknown" ? "it may have been carried out" : `surely not carried out, ${lasting ? "and never will be" : "later perhaps"}`}; sent once`, async () => {
      const { error, requests } = await failureOf([step]);
      expect([error.applied, error.lasting]).toEqual([applied, lasting]);
      expect(requests).toHaveLength(1);
    });
  }

  test("silence may mean that it was carried out", async () => {
    const { error } = await failureOf([() => new Promise<Response>(() => undefined)], {}, 30);
    expect(error.applied).toBe("unknown");
  });

  test("the provider's own words and its time to wait are kept", async () => {
    const refused = await failureOf([json({ errors: [{ description: "Date is wrong" }] }, 422)]);
    expect(refused.error).toMatchObject({ words: "Date is wrong", status: 422, failure: "broken" });
    const limited = await failureOf([json({}, 429, { "retry-after": "7" })]);
    expect(limited.error).toMatchObject({ retry_after_ms: 7000, failure: "rate_limited" });
  });

  test("a 401 is asked again once with a fresh token; a second one, or no fresh token, is surely not carried out", async () => {
    const { requests, write } = setting([json({}, 401), json({ id: 1 }, 201)]);
    expect((await write()).value).toEqual({ id: 1 });
    expect(requests.map((request) => request.headers.get("authorization"))).toEqual(["Bearer good", "Bearer fresh"]);
    expect((await failureOf([json({}, 401)])).error).toMatchObject({ applied: "no", lasting: false, failure: "unauthorized" });
    const dead = {
      access_token: () => Promise.resolve("good"),
      refresh: () => Promise.reject(new VendorError("transient", "x", { status: 502 })),
    };
    expect((await failureOf([json({}, 401)], { tokens: dead })).error).toMatchObject({ applied: "no", lasting: false });
  });

  test("F24: whoever may no longer send is stopped by the pacer, and nothing leaves", async () => {
    const pacer = { take: () => Promise.reject(new Error("the lease has ended")), learn: () => undefined };
    const { error, requests } = await failureOf([json({ id: 1 }, 201)], { pacer });
    expect(error).toMatchObject({ applied: "no", lasting: false });
    expect(requests).toHaveLength(0);
  });

  test("a PUT or PATCH is sent once, too", async () => {
    for (const method of ["PUT", "PATCH"] as const) {
      const { requests, write } = setting([json({}, 503), json({ id: 1 }, 200)]);
      await expect(write(method)).rejects.toMatchObject({ applied: "unknown" });
      expect(requests).toHaveLength(1);
    }
  });

  test("what had to be read first leaves nothing written, whatever befell it", () => {
    const at = (failure: VendorError["failure"], status: number | null) =>
      beforeWriting(new VendorError(failure, "x", { status }), "Vendor");
    expect(at("transient", 500)).toMatchObject({ applied: "no", lasting: false });
    expect(at("transient", null)).toMatchObject({ applied: "no", lasting: false });
    expect(at("not_found", 404)).toMatchObject({ applied: "no", lasting: true });
  });

  test("over real sockets: a port where nobody listens and a name that nobody has were never sent to; a socket that closes may have been", async () => {
    const sockets = new Set<Socket>();
    const server = createServer((request) => request.socket.destroy());
    server.on("connection", (socket) => sockets.add(socket));
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    const failed = (url: string) =>
      fetch(url, { method: "POST", body: "{}" }).then(
        () => null,
        (error: unknown) => error,
      );
    expect(neverSent(await failed(`http://127.0.0.1:${port}/`))).toBe(false);
    await new Promise((closed) => server.close(closed));
    expect(sockets.size).toBeGreaterThan(0);
    expect(neverSent(await failed(`http://127.0.0.1:${port}/`))).toBe(true);
    expect(neverSent(await failed("http://nobody.invalid/"))).toBe(true);
  });

  test("of several addresses all must have failed to connect", () => {
    const refused = { code: "ECONNREFUSED", syscall: "connect" };
    expect(neverSent(new TypeError("fetch failed", { cause: { code: "ECONNREFUSED", errors: [refused, refused] } }))).toBe(true);
    expect(neverSent(new TypeError("fetch failed", { cause: { code: "ECONNREFUSED", errors: [refused, { code: "ECONNRESET" }] } }))).toBe(
      false,
    );
  });
});
