import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { createClock } from "../kit/clock.ts";
import { loadOpenApi, unexplained } from "../kit/openapi_check.ts";
import type { Exception } from "../kit/openapi_check.ts";
import { createMyCaseSandbox } from "./sandbox.ts";
import type { MyCaseSandbox } from "./types.ts";

const folder = resolve(import.meta.dirname, "../../../shared/vendors/mycase-openapi");
const missing = !existsSync(folder);

/** Where the vendor's files and what real accounts answer differ, or the files are silent. */
const BLANKS: Exception[] = [
  { line: /^null /, reason: "Hardly any field is marked nullable, yet blank values are seen as null (fact sheet 4 and 4.10)" },
];

const LISTS = [
  "clients",
  "companies",
  "cases",
  "staff",
  "people_groups",
  "case_stages",
  "practice_areas",
  "case_roles",
  "referral_sources",
  "locations",
  "custom_fields",
  "leads",
  "calls",
  "documents",
  "document_versions",
];

function paths(sandbox: MyCaseSandbox): string[] {
  const { clients, companies, cases, staff, custom_fields, leads, notes, documents } = sandbox.tables;
  const all = (name: string, table: { scan(): Iterable<{ id: number }> }) => [...table.scan()].map((row) => `${name}/${row.id}`);
  const client = all("clients", clients)[0] as string;
  const matter = all("cases", cases)[0] as string;
  const list = [...custom_fields.scan()].find((field) => field.field_type === "list")?.id;
  return [
    "me",
    "firm",
    "webhooks/subscriptions",
    ...LISTS.map((name) => `${name}?page_size=1000`),
    "cases?field[client]=id,first_name,last_name,email,contact_group,birthdate&field[custom_field]=id,field_type&filter[status]=open&filter[updated_after]=2020-01-01",
    "clients?filter[email]=adaeze.okafor@fastpost.example",
    ...all("clients", clients),
    ...all("companies", companies),
    ...all("cases", cases),
    ...all("staff", staff),
    ...all("custom_fields", custom_fields),
    ...all("leads", leads),
    ...all("notes", notes),
    ...all("documents", documents),
    `custom_fields/${list}/list_options`,
    `${client}/cases`,
    `${client}/notes`,
    `${client}/message_threads`,
    `${matter}/notes`,
    `${matter}/documents`,
    `${all("documents", documents)[0]}/versions`,
  ];
}

/** What people wrote at the firm: not read by Privity, yet its place is there. */
function write(sandbox: MyCaseSandbox): void {
  const { tables } = sandbox;
  const [client] = tables.clients.scan();
  const [matter] = tables.cases.scan();
  const [staff] = tables.staff.scan();
  if (!client || !matter || !staff) throw new Error("The firm is empty");
  const by = { id: staff.id };
  tables.notes.insert({
    subject: "Call back",
    note: "After the hearing",
    archived: false,
    date: "2026-09-01T10:00:00Z",
    client: { id: client.id },
    company: null,
    case: { id: matter.id },
    created_by: by,
    updated_by: by,
  });
  tables.calls.insert({
    called_at: "2026-09-01T10:00:00Z",
    caller_phone_number: "(619) 555-0142",
    call_for: by,
    case: null,
    lead: null,
    client: { id: client.id },
    caller_name: null,
    message: "Wants news",
    call_type: "incoming",
    resolved: true,
  });
  tables.message_threads.insert({
    subject: "Your hearing",
    first_message_body: "It is on Monday.",
    sender: by,
    case: { id: matter.id },
    clients: [{ id: client.id }],
    staff: [by],
  });
  const document = tables.documents.insert({
    name: "Letter",
    filename: "letter.pdf",
    path: "Letters/Letter",
    description: null,
    assigned_date: null,
    case: { id: matter.id },
    folder: { id: 1 },
  });
  tables.document_versions.insert({ version: 1, document: { id: document.id } });
  tables.subscriptions.insert({ model: "client", url: "https://app.example/hook", actions: ["updated"], hmac_key: "k", user_id: staff.id });
}

describe.skipIf(missing)(
  "MyCase's answers keep to the vendor's files (skipped where ../shared/vendors/mycase-openapi is not at hand)",
  () => {
    const openapi = missing ? undefined : loadOpenApi(readdirSync(folder).map((name) => join(folder, name)));

    async function lines(sandbox: MyCaseSandbox, exceptions: Exception[]): Promise<Record<string, string[]>> {
      const { access_token } = sandbox.grant();
      const wrong: Record<string, string[]> = {};
      for (const path of paths(sandbox)) {
        const request = new Request(`http://mycase.sandbox/v1/${path}`, { headers: { authorization: `Bearer ${access_token}` } });
        const answer = await sandbox.fetch(request);
        expect(answer.status, path).toBe(200);
        const found = unexplained(
          request,
          [...(openapi?.checkRequest(request) ?? []), ...(openapi?.checkResponse(request, 200, await answer.json()) ?? [])],
          exceptions,
        );
        if (found.length > 0) wrong[path] = found;
      }
      return wrong;
    }
    const clock = createClock({ mode: "manual", start: "2026-10-05T15:00:00Z" });
    const imaginary = (switches = {}) =>
      createMyCaseSandbox({ filling: { firm: "imaginary" }, clock, switches: { rate_limit: null, ...switches } });

    test("every read endpoint of the imaginary firm, blank fields left out: no exception but the documented", async () => {
      const sandbox = imaginary({ blank_fields: "absent" });
      write(sandbox);
      expect(await lines(sandbox, [])).toEqual({});
    });

    test("blank fields as null, as real accounts have them: nothing else differs", async () => {
      const sandbox = imaginary();
      write(sandbox);
      expect(await lines(sandbox, BLANKS)).toEqual({});
    });

    test("every read endpoint of a generated firm", async () => {
      const sandbox = createMyCaseSandbox({
        filling: { firm: "generated", seed: 3, contacts: 40, matters: 30, relationships: 25 },
        clock,
        switches: { rate_limit: null, blank_fields: "absent" },
      });
      write(sandbox);
      expect(await lines(sandbox, [])).toEqual({});
    });
  },
);
