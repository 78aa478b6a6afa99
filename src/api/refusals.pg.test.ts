/** What the API refuses, and how it says so. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLog } from "../lib/log.ts";
import { createApi } from "./app.ts";
import { openTestApi, send, type TestApi } from "./test_api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api?.close());

describe("what is refused", () => {
  test.each(["limit=0", "limit=201", "limit=x", "sort=name", "limit=5&limit=6", "state=gone", "owner=bob", "connection=7", "q=a%00b"])(
    "a list asked with ?%s",
    async (query) => {
      expect(await api.ask(`/api/v1/contacts?${query}`, {}, 400)).toMatchObject({
        type: "/problems/invalid-request",
        errors: [expect.anything()],
      });
    },
  );

  test.each(["nonsense", Buffer.from('["a"]').toString("base64url"), Buffer.from('["a","b","c"]').toString("base64url")])(
    "a cursor that the list did not give: %s",
    async (after) => {
      expect(await api.ask(`/api/v1/contacts?after=${after}`, {}, 400)).toMatchObject({ type: "/problems/invalid-cursor" });
    },
  );

  test("a name that is not this machine's: pages elsewhere cannot point their own name here (DNS rebinding)", async () => {
    const response = await api.request("http://evil.example/api/v1/contacts");
    expect(response.status).toBe(421);
    expect(await response.json()).toMatchObject({ type: "/problems/wrong-host" });
    expect((await api.request("http://127.0.0.1:8790/api/v1/contacts")).status).toBe(200);
    expect((await api.request("http://[::1]:8790/api/v1/contacts")).status).toBe(200);
  });

  test("changes that another site sends through the browser, JSON too", async () => {
    const body = { connection_id: api.firm.clio, what: "changes" };
    const attacks: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "http://localhost:9999" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ];
    for (const headers of attacks) {
      const init = send("POST", body, headers);
      expect(await api.ask("/api/v1/runs", init, 403)).toMatchObject({ type: "/problems/cross-site" });
    }
    expect(api.synced).toEqual([]);
    await api.ask("/api/v1/runs", send("POST", body, { origin: "http://localhost", "sec-fetch-site": "same-origin" }), 202);
    expect(api.synced.splice(0)).toHaveLength(1);
  });

  test("bodies that are no JSON, broken, too large, or hold unknown fields", async () => {
    expect(
      await api.ask("/api/v1/runs", { method: "POST", body: "a=1", headers: { "content-type": "application/x-www-form-urlencoded" } }, 415),
    ).toMatchObject({ type: "/problems/unsupported-media-type" });
    expect(
      await api.ask("/api/v1/runs", { method: "POST", body: "{", headers: { "content-type": "application/json" } }, 400),
    ).toMatchObject({
      type: "/problems/invalid-request",
    });
    expect(await api.ask("/api/v1/runs", send("POST", { what: "x".repeat(300_000) }), 413)).toMatchObject({ type: "/problems/too-large" });
    expect(await api.ask("/api/v1/runs", send("POST", { connection_id: api.firm.clio, what: "changes", when: "now" }), 400)).toMatchObject({
      errors: [{ path: "when" }],
    });
  });

  test("unknown addresses, and every answer carries the headers that keep browsers from guessing, framing and caching", async () => {
    expect(await api.ask("/api/v1/nothing", {}, 404)).toMatchObject({ type: "/problems/not-found" });
    for (const path of ["/api/v1/contacts", "/api/v1/nothing", "/api/v1/contacts?limit=0"]) {
      const { headers } = await api.request(path);
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("access-control-allow-origin")).toBeNull();
    }
  });

  test("a failure of ours says nothing of what failed but a number that is in the log", async () => {
    const lines: string[] = [];
    const log = createLog({ log_level: "error" }, { write: (line: string) => void lines.push(line) });
    const actions = { ...api.deps.actions, sync: () => Promise.reject(new Error("the disk at /secret is full")) };
    const response = await createApi({ ...api.deps, log, actions }).request(
      "/api/v1/runs",
      send("POST", { connection_id: api.firm.clio, what: "changes" }, { cookie: api.cookie }),
    );
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).not.toContain("secret");
    expect(lines.join("")).toContain((JSON.parse(text) as { request_id: string }).request_id);
  });
});
