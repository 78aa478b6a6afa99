import { describe, expect, test } from "vitest";
import type { ContactFacts } from "../model/facts.ts";
import { projectContact } from "./contact.ts";
import {
  clientOf,
  clio,
  contactInput,
  context,
  lead,
  mycase,
  named,
  onCase,
  originating,
  payerOf,
  project,
  related,
  tagNames,
} from "./testing.ts";
import type { Participation } from "./types.ts";

const acme = { id: "7", name: "Acme" };
const through = { via_company: acme };
const DEFAULTS = ["Clio", "Person", "Client", "Active Client", "Pending Client", "Past Client", "MyCase"];
/** What the rule under test adds beside B-TAG-1. */
const extra = (ctx: Parameters<typeof project>[0], facts: Partial<ContactFacts> = {}, parts: Participation[] = []) =>
  tagNames(project(ctx, facts, parts)).filter((name) => !DEFAULTS.includes(name));

const off = { practice_area: { on: false } } as const;

describe("default tags", () => {
  test("B-TAG-1: MyCase gives MyCase, Clio gives Clio and Person, whatever is switched off", () => {
    expect(tagNames(project(mycase({ tags: off }), {}))).toEqual(["MyCase"]);
    expect(tagNames(project(clio({ tags: off }), {}))).toEqual(["Clio", "Person"]);
  });

  test("B-TAG-1: a company is no contact and has no tags of ours", () => {
    expect(tagNames(project(clio(), { type: "company", name: "Acme", is_client: true }, [clientOf({ practice_area: "Tax" })]))).toEqual([]);
  });
});

describe("practice area", () => {
  const areas = (part: typeof clientOf) => [
    part({ provider_id: "1", practice_area: "Tax", status: "open" }),
    part({ provider_id: "2", practice_area: "Estate", status: "pending" }),
    part({ provider_id: "3", practice_area: "Family", status: "closed" }),
  ];

  test("B-TAG-2: on MyCase of all they are on or pay for by default, or of open ones only", () => {
    expect(extra(context("mycase"), {}, [...areas(payerOf), onCase({ provider_id: "4", practice_area: "Injury" })])).toEqual([
      "Tax",
      "Estate",
      "Family",
      "Injury",
    ]);
    expect(extra(mycase({ tags: { practice_area: { matters: "open" } } }), {}, areas(onCase))).toEqual(["Tax"]);
  });

  test("B-TAG-2: on Clio of open ones where they are the client by default; pending is not open", () => {
    expect(extra(context("clio"), {}, areas(clientOf))).toEqual(["Tax"]);
    expect(extra(clio({ tags: { practice_area: { matters: "all" } } }), {}, areas(clientOf))).toEqual(["Tax", "Estate", "Family"]);
    expect(extra(clio(), {}, [related({ practice_area: "Tax" }, "Spouse")])).toEqual([]);
  });

  test("B-TAG-2: through a company too, but on MyCase not from a case that they are not on", () => {
    expect(extra(clio(), {}, [clientOf({ practice_area: "Tax" }, through)])).toEqual(["Tax"]);
    expect(extra(mycase(), {}, [payerOf({ practice_area: "Tax" }, through)])).toEqual([]);
  });

  test("B-MAT-8: a lead's practice area counts like any matter's", () => {
    expect(extra(clio(), {}, [clientOf({ practice_area: "Tax", lead: true })])).toEqual(["Tax"]);
  });
});

