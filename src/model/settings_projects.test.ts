import { describe, expect, test } from "vitest";
import { PROVIDERS } from "./kinds.ts";
import { defaultSettings, presets, presetsFor } from "./presets.ts";
import { parseSettings, setSetting } from "./settings_check.ts";
import { diffSettings } from "./settings_diff.ts";

const type = (name: string, matches: string[], phases: [string, string[]][] = []) => ({
  name,
  matches,
  fields: [],
  phases: phases.map(([phase, stages]) => ({ name: phase, happened: "", next: "", stages })),
});
const problems = (projects: object) => {
  const result = parseSettings("mycase", { preset: "portal_mycase", projects });
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
};

describe("matters for clients", () => {
  test("B-MAT-4, section 14: no preset shows a matter before the firm has named a field and its value", () => {
    for (const provider of PROVIDERS)
      for (const preset of presetsFor(provider)) {
        const { shown, notified } = presets[preset].projects;
        expect(shown.matters === "all" || shown.field !== null, preset).toBe(false);
        expect(notified.matters === "all" || notified.field !== null, preset).toBe(false);
      }
    expect(defaultSettings("clio").projects.on).toBe(false);
    expect(defaultSettings("mycase").projects.on).toBe(false);
    expect(defaultSettings("mycase", "portal_mycase").projects.on).toBe(true);
  });

  test("B-MAT-3, B-MAT-7: what two entries would both claim is refused, ignoring case and blanks", () => {
    expect(problems({ types: [type("Divorce", ["Family Law"]), type("Custody", [" family  LAW "])] })).toEqual([
      "projects.types: A value can stand for one type only",
    ]);
    expect(problems({ types: [type("Divorce", ["a"]), type("divorce ", ["b"])] })).toEqual(["projects.types: Must name each type once"]);
    expect(
      problems({
        types: [
          type(
            "Divorce",
            [],
            [
              ["Filed", ["Petition"]],
              ["Trial", ["PETITION"]],
            ],
          ),
        ],
      }),
    ).toEqual(["projects.types.0.phases: A stage can belong to one phase of a type only"]);
    const role = (name: string, title: string) => ({ role: name, titles: [title], show_phone: false, show_email: false });
    expect(problems({ team_roles: [role("Attorney", "Partner"), role("Helper", "partner ")] })).toEqual([
      "projects.team_roles: A title can belong to one role only",
    ]);
    expect(problems({ participants: { groups: [{ group: "Judge", role: "Judge" }, { group: "JUDGE", role: "Other" }] } })).toEqual([
      "projects.participants.groups: Must name each group once",
    ]); // oxfmt-ignore
  });

  test("B-MAT-3: whatever a client reads may be said in Spanish too; settings without it stand as they are, another language is refused", () => {
    const plain = type("Divorce", ["a"], [["Filed", ["Petition"]]]);
    const [filed] = plain.phases;
    const old = parseSettings("mycase", { preset: "portal_mycase", projects: { types: [plain] } });
    expect(old).toMatchObject({ ok: true });
    expect(old.ok && old.settings.projects.types).toEqual([plain]);
    const said = { ...plain, phases: [{ ...filed, es: { name: " Presentada ", happened: "Presentamos la demanda." } }] };
    const result = parseSettings("mycase", { preset: "portal_mycase", projects: { types: [said] } });
    expect(result.ok && result.settings.projects.types[0]!.phases[0]!.es).toEqual({
      name: "Presentada",
      happened: "Presentamos la demanda.",
    });
    expect(problems({ types: [{ ...plain, phases: [{ ...filed, fr: { name: "Déposée" } }] }] })).toEqual([
      "projects.types.0.phases.0.fr: There is no such setting",
    ]);
  });

  test("B-MAT-3: one stage may belong to phases of two types; the default type is one of the types", () => {
    const types = [type("Divorce", ["a"], [["Filed", ["Petition"]]]), type("Custody", ["b"], [["Begun", ["petition"]]])];
    expect(problems({ types, default_type: " CUSTODY" })).toEqual([]);
    expect(problems({ types, default_type: "Wills" })).toEqual(["projects.default_type: Must be the name of one of the types"]);
  });

  test("B-WHY-4: each part is a setting of its own, in changes and at the command line", () => {
    const before = defaultSettings("mycase");
    const after = setSetting("mycase", before, "projects.shown.field", { field_id: "80", value: "Yes" });
    expect(after.ok && diffSettings(before, after.settings)).toEqual([
      { path: "projects.shown.field", old: null, new: { field_id: "80", value: "Yes" } },
    ]);
  });
});
