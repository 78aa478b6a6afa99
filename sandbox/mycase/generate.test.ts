import fc from "fast-check";
import { expect, test } from "vitest";
import { CaseMap } from "./case_map.ts";
import { FIRST_CLIENT, GeneratedFirm } from "./generate.ts";
import { get, still, walk } from "./testing.ts";

const sizes = fc.record({
  seed: fc.nat(100_000),
  contacts: fc.integer({ min: 0, max: 300 }),
  matters: fc.integer({ min: 0, max: 200 }),
  relationships: fc.integer({ min: 0, max: 400 }),
});

test("who is on which case reads the same from both ends, for any size", () => {
  fc.assert(
    fc.property(sizes, (size) => {
      const map = new CaseMap(size);
      const of = new Map<number, number[]>();
      const paid = new Map<number, number[]>();
      for (let index = 0; index < size.matters; index++) {
        for (const client of map.clientsOfCase(index)) of.set(client, [...(of.get(client) ?? []), index]);
        const payer = map.payerOf(index);
        if (payer?.company) paid.set(payer.index, [...(paid.get(payer.index) ?? []), index]);
      }
      for (let client = 0; client < size.contacts; client++) expect(map.casesOfClient(client)).toEqual(of.get(client) ?? []);
      for (let company = 0; company < map.companies; company++) expect(map.casesOfCompany(company)).toEqual(paid.get(company) ?? []);
      expect(Math.max(-1, ...of.keys())).toBeLessThan(Math.max(size.contacts, 0));
    }),
    { numRuns: 60 },
  );
});

test("one seed makes one firm, wherever one begins to read; another seed another", () => {
  const size = { seed: 5, contacts: 1_000_000, matters: 500_000, relationships: 800_000 };
  const [a, b] = [new GeneratedFirm(size), new GeneratedFirm(size)];
  expect(a.clients.at(987_654)).toEqual(b.clients.at(987_654));
  expect(a.cases.at(3)).toEqual(b.cases.at(3));
  expect(new GeneratedFirm({ ...size, seed: 6 }).clients.at(987_654)).not.toEqual(a.clients.at(987_654));
});

test("rows look like a firm's: nobody was touched after September 2026, names of cases are unique, few share a phone", () => {
  const firm = new GeneratedFirm({ seed: 9, contacts: 20_000, matters: 10_000, relationships: 16_000 });
  const clients = Array.from({ length: 20_000 }, (_, index) => firm.clients.at(index));
  const cases = Array.from({ length: 10_000 }, (_, index) => firm.cases.at(index));
  for (const row of [...clients, ...cases])
    expect(row.updated_at < "2026-10-01" && row.created_at <= row.updated_at && row.created_at > "2010").toBe(true);
  expect(clients.every((row, index) => row.updated_at === firm.clients.updated_at?.(index))).toBe(true);
  expect(new Set(cases.map((row) => row.name)).size).toBe(cases.length);
  const phones = clients.flatMap((row) => row.cell_phone_number ?? []);
  expect(new Set(phones).size / phones.length).toBeGreaterThan(0.95);
  const company_paid = cases.filter((row) => row.companies.length > 0).length / cases.length;
  expect(company_paid).toBeGreaterThan(0.05);
  expect(company_paid).toBeLessThan(0.07);
  const links = cases.reduce((sum, row) => sum + row.clients.length - 1, 0);
  expect(links / 16_000).toBeGreaterThan(0.99);
});

test("an edit, a new and a deleted row stand beside the generated ones", async () => {
  const sandbox = still({ filling: { firm: "generated", seed: 2, contacts: 120, matters: 60, relationships: 90 } });
  const { clients, cases } = sandbox.tables;
  const made = clients.insert({
    ...(clients.get(FIRST_CLIENT) as object as Parameters<typeof clients.insert>[0]),
    id: FIRST_CLIENT + 120,
    first_name: "Newcomer",
  });
  clients.remove(FIRST_CLIENT + 7);
  const [matter] = cases.scan();
  cases.update(matter?.id as number, { clients: [{ id: made.id }] });
  const all = (await walk(sandbox, "clients?page_size=50")).rows;
  expect(all).toHaveLength(120);
  expect(all.at(-1)).toMatchObject({ first_name: "Newcomer", cases: [{ id: matter?.id }] });
  const old = matter?.clients[0]?.id as number;
  const left = (await (await get(sandbox, `clients/${old}`)).json()) as { cases: { id: number }[] };
  expect(left.cases.map((one) => one.id)).not.toContain(matter?.id);
});

test("a page of a million contacts costs about what a page of a thousand costs", { timeout: 20_000 }, async () => {
  const bestPage = async (contacts: number): Promise<number> => {
    const sandbox = still({ filling: { firm: "generated", seed: 4, contacts, matters: contacts / 2, relationships: contacts } });
    const token = sandbox.grant().access_token;
    let best = Infinity;
    for (let times = 0; times < 10; times++) {
      const start = performance.now();
      await (await get(sandbox, "clients?page_size=1000", token)).arrayBuffer();
      best = Math.min(best, performance.now() - start);
    }
    return best;
  };
  const small = await bestPage(1_000);
  expect(await bestPage(1_000_000)).toBeLessThan(small * 5);
});
