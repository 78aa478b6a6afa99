import { describe, expect, test } from "vitest";
import { PROVIDERS } from "./kinds.ts";
import { defaultSettings, presets, presetsFor } from "./presets.ts";
import { PRESETS, type Settings } from "./settings.ts";
import { parseSettings, setSetting, type SettingsResult } from "./settings_check.ts";
import { describeSettings } from "./settings_describe.ts";

const problems = (result: SettingsResult) => (result.ok ? [] : result.problems);

describe("presets", () => {
  test.each(PROVIDERS.flatMap((provider) => presetsFor(provider).map((preset) => [provider, preset] as const)))(
    "section 14: on %s the preset %s can stand",
    (provider, preset) => {
      expect(presets[preset].preset).toBe(preset);
      expect(parseSettings(provider, presets[preset])).toEqual({ ok: true, settings: presets[preset] });
    },
  );

  test("section 14: every preset belongs to one provider", () => {
    expect(PROVIDERS.flatMap((provider) => presetsFor(provider)).toSorted()).toEqual(PRESETS.toSorted());
  });

  const row = (settings: Settings) => ({
    incremental: [...settings.sync.incremental_at, settings.sync.incremental_zone],
    hooks_and_weekly: [settings.sync.webhooks, settings.sync.weekly_full],
    window: [settings.sync.matters_first_years, settings.sync.matters_later_days],
    scope: settings.contacts.scope,
    owner: [settings.owner.role, settings.owner.fallback],
    practice_area: settings.tags.practice_area.on ? settings.tags.practice_area.matters : "off",
    key_facts: [settings.key_facts.birthday, settings.key_facts.provider_id],
  });
  const on = [true, true];

  test("section 14: the four columns", () => {
    expect(row(presets.relationship_clio)).toEqual({
      incremental: ["06:00", "18:00", "firm"],
      hooks_and_weekly: on,
      window: [null, null],
      scope: "clients",
      owner: ["lead", "primary_member"],
      practice_area: "open",
      key_facts: ["all", true],
    });
    expect(row(presets.relationship_mycase)).toEqual({
      incremental: ["06:00", "18:00", "firm"],
      hooks_and_weekly: on,
      window: [null, null],
      scope: "all",
      owner: ["lead", "unassigned"],
      practice_area: "all",
      key_facts: ["all", true],
    });
    expect(row(presets.case_updates_mycase)).toEqual({
      incremental: ["21:15", "utc"],
      hooks_and_weekly: on,
      window: [10, 30],
      scope: "on_matters_and_payers",
      owner: ["lead", "unassigned"],
      practice_area: "off",
      key_facts: ["all", false],
    });
    expect(row(presets.portal_mycase)).toEqual({
      incremental: ["00:00", "firm"],
      hooks_and_weekly: on,
      window: [null, null],
      scope: "main_clients",
      owner: ["lead", "unassigned"],
      practice_area: "off",
      key_facts: ["all", false],
    });
  });

  test("section 14: combined presets take in the widest of each", () => {
    expect(row(presets.combined)).toMatchObject({
      incremental: ["00:00", "06:00", "18:00", "firm"],
      scope: "all",
      window: [null, null],
      practice_area: "all",
    });
  });

  test("B-TAG-3: matter number, stage and related practice area start with all matters once switched on, and everything else is off", () => {
    const { tags } = defaultSettings("clio");
    expect([tags.matter_number, tags.matter_stage, tags.related_practice_area]).toEqual(
      Array.from({ length: 3 }, () => ({ on: false, matters: "all" })),
    );
    expect([
      tags.relationships,
      tags.personal,
      tags.company,
      tags.city,
      tags.lead_attorney,
      tags.originating_attorney,
      tags.custom_fields,
    ]).toEqual([false, false, false, false, "none", "none", []]);
  });

  test("changing what a firm got does not change the preset", () => {
    defaultSettings("clio").segment.tags.push("Gold");
    expect(presets.relationship_clio.segment.tags).toEqual([]);
  });
});

