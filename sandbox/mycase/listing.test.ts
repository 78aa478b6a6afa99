import { describe, expect, test } from "vitest";
import { myCaseId } from "./fill_imaginary.ts";
import { DAY, get, nextOf, rows, still, walk } from "./testing.ts";

const ids = (list: { id: number }[]) => list.map((row) => row.id);
const error = async (answer: Response) => ((await answer.json()) as { errors: { source?: { parameter: string } }[] }).errors[0]?.source;

describe("pages", () => {
  test("25 rows unless told; the link leads to the next page, the count tells them all", async () => {
    const sandbox = still();
    const answer = await get(sandbox, "clients");
    const body = (await answer.json()) as unknown[];
    expect(body).toHaveLength(25);
    expect(Number(answer.headers.get("item-count"))).toBe(sandbox.tables.clients.count());
    const url = new URL(nextOf(answer) as string);
    expect([url.pathname, url.searchParams.get("page_size")]).toEqual(["/v1/clients", "25"]);
  });

  test.each([1, 7, 1000])("pages of %i give each row once and end without a link", async (size) => {
    const sandbox = still();
    const { rows: all, requests } = await walk(sandbox, `clients?page_size=${size}`);
    expect(new Set(ids(all)).size).toBe(all.length);
    expect(all.length).toBe(sandbox.tables.clients.count());
    expect(requests).toBe(Math.ceil(all.length / size));
  });

  test("a page token dies after three days, and elsewhere", async () => {
    const sandbox = still();
    const next = nextOf(await get(sandbox, "clients?page_size=10")) as string;
    await sandbox.clock.advance(3 * DAY - 1000);
    expect((await get(sandbox, next)).status).toBe(200);
    expect((await get(sandbox, next.replace("/clients", "/cases"))).status).toBe(400);
    await sandbox.clock.advance(1000);
    const expired = await get(sandbox, next);
    expect([expired.status, await error(expired)]).toEqual([400, { parameter: "page_token" }]);
    sandbox.switches.page_token_status = 410;
    expect((await get(sandbox, "clients?page_token=nonsense")).status).toBe(410);
  });

  test("page sizes outside 1 to 1000 are refused or clamped", async () => {
    const sandbox = still();
    expect((await get(sandbox, "clients?page_size=1001")).status).toBe(400);
    expect((await get(sandbox, "clients?page_size=0")).status).toBe(400);
    sandbox.switches.page_size_out_of_range = "clamp";
    expect((await get(sandbox, "clients?page_size=1001")).status).toBe(200);
  });

  test.each(["baked_in_token", "repeats_query"] as const)("filters and expansions hold over all pages (%s)", async (page_link) => {
    const sandbox = still({ switches: { page_link } });
    const { rows: open } = await walk(sandbox, "cases?page_size=3&filter[status]=open&field[client]=last_name");
    expect(open.every((row) => row["status"] === "open" && (row["clients"] as object[]).every((one) => "last_name" in one))).toBe(true);
    expect(open.length).toBe([...sandbox.tables.cases.scan()].filter((row) => row.status === "open").length);
  });

  test("in the order of updates an edit makes a row go missing and another come twice", async () => {
    const sandbox = still({ switches: { list_order: "updated_at" } });
    const first = await get(sandbox, "clients?page_size=20");
    const seen = ids((await first.json()) as { id: number }[]);
    await sandbox.clock.advance(1000);
    sandbox.tables.clients.update(seen[0] as number, { notes: "edited" });
    const { rows: rest } = await walk(sandbox, nextOf(first) as string);
    const all = [...seen, ...ids(rest)];
    expect(new Set(all).size).toBe(sandbox.tables.clients.count() - 1);
    expect(all.filter((id) => id === seen[0])).toHaveLength(2);
  });

  test("lists under a record page too, or stay at 25", async () => {
    const sandbox = still();
    const path = `clients/${myCaseId("people", "victor")}/cases?page_size=2`;
    const { rows: cases, requests } = await walk(sandbox, path);
    expect([cases.length, requests]).toEqual([9, 5]);
    sandbox.switches.nested_page_size = false;
    expect(await rows(sandbox, path)).toHaveLength(9);
  });

  test("without counts, and with a row that vanishes", async () => {
    const sandbox = still({ switches: { item_count: false } });
    sandbox.faults.script("row_vanishes", /clients/);
    const answer = await get(sandbox, "clients?page_size=1000");
    expect(answer.headers.has("item-count")).toBe(false);
    expect((await answer.json()) as unknown[]).toHaveLength(sandbox.tables.clients.count() - 1);
    expect(sandbox.faults.reached()).toEqual({ row_vanishes: 1 });
  });
});

