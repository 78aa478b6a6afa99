import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createClock } from "./clock.ts";
import type { GeneratedBase } from "./table.ts";
import { createTable } from "./table.ts";
import type { Row } from "./types.ts";

interface Named extends Row {
  name: string;
}

const time = (index: number): string => new Date(Date.UTC(2026, 0, 1) + ((index * 7919) % 100_000) * 1000).toISOString();
const base = (count: number, made?: number[]): GeneratedBase<Named> => ({
  count,
  newest: "2026-01-03T00:00:00.000Z",
  at(index) {
    made?.push(index);
    return { id: 10 + index * 3, name: `row ${index}`, created_at: time(index), updated_at: time(index) };
  },
  id_at: (index) => 10 + index * 3,
  index_of: (id) => ((id - 10) % 3 === 0 && id >= 10 && (id - 10) / 3 < count ? (id - 10) / 3 : -1),
  updated_at: time,
});
const clock = createClock({ mode: "manual", start: "2026-10-01T00:00:00Z" });
const idsOf = (rows: Iterable<Row>): number[] => [...rows].map((row) => row.id);

test("edits, inserts and removals lie over the generated rows, ids ascending", () => {
  const table = createTable({ base: base(4), clock, name: "row" });
  table.insert({ id: 12, name: "between" });
  const added = table.insert({ name: "last" });
  table.update(13, { name: "edited" });
  table.remove(16);
  expect(idsOf(table.scan())).toEqual([10, 12, 13, 19, added.id]);
  expect(idsOf(table.scan({ after_id: 12 }))).toEqual([13, 19, added.id]);
  expect([table.get(13)?.name, table.get(16), table.get(11), table.count()]).toEqual(["edited", undefined, undefined, 5]);
  expect(idsOf(table.scan({ updated_since: "2026-10-01T00:00:00Z" }))).toEqual([12, 13, added.id]);
});

test("an edit bumps updated_at unless told not to", () => {
  const table = createTable({ base: base(2), clock, name: "row" });
  expect(table.update(10, { name: "a" }, { bump: false }).updated_at).toBe(time(0));
  expect(table.update(10, { name: "b" }).updated_at).toBe("2026-10-01T00:00:00.000Z");
});

test("a change is told with what was before", () => {
  const table = createTable({ base: base(2), clock, name: "row" });
  const told: unknown[] = [];
  table.on(({ action, row, before }) => told.push([action, row.name, before?.name]));
  table.update(10, { name: "new" });
  const { id } = table.insert({ name: "fresh" });
  table.remove(id);
  expect(told).toEqual([
    ["updated", "new", "row 0"],
    ["created", "fresh", undefined],
    ["deleted", "fresh", "fresh"],
  ]);
});

test("asking for later changes than any base row has does not even look at the base rows", () => {
  const made: number[] = [];
  const looking = (index: number): string => (made.push(index), time(index));
  const table = createTable({ base: { ...base(1_000_000, made), updated_at: looking }, clock, name: "row" });
  table.update(10, { name: "edited" });
  made.length = 0;
  expect(idsOf(table.scan({ updated_since: "2026-02-01T00:00:00Z" }))).toEqual([10]);
  expect(made).toEqual([]);
});

test("updated_since within the base makes only the rows that match", () => {
  const made: number[] = [];
  const table = createTable({ base: base(100_000, made), clock, name: "row" });
  const found = idsOf(table.scan({ updated_since: "2026-01-02T03:46:30Z" }));
  expect(found.length).toBeGreaterThan(0);
  expect(made.length).toBe(found.length);
});

describe("any changes in any order", () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant("insert" as const), id: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }) }),
    fc.record({ do: fc.constant("update" as const), id: fc.integer({ min: 1, max: 60 }) }),
    fc.record({ do: fc.constant("remove" as const), id: fc.integer({ min: 1, max: 60 }) }),
  );
  test("leave the table equal to a plain map", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 0, max: 70 }), (steps, after_id) => {
        const table = createTable({ base: base(10), clock, name: "row" });
        const model = new Map([...table.scan()].map((row) => [row.id, row.name]));
        for (const [place, one] of steps.entries()) {
          const name = `step ${place}`;
          if (one.do === "insert" && (one.id === undefined || !model.has(one.id)))
            model.set(table.insert({ name, ...(one.id === undefined ? {} : { id: one.id }) }).id, name);
          else if (one.do === "update" && model.has(one.id)) model.set(table.update(one.id, { name }).id, name);
          else if (one.do === "remove" && model.delete(one.id)) table.remove(one.id);
        }
        const expected = [...model].filter(([id]) => id > after_id).toSorted(([a], [b]) => a - b);
        expect([...table.scan({ after_id })].map((row) => [row.id, row.name])).toEqual(expected);
        expect(table.count()).toBe(model.size);
        for (const [id, name] of model) expect(table.get(id)?.name).toBe(name);
      }),
    );
  });
});

test("after any history of inserts, edits and removals, every scan gives what a look at all rows gives", async () => {
  const step = fc.record({
    what: fc.constantFrom("insert", "insert at", "edit", "edit quietly", "remove", "wait"),
    id: fc.integer({ min: 1, max: 60 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 80 }),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 80 }),
      async (steps, after_id, back) => {
        const own = createClock({ mode: "manual", start: "2026-10-01T00:00:00Z" });
        const table = createTable({ base: base(6), clock: own, name: "row" });
        const plain = new Map([...table.scan()].map((row) => [row.id, row]));
        // Many rows that changed long ago: only beside them a few changes are looked at alone.
        for (let time = 0; time < 40; time++) keep(plain, table.insert({ name: "old" }));
        await own.advance(100_000);
        for (const { what, id } of steps) {
          if (what === "wait") await own.advance(1_000);
          else if (what === "insert") keep(plain, table.insert({ name: "n" }));
          else if (what === "insert at" && !plain.has(id)) keep(plain, table.insert({ id, name: "n", created_at: time(id) }));
          else if (what === "edit" && plain.has(id)) keep(plain, table.update(id, { name: "e" }));
          else if (what === "edit quietly" && plain.has(id)) keep(plain, table.update(id, { name: "q" }, { bump: false }));
          else if (what === "remove" && plain.delete(id)) table.remove(id);
        }
        const updated_since = new Date(own.now().getTime() - back * 1_000).toISOString();
        const expected = [...plain.values()].toSorted((a, b) => a.id - b.id).filter((row) => row.id > after_id);
        expect([...table.scan({ after_id })]).toEqual(expected);
        expect([...table.scan({ after_id, updated_since })]).toEqual(expected.filter((row) => row.updated_at >= updated_since));
      },
    ),
    { numRuns: 300 },
  );
});

const keep = (rows: Map<number, Row>, row: Row): void => void rows.set(row.id, row);
