import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { myCaseId } from "./fill_imaginary.ts";
import type { Json } from "./testing.ts";
import { get, rows, send, still, walk } from "./testing.ts";
import type { MyCaseSandbox } from "./types.ts";

const matter = [...still().tables.cases.scan()][0]?.id as number;
const DOCUMENT = { path: "Letters/2026/To the court", filename: "letter.pdf", description: "Ref. AAAABBBBCCCCDDDD" };

interface Made extends Json {
  put_url: string;
  put_headers: Record<string, string>;
}

async function make(sandbox: MyCaseSandbox, change: object = {}): Promise<Made> {
  const answer = await send(sandbox, "POST", `cases/${matter}/documents`, { ...DOCUMENT, ...change });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Made;
}

function upload(sandbox: MyCaseSandbox, { put_url, put_headers }: Made, headers: Record<string, string> = {}): Promise<Response> {
  const all = { ...put_headers, "content-type": "application/octet-stream", "content-length": "6", ...headers };
  return sandbox.fetch(new Request(put_url, { method: "PUT", headers: all, body: "Letter" }));
}

const pathOf = (row: Json | undefined) => row?.["path"];

describe("a document", () => {
  test("is there before its bytes, which go to another origin with the headers and the type", async () => {
    const sandbox = still();
    const made = await make(sandbox);
    expect(made).toMatchObject({
      name: "To the court",
      path: DOCUMENT.path,
      filename: "letter.pdf",
      case: { id: matter },
      put_headers: { "x-amz-acl": "private" },
    });
    expect(made).not.toHaveProperty("written_by");
    expect((await rows(sandbox, `cases/${matter}/documents`)).map((row) => row.id)).toEqual([made.id]);
    expect(await (await get(sandbox, `documents/${made.id}`)).json()).not.toHaveProperty("put_url");
    expect(sandbox.written.records({ kind: "documents" })).toMatchObject([{ file: { complete: false, size: 0 } }]);
    expect(new URL(made.put_url).origin).toBe("https://mycase-storage.sandbox");
    expect((await upload(sandbox, made, { "content-type": "application/pdf" })).status).toBe(403);
    expect((await upload(sandbox, made, { "x-amz-acl": "public" })).status).toBe(403);
    expect((await upload(sandbox, made)).status).toBe(200);
    const sha256 = createHash("sha256").update("Letter").digest("hex");
    expect(sandbox.written.records({ marker: "AAAABBBBCCCCDDDD" })).toMatchObject([
      { kind: "documents", file: { complete: true, size: 6, sha256 } },
    ]);
  });

  test("a lost upload address comes again as that of a new version", async () => {
    const sandbox = still();
    const made = await make(sandbox);
    await sandbox.clock.advance(600_000);
    expect((await upload(sandbox, made)).status).toBe(403);
    const answer = await send(sandbox, "POST", `documents/${made.id}/versions`);
    expect(answer.status).toBe(201);
    const version = (await answer.json()) as Made;
    expect(version).toMatchObject({ version: 2, document: { id: made.id }, self_url: `/v1/documents/${made.id}/versions/2` });
    expect(version).not.toHaveProperty("key");
    expect((await upload(sandbox, version)).status).toBe(200);
    expect((await rows(sandbox, `documents/${made.id}/versions`)).map((row) => row["version"])).toEqual([1, 2]);
    expect((await send(sandbox, "DELETE", `documents/${made.id}/versions/1`)).status).toBe(204);
    expect(await rows(sandbox, `documents/${made.id}/versions`)).toHaveLength(1);
    expect(sandbox.written.records({ kind: "documents" })).toMatchObject([{ file: { complete: true, versions: 1 } }]);
  });

  test.each([
    ["path", { path: "" }],
    ["filename", { filename: undefined }],
    ["filename", { filename: "letter" }],
    ["assigned_date", { assigned_date: "soon" }],
  ])("a wrong %s is a 422 that points at it", async (name, change) => {
    const sandbox = still();
    const answer = await send(sandbox, "POST", `cases/${matter}/documents`, { ...DOCUMENT, ...change });
    expect([answer.status, await answer.json()]).toMatchObject([422, { errors: [{ source: { pointer: `/${name}` } }] }]);
  });

  test("the same path again makes another document, another version, or is refused", async () => {
    const ids = async (duplicate_path: "new_document" | "new_version") => {
      const sandbox = still({ switches: { duplicate_path } });
      return [(await make(sandbox)).id, (await make(sandbox)).id, sandbox.tables.document_versions.count()];
    };
    expect(await ids("new_document")).toEqual([1, 2, 2]);
    expect(await ids("new_version")).toEqual([1, 1, 2]);
    const sandbox = still({ switches: { duplicate_path: "refuse" } });
    await make(sandbox);
    expect((await send(sandbox, "POST", `cases/${matter}/documents`, DOCUMENT)).status).toBe(422);
  });

  test("it is moved with path and filename together, and deleted for good", async () => {
    const sandbox = still();
    const { id } = await make(sandbox);
    expect((await send(sandbox, "PUT", `documents/${id}`, { path: "Other" })).status).toBe(422);
    expect((await send(sandbox, "PUT", `documents/${id}`, { ...DOCUMENT, path: "Other/Letter" })).status).toBe(204);
    expect((await rows(sandbox, "documents")).map(pathOf)).toEqual(["Other/Letter"]);
    expect((await send(sandbox, "DELETE", `documents/${id}`)).status).toBe(204);
    expect([(await get(sandbox, `documents/${id}`)).status, await rows(sandbox, "document_versions")]).toEqual([404, []]);
  });

  test("folders come about with the path, one level at a time", async () => {
    const sandbox = still();
    const made = await make(sandbox);
    const root = (await (await get(sandbox, `cases/${matter}/folder`)).json()) as Json;
    const [letters] = await rows(sandbox, `folders/${root.id}/subfolders`);
    const [year] = await rows(sandbox, `folders/${letters?.id}/subfolders`);
    expect([letters?.["name"], year?.["name"], made["folder"]]).toEqual(["Letters", "2026", { id: year?.id }]);
    expect((await rows(sandbox, `folders/${year?.id}/documents`)).map((row) => row.id)).toEqual([made.id]);
    expect(await rows(sandbox, `folders/${year?.id}/documents?filter[updated_after]=2027-01-01`)).toEqual([]);
    const answer = await send(sandbox, "POST", `cases/${matter}/subfolders`, { path: "Letters/2026" });
    expect([answer.status, await answer.json()]).toEqual([200, year]);
  });

  test("a case's list is paged by 25 and may lag", async () => {
    const sandbox = still();
    for (let place = 0; place < 26; place++) await make(sandbox, { path: `Letter ${place}` });
    expect((await walk(sandbox, `cases/${matter}/documents`)).requests).toBe(2);
    sandbox.lag.set({ seed: 1, kinds: { "*": { rate: 1, from_ms: 1_000, to_ms: 1_000 } } });
    await make(sandbox, { path: "Late" });
    expect((await walk(sandbox, `cases/${matter}/documents`)).rows.map(pathOf)).not.toContain("Late");
    await sandbox.clock.advance(1_000);
    expect((await walk(sandbox, `cases/${matter}/documents`)).rows.map(pathOf)).toContain("Late");
  });

  test("the firm's own documents hang on no case", async () => {
    const sandbox = still();
    const answer = await send(sandbox, "POST", "documents", { ...DOCUMENT, staff: [{ id: myCaseId("staff", "ruth") }] });
    expect([answer.status, await answer.json()]).toMatchObject([201, { case: null }]);
  });
});
