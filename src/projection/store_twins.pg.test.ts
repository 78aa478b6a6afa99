/** Who shares an e-mail or phone with whom, kept piece by piece, is what a look at everybody finds. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import { renewTwins, renewTwinsOf } from "./store_twins.ts";

const firm_id = newId();
const connections = [newId(), newId()];
let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db?.drop());

const change = fc.record({
  connection: fc.constantFrom(0, 1),
  id: fc.constantFrom("1", "2", "3", "4"),
  is_in: fc.boolean(),
  keys: fc.uniqueArray(fc.constantFrom("a", "b", "c"), { maxLength: 3 }),
});

const twins = async (): Promise<string[]> =>
  (
    await db.pool.query<{ id: string }>(
      "select connection_id || ' ' || provider_id as id from contact_twin where firm_id = $1 order by 1",
      [firm_id],
    )
  ).rows.map((row) => row.id);

test("B-CTC-6: whatever contacts come, change and go, over both connections of a firm", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
      await db.pool.query("delete from contact where firm_id = $1", [firm_id]);
      await db.pool.query("delete from contact_twin where firm_id = $1", [firm_id]);
      const now = new Map<string, string[]>();
      for (const { connection, id, is_in, keys } of changes) {
        const connection_id = connections[connection]!;
        const place = `${connection_id} ${id}`;
        const had = now.get(place) ?? [];
        const has = is_in ? keys : [];
        now.set(place, has);
        await db.transaction(async (trx) => {
          await db.pool.query(
            `insert into contact (firm_id, connection_id, provider_id, state, sort_name, tag_keys, channel_keys, search, view)
            values ($1, $2, $3, $4, '', '{}', $5, '', '{}')
            on conflict (firm_id, connection_id, provider_id) do update set state = excluded.state, channel_keys = excluded.channel_keys`,
            [firm_id, connection_id, id, is_in ? "in" : "skipped", has],
          );
          await renewTwinsOf(trx, { firm_id, connection_id }, [id], [...had, ...has]);
        });
        const held = [...now].flatMap(([holder, channels]) => channels.map((key) => ({ holder, key })));
        const shares = ({ holder, key }: { holder: string; key: string }) =>
          held.some((other) => other.key === key && other.holder !== holder);
        const expected = [...new Set(held.filter(shares).map(({ holder }) => holder))].toSorted();
        expect(await twins()).toEqual(expected);
      }
      const piece_by_piece = await twins();
      await db.transaction((trx) => renewTwins(trx, firm_id));
      expect(await twins()).toEqual(piece_by_piece);
    }),
    { numRuns: 25 },
  );
}, 60_000);
