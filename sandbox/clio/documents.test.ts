import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { ClioSandbox } from "./sandbox.ts";
import type { ClioSwitches } from "./switches.ts";
import { asked, createTestSandbox, ids, pages } from "./testing.ts";

const FIELDS = "id,name,parent,creator,latest_document_version{uuid,put_url,put_headers,fully_uploaded,version_number}";

interface Shown {
  id: number;
  parent: { id: number };
  creator: { id: number };
  latest_document_version: {
    uuid: string;
    put_url: string;
    put_headers: { name: string; value: string }[];
    fully_uploaded: boolean;
    version_number: number;
  };
}

function firm(switches: Partial<ClioSwitches> = {}) {
  const sandbox = createTestSandbox({ filling: { firm: "imaginary" }, switches });
  const [matter] = sandbox.tables.matters.scan();
  if (!matter) throw new Error("The firm is empty");
  const data = {
    name: "Will.pdf",
    parent: { id: matter.id, type: "Matter" },
    external_properties: [{ name: "mark", value: "AAAABBBBCCCCDDDD" }],
  };
  return { sandbox, matter, data };
}

async function make(sandbox: ClioSandbox, data: object): Promise<Shown> {
  const { status, json } = await asked(sandbox, `documents.json?fields=${FIELDS}`, { method: "POST", json: { data } });
  expect(status).toBe(201);
  return (json as { data: Shown }).data;
}

function upload(sandbox: ClioSandbox, { latest_document_version: version }: Shown, body = "The will") {
  const headers = new Headers(version.put_headers.map(({ name, value }): [string, string] => [name, value]));
  headers.set("content-length", String(body.length));
  return sandbox.fetch(new Request(version.put_url, { method: "PUT", headers, body }));
}

const complete = (sandbox: ClioSandbox, { id, latest_document_version: { uuid } }: Shown) =>
  asked(sandbox, `documents/${id}.json?fields=id,latest_document_version{fully_uploaded,put_url}`, {
    method: "PATCH",
    json: { data: { uuid, fully_uploaded: true } },
  });

const list = (sandbox: ClioSandbox, path: string) => pages(sandbox, `documents?${path}`).then(ids);

