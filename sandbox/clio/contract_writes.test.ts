/** The sandbox's answers to writes, and the writes that it takes, against Clio's own OpenAPI document where it lies beside the repository. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, test } from "vitest";
import { loadOpenApi, unexplained } from "../kit/openapi_check.ts";
import type { Exception } from "../kit/openapi_check.ts";
import type { ClioSandbox } from "./sandbox.ts";
import { asked, createTestSandbox } from "./testing.ts";

const FILE = fileURLToPath(new URL("../../../shared/vendors/clio-openapi.json", import.meta.url));

const EXCEPTIONS: Exception[] = [
  { line: /^query id is required$/, path: /versions/, reason: "The document lists the path's id as a query parameter too" },
  { line: /^null /, reason: "The document marks nothing as nullable; blank fields are null in practice" },
  { line: /^unknown meta$/, reason: "Lists carry meta.paging by the paging guide, which the document leaves out" },
  {
    line: /^data: must have required property '(contact|matter)'$/,
    path: /notes/,
    reason: "Both are marked as required, the text says only the one that fits (clio.md 9.1)",
  },
  {
    line: /custom_field_values\.\*\.id: must be integer$/,
    reason: "Composite ids are texts; the document's own examples say so (clio.md 9.5)",
  },
  {
    line: /custom_field_values\.\*\.value: must be string$/,
    reason: "Native JSON types of values are reported by others (clio.md 8.6); a switch",
  },
];

const CHILD = "id,etag,created_at,updated_at";
const FIELDS = {
  notes: `${CHILD},type,subject,detail,detail_text_type,date,time_entries_count,matter{id},contact{id},author{id,name}`,
  communications: `${CHILD},type,subject,body,date,received_at,user{id},matter{id},senders{id,type,name},receivers{id,type},external_properties{${CHILD},name,value}`,
  documents: `${CHILD},type,locked,name,received_at,filename,size,content_type,parent{id,name},matter{id},contact{id},creator{id},external_properties{id,name,value},latest_document_version{${CHILD},document_id,uuid,put_url,put_headers,fully_uploaded,size,version_number,filename,content_type,received_at,multiparts,creator}`,
  contacts: "id,etag,custom_field_values{id,field_name,value,custom_field}",
};

describe.skipIf(!existsSync(FILE))("writes against Clio's OpenAPI document (skipped where the document is not at hand)", () => {
  const openapi = existsSync(FILE) ? loadOpenApi([FILE]) : null;
  let sandbox: ClioSandbox;
  let wrong: string[];
  beforeEach(() => {
    wrong = [];
    sandbox = createTestSandbox({ filling: { firm: "imaginary" } });
  });

  /** The answer's data; whatever is not as described is put into `wrong`. */
  async function described(method: string, path: string, status: number, data?: object): Promise<Record<string, unknown>> {
    const table = path.split(/[/.?]/)[0] as keyof typeof FIELDS;
    const fields = method === "DELETE" ? "" : `?fields=${encodeURIComponent(FIELDS[table])}`;
    const json = data === undefined ? undefined : { data };
    const answer = await asked(sandbox, path + fields, { method, ...(json ? { json } : {}) });
    expect(answer.status, JSON.stringify(answer.json)).toBe(status);
    const lines = [
      ...(openapi?.checkRequest(answer.request, json) ?? []),
      ...(openapi?.checkResponse(answer.request, status, answer.json) ?? []),
    ];
    wrong.push(...unexplained(answer.request, lines, EXCEPTIONS).map((line) => `${method} ${path}: ${line}`));
    return (answer.json as { data?: Record<string, unknown> } | undefined)?.data ?? {};
  }
  const first = (table: "matters" | "contacts" | "users"): number => [...sandbox.tables[table].scan()][0]?.id as number;

  test("notes", async () => {
    for (const parent of [
      { type: "Matter", matter: { id: first("matters") } },
      { type: "Contact", contact: { id: first("contacts") } },
    ]) {
      const { id } = await described("POST", "notes.json", 201, {
        ...parent,
        subject: "s",
        detail: "d",
        date: "2026-10-01",
        detail_text_type: "plain_text",
      });
      await described("PATCH", `notes/${String(id)}.json`, 200, { detail: "Other" });
      await described("GET", `notes/${String(id)}.json`, 200);
      await described("DELETE", `notes/${String(id)}.json`, 204);
    }
    expect(wrong).toEqual([]);
  });

  test("communications", async () => {
    const made = await described("POST", "communications.json", 201, {
      type: "PhoneCommunication",
      subject: "s",
      body: "b",
      received_at: "2026-10-01T05:30:00Z",
      matter: { id: first("matters") },
      senders: [{ id: first("users"), type: "User" }],
      receivers: [{ id: first("contacts"), type: "Contact" }],
      external_properties: [{ name: "mark", value: "m" }],
      notification_event_subscribers: [{ user_id: String(first("users")) }],
    });
    const [property] = made["external_properties"] as { id: number }[];
    await described("PATCH", `communications/${String(made["id"])}.json`, 200, {
      body: "Other",
      receivers: [{ id: first("contacts"), type: "Contact", _deleted: true }],
      external_properties: [{ id: property?.id, _destroy: true }],
    });
    await described("GET", `communications/${String(made["id"])}.json`, 200);
    await described("DELETE", `communications/${String(made["id"])}.json`, 204);
    expect(wrong).toEqual([]);
  });

  test("documents and their versions", async () => {
    const made = await described("POST", "documents.json", 201, {
      name: "Will.pdf",
      parent: { id: first("matters"), type: "Matter" },
      external_properties: [{ name: "mark", value: "m" }],
      received_at: "2026-10-01T05:30:00Z",
    });
    const path = `documents/${String(made["id"])}.json`;
    const again = await described("POST", "documents.json", 201, { name: "Will.pdf", parent: { id: made["id"], type: "Document" } });
    const version = again["latest_document_version"] as { uuid: string; put_url: string; put_headers: { name: string; value: string }[] };
    const headers = new Headers(version.put_headers.map(({ name, value }): [string, string] => [name, value]));
    headers.set("content-length", "4");
    await sandbox.fetch(new Request(version.put_url, { method: "PUT", headers, body: "Will" }));
    await described("PATCH", path, 200, { uuid: version.uuid, fully_uploaded: true });
    await described("GET", path, 200);
    const versions = await asked(
      sandbox,
      `${path.replace(".json", "")}/versions.json?fully_uploaded=true&fields=id,uuid,version_number,put_headers{name,value}`,
    );
    const lines = [
      ...(openapi?.checkRequest(versions.request) ?? []),
      ...(openapi?.checkResponse(versions.request, 200, versions.json) ?? []),
    ];
    expect(unexplained(versions.request, lines, EXCEPTIONS)).toEqual([]);
    await described("DELETE", path, 204);
    expect(wrong).toEqual([]);
  });

  test("custom values", async () => {
    const field = [...sandbox.tables.custom_fields.scan()].find((one) => one.parent_type === "Contact" && one.field_type === "text_line");
    sandbox.tables.contacts.update(first("contacts"), { custom_field_values: [] });
    const path = `contacts/${first("contacts")}.json`;
    const made = await described("PATCH", path, 200, { custom_field_values: [{ custom_field: { id: field?.id }, value: "a" }] });
    const [value] = made["custom_field_values"] as { id: string }[];
    await described("PATCH", path, 200, { custom_field_values: [{ id: value?.id, value: "b" }] });
    await described("PATCH", path, 200, { custom_field_values: [{ id: value?.id, _destroy: true }] });
    expect(wrong).toEqual([]);
  });

  test("refusals", async () => {
    for (const [path, data] of [
      ["notes.json", { type: "Matter" }],
      ["communications.json", { type: "PhoneCommunication", subject: "s" }],
      ["documents.json", { name: "x" }],
    ] as const) {
      const { request, status, json } = await asked(sandbox, path, { method: "POST", json: { data } });
      expect([status, openapi?.checkResponse(request, status, json)]).toEqual([422, []]);
    }
  });
});