describe("wrong settings are refused with the path and the allowed values", () => {
  test("B-CTC-5: a scope that only the other provider has", () => {
    expect(problems(parseSettings("mycase", { contacts: { scope: "clients" } }))).toEqual([
      { path: "contacts.scope", message: "MyCase does not have this", allowed: ["all", "on_matters_and_payers", "main_clients"] },
    ]);
    expect(problems(parseSettings("clio", { contacts: { scope: "all" } }))).toMatchObject([
      { path: "contacts.scope", allowed: ["clients", "clients_and_related", "everyone"] },
    ]);
  });

  test("B-OWN-1: one primary member for all is Clio's only", () => {
    expect(problems(parseSettings("mycase", { owner: { role: "primary_member" } }))).toMatchObject([
      { path: "owner.role", allowed: ["lead", "originating"] },
    ]);
    expect(problems(parseSettings("clio", { owner: { role: "primary_member" } }))).toEqual([]);
  });

  test("B-TAG-3, B-TAG-4: tags that only the other provider has cannot be switched on", () => {
    const tags = {
      related_practice_area: { on: true },
      relationships: true,
      related_contacts: true,
      matter_stage: { on: true },
      personal: true,
      company: true,
      country: true,
    };
    expect(problems(parseSettings("mycase", { tags, key_facts: { custom_dates: ["1"] } })).map((problem) => problem.path)).toEqual([
      "tags.related_practice_area.on",
      "tags.relationships",
      "tags.related_contacts",
      "tags.matter_stage.on",
      "tags.personal",
      "tags.company",
      "tags.country",
      "key_facts.custom_dates",
    ]);
    expect(problems(parseSettings("clio", { tags }))).toEqual([]);
    expect(problems(parseSettings("clio", { tags: { people_group: true }, sync: { leads: true } })).map((problem) => problem.path)).toEqual(
      ["sync.leads", "tags.people_group"],
    );
  });

  test("a value that is none of the allowed ones, a wrong type, an unknown name", () => {
    expect(problems(parseSettings("mycase", { tags: { city: "yes", lead_attorney: "some" }, segments: {} }))).toMatchObject([
      { path: "tags.city", allowed: ["true", "false"] },
      { path: "tags.lead_attorney", allowed: ["none", "most_recent", "all"] },
      { path: "segments", message: "There is no such setting" },
    ]);
    expect(problems(parseSettings("clio", { tags: { ciyt: true } }))[0]).toMatchObject({
      path: "tags.ciyt",
      allowed: expect.arrayContaining(["city"]),
    });
    expect(problems(parseSettings("clio", "none"))).toHaveLength(1);
    expect(problems(parseSettings("clio", null))).toHaveLength(1);
  });

  test.each([
    ["sync.incremental_at", ["25:00"], "sync.incremental_at.0"],
    ["sync.incremental_at", [], "sync.incremental_at"],
    ["sync.matters_first_years", 0, "sync.matters_first_years"],
    ["contacts.country", "us", "contacts.country"],
    ["contacts.country", "ZZ", "contacts.country"],
    [
      "owner.attorney_rules",
      [
        { staff_id: "1", member_id: "a" },
        { staff_id: "1", member_id: "b" },
      ],
      "owner.attorney_rules",
    ],
    [
      "team.positions",
      [
        { title: "Clerk", position: "other" },
        { title: " clerk", position: "attorney" },
      ],
      "team.positions",
    ],
    ["matters.lead", { field_id: "5" }, "matters.lead.value"],
  ])("%s cannot be %j", (path, value, at) => {
    expect(problems(setSetting("mycase", defaultSettings("mycase"), path, value))[0]?.path).toBe(at);
  });

  test("what a document does not say is as in its preset", () => {
    const result = parseSettings("mycase", { preset: "case_updates_mycase", segment: { tags: ["Gold"] } });
    expect(result).toEqual({ ok: true, settings: { ...presets.case_updates_mycase, segment: { mode: "any", tags: ["Gold"] } } });
    expect(parseSettings("clio", {})).toEqual({ ok: true, settings: presets.relationship_clio });
    expect(problems(parseSettings("clio", { preset: "combined" }))[0]).toMatchObject({ path: "preset", allowed: ["relationship_clio"] });
  });
});

describe("one setting", () => {
  const settings = defaultSettings("clio");

  test("is changed by its path, and nothing else is", () => {
    const result = setSetting("clio", settings, "tags.matter_number.on", true);
    expect(result).toEqual({
      ok: true,
      settings: { ...settings, tags: { ...settings.tags, matter_number: { on: true, matters: "all" } } },
    });
    expect(settings.tags.matter_number.on).toBe(false);
    expect(setSetting("clio", settings, "matters.lead", { field_id: "5", value: "Lead" }).ok).toBe(true);
  });

  test.each(["tags.ciyt", "tag.city", "tags.city.name", "__proto__.x", "constructor", ""])("is refused where there is none: %s", (path) => {
    expect(problems(setSetting("clio", settings, path, true))[0]?.message).toBe("There is no such setting");
  });

  test("is refused with the names beside it", () => {
    expect(problems(setSetting("clio", settings, "segment.tag", []))).toEqual([
      { path: "segment.tag", message: "There is no such setting", allowed: ["mode", "tags"] },
    ]);
  });
});

describe("what the screens and the command line show", () => {
  test.each(PROVIDERS)("B-WHY-5: every setting of %s has a description, a type and its default, and can be set by its path", (provider) => {
    const described = describeSettings(provider);
    for (const setting of described) {
      expect(setting.description, setting.path).not.toBe("");
      expect(setting.type, setting.path).not.toMatch(/undefined|object/);
      expect(setSetting(provider, defaultSettings(provider), setting.path, setting.default).ok, setting.path).toBe(true);
    }
    expect(described.map((setting) => setting.path)).toContain("tags.practice_area.matters");
  });

  test("B-CTC-5: the allowed values are those of the provider", () => {
    const scope = describeSettings("mycase").find((setting) => setting.path === "contacts.scope");
    expect(scope).toMatchObject({ type: "choice", allowed: ["all", "on_matters_and_payers", "main_clients"], default: "all" });
  });

  test("B-CTC-2: primary e-mail only says that it has no effect on MyCase", () => {
    const setting = describeSettings("mycase").find((each) => each.path === "contacts.primary_email_only");
    expect(setting?.description).toContain("No effect on MyCase");
  });
});
