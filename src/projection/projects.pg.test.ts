/** Matters as clients see them, on the imaginary firm of both providers: piece by piece as all at once, whatever comes in which order. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ClioSandbox } from "../../sandbox/clio/sandbox.ts";
import { createRandom } from "../../sandbox/kit/random.ts";
import type { MyCaseSandbox } from "../../sandbox/mycase/types.ts";
import { createWorld, type World } from "../../faults/world.ts";
import { readSettings, writeSettings } from "../connections/store_settings.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import type { Provider } from "../model/kinds.ts";
import type { Settings } from "../model/settings.ts";
import { parseSettings } from "../model/settings_check.ts";
import type { ProjectSettings } from "../model/settings_projects.ts";
import { project } from "./driver.ts";
import { pruneHistory } from "./history.ts";
import { verify } from "./verify.ts";

const DAY = 24 * 3600_000;
let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const phase = (name: string, ...stages: string[]) => ({ name, happened: `${name} has begun.`, next: "We will tell you.", stages });
const injury = {
  name: "Injury",
  matches: ["personal injury"],
  fields: [],
  phases: [phase("Getting better", "Intake", "Treatment"), phase("Negotiation", "Demand", "negotiation "), phase("In court", "Litigation")],
};
const wills = {
  name: "Wills",
  matches: ["Estate Planning", "Probate"],
  fields: [],
  phases: [phase("Writing", "Drafting"), phase("Signed", "Signing")],
};

const PROJECTS: ProjectSettings = {
  on: true,
  type_field: null,
  types: [injury, wills],
  default_type: null,
  shown: { matters: "all", field: null },
  notified: { matters: "all", field: null },
  participants: {
    rule: "by_group",
    groups: [
      { group: "Spouse", role: "Family" },
      { group: "family of client", role: "Family" },
      { group: "Judge", role: "Judge" },
    ],
  },
  team_roles: [{ role: "Your attorney", titles: ["Partner"], show_phone: false, show_email: true }],
};

const deps = (world: World) => ({ db, mapper: world.connector.mapper, clock: world.clock });

const open = async (provider: Provider, projects: Partial<ProjectSettings> = {}): Promise<World> => {
  const world = await createWorld(db, {
    provider,
    page_size: 50,
    settings: (settings) => ({ ...settings, projects: { ...PROJECTS, ...projects } }),
  });
  await world.sync();
  await world.pass(3600_000);
  return world;
};

async function change(world: World, edit: (projects: ProjectSettings) => Partial<ProjectSettings>): Promise<void> {
  const { settings, version } = await readSettings(db.kysely, world.owner);
  const edited: Settings = { ...settings, projects: { ...settings.projects, ...edit(settings.projects) } };
  expect(parseSettings(world.provider, edited)).toMatchObject({ ok: true });
  const at = world.clock.now().toISOString();
  await writeSettings(db.kysely, world.owner, { settings: edited, note: null, created_by: "test", at, if_version: version });
  await project(deps(world), world.owner, { kind: "settings", id: String(version + 1) });
}

interface Kept {
  provider_id: string;
  type: string | null;
  phase: string | null;
  messages_paused: boolean;
  shown: boolean;
  participant_ids: string[];
  view: { phase: { since: string | null } };
}

async function kept(world: World): Promise<Kept[]> {
  const { rows } = await db.pool.query<Kept>(
    "select provider_id, type, phase, messages_paused, shown, participant_ids, view from project where connection_id = $1 order by provider_id",
    [world.owner.connection_id],
  );
  return rows;
}
const one = async (world: World, id: number): Promise<Kept> => (await kept(world)).find((row) => row.provider_id === String(id))!;

async function isAsComputed(world: World): Promise<void> {
  expect(await verify(deps(world), world.owner)).toMatchObject({ pending: false, differences: [] });
}

const setStage = {
  clio(world: World, id: number, name: string) {
    const { tables } = world.sandbox as ClioSandbox;
    const matter = tables.matters.get(id)!;
    const stage = [...tables.matter_stages.scan()].find((row) => row.name === name && row.practice_area_id === matter.practice_area_id);
    tables.matters.update(id, { matter_stage_id: stage?.id ?? null, matter_stage_updated_at: world.clock.now().toISOString() });
  },
  mycase: (world: World, id: number, name: string) => void (world.sandbox as MyCaseSandbox).tables.cases.update(id, { case_stage: name }),
};

/** An open matter of that area. */
function matterOf(world: World, area: string): number {
  if (world.provider === "mycase") {
    const { cases } = (world.sandbox as MyCaseSandbox).tables;
    return [...cases.scan()].find((row) => row.practice_area === area && row.status === "open")!.id;
  }
  const { matters, practice_areas } = (world.sandbox as ClioSandbox).tables;
  const area_id = [...practice_areas.scan()].find((row) => row.name === area)!.id;
  return [...matters.scan()].find((row) => row.practice_area_id === area_id && row.status === "Open")!.id;
}

