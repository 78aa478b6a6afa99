import { expect, test } from "vitest";
import { clientTexts, inSpanish, lacksSpanish } from "./spanish_words.ts";

const projects = {
  types: [
    {
      name: "Injury",
      matches: [],
      fields: [{ field_id: "80", label: "Court", es: { label: "Tribunal" } }],
      phases: [
        { name: "In court", happened: "We have filed.", next: "", es: { name: "En el tribunal" }, stages: [] },
        { name: "Over", happened: "", next: "", es: { name: "  " }, stages: [] },
      ],
    },
  ],
  participants: { rule: "by_group", groups: [{ group: "Spouse", role: "Family" }, { group: "Clients", role: "client" }] }, // oxfmt-ignore
  team_roles: [{ role: "Your attorney", titles: [], show_phone: false, show_email: false }],
};

test("every text that clients read is counted; what is blank in English is read by nobody, and the portal has its own word for clients", () => {
  expect(clientTexts(projects).map(({ english }) => english)).toEqual([
    ...["Court", "In court", "We have filed.", "Over", "Family", "Your attorney"],
  ]);
  const alone = { ...projects, participants: { ...projects.participants, rule: "main_client" } };
  expect(clientTexts(alone).map(({ english }) => english)).not.toContain("Family");
});

test("what is missing in Spanish says where it is", () => {
  expect(
    clientTexts(projects)
      .filter(lacksSpanish)
      .map(({ where, english }) => `${where} | ${english}`),
  ).toEqual([
    "Injury, In court: what has happened | We have filed.",
    "Injury, Over: its name | Over",
    "Role of Spouse | Family",
    "Team role | Your attorney",
  ]);
});

test("a twin that is taken away again leaves nothing behind", () => {
  const phase: { name: string; es?: { name?: string; next?: string } } = { name: "In court" };
  const said = inSpanish(phase, "name", "En el tribunal");
  expect(inSpanish(said, "next", "30 días")).toEqual({ name: "In court", es: { name: "En el tribunal", next: "30 días" } });
  expect(inSpanish(said, "name", "")).toEqual(phase);
});