describe("Clio", () => {
  test("B-TAG-3: Related: <area> of matters where related, not client, of all or open ones", () => {
    const parts = [
      clientOf({ provider_id: "1", practice_area: "Tax" }),
      related({ provider_id: "1", practice_area: "Tax" }, "Trustee", "11"),
      related({ provider_id: "2", practice_area: "Estate", status: "closed" }, "Heir", "12"),
      related({ provider_id: "3", practice_area: "Family" }, "Spouse", "13"),
      related({ provider_id: "4", practice_area: " " }, "Spouse", "14"),
    ];
    expect(extra(clio({ tags: { ...off, related_practice_area: { on: true } } }), {}, parts)).toEqual([
      "Related: Estate",
      "Related: Family",
    ]);
    expect(extra(clio({ tags: { ...off, related_practice_area: { on: true, matters: "open" } } }), {}, parts)).toEqual(["Related: Family"]);
  });

  test("B-TAG-3: the role text of each relationship, and Related Contacts once, also where the text is blank", () => {
    const parts = [
      related({ provider_id: "1" }, "Spouse", "12"),
      related({ provider_id: "2" }, "", "11"),
      related({ provider_id: "3" }, "spouse", "13"),
    ];
    const ctx = clio({ tags: { ...off, relationships: true, related_contacts: true } });
    expect(extra(ctx, {}, parts)).toEqual(["Spouse", "Related Contacts"]);
    expect(extra(ctx, {}, [related({}, "")])).toEqual(["Related Contacts"]);
    expect(extra(ctx, {}, [clientOf()])).toEqual([]);
  });

  test("B-TAG-3: number and stage, else status, of matters where they are the client", () => {
    const parts = [
      clientOf({ provider_id: "1", number: "0001-Quill", stage: "Discovery" }),
      clientOf({ provider_id: "2", number: "0002-Quill", status: "pending" }),
      clientOf({ provider_id: "3", number: "", status: "closed" }, through),
      related({ provider_id: "4", number: "0004-Other", stage: "Trial" }, "Spouse"),
    ];
    const all = clio({ tags: { ...off, matter_number: { on: true }, matter_stage: { on: true } } });
    expect(extra(all, {}, parts)).toEqual(["0001-Quill", "0002-Quill", "Matter: Discovery", "Matter: Pending", "Matter: Closed"]);
    const open = clio({ tags: { ...off, matter_number: { on: true, matters: "open" }, matter_stage: { on: true, matters: "open" } } });
    expect(extra(open, {}, parts)).toEqual(["0001-Quill", "Matter: Discovery"]);
    expect(extra(all, {}, [clientOf({ lead: true })])).toEqual([]);
  });

  test("B-TAG-3: Personal is who is the client in their own right or has the flag, Company who acts for a client company", () => {
    const ctx = clio({ tags: { ...off, personal: true, company: true } });
    expect(extra(ctx, {}, [clientOf({ status: "closed" })])).toEqual(["Personal"]);
    expect(extra(ctx, { is_client: true })).toEqual(["Personal"]);
    expect(extra(ctx, {}, [clientOf({}, through)])).toEqual(["Company"]);
    expect(extra(ctx, {}, [clientOf({ provider_id: "1" }), clientOf({ provider_id: "2" }, through)])).toEqual(["Personal", "Company"]);
    expect(tagNames(projectContact(contactInput({}, { companies: [{ ...acme, is_client: true }] }), ctx))).toContain("Company");
    expect(extra(ctx, { company: acme })).toEqual([]);
  });

  test("B-TAG-3: all of these are off by default", () => {
    expect(
      extra(context("clio"), { is_client: true }, [
        clientOf({ stage: "Trial" }),
        related({ provider_id: "2", practice_area: "Tax" }, "Heir"),
      ]),
    ).toEqual([]);
  });
});

describe("MyCase", () => {
  test("B-TAG-4: case number, else name, of all they are on or pay for, or of open ones only", () => {
    const parts = [
      onCase({ provider_id: "1", number: "C-1" }),
      payerOf({ provider_id: "2", number: "", name: "Quill v. Moor", status: "closed" }),
    ];
    expect(extra(mycase({ tags: { matter_number: { on: true } } }), {}, parts)).toEqual(["C-1", "Quill v. Moor"]);
    expect(extra(mycase({ tags: { matter_number: { on: true, matters: "open" } } }), {}, parts)).toEqual(["C-1"]);
  });

  test("B-TAG-4: the people group as Group: <name>", () => {
    const lists = { people_groups: [named("4", "Past  Clients")] };
    expect(extra(mycase({ tags: { people_group: true } }, lists), { people_group_id: "4" })).toEqual(["Group: Past Clients"]);
    expect(extra(mycase({ tags: { people_group: true } }, lists), { people_group_id: "5" })).toEqual([]);
    expect(extra(mycase({}, lists), { people_group_id: "4" })).toEqual([]);
  });
});

