import { expect, test } from "vitest";
import { clientOf, clio, mycase, named, payerOf, project, related } from "./testing.ts";

const groups = { people_groups: [named("1", "Expert Witness"), named("2", "Family friend"), named("3", "  JUDGE ")] };

test.each(["Judge", "opposing party", "Co-Counsel (NY)", "Expert/Witness", "The mediator", "WITNESS", "non-expert"])(
  "B-CLI-5: %s is never engaged by default",
  (role) => {
    expect(project(clio(), {}, [related({}, role)]).never_engage).toMatchObject({ rule: "B-CLI-5", code: "never_relationships" });
  },
);

test.each(["Judgement creditor", "Experts", "Spouse", "Co Counsel", "Eyewitness", "", "Mediators"])(
  "B-CLI-5: %s is engaged: only whole words count",
  (role) => {
    expect(project(clio(), {}, [related({}, role)]).never_engage).toBeNull();
  },
);

test("B-CLI-5: on Clio all relationships have to be listed, and a Client is engaged whatever they are", () => {
  const expert = related({ provider_id: "1" }, "Expert", "1");
  expect(project(clio(), {}, [expert, related({ provider_id: "2" }, "Spouse", "2")]).never_engage).toBeNull();
  expect(project(clio(), {}, [expert, clientOf({ provider_id: "2" })]).never_engage).toBeNull();
  expect(project(clio(), { is_client: true }, [expert]).never_engage).toBeNull();
  expect(project(clio(), {}).never_engage).toBeNull();
});

test("B-CLI-5: whoever Clio flags as co-counsel is never engaged, also as a Client", () => {
  expect(project(clio(), { is_co_counsel: true }, [clientOf()]).never_engage?.code).toBe("never_co_counsel");
});

test("B-CLI-5: on MyCase whoever is in a listed group is never engaged, also as a Client", () => {
  expect(project(mycase({}, groups), { people_group_id: "1" }, [payerOf()]).never_engage).toMatchObject({
    code: "never_group",
    params: { group: "Expert Witness" },
  });
  expect(project(mycase({}, groups), { people_group_id: "2" }).never_engage).toBeNull();
  expect(project(mycase({}, groups), { people_group_id: "99" }).never_engage).toBeNull();
});

test("B-CLI-5: the firm's own list replaces the pre-filled one, compared ignoring case and outer blanks", () => {
  const ctx = mycase({ contacts: { never_engage: ["family FRIEND"] } }, groups);
  expect(project(ctx, { people_group_id: "2" }).never_engage).not.toBeNull();
  expect(project(ctx, { people_group_id: "1" }).never_engage).toBeNull();
  expect(project(mycase({ contacts: { never_engage: ["judge"] } }, groups), { people_group_id: "3" }).never_engage).not.toBeNull();
  expect(project(mycase({ contacts: { never_engage: [] } }, groups), { people_group_id: "1" }).never_engage).toBeNull();
});

test("B-CLI-5: a prospect is a synced contact who is neither a Client nor never engaged", () => {
  expect(project(clio(), {}).prospect).toBe(true);
  expect(project(clio(), {}, [clientOf({ status: "closed" })]).prospect).toBe(false);
  expect(project(clio(), {}, [related({}, "Judge")]).prospect).toBe(false);
  expect(project(clio(), { emails: [] }).prospect).toBe(false);
  expect(project(clio({ segment: { tags: ["Gold"] } }), {}).prospect).toBe(false);
});
