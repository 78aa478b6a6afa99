import { describe, expect, test } from "vitest";
import { clioId } from "./imaginary_ids.ts";
import type { ClioSwitches } from "./switches.ts";
import { asked, createTestSandbox, ids, pages } from "./testing.ts";

const FIELDS = "id,etag,type,subject,detail,detail_text_type,date,created_at,matter,contact,author{id,name}";

function firm(switches: Partial<ClioSwitches> = {}) {
  const sandbox = createTestSandbox({ filling: { firm: "imaginary" }, switches });
  const [matter] = sandbox.tables.matters.scan();
  const [contact] = sandbox.tables.contacts.scan();
  if (!matter || !contact) throw new Error("The firm is empty");
  return { sandbox, matter, contact };
}
type Firm = ReturnType<typeof firm>;

const post = ({ sandbox }: Firm, data: object, options: { token?: string; fields?: string } = {}) =>
  asked(sandbox, `notes.json?fields=${options.fields ?? FIELDS}`, {
    method: "POST",
    json: { data },
    ...(options.token === undefined ? {} : { token: options.token }),
  });
const onContact = (one: Firm) => ({
  type: "Contact",
  contact: { id: one.contact.id },
  subject: "Card",
  detail: "Sent. Ref. AAAABBBBCCCCDDDD",
});

describe("writing a note", () => {
  test("it hangs on its contact or matter, and the token's user is its author", async () => {
    const one = firm();
    const anna = clioId("staff", "ruth");
    const { access_token: token } = one.sandbox.grant(anna);
    const { status, json } = await post(one, { ...onContact(one), date: "2026-09-30" }, { token });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      data: {
        type: "Contact",
        subject: "Card",
        date: "2026-09-30",
        detail_text_type: "plain_text",
        contact: { id: one.contact.id },
        matter: null,
        author: { id: anna },
      },
    });
    const onMatter = await post(one, { type: "Matter", matter: { id: one.matter.id }, detail: "x" });
    expect(onMatter.json).toMatchObject({ data: { matter: { id: one.matter.id }, contact: null, date: "2026-10-01" } });
  });

  test("without `fields` only id and etag are told", async () => {
    const one = firm();
    const { json } = await asked(one.sandbox, "notes", { method: "POST", json: { data: onContact(one) } });
    expect(Object.keys((json as { data: object }).data)).toEqual(["id", "etag"]);
  });

  test.each([
    ["no type", { type: undefined }],
    ["another type", { type: "User" }],
    ["the other's parent only", { contact: undefined, matter: { id: 1 } }],
    ["nothing to say", { detail: "" }],
    ["a time for a date", { date: "2026-10-01T10:00:00Z" }],
    ["an unknown kind of text", { detail_text_type: "html" }],
    ["a contact that is not there", { contact: { id: 99 } }],
    ["too long a subject", { subject: "x".repeat(256) }],
  ])("%s is refused with 422, and nothing is written", async (_, change) => {
    const one = firm();
    expect((await post(one, { ...onContact(one), ...change })).status).toBe(422);
    expect(one.sandbox.tables.notes.count()).toBe(0);
  });

  test("the casing of `type` is as the switch says", async () => {
    for (const [note_write_type_case, type, status] of [
      ["capital", "contact", 422],
      ["lower", "contact", 201],
      ["lower", "Contact", 422],
      ["any", "contact", 201],
    ] as const) {
      const one = firm({ note_write_type_case });
      expect((await post(one, { ...onContact(one), type })).status).toBe(status);
    }
  });

  test("who may not see the matter cannot write on it", async () => {
    const one = firm({ missing_parent_status: 404 });
    const group = one.sandbox.tables.groups.insert({ name: "Few", type: "UserGroup", archived: false, user_ids: [] });
    one.sandbox.tables.matters.update(one.matter.id, {
      group_id: group.id,
      responsible_attorney_id: null,
      originating_attorney_id: null,
      responsible_staff_id: null,
      user_id: null,
    });
    const stranger = [...one.sandbox.tables.users.scan()].find((user) => user.enabled && !user.account_owner && user.roles.length === 0);
    const { access_token: token } = one.sandbox.grant(stranger?.id);
    expect((await post(one, { type: "Matter", matter: { id: one.matter.id }, detail: "x" }, { token })).status).toBe(404);
  });

  test("it is changed but stays where it is, and is deleted for good; its parent is touched each time", async () => {
    const one = firm();
    const { json } = await post(one, onContact(one));
    const { id, etag } = (json as { data: { id: number; etag: string } }).data;
    await one.sandbox.clock.advance(5_000);
    const change = { detail: "Sent again", contact: { id: 1 } };
    const stale = await asked(one.sandbox, `notes/${id}.json`, {
      method: "PATCH",
      json: { data: change },
      headers: { "if-match": '"old"' },
    });
    expect(stale.status).toBe(412);
    const patched = await asked(one.sandbox, `notes/${id}.json?fields=detail,subject,contact`, {
      method: "PATCH",
      json: { data: change },
      headers: { "if-match": etag },
    });
    expect(patched.json).toEqual({
      data: { detail: "Sent again", subject: "Card", contact: { id: one.contact.id, etag: expect.any(String) as string } },
    });
    expect(one.sandbox.tables.contacts.get(one.contact.id)?.updated_at).toBe("2026-10-01T16:00:05.000Z");
    expect((await asked(one.sandbox, `notes/${id}`, { method: "DELETE" })).status).toBe(204);
    expect((await asked(one.sandbox, `notes/${id}`)).status).toBe(404);
  });

  test("whether the parent is touched is a switch, and its webhooks follow", async () => {
    const told: string[] = [];
    for (const note_bumps_parent of [true, false]) {
      const sandbox = createTestSandbox({
        filling: { firm: "imaginary" },
        switches: { note_bumps_parent, webhook_handshake: "none" },
        deliver: async (request) => {
          told.push(`${note_bumps_parent} ${await request.text()}`);
          return new Response(null);
        },
      });
      const [contact] = sandbox.tables.contacts.scan();
      const hook = { url: "https://receiver.example/hook", model: "contact", fields: "id,updated_at" };
      await asked(sandbox, "webhooks", { method: "POST", json: { data: hook } });
      await asked(sandbox, "notes", { method: "POST", json: { data: { type: "Contact", contact: { id: contact?.id }, detail: "x" } } });
      await sandbox.settle();
      expect(sandbox.tables.contacts.get(contact?.id ?? 0)?.updated_at === contact?.updated_at).toBe(!note_bumps_parent);
    }
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('true {"data":{"id":');
  });
});