describe("a document in three steps", () => {
  test("made, uploaded to another origin, marked: then it is there, with size and hash", async () => {
    const { sandbox, matter, data } = firm();
    const shown = await make(sandbox, data);
    const version = shown.latest_document_version;
    expect(new URL(version.put_url).origin).toBe("https://clio-storage.sandbox");
    expect(version.put_headers).toEqual([
      { name: "x-amz-server-side-encryption", value: "AES256" },
      { name: "Content-Type", value: "application/pdf" },
    ]);
    expect(sandbox.tables.folders.get(shown.parent.id)).toMatchObject({ root: true, matter_id: matter.id });
    expect(await list(sandbox, `matter_id=${matter.id}`)).toEqual([]);
    expect(await list(sandbox, `matter_id=${matter.id}&show_uncompleted=true`)).toEqual([shown.id]);
    expect((await upload(sandbox, shown)).status).toBe(200);
    expect((await complete(sandbox, shown)).json).toEqual({
      data: { id: shown.id, latest_document_version: { fully_uploaded: true, put_url: null } },
    });
    expect(await list(sandbox, `parent_id=${shown.parent.id}`)).toEqual([shown.id]);
    const [record] = sandbox.written.records({ kind: "documents" });
    const sha256 = createHash("sha256").update("The will").digest("hex");
    expect(record).toMatchObject({ author_id: shown.creator.id, file: { name: "Will.pdf", size: 8, sha256, complete: true, versions: 1 } });
  });

  test("marked before the bytes are there: UploadNotFoundError; while they cannot be verified: UploadTimeoutError; twice: refused", async () => {
    const { sandbox, data } = firm();
    const shown = await make(sandbox, data);
    const early = await complete(sandbox, shown);
    expect([early.status, early.json]).toMatchObject([422, { error: { type: "UploadNotFoundError" } }]);
    await upload(sandbox, shown);
    sandbox.faults.script("upload_timeout", /documents/);
    expect((await complete(sandbox, shown)).json).toMatchObject({ error: { type: "UploadTimeoutError" } });
    expect((await complete(sandbox, shown)).status).toBe(200);
    expect((await complete(sandbox, shown)).status).toBe(422);
    const other = { ...shown, latest_document_version: { ...shown.latest_document_version, uuid: "none" } };
    expect((await complete(sandbox, other)).status).toBe(422);
  });

  test("after ten minutes the address is dead; a new version of the same document gives another", async () => {
    const { sandbox, data } = firm();
    const shown = await make(sandbox, data);
    await sandbox.clock.advance(600_000);
    expect((await upload(sandbox, shown)).status).toBe(403);
    const again = await make(sandbox, { name: "Will.pdf", parent: { id: shown.id, type: "Document" } });
    expect([again.id, again.latest_document_version.version_number]).toEqual([shown.id, 2]);
    expect((await upload(sandbox, again)).status).toBe(200);
    expect((await complete(sandbox, again)).status).toBe(200);
    const all = await asked(sandbox, `documents/${shown.id}/versions.json?fields=version_number,fully_uploaded`);
    expect(all.json).toMatchObject({
      data: [
        { version_number: 1, fully_uploaded: false },
        { version_number: 2, fully_uploaded: true },
      ],
    });
    expect(sandbox.written.count("AAAABBBBCCCCDDDD")).toBe(1);
  });

  test("the address is told only in the answer to the write, unless the switch says otherwise", async () => {
    const { sandbox, data } = firm();
    const { id } = await make(sandbox, data);
    const address = async () => {
      const { json } = await asked(sandbox, `documents/${id}?fields=latest_document_version{put_url}`);
      return (json as { data: { latest_document_version: { put_url: string | null } } }).data.latest_document_version.put_url;
    };
    expect(await address()).toBeNull();
    sandbox.switches.put_url_readable = true;
    expect(await address()).toContain("clio-storage.sandbox");
  });

  test("found by its property also before its bytes are there; in the trash neither it nor its mark counts, until it is restored", async () => {
    const { sandbox, data } = firm();
    const shown = await make(sandbox, data);
    const path = "external_property_name=mark&external_property_value=AAAABBBBCCCCDDDD&show_uncompleted=true";
    expect(await list(sandbox, path)).toEqual([shown.id]);
    expect((await asked(sandbox, `documents/${shown.id}`, { method: "DELETE" })).status).toBe(204);
    expect([await list(sandbox, path), sandbox.written.count("AAAABBBBCCCCDDDD")]).toEqual([[], 0]);
    expect(await list(sandbox, `${path}&include_deleted=true`)).toEqual([shown.id]);
    await asked(sandbox, `documents/${shown.id}`, { method: "PATCH", json: { data: { restore: true } } });
    expect(await list(sandbox, path)).toEqual([shown.id]);
    await asked(sandbox, `documents/${shown.id}`, { method: "DELETE" });
    await sandbox.clock.advance(30 * 86_400_000);
    expect((await asked(sandbox, `documents/${shown.id}`, { token: sandbox.grant().access_token })).status).toBe(404);
  });

  test.each([
    ["no name", { name: "" }],
    ["no parent", { parent: undefined }],
    ["a parent that is not there", { parent: { id: 1, type: "Matter" } }],
    ["a parent of another type", { parent: { id: 1, type: "Task" } }],
    ["an extension that tells nothing, without a type", { name: "Will.q7" }],
    ["parts", { multiparts: [{ part_number: 1, content_length: "5" }] }],
  ])("%s is refused with 422, and nothing is made", async (_, change) => {
    const { sandbox, data } = firm();
    expect((await asked(sandbox, "documents", { method: "POST", json: { data: { ...data, ...change } } })).status).toBe(422);
    expect(sandbox.tables.documents.count()).toBe(0);
  });

  test("a second document of the same name is taken as it is, or renamed", async () => {
    const { sandbox, data } = firm();
    const names = async () => {
      const { id } = await make(sandbox, data);
      return sandbox.tables.documents.get(id)?.name;
    };
    expect([await names(), await names()]).toEqual(["Will.pdf", "Will.pdf"]);
    sandbox.switches.duplicate_document_name = "renamed";
    expect([await names(), await names()]).toEqual(["Will (1).pdf", "Will (2).pdf"]);
  });

  test("a contact's folder is made at the first document", async () => {
    const { sandbox, data } = firm();
    const [contact] = sandbox.tables.contacts.scan();
    const first = await make(sandbox, { ...data, parent: { id: contact?.id, type: "Contact" } });
    const second = await make(sandbox, { ...data, parent: { id: first.parent.id, type: "Folder" } });
    expect(second.parent.id).toBe(first.parent.id);
    expect(await list(sandbox, `contact_id=${contact?.id}&show_uncompleted=true`)).toEqual([first.id, second.id]);
  });
});
