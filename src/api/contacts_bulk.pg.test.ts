/** Many contacts at once over the API: chosen one by one or by a filter, undone again, exported. */
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectors } from "../connectors/index.ts";
import { newId } from "../lib/ids.ts";
import { project } from "../projection/driver.ts";
import { verify } from "../projection/verify.ts";
import type { BulkAnswer, ContactCount, UndoAnswer } from "./contract/bulk.ts";
import type { Page } from "./contract/common.ts";
import type { Contact, ContactRow } from "./contract/contacts.ts";
import { clock, openTestApi, send, type TestApi } from "./test_api.ts";
import { post, signInAs } from "./test_sign_in.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
  await sql`update member set active = true where member_id = ${api.firm.members.ben}`.execute(api.db.kysely);
  await project(work(), { firm_id: api.firm.firm_id, connection_id: api.firm.clio }, { kind: "member", id: null }, { recompute: true });
});
afterAll(() => api?.close());

const work = () => ({ db: api.db, mapper: connectors.clio.mapper, clock });
const BULK = "/api/v1/contacts/bulk";
const bulk = (body: object, status = 200) => api.ask<BulkAnswer>(BULK, post(body), status);
const undo = (bulk_id: string, status = 200) => api.ask<UndoAnswer>(`${BULK}/${bulk_id}/undo`, post({}), status);
const clio = (...ids: string[]) => ids.map((provider_id) => ({ connection_id: api.firm.clio, provider_id }));
const contact = (id: string) => api.ask<Contact>(`/api/v1/contacts/${api.firm.clio}/${id}`);
const tagsOf = async (id: string) => (await contact(id)).tags.map((tag) => tag.name);
const audited = async () =>
  (await sql<{ action: string }>`select action from audit order by audit_id`.execute(api.db.kysely)).rows.map((row) => row.action);

test("B-OWN-4: a pin for many says how many it changed and why not the others; undone, each has the pin that it had", async () => {
  const { naomi, ben } = api.firm.members;
  await api.ask(`/api/v1/contacts/${api.firm.clio}/1043/pin`, send("PUT", { member_id: naomi }));
  await api.ask(`/api/v1/contacts/${api.firm.clio}/1044/pin`, send("PUT", { member_id: ben }));
  const before = await Promise.all(["1042", "1043"].map(async (id) => (await contact(id)).owner));
  const done = await bulk({ what: { kind: "pin", member_id: ben }, contacts: clio("1042", "1043", "1044", "1042", "99999") });
  expect(done).toMatchObject({
    done: 2,
    skipped: [
      { reason: "nothing_to_change", count: 1 },
      { reason: "not_found", count: 1 },
    ],
    next: null,
  });
  for (const id of ["1042", "1043", "1044"])
    expect((await contact(id)).owner).toMatchObject({ name: "Ben Adler", why: { code: "owner_pin" } });
  expect((await contact("1042")).history[0]).toMatchObject({ field: "owner", cause: "member", cause_id: naomi });
  expect(await undo(done.bulk_id)).toEqual({ done: 2, skipped: [], more: false });
  const after = await Promise.all(["1042", "1043"].map(async (id) => (await contact(id)).owner));
  const told = ({ name, why }: Contact["owner"]) => ({ name, why });
  expect(after.map(told)).toEqual(before.map(told));
  expect((await contact("1044")).owner.name).toBe("Ben Adler");
  expect(await undo(done.bulk_id)).toEqual({ done: 0, skipped: [], more: false });
  const released = await bulk({ what: { kind: "unpin" }, contacts: clio("1042", "1044") });
  expect(released).toMatchObject({ done: 1, skipped: [{ reason: "nothing_to_change", count: 1 }] });
  expect((await contact("1044")).owner.why.code).not.toBe("owner_pin");
  await undo(released.bulk_id);
  expect((await contact("1044")).owner.name).toBe("Ben Adler");
  await bulk({ what: { kind: "unpin" }, contacts: clio("1043", "1044") });
});

