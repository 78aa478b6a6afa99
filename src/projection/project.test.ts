import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ProjectSettings } from "../model/settings_projects.ts";
import { projectMatter } from "./matter.ts";
import type { ProjectInput, ProjectView, StageSeen } from "./project_types.ts";
import { phaseOf, projectForClients } from "./project.ts";
import type { PreparedContext } from "./prepare.ts";
import { prepareProjects } from "./prepare_projects.ts";
import { customField, lead, matterInput, mycase, clio, named, staffMember } from "./testing.ts";

const FIELDS = [
  customField({
    provider_id: "80",
    name: "Client portal",
    parent: "matter",
    type: "picklist",
    options: [{ id: "1", text: "Yes", deleted: false }],
  }),
  customField({ provider_id: "81", name: "Notify", parent: "matter", type: "checkbox" }),
  customField({ provider_id: "82", name: "Court", parent: "matter" }),
  customField({ provider_id: "83", name: "Case type", parent: "matter" }),
];

const divorce: ProjectSettings["types"][number] = {
  name: "Divorce",
  matches: ["Family Law", "Custody"],
  fields: [{ field_id: "82", label: "Where it is heard" }],
  phases: [
    { name: "Filed", happened: "We filed.", next: "The court answers.", stages: ["Petition", "Temporary Orders"] },
    { name: "Negotiation", happened: "We talk.", next: "A settlement.", stages: ["Settlement"] },
  ],
};
const PROJECTS: Partial<ProjectSettings> = {
  on: true,
  types: [divorce],
  shown: { matters: "with_field", field: { field_id: "80", value: "yes" } },
  notified: { matters: "with_field", field: { field_id: "81", value: "Yes" } },
};

type Facts = Parameters<typeof matterInput>[0];
const on = (projects: Partial<ProjectSettings> = {}, more: object = {}) =>
  mycase({ projects: { ...PROJECTS, ...projects }, ...more }, { custom_fields: FIELDS, people_groups: GROUPS, staff: STAFF });
const GROUPS = [named("7", "Client"), named("8", "Judge"), named("9", " family OF client ")];
const STAFF = [
  staffMember({ provider_id: "1", title: " Lead ATTORNEY ", phone: "619 555 0101", email: "ada@firm.example" }),
  staffMember({ provider_id: "2", first_name: "Ben", last_name: "Okoro", title: "Paralegal", phone: "619 555 0102" }),
  staffMember({ provider_id: "3", title: "Paralegal", active: false }),
  staffMember({ provider_id: "4", title: "File clerk" }),
];
const value = (field_id: string, text: string | boolean) => ({ field_id, value: text, field_type: null });
const area = (name: string) => ({ practice_area: { id: null, name } });
const stage = (name: string) => ({ stage: { id: null, name } });

function view(
  facts: Facts,
  ctx: PreparedContext = on(),
  more: Partial<ProjectInput> & { group?: Record<string, string> } = {},
): ProjectView {
  const people = new Map((facts?.people ?? []).map(({ id, type }) => [id, { type, people_group_id: more.group?.[id] ?? null }] as const));
  const matter = projectMatter(matterInput(facts, { people }), ctx);
  const input: ProjectInput = {
    matter,
    presence: "present",
    stages: [{ stage: matter.stage, since: null }],
    related: [],
    people,
    ...more,
  };
  return projectForClients(input, ctx, ctx.projects!);
}

