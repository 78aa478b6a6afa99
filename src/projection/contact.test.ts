/** What holds of every contact, whatever its facts, matters and settings are. */
import { describe, expect, test } from "vitest";
import fc from "fast-check";
import type { ContactFacts } from "../model/facts.ts";
import { CONTACT_STATES, type Provider } from "../model/kinds.ts";
import type { Settings } from "../model/settings.ts";
import { parseSettings } from "../model/settings_check.ts";
import { compareContacts } from "./compare.ts";
import { projectContact } from "./contact.ts";
import { explain } from "./explain.ts";
import { prepare, type PreparedContext } from "./prepare.ts";
import { RULES } from "./reasons.ts";
import { ATTORNEYS, context, customField, member, MEMBERS, named, person, settings } from "./testing.ts";
import type { ContactInput, ContactView, MatterForContact, Participation, Reason } from "./types.ts";

const someId = fc.integer({ min: 1, max: 12 }).map(String);
const words = fc.constantFrom(
  "",
  "Tax",
  "TAX",
  " tax ",
  "Real  Estate",
  "Judge",
  "Spouse",
  "Client",
  "Expert witness",
  "é".repeat(70),
  "ΟΔΟΣ",
  "İstanbul",
);
const companies = [
  { id: "31", name: "Acme", is_client: false },
  { id: "32", name: "Birch", is_client: true },
];
const staff = fc.array(
  fc.record({
    staff_id: fc.constantFrom("1", "2", "3", "404"),
    lead: fc.boolean(),
    originating: fc.boolean(),
    responsible_staff: fc.boolean(),
  }),
  { maxLength: 3 },
);

const someMatter: fc.Arbitrary<MatterForContact> = fc.record({
  provider_id: someId,
  number: fc.constantFrom("", "2026-1", "2026-2"),
  name: fc.constantFrom("", "Quill v. Moor"),
  status: fc.constantFrom("open", "pending", "closed"),
  practice_area: words,
  stage: words,
  opened_on: fc.constantFrom(null, "2024-01-01", "2025-01-01"),
  decisive_at: fc.constantFrom(null, "2026-01-01T00:00:00Z", "2026-01-01T02:00:00+02:00", "2026-03-01T00:00:00Z"),
  staff,
  main_client_id: fc.constantFrom(null, "100"),
  lead: fc.boolean(),
});

const participations = (provider: Provider): fc.Arbitrary<Participation[]> =>
  fc.uniqueArray(someMatter, { selector: (matter) => matter.provider_id, maxLength: 5 }).chain((matters) => {
    if (matters.length === 0) return fc.constant<Participation[]>([]);
    const capacity = fc.constantFrom<Participation["capacity"]>(
      ...(provider === "clio" ? (["client", "related"] as const) : (["payer", "on_case"] as const)),
    );
    const each = fc.record({
      matter: fc.constantFrom(...matters),
      capacity,
      role: words,
      company: fc.constantFrom(null, null, ...companies),
    });
    return fc.array(each, { maxLength: 8 }).map((list) =>
      list.map(({ matter, capacity, role, company }, index) => ({
        matter,
        capacity,
        role: capacity === "related" ? role : "",
        relationship_id: capacity === "related" ? String(95 + index) : null,
        via_company: company && { id: company.id, name: company.name },
      })),
    );
  });

const custom_fields = [
  customField({ provider_id: "70", name: "Tier", type: "picklist", options: [{ id: "9", text: "Gold", deleted: true }] }),
  customField({ provider_id: "8", name: "VIP", type: "checkbox" }),
  customField({ provider_id: "71", name: "Since", type: "date" }),
];
const value = fc.constantFrom<(string | number | boolean | null)[]>("9", "Gold", 0, true, "", null, "2020-02-30", "2020-02-29");
const at = "2026-01-01T00:00:00Z";

