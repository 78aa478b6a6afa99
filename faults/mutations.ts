/**
 * A checker that never fails proves nothing. Each guard of the engine is taken away from outside, by a connector that spoils what the
 * guard lives by, or by the database telling it something else; the checker must then find a violation. With the guard in place the same
 * story must end clean.
 */
import { connect, type Db } from "../src/db/pool.ts";
import type { Connector, Page, ReadOne, VendorReader } from "../src/model/connector.ts";
import type { Kind } from "../src/model/kinds.ts";
import { compare, compareVersions, stepsBack } from "./compare.ts";
import { drawPoison } from "./poison.ts";
import { createRandom } from "../sandbox/kit/random.ts";
import { executeRun, startRun } from "../src/sync/run.ts";
import { watchRun } from "./watch.ts";
import { createWorld, type World, type WorldOptions } from "./world.ts";

export interface Mutation {
  guard: string;
  options?: Partial<WorldOptions>;
  /** Spoils the guard. */
  wrap?: (connector: Connector) => Connector;
  /** What happens; gives the violations. `broken`: the guard is away, for those that no connector can take away. */
  story(world: World, broken: boolean): Promise<string[]>;
}

type ReaderChange = (reader: VendorReader) => Partial<VendorReader>;

const withReader =
  (change: ReaderChange) =>
  (connector: Connector): Connector => ({
    ...connector,
    reader: (session) => {
      const reader = connector.reader(session);
      return { ...reader, ...change(reader) };
    },
  });

const OVERLAP_MS = 30 * 60_000;
const HOUR = 3600_000;

/** Once, right after the answer to a list of this kind has been put together. */
function onceAfter(world: World, kind: Kind, work: (ids: string[]) => void | Promise<void>): void {
  let done = false;
  world.wire.hooks.after = async (asked, ids) => {
    if (done || asked?.kind !== kind || asked.id !== null) return;
    done = true;
    await work(ids);
  };
}

