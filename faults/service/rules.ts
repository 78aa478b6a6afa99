/** F29: rules are changed while a sync is under way, matters change hands, and a first sync brings thousands of old clients. */
import { createRandom, type Random } from "../../sandbox/kit/random.ts";
import { writeSettings, readSettings } from "../../src/connections/store_settings.ts";
import { connect } from "../../src/db/pool.ts";
import type { Provider } from "../../src/model/kinds.ts";
import { compare } from "../compare.ts";
import { Happenings } from "../happen.ts";
import { everythingOn } from "../scenario.ts";
import { createWorld, type World } from "../world.ts";
import { Findings, type Story, type Tools } from "./story.ts";

const HOUR = 3_600_000;

export const rules: Story = {
  fault: "F29",
  what: "rules edited while syncing, owners move, first sync of 4,000 old clients",
  needed: 20,
  guard: "the first sync is news to nobody (F29, I14)",
  async play({ database }, broken) {
    const found = new Findings();
    let reached = await oldClients(database, found, broken);
    if (!broken) for (const provider of ["clio", "mycase"] as const) reached += await editedRules(database, provider, found);
    return { reached, violations: found.violations };
  },
};

/** I14: nobody is told anything of what was there before. */
async function oldClients({ url, backend }: Tools["database"], found: Findings, broken: boolean): Promise<number> {
  const db = await connect(url, { max: 5 }, backend);
  try {
    const filling = { firm: "generated", seed: 29, contacts: 4000, matters: 2000, relationships: 500 } as const;
    const world = await createWorld(db, { provider: "clio", seed: 29, filling, page_size: 200, parallel: 3, settings: everythingOn });
    // As if it had been read before: then every arrival is news.
    if (broken)
      await db.pool.query("update connection set first_synced_at = created_at where connection_id = $1", [world.owner.connection_id]);
    await world.sync();
    const { rows } = await db.pool.query<{ people: number; events: number; mail: number; deliveries: number }>(
      `select (select count(*)::int from contact where connection_id = $2) as people,
        (select count(*)::int from event where firm_id = $1 and type <> 'run.finished') as events,
        (select count(*)::int from mail where firm_id = $1) as mail, (select count(*)::int from webhook_delivery where firm_id = $1) as deliveries`,
      [world.owner.firm_id, world.owner.connection_id],
    );
    const { people, events, mail, deliveries } = rows[0]!;
    found.must(people >= 4000, `F29: only ${people} contacts have come`);
    found.must(events + mail + deliveries === 0, `I14: the first sync told ${events} events, ${mail} letters, ${deliveries} deliveries`);
    return 1;
  } finally {
    await db.close();
  }
}

const ROUNDS = 12;

async function editedRules({ url, backend }: Tools["database"], provider: Provider, found: Findings): Promise<number> {
  const db = await connect(url, { max: 5 }, backend);
  try {
    const world = await createWorld(db, { provider, seed: 30, page_size: 12, settings: everythingOn });
    const random = createRandom(30);
    const happenings = new Happenings(world, random);
    let changed = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const at = 1 + random.int(12);
      let requests = 0;
      world.wire.hooks.after = async () => {
        requests += 1;
        if (requests === at || requests === at + 3) {
          await happenings.happen({ do: "settings" }, true, []);
          await ownerRules(world, random);
          handOver(world, random);
          changed += 1;
        }
      };
      await world.sync({ mode: round % 4 === 3 ? "full" : "incremental" });
      world.wire.hooks.after = () => {};
      await world.pass(HOUR);
      await world.sync();
      found.add(
        (await compare(world)).filter((what) => what.startsWith("I13") || what.startsWith("B-SYN-10")),
        `${provider}, round ${round}`,
      );
    }
    await world.pass(HOUR);
    await world.sync({ mode: "full" });
    await world.pass(25 * HOUR);
    await world.sync();
    found.add(await compare(world), `${provider}, in the end`);
    return changed;
  } finally {
    await db.close();
  }
}

/** Who owns a client is worked out from the matters' attorneys: these change hands. */
function handOver({ vendor, provider }: World, random: Random): void {
  const staff = Array.from(vendor.tables.staff!.scan(), (row) => row.id);
  for (let n = 0; n < 5; n += 1) {
    const change =
      provider === "clio"
        ? { responsible_attorney_id: random.pick(staff), originating_attorney_id: random.pick(staff) }
        : { staff: [{ id: random.pick(staff), lead_lawyer: true, originating_lawyer: random.int(2) === 0, case_rate: null }] };
    vendor.tables.matter!.update(random.pick(vendor.matters()), change as object);
  }
}

async function ownerRules({ db, owner, clock }: World, random: Random): Promise<void> {
  const { settings, version } = await readSettings(db.kysely, owner);
  const changed = { ...settings, owner: { ...settings.owner, role: random.pick(["lead", "originating"] as const) } };
  const at = clock.now().toISOString();
  await writeSettings(db.kysely, owner, { settings: changed, note: null, created_by: "faults", at, if_version: version });
}
