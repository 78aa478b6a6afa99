import { describe, expect, test } from "vitest";
import { projectMatter } from "./matter.ts";
import { participantsOf } from "./participants.ts";
import { clio, matterFacts, matterInput, mycase, named } from "./testing.ts";
import type { MatterInput } from "./types.ts";

const person = (id: string) => ({ id, type: "person" as const });
const company = (id: string) => ({ id, type: "company" as const });
const CLIENT_GROUP = { people_groups: [named("4", " client "), named("5", "Client's family")] };

describe("participants", () => {
  test("B-MAT-1: Clio's client, then its relationships by id with their roles", () => {
    const facts = matterFacts({ client: { id: "7", name: "Acme", type: "company" } });
    const relationships = [
      { provider_id: "10", contact_id: "2", role: "Spouse" },
      { provider_id: "9", contact_id: "1", role: "Judge" },
    ];
    expect(
      participantsOf("clio", facts, relationships).map((each) => [
        each.position,
        each.person_type,
        each.person_id,
        each.capacity,
        each.role,
        each.relationship_id,
      ]),
    ).toEqual([
      [0, "company", "7", "client", "", null],
      [1, "contact", "1", "related", "Judge", "9"],
      [2, "contact", "2", "related", "Spouse", "10"],
    ]);
  });

  test("B-MAT-1: MyCase's people in its order, each once, then the payer, untyped", () => {
    const facts = matterFacts({ people: [person("2"), person("1"), person("2"), company("2")], billing_contact_id: "9" });
    expect(participantsOf("mycase", facts, []).map((each) => [each.position, each.person_type, each.person_id, each.capacity])).toEqual([
      [0, "contact", "2", "on_case"],
      [1, "contact", "1", "on_case"],
      [2, "company", "2", "on_case"],
      [3, "untyped", "9", "payer"],
    ]);
  });
});

describe("the main client on MyCase", () => {
  const everyone: MatterInput["people"] = new Map(
    ["1", "2", "3"].map((id) => [id, { type: "person" as const, people_group_id: id === "3" ? "4" : "5" }]),
  );
  const main = (facts: Parameters<typeof matterInput>[0], rest: Parameters<typeof matterInput>[1] = {}) =>
    projectMatter(matterInput(facts, { people: everyone, ...rest }), mycase({}, CLIENT_GROUP)).main_client;
  const people = [person("1"), person("2"), person("3")];

  test("B-MAT-5: the billing contact if among the case's people", () => {
    expect(main({ people, billing_contact_id: "2" })).toMatchObject({
      contact_id: "2",
      flagged: null,
      reason: { rule: "B-MAT-5", code: "main_billing_contact" },
    });
  });

  test("B-MAT-5: else the first listed whose group is Client", () => {
    expect(main({ people, billing_contact_id: "99" })).toMatchObject({ contact_id: "3", reason: { code: "main_group_client" } });
    expect(main({ people })).toMatchObject({ contact_id: "3" });
  });

  test("B-MAT-5: else the first listed, else nobody", () => {
    expect(main({ people: [person("2"), person("1")] })).toMatchObject({ contact_id: "2", reason: { code: "main_first_listed" } });
    expect(main({ people: [] })).toMatchObject({ contact_id: null, company_id: null, flagged: null, reason: { code: "main_nobody" } });
  });

  test("B-MAT-5: someone not to be found stands, flagged", () => {
    expect(main({ people: [person("8")] })).toMatchObject({ contact_id: "8", flagged: "not_found" });
  });

  test("B-MAT-5: a company is nobody until an admin names a person", () => {
    const companies = new Set(["7"]);
    expect(main({ people: [person("1"), company("7")], billing_contact_id: "7" }, { companies })).toMatchObject({
      contact_id: null,
      company_id: "7",
      flagged: "company",
    });
    expect(main({ people: [company("7")] }, { companies })).toMatchObject({ contact_id: null, company_id: "7", flagged: "company" });
  });

  test("B-MAT-5: a billing id that is a person's and a company's is the person's, also where only the company is on the case", () => {
    const both = { people: [company("2"), person("3")], billing_contact_id: "2" };
    expect(main(both, { companies: new Set(["2"]) })).toMatchObject({ contact_id: "3", reason: { code: "main_group_client" } });
    expect(main({ people: [company("2"), person("2")], billing_contact_id: "2" }, { companies: new Set(["2"]) })).toMatchObject({
      contact_id: "2",
    });
  });
});

describe("the main client on Clio", () => {
  const main = (facts: Parameters<typeof matterInput>[0], people: MatterInput["people"] = new Map()) =>
    projectMatter(matterInput(facts, { people }), clio()).main_client;

  test("B-MAT-5: the matter's client; a company is nobody; without a client nobody", () => {
    const known = new Map([["1", { type: "person" as const, people_group_id: null }]]);
    expect(main({ client: { id: "1", name: "Nora", type: "person" } }, known)).toMatchObject({
      contact_id: "1",
      flagged: null,
      reason: { code: "main_matter_client" },
    });
    expect(main({ client: { id: "7", name: "Acme", type: "company" } })).toMatchObject({
      contact_id: null,
      company_id: "7",
      flagged: "company",
    });
    expect(main({})).toMatchObject({ contact_id: null, reason: { code: "main_nobody" } });
  });

  test("B-MAT-5: a client whose type Clio does not tell is what the mirror knows of them", () => {
    const known = new Map([["7", { type: "company" as const, people_group_id: null }]]);
    expect(main({ client: { id: "7", name: "Acme", type: null } }, known)).toMatchObject({ contact_id: null, company_id: "7" });
  });
});