export const MUTATIONS: readonly Mutation[] = [
  {
    guard: "the overlap of incremental reads, `>=` rather than `>` (F12)",
    wrap: withReader((reader) => ({
      page: (request) =>
        reader.page(
          request.since === null ? request : { ...request, since: new Date(Date.parse(request.since) + OVERLAP_MS + 1000).toISOString() },
        ),
    })),
    async story(world) {
      onceAfter(world, "contact", (ids) => ids.forEach((id) => world.vendor.editContact(Number(id), "In the second of the first page")));
      await world.sync();
      await world.pass(HOUR);
      await world.sync();
      return compareVersions(world);
    },
  },
  {
    guard: "the threshold of mass changes (F17)",
    async story(world, broken) {
      await world.sync();
      const contacts = world.vendor.contacts();
      for (const id of contacts.slice(0, Math.floor(contacts.length * 0.6))) world.vendor.remove("contact", id);
      await world.pass(HOUR);
      const run = await startRun(world.deps, world.owner.connection_id, { mode: "full", trigger: "faults" });
      // The share is measured against what was there before: told of a huge firm, the guard lets everything pass.
      await executeRun(world.deps, broken ? { ...run, contacts_before: 1_000_000 } : run);
      return watchRun(world, run.run_id);
    },
  },
  {
    guard: "newest wins (F13)",
    wrap: withReader((reader) => ({
      page: async (request) => withoutVersions(await reader.page(request)),
      one: async (kind, id) => oneWithoutVersion(await reader.one(kind, id)),
    })),
    async story(world) {
      await world.sync();
      onceAfter(world, "contact", async ([id]) => {
        await world.pass(5_000);
        world.vendor.editContact(Number(id), "Edited while the page was on its way");
        await world.sync({ mode: "record", kind: "contact", id: id! });
      });
      world.vendor.editContact(world.vendor.contacts()[0]!, "Edited before");
      await world.pass(HOUR);
      await world.sync({ mode: "full" });
      return stepsBack(world);
    },
  },
  {
    guard: "absence from a list is no deletion: read by id first (F15)",
    wrap: withReader(() => ({ one: (_kind, _id) => Promise.resolve({ found: false, reason: "not_found", read_at: LATE }) })),
    async story(world) {
      await world.sync();
      world.sandbox.faults.script("row_vanishes", /contacts|clients/, 3);
      await world.pass(HOUR);
      const { run } = await world.sync({ mode: "full" });
      return watchRun(world, run.run_id);
    },
  },
  {
    guard: "hidden is not deleted (F16)",
    options: { hidden_status: 403 },
    wrap: withReader((reader) => ({
      one: async (kind, id) => {
        const answer = await reader.one(kind, id);
        return answer.found ? answer : { ...answer, reason: "not_found" };
      },
    })),
    async story(world) {
      await world.sync();
      for (const id of world.vendor.matters().slice(0, 10)) world.wire.hidden.add(`matter/${id}`);
      await world.pass(HOUR);
      const { run } = await world.sync({ mode: "full" });
      return watchRun(world, run.run_id);
    },
  },
  {
    guard: "a bad row is set apart, not lost (F26)",
    wrap: withReader((reader) => ({
      page: async (request) => {
        const page = await reader.page(request);
        return { ...page, rows: page.rows.filter((row) => row.ok) };
      },
    })),
    async story(world) {
      const [id] = world.vendor.contacts();
      const random = createRandom(5);
      let poison = drawPoison(random, world.provider, "contact", false);
      while (!poison.quarantined) poison = drawPoison(random, world.provider, "contact", false);
      world.wire.poison.set(`contact/${id}`, poison);
      await world.sync();
      return compare(world);
    },
  },
  {
    guard: "a list whose page token is refused starts again from its first page (F14)",
    wrap: withReader((reader) => ({
      page: async (request) => {
        try {
          return await reader.page(request);
        } catch (error) {
          if ((error as { failure?: string }).failure !== "page_expired") throw error;
          return { rows: [], next: null, total: null, provider_time: null, read_at: new Date(0).toISOString() };
        }
      },
    })),
    async story(world) {
      world.sandbox.faults.script("page_expired", /contacts|clients/, 1);
      await world.sync();
      return compare(world);
    },
  },
  {
    guard: "the projection follows what changed (F13)",
    async story(world, broken) {
      await world.sync();
      await world.pass(HOUR);
      for (const id of world.vendor.matters()) world.vendor.turnMatter(id);
      // Told that it has seen everything, the projection has nothing to do.
      if (broken)
        await world.db.pool.query("update projection_state set seq = 1000000 where connection_id = $1", [world.owner.connection_id]);
      await world.sync();
      return compare(world);
    },
  },
];

const withoutVersions = (page: Page): Page => ({
  ...page,
  rows: page.rows.map((row) => (row.ok ? { ...row, updated_at: null } : row)),
  read_at: LATE,
});
const oneWithoutVersion = (answer: ReadOne): ReadOne =>
  answer.found && answer.row.ok ? { ...answer, row: { ...answer.row, updated_at: null }, read_at: LATE } : answer;
/** All reads claim one time, so that the last to arrive wins. */
const LATE = "2030-01-01T00:00:00.000Z";

export interface Proof {
  guard: string;
  provider: string;
  /** Clean with the guard, caught without it. */
  clean: boolean;
  caught: boolean;
  violations: string[];
}

export async function prove(
  database: { url: string; backend: Db["backend"] },
  mutation: Mutation,
  provider: "clio" | "mycase",
): Promise<Proof> {
  const play = async (broken: boolean) => {
    const db = await connect(database.url, { max: 5 }, database.backend);
    try {
      const world = await createWorld(db, { provider, ...mutation.options, ...(broken && mutation.wrap ? { wrap: mutation.wrap } : {}) });
      return await mutation.story(world, broken);
    } finally {
      await db.close();
    }
  };
  const sound = await play(false);
  const broken = await play(true);
  return {
    guard: mutation.guard,
    provider,
    clean: sound.length === 0,
    caught: broken.length > 0,
    violations: sound.length > 0 ? sound : broken,
  };
}
