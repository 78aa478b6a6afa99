import { describe, expect, test } from "vitest";
import type { ContactFacts } from "../model/facts.ts";
import type { Provider } from "../model/kinds.ts";
import { defaultSettings } from "../model/presets.ts";
import { projectContact } from "./contact.ts";
import { clientOf, clio, contactInput, context, mycase, onCase, payerOf, person, project, related } from "./testing.ts";

const acme = { id: "7", name: "Acme" };

describe("skipped", () => {
  const cases: [string, Partial<ContactFacts>, string[]][] = [
    ["no first nor last name", { first_name: " ", last_name: "", middle_name: "Q" }, ["no_name"]],
    ["no channel", { emails: [] }, ["no_channel"]],
    ["archived", { archived: true }, ["archived"]],
    ["a duplicate by name", { first_name: "duplicate OF", last_name: "Nora Quill" }, ["duplicate_of"]],
    ["a duplicate across both names", { first_name: "Duplicate", last_name: "of  Nora" }, ["duplicate_of"]],
    ["a company", { type: "company", name: "Acme", first_name: "", last_name: "" }, ["company"]],
    ["everything at once", { archived: true, first_name: "", last_name: "", emails: [] }, ["archived", "no_name", "no_channel"]],
    [
      "a company without channel",
      { type: "company", name: "Acme", first_name: "", last_name: "", emails: [], archived: true },
      ["company", "archived", "no_channel"],
    ],
  ];
  test.each(cases)("B-CTC-4: %s is skipped, with the first reason first and the others listed", (_, facts, codes) => {
    const view = project(clio(), facts);
    expect(view.state).toBe("skipped");
    expect([view.state_reason, ...view.other_reasons].map((reason) => reason.code)).toEqual(codes);
  });

  test("B-CTC-4: a name that has Duplicate of further on is a name", () => {
    expect(project(clio(), { first_name: "Not a", last_name: "Duplicate of anyone" }).state).toBe("in");
  });

  test("B-CTC-3: one name of the two and one channel of the three are enough", () => {
    expect(project(clio(), { first_name: "", last_name: "Quill" }).state).toBe("in");
    expect(project(mycase(), { first_name: "Nora", last_name: "" }).state).toBe("in");
  });

  test("B-CTC-3: a skipped contact is in again by itself once mended", () => {
    expect(project(mycase(), { emails: [{ address: "nora@", label: "" }] }).state).toBe("skipped");
    expect(project(mycase(), { emails: [{ address: "nora@quill.example", label: "" }] })).toMatchObject({ state: "in", other_reasons: [] });
  });

  test("B-CTC-4: a skipped contact keeps its status, owner and tags, so that its history goes on", () => {
    const view = project(mycase(), { emails: [] }, [
      payerOf({ staff: [{ staff_id: "1", lead: true, originating: false, responsible_staff: false }] }),
    ]);
    expect(view).toMatchObject({ state: "skipped", client_status: "active", owner: { member_id: "m-ada" } });
  });
});

describe("one state", () => {
  test("B-SYN-10: the states come in the order tombstone, suspected gone, skipped, scope, segment, in", () => {
    const ctx = clio({ contacts: { scope: "clients" }, segment: { tags: ["Gold"] } });
    const input = contactInput({ archived: true }, { presence: "tombstone" });
    const states = [
      input,
      { ...input, presence: "suspected_gone" as const },
      { ...input, presence: "present" as const },
      contactInput({ archived: false }),
      contactInput({ is_client: true }),
    ].map((each) => projectContact(each, ctx).state);
    expect(states).toEqual(["tombstone", "suspected_gone", "skipped", "out_of_scope", "out_of_segment"]);
    expect(projectContact(contactInput(), clio()).state).toBe("in");
  });

  test("B-SYN-10: the reasons of the later states that hold too are listed", () => {
    const view = projectContact(
      contactInput({ archived: true }, { presence: "suspected_gone" }),
      clio({ contacts: { scope: "clients" }, segment: { tags: ["x"] } }),
    );
    expect(view.other_reasons.map((reason) => reason.code)).toEqual(["archived", "scope_not_client", "segment_any"]);
  });
});

describe("scope", () => {
  const stateIn = (scope: "clients" | "clients_and_related" | "everyone", facts = {}, parts: Parameters<typeof project>[2] = []) =>
    project(context("clio", { contacts: { scope } }), facts, parts).state;

  test("B-CTC-5: Clio's default takes in clients, pending and past ones too, and those with the flag alone", () => {
    expect(defaultSettings("clio").contacts.scope).toBe("clients");
    expect(stateIn("clients", {}, [clientOf({ status: "pending" })])).toBe("in");
    expect(stateIn("clients", {}, [clientOf({ status: "closed" })])).toBe("in");
    expect(stateIn("clients", { is_client: true })).toBe("in");
    expect(stateIn("clients", {}, [clientOf({}, { via_company: acme })])).toBe("in");
    expect(stateIn("clients", {}, [related({}, "Spouse")])).toBe("out_of_scope");
    expect(stateIn("clients")).toBe("out_of_scope");
  });

  test("B-CTC-5: related adds whoever is related to a matter, everyone also those never on one", () => {
    expect(stateIn("clients_and_related", {}, [related({ status: "closed" }, "Spouse")])).toBe("in");
    expect(stateIn("clients_and_related")).toBe("out_of_scope");
    expect(stateIn("clients_and_related", {}, [related({}, "Counsel", "1", { via_company: acme })])).toBe("out_of_scope");
    expect(stateIn("everyone")).toBe("in");
  });

  test("B-CTC-5: MyCase takes in all that the sync user sees", () => {
    expect(project(context("mycase"), {}).state).toBe("in");
  });

  test("B-CTC-5: the case updates preset takes in people on matters and their payers", () => {
    const ctx = context("mycase", { contacts: { scope: "on_matters_and_payers" } });
    expect(project(ctx, {}, [onCase({ status: "closed" })]).state).toBe("in");
    expect(project(ctx, {}, [payerOf()]).state).toBe("in");
    expect(project(ctx, {}, [payerOf({}, { via_company: acme })]).state).toBe("out_of_scope");
    expect(project(ctx, {})).toMatchObject({ state: "out_of_scope", state_reason: { rule: "B-CTC-5", code: "scope_not_on_matter" } });
  });

  test("B-CTC-5: the portal preset takes in main clients of matters only", () => {
    const ctx = context("mycase", { contacts: { scope: "main_clients" } });
    const { provider_id } = person();
    expect(project(ctx, {}, [onCase({ main_client_id: provider_id })]).state).toBe("in");
    expect(project(ctx, {}, [onCase({ main_client_id: "999" }), payerOf({ main_client_id: "999" })]).state).toBe("out_of_scope");
  });

  test.each<Provider>(["clio", "mycase"])("B-MAT-8: on %s a matter kept as a lead counts for scope like any matter", (provider) => {
    const taken = provider === "clio" ? related({ lead: true }, "Prospect") : onCase({ lead: true });
    const scope = provider === "clio" ? "clients_and_related" : "on_matters_and_payers";
    expect(project(context(provider, { contacts: { scope } }), {}, [taken]).state).toBe("in");
  });
});
