import { describe, expect, test } from "vitest";
import { MATTER_SETTINGS, matterForContact, projectMatter } from "./matter.ts";
import { clio, context, customField, lead, matterInput, mycase, named, originating, staffMember } from "./testing.ts";

describe("what is kept of a matter", () => {
  test("B-MAT-1: number, description, practice area, stage, status and dates; Clio's names are looked up by id", () => {
    const ctx = clio({}, { practice_areas: [named("3", "Family Law")], stages: [named("8", "Discovery")] });
    const view = projectMatter(
      matterInput({
        number: "0001-Quill",
        description: "Custody",
        practice_area: { id: "3", name: "Family (old name)" },
        stage: { id: "8", name: "" },
        status: "closed",
        opened_on: "2024-01-02",
        closed_on: "2025-01-02",
      }),
      ctx,
    );
    expect(view).toMatchObject({
      provider_id: "500",
      number: "0001-Quill",
      description: "Custody",
      practice_area: "Family Law",
      practice_area_id: "3",
      stage: "Discovery",
      stage_id: "8",
      status: "closed",
      opened_on: "2024-01-02",
      closed_on: "2025-01-02",
    });
  });

  test("B-MAT-1: MyCase names its practice area and stage; the id is looked up where the name stands for one", () => {
    const ctx = mycase({}, { practice_areas: [named("3", "Family")], stages: [named("8", "Trial"), named("9", "trial")] });
    const view = projectMatter(matterInput({ practice_area: { id: null, name: "FAMILY" }, stage: { id: null, name: "Trial" } }), ctx);
    expect(view).toMatchObject({ practice_area: "FAMILY", practice_area_id: "3", stage: "Trial", stage_id: null });
  });

  test("B-MAT-1: a name that is not in the list yet stays as the matter tells it, a day that is none is blank", () => {
    const view = projectMatter(
      matterInput({ practice_area: { id: "3", name: "Family" }, opened_on: "2024-02-30", updated_at: "never" }),
      clio(),
    );
    expect(view).toMatchObject({ practice_area: "Family", practice_area_id: "3", opened_on: null, updated_at: null, stage: "" });
  });

  test("B-MAT-1: custom fields of the matter with their names, options as text, blanks left out", () => {
    const custom_fields = [
      customField({ provider_id: "1", name: "Judge", parent: "matter" }),
      customField({
        provider_id: "2",
        name: "Tier",
        parent: "matter",
        type: "picklist",
        options: [{ id: "9", text: "Gold", deleted: true }],
      }),
    ];
    const values = [
      { field_id: "1", value: "Ito", field_type: null },
      { field_id: "2", value: "9", field_type: null },
      { field_id: "3", value: 0, field_type: null },
      { field_id: "4", value: null, field_type: null },
    ];
    expect(projectMatter(matterInput({ custom_values: values }), clio({}, { custom_fields })).custom_values).toEqual([
      { field_id: "1", name: "Judge", text: "Ito" },
      { field_id: "2", name: "Tier", text: "Gold" },
      { field_id: "3", name: "", text: "0" },
    ]);
  });

  test("B-MAT-2: the status is the provider's, closed and reopened alike", () => {
    for (const status of ["closed", "open", "pending"] as const) expect(projectMatter(matterInput({ status }), clio()).status).toBe(status);
  });

  test("B-MAT-5: contact rules are told whom the main-client rule picks", () => {
    const view = projectMatter(matterInput({ client: { id: "100", name: "Nora", type: "person" }, staff: [lead("1")] }), clio());
    expect(matterForContact(view)).toMatchObject({ provider_id: "500", main_client_id: "100", lead: false, staff: [lead("1")] });
  });
});

describe("the window", () => {
  const leftOut = (facts: Parameters<typeof matterInput>[0], matters_since: string | null = "2016-11-21") =>
    projectMatter(matterInput({ closed_on: null, ...facts }), context("mycase", {}, { matters_since })).left_out;
  const old = { updated_at: "2016-11-20T23:00:00Z", opened_on: "2001-01-01" };

  test("B-SYN-2: closed matters that were neither closed nor updated within the window are left out", () => {
    expect(leftOut({ ...old, status: "closed", closed_on: "2016-11-20" })).toBe(true);
    expect(leftOut({ ...old, status: "closed", closed_on: "2016-11-21" })).toBe(false);
    expect(leftOut({ status: "closed", closed_on: "2010-01-01", updated_at: "2016-11-21T00:00:00Z" })).toBe(false);
    expect(leftOut({ ...old, status: "closed" })).toBe(true);
  });

  test("B-SYN-2: open and pending matters of any age stay", () => {
    expect(leftOut({ ...old, status: "open" })).toBe(false);
    expect(leftOut({ ...old, status: "pending" })).toBe(false);
  });

  test("B-SYN-2: without a window nothing is left out, and what tells no date is not", () => {
    expect(leftOut({ ...old, status: "closed", closed_on: "1990-01-01" }, null)).toBe(false);
    expect(leftOut({ status: "closed", updated_at: null })).toBe(false);
  });
});

