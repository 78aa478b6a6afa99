/** The list of matters against a plain filter over the same rows in memory, by whichever way they are found. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import { listMatters, listValues, type MatterFilter, type MatterPosition } from "./store_lists_matters.ts";

interface Row extends Omit<MatterPosition, "updated_at"> {
  updated_at: string | null;
  number: string;
  status: string;
  practice_area: string;
  stage: string;
  staff_ids: string[];
}

const firm_id = newId();
const connections = [newId(), newId()].toSorted();
let db: TestDb;
let rows: Row[];

/** Of one practice area and one person there are more than are gathered at once; some have no time, some one and the same. */
beforeAll(async () => {
  db = await testDatabase();
  await db.pool.query(
    `insert into matter (firm_id, connection_id, provider_id, number, name, status, practice_area, stage, updated_at, presence, left_out, staff_ids, for_contact, view, view_hash)
    select case when i % 97 = 0 then $3::uuid else $1::uuid end, ($2::uuid[])[1 + i % 2], i::text, lpad(i::text, 5, '0') || '-' || (array['Rivera','Stone','Zqiang'])[1 + i % 3], '',
      (array['open','closed','closed','pending'])[1 + i % 4], case when i % 500 = 0 then 'Rare' when i % 3 = 0 then 'Estate' else 'Family' end, 'Stage ' || i % 5,
      case when i % 50 = 0 then null else '2026-01-01'::timestamptz + (i / 3) * interval '1 hour' end, case when i % 41 = 0 then 'tombstone' else 'present' end, false,
      case when i % 700 = 0 then array['9'] else array['1', (i % 4)::text] end, '{}', '{}', ''
    from generate_series(1, 7000) i`,
    [firm_id, connections, newId()],
  );
  await db.pool.query("analyze matter");
  const found = await db.pool.query<Row>(
    `select connection_id, provider_id, updated_at, number, status, practice_area, stage, staff_ids from matter
    where firm_id = $1 and presence <> 'tombstone' order by updated_at desc, connection_id desc, provider_id desc`,
    [firm_id],
  );
  rows = found.rows;
});
afterAll(() => db?.drop());

const fits = (filter: MatterFilter, wanted: readonly string[]) => (row: Row) =>
  wanted.includes(row.connection_id) &&
  (filter.status === undefined || row.status === filter.status) &&
  (filter.practice_area === undefined || row.practice_area === filter.practice_area) &&
  (filter.stage === undefined || row.stage === filter.stage) &&
  (filter.staff_id === undefined || row.staff_ids.includes(filter.staff_id)) &&
  (filter.search === undefined || row.number.toLowerCase().includes(filter.search));

const filters = fc.record(
  {
    status: fc.constantFrom<"open" | "closed" | "pending">("open", "closed", "pending"),
    practice_area: fc.constantFrom("Rare", "Family", "Estate", "None such"),
    stage: fc.constantFrom("Stage 1", "Stage 4"),
    staff_id: fc.constantFrom("1", "2", "9", "none"),
    search: fc.constantFrom("rivera", "00500", "zqi", "nothing"),
  },
  { requiredKeys: [] },
);

test("whatever is filtered, the first pages hold exactly what fits, the most recently changed first, each once", async () => {
  await fc.assert(
    fc.asyncProperty(filters, fc.constantFrom(connections, [connections[1]!]), fc.constantFrom(7, 60), async (filter, wanted, limit) => {
      const seen: string[] = [];
      let after: MatterPosition | null = null;
      for (let pages = 0; pages < 4; pages++) {
        const found = await listMatters(db.kysely, firm_id, wanted, filter, after, limit);
        seen.push(...found.slice(0, limit).map((row) => row.provider_id));
        if (found.length <= limit) break;
        const last = found[limit - 1]!;
        after = { ...last, updated_at: last.updated_at ?? "" };
      }
      const expected = rows.filter(fits(filter, wanted)).map((row) => row.provider_id);
      expect(seen).toEqual(expected.slice(0, 4 * limit));
    }),
    { numRuns: 80 },
  );
}, 60_000);

test("what can be chosen as a filter is what occurs, each once", async () => {
  const owner = { firm_id, connection_id: connections[0]! };
  expect(await listValues(db.kysely, owner, "practice_area")).toEqual(["Estate", "Family", "Rare"]);
  expect(await listValues(db.kysely, { ...owner, firm_id: newId() }, "stage")).toEqual([]);
});