describe("the type", () => {
  test("B-MAT-3: practice areas compare ignoring case and blanks, and the reason names the value", () => {
    const { type } = view(area("  family   LAW "));
    expect(type).toMatchObject({ name: "Divorce", value: "family LAW", reason: { rule: "B-MAT-3", code: "type_mapped" } });
  });

  test("B-MAT-3: a custom field can say the type instead", () => {
    const ctx = on({ type_field: "83" });
    expect(view({ ...area("Probate"), custom_values: [value("83", "custody")] }, ctx).type.name).toBe("Divorce");
    expect(view(area("Family Law"), ctx).type).toMatchObject({ name: null, value: "" });
  });

  test("B-MAT-3: a matter whose value stands for no type is unmapped, hidden and keeps its value; a default type takes it", () => {
    expect(view(area("Probate"))).toMatchObject({
      type: { name: null, value: "Probate", reason: { code: "type_unmapped" } },
      shown: { is: false, reason: { rule: "B-MAT-3", code: "hidden_type" } },
    });
    expect(view(area("Probate"), on({ default_type: " DIVORCE " })).type).toMatchObject({
      name: "Divorce",
      reason: { code: "type_default" },
    });
  });

  test("B-MAT-3: the type says which fields show, under which label; blank ones do not", () => {
    expect(view({ ...area("Family Law"), custom_values: [value("82", "Dept. 7"), value("83", "x")] }).fields).toMatchObject([
      { field_id: "82", label: "Where it is heard", text: "Dept. 7", reason: { rule: "B-MAT-3" } },
    ]);
    expect(view(area("Family Law")).fields).toEqual([]);
  });
});

describe("what is shown", () => {
  const enabled = { ...area("Family Law"), custom_values: [value("80", " YES"), value("81", true)] };

  test("B-MAT-4: a matter needs the value in its field, ignoring case and outer blanks; another field and value for messages", () => {
    expect(view(enabled)).toMatchObject({ shown: { is: true }, notified: { is: true, reason: { code: "notified_field" } } });
    expect(view({ ...enabled, custom_values: [value("80", "yes"), value("81", false)] })).toMatchObject({
      shown: { is: true, reason: { rule: "B-MAT-4", code: "shown_field", params: { field: "Client portal", value: "yes" } } },
      notified: { is: false, reason: { code: "unnotified_field" } },
    });
  });

  test("B-MAT-4: blank is not enabled, and neither is a firm that named no field", () => {
    expect(view({ ...enabled, custom_values: [] }).shown).toMatchObject({ is: false, reason: { code: "hidden_field" } });
    expect(view(enabled, on({ shown: { matters: "with_field", field: null } })).shown).toMatchObject({
      is: false,
      reason: { code: "hidden_no_field" },
    });
    expect(view(enabled, on({ shown: { matters: "none", field: null } })).shown).toMatchObject({
      is: false,
      reason: { code: "hidden_none" },
    });
    expect(view(area("Family Law"), on({ shown: { matters: "all", field: null } })).shown.is).toBe(true);
  });

  test("B-MAT-4: nobody is told of what is not shown", () => {
    const ctx = on({ notified: { matters: "all", field: null } });
    expect(view({ ...enabled, custom_values: [] }, ctx).notified).toMatchObject({ is: false, reason: { code: "unnotified_hidden" } });
  });

  test("B-MAT-8: a lead has participants and is not shown", () => {
    const ctx = on({}, { matters: { lead: { field_id: "82", value: "intake" } } });
    const found = view(
      { ...enabled, people: [{ id: "100", type: "person" }], custom_values: [...enabled.custom_values, value("82", " Intake ")] },
      ctx,
    );
    expect(found.shown).toMatchObject({ is: false, reason: { rule: "B-MAT-8", code: "hidden_lead" } });
    expect(found.participants).toMatchObject([{ contact_id: "100" }]);
  });

  test("B-SYN-6: what may be gone is told to nobody, what is gone is not shown", () => {
    expect(view(enabled, on(), { presence: "suspected_gone" })).toMatchObject({
      shown: { is: true },
      notified: { is: false, reason: { code: "unnotified_gone" } },
    });
    expect(view(enabled, on(), { presence: "tombstone" }).shown).toMatchObject({ is: false, reason: { code: "hidden_gone" } });
  });
});

