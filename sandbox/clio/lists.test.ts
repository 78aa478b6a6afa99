import { describe, expect, test } from "vitest";
import { asked, createTestSandbox, ids, pages } from "./testing.ts";
import type { ListPage } from "./testing.ts";

const HOUR = 3_600_000;
const message = (json: unknown) => (json as { error: { message: string } }).error.message;

describe("cursor paging", () => {
  test("every row comes once, ids ascending, by links that are followed as given", async () => {
    const sandbox = createTestSandbox();
    const list = await pages(sandbox, "contacts.json?order=id(asc)&fields=id,name");
    expect(list.map((page) => page.data.length)).toEqual([200, 200, 50]);
    expect(list.map((page) => page.meta.records)).toEqual([450, 450, 450]);
    expect(ids(list)).toEqual([...sandbox.tables.contacts.scan()].map((row) => row.id));
    expect(list.map((page) => [page.meta.paging.previous !== undefined, page.meta.paging.next !== undefined])).toEqual([
      [false, true],
      [true, true],
      [true, false],
    ]);
    const back = await asked(sandbox, list[2]?.meta.paging.previous ?? "");
    expect(ids([back.json as ListPage])).toEqual(ids([list[1] as ListPage]));
  });

  test("a row added while reading comes at the end, one that is edited neither twice nor never", async () => {
    const sandbox = createTestSandbox();
    const { json } = await asked(sandbox, "contacts?limit=200&fields=id");
    const first = json as ListPage;
    const added = sandbox.tables.contacts.insert({ ...blank, name: "New" });
    sandbox.tables.contacts.update(first.data[0]?.["id"] as number, { title: "Edited" });
    const rest = await pages(sandbox, first.meta.paging.next ?? "");
    const all = ids([first, ...rest]);
    expect(all.at(-1)).toBe(added.id);
    expect(new Set(all).size).toBe(451);
  });

  test("a page token fits its own list, filters and user, and expires", async () => {
    const sandbox = createTestSandbox({ switches: { page_token_minutes: 60 } });
    const next = new URL(((await asked(sandbox, "contacts?limit=10&client_only=true")).json as ListPage).meta.paging.next ?? "");
    const changed = (change: (url: URL) => void): string => {
      const url = new URL(next);
      change(url);
      return url.href;
    };
    expect((await asked(sandbox, next.href)).status).toBe(200);
    expect(
      (
        await asked(
          sandbox,
          changed((url) => url.searchParams.set("limit", "5")),
        )
      ).status,
    ).toBe(200);
    expect(
      (
        await asked(
          sandbox,
          changed((url) => url.searchParams.delete("client_only")),
        )
      ).status,
    ).toBe(400);
    expect(
      (
        await asked(
          sandbox,
          changed((url) => (url.pathname = "/api/v4/matters")),
        )
      ).status,
    ).toBe(400);
    expect(
      (
        await asked(
          sandbox,
          changed((url) => url.searchParams.set("page_token", "made-up")),
        )
      ).status,
    ).toBe(400);
    const [, other] = sandbox.tables.users.scan();
    expect((await asked(sandbox, next.href, { token: sandbox.grant(other?.id).access_token })).status).toBe(400);
    await sandbox.clock.advance(HOUR);
    expect((await asked(sandbox, next.href)).status).toBe(400);
  });

  test("the faults of lists: an expired token, a missing row, an edit meanwhile", async () => {
    const sandbox = createTestSandbox();
    const { next } = ((await asked(sandbox, "contacts?limit=10")).json as ListPage).meta.paging;
    sandbox.faults.script("page_expired", /contacts/);
    expect((await asked(sandbox, next ?? "")).status).toBe(400);
    sandbox.faults.script("row_vanishes", /contacts/);
    expect(((await asked(sandbox, "contacts?limit=10")).json as ListPage).data.length).toBe(9);
    sandbox.faults.script("edit_while_paging", /contacts/);
    await asked(sandbox, "contacts?limit=10");
    expect([...sandbox.tables.contacts.scan({ updated_since: sandbox.clock.now().toISOString() })].length).toBe(1);
    expect(sandbox.faults.reached()).toEqual({ page_expired: 1, row_vanishes: 1, edit_while_paging: 1 });
  });
});

describe("offset paging", () => {
  test("any other order pages by offset, and ends at 10,000", async () => {
    const sandbox = createTestSandbox({ filling: { firm: "generated", seed: 2, contacts: 10_150, matters: 20, relationships: 0 } });
    const page = async (offset: number) =>
      (await asked(sandbox, `contacts?order=name(desc)&fields=id,name&limit=200&offset=${offset}`)).json as ListPage;
    const [first, second, last] = [await page(0), await page(200), await page(9_800)];
    const names = [first, second, last].flatMap((one) => one.data.map((row) => row["name"] as string));
    expect(names).toEqual(names.toSorted().toReversed());
    expect([first.meta.paging.next, second.meta.paging.previous].map((link) => new URL(link ?? "").searchParams.get("offset"))).toEqual([
      "200",
      "0",
    ]);
    expect([last.data.length, last.meta.paging.next]).toEqual([200, undefined]);
    const beyond = await asked(sandbox, "contacts?offset=10000&order=name(desc)");
    expect([beyond.status, message(beyond.json)]).toEqual([400, "Only the first 10000 records can be read by offset"]);
    sandbox.switches.beyond_10000 = "empty";
    expect(((await asked(sandbox, "contacts?offset=10000")).json as ListPage).data).toEqual([]);
  });

  test("communications come by date, so by offset, unless told otherwise", async () => {
    const sandbox = createTestSandbox();
    const base = {
      type: "PhoneCommunication" as const,
      subject: "",
      body: "",
      matter_id: null,
      user_id: null,
      senders: [],
      receivers: [],
      external_properties: [],
    };
    for (const date of ["2026-03-02", "2026-03-01", "2026-03-03"])
      sandbox.tables.communications.insert({ ...base, date, received_at: `${date}T10:00:00.000Z` });
    const dates = async (query: string) =>
      ((await asked(sandbox, `communications?fields=date&${query}`)).json as ListPage).data.map((row) => row["date"]);
    expect(await dates("")).toEqual(["2026-03-01", "2026-03-02", "2026-03-03"]);
    expect(await dates("order=id(asc)")).toEqual(["2026-03-02", "2026-03-01", "2026-03-03"]);
    expect(((await asked(sandbox, "communications?limit=2")).json as ListPage).meta.paging.next).toContain("offset=2");
  });
});