test("B-SYN-5: a tag for all that fit goes to exactly those, on every page of the filter; taken away again it comes back by undo", async () => {
  const filter = { state: "in" as const, connection: api.firm.clio };
  const fit = await api.ask<Page<ContactRow>>(`/api/v1/contacts?state=in&connection=${api.firm.clio}`);
  expect(await api.ask<ContactCount>(`/api/v1/contacts/count?connection=${api.firm.clio}`)).toEqual({ contacts: fit.items.length });
  const done = await bulk({ what: { kind: "tag", name: "  Holiday   card " }, filter });
  expect(done).toMatchObject({ done: fit.items.length, skipped: [], next: null });
  const tagged = await api.ask<Page<ContactRow>>("/api/v1/contacts?tag=holiday%20card&state=any");
  expect(tagged.items.map((row) => row.provider_id)).toEqual(fit.items.map((row) => row.provider_id));
  const again = await bulk({ what: { kind: "tag", name: "HOLIDAY CARD" }, filter });
  expect(again).toMatchObject({ done: 0, skipped: [{ reason: "nothing_to_change", count: fit.items.length }] });
  const away = await bulk({ what: { kind: "untag", name: "holiday card" }, contacts: clio("1042", "1043") });
  expect(away.done).toBe(2);
  expect(await tagsOf("1042")).not.toContain("Holiday card");
  await api.ask(`/api/v1/contacts/${api.firm.clio}/1043/tags`, send("POST", { name: "Holiday Card" }));
  expect(await undo(away.bulk_id)).toMatchObject({ done: 1, skipped: [{ reason: "changed_since", count: 1 }] });
  expect(await tagsOf("1042")).toContain("Holiday card");
  expect(await tagsOf("1043")).toContain("Holiday Card");
  await undo(done.bulk_id);
  expect(await tagsOf("1044")).not.toContain("Holiday card");
  expect(await verify(work(), { firm_id: api.firm.firm_id, connection_id: api.firm.clio })).toMatchObject({ differences: [] });
  expect(await bulk({ what: { kind: "untag", name: "Person" }, contacts: clio("1042") })).toMatchObject({
    done: 0,
    skipped: [{ words: "No member gave them this tag; a tag that a rule gives stays." }],
  });
});

test("what is more than one request can do is gone on with, and what was begun is what is gone on with", async () => {
  await sql`
    insert into contact select (json_populate_record(c, json_build_object('provider_id', 'x' || i, 'sort_name', 'x' || lpad(i::text, 5, '0')))).*
    from contact c, generate_series(1, 1100) i where c.connection_id = ${api.firm.clio} and c.provider_id = '1048'`.execute(api.db.kysely);
  const filter = { state: "any" as const, q: "jo.li@" };
  const first = await bulk({ what: { kind: "tag", name: "Many" }, filter });
  expect(first.done).toBe(500);
  const second = await bulk({ what: { kind: "untag", name: "Other" }, filter, bulk_id: first.bulk_id, after: first.next });
  const third = await bulk({ what: { kind: "tag", name: "Many" }, filter, bulk_id: first.bulk_id, after: second.next });
  expect([second.done, third.done, third.next]).toEqual([500, 101, null]);
  const { rows } = await sql`select 1 from manual_tag where name = 'Many'`.execute(api.db.kysely);
  expect(rows).toHaveLength(1101);
  let left = await undo(first.bulk_id);
  for (let times = 0; left.more && times < 5; times++) left = await undo(first.bulk_id);
  expect((await sql`select 1 from manual_tag where name = 'Many'`.execute(api.db.kysely)).rows).toEqual([]);
  await sql`delete from contact where provider_id like 'x%'`.execute(api.db.kysely);
});

