import { expect, test } from "vitest";
import { asked, createTestSandbox } from "./testing.ts";
import { clioId } from "./imaginary_ids.ts";

const imaginary = () => createTestSandbox({ filling: { firm: "imaginary" } });
const ADAEZE = clioId("people", "adaeze");
const CASE = clioId("matters", "okafor_injury");

test("deleting a matter takes its relationships and notes, and leaves communications without it", () => {
  const { tables } = imaginary();
  const note = tables.notes.insert({
    type: "Matter",
    subject: "",
    detail: "",
    detail_text_type: "plain_text",
    date: "2026-09-01",
    matter_id: CASE,
    contact_id: null,
    author_id: null,
  });
  const call = tables.communications.insert({
    type: "PhoneCommunication",
    subject: "",
    body: "",
    date: "2026-09-01",
    received_at: "2026-09-01T10:00:00.000Z",
    matter_id: CASE,
    user_id: null,
    senders: [],
    receivers: [],
    external_properties: [],
  });
  tables.matters.remove(CASE);
  expect([...tables.relationships.scan()].some((row) => row.matter_id === CASE)).toBe(false);
  expect([tables.notes.get(note.id), tables.communications.get(call.id)?.matter_id]).toEqual([undefined, null]);
});

test("who is a client follows the matters", () => {
  const { tables } = imaginary();
  const chidi = clioId("people", "chidi");
  expect(tables.contacts.get(chidi)?.is_client).toBe(false);
  tables.matters.update(CASE, { client_id: chidi });
  expect([tables.contacts.get(chidi)?.is_client, tables.contacts.get(ADAEZE)?.is_client]).toEqual([true, true]);
  for (const row of tables.matters.scan()) if (row.client_id === ADAEZE) tables.matters.remove(row.id);
  expect(tables.contacts.get(ADAEZE)?.is_client).toBe(false);
});

test("whether a changed child touches the contact, and its etag, are switches", async () => {
  const sandbox = imaginary();
  const seen = async () => {
    const { headers } = await asked(sandbox, `contacts/${ADAEZE}`);
    return { etag: headers.get("etag"), time: headers.get("last-modified") };
  };
  const rename = (address: string) => {
    const [first, ...others] = sandbox.tables.contacts.get(ADAEZE)?.email_addresses ?? [];
    if (first) sandbox.tables.contacts.update(ADAEZE, { email_addresses: [{ ...first, address }, ...others] });
  };
  const before = await seen();
  Object.assign(sandbox.switches, { child_change_bumps_parent: false, child_change_changes_etag: false });
  rename("one@example.com");
  expect(await seen()).toEqual(before);
  sandbox.switches.child_change_changes_etag = true;
  rename("two@example.com");
  const touched = await seen();
  expect([touched.etag === before.etag, touched.time]).toEqual([false, before.time]);
  sandbox.switches.child_change_bumps_parent = true;
  rename("three@example.com");
  expect((await seen()).time).toBe("Thu, 01 Oct 2026 16:00:00 GMT");
});

test("whether a relationship touches its matter and its contact are switches", () => {
  const { tables, switches } = imaginary();
  const relate = () => tables.relationships.insert({ contact_id: ADAEZE, matter_id: CASE, description: "Witness" });
  const before = [tables.matters.get(CASE)?.updated_at, tables.contacts.get(ADAEZE)?.updated_at];
  relate();
  expect([tables.matters.get(CASE)?.updated_at, tables.contacts.get(ADAEZE)?.updated_at]).toEqual(before);
  Object.assign(switches, { relationship_change_bumps_matter: true, relationship_change_bumps_contact: true });
  relate();
  const now = "2026-10-01T16:00:00.000Z";
  expect([tables.matters.get(CASE)?.updated_at, tables.contacts.get(ADAEZE)?.updated_at]).toEqual([now, now]);
});

test("a merge deletes the loser, updates the winner, and re-points what named the loser", () => {
  const sandbox = imaginary();
  const { tables } = sandbox;
  const chidi = clioId("people", "chidi");
  const cases = [...tables.matters.scan()].filter((row) => row.client_id === ADAEZE).map((row) => row.id);
  const winner = sandbox.merge(chidi, ADAEZE);
  expect(tables.contacts.get(ADAEZE)).toBeUndefined();
  expect([winner.is_client, winner.updated_at, winner.email_addresses.length]).toEqual([true, "2026-10-01T16:00:00.000Z", 3]);
  expect(cases.map((id) => tables.matters.get(id)?.client_id)).toEqual(cases.map(() => chidi));
  expect([...tables.relationships.scan()].some((row) => row.contact_id === ADAEZE)).toBe(false);
});

test("a person's name follows from its parts", () => {
  const { tables } = imaginary();
  expect(tables.contacts.update(ADAEZE, { last_name: "Eze" }).name).toBe("Adaeze Ngozi Eze");
});

test("the imaginary firm keeps its awkward facts: every type of field, clients without matters, people without channels", () => {
  const { tables } = imaginary();
  const contacts = [...tables.contacts.scan()];
  const matters = [...tables.matters.scan()];
  expect(new Set([...tables.custom_fields.scan()].map((row) => row.field_type)).size).toBe(12);
  expect(new Set(matters.map((row) => row.status))).toEqual(new Set(["Open", "Pending", "Closed"]));
  expect(contacts.some((row) => row.is_client && !matters.some((matter) => matter.client_id === row.id))).toBe(true);
  expect(contacts.some((row) => row.email_addresses.length + row.phone_numbers.length + row.addresses.length === 0)).toBe(true);
  expect(contacts.some((row) => row.date_of_birth?.endsWith("-02-29"))).toBe(true);
  expect(matters.some((row) => tables.contacts.get(row.client_id as number)?.type === "Company")).toBe(true);
  const dangling = matters.filter((row) => row.client_id !== null && !tables.contacts.get(row.client_id));
  expect(dangling).toEqual([]);
});
