import { request as plainRequest } from "node:http";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createClock } from "./clock.ts";
import { createFaults } from "./faults.ts";
import { createLog } from "./log.ts";
import { createPipeline } from "./pipeline.ts";
import { serve } from "./serve.ts";
import type { FaultName } from "./types.ts";
import { FAULTS } from "./types.ts";

const BODY = JSON.stringify({ data: "x".repeat(5_000) });

/** A vendor that counts what it has done. */
function vendor() {
  const clock = createClock({ mode: "manual", start: "2026-10-01T00:00:00Z" });
  const faults = createFaults();
  const log = createLog();
  const done: string[] = [];
  const fetch = createPipeline({
    clock,
    faults,
    log,
    slow_ms: () => 40,
    describe: (_request, url) =>
      url.pathname === "/page" ? null : { route: url.pathname, user_id: 7, signed: true, paged: false, list: false },
    handle: async (request, url) => {
      if (url.pathname === "/mistake") throw new TypeError("x is undefined");
      done.push(`${request.method} ${url.pathname}`);
      return new Response(BODY, { headers: { "content-type": "application/json" } });
    },
    error: (status, headers) => new Response('{"error":{}}', { status, headers: headers ?? {} }),
  });
  return { fetch, faults, log, done };
}

const ask = (sandbox: ReturnType<typeof vendor>, path = "/rows") => sandbox.fetch(new Request(`http://vendor.sandbox${path}`));

describe("without a port", () => {
  test.each([
    ["error_500_before", 500, 0],
    ["error_500_after", 500, 1],
    ["error_502_html", 502, 0],
    ["gateway_504", 504, 0],
    ["limited_429_missing", 429, 0],
    ["maintenance_503", 503, 0],
    ["forbidden_html_403", 403, 0],
    ["redirect_other_host", 302, 0],
    ["unauthorized_401", 401, 0],
    ["not_json_200", 200, 1],
  ] as const)("%s answers %i, with the request carried out %i times", async (fault, status, times) => {
    const sandbox = vendor();
    sandbox.faults.script(fault, /rows/);
    const answer = await ask(sandbox);
    expect([answer.status, sandbox.done.length]).toEqual([status, times]);
    expect(sandbox.log.count({ fault, status })).toBe(1);
    expect(sandbox.faults.reached()).toEqual({ [fault]: 1 });
    expect((await ask(sandbox)).status).toBe(200);
  });

  test("a dropped request was not carried out, a dropped answer was; both reject as fetch does", async () => {
    const sandbox = vendor();
    sandbox.faults.script("request_dropped", /rows/);
    await expect(ask(sandbox)).rejects.toThrow(TypeError);
    expect(sandbox.done).toEqual([]);
    sandbox.faults.script("answer_dropped", /rows/);
    await expect(ask(sandbox)).rejects.toThrow(TypeError);
    expect(sandbox.done).toEqual(["GET /rows"]);
    expect(sandbox.log.entries().map((entry) => entry.status)).toEqual([null, null]);
  });

  test("a truncated body breaks half-way, a slow one arrives whole", async () => {
    const sandbox = vendor();
    sandbox.faults.script("truncated_body", /rows/);
    await expect((await ask(sandbox)).text()).rejects.toThrow("terminated");
    sandbox.faults.script("slow_body", /rows/);
    const started = performance.now();
    expect(await (await ask(sandbox)).text()).toBe(BODY);
    expect(performance.now() - started).toBeGreaterThan(30);
  });

  test("every kind of Retry-After can be met", async () => {
    const sandbox = vendor();
    const after = async (fault: FaultName) => {
      sandbox.faults.script(fault, /rows/);
      return (await ask(sandbox)).headers.get("retry-after");
    };
    expect(await after("limited_429_seconds")).toBe("1");
    expect(await after("limited_429_date")).toBe("Thu, 01 Oct 2026 00:00:02 GMT");
    expect(await after("limited_429_missing")).toBeNull();
    const absurd = [await after("limited_429_absurd"), await after("limited_429_absurd"), await after("limited_429_absurd")];
    expect(new Set(absurd)).toEqual(new Set(["31536000", "-5", "soon"]));
  });

  test("a mistake of the sandbox's own is a 500, not a broken connection", async () => {
    const sandbox = vendor();
    const shown = vi.spyOn(console, "error").mockImplementation(() => {});
    expect((await ask(sandbox, "/mistake")).status).toBe(500);
    expect([shown.mock.calls.length, sandbox.log.count({ status: 500 })]).toEqual([1, 1]);
  });

  test("pages for people are neither disturbed nor counted", async () => {
    const sandbox = vendor();
    sandbox.faults.set({ seed: 1, rates: { error_500_before: 1 } });
    expect((await ask(sandbox, "/page")).status).toBe(200);
    expect(sandbox.log.count()).toBe(0);
  });

  test("one seed meets the same requests at the same places, and the log counts them exactly", async () => {
    const run = async () => {
      const sandbox = vendor();
      sandbox.faults.set({ seed: 42, rates: { error_500_before: 0.2, maintenance_503: 0.1 } });
      const statuses: number[] = [];
      for (let place = 0; place < 200; place++) statuses.push((await ask(sandbox)).status);
      return { statuses, log: sandbox.log, reached: sandbox.faults.reached() };
    };
    const [first, second] = [await run(), await run()];
    expect(first.statuses).toEqual(second.statuses);
    expect(first.reached.error_500_before).toBeGreaterThan(20);
    expect(first.log.count({ status: 500 })).toBe(first.reached.error_500_before);
    expect(first.log.count()).toBe(200);
  });

  test("a fault that makes no sense for a request does not strike it", async () => {
    const sandbox = vendor();
    sandbox.faults.set({ seed: 1, rates: { page_expired: 1 } });
    expect((await ask(sandbox)).status).toBe(200);
    expect(sandbox.faults.reached()).toEqual({});
  });

  test("faults are cleared", async () => {
    const sandbox = vendor();
    sandbox.faults.set({ seed: 1, rates: { error_500_before: 1 } });
    sandbox.faults.clear();
    expect([(await ask(sandbox)).status, sandbox.faults.rates(), FAULTS.length > 15]).toEqual([200, {}, true]);
  });
});

