/** What settings choose from and how much they touch, asked of the API. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FoundFields, FoundGroups, Pin, SegmentCount, Touched } from "./contract/choices.ts";
import type { TagList } from "./contract/connections.ts";
import type { Page } from "./contract/common.ts";
import { clock, openTestApi, send, type TestApi } from "./test_api.ts";
import { read } from "./test_firm.ts";

let api: TestApi;
let path: string;
beforeAll(async () => {
  api = await openTestApi();
  path = `/api/v1/connections/${api.firm.clio}`;
});
afterAll(() => api?.close());

const segment = (mode: string, ...tags: string[]) =>
  api.ask<SegmentCount>(`${path}/settings/segment?${new URLSearchParams([["mode", mode], ...tags.map((tag) => ["tag", tag])]).toString()}`);
const put = async (change: (document: Record<string, object>) => object) => {
  const { document } = await api.ask<{ document: Record<string, object> }>(`${path}/settings`);
  await api.ask(`${path}/settings`, send("PUT", { document: change(document) }));
};

test("B-SEG-1: a segment is counted over the tags that rules give, for any, all and none of several", async () => {
  expect(await segment("any")).toMatchObject({ candidates: 5, in: 5, coming: 0, leaving: 0, tags: [] });
  expect(await segment("any", "family LAW", "Estate Planning")).toMatchObject({ in: 2, leaving: 3, tags: expect.arrayContaining([{ key: "family law", contacts: 1 }]) as unknown }); // oxfmt-ignore
  expect(await segment("all", "Family Law", "Active Client")).toMatchObject({ in: 1, leaving: 4 });
  expect(await segment("none", "Family Law")).toMatchObject({
    in: 4,
    leaving: 1,
    examples: { leaving: [{ name: "Lucía Rivera" }], coming: [] },
  });
  expect(await segment("all", "Family Law", "no such tag")).toMatchObject({ in: 0, tags: [{ key: "family law", contacts: 1 }] });
});

test("B-SEG-1: a tag that only a member added does not count, though it stands among the contact's tags", async () => {
  await api.ask(`/api/v1/contacts/${api.firm.clio}/1043/tags`, send("POST", { name: "Family Law" }));
  await api.ask(`/api/v1/contacts/${api.firm.clio}/1042/tags`, send("POST", { name: "Family Law" }));
  expect(await segment("any", "Family Law")).toMatchObject({ in: 1, tags: [{ key: "family law", contacts: 1 }] });
  const { items } = await api.ask<TagList>(`${path}/settings/tags?q=fam`);
  expect(items.map((tag) => tag.name)).toEqual(["Family Law"]);
});

test("B-SEG-1: the count says what a preview of the same segment says", async () => {
  for (const [mode, tags] of [["any", ["Past Client"]], ["none", ["Client"]], ["all", ["Client", "Person"]]] as const) {
    const { document } = await api.ask<{ document: Record<string, object> }>(`${path}/settings`);
    const tried = { document: { ...document, segment: { mode, tags } } };
    const { preview_id } = await api.ask<{ preview_id: string }>(`${path}/previews`, send("POST", tried), 202);
    const { outcome } = await api.ask<{ outcome: { states: { state: string; after: number }[] } }>(`${path}/previews/${preview_id}`);
    expect((await segment(mode, ...tags)).in, `${mode} ${tags.join()}`).toBe(outcome.states.find(({ state }) => state === "in")!.after);
  }
}); // oxfmt-ignore

test("B-TAG-7: custom fields come with what they hold, how many have each value, and the tag it gives", async () => {
  await read(api.db, clock, { firm_id: api.firm.firm_id, connection_id: api.firm.clio }, "clio", [
    [
      "custom_field",
      [
        { id: 8801, name: "Referral source", parent_type: "Contact", field_type: "picklist", picklist_options: [{ id: 7, option: "Web" }] },
        { id: 8802, name: "VIP", parent_type: "Contact", field_type: "checkbox" },
        { id: 8803, name: "Anniversary", parent_type: "Contact", field_type: "date" },
        { id: 8804, name: "Intake", parent_type: "Matter", field_type: "text_line" },
      ],
    ],
    [
      "contact",
      [2001, 2002, 2003].map((id) => ({
        id,
        type: "Person",
        name: `Guest ${id}`,
        first_name: "Guest",
        last_name: String(id),
        updated_at: "2026-11-19T14:02:10Z",
        custom_field_values: [
          { id: "picklist-1", field_type: "picklist", value: 7, custom_field: { id: 8801 } },
          { id: "checkbox-2", field_type: "checkbox", value: id === 2001, custom_field: { id: 8802 } },
        ],
      })),
    ],
  ]);
  const found = await api.ask<FoundFields>(`${path}/settings/fields`);
  expect(found).toMatchObject({ counted: 12, cut: false });
  expect(found.items).toEqual([
    { id: "8801", name: "Referral source", type: "picklist", records: 3, values: [{ text: "Web", records: 3 }], more: false, tag: "Referral source: Web" },
    { id: "8802", name: "VIP", type: "checkbox", records: 1, values: [{ text: "ticked", records: 1 }], more: false, tag: "VIP" },
    { id: "8803", name: "Anniversary", type: "date", records: 0, values: [], more: false, tag: null },
  ]); // oxfmt-ignore
  const matters = await api.ask<FoundFields>(`${path}/settings/fields?of=matter`);
  expect(matters.items).toMatchObject([{ id: "8804", records: 0, tag: null }]);
});

test("B-CLI-5: groups found at the provider come with counts and names, the pre-filled ones marked", async () => {
  expect((await api.ask<FoundGroups>(`${path}/settings/groups`)).items).toEqual([
    { name: "Opposing party", contacts: 1, examples: [], prefilled: true },
    { name: "Witness", contacts: 1, examples: ["Jo Li"], prefilled: true },
  ]);
  const owner = { firm_id: api.firm.firm_id, connection_id: api.firm.mycase };
  await read(api.db, clock, owner, "mycase", [
    ["people_group", [{ id: 5, name: "Expert witnesses" }, { id: 6, name: "Friends" }]],
    ["contact", [{ id: 204, first_name: "Eve", last_name: "Roth", email: "eve@roth.example", archived: false, people_group: { id: 6 }, updated_at: "2026-11-12T10:00:00Z" }]],
  ]); // oxfmt-ignore
  expect((await api.ask<FoundGroups>(`/api/v1/connections/${api.firm.mycase}/settings/groups`)).items).toEqual([
    { name: "Friends", contacts: 1, examples: ["Eve Roth"], prefilled: false },
    { name: "Expert witnesses", contacts: 0, examples: [], prefilled: true },
  ]);
});

test("B-OWN-4: pins are listed, the latest first, page by page, each with who pinned; ignored ones say why", async () => {
  for (const [contact_id, member_id, at] of [
    ["1042", api.firm.members.naomi, "2026-11-20T09:00:00Z"],
    ["1043", api.firm.members.ben, "2026-11-20T10:00:00Z"],
  ])
    await api.db.pool.query(
      "insert into contact_pin (firm_id, connection_id, contact_id, member_id, pinned_by, created_at) values ($1, $2, $3, $4, $5, $6)",
      [api.firm.firm_id, api.firm.clio, contact_id, member_id, api.firm.members.naomi, at],
    );
  const first = await api.ask<Page<Pin>>(`${path}/pins?limit=1`);
  expect(first.items).toMatchObject([
    { contact: { name: "Mateo Rivera" }, member: { name: "Ben Adler" }, by: "Naomi Okafor", ignored_because: "is inactive" },
  ]);
  const second = await api.ask<Page<Pin>>(`${path}/pins?limit=1&after=${first.next}`);
  expect(second).toMatchObject({ items: [{ contact: { provider_id: "1042" }, ignored_because: null }], next: null });
});

test("each section of the settings can say how much it touches", async () => {
  const before = await api.ask<Touched>(`${path}/settings/touched`);
  expect(before).toMatchObject({ contacts: 12, matters: 3, matters_open: 2, staff: 3, staff_unmapped: 1, pinned: 2 });
  await put((document) => ({
    ...document,
    owner: { ...document["owner"], attorney_rules: [{ staff_id: "303", member_id: api.firm.members.naomi }] },
  }));
  expect(await api.ask<Touched>(`${path}/settings/touched`)).toMatchObject({ staff_unmapped: 0 });
});