describe("the phase", () => {
  const seen = (...stages: [string, string | null][]): StageSeen[] => stages.map(([name, since]) => ({ stage: name, since }));
  const after = (...stages: [string, string | null][]) =>
    view({ ...area("Family Law"), ...stage(stages.at(-1)![0]) }, on(), { stages: seen(...stages) });

  test("B-MAT-3: stages mean phases, ignoring case; the next stage of one phase does not begin it anew", () => {
    expect(after(["Settlement", null], [" petition", "2026-02-01"], ["temporary  orders", "2026-03-01"])).toMatchObject({
      phase: { name: "Filed", since: "2026-02-01", reason: { rule: "B-MAT-3", code: "phase_mapped" } },
      messages_paused: false,
    });
  });

  test("B-MAT-9: at a stage that no phase has, the client keeps the last phase with its date, and messages pause", () => {
    expect(after(["Petition", "2026-02-01"], ["On hold", "2026-04-01"], ["Somewhere", "2026-05-01"])).toMatchObject({
      phase: { name: "Filed", since: "2026-02-01", reason: { rule: "B-MAT-9", code: "phase_kept" } },
      messages_paused: true,
    });
    expect(after(["Petition", "2026-02-01"], ["On hold", "2026-04-01"], ["Petition", "2026-05-01"])).toMatchObject({
      phase: { name: "Filed", since: "2026-02-01" },
      messages_paused: false,
    });
  });

  test("B-MAT-9: none yet: status and opened date, messages pause", () => {
    expect(after(["On hold", null])).toMatchObject({ phase: { name: null, reason: { code: "phase_none_yet" } }, messages_paused: true });
    expect(after(["", null])).toMatchObject({ phase: { name: null }, messages_paused: true });
  });

  test("B-MAT-9: other settings read the stages that were seen otherwise: a stage that is mapped later counts from when it began", () => {
    const stages = seen(["Petition", "2026-02-01"], ["On hold", "2026-04-01"]);
    const ctx = on({
      types: [{ ...divorce, phases: [...divorce.phases, { name: "Waiting", happened: "", next: "", stages: ["ON HOLD"] }] }],
    });
    expect(view({ ...area("Family Law"), ...stage("On hold") }, ctx, { stages }).phase).toMatchObject({
      name: "Waiting",
      since: "2026-04-01",
    });
  });

  test("B-MAT-9: whatever stages come, the phase is that of the last one which has one, and its date that of the first in a row of it", () => {
    const type = prepareProjects({ ...on().settings.projects })!.type_of.get("family law")!;
    const one = fc.record({
      stage: fc.constantFrom("Petition", "temporary orders", "SETTLEMENT", "Other", ""),
      since: fc.nat(99).map(String),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 8 }), (stages) => {
        const matter =
          view(area("Family Law")) && projectMatter(matterInput({ ...area("Family Law"), ...stage(stages.at(-1)!.stage) }), on());
        const { phase, messages_paused } = phaseOf({ matter, stages }, type);
        const means = stages.map((each) => type.phase_of.get(each.stage.toLowerCase()) ?? null);
        const mapped = stages.flatMap((each, at) => (means[at] ? [{ name: means[at], since: each.since }] : []));
        const start = mapped.findLastIndex((each, at) => mapped[at - 1]?.name !== each.name);
        expect(messages_paused).toBe(means.at(-1) === null);
        expect({ name: phase.name, since: phase.since }).toEqual(mapped[start] ?? { name: null, since: null });
      }),
    );
  });

  test("B-MAT-3: a type without phases pauses nothing", () => {
    const ctx = on({ types: [{ ...divorce, phases: [] }] });
    expect(view({ ...area("Family Law"), ...stage("Anything") }, ctx)).toMatchObject({ messages_paused: false, phase: { name: null } });
  });
});

