import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { watchVersions } from "../../faults/audit.ts";
import { compare } from "../../faults/compare.ts";
import { decideAll } from "../../faults/watch.ts";
import { createWorld, type World, type WorldOptions } from "../../faults/world.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { decideHeld } from "./decision.ts";

const HOUR = 3600_000;

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
  await watchVersions(db);
});
afterAll(() => db.drop());

/** A firm that has been read whole. */
async function synced(options: Partial<WorldOptions> = {}): Promise<World> {
  const world = await createWorld(db, { provider: "clio", page_size: 50, ...options });
  await world.sync();
  await world.pass(HOUR);
  return world;
}

async function presenceOf(world: World, kind: string, id: number): Promise<string | undefined> {
  const { rows } = await db.pool.query<{ presence: string }>(
    "select presence from record where connection_id = $1 and kind = $2 and provider_id = $3",
    [world.owner.connection_id, kind, String(id)],
  );
  return rows[0]?.presence;
}

async function stateOf(world: World, id: number): Promise<string | undefined> {
  const { rows } = await db.pool.query<{ state: string }>("select state from contact where connection_id = $1 and provider_id = $2", [
    world.owner.connection_id,
    String(id),
  ]);
  return rows[0]?.state;
}

async function gone(world: World): Promise<number> {
  const { rows } = await db.pool.query<{ n: number }>(
    "select count(*)::int as n from record where connection_id = $1 and presence <> 'present'",
    [world.owner.connection_id],
  );
  return rows[0]!.n;
}

const isBlind = async (world: World): Promise<boolean> =>
  (
    await db.pool.query<{ blind: boolean }>("select blind_since is not null as blind from connection where connection_id = $1", [
      world.owner.connection_id,
    ])
  ).rows[0]!.blind;

describe.each(["clio", "mycase"] as const)("B-SYN-6, %s", (provider) => {
  it("a record that a list leaves out and that exists stays as it is", async () => {
    const world = await synced({ provider });
    world.sandbox.faults.script("row_vanishes", /contacts|clients/, 1);
    await world.sync({ mode: "full" });
    expect(world.sandbox.faults.reached().row_vanishes).toBe(1);
    expect(await gone(world)).toBe(0);
  });

  it("a deleted contact is suspected, and a tombstone when not found again 24 hours later; its history stays", async () => {
    const world = await synced({ provider });
    const id = world.vendor.contacts()[5]!;
    world.vendor.remove("contact", id);
    await world.sync({ mode: "full" });
    expect([await presenceOf(world, "contact", id), await stateOf(world, id)]).toEqual(["suspected_gone", "suspected_gone"]);
    await world.pass(23 * HOUR);
    await world.sync();
    expect(await presenceOf(world, "contact", id)).toBe("suspected_gone");
    await world.pass(2 * HOUR);
    await world.sync();
    expect([await presenceOf(world, "contact", id), await stateOf(world, id)]).toEqual(["tombstone", "tombstone"]);
    expect(await compare(world)).toEqual([]);
  });

  it("a record that comes back under its id is there again", async () => {
    const world = await synced({ provider });
    const row = world.vendor.remove("contact", world.vendor.contacts()[5]!);
    await world.sync({ mode: "full" });
    await world.pass(HOUR);
    world.vendor.restore("contact", row);
    await world.sync();
    expect(await presenceOf(world, "contact", row.id)).toBe("present");
    await world.sync({ mode: "full" });
    expect(await compare(world)).toEqual([]);
  });

  it("60 % deleted at once are held, the connection is blind, and an admin's word lets them go", async () => {
    const world = await synced({ provider });
    const contacts = world.vendor.contacts();
    for (const id of contacts.slice(0, Math.floor(contacts.length * 0.6))) world.vendor.remove("contact", id);
    expect((await world.sync({ mode: "full" })).end).toBe("held");
    expect(await isBlind(world)).toBe(true);
    expect(await stateOf(world, contacts[0]!)).not.toBe("suspected_gone");
    await decideAll(world);
    expect(await isBlind(world)).toBe(false);
    await world.sync({ mode: "full" });
    expect(await stateOf(world, contacts[0]!)).toBe("suspected_gone");
  });

  it("a refused hold keeps what the mirror has", async () => {
    const world = await synced({ provider });
    for (const id of world.vendor.contacts().slice(0, 40)) world.vendor.remove("contact", id);
    const { run } = await world.sync({ mode: "full" });
    const before = await gone(world);
    await decideHeld(db, world.connector, {
      owner: world.owner,
      run_id: run.run_id,
      decision: "refuse",
      country: "US",
      now: world.clock.now().toISOString(),
    });
    await world.sync();
    expect(await gone(world)).toBe(before);
    expect(await isBlind(world)).toBe(false);
  });

  it("contacts that lose their name or last channel are taken when few, and held when many", async () => {
    const few = await synced({ provider });
    few.vendor.blankContact(few.vendor.contacts()[0]!);
    expect((await few.sync()).end).toBe("succeeded");
    expect(await compare(few)).toEqual([]);

    const many = await synced({ provider });
    for (const id of many.vendor.contacts().slice(0, 45)) many.vendor.blankContact(id);
    expect((await many.sync()).end).toBe("held");
    expect(await isBlind(many)).toBe(true);
  });

  it("hidden is not deleted: 40 % of the matters out of sight leave the mirror alone", async () => {
    const world = await synced({ provider, hidden_status: 403 });
    const matters = world.vendor.matters();
    for (const id of matters.slice(0, Math.floor(matters.length * 0.4))) world.wire.hidden.add(`matter/${id}`);
    expect((await world.sync({ mode: "full" })).end).toBe("succeeded");
    expect(await gone(world)).toBe(0);
  });

  it("where the provider answers 404 for what it hides, many at once are held", async () => {
    const world = await synced({ provider, hidden_status: 404 });
    const matters = world.vendor.matters();
    for (const id of matters.slice(0, 30)) world.wire.hidden.add(`matter/${id}`);
    expect((await world.sync({ mode: "full" })).end).toBe("held");
    expect(await presenceOf(world, "matter", matters[0]!)).toBe("present");
  });

  it("an empty list removes nobody", async () => {
    const world = await synced({ provider });
    world.wire.list_fault = { rate: 1, faults: ["empty_list"] };
    await world.sync({ mode: "full" });
    expect(world.wire.reached.get("empty_list")).toBeGreaterThan(3);
    expect(await gone(world)).toBe(0);
  });

  it("two merged contacts are one, and the other is gone", async () => {
    const world = await synced({ provider });
    const [winner, loser] = world.vendor.contacts().slice(2, 4) as [number, number];
    world.vendor.merge(winner, loser);
    await world.sync({ mode: "full" });
    expect(await presenceOf(world, "contact", loser)).toBe("suspected_gone");
    expect(await compare(world)).toEqual([]);
  });
});