test("nothing is done for an inactive owner, without saying for whom, or by somebody else's undo; and all of it is in the audit log", async () => {
  await bulk({ what: { kind: "pin", member_id: newId(clock) }, contacts: clio("1042") }, 400);
  await bulk({ what: { kind: "unpin" } }, 400);
  await bulk({ what: { kind: "unpin" }, contacts: clio("1042"), filter: { state: "in" } }, 400);
  await bulk({ what: { kind: "tag", name: "  " }, contacts: clio("1042") }, 400);
  await bulk({ what: { kind: "unpin" }, contacts: clio("1042"), bulk_id: newId(clock) }, 404);
  await undo(newId(clock), 404);
  await bulk({ what: { kind: "unpin" }, contacts: [{ connection_id: newId(clock), provider_id: "1042" }] }, 404);
  const mine = await bulk({ what: { kind: "tag", name: "Mine" }, contacts: clio("1042") });
  const pat = await signInAs(api.anonymous, api.deps.accounts, api.firm.firm_id, {
    name: "Pat",
    email: "pat@hartwellosei.example",
    role: "member",
  });
  const asPat = (path: string, body: object) => api.anonymous(path, post(body, { cookie: pat }));
  expect((await asPat(`${BULK}/${mine.bulk_id}/undo`, {})).status).toBe(403);
  expect((await asPat(BULK, { what: { kind: "unpin" }, contacts: clio("1042"), bulk_id: mine.bulk_id })).status).toBe(404);
  expect((await asPat(BULK, { what: { kind: "tag", name: "Pat's" }, contacts: clio("1042") })).status).toBe(200);
  await undo(mine.bulk_id);
  const told = (await audited()).filter((action) => action.startsWith("contacts."));
  expect(told.slice(-5)).toEqual(["contacts.bulk", "contacts.tag", "contacts.bulk", "contacts.tag", "contacts.undo"]);
});

test("the list as CSV has everybody who fits once, reads back as it was, is safe in a spreadsheet, and is in the audit log", async () => {
  await sql`
    insert into contact select (json_populate_record(c, json_build_object('provider_id', 'y' || i, 'sort_name', 'y' || lpad(i::text, 5, '0')))).*
    from contact c, generate_series(1, 1234) i where c.connection_id = ${api.firm.clio} and c.provider_id = '1042'`.execute(api.db.kysely);
  const evil = { 1: '=HYPERLINK("http://evil.example")', 2: "+1", 3: "-1", 4: "@cmd", 5: "\tx", 6: "\rx", 7: 'say "hi", all\nof you' };
  for (const [i, name] of Object.entries(evil))
    await sql`update contact set view = jsonb_set(view::jsonb, '{name}', ${JSON.stringify(name)}::jsonb)::json where provider_id = ${`y${i}`}`.execute(
      api.db.kysely,
    );
  const response = await api.request("/api/v1/contacts.csv?state=any");
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(response.headers.get("content-disposition")).toMatch(/attachment; filename="contacts-\d{4}-\d\d-\d\d\.csv"/);
  const bytes = new Uint8Array(await response.arrayBuffer());
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const [head, ...rows] = parse(new TextDecoder().decode(bytes));
  const { contacts } = await api.ask<ContactCount>("/api/v1/contacts/count?state=any");
  expect(rows).toHaveLength(contacts);
  const column = (name: string) => head!.indexOf(name);
  const ids = rows.map((row) => `${row[column("From")]} ${row[column("Id")]}`);
  expect(new Set(ids).size).toBe(contacts);
  const nameOf = (id: string) => rows[ids.indexOf(`clio ${id}`)]![column("Name")];
  for (const [i, name] of Object.entries(evil)) expect(nameOf(`y${i}`)).toBe(i === "7" ? name : `'${name}`);
  // A number with its country code is no formula, and yet a cell that begins like one.
  expect(rows[ids.indexOf("clio 1042")]!).toEqual(expect.arrayContaining(["Lucía Rivera", "'+12125550142", "1988-02-29"]));
  expect((await audited()).at(-1)).toBe("contacts.export");
  const few = await (await api.request("/api/v1/contacts.csv?q=zqiang")).text();
  expect(parse(few)).toHaveLength(2);
  expect((await api.request("/api/v1/contacts.csv?nonsense=1")).status).toBe(400);
  const { rows: told } = await sql<{
    detail: object;
  }>`select detail from audit where action = 'contacts.export' order by audit_id desc limit 1`.execute(api.db.kysely);
  expect(JSON.stringify(told)).not.toContain("zqiang");
  await sql`delete from contact where provider_id like 'y%'`.execute(api.db.kysely);
});

/** As RFC 4180 says, so that nothing of our own writing reads it. */
function parse(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, end] of text.replace(/^\uFEFF/, "").matchAll(/"((?:[^"]|"")*)"(,|\r\n)/g)) {
    rows.at(-1)!.push(quoted!.replaceAll('""', '"'));
    if (end !== ",") rows.push([]);
  }
  return rows.slice(0, -1);
}