describe("who takes part", () => {
  const people = ["100", "101", "102"].map((id) => ({ id, type: "person" as const }));
  const by_group: Partial<ProjectSettings> = {
    participants: {
      rule: "by_group",
      groups: [
        { group: "family of client", role: "Family" },
        { group: "JUDGE", role: "Judge" },
      ],
    },
  };

  test("B-MAT-5: by default the main client alone, with the reason of the rule that picked them", () => {
    expect(view({ people, billing_contact_id: "101" }).participants).toEqual([
      { contact_id: "101", role: "Client", flagged: null, reason: expect.objectContaining({ code: "main_billing_contact" }) },
    ]);
  });

  test("B-MAT-5: more people by group, in the role of their group, only those on the matter", () => {
    const found = view({ people }, on(by_group), { group: { "100": "7", "101": "8", "102": "9" } }).participants;
    expect(found.map(({ contact_id, role }) => [contact_id, role])).toEqual([
      ["100", "Client"],
      ["101", "Judge"],
      ["102", "Family"],
    ]);
    expect(found[1]?.reason).toMatchObject({ rule: "B-MAT-5", code: "takes_part_group", params: { group: "Judge", role: "Judge" } });
  });

  test("B-MAT-5: Clio: by relationship text; a related company is nobody, and whom the mirror does not have is flagged", () => {
    const ctx = clio({ projects: { ...PROJECTS, ...by_group } }, {});
    const related = [
      { person_id: "200", role: "Judge ", relationship_id: "1" },
      { person_id: "201", role: "judge", relationship_id: "2" },
      { person_id: "202", role: "JUDGE", relationship_id: "3" },
      { person_id: "203", role: "Witness", relationship_id: "4" },
    ];
    const known = new Map([
      ["200", { type: "person" as const, people_group_id: null }],
      ["201", { type: "company" as const, people_group_id: null }],
    ]);
    const facts = { client: { id: "100", name: "Nora", type: "person" as const } };
    const matter = projectMatter(matterInput(facts, { people: new Map([["100", { type: "person", people_group_id: null }]]) }), ctx);
    const input = { matter, presence: "present" as const, stages: [], related, people: known };
    expect(projectForClients(input, ctx, ctx.projects!).participants.map(({ contact_id, flagged }) => [contact_id, flagged])).toEqual([
      ["100", null],
      ["200", null],
      ["202", "not_found"],
    ]);
  });

  test("B-MAT-5: where the rule picks a company there is nobody, until an admin names a person", () => {
    const facts = { client: { id: "300", name: "Acme", type: "company" as const } };
    const ctx = clio({ projects: PROJECTS }, {});
    const of = (named_client: { contact_id: string; member_id: string } | null) => {
      const matter = projectMatter(matterInput(facts, { named_client }), ctx);
      return projectForClients({ matter, presence: "present", stages: [], related: [], people: new Map() }, ctx, ctx.projects!)
        .participants;
    };
    expect(of(null)).toEqual([]);
    expect(of({ contact_id: "301", member_id: "m-ada" })).toMatchObject([{ contact_id: "301", reason: { code: "main_named" } }]);
  });
});

test("B-MAT-7, B-MAT-6: only mapped titles show, in the order of the roles, only active staff, phone and e-mail each by switch", () => {
  const ctx = on({
    team_roles: [
      { role: "Your paralegal", titles: ["paralegal"], show_phone: true, show_email: false },
      { role: "Your attorney", titles: ["lead attorney"], show_phone: false, show_email: true },
    ],
  });
  expect(view({ staff: ["1", "2", "3", "4"].map(lead) }, ctx).team).toMatchObject([
    { staff_id: "2", name: "Ben Okoro", role: "Your paralegal", phone: "619 555 0102", email: "" },
    { staff_id: "1", name: "Ada Marsh", role: "Your attorney", phone: "", email: "ada@firm.example", reason: { rule: "B-MAT-7" } },
  ]);
  expect(view({ staff: [lead("1")] }).team).toEqual([]);
});
