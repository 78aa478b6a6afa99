import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ClioSandbox } from "../../sandbox/clio/sandbox.ts";
import type { MatterRow } from "../../sandbox/clio/rows.ts";
import { everythingOn } from "../../faults/scenario.ts";
import { createWorld, type World, type WorldOptions } from "../../faults/world.ts";
import { readSettings, writeSettings } from "../connections/store_settings.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import type { Settings } from "../model/settings.ts";
import { project } from "./driver.ts";
import { verify } from "./verify.ts";

const HOUR = 3600_000;

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

async function synced(options: Partial<WorldOptions> = {}): Promise<World> {
  const world = await createWorld(db, { provider: "clio", page_size: 50, ...options });
  await world.sync();
  await world.pass(HOUR);
  return world;
}

const deps = (world: World) => ({ db, mapper: world.connector.mapper, clock: world.clock });

async function rowsOf<Row extends object>(text: string, ...values: unknown[]): Promise<Row[]> {
  return (await db.pool.query<Row>(text, values)).rows;
}

/** Contacts that were written since. */
async function writtenSince(world: World, time: Date): Promise<string[]> {
  const rows = await rowsOf<{ provider_id: string }>(
    "select provider_id from contact where connection_id = $1 and projected_at > $2 order by provider_id",
    world.owner.connection_id,
    time.toISOString(),
  );
  return rows.map((row) => row.provider_id);
}

async function viewOf(world: World, entity: "contact" | "matter", id: number): Promise<Record<string, unknown>> {
  const rows = await rowsOf<{ view: Record<string, unknown> }>(
    `select view from ${entity} where connection_id = $1 and provider_id = $2`,
    world.owner.connection_id,
    String(id),
  );
  return rows[0]!.view;
}

async function change(world: World, edit: (settings: Settings) => Settings): Promise<void> {
  const { settings, version } = await readSettings(db.kysely, world.owner);
  await writeSettings(db.kysely, world.owner, {
    settings: edit(settings),
    note: null,
    created_by: "test",
    at: world.clock.now().toISOString(),
    if_version: version,
  });
}

describe("after a sync", () => {
  it("what a page touched is projected again, and no more", async () => {
    const world = await synced();
    const before = world.clock.now();
    const id = world.vendor.contacts()[10]!;
    world.vendor.editContact(id, "A new title");
    await world.sync();
    expect(await writtenSince(world, before)).toEqual([String(id)]);
  });

  it("B-TAG-3, B-OWN-2: people whom a relationship ties to a matter follow its changes", async () => {
    const world = await synced({ settings: everythingOn });
    const { tables } = world.sandbox as ClioSandbox;
    const related = [...tables.relationships.scan()].find(
      (row) => tables.contacts.get(row.contact_id)?.type === "Person" && tables.matters.get(row.matter_id)?.client_id !== row.contact_id,
    )!;
    const area = [...tables.practice_areas.scan()].find((row) => row.id !== tables.matters.get(related.matter_id)?.practice_area_id)!;
    const before = world.clock.now();
    tables.matters.update(related.matter_id, { practice_area_id: area.id });
    await world.sync();
    expect(await writtenSince(world, before)).toContain(String(related.contact_id));
    expect((await verify(deps(world), world.owner)).differences).toEqual([]);
  });

  it("B-MAT-2: a matter closed at the provider is closed, and makes its client a past one", async () => {
    const world = await synced();
    const { tables } = world.sandbox as ClioSandbox;
    const matters = [...tables.matters.scan()];
    const only = matters.find(
      (row) =>
        row.status === "Open" &&
        tables.contacts.get(row.client_id!)?.type === "Person" &&
        matters.filter((other) => other.client_id === row.client_id).length === 1,
    )!;
    expect((await viewOf(world, "contact", only.client_id!))["client_status"]).toBe("active");
    world.vendor.turnMatter(only.id);
    await world.sync();
    expect((await viewOf(world, "matter", only.id))["status"]).toBe("closed");
    expect((await viewOf(world, "contact", only.client_id!))["client_status"]).toBe("past");
  });

  it("B-SYN-2: closed matters older than the window are left out, open ones of any age are not", async () => {
    const world = await createWorld(db, {
      provider: "clio",
      page_size: 50,
      settings: (settings) => ({ ...settings, sync: { ...settings.sync, matters_first_years: 3 } }),
    });
    const { tables } = world.sandbox as ClioSandbox;
    const [old, open] = [...tables.matters.scan()] as [MatterRow, MatterRow];
    const times = { created_at: "2015-01-05T00:00:00.000Z", updated_at: "2015-06-01T00:00:00.000Z" };
    tables.matters.update(old.id, { status: "Closed", close_date: "2015-06-01", ...times });
    tables.matters.update(open.id, { status: "Open", close_date: null, ...times });
    await world.sync();
    expect((await viewOf(world, "matter", old.id))["left_out"]).toBe(true);
    expect((await viewOf(world, "matter", open.id))["left_out"]).toBe(false);
    expect((await verify(deps(world), world.owner)).differences).toEqual([]);
  });

  it("B-SYN-10: every contact row is in exactly one state, also those that are gone", async () => {
    const world = await synced();
    world.vendor.remove("contact", world.vendor.contacts()[3]!);
    await world.sync({ mode: "full" });
    const states = await rowsOf<{ state: string; n: number }>(
      "select state, count(*)::int as n from contact where connection_id = $1 group by state",
      world.owner.connection_id,
    );
    const [mirror] = await rowsOf<{ n: number }>(
      "select count(*)::int as n from record where connection_id = $1 and kind = 'contact'",
      world.owner.connection_id,
    );
    expect(states.reduce((sum, { n }) => sum + n, 0)).toBe(mirror?.n);
    expect(states.find(({ state }) => state === "suspected_gone")?.n).toBe(1);
  });
});