describe("on a port", () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });
  const served = async () => {
    const sandbox = vendor();
    const server = await serve(sandbox, { port: 0 });
    open.push(server);
    return { ...sandbox, url: server.url };
  };

  test("a dropped answer ends the socket", async () => {
    const sandbox = await served();
    sandbox.faults.script("answer_dropped", /rows/);
    await expect(fetch(`${sandbox.url}/rows`)).rejects.toThrow("fetch failed");
    expect(sandbox.done).toEqual(["GET /rows"]);
  });

  test("a truncated body announces its whole length and ends before it", async () => {
    const sandbox = await served();
    sandbox.faults.script("truncated_body", /rows/);
    const seen = await new Promise<{ announced: string | undefined; got: number; ended: string }>((resolve, reject) => {
      const outgoing = plainRequest(`${sandbox.url}/rows`, (answer) => {
        let got = 0;
        answer.on("data", (chunk: Buffer) => (got += chunk.length));
        answer.on("error", (error: NodeJS.ErrnoException) =>
          resolve({ announced: answer.headers["content-length"], got, ended: String(error.code) }),
        );
        answer.on("end", () => resolve({ announced: answer.headers["content-length"], got, ended: "whole" }));
      });
      outgoing.on("error", reject);
      outgoing.end();
    });
    expect(seen).toEqual({ announced: String(BODY.length), got: BODY.length >> 1, ended: "ECONNRESET" });
  });

  test("answers are compressed where the client takes gzip, and only there", async () => {
    const { url } = await served();
    const packed = await fetch(`${url}/rows`, { headers: { "accept-encoding": "gzip" } });
    expect([packed.headers.get("content-encoding"), await packed.text()]).toEqual(["gzip", BODY]);
    const plain = await fetch(`${url}/rows`, { headers: { "accept-encoding": "identity" } });
    expect([plain.headers.get("content-encoding"), await plain.text()]).toEqual([null, BODY]);
  });

  test("a redirect is passed on as it is", async () => {
    const sandbox = await served();
    sandbox.faults.script("redirect_other_host", /rows/);
    const answer = await fetch(`${sandbox.url}/rows`, { redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([302, "https://elsewhere.invalid/api"]);
  });
});
