/** The sandbox's answers to writes, and the writes that it takes, against MyCase's own files where they lie beside the repository. */
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { loadOpenApi, unexplained } from "../kit/openapi_check.ts";
import type { Exception } from "../kit/openapi_check.ts";
import { myCaseId } from "./fill_imaginary.ts";
import { still } from "./testing.ts";

const folder = resolve(import.meta.dirname, "../../../shared/vendors/mycase-openapi");

const EXCEPTIONS: Exception[] = [
  {
    line: /^: must have required property '(caller_name|client|lead)'$/,
    path: /calls/,
    reason: "Exactly one of the three may be sent (fact sheet 6.2)",
  },
];

describe.skipIf(!existsSync(folder))(
  "writes keep to the vendor's files (skipped where ../shared/vendors/mycase-openapi is not at hand)",
  () => {
    test("every way of writing", async () => {
      const openapi = loadOpenApi(readdirSync(folder).map((name) => join(folder, name)));
      const sandbox = still({ switches: { blank_fields: "absent", call_delay_seconds: 0 } });
      const { access_token } = sandbox.grant();
      const staff = { id: myCaseId("staff", "ruth") };
      const client = [...sandbox.tables.clients.scan()][0];
      const matter = [...sandbox.tables.cases.scan()].find((row) => row.clients.length > 0);
      const company = [...sandbox.tables.companies.scan()][0];
      const field = [...sandbox.tables.custom_fields.scan()].find((one) => one.parent_type === "client" && one.field_type === "short_text");
      const wrong: string[] = [];
      const ask = async (method: string, path: string, status: number, body?: object): Promise<Record<string, unknown>> => {
        const headers = { authorization: `Bearer ${access_token}`, "content-type": "application/json" };
        const request = new Request(`http://mycase.sandbox/v1/${path}`, {
          method,
          headers,
          ...(body ? { body: JSON.stringify(body) } : {}),
        });
        const answer = await sandbox.fetch(request.clone());
        const text = await answer.text();
        expect(answer.status, `${method} ${path} ${text}`).toBe(status);
        const json = text === "" ? undefined : (JSON.parse(text) as Record<string, unknown>);
        const lines = [...openapi.checkRequest(request, body), ...openapi.checkResponse(request, status, json)];
        wrong.push(...unexplained(request, lines, EXCEPTIONS).map((line) => `${method} ${path}: ${line}`));
        return json ?? {};
      };

      const note = { subject: "s", note: "n", date: "2026-10-05T14:00:00Z" };
      for (const parent of [`clients/${client?.id}`, `cases/${matter?.id}`, `companies/${company?.id}`]) {
        const { id } = await ask("POST", `${parent}/notes`, 200, note);
        await ask("PUT", `notes/${String(id)}`, 204, note);
        await ask("GET", `notes/${String(id)}`, 200);
        await ask("DELETE", `notes/${String(id)}`, 204);
      }
      const call = {
        called_at: note.date,
        caller_phone_number: "1",
        call_for: staff,
        message: "m",
        client: { id: client?.id },
        call_type: "incoming",
        resolved: true,
      };
      await ask("POST", "calls", 202, call);
      await ask("GET", "calls", 200);
      await ask("PUT", "calls/1", 204, call);
      await ask("DELETE", "calls/1", 204);
      const thread = {
        subject: "s",
        first_message_body: "b",
        sender: staff,
        client_recipients: matter?.clients,
        staff_recipients: [staff],
      };
      const { id: thread_id } = await ask("POST", `cases/${matter?.id}/message_threads`, 201, thread);
      await ask("POST", "message_threads", 201, thread);
      await ask("GET", `clients/${matter?.clients[0]?.id}/message_threads`, 200);
      await ask("POST", `message_threads/${String(thread_id)}/messages`, 201, { sender: staff, body: "b" });
      const document = { path: "a/b/name", filename: "name.pdf", description: "d", assigned_date: "2026-10-05" };
      const { id } = await ask("POST", `cases/${matter?.id}/documents`, 201, document);
      await ask("POST", "documents", 201, { ...document, staff: [staff] });
      await ask("POST", `documents/${String(id)}/versions`, 201);
      await ask("GET", `documents/${String(id)}/versions`, 200);
      await ask("PUT", `documents/${String(id)}`, 204, document);
      await ask("DELETE", `documents/${String(id)}/versions/1`, 204);
      const root = await ask("GET", `cases/${matter?.id}/folder`, 200);
      await ask("POST", `cases/${matter?.id}/subfolders`, 200, { path: "a/c" });
      await ask("GET", `folders/${String(root["id"])}/subfolders?filter[updated_after]=2026-01-01`, 200);
      await ask("GET", `folders/${String(root["id"])}/documents`, 200);
      await ask("DELETE", `documents/${String(id)}`, 204);
      await ask("PUT", `clients/${client?.id}`, 204, {
        first_name: "A",
        last_name: "B",
        custom_field_values: [{ custom_field: { id: field?.id }, value: "v" }],
      });
      await ask("PUT", `cases/${matter?.id}`, 204, { name: matter?.name, description: "d" });
      expect(wrong).toEqual([]);
    });
  },
);
