import { expect, test } from "vitest";
import { eventsOf } from "../events/derive.ts";
import { compareProjects } from "./compare_project.ts";
import type { ProjectView } from "./project_types.ts";
import { because } from "./reasons.ts";

const reason = because("B-MAT-3", "phase_no_type", {}, []);
const view = (more: Partial<ProjectView> = {}): ProjectView => ({
  provider_id: "5",
  type: { name: "Divorce", value: "Family Law", reason },
  fields: [],
  phase: { name: "Filed", since: null, reason },
  messages_paused: false,
  shown: { is: true, reason },
  notified: { is: false, reason },
  participants: [{ contact_id: "1", role: "Client", flagged: null, reason }],
  team: [],
  ...more,
});
const fields = (...pair: [ProjectView | null, ProjectView | null]) =>
  compareProjects(...pair).map(({ field, old, new: now }) => [field, old, now]);

test("B-WHY-2: what clients see of a matter has a history: type, phase, pause, shown, told, who takes part", () => {
  expect(compareProjects(view(), view())).toEqual([]);
  expect(fields(view(), view({ phase: { name: "Trial", since: "2026-01-01", reason }, messages_paused: true }))).toEqual([
    ["phase", "Filed", "Trial"],
    ["messages_paused", false, true],
  ]);
  const others = [
    { contact_id: "1", role: "Family", flagged: null, reason },
    { contact_id: "2", role: "Judge", flagged: null, reason },
  ];
  expect(fields(view(), view({ participants: others }))).toEqual([
    ["portal_participant", { contact_id: "1", role: "Client" }, { contact_id: "1", role: "Family" }],
    ["portal_participant", null, { contact_id: "2", role: "Judge" }],
  ]);
});

test("B-WHY-3: against nothing, everything that would be shown is told", () => {
  expect(fields(null, view()).map(([field]) => field)).toEqual(["project_type", "phase", "shown", "portal_participant"]);
  expect(fields(view(), null).map(([field]) => field)).toEqual(["project_type", "phase", "shown", "portal_participant"]);
});

test("B-MAT-9, B-AUT-3: another phase is an event, a phase that is kept is none", () => {
  const told = (after: ProjectView) => {
    const rows = compareProjects(view(), after).map((change) => ({
      ...change,
      entity: "matter" as const,
      provider_id: "5",
      cause: "run",
      cause_id: "r",
    }));
    return eventsOf(rows, []).filter((event) => event.type === "matter.phase_changed");
  };
  expect(told(view({ messages_paused: true }))).toEqual([]);
  expect(told(view({ phase: { name: "Trial", since: null, reason } }))).toEqual([
    {
      type: "matter.phase_changed",
      data: { matter_id: "5", cause: "run", cause_id: "r", rule: "B-MAT-3", old: "Filed", new: "Trial" },
    },
  ]);
});
