import { describe, expect, test } from "vitest";
import type { ProjectSettings } from "../model/settings_projects.ts";
import { clientWords } from "./client_words.ts";

const SETTINGS: ProjectSettings = {
  on: true,
  type_field: null,
  default_type: null,
  types: [
    {
      name: "Injury",
      matches: [],
      fields: [
        { field_id: "80", label: "Court", es: { label: "Tribunal" } },
        { field_id: "81", label: "Judge" },
      ],
      phases: [
        {
          name: "In court",
          happened: "We have filed a lawsuit.",
          next: "They have 30 days.",
          es: { name: "En el tribunal", next: " " },
          stages: ["Litigation"],
        },
        { name: "Over", happened: "", next: "", stages: [] },
      ],
    },
  ],
  shown: { matters: "all", field: null },
  notified: { matters: "none", field: null },
  participants: {
    rule: "by_group",
    groups: [
      { group: "Spouse", role: "Family" },
      { group: "Child", role: "FAMILY", es: { role: "Familia" } },
    ],
  },
  team_roles: [{ role: "Your attorney", es: { role: "Su abogada" }, titles: ["Partner"], show_phone: false, show_email: false }],
};
const [en, es] = [clientWords(SETTINGS, "en"), clientWords(SETTINGS, "es")];

describe("the firm's words for clients", () => {
  test("B-MAT-3: a phase is read in the client's language; what is missing or blank in Spanish is read in English", () => {
    expect(en.phase("injury", "IN COURT")).toEqual({ name: "IN COURT", happened: "We have filed a lawsuit.", next: "They have 30 days." });
    expect(es.phase("injury", "in court")).toEqual({
      name: "En el tribunal",
      happened: "We have filed a lawsuit.",
      next: "They have 30 days.",
    });
    expect(es.phase("Injury", "Over")).toEqual({ name: "Over", happened: "", next: "" });
    expect([es.phase("Injury", "Appeal"), es.phase("Divorce", "Over")]).toEqual([null, null]);
  });

  test("B-MAT-3: so is what a custom field is called", () => {
    expect([en, es].map((words) => words.label("Injury", "80", "Court"))).toEqual(["Court", "Tribunal"]);
    expect([es.label("Injury", "81", "Judge"), es.label("Injury", "99", "Gone since")]).toEqual(["Judge", "Gone since"]);
  });

  test("B-MAT-5, B-MAT-7: so are roles, of whoever takes part and of the team; of groups that give one role any may say it", () => {
    expect([en, es].map((words) => words.participant("Family"))).toEqual(["Family", "Familia"]);
    expect([en, es].map((words) => words.team("your attorney"))).toEqual(["your attorney", "Su abogada"]);
    expect([es.participant("Client"), es.team("Your paralegal")]).toEqual(["Client", "Your paralegal"]);
  });
});