describe("settings", () => {
  it("B-SEG-1: apply at once and without reading from the provider", async () => {
    const world = await synced();
    const requests = world.wire.requests;
    await change(world, (settings) => ({ ...settings, segment: { mode: "any", tags: ["Active Client"] } }));
    await project(deps(world), world.owner, { kind: "settings", id: "2" });
    expect(world.wire.requests).toBe(requests);
    const states = await rowsOf<{ state: string }>(
      "select distinct state from contact where connection_id = $1",
      world.owner.connection_id,
    );
    expect(states.map(({ state }) => state)).toContain("out_of_segment");
    expect((await verify(deps(world), world.owner)).differences).toEqual([]);
  });

  it("changed while a pass is under way end that pass, and the last word counts", async () => {
    const world = await synced();
    await change(world, (settings) => ({ ...settings, tags: { ...settings.tags, city: true } }));
    await change(world, (settings) => ({ ...settings, tags: { ...settings.tags, city: false, personal: true } }));
    await Promise.all([
      project(deps(world), world.owner, { kind: "settings", id: "3" }),
      change(world, (settings) => ({ ...settings, tags: { ...settings.tags, company: true } })),
      project(deps(world), world.owner, { kind: "settings", id: "4" }),
    ]);
    await project(deps(world), world.owner, { kind: "settings", id: "4" });
    expect(await verify(deps(world), world.owner)).toMatchObject({ pending: false, differences: [] });
  });
});

describe("verify", () => {
  it("finds what is not what a recomputation gives, and says where", async () => {
    const world = await synced();
    const [first, second] = world.vendor.contacts();
    const spoiled = JSON.stringify({ ...(await viewOf(world, "contact", first!)), name: "Somebody else" });
    await db.pool.query("update contact set view = $3 where connection_id = $1 and provider_id = $2", [
      world.owner.connection_id,
      String(first),
      spoiled,
    ]);
    await db.pool.query("delete from contact where connection_id = $1 and provider_id = $2", [world.owner.connection_id, String(second)]);
    expect((await verify(deps(world), world.owner)).differences).toEqual([
      { entity: "contact", provider_id: String(first), fields: ["name"] },
      { entity: "contact", provider_id: String(second), fields: ["missing"] },
    ]);
    await project(deps(world), world.owner, { kind: "recompute", id: null }, { recompute: true });
    expect((await verify(deps(world), world.owner)).differences).toEqual([]);
  });
});