describe("filters", () => {
  test("updated_after is inclusive, reads a date and a time, and takes a time without an offset for UTC", async () => {
    const sandbox = still();
    const updated = [...sandbox.tables.clients.scan()].map((row) => row.updated_at).sort();
    const last = updated.at(-1) as string;
    const at = async (text: string) =>
      (await walk(sandbox, `clients?page_size=1000&filter[updated_after]=${encodeURIComponent(text)}`)).rows.length;
    expect(await at(last)).toBe(1);
    expect(await at(last.replace(".000Z", ""))).toBe(1);
    expect(await at(new Date(Date.parse(last) + 1000).toISOString())).toBe(0);
    expect(await at(last.slice(0, 10))).toBe(updated.filter((time) => time >= last.slice(0, 10)).length);
    expect((await get(sandbox, "clients?filter[updated_after]=yesterday")).status).toBe(400);
  });

  test("text filters: exact, without case, or contained", async () => {
    const sandbox = still();
    const find = (text: string) => rows(sandbox, `clients?filter[last_name]=${text}`);
    expect(await find("okafor")).toHaveLength(2);
    sandbox.switches.text_filter = "exact";
    expect(await find("okafor")).toHaveLength(0);
    sandbox.switches.text_filter = "contains";
    expect(await find("kafo")).toHaveLength(2);
  });

  test("phones as written, or by their digits", async () => {
    const sandbox = still();
    const find = () => rows(sandbox, "clients?filter[home_phone_number]=619-555-0143");
    expect(ids(await find())).toEqual([myCaseId("people", "chidi")]);
    sandbox.switches.phone_filter_digits = true;
    expect(await find()).toHaveLength(2);
  });

  test("an unknown filter is ignored or refused", async () => {
    const sandbox = still();
    expect(await rows(sandbox, "clients?filter[archived]=true&page_size=1000")).toHaveLength(sandbox.tables.clients.count());
    sandbox.switches.unknown_filter = "reject";
    expect((await get(sandbox, "clients?filter[archived]=true")).status).toBe(400);
  });

  test("status of cases and staff", async () => {
    const sandbox = still();
    expect((await rows(sandbox, "staff?filter[status]=inactive")).map((row) => row["first_name"])).toEqual(["Héctor", "Nikolai"]);
    expect((await get(sandbox, "cases?filter[status]=pending")).status).toBe(400);
  });
});

describe("expansion", () => {
  test("clients of a case have an id alone, unless fields are asked for; both arrays are answered", async () => {
    const sandbox = still();
    const path = `cases/${myCaseId("matters", "okafor_injury")}`;
    const plain = (await (await get(sandbox, path)).json()) as Record<string, object[]>;
    expect(plain["clients"]?.[0]).toEqual({ id: myCaseId("people", "adaeze") });
    expect(plain["contacts"]).toEqual(plain["clients"]);
    const wide = (await (
      await get(sandbox, `${path}?field[client]=first_name,contact_group&field[custom_field]=id,field_type`)
    ).json()) as Record<string, object[]>;
    expect(wide["clients"]?.[0]).toEqual({ id: myCaseId("people", "adaeze"), first_name: "Adaeze", contact_group: "Client" });
    expect(wide["custom_field_values"]?.[0]).toMatchObject({ custom_field: { field_type: "list" }, value: "Auto accident" });
  });

  test.each(["field[custom_field]=name", "field[custom_field]=id,value", "field[client]=address"])("%s is a 400", async (query) => {
    const answer = await get(still(), `cases?${query}`);
    expect([answer.status, await error(answer)]).toEqual([400, { parameter: query.split("=")[0] }]);
  });

  test("area and stage are names; a rename shows on the cases, moving them only if told", async () => {
    const sandbox = still();
    const id = myCaseId("matters", "okafor_injury");
    const area = [...sandbox.tables.practice_areas.scan()].find((row) => row.name === "Personal Injury");
    const before = sandbox.tables.cases.get(id)?.updated_at;
    sandbox.tables.practice_areas.update(area?.id as number, { name: "Injury" });
    expect(sandbox.tables.cases.get(id)).toMatchObject({ practice_area: "Injury", updated_at: before });
    sandbox.switches.rename_bumps_cases = true;
    sandbox.tables.practice_areas.update(area?.id as number, { name: "PI" });
    expect(sandbox.tables.cases.get(id)?.updated_at).toBe("2026-10-05T15:00:00.000Z");
  });
});

test.each(["people_groups", "case_stages", "practice_areas", "case_roles", "referral_sources", "locations"])(
  "%s can be listed, not read by id",
  async (name) => {
    const sandbox = still();
    const [first] = await rows(sandbox, name);
    expect((await get(sandbox, `${name}/${first?.id}`)).status).toBe(404);
  },
);
