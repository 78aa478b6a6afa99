import { describe, expect, test } from "vitest";
import { myCaseId } from "./fill_imaginary.ts";
import type { Json } from "./testing.ts";
import { get, rows, send, still, walk } from "./testing.ts";

const NOTE = { subject: "Card", note: "Sent.\nRef. AAAABBBBCCCCDDDD", date: "2026-10-05T14:00:00Z" };
const client = myCaseId("people", "adaeze");
const matter = [...still().tables.cases.scan()][0]?.id as number;

describe("writing a note", () => {
  test("made with 200 on a case, a client or a company, by the token's user", async () => {
    const sandbox = still();
    const ruth = myCaseId("staff", "ruth");
    const { access_token } = sandbox.grant(ruth);
    const answer = await send(sandbox, "POST", `clients/${client}/notes`, NOTE, access_token);
    expect(answer.status).toBe(200);
    const note = (await answer.json()) as Json;
    expect(note).toMatchObject({
      subject: "Card",
      note: NOTE.note,
      client: { id: client },
      case: null,
      company: null,
      created_by: { id: ruth },
      updated_by: { id: ruth },
    });
    expect(await (await get(sandbox, `notes/${note.id}`)).json()).toEqual(note);
    const company = [...sandbox.tables.companies.scan()][0]?.id;
    for (const path of [`cases/${matter}/notes`, `companies/${company}/notes`])
      expect((await send(sandbox, "POST", path, NOTE)).status).toBe(200);
    expect((await get(sandbox, `companies/${company}/notes`)).status).toBe(404);
  });

  test.each([
    ["subject", { subject: undefined }],
    ["note", { note: "" }],
    ["date", { date: undefined }],
    ["date", { date: "2026-10-05" }],
    ["subject", { subject: "x".repeat(256) }],
  ])("a wrong %s is a 422 that points at it", async (name, change) => {
    const sandbox = still();
    const answer = await send(sandbox, "POST", `clients/${client}/notes`, { ...NOTE, ...change });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ errors: [{ source: { pointer: `/${name}` } }] });
    expect(sandbox.tables.notes.count()).toBe(0);
  });

  test("it is changed with all three fields and 204, and deleted", async () => {
    const sandbox = still();
    const { id } = (await (await send(sandbox, "POST", `clients/${client}/notes`, NOTE)).json()) as Json;
    expect((await send(sandbox, "PUT", `notes/${id}`, { note: "Other" })).status).toBe(422);
    const ruth = sandbox.grant(myCaseId("staff", "ruth")).access_token;
    const changed = await send(sandbox, "PUT", `notes/${id}`, { ...NOTE, note: "Other" }, ruth);
    expect([changed.status, await changed.text()]).toEqual([204, ""]);
    expect(await (await get(sandbox, `notes/${id}`)).json()).toMatchObject({
      note: "Other",
      updated_by: { id: myCaseId("staff", "ruth") },
    });
    expect((await send(sandbox, "DELETE", `notes/${id}`)).status).toBe(204);
    expect((await get(sandbox, `notes/${id}`)).status).toBe(404);
  });

  test("nobody writes on what they do not see, nor with a hidden feature", async () => {
    const sandbox = still();
    const tobias = sandbox.grant(myCaseId("staff", "tobias")).access_token;
    expect((await send(sandbox, "POST", `clients/${client}/notes`, NOTE, tobias)).status).toBe(404);
    sandbox.hide(myCaseId("staff", "ruth"), "notes");
    const ruth = sandbox.grant(myCaseId("staff", "ruth")).access_token;
    expect((await send(sandbox, "POST", `clients/${client}/notes`, NOTE, ruth)).status).toBe(403);
  });

  test("whether its client is touched is a switch, and the client's webhook follows", async () => {
    const told: string[] = [];
    for (const note_bumps_parent of [true, false]) {
      const sandbox = still({
        switches: { note_bumps_parent },
        deliver: async (request) => {
          told.push(await request.text());
          return new Response(null);
        },
      });
      await send(sandbox, "POST", "webhooks/subscriptions", { model: "client", url: "https://receiver.example/", actions: ["updated"] });
      const before = sandbox.tables.clients.get(client)?.updated_at;
      await send(sandbox, "POST", `clients/${client}/notes`, NOTE);
      await sandbox.settle();
      expect(sandbox.tables.clients.get(client)?.updated_at === before).toBe(!note_bumps_parent);
    }
    expect(told).toHaveLength(1);
  });
});

describe("finding notes again", () => {
  test("a parent's list is paged, and holds nothing of others", async () => {
    const sandbox = still();
    for (let time = 0; time < 30; time++) await send(sandbox, "POST", `clients/${client}/notes`, NOTE);
    await send(sandbox, "POST", `cases/${matter}/notes`, NOTE);
    const all = await walk(sandbox, `clients/${client}/notes`);
    expect([all.rows.length, all.requests]).toEqual([30, 2]);
    expect(await rows(sandbox, `cases/${matter}/notes`)).toHaveLength(1);
    expect(sandbox.written.count("AAAABBBBCCCCDDDD")).toBe(31);
  });

  test("lists may show a note only later", async () => {
    const sandbox = still();
    sandbox.lag.set({ seed: 1, kinds: { notes: { rate: 1, from_ms: 60_000, to_ms: 60_000 } } });
    await send(sandbox, "POST", `clients/${client}/notes`, NOTE);
    expect(await rows(sandbox, `clients/${client}/notes`)).toHaveLength(0);
    await sandbox.clock.advance(60_000);
    expect(await rows(sandbox, `clients/${client}/notes`)).toHaveLength(1);
  });
});
