import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadOpenApi, unexplained } from "./openapi_check.ts";

const folder = mkdtempSync(join(tmpdir(), "openapi-"));
afterAll(() => rmSync(folder, { recursive: true }));

const thing = {
  type: "object",
  properties: {
    id: { type: "integer" },
    name: { type: "string" },
    at: { type: "string", format: "date-time" },
    owner: { $ref: "#/components/schemas/Owner" },
  },
};
const parameters = [
  { name: "limit", in: "query", required: true, schema: { type: "integer", maximum: 200 } },
  { name: "ids[]", in: "query", schema: { type: "integer" } },
  { name: "kind", in: "query", schema: { type: "string", enum: ["a", "b"] } },
];
const list = {
  content: {
    "application/json; charset=utf-8": {
      schema: { type: "object", properties: { data: { type: "array", items: { $ref: "#/components/schemas/Thing" } } } },
    },
  },
};
const document = {
  servers: [{ url: "https://vendor.example/api/v1" }],
  paths: {
    "/things.json": { get: { parameters, responses: { "200": list } } },
    "/things/{id}.json": {
      get: { parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }], responses: { "200": {}, "404": {} } },
    },
    "/things/mine.json": { get: { responses: { "204": {} } } },
  },
  components: {
    schemas: {
      Thing: { allOf: [thing, { properties: { size: { type: "number" } } }] },
      Owner: { type: "object", properties: { id: { type: "integer" } } },
    },
  },
};
const path = join(folder, "vendor.json");
writeFileSync(path, JSON.stringify(document));
const api = loadOpenApi([path]);
const get = (text: string) => new Request(`http://127.0.0.1:4801/api/v1/${text}`);

test("a request may only say what the document describes", () => {
  expect(api.checkRequest(get("things?limit=20&ids[]=1&ids[]=2&kind=a"))).toEqual([]);
  expect(api.checkRequest(get("things.json?kind=c&ids[]=x&more=1"))).toEqual([
    'query kind : must be equal to one of the allowed values ("c")',
    "query ids[] : must be integer",
    "query more is not described",
    "query limit is required",
  ]);
  expect(api.checkRequest(get("things?limit=500"))).toEqual(["query limit : must be <= 200"]);
  expect(api.checkRequest(get("others"))).toEqual(["path /api/v1/others is not described"]);
  expect(api.checkRequest(new Request("http://x/api/v1/things", { method: "DELETE" }))).toEqual([
    "method DELETE is not described for /api/v1/things",
  ]);
});

test("the closest path wins", () => {
  expect(api.checkResponse(get("things/mine"), 204, undefined)).toEqual([]);
  expect(api.checkResponse(get("things/7"), 204, undefined)).toEqual(["status 204 is not described"]);
});

test("an answer may hold only what the document describes, of the types it names", () => {
  const answer = {
    data: [
      { id: 1, name: null, at: "yesterday", size: 2, owner: { id: "7", mail: "x" } },
      { id: 2, colour: "red" },
    ],
  };
  const lines = api.checkResponse(get("things?limit=2"), 200, answer);
  expect(new Set(lines)).toEqual(
    new Set([
      "null data.*.name",
      'data.*.at: must match format "date-time"',
      "data.*.owner.id: must be integer",
      "unknown data.*.owner.mail",
      "unknown data.*.colour",
    ]),
  );
  const exceptions = [
    { line: /^null /, reason: "nothing is marked nullable" },
    { line: /colour/, path: /elsewhere/, reason: "only there" },
  ];
  expect(unexplained(get("things"), ["null data.*.name", "unknown data.*.colour"], exceptions)).toEqual(["unknown data.*.colour"]);
});