const someInput = (provider: Provider): fc.Arbitrary<ContactInput> =>
  fc.record({
    facts: fc
      .record({
        type: fc.constantFrom("person" as const, "person" as const, "person" as const, "company" as const),
        first_name: fc.constantFrom("Nora", "", "Duplicate of"),
        last_name: fc.constantFrom("Quill", "", "李"),
        emails: fc.constantFrom<ContactFacts["emails"][]>(
          [],
          [{ address: "x", label: "" }],
          [
            { address: "N@x.example", label: "" },
            { address: "m@x.example", label: "" },
          ],
        ),
        phones: fc.constantFrom<ContactFacts["phones"][]>(
          [],
          [{ number: "312-555-0142 x9", label: "", fax: false }],
          [{ number: "312-555-0142", label: "Fax", fax: true }],
        ),
        addresses: fc.constantFrom<ContactFacts["addresses"][]>(
          [],
          [{ label: "", street: "1 Main", city: "Tax", state: "IL", postal_code: "62701", country: "US" }],
        ),
        date_of_birth: fc.constantFrom(null, "1980-02-29", "1700-01-01", "2030-01-01", "soon"),
        is_client: provider === "clio" ? fc.boolean() : fc.constant(false),
        is_co_counsel: provider === "clio" ? fc.boolean() : fc.constant(false),
        archived: fc.boolean(),
        people_group_id: provider === "mycase" ? fc.constantFrom(null, "1", "2", "9") : fc.constant(null),
        company: fc.constantFrom(null, { id: "31", name: "Acme" }, { id: "39", name: "Hidden Ltd" }),
        custom_values: fc.array(fc.record({ field_id: fc.constantFrom("70", "8", "71", "99"), value, field_type: fc.constant(null) }), {
          maxLength: 4,
        }),
      })
      .map((facts) => person(facts)),
    presence: fc.constantFrom("present" as const, "present" as const, "present" as const, "suspected_gone" as const, "tombstone" as const),
    participations: participations(provider),
    companies: fc.subarray(companies),
    pin: fc.constantFrom(null, { member_id: "m-ben" }, { member_id: "gone" }),
    manual_tags: fc.array(
      fc.record({ name: words, member_id: fc.constantFrom("m-ada", "gone"), at: fc.constantFrom(at, "2026-02-01T00:00:00Z") }),
      { maxLength: 3 },
    ),
    manual_key_facts: fc.uniqueArray(
      fc.record({
        key_fact_id: someId,
        label: words,
        date: fc.constantFrom(null, "--02-29"),
        text: words,
        member_id: fc.constant("m-ada"),
        at: fc.constant(at),
      }),
      { selector: (fact) => fact.key_fact_id, maxLength: 3 },
    ),
  });

const matterChoice = fc.record({ on: fc.boolean(), matters: fc.constantFrom("all" as const, "open" as const) });
const attorneyChoice = fc.constantFrom("none" as const, "most_recent" as const, "all" as const);

const someContext = (provider: Provider): fc.Arbitrary<PreparedContext> => {
  const clio = provider === "clio";
  const onClio = clio ? fc.boolean() : fc.constant(false);
  const none = fc.constant({ on: false, matters: "all" as const });
  return fc
    .record({
      contacts: fc.record({
        scope: fc.constantFrom(
          ...(clio
            ? (["clients", "clients_and_related", "everyone"] as const)
            : (["all", "on_matters_and_payers", "main_clients"] as const)),
        ),
        primary_email_only: fc.boolean(),
        never_engage: fc.constantFrom<(string[] | null)[]>(null, [], ["spouse"]),
      }),
      owner: fc.record({
        role: fc.constantFrom(...(clio ? (["lead", "originating", "primary_member"] as const) : (["lead", "originating"] as const))),
        fallback: fc.constantFrom("primary_member" as const, "unassigned" as const),
        primary_member: fc.constantFrom(null, "m-ada", "m-out"),
        attorney_rules: fc.constantFrom<Settings["owner"]["attorney_rules"][]>(
          [],
          [{ staff_id: "3", member_id: "m-ben" }],
          [{ staff_id: "1", member_id: "m-out" }],
        ),
      }),
      tags: fc.record({
        practice_area: matterChoice,
        related_practice_area: clio ? matterChoice : none,
        relationships: onClio,
        related_contacts: onClio,
        matter_number: matterChoice,
        matter_stage: clio ? matterChoice : none,
        personal: onClio,
        company: onClio,
        people_group: clio ? fc.constant(false) : fc.boolean(),
        city: fc.boolean(),
        state: fc.boolean(),
        country: onClio,
        lead_attorney: attorneyChoice,
        originating_attorney: attorneyChoice,
        custom_fields: fc.subarray<string>(["70", "8", "71", "99"]),
      }),
      key_facts: fc.record({
        birthday: fc.constantFrom("none" as const, "all" as const, "clients" as const, "prospects" as const),
        provider_id: fc.boolean(),
        custom_dates: clio ? fc.subarray<string>(["71"]) : fc.constant<string[]>([]),
      }),
      segment: fc.record({
        mode: fc.constantFrom("any" as const, "all" as const, "none" as const),
        tags: fc.subarray<string>(["client", "Tax", "Spouse"]),
      }),
    })
    .map((patch) => {
      const document = settings(provider, patch);
      expect(parseSettings(provider, document)).toEqual({ ok: true, settings: document });
      const lists = {
        custom_fields,
        people_groups: [named("1", "Client"), named("2", "Judge")],
        staff: ATTORNEYS,
        members: [...MEMBERS, member({ member_id: "m-out", name: "Out", email: "o@x.example", active: false })],
      };
      return prepare(context(provider, patch, lists));
    });
};

