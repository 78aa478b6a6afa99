/** The list of contacts against a plain filter over the same rows in memory: every search, filter and page size gives the same people in the same order. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import { countContacts, listContacts, type ContactFilter, type ContactPosition } from "./store_lists.ts";
import { searchTerms } from "./store_search.ts";

interface Row extends ContactPosition {
  state: string;
  client_status: string | null;
  owner_member_id: string | null;
  tag_keys: string[];
  search: string;
  issue: boolean;
  twin: boolean;
}

const firm_id = newId();
const connections = [newId(), newId()].sort();
const members = [newId(), newId()];
let db: TestDb;
let rows: Row[];

/** More than are gathered at once have “example”, fewer have anything else: both ways of searching are gone. */
beforeAll(async () => {
  db = await testDatabase();
  await db.pool.query(
    `insert into contact (firm_id, connection_id, provider_id, state, sort_name, client_status, owner_member_id, tag_keys, channel_keys, search, view)
    select case when i % 97 = 0 then $4::uuid else $1::uuid end, ($2::uuid[])[1 + i % 2], i::text, (array['in','in','in','skipped','out_of_scope'])[1 + i % 5],
      last || ' ' || first, (array['active','past',null,'client'])[1 + i % 4], case i % 3 when 0 then null else ($3::uuid[])[i % 3] end,
      case when i % 40 = 0 then array['client', 'rare'] else array['client'] end, '{}',
      first || ' ' || last || ' ' || first || i || '@example.com 555' || lpad(i::text, 7, '0') || ' 100%_x', '{}'
    from generate_series(1, 11000) i,
      lateral (select (array['ada','jo','mateo','zoë','o''brien'])[1 + i % 5] as first, (array['smith','li','zimmer','garcia','ångström','de la cruz','xu'])[1 + (i / 5) % 7] as last) n`,
    [firm_id, connections, members, newId()],
  );
  await db.pool.query("update contact set issue_codes = '{birthday_unreadable}' where provider_id::int % 60 = 0");
  // More of them than are gathered at once.
  await db.pool.query(
    "insert into contact_twin select firm_id, connection_id, provider_id from contact where state = 'in' and provider_id::int % 3 = 0",
  );
  // Who is called otherwise later is found by that, and no more by what they were called.
  await db.pool.query("update contact set search = replace(search, 'garcia', 'zimmermann') where provider_id::int % 4 = 0");
  await db.pool.query("analyze contact, contact_words");
  const columns = `connection_id, provider_id, sort_name, state, client_status, owner_member_id, tag_keys, search, issue_codes <> '{}' as issue,
    exists (select 1 from contact_twin t where t.connection_id = contact.connection_id and t.provider_id = contact.provider_id) as twin`;
  const all = await db.pool.query<Row>(`select ${columns} from contact where firm_id = $1 order by sort_name, connection_id, provider_id`, [
    firm_id,
  ]);
  rows = all.rows;
});
afterAll(() => db?.drop());

function expected(filter: ContactFilter, wanted: string[]): string[] {
  const fits = (row: Row) =>
    wanted.includes(row.connection_id) &&
    (filter.states as readonly string[]).includes(row.state) &&
    searchTerms(filter.search ?? "").every((term) =>
      term.length >= 3 ? row.search.includes(term) : row.search.split(" ").some((word) => word.startsWith(term)),
    ) &&
    (filter.status === undefined ||
      (filter.status === "none"
        ? row.client_status === null
        : filter.status === "client"
          ? row.client_status !== null
          : row.client_status === filter.status)) &&
    (filter.owner === undefined || row.owner_member_id === (filter.owner === "none" ? null : filter.owner)) &&
    (filter.health === undefined || { fine: !row.issue && !row.twin, issue: row.issue, duplicate: row.twin, held: false }[filter.health]) &&
    (filter.tag === undefined || row.tag_keys.includes(filter.tag.toLowerCase()));
  return rows.filter(fits).map((row) => row.provider_id);
}

const filters = fc.record(
  {
    states: fc.constantFrom<ContactFilter["states"]>(["in"], ["skipped"], ["in", "skipped", "out_of_scope"]),
    search: fc.constantFrom(
      "example",
      "zim",
      "zimmer ada",
      "z",
      "jo",
      "o'b",
      "100%_x",
      "x",
      "ångström",
      "555 000 1234",
      "(555) 0001",
      "garcia",
      "zimmermann",
      "nobody",
      "ZOË xu",
      "-",
    ),
    status: fc.constantFrom("client", "active", "past", "none"),
    owner: fc.constantFrom("none", ...members, newId()),
    tag: fc.constantFrom("client", "Rare", "none such"),
    health: fc.constantFrom("fine", "issue", "duplicate", "held"),
  },
  { requiredKeys: ["states"] },
);

test("who is called otherwise is found by that, and no more by what they were called", async () => {
  for (const search of ["garcia", "zimmermann"]) {
    const fitting = expected({ states: ["in"], search }, connections);
    expect(fitting.length).toBeGreaterThan(0);
    expect(await countContacts(db.kysely, firm_id, connections, { states: ["in"], search })).toBe(fitting.length);
  }
});

test("whatever is searched and filtered, the first pages hold exactly who fits, in order, each once", async () => {
  await fc.assert(
    fc.asyncProperty(
      filters,
      fc.constantFrom(connections, [connections[0]!]),
      fc.constantFrom(7, 50, 200),
      async (filter, wanted, limit) => {
        const seen: string[] = [];
        let after: ContactPosition | null = null;
        for (let pages = 0; pages < 4; pages++) {
          const found = await listContacts(db.kysely, firm_id, wanted, filter, after, limit);
          seen.push(...found.slice(0, limit).map((row) => row.provider_id));
          if (found.length <= limit) break;
          after = found[limit - 1]!;
        }
        expect(seen).toEqual(expected(filter, wanted).slice(0, 4 * limit));
      },
    ),
    { numRuns: 120 },
  );
}, 60_000);

test("a page that begins deep in the list goes on from there, also amid equal names", async () => {
  const all = expected({ states: ["in"] }, connections);
  const at = rows.find((row) => row.provider_id === all[5000])!;
  const found = await listContacts(db.kysely, firm_id, connections, { states: ["in"] }, at, 100);
  expect(found.map((row) => row.provider_id)).toEqual(all.slice(5001, 5102));
});

test.each([
  ["Rivera  Lucía", ["rivera", "lucia"]],
  ["lucia riv", ["lucia", "riv"]],
  ["Strauß Łukasz Ørsted Nguyễn", ["strauss", "lukasz", "orsted", "nguyen"]],
  ["+1 (619) 555-0142", ["6195550142"]],
  ["555-0142", ["5550142"]],
  ["00012-Rivera", ["00012-rivera"]],
  ["a & b", ["a", "b"]],
  ["smith SMITH", ["smith"]],
  [" - ", []],
])("the words of %j are %j", (search, terms) => {
  expect(searchTerms(search)).toEqual(terms);
});