describe("location", () => {
  const addresses = [
    { label: "Home", street: "1 Main St", city: "Springfield", state: "IL", postal_code: "62701", country: "US" },
    { label: "Work", street: "", city: "Peoria", state: "", postal_code: "", country: "" },
  ];

  test("B-TAG-5: city, state, postal code and, on Clio, country of the primary address, each by its own switch", () => {
    const tags = { city: true, state: true, postal_code: true, country: true };
    expect(extra(clio({ tags }), { addresses })).toEqual(["Springfield", "IL", "62701", "US"]);
    expect(extra(mycase({ tags }), { addresses })).toEqual(["Springfield", "IL", "62701"]);
    expect(extra(clio({ tags: { state: true } }), { addresses })).toEqual(["IL"]);
    expect(extra(clio({ tags }), { addresses: addresses.toReversed() })).toEqual(["Peoria"]);
    expect(extra(clio({ tags }), {})).toEqual([]);
  });
});

describe("attorneys", () => {
  const parts = (part: typeof clientOf) => [
    part({ provider_id: "1", decisive_at: "2026-02-01T00:00:00Z", staff: [lead("3"), lead("2"), originating("1")] }),
    part({ provider_id: "2", decisive_at: "2026-01-01T00:00:00Z", staff: [lead("1")] }),
  ];

  test("B-TAG-6: none by default", () => {
    expect(extra(context("clio"), {}, parts(clientOf))).toEqual([]);
  });

  test("B-TAG-6: of the most recent matter, with the provider's full name, mapped or not, each of two in one role", () => {
    const tags = { lead_attorney: "most_recent", originating_attorney: "most_recent" } as const;
    expect(extra(mycase({ tags }), {}, parts(payerOf))).toEqual(["Lead: Cleo Voss", "Lead: Ben Okoro", "Originating: Ada Marsh"]);
    expect(extra(clio({ tags }), {}, parts(clientOf))).toEqual([
      "Responsible: Cleo Voss",
      "Responsible: Ben Okoro",
      "Originating: Ada Marsh",
    ]);
  });

  test("B-TAG-6: all: of all matters where client, else of all taken part in; a vacant role gives none", () => {
    const ctx = clio({ tags: { lead_attorney: "all", originating_attorney: "all" } });
    expect(extra(ctx, {}, parts(clientOf))).toEqual([
      "Responsible: Cleo Voss",
      "Responsible: Ben Okoro",
      "Responsible: Ada Marsh",
      "Originating: Ada Marsh",
    ]);
    const mixed = [clientOf({ provider_id: "1", staff: [lead("1")] }), related({ provider_id: "2", staff: [lead("2")] }, "Spouse")];
    expect(extra(ctx, {}, mixed)).toEqual(["Responsible: Ada Marsh"]);
    expect(extra(ctx, {}, mixed.slice(1))).toEqual(["Responsible: Ben Okoro"]);
    expect(extra(ctx, {}, [clientOf({ staff: [] })])).toEqual([]);
  });

  test("B-TAG-6: a pin or one owner for all does not change whose tag it is", () => {
    const ctx = clio({ owner: { role: "primary_member", primary_member: "m-ben" }, tags: { lead_attorney: "most_recent" } });
    expect(extra(ctx, {}, [clientOf({ staff: [lead("1")] })])).toEqual(["Responsible: Ada Marsh"]);
  });
});
