import fc from "fast-check";
import { expect, test } from "vitest";
import { eventsOf, type FieldChanged } from "./derive.ts";

const change = (field: string, old: unknown, now: unknown, more: Partial<FieldChanged> = {}): FieldChanged => ({
  entity: "contact",
  provider_id: "1",
  field,
  old,
  new: now,
  rule: "B-TAG-1",
  cause: "run",
  cause_id: "r1",
  ...more,
});
const told = (...changes: FieldChanged[]) => eventsOf(changes, []).map((event) => event.type);

const cases: [string, FieldChanged[], string[]][] = [
  ["fields of one contact are one event", [change("name", "A", "B"), change("emails", [], ["b"])], ["contact.changed"]],
  ["a tag that is new", [change("tag", null, "Client")], ["tag.gained"]],
  ["a tag that went", [change("tag", "Client", null)], ["tag.lost"]],
  ["a tag that is only written otherwise", [change("tag", "client", "Client")], []],
  ["another owner", [change("owner", "m1", null)], ["owner.changed"]],
  ["a contact that came in", [change("state", "skipped", "in")], ["contact.entered"]],
  ["a contact that went out", [change("state", "in", "tombstone")], ["contact.left"]],
  ["from one way of being out to another", [change("state", "skipped", "out_of_scope"), change("state_reason", "a", "b")], []],
  ["a matter that was closed", [change("status", "open", "closed", { entity: "matter" })], ["matter.closed", "matter.changed"]],
  ["a matter in another phase", [change("phase", "Filed", "Trial", { entity: "matter" })], ["matter.phase_changed", "matter.changed"]],
  [
    "a matter whose messages pause in the phase that is kept",
    [change("messages_paused", false, true, { entity: "matter" })],
    ["matter.changed"],
  ],
  ["a matter that was opened again", [change("status", "closed", "open", { entity: "matter" })], ["matter.changed"]],
];
for (const [what, changes, expected] of cases) {
  test(`B-WHY-2: history becomes events: ${what}`, () => expect(told(...changes)).toEqual(expected));
}

test("a contact and a matter with one id are two records", () => {
  expect(told(change("name", "A", "B"), change("name", "A", "B", { entity: "matter" }))).toEqual(["contact.changed", "matter.changed"]);
});

test("a contact that is met for the first time enters with its tags, if it is in", () => {
  const record = { entity: "contact" as const, provider_id: "9", is_in: true, tags: ["Client"], cause: "run", cause_id: "r1" };
  expect(eventsOf([], [record])).toEqual([
    { type: "contact.entered", data: { contact_id: "9", cause: "run", cause_id: "r1" } },
    { type: "tag.gained", data: { contact_id: "9", cause: "run", cause_id: "r1", tag: "Client" } },
  ]);
  expect(eventsOf([], [{ ...record, is_in: false }])).toEqual([]);
});

test("no event carries a value of a field that is only the provider's: it names the field", () => {
  const field = fc.constantFrom("name", "emails", "phones", "addresses", "date_of_birth", "key_fact", "description");
  fc.assert(
    fc.property(fc.array(fc.tuple(field, fc.constantFrom("contact" as const, "matter" as const)), { maxLength: 20 }), (fields) => {
      const changes = fields.map(([name, entity]) => change(name, "canary-old", "canary-new", { entity }));
      expect(JSON.stringify(eventsOf(changes, []))).not.toContain("canary");
    }),
  );
});
