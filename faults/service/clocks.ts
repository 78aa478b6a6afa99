/** F21: our clock steps by an hour, the provider's is minutes off, summer time begins and ends, people are born on 29 February. */
import { connect } from "../../src/db/pool.ts";
import type { Connector } from "../../src/model/connector.ts";
import type { Provider } from "../../src/model/kinds.ts";
import { nextDue } from "../../src/sync/due.ts";
import { compare, compareVersions } from "../compare.ts";
import { watchRun } from "../watch.ts";
import { createWorld, type World } from "../world.ts";
import { Findings, type Story, type Tools } from "./story.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const clocks: Story = {
  fault: "F21",
  what: "our clock ±1 h, the provider's 7 min off, summer time, 29 February",
  needed: 38,
  guard: "how far was read is told by the provider's clock only (F21)",
  async play({ database }, broken) {
    const found = new Findings();
    let reached = 0;
    for (const provider of broken ? (["clio"] as const) : (["clio", "mycase"] as const))
      reached += await steps(database, provider, found, broken);
    if (!broken) reached += summerTime(found);
    return { reached, violations: found.violations };
  },
};

/** Each is how far ahead our clock is; a run begins with one and ends with the next. */
const AHEAD_MS = [0, HOUR, 0, -HOUR, 0, 7 * MINUTE, -7 * MINUTE, HOUR, -HOUR, 0];

/** Takes our own clock for the provider's. */
const ours =
  (now: () => number) =>
  (connector: Connector): Connector => ({
    ...connector,
    reader: (session) => {
      const reader = connector.reader(session);
      const page = async (request: Parameters<typeof reader.page>[0]) => ({
        ...(await reader.page(request)),
        provider_time: new Date(now()).toISOString(),
      });
      return { ...reader, page };
    },
  });

async function steps(database: Tools["database"], provider: Provider, found: Findings, broken: boolean): Promise<number> {
  let ahead_ms = 0;
  let world: World | null = null;
  // The virtual clock rests by the state of its pool: so this world has one of its own.
  const db = await connect(database.url, { max: 5 }, database.backend);
  try {
    const wrap = ours(() => world!.clock.now().getTime());
    world = await createWorld(db, { provider, seed: 21, skew: () => ahead_ms, page_size: 12, ...(broken ? { wrap } : {}) });
    const { vendor } = world;
    const [leapling, unreadable] = vendor.contacts() as [number, number];
    born(world, leapling, "2000-02-29");
    born(world, unreadable, "2023-02-29");
    await world.sync();
    for (const [index, next] of AHEAD_MS.slice(1).entries()) {
      const now = AHEAD_MS[index]!;
      ahead_ms = now;
      const text = `Step ${index}`;
      for (const id of vendor.contacts().slice(0, 5)) vendor.editContact(id, text);
      let requests = 0;
      world.wire.hooks.after = (asked) => {
        if ((requests += 1) !== 2 || asked === null) return;
        ahead_ms = next; // in the middle of the run
        for (const id of vendor.contacts().slice(5, 12)) vendor.editContact(id, `${text}, in the middle`);
      };
      const { run } = await world.sync();
      world.wire.hooks.after = () => {};
      for (const id of vendor.contacts().slice(12, 18)) vendor.editContact(id, `${text}, after`);
      found.add(await watchRun(world, run.run_id), `${provider}, step ${index}`);
      found.add(await marksBehind(world), `${provider}, step ${index}`);
      await world.pass(40 * MINUTE);
      await world.sync();
      found.add(await compareVersions(world), `${provider}, after step ${index}`);
    }
    ahead_ms = 0;
    for (const day of ["2028-02-28T17:00:00Z", "2028-02-29T17:00:00Z", "2028-03-01T17:00:00Z"]) {
      await world.pass(Math.max(0, Date.parse(day) - world.sandbox.clock.now().getTime()));
      await world.sync();
    }
    await world.sync({ mode: "full" });
    await world.pass(DAY + HOUR);
    await world.sync();
    found.add(await compare(world), `${provider}, in the end`);
    found.add(await birthdays(world, leapling, unreadable), provider);
    return AHEAD_MS.length - 1;
  } finally {
    await db.close();
  }
}

function born({ vendor, provider }: World, id: number, date: string): void {
  vendor.tables.contact!.update(id, { [provider === "clio" ? "date_of_birth" : "birthdate"]: date });
}

/** I6: no mark may lie beyond the time at which the provider answered. */
async function marksBehind({ db, owner, sandbox }: World): Promise<string[]> {
  const { rows } = await db.pool.query<{ kind: string; read_through: string }>(
    "select kind, read_through from sync_mark where connection_id = $1 and read_through > $2",
    [owner.connection_id, sandbox.clock.now()],
  );
  return rows.map((row) => `I6: ${row.kind} is said to be read up to ${row.read_through}, which has not come yet`);
}

async function birthdays({ db, owner }: World, leapling: number, unreadable: number): Promise<string[]> {
  const { rows } = await db.pool.query<{ provider_id: string; facts: string; issue: boolean }>(
    `select provider_id, (view->'key_facts')::text as facts, view::text like '%birthday_unreadable%' as issue from contact
     where connection_id = $1 and provider_id = any($2)`,
    [owner.connection_id, [String(leapling), String(unreadable)]],
  );
  const of = (id: number) => rows.find((row) => row.provider_id === String(id));
  const wrong: string[] = [];
  if (!of(leapling)?.facts.includes("2000-02-29")) wrong.push(`F21: who was born on 29 February has ${of(leapling)?.facts}`);
  if (of(unreadable)?.facts.includes("2023-02")) wrong.push("F21: a day that never was is taken for a birthday");
  if (!of(unreadable)?.issue) wrong.push("F21: a day that never was is not listed as an issue");
  return wrong;
}

/** B-SYN-1 over both changes of the clock: each planned time of day once a day, in order, also those that do not exist or come twice. */
function summerTime(found: Findings): number {
  const cadence = { incremental_at: ["01:30", "02:30", "06:00", "18:00"], incremental_zone: "firm", weekly_full: true } as const;
  let planned = 0;
  for (const zone of ["America/New_York", "America/Los_Angeles", "Australia/Sydney", "Europe/Lisbon", "Pacific/Apia"]) {
    for (const month of ["2026-03", "2026-04", "2026-10", "2026-11"]) {
      const times: number[] = [];
      const end = Date.parse(`${month}-28T12:00:00Z`);
      for (
        let at = new Date(`${month}-01T12:00:00Z`);
        at.getTime() <= end;
        at = nextDue({ ...cadence, incremental_at: [...cadence.incremental_at] }, zone, at)
      )
        times.push(at.getTime());
      planned += times.length;
      const runs = times.length - 1;
      found.must(Math.abs(runs - 27 * 4) <= 1, `F21: ${runs} planned times in 27 days of ${month}, ${zone}`);
      found.must(
        times.every((at, index) => index === 0 || at > times[index - 1]!),
        `F21: planned times of ${month}, ${zone}, do not go forward`,
      );
    }
  }
  return planned > 0 ? 20 : 0;
}
