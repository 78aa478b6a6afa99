import { describe, expect, test } from "vitest";
import { compareContacts, compareMatters } from "./compare.ts";
import { projectContact } from "./contact.ts";
import { projectMatter } from "./matter.ts";
import { clientOf, clio, contactInput, lead, matterInput, mycase, originating, payerOf, project } from "./testing.ts";

describe("a contact's history", () => {
  test("B-WHY-2: nothing changed, nothing written, also after the database has had it", () => {
    const view = project(clio(), { date_of_birth: "1980-02-01" }, [clientOf({ practice_area: "Tax" })]);
    expect(compareContacts(view, structuredClone(view))).toEqual([]);
    expect(compareContacts(JSON.parse(JSON.stringify(view)), view)).toEqual([]);
  });

  test("B-WHY-2: a synced field, with old and new; no rule gave it", () => {
    expect(compareContacts(project(clio(), {}), project(clio(), { job_title: "Judge" }))).toEqual([
      { field: "job_title", old: "", new: "Judge", rule: null },
    ]);
  });

  test("B-WHY-2: a matter that closes: status by its rule, one tag out, one tag in", () => {
    const before = project(mycase(), {}, [payerOf({ status: "open" })]);
    const after = project(mycase(), {}, [payerOf({ status: "closed" })]);
    expect(compareContacts(before, after)).toEqual([
      { field: "client_status", old: "active", new: "past", rule: "B-CLI-1" },
      { field: "tag", old: "Active Client", new: null, rule: "B-CLI-1" },
      { field: "tag", old: null, new: "Past Client", rule: "B-CLI-1" },
    ]);
  });

  test("B-WHY-2: owner, state and why skipped", () => {
    const before = project(mycase(), {}, [payerOf({ staff: [lead("1")] })]);
    const after = project(mycase(), { archived: true }, [payerOf({ staff: [lead("3"), lead("2")] })]);
    expect(compareContacts(before, after)).toEqual([
      { field: "state", old: "in", new: "skipped", rule: "B-CTC-4" },
      { field: "owner", old: "m-ada", new: "m-ben", rule: "B-OWN-5" },
    ]);
    const still = project(mycase(), { first_name: "", last_name: "" }, [payerOf({ staff: [lead("3"), lead("2")] })]);
    expect(compareContacts(after, still)).toContainEqual({ field: "state_reason", old: "archived", new: "no_name", rule: "B-CTC-3" });
  });

  test("B-WHY-2: a tag spelled otherwise is one change, a key fact's date too", () => {
    const before = project(clio(), { date_of_birth: "1980-02-01" }, [clientOf({ practice_area: "Tax" })]);
    const after = project(clio(), { date_of_birth: "1980-02-02" }, [clientOf({ practice_area: "TAX" })]);
    expect(compareContacts(before, after)).toEqual([
      { field: "date_of_birth", old: "1980-02-01", new: "1980-02-02", rule: null },
      { field: "tag", old: "Tax", new: "TAX", rule: "B-TAG-2" },
      {
        field: "key_fact",
        old: { label: "Birthday", date: "1980-02-01", text: "" },
        new: { label: "Birthday", date: "1980-02-02", text: "" },
        rule: "B-KEY-1",
      },
    ]);
  });

  test("B-WHY-2: an issue that comes", () => {
    const before = projectContact(contactInput(), mycase());
    const after = projectContact(contactInput({}, { pin: { member_id: "gone" } }), mycase());
    expect(compareContacts(before, after)).toEqual([{ field: "issue", old: null, new: "pin_ignored", rule: "B-OWN-4" }]);
  });

  test("B-WHY-2: another matter behind the same status is no change", () => {
    const before = project(mycase(), {}, [payerOf({ provider_id: "1" })]);
    expect(compareContacts(before, project(mycase(), {}, [payerOf({ provider_id: "2" })]))).toEqual([]);
  });
});

describe("a matter's history", () => {
  const view = (facts: Parameters<typeof matterInput>[0]) => projectMatter(matterInput(facts), mycase());

  test("B-WHY-2: status, stage, team, participants and main client, each by its rule", () => {
    const before = view({ stage: { id: null, name: "Intake" }, staff: [lead("1")], people: [{ id: "1", type: "person" }] });
    const after = view({
      status: "closed",
      stage: { id: null, name: "Done" },
      staff: [originating("1"), lead("2")],
      people: [{ id: "2", type: "person" }],
    });
    const changes = compareMatters(before, after);
    expect(changes.map(({ field, rule }) => [field, rule])).toEqual([
      ["stage", "B-MAT-1"],
      ["status", "B-MAT-2"],
      ["main_client", "B-MAT-5"],
      ["team", "B-MAT-1"],
      ["team", "B-MAT-1"],
      ["participant", null],
      ["participant", null],
    ]);
    expect(changes[1]).toEqual({ field: "status", old: "open", new: "closed", rule: "B-MAT-2" });
    expect(changes[4]).toMatchObject({ old: null, new: { name: "Ben Okoro", lead: true } });
  });

  test("B-WHY-2: a newer update time alone is no change", () => {
    const before = projectMatter(matterInput({ updated_at: "2026-01-01T00:00:00Z" }), clio());
    const after = projectMatter(matterInput({ updated_at: "2026-02-01T00:00:00Z" }, { decisive_at: "2026-02-01T00:00:00Z" }), clio());
    expect(compareMatters(before, after)).toEqual([]);
  });
});