describe("limits and orders", () => {
  const sandbox = createTestSandbox();
  test.each([
    ["contacts?limit=0", 400],
    ["contacts?limit=201", 400],
    ["contacts?limit=x", 400],
    ["users?limit=2000", 200],
    ["users?limit=2001", 400],
    ["contacts?order=updated_at(asc)", 400],
    ["matters?order=updated_at(desc)", 200],
    ["relationships?order=id(asc)", 400],
    ["matter_stages/1", 404],
    ["tags", 404],
    ["notes", 400],
    ["notes?type=matter", 200],
    ["notes?type=Folder", 422],
  ])("%s answers %i", async (path, status) => {
    expect((await asked(sandbox, path)).status).toBe(status);
  });
});

const blank = {
  type: "Person" as const,
  prefix: null,
  title: null,
  first_name: "New",
  middle_name: null,
  last_name: null,
  date_of_birth: null,
  is_client: false,
  is_co_counsel: false,
  company_id: null,
  email_addresses: [],
  phone_numbers: [],
  addresses: [],
  web_sites: [],
  custom_field_values: [],
  created_by: null,
};

describe("filters", () => {
  const sandbox = createTestSandbox();
  const contacts = [...sandbox.tables.contacts.scan()];
  const matters = [...sandbox.tables.matters.scan()];
  const found = async (path: string) => ids(await pages(sandbox, path)).toSorted((a, b) => a - b);

  test("status takes a comma list in lower case", async () => {
    expect(await found("matters?status=open,pending")).toEqual(matters.filter((row) => row.status !== "Closed").map((row) => row.id));
    expect((await asked(sandbox, "matters?status=Open")).status).toBe(400);
  });

  test("type, client_only and ids[]", async () => {
    expect(await found("contacts?type=Company")).toEqual(contacts.filter((row) => row.type === "Company").map((row) => row.id));
    expect(await found("contacts?client_only=true")).toEqual(contacts.filter((row) => row.is_client).map((row) => row.id));
    expect(await found(`contacts?ids[]=${contacts[5]?.id}&ids[]=${contacts[2]?.id}&ids[]=77`)).toEqual([contacts[2]?.id, contacts[5]?.id]);
  });

  test("dates with an operator, practice area, client", async () => {
    expect(await found("matters?open_date[]=>=2020-01-01")).toEqual(
      matters.filter((row) => (row.open_date ?? "") >= "2020-01-01").map((row) => row.id),
    );
    const area = matters[0]?.practice_area_id;
    expect(await found(`matters?practice_area_id=${area}`)).toEqual(
      matters.filter((row) => row.practice_area_id === area).map((row) => row.id),
    );
    const client = matters[3]?.client_id;
    expect(await found(`matters?client_id=${client}`)).toEqual(matters.filter((row) => row.client_id === client).map((row) => row.id));
  });

  test("custom values by operator", async () => {
    const field = [...sandbox.tables.custom_fields.scan()].find((row) => row.parent_type === "Contact" && row.field_type === "numeric");
    const has = (low: number) =>
      contacts
        .filter((row) => row.custom_field_values.some((one) => one.custom_field_id === field?.id && Number(one.value) >= low))
        .map((row) => row.id);
    expect(await found(`contacts?custom_field_values[${field?.id}]=>=250`)).toEqual(has(250));
    expect((await found(`contacts?custom_field_values[${field?.id}]=[>=250, <=499]`)).length).toBe(has(250).length);
    const text = [...sandbox.tables.custom_fields.scan()].find((row) => row.parent_type === "Contact" && row.field_type === "text_line");
    expect((await asked(sandbox, `contacts?custom_field_values[${text?.id}]=>=250`)).status).toBe(400);
  });

  test("updated_since: inclusive or strict, to the second", async () => {
    const strict = createTestSandbox({ switches: { since_is_inclusive: false } });
    for (const one of [sandbox, strict]) {
      const time = one.clock.now().toISOString();
      one.tables.contacts.update(contacts[1]?.id as number, { title: "now" });
      const rows = ids(await pages(one, `contacts?updated_since=${time}`));
      expect(rows).toEqual(one === sandbox ? [contacts[1]?.id] : []);
      expect(ids(await pages(one, "contacts?updated_since=2026-10-01T15:59:59Z"))).toEqual([contacts[1]?.id]);
    }
    expect((await asked(sandbox, "contacts?updated_since=tomorrow")).status).toBe(400);
  });

  test("a search finds fresh rows only after the index has caught up", async () => {
    const row = sandbox.tables.contacts.insert({ ...blank, name: "Quixotic Person" });
    expect(await found("contacts?query=quixotic")).toEqual([]);
    await sandbox.clock.advance(11_000);
    expect(await found("contacts?query=quixotic")).toEqual([row.id]);
  });
});
