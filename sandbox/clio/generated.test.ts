import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generatedFill } from "./generated.ts";
import { asked, createTestSandbox, ids, pages } from "./testing.ts";

const filling = { firm: "generated", seed: 11, contacts: 3_000, matters: 1_700, relationships: 2_000 } as const;
const fill = generatedFill(filling);
const all = <R>(base: { count: number; at(index: number): R }): R[] => Array.from({ length: base.count }, (_, index) => base.at(index));
const contacts = all(fill.contacts);
const matters = all(fill.matters);
const relationships = all(fill.relationships);

describe("a generated firm", () => {
  test("is the same every time, and another with another seed", () => {
    const again = generatedFill(filling);
    expect(again.contacts.at(2_718)).toEqual(contacts[2_718]);
    expect(generatedFill({ ...filling, seed: 12 }).contacts.at(2_718)).not.toEqual(contacts[2_718]);
  });

  test.each([
    ["contacts", fill.contacts],
    ["matters", fill.matters],
    ["relationships", fill.relationships],
  ] as const)("%s have ascending ids with gaps, found again by id", (_name, base) => {
    let last = 0;
    let gaps = 0;
    for (let index = 0; index < base.count; index++) {
      const { id } = base.at(index);
      expect(id).toBeGreaterThan(last);
      if (last > 0 && id > last + 1) gaps++;
      if (base.index_of(id) !== index || base.id_at?.(index) !== id) throw new Error(`id ${id} is not found again`);
      last = id;
    }
    expect(gaps).toBeGreaterThan(base.count / 2);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), (id) => {
        const index = base.index_of(id) ?? -1;
        expect(index === -1 || base.at(index).id === id).toBe(true);
      }),
    );
  });

  test("rows tell their time of change without being made, and none is newer than the base says", () => {
    for (const base of [fill.contacts, fill.matters, fill.relationships]) {
      for (let index = 0; index < base.count; index += 7) {
        const row = base.at(index);
        expect(base.updated_at?.(index)).toBe(row.updated_at);
        expect(row.updated_at <= base.newest && row.created_at <= row.updated_at).toBe(true);
      }
    }
  });

  test("every matter's client is flagged as one, and every flagged contact has a matter", () => {
    const clients = new Set(matters.map((row) => row.client_id));
    expect(contacts.filter((row) => row.is_client).map((row) => row.id)).toEqual([...clients].toSorted((a, b) => Number(a) - Number(b)));
  });

  test("what rows name exists", () => {
    const known = new Set(contacts.map((row) => row.id));
    const cases = new Set(matters.map((row) => row.id));
    const stages = new Map(all(fill.matter_stages).map((row) => [row.id, row.practice_area_id]));
    for (const row of contacts)
      if (row.company_id !== null) expect(contacts.find((one) => one.id === row.company_id)?.type).toBe("Company");
    for (const row of matters)
      expect(
        known.has(row.client_id as number) && (row.matter_stage_id === null || stages.get(row.matter_stage_id) === row.practice_area_id),
      ).toBe(true);
    for (const row of relationships) expect(known.has(row.contact_id) && cases.has(row.matter_id)).toBe(true);
  });

  test("the mix is that of a firm", () => {
    const share = <R>(rows: readonly R[], test: (row: R) => boolean) => rows.filter(test).length / rows.length;
    const near = (value: number, wanted: number, by = 0.03) =>
      expect(Math.abs(value - wanted), `${value} is not near ${wanted}`).toBeLessThan(by);
    near(
      share(contacts, (row) => row.type === "Company"),
      0.105,
    );
    near(
      share(contacts, (row) => row.email_addresses.length + row.phone_numbers.length + row.addresses.length === 0),
      0.04,
    );
    near(
      share(matters, (row) => row.status === "Open"),
      0.3,
    );
    near(
      share(matters, (row) => row.status === "Closed"),
      0.65,
    );
    const addresses = contacts.flatMap((row) => row.email_addresses.slice(0, 1).map((one) => one.address));
    near(1 - new Set(addresses).size / addresses.length, 0.01, 0.008);
    expect(contacts.some((row) => row.date_of_birth?.endsWith("-02-29"))).toBe(true);
    expect(new Set(relationships.map((row) => row.description)).size).toBe(15);
  });

  test("three of five contacts are clients where there are matters enough", () => {
    const busy = generatedFill({ ...filling, contacts: 1_000, matters: 4_000 });
    expect(all(busy.contacts).filter((row) => row.is_client).length).toBe(600);
  });

  test("an empty firm can be read", async () => {
    const sandbox = createTestSandbox({ filling: { firm: "generated", seed: 1, contacts: 0, matters: 0, relationships: 0 } });
    expect((await asked(sandbox, "contacts")).json).toEqual({ data: [], meta: { paging: {}, records: 0 } });
  });
});

test("a million contacts need no memory, and what changed is found at once", async () => {
  const before = process.memoryUsage().heapUsed;
  const sandbox = createTestSandbox({
    filling: { firm: "generated", seed: 4, contacts: 1_000_000, matters: 500_000, relationships: 800_000 },
  });
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(20_000_000);
  const [row] = sandbox.tables.contacts.scan({ after_id: 310_000_000 + 999_990 * 7 });
  sandbox.tables.contacts.update(row?.id as number, { title: "Changed" });
  const started = process.cpuUsage();
  expect(ids(await pages(sandbox, "contacts?updated_since=2026-10-01T00:00:00Z"))).toEqual([row?.id]);
  // Of this process alone, however busy the machine is.
  const { user, system } = process.cpuUsage(started);
  expect(user + system).toBeLessThan(500_000);
});