describe.each(["clio", "mycase"] as const)("on %s", (provider) => {
  test("B-MAT-9: a stage that no phase has keeps the last phase with its date, also after other settings and when old history has gone", async () => {
    const world = await open(provider);
    const id = matterOf(world, "Personal Injury");
    setStage[provider](world, id, "Treatment");
    await world.sync();
    await world.pass(DAY);
    const moved = world.clock.now().toISOString();
    setStage[provider](world, id, "Litigation");
    await world.sync();
    const in_court = await one(world, id);
    expect(in_court).toMatchObject({ phase: "In court", messages_paused: false });
    expect(in_court.view.phase.since! >= moved.slice(0, 19)).toBe(true);

    await world.pass(DAY);
    await change(world, ({ types }) => ({
      types: types.map((type) => ({ ...type, phases: type.phases.filter(({ name }) => name !== "In court") })),
    }));
    expect(await one(world, id)).toMatchObject({ phase: "Getting better", messages_paused: true });
    await change(world, () => ({ types: [injury, wills] }));
    expect(await one(world, id)).toEqual(in_court);
    setStage[provider](world, id, "");
    await world.sync();
    expect(await one(world, id)).toMatchObject({
      phase: "In court",
      messages_paused: true,
      view: { phase: { since: in_court.view.phase.since } },
    });

    await world.pass(3 * 366 * DAY);
    await pruneHistory(db, world.clock);
    await project(deps(world), world.owner, { kind: "recompute", id: null }, { recompute: true });
    expect(await one(world, id)).toMatchObject({ phase: "In court", view: { phase: { since: in_court.view.phase.since } } });
    await isAsComputed(world);
  });

  test("B-AUT-3, B-WHY-2: another phase is in the history and told as an event, once", async () => {
    const world = await open(provider);
    const id = matterOf(world, "Personal Injury");
    setStage[provider](world, id, "Treatment");
    await world.sync();
    const mark = async () =>
      (
        await db.pool.query<{ n: number }>("select coalesce(max(seq), 0)::int as n from event where connection_id = $1", [
          world.owner.connection_id,
        ])
      ).rows[0]!.n;
    const before = await mark();
    setStage[provider](world, id, "Demand");
    await world.sync();
    await world.sync();
    const events = await db.pool.query<{ data: object }>(
      "select data from event where connection_id = $1 and type = 'matter.phase_changed' and seq > $2",
      [world.owner.connection_id, before],
    );
    expect(events.rows.map(({ data }) => data)).toMatchObject([{ matter_id: String(id), old: "Getting better", new: "Negotiation" }]);
    const history = await db.pool.query(
      "select old_value, new_value, rule from change where connection_id = $1 and field = 'phase' and provider_id = $2",
      [world.owner.connection_id, String(id)],
    );
    expect(history.rows.at(-1)).toEqual({ old_value: "Getting better", new_value: "Negotiation", rule: "B-MAT-3" });
  });

  test("B-MAT-3 to 9: any order of stages, people, names, closings and settings ends where working everything out at once does", async () => {
    const world = await open(provider);
    const random = createRandom(20261121);
    const stages = ["Intake", "Treatment", "Demand", "Negotiation", "Litigation", "Drafting", "Signing", "Funding", ""];
    for (let round = 0; round < 12; round++) {
      for (let each = 0; each < 3; each++) {
        const id = random.pick(world.vendor.matters());
        const events = [
          () => setStage[provider](world, id, random.pick(stages)),
          () => world.vendor.turnMatter(id),
          () => world.vendor.relink(random),
          () => world.vendor.editContact(random.pick(world.vendor.contacts()), `Line ${round}`),
          () => void world.vendor.addMatter(random),
          () => void world.vendor.remove("contact", random.pick(world.vendor.contacts())),
          () => world.vendor.editStaff(random, `Name ${round}`),
        ];
        random.pick(events)();
      }
      if (round % 4 === 3)
        await change(world, ({ types }) => ({
          types: types.length === 2 ? [injury] : [injury, wills],
          default_type: random.pick([null, "Injury"]),
        }));
      await world.pass(3600_000);
      await world.sync(round % 5 === 4 ? { mode: "full" } : {});
      await isAsComputed(world);
    }
    const piecemeal = await kept(world);
    await db.pool.query("delete from project where connection_id = $1", [world.owner.connection_id]);
    await project(deps(world), world.owner, { kind: "recompute", id: null }, { recompute: true });
    expect(await kept(world)).toEqual(piecemeal);
    expect(piecemeal.filter((row) => row.phase !== null).length).toBeGreaterThan(2);
  }, 120_000);

  test("switched off, nothing of it is kept, and nothing is worked out; switched on again, the stages that were seen still count", async () => {
    const world = await open(provider);
    const id = matterOf(world, "Personal Injury");
    setStage[provider](world, id, "Treatment");
    await world.sync();
    const before = await one(world, id);
    await change(world, () => ({ on: false }));
    expect(await kept(world)).toEqual([]);
    await isAsComputed(world);
    await world.sync({ mode: "full" });
    expect(await kept(world)).toEqual([]);
    await change(world, () => ({ on: true }));
    expect(await one(world, id)).toEqual(before);
    await isAsComputed(world);
  });

  test("B-WHY-4: settings of what clients see go through the matters once more, and through no contact", async () => {
    const world = await open(provider);
    const total = async () =>
      (
        await db.pool.query<{ pass_total: number }>("select pass_total from projection_state where connection_id = $1", [
          world.owner.connection_id,
        ])
      ).rows[0]!.pass_total;
    await change(world, () => ({ shown: { matters: "none", field: null } }));
    expect(await total()).toBe((await kept(world)).length);
    expect((await kept(world)).some((row) => row.shown)).toBe(false);
  });
});

test("B-MAT-5: Clio: a spouse whom a relationship ties to a matter takes part from then on, and no longer once it ends", async () => {
  const world = await open("clio");
  const { relationships, contacts } = (world.sandbox as ClioSandbox).tables;
  const id = matterOf(world, "Personal Injury");
  const spouse = [...relationships.scan()].find((row) => row.description === "Spouse")!;
  const takesPart = async () => (await one(world, id)).participant_ids;
  relationships.update(spouse.id, { matter_id: id, description: "SPOUSE" });
  expect(contacts.get(spouse.contact_id)?.type).toBe("Person");
  await world.sync();
  expect(await takesPart()).toContain(String(spouse.contact_id));
  relationships.update(spouse.id, { description: "Neighbour" });
  await world.sync();
  expect(await takesPart()).not.toContain(String(spouse.contact_id));
  await isAsComputed(world);
});