const some = fc.constantFrom<Provider[]>("clio", "mycase").chain((provider) => fc.tuple(someInput(provider), someContext(provider)));
const always = (check: (view: ContactView, input: ContactInput, ctx: PreparedContext) => void) =>
  fc.assert(
    fc.property(some, ([input, ctx]) => {
      check(projectContact(input, ctx), input, ctx);
    }),
    { numRuns: 250 },
  );

function reasonsOf(view: ContactView): Reason[] {
  return [
    view.state_reason,
    ...view.other_reasons,
    view.status_reason,
    ...(view.never_engage ? [view.never_engage] : []),
    view.owner.reason,
    ...view.tags.flatMap((tag) => tag.reasons),
    ...view.key_facts.map((fact) => fact.reason),
    ...view.issues,
  ];
}

describe("every contact", () => {
  test("B-WHY-1: every derived value has a reason that names a rule and a source, and a sentence", () => {
    always((view) => {
      for (const tag of view.tags) expect(tag.reasons.length).toBeGreaterThan(0);
      for (const reason of reasonsOf(view)) {
        expect(RULES).toContain(reason.rule);
        expect(reason.sources.length).toBeGreaterThan(0);
        expect(reason.sources.length).toBeLessThanOrEqual(7);
        expect(explain(reason)).toMatch(/^\S.*\.$/su);
        expect(explain(reason)).not.toMatch(/undefined|null|\[object/);
      }
    });
  });

  test("invariant 3: same input, same answer, whatever the order of matters, relationships, companies and additions", () => {
    fc.assert(
      fc.property(some, fc.infiniteStream(fc.nat()), ([input, ctx], random) => {
        const shuffled = <T>(list: T[]): T[] =>
          list
            .map((item): [number, T] => [random.next().value as number, item])
            .toSorted((a, b) => a[0] - b[0])
            .map(([, item]) => item);
        const view = projectContact(input, ctx);
        const other = projectContact(
          {
            ...input,
            participations: shuffled(input.participations),
            companies: shuffled(input.companies),
            manual_tags: shuffled(input.manual_tags),
            manual_key_facts: shuffled(input.manual_key_facts),
          },
          ctx,
        );
        expect(other).toEqual(view);
        expect(projectContact(structuredClone(input), ctx)).toEqual(view);
        expect(compareContacts(view, other)).toEqual([]);
      }),
      { numRuns: 250 },
    );
  });

  test("B-WHY-2: a view is plain JSON: what the database gives back is what was put in", () => {
    always((view) => expect(JSON.parse(JSON.stringify(view))).toStrictEqual(view));
  });

  test("B-SYN-10: is in exactly one state, with the reason for it", () => {
    always((view, input, ctx) => {
      expect(CONTACT_STATES).toContain(view.state);
      expect(view.state === "in").toBe(view.state_reason.code === "in");
      if (view.state === "in") expect(view.other_reasons).toEqual([]);
      if (input.presence !== "present") expect(view.state).toBe(input.presence);
      else if (view.type === "company" || (ctx.provider === "mycase" && input.facts.archived)) expect(view.state).toBe("skipped");
    });
  });

  test("B-CLI-3: Active, Pending and Past exclude each other and imply Client", () => {
    always((view, { facts }) => {
      const names = new Set(
        view.tags.filter((tag) => tag.reasons.some((reason) => reason.code.startsWith("status_"))).map((tag) => tag.name.toLowerCase()),
      );
      const narrow = ["active client", "pending client", "past client"].filter((name) => names.has(name));
      expect(narrow.length).toBeLessThanOrEqual(1);
      if (facts.type === "person") expect(names.has("client")).toBe(view.client_status !== null);
      if (narrow.length > 0) expect(names.has("client")).toBe(true);
      expect(view.client_status === null || !view.prospect).toBe(true);
    });
  });

  test("B-TAG-8: has each tag once, ignoring case, squeezed, of 64 code points at most", () => {
    always((view) => {
      const keys = view.tags.map((tag) => tag.name.toLowerCase());
      expect(new Set(keys).size).toBe(keys.length);
      for (const { name, origins } of view.tags) {
        expect(Array.from(name).length).toBeLessThanOrEqual(64);
        expect(name).toBe(name.replace(/\s+/g, " ").trim());
        expect(name).not.toBe("");
        expect(new Set(origins).size).toBe(origins.length);
      }
    });
  });

  test("B-OWN-5: is owned by an active member or by nobody", () => {
    always((view, input, ctx) => {
      const owner = ctx.members.find((each) => each.member_id === view.owner.member_id);
      expect(view.owner.member_id === null || owner?.active === true).toBe(true);
      if (input.pin?.member_id === "m-ben") expect(view.owner.member_id).toBe("m-ben");
      if (
        ctx.settings.owner.fallback === "unassigned" &&
        ctx.settings.owner.role !== "primary_member" &&
        input.participations.length === 0 &&
        input.pin === null
      ) {
        expect(view.owner.member_id).toBeNull();
      }
    });
  });
});
