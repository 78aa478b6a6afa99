import { expect, test } from "vitest";
import { projectContact } from "./contact.ts";
import { clientOf, clio, contactInput, project } from "./testing.ts";

const stateWith = (mode: "any" | "all" | "none", tags: string[], manual: string[] = []) => {
  const manual_tags = manual.map((name) => ({ name, member_id: "m-ada", at: "2026-01-01T00:00:00Z" }));
  const input = contactInput({}, { participations: [clientOf({ practice_area: "Real  Estate" })], manual_tags });
  return projectContact(input, clio({ segment: { mode, tags } })).state;
};

test("B-SEG-1: an empty list restricts nothing, whatever the mode", () => {
  for (const mode of ["any", "all", "none"] as const) expect(stateWith(mode, [])).toBe("in");
});

test("B-SEG-1: any of the tags takes in, compared as tags are", () => {
  expect(stateWith("any", ["Tax", "REAL ESTATE"])).toBe("in");
  expect(stateWith("any", ["Tax", "Family"])).toBe("out_of_segment");
});

test("B-SEG-1: all of the tags are needed", () => {
  expect(stateWith("all", ["client", "Real Estate"])).toBe("in");
  expect(stateWith("all", ["Client", "Tax"])).toBe("out_of_segment");
});

test("B-SEG-1: none of the tags may be there", () => {
  expect(stateWith("none", ["Tax"])).toBe("in");
  expect(stateWith("none", ["Tax", "active client"])).toBe("out_of_segment");
});

test("B-SEG-1: only provider tags count, a member's own does not bring in nor keep out", () => {
  expect(stateWith("any", ["VIP"], ["VIP"])).toBe("out_of_segment");
  expect(stateWith("none", ["VIP"], ["VIP"])).toBe("in");
  expect(stateWith("any", ["Client"], ["client"])).toBe("in");
});

test("B-SEG-2: who left the segment comes back by a change of the settings alone, unchanged but for the state", () => {
  const parts = [clientOf({ practice_area: "Tax" })];
  const out = project(clio({ segment: { tags: ["Family"] } }), {}, parts);
  const back = project(clio({ segment: { tags: ["Family", "Tax"] } }), {}, parts);
  expect(out).toMatchObject({
    state: "out_of_segment",
    state_reason: { rule: "B-SEG-1", code: "segment_any", params: { tags: "Family" } },
  });
  expect(out.state_reason.sources).toContainEqual({ kind: "setting", id: "segment" });
  expect({ ...out, state: null, state_reason: null }).toEqual({ ...back, state: null, state_reason: null });
});