describe("finding notes again", () => {
  test("by parent and time of making, in either casing of `type`", async () => {
    const one = firm();
    const first = await post(one, onContact(one), { fields: "id" });
    await one.sandbox.clock.advance(60_000);
    const second = await post(one, onContact(one), { fields: "id" });
    await post(one, { type: "Matter", matter: { id: one.matter.id }, detail: "x" });
    const [older, newer] = [first, second].map(({ json }) => (json as { data: { id: number } }).data.id);
    const path = `notes?type=contact&contact_id=${one.contact.id}&limit=1&order=id(asc)`;
    expect(ids(await pages(one.sandbox, path))).toEqual([older, newer]);
    expect(ids(await pages(one.sandbox, `${path.replace("type=contact", "type=Contact")}&created_since=2026-10-01T16:00:30Z`))).toEqual([
      newer,
    ]);
    expect(ids(await pages(one.sandbox, `notes?type=contact&contact_id=${one.contact.id + 1}`))).toEqual([]);
  });

  test("lists may show a note only later, though its id is good at once", async () => {
    const one = firm();
    one.sandbox.lag.set({ seed: 3, kinds: { notes: { rate: 1, from_ms: 10_000, to_ms: 20_000 } } });
    const { json } = await post(one, onContact(one), { fields: "id" });
    const { id } = (json as { data: { id: number } }).data;
    const path = `notes?type=contact&contact_id=${one.contact.id}`;
    expect(ids(await pages(one.sandbox, path))).toEqual([]);
    expect((await asked(one.sandbox, `notes/${id}`)).status).toBe(200);
    expect(one.sandbox.written.records({ kind: "notes" })[0]?.listed_at).not.toBeNull();
    await one.sandbox.clock.advance(20_000);
    expect(ids(await pages(one.sandbox, path))).toEqual([id]);
  });

  test("the sandbox tells how often each mark occurs, and who wrote where", async () => {
    const one = firm();
    for (let time = 0; time < 2; time++) await post(one, onContact(one));
    await post(one, { ...onContact(one), detail: "Ref. EEEEFFFFGGGGHHHH" });
    const { written } = one.sandbox;
    expect(written.count("AAAABBBBCCCCDDDD")).toBe(2);
    expect([...written.markers(2)]).toEqual([{ marker: "AAAABBBBCCCCDDDD", count: 2, records: ["notes:1", "notes:2"] }]);
    expect(written.records({ parent: `contact:${one.contact.id}`, marker: "EEEEFFFFGGGGHHHH" })).toMatchObject([
      { kind: "notes", id: 3, author: expect.stringMatching(/./) as string, markers: ["EEEEFFFFGGGGHHHH"], listed_at: null },
    ]);
    one.sandbox.tables.notes.remove(2);
    expect(written.count("AAAABBBBCCCCDDDD")).toBe(1);
  });
});
