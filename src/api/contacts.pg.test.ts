/** Contacts over the API: the list, one contact, and why. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectors } from "../connectors/index.ts";
import { newId } from "../lib/ids.ts";
import type { Page } from "./contract/common.ts";
import type { Contact, ContactRow } from "./contract/contacts.ts";
import { clock, names, openTestApi, type TestApi } from "./test_api.ts";
import { read } from "./test_firm.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api?.close());

describe("contacts", () => {
  test("are listed by name over all connections, and only those that are in", async () => {
    const page = await api.ask<Page<ContactRow>>("/api/v1/contacts");
    expect(names(page)).toEqual([
      "Petra Keller",
      "Hugo Rivera",
      "Lucía Rivera",
      "Lucía Rivera",
      "Mateo Rivera",
      "Walter Stone",
      "Ada Zqiang",
    ]);
    expect(page.next).toBeNull();
    const lucia = page.items.find((item) => item.provider_id === "1042")!;
    expect(lucia).toMatchObject({
      client_status: "active",
      owner: { member_id: api.firm.members.naomi, name: "Naomi Okafor" },
      email: "family@rivera.example",
      phone: "+12125550142",
    });
    expect(lucia.tags).toContain("Family Law");
  });

  test("B-CTC-7: each shows its provider id and a link to the provider's page", async () => {
    const { items } = await api.ask<Page<ContactRow>>("/api/v1/contacts");
    expect(items.find((item) => item.provider_id === "1042")!.link).toBe("https://app.clio.com/nc/#/contacts/1042");
    expect(items.filter((item) => item.connection_id === api.firm.mycase).map((item) => item.link)).toEqual(
      ["202", "201"].map((id) => connectors.mycase.mapper.link("contact", id, { region: null, firm_url: "https://hartwell.mycase.com" })),
    );
  });

  test("page by page gives the same as all at once, whatever the page size, also where names are equal", async () => {
    const all = await api.ask<Page<ContactRow>>("/api/v1/contacts?state=any");
    for (const limit of [1, 2, 3, 5]) {
      const seen: ContactRow[] = [];
      let after = "";
      do {
        const page = await api.ask<Page<ContactRow>>(`/api/v1/contacts?state=any&limit=${limit}${after && `&after=${after}`}`);
        expect(page.items.length).toBeLessThanOrEqual(limit);
        seen.push(...page.items);
        after = page.next ?? "";
      } while (after);
      expect(seen).toEqual(all.items);
    }
  });

  test.each([
    ["a part of a name", "q=iver", ["Hugo Rivera", "Lucía Rivera", "Lucía Rivera", "Mateo Rivera"]],
    ["several words, all of which must be found", "q=rivera+mat", ["Mateo Rivera"]],
    ["a name without its accent, and the beginning of another", "q=lucia%20riv", ["Lucía Rivera", "Lucía Rivera"]],
    ["a name with its accent, in capitals", "q=LUC%C3%8DA", ["Lucía Rivera", "Lucía Rivera"]],
    ["a part of an e-mail", "q=bright.ex", ["Petra Keller"]],
    ["a phone number however it is written", "q=%2B1+(646)+555-0177", ["Ada Zqiang"]],
    ["an id of the provider", "q=1044", ["Walter Stone"]],
    ["two characters, from a word's beginning", "q=zq", ["Ada Zqiang"]],
    ["one character, from a word's beginning", "q=h&connection=mycase", ["Hugo Rivera"]],
    ["signs that mean something to the database", "q=100%25_a", []],
    ["a client status", "status=past", ["Walter Stone"]],
    ["clients of every kind", "status=client&connection=mycase", ["Lucía Rivera"]],
    ["no client", "status=none", ["Hugo Rivera"]],
    ["a tag, whatever its case", "tag=active%20CLIENT&connection=clio", ["Petra Keller", "Lucía Rivera"]],
    ["an owner", "owner=naomi&status=active", ["Lucía Rivera"]],
    ["nobody's", "owner=none&connection=mycase", ["Hugo Rivera", "Lucía Rivera"]],
    ["a state", "state=out_of_scope", ["Jo Li"]],
  ])("can be searched and filtered by %s", async (_, query, expected) => {
    const path = `/api/v1/contacts?${query}`
      .replace("connection=clio", `connection=${api.firm.clio}`)
      .replace("connection=mycase", `connection=${api.firm.mycase}`)
      .replace("naomi", api.firm.members.naomi);
    expect(names(await api.ask<Page<ContactRow>>(path))).toEqual(expected);
  });
});

describe("one contact", () => {
  test("B-WHY-1: every derived value says why, by rule, with the records it rests on, their names and links", async () => {
    const contact = await api.ask<Contact>(`/api/v1/contacts/${api.firm.clio}/1042`);
    const whys = [
      contact.state_why,
      contact.status_why,
      contact.owner.why,
      ...contact.tags.flatMap((tag) => tag.whys),
      ...contact.key_facts.map((fact) => fact.why),
    ];
    expect(whys.length).toBeGreaterThan(8);
    for (const why of whys) {
      expect(why.sentence.length, why.code).toBeGreaterThan(5);
      expect(why.rule).toMatch(/^B-[A-Z]{3}-\d+$/);
    }
    expect(contact.status_why).toMatchObject({ rule: "B-CLI-2", code: "status_active" });
    expect(contact.status_why.sources).toContainEqual(
      expect.objectContaining({
        kind: "matter",
        id: "5012",
        label: "00012-Rivera",
        link: "https://app.clio.com/nc/#/matters/5012",
        updated_at: "2026-11-12T14:02:10.000Z",
      }),
    );
    expect(contact.owner).toMatchObject({ member_id: api.firm.members.naomi, name: "Naomi Okafor", why: { code: "owner_attorney" } });
    expect(contact.key_facts).toContainEqual(expect.objectContaining({ label: "Birthday", date: "1988-02-29" }));
  });

  test("B-CLI-4: a person of a client company has its matter, and sees through which company", async () => {
    const contact = await api.ask<Contact>(`/api/v1/contacts/${api.firm.clio}/1049`);
    expect(contact.matters).toEqual([
      expect.objectContaining({ provider_id: "5013", capacity: "client", via_company: { id: "1050", name: "Bright Foods Inc" } }),
    ]);
    expect(contact.status_why.params).toMatchObject({ through: "Bright Foods Inc" });
  });

  test("B-CTC-6: contacts that share an e-mail or phone are listed as possible duplicates, with what they share", async () => {
    const contact = await api.ask<Contact>(`/api/v1/contacts/${api.firm.clio}/1042`);
    expect(contact.duplicates.map((other) => [other.connection_id, other.provider_id, other.shared])).toEqual([
      [api.firm.mycase, "201", ["+12125550142", "family@rivera.example"]],
      [api.firm.clio, "1043", ["family@rivera.example"]],
    ]);
    const skipped = await api.ask<Contact>(`/api/v1/contacts/${api.firm.clio}/1047`);
    expect(skipped.duplicates).toEqual([]);
    expect(skipped.lives_on.map((other) => [other.provider_id, other.shared])).toEqual([["1044", ["walter@stone.example"]]]);
    expect(contact.lives_on).toEqual([]);
  });

  test("B-KEY-1: a birthday that cannot be read is an issue, not a key fact", async () => {
    const contact = await api.ask<Contact>(`/api/v1/contacts/${api.firm.clio}/1044`);
    expect(contact.issues).toMatchObject([{ code: "birthday_unreadable" }]);
    expect(contact.key_facts.map((fact) => fact.label)).not.toContain("Birthday");
  });

  test("B-WHY-2: its history tells field, old, new, run and rule, and pages from the latest", async () => {
    const at = {
      id: 1045,
      type: "Person",
      first_name: "Ada",
      last_name: "Zqiang",
      is_client: true,
      phone_numbers: [{ name: "Mobile", number: "+1 646 555 0178" }],
    };
    const run_id = await read(api.db, clock, { firm_id: api.firm.firm_id, connection_id: api.firm.clio }, "clio", [
      ["contact", [{ ...at, name: "Ada Zqiang", updated_at: "2026-11-19T14:02:10Z" }]],
    ]);
    const { history } = await api.ask<Contact>(`/api/v1/contacts/${api.firm.clio}/1045`);
    expect(history).toContainEqual(expect.objectContaining({ field: "phones", cause: "run", cause_id: run_id }));
    const path = `/api/v1/contacts/${api.firm.clio}/1045/history`;
    const first = await api.ask<Page<{ change_id: number }>>(`${path}?limit=1`);
    expect(first.items).toEqual(history.slice(0, 1));
    if (history.length > 1)
      expect((await api.ask<Page<unknown>>(`${path}?limit=1&after=${first.next}`)).items).toEqual(history.slice(1, 2));
  });

  test("one that is not there is a problem that says what to do", async () => {
    const problem = await api.ask<{ type: string; next: string }>(`/api/v1/contacts/${api.firm.clio}/999`, {}, 404);
    expect(problem).toMatchObject({ type: "/problems/not-found", next: expect.stringContaining("/api/v1/contacts") });
    await api.ask(`/api/v1/contacts/${newId(clock)}/1042`, {}, 404);
  });
});