describe("leads", () => {
  test("B-MAT-8: a custom field with the value marks a lead, compared ignoring case and outer blanks", () => {
    const custom_fields = [customField({ provider_id: "5", name: "Kind", parent: "matter" })];
    const marked = (value: string | boolean | null, lead_value = "Lead") => {
      const ctx = mycase({ matters: { lead: { field_id: "5", value: lead_value } } }, { custom_fields });
      return projectMatter(matterInput({ custom_values: [{ field_id: "5", value, field_type: null }] }), ctx).lead;
    };
    expect(marked(" LEAD ")).toBe(true);
    expect(marked("leader")).toBe(false);
    expect(marked(null)).toBe(false);
    expect(marked(true, "true")).toBe(true);
    expect(projectMatter(matterInput(), mycase()).lead).toBe(false);
  });
});

describe("the team", () => {
  const positionOf = (staff: Parameters<typeof staffMember>[0], patch: Parameters<typeof clio>[0] = {}) =>
    projectMatter(matterInput({ staff: [lead("1")] }), clio(patch, { staff: [staffMember(staff)] })).team[0]!;

  test("B-MAT-6: staff in the provider's order with names, title, e-mail, phone; inactive ones stay, marked", () => {
    const staff = [
      staffMember({ provider_id: "2", title: "Partner", phone: "312-555-0100", active: false }),
      staffMember({ provider_id: "1", name: "", first_name: "Bo", last_name: "Ek" }),
    ];
    const { team } = projectMatter(matterInput({ staff: [originating("2"), lead("1")] }), mycase({}, { staff }));
    expect(team).toMatchObject([
      {
        staff_id: "2",
        name: "Ada Marsh",
        first_name: "Ada",
        last_name: "Marsh",
        title: "Partner",
        email: "ada@firm.example",
        phone: "312-555-0100",
        active: false,
      },
      { staff_id: "1", name: "Bo Ek", active: true, lead: true },
    ]);
  });

  test("B-MAT-1: the originating attorney is a flag of its own, beside the position", () => {
    const { team } = projectMatter(matterInput({ staff: [originating("1")] }), mycase());
    expect(team[0]).toMatchObject({ originating: true, lead: false, position: "other" });
  });

  test.each([
    ["Attorney", "Office manager", "attorney", "position_provider"],
    ["NonAttorney", "Attorney", "other", "position_provider"],
    ["NonAttorney", "Senior Paralegal", "paralegal", "position_title"],
    ["Paralegal", "Partner", "paralegal", "position_provider"],
    ["", "Of Counsel", "attorney", "position_title"],
    ["Staff", "Managing PARTNER", "attorney", "position_title"],
    ["", "Paralegal to the managing partner", "paralegal", "position_title"],
    ["", "Counselor", "other", "position_unsaid"],
    ["", "", "other", "position_unsaid"],
  ])("B-MAT-1: provider says %j, title %j: %s", (provider_type, title, position, code) => {
    expect(positionOf({ provider_type, title })).toMatchObject({ position, reason: { rule: "B-MAT-1", code } });
  });

  test("B-MAT-1: an admin sets what a title means, whatever provider and words say", () => {
    const patch = { team: { positions: [{ title: " of COUNSEL ", position: "other" as const }] } };
    expect(positionOf({ provider_type: "Attorney", title: "Of Counsel" }, patch)).toMatchObject({
      position: "other",
      reason: { code: "position_setting" },
    });
  });

  test("B-MAT-1: someone whom the staff list does not know yet is kept by id", () => {
    const { team } = projectMatter(matterInput({ staff: [lead("404")] }), clio());
    expect(team).toMatchObject([{ staff_id: "404", name: "", active: false, position: "other", reason: { code: "position_unknown" } }]);
  });
});

test.each([
  clio({ matters: { lead: { field_id: "9", value: "yes" } } }),
  mycase({ team: { positions: [{ title: "Clerk", position: "other" }] } }),
])("B-WHY-4: a matter reads no other settings than those that make a change of settings go through the matters ($provider)", (ctx) => {
  const settings = new Proxy(ctx.settings, {
    get(target, part) {
      const name = String(part);
      if (!(MATTER_SETTINGS as readonly string[]).includes(name)) throw new Error(`a matter depends on the settings of ${name}`);
      return Reflect.get(target, part) as unknown;
    },
  });
  const input = matterInput({ staff: [lead("30"), originating("31")], people: [{ id: "1", type: "person" }], billing_contact_id: "2" });
  expect(projectMatter(input, { ...ctx, settings })).toEqual(projectMatter(input, ctx));
});
