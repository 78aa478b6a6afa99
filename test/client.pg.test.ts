/** The example client, as it is in the repository, over real HTTP with a real API key. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve, type ServerType } from "@hono/node-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { typesOf, typeOf, type OpenApiDocument } from "../scripts/openapi_types.ts";
import { createApi } from "../src/api/app.ts";
import { openTestApi, send, type TestApi } from "../src/api/test_api.ts";
import { recordEvents } from "../src/events/store.ts";

const EXAMPLE = join(import.meta.dirname, "../examples/client");
let api: TestApi;
let server: ServerType;
let url: string;
let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "privity-client-"));
  api = await openTestApi();
  server = serve({ fetch: createApi(api.deps).fetch, hostname: "127.0.0.1", port: 0 });
  await new Promise((ready) => server.once("listening", ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server?.close();
  await api?.close();
  rmSync(dir, { recursive: true, force: true });
});

function runExample(key: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { PATH: process.env["PATH"], PRIVITY_URL: url, PRIVITY_API_KEY: key, PLACE_FILE: join(dir, "place"), ONCE: "1" };
  return new Promise((done) => {
    execFile(process.execPath, [join(EXAMPLE, "follow.ts")], { env }, (error, stdout, stderr) =>
      done({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr }),
    );
  });
}

const happen = (contact_id: string) =>
  api.db.transaction((trx) =>
    recordEvents(
      trx,
      { firm_id: api.firm.firm_id, connection_id: api.firm.clio },
      () => [{ type: "contact.entered", data: { contact_id } }],
      new Date().toISOString(),
    ),
  );

test("the example lists contacts and follows the feed with an API key, and goes on where it stood", async () => {
  await api.db.pool.query("update connection set first_synced_at = now()");
  const { key } = await api.ask<{ key: string }>(
    "/api/v1/api-keys",
    send("POST", { name: "CRM", scopes: ["read"], expires_in_days: null }),
    201,
  );
  await happen("first");
  const { items } = await api.ask<{ items: { name: string }[] }>("/api/v1/contacts");
  const one = await runExample(key);
  expect(one, one.stderr).toMatchObject({ code: 0 });
  for (const contact of items) expect(one.stdout).toContain(contact.name);
  expect(one.stdout).toMatch(/contact\.entered .*"contact_id":"first"/);
  await happen("second");
  const two = await runExample(key);
  expect(two.stdout).toContain('"contact_id":"second"');
  expect(two.stdout).not.toContain('"contact_id":"first"');
});

test("with a key that is none it says what to do", async () => {
  const refused = await runExample("pv_nothing");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("no API key");
});

test("its types are those of the document that the API serves (`npm run api:types`)", () => {
  const kept = readFileSync(join(EXAMPLE, "api.d.ts"), "utf8").split("\n");
  const made = typesOf(api.document as unknown as OpenApiDocument).split("\n");
  expect(made.filter((line, at) => line !== kept[at]).slice(0, 3), "the first lines that differ").toEqual([]);
  expect(kept).toHaveLength(made.length);
});

test.each([
  [{ type: "string", enum: ["a", "b"] }, '"a" | "b"'],
  [{ type: ["string", "null"] }, "(string | null)"],
  [{ type: "array", items: { $ref: "#/components/schemas/Run" } }, '(components["schemas"]["Run"])[]'],
  [{ type: "object", properties: { a: { type: "integer" }, b: {} }, required: ["a"] }, '{ "a": number; "b"?: unknown; }'],
  [{ type: "object", additionalProperties: { type: "number" } }, "{ [name: string]: number }"],
])("a schema becomes a type: %j", (schema, type) => expect(typeOf(schema)).toBe(type));