describe("rows that were set apart", () => {
  it("F26: leave once they are gone at the provider", async () => {
    const world = await synced();
    const id = world.vendor.contacts()[4]!;
    world.wire.poison.set(`contact/${id}`, {
      fault: "F26",
      name: "NUL",
      quarantined: true,
      change: (row) => ({ ...row, title: "a\u0000b" }),
    });
    world.vendor.editContact(id, "now unreadable");
    await world.sync();
    const apart = async () =>
      (await db.pool.query("select reason from quarantine where connection_id = $1", [world.owner.connection_id])).rows;
    expect(await apart()).toMatchObject([{ reason: expect.stringContaining("NUL") as unknown }]);
    world.wire.poison.clear();
    world.vendor.remove("contact", id);
    await world.pass(HOUR);
    await world.sync({ mode: "full" });
    expect(await apart()).toEqual([]);
  });
});

describe("a record that cannot be read by id", () => {
  it("F26: does not keep the full run from its end, and nothing is concluded about it", async () => {
    const world = await synced();
    const [odd, other] = world.vendor.contacts();
    world.wire.unreadable.add(`contact/${odd}`);
    world.vendor.remove("contact", other!);
    expect((await world.sync({ mode: "full" })).end).toBe("succeeded");
    expect([await presenceOf(world, "contact", odd!), await presenceOf(world, "contact", other!)]).toEqual(["present", "suspected_gone"]);
  });

  it("ends the run when it is one of many: then the provider is not well", async () => {
    const world = await synced();
    for (const id of world.vendor.contacts().slice(0, 5)) world.wire.unreadable.add(`contact/${id}`);
    expect((await world.sync({ mode: "full" })).end).toBe("failed");
    expect(await gone(world)).toBe(0);
  });

  it("B-SYN-6: found again with a row that cannot be taken in, a suspect is there again", async () => {
    const world = await synced();
    const id = world.vendor.contacts()[2]!;
    const row = world.vendor.remove("contact", id);
    await world.sync({ mode: "full" });
    expect(await presenceOf(world, "contact", id)).toBe("suspected_gone");
    world.vendor.restore("contact", row);
    world.wire.poison.set(`contact/${id}`, {
      fault: "F26",
      name: "NUL",
      quarantined: true,
      change: (one) => ({ ...one, title: "a\u0000b" }),
    });
    await world.pass(25 * HOUR);
    await world.sync();
    expect(await presenceOf(world, "contact", id)).toBe("present");
  });
});

describe("F15: a list that is shorter than announced", () => {
  it("is told", async () => {
    const world = await createWorld(db, { provider: "mycase", page_size: 10 });
    world.wire.list_fault = { rate: 1, faults: ["missing_next"] };
    const { run } = await world.sync();
    const { rows } = await db.pool.query<{ note: string }>("select note from sync_listing where run_id = $1 and kind = 'contact'", [
      run.run_id,
    ]);
    expect(rows[0]?.note).toMatch(/^the provider announced \d\d records and listed 10$/);
  });
});
