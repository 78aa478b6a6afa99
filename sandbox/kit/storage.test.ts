import { describe, expect, test } from "vitest";
import { createHash } from "node:crypto";
import { createClock } from "./clock.ts";
import { createFaults } from "./faults.ts";
import { createLog } from "./log.ts";
import { serve } from "./serve.ts";
import { ObjectStorage } from "./storage.ts";

const HEADERS = { "Content-Type": "application/pdf", "x-amz-server-side-encryption": "AES256" };
const KEY = "uploads/1/a will.pdf";

function storage(origin = "https://storage.sandbox", maximum: number | null = null) {
  const clock = createClock({ mode: "manual", start: "2026-10-01T16:00:00Z" });
  const faults = createFaults();
  const log = createLog();
  return { clock, faults, log, at: new ObjectStorage({ origin, clock, faults, log, seed: 1, maximum: () => maximum }) };
}
type Storage = ReturnType<typeof storage>;

const put = ({ at }: Storage, options: { url?: string; headers?: Record<string, string>; body?: string; length?: number | null } = {}) => {
  const body = options.body ?? "The bytes";
  const length = options.length === undefined ? body.length : options.length;
  const headers = new Headers(options.headers ?? HEADERS);
  if (length !== null) headers.set("content-length", String(length));
  return at.fetch(new Request(options.url ?? at.sign(KEY, HEADERS, 600), { method: "PUT", headers, body }));
};

describe("the storage", () => {
  test("takes the bytes with exactly the signed headers, and keeps their number and hash", async () => {
    const one = storage();
    expect((await put(one)).status).toBe(200);
    const sha256 = createHash("sha256").update("The bytes").digest("hex");
    expect(one.at.object(KEY)).toEqual({ size: 9, sha256, times: 1 });
    await put(one, { body: "Others" });
    expect(one.at.object(KEY)).toMatchObject({ size: 6, times: 2 });
  });

  test.each([
    ["a header missing", { headers: { "Content-Type": "application/pdf" } }, 403],
    ["another value", { headers: { ...HEADERS, "Content-Type": "text/plain" } }, 403],
    ["another key", { url: storage().at.sign("uploads/2", HEADERS, 600).replace("uploads/2", "uploads/3") }, 403],
    ["no length", { length: null }, 411],
    ["fewer bytes than announced", { length: 20 }, 400],
  ])("%s is refused, and nothing is kept", async (_, options, status) => {
    const one = storage();
    expect((await put(one, options)).status).toBe(status);
    expect(one.at.count()).toBe(0);
  });

  test("an address expires, and a file may be too large", async () => {
    const one = storage("https://storage.sandbox", 5);
    const url = one.at.sign(KEY, HEADERS, 600);
    await one.clock.advance(600_001);
    const expired = await put(one, { url });
    expect([expired.status, await expired.text()]).toEqual([403, expect.stringContaining("Request has expired")]);
    expect((await put(one)).status).toBe(400);
  });

  test("a token sent here is refused and put down as the client's fault", async () => {
    const one = storage();
    expect((await put(one, { headers: { ...HEADERS, Authorization: "Bearer secret" } })).status).toBe(400);
    expect(one.at.clientFaults()).toMatchObject([
      { what: "Sent an Authorization header to the storage", url: "https://storage.sandbox/uploads/1/a%20will.pdf" },
    ]);
    expect(one.at.clientFaultCount()).toBe(1);
  });

  test("uploads have rates of their own; each fault leaves what it says", async () => {
    const one = storage();
    one.faults.set({ seed: 1, rates: { error_500_before: 1 } });
    expect((await put(one)).status).toBe(200);
    const kept = async (storage_rates: object) => {
      const fresh = storage();
      fresh.faults.set({ seed: 1, rates: {}, storage_rates });
      const status = await put(fresh).then(
        (answer) => answer.status,
        () => null,
      );
      return [status, fresh.at.count()];
    };
    expect(await kept({ error_500_before: 1 })).toEqual([500, 0]);
    expect(await kept({ error_500_after: 1 })).toEqual([500, 1]);
    expect(await kept({ answer_dropped: 1 })).toEqual([null, 1]);
    expect(await kept({ request_dropped: 1 })).toEqual([null, 0]);
    expect(await kept({ upload_cut: 1 })).toEqual([null, 0]);
    expect(await kept({ upload_refused: 1 })).toEqual([403, 0]);
    expect(await kept({ truncated_body: 1 })).toEqual([200, 1]);
  });

  test("on a port, 300 MB go through without being held", async () => {
    // The address is known only when the port is, and the storage signs for its address.
    const served: { at?: ObjectStorage } = {};
    const { url, close } = await serve({ fetch: (request) => (served.at as ObjectStorage).fetch(request) }, { port: 0, stream: true });
    const one = storage(url);
    served.at = one.at;
    const block = new Uint8Array(1 << 20).fill(7);
    const hash = createHash("sha256");
    let left = 300;
    let highest = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        highest = Math.max(highest, process.memoryUsage().arrayBuffers);
        if (left-- === 0) return controller.close();
        hash.update(block);
        controller.enqueue(block);
      },
    });
    const before = process.memoryUsage().arrayBuffers;
    const init = { method: "PUT", headers: { ...HEADERS, "content-length": String(300 << 20) }, body, duplex: "half" } as RequestInit;
    const answer = await fetch(one.at.sign(KEY, HEADERS, 600), init);
    expect(answer.status).toBe(200);
    expect(one.at.object(KEY)).toEqual({ size: 300 << 20, sha256: hash.digest("hex"), times: 1 });
    expect(highest - before).toBeLessThan(150 << 20);
    await close();
  });
});
