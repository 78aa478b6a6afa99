import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addConnection } from "../../faults/world.ts";
import { connectors } from "../connectors/index.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import { recordOwnWrite, type Owner } from "../mirror/store.ts";
import type { CheckedRow } from "../model/connector.ts";
import type { Kind } from "../model/kinds.ts";
import { ingest, waiting, type IngestResult } from "./ingest.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const at = (minute: number) => new Date(Date.UTC(2026, 9, 5, 12, minute)).toISOString();

const connection = () => addConnection(db, "clio", new Date(at(0)), (settings) => settings);

const good = (raw: Record<string, unknown> & { id: number }, updated_at: string | null): CheckedRow => ({
  ok: true,
  provider_id: String(raw.id),
  updated_at,
  raw: { ...raw, updated_at },
});

const take = (owner: Owner, kind: Kind, rows: CheckedRow[], read_at: string): Promise<IngestResult> =>
  db.transaction((trx) =>
    ingest(trx, {
      owner,
      connector: connectors.clio,
      kind,
      run_id: newId(),
      rows: waiting(rows),
      read_at,
      now: read_at,
      country: "US",
      harmful: "park",
    }),
  );

interface Kept {
  raw: Record<string, unknown>;
  decisive_at: string | null;
  seq: number;
}

async function kept(owner: Owner, kind: Kind, id: string): Promise<Kept | undefined> {
  const { rows } = await db.pool.query<Kept>(
    "select raw, decisive_at, seq from record where connection_id = $1 and kind = $2 and provider_id = $3",
    [owner.connection_id, kind, id],
  );
  return rows[0];
}

const quarantine = async (owner: Owner) =>
  (
    await db.pool.query<{ provider_id: string; reason: string; sample: string }>(
      "select provider_id, reason, sample from quarantine where connection_id = $1",
      [owner.connection_id],
    )
  ).rows;

const matter = { id: 7, status: "Open", description: "Estate of Ruiz" };

describe("B-OWN-2: our own writes", () => {
  const decisive = async (owner: Owner) => Date.parse((await kept(owner, "matter", "7"))?.decisive_at ?? "");

  it("do not move the time that decides the owner, when nothing but the update time and the etag changed", async () => {
    const owner = await connection();
    await take(owner, "matter", [good({ ...matter, etag: "a" }, at(1))], at(2));
    await db.transaction((trx) => recordOwnWrite(trx, owner, "matter", "7", at(10)));
    await take(owner, "matter", [good({ ...matter, etag: "b" }, at(10))], at(12));
    expect((await kept(owner, "matter", "7"))?.raw["updated_at"]).toBe(at(10));
    expect(await decisive(owner)).toBe(Date.parse(at(1)));
  });

  it("do not hide what somebody changed besides", async () => {
    const owner = await connection();
    await take(owner, "matter", [good(matter, at(1))], at(2));
    await db.transaction((trx) => recordOwnWrite(trx, owner, "matter", "7", at(10)));
    await take(owner, "matter", [good({ ...matter, status: "Closed" }, at(10))], at(12));
    expect(await decisive(owner)).toBe(Date.parse(at(10)));
  });

  it("count only since the version before: a later touch by somebody else moves the time", async () => {
    const owner = await connection();
    await take(owner, "matter", [good(matter, at(1))], at(2));
    await db.transaction((trx) => recordOwnWrite(trx, owner, "matter", "7", at(10)));
    await take(owner, "matter", [good(matter, at(10))], at(12));
    await take(owner, "matter", [good(matter, at(20))], at(22));
    expect(await decisive(owner)).toBe(Date.parse(at(20)));
  });

  it("are not needed for a touch to move the time", async () => {
    const owner = await connection();
    await take(owner, "matter", [good(matter, at(1))], at(2));
    await take(owner, "matter", [good(matter, at(10))], at(12));
    expect(await decisive(owner)).toBe(Date.parse(at(10)));
  });
});

describe("a page", () => {
  it("B-SYN-4: with one record twice is one record, the later one", async () => {
    const owner = await connection();
    const result = await take(owner, "matter", [good(matter, at(1)), good({ ...matter, description: "Moved" }, at(3))], at(5));
    expect(result.changed).toBe(1);
    expect((await kept(owner, "matter", "7"))?.raw["description"]).toBe("Moved");
  });

  it("that brings nothing new writes nothing", async () => {
    const owner = await connection();
    await take(owner, "matter", [good(matter, at(1))], at(2));
    const before = await kept(owner, "matter", "7");
    expect(await take(owner, "matter", [good(matter, at(1))], at(30))).toMatchObject({ changed: 0, unchanged: 1 });
    expect(await kept(owner, "matter", "7")).toEqual(before);
  });

  it("that was asked for before a newer version was stored does not take it back", async () => {
    const owner = await connection();
    await take(owner, "matter", [good({ ...matter, description: "New" }, at(10))], at(11));
    expect(await take(owner, "matter", [good({ ...matter, description: "Old" }, at(5))], at(12))).toMatchObject({ changed: 0, stale: 1 });
    expect((await kept(owner, "matter", "7"))?.raw["description"]).toBe("New");
  });

  it("B-SYN-5: overwrites also to blank", async () => {
    const owner = await connection();
    await take(owner, "matter", [good(matter, at(1))], at(2));
    await take(owner, "matter", [good({ ...matter, description: null }, at(3))], at(4));
    expect((await kept(owner, "matter", "7"))?.raw["description"]).toBeNull();
  });

  it("F26: sets bad rows apart one by one with their reason, and the rest goes on", async () => {
    const owner = await connection();
    const bad: CheckedRow = { ok: false, provider_id: "9", reason: "holds a NUL", raw: { id: 9, description: "a\u0000b \ud800" } };
    const nameless: CheckedRow = { ok: false, provider_id: null, reason: "no record", raw: "\u0000" };
    expect(await take(owner, "matter", [bad, good(matter, at(1)), nameless], at(2))).toMatchObject({ changed: 1, quarantined: 2 });
    expect((await quarantine(owner)).map(({ provider_id, reason }) => [provider_id.slice(0, 10), reason])).toEqual([
      ["9", "holds a NUL"],
      ["without-id", "no record"],
    ]);
  });

  it("F25: takes a row back as soon as a good version comes", async () => {
    const owner = await connection();
    await take(owner, "matter", [{ ok: false, provider_id: "7", reason: "odd status", raw: { ...matter, status: "Archived" } }], at(2));
    expect(await quarantine(owner)).toHaveLength(1);
    await take(owner, "matter", [good(matter, at(1))], at(4));
    expect(await quarantine(owner)).toEqual([]);
    expect(await kept(owner, "matter", "7")).toBeDefined();
  });
});
