/** What must hold after every run, faults or not. */
import { decideHeld } from "../src/sync/decision.ts";
import type { World } from "./world.ts";

export interface RunRow {
  run_id: string;
  mode: string;
  state: string;
  error: string | null;
  remedy: string | null;
  contacts_before: number;
  counts: Record<string, number> | null;
}

export async function watchRun(world: World, run_id: string): Promise<string[]> {
  const { rows } = await world.db.pool.query<RunRow>(
    "select run_id, mode, state, error, remedy, contacts_before, counts from sync_run where run_id = $1",
    [run_id],
  );
  const run = rows[0]!;
  return [
    ...truthfulEnd(run),
    ...(await noFalseDelete(world)),
    ...(await noSilentMassDelete(world, run)),
    ...(await countsAddUp(world, run)),
    ...(await blindWhenHeld(world, run)),
  ].map((what) => `${what} [${run.mode} run, ${run.state}]`);
}

/** I12: a run that did not succeed says why and what to do. */
function truthfulEnd(run: RunRow): string[] {
  if (run.state === "running") return ["I12: the run has not ended"];
  return run.state !== "succeeded" && (!run.error || !run.remedy) ? ["I12: it gives no reason or no remedy"] : [];
}

/** I4: nothing that was there all the time is marked as gone. Where the provider answers 404 for what it hides, nobody could tell. */
async function noFalseDelete({ db, owner, vendor, wire }: World): Promise<string[]> {
  const { rows } = await db.pool.query<{ kind: "contact"; provider_id: string; presence: string }>(
    "select kind, provider_id, presence from record where connection_id = $1 and presence <> 'present'",
    [owner.connection_id],
  );
  return rows
    .filter(({ kind, provider_id }) => {
      const key = `${kind}/${provider_id}`;
      return vendor.tables[kind]?.get(Number(provider_id)) !== undefined && !vendor.removed.has(key) && !wire.ever_unseen.has(key);
    })
    .map(({ kind, provider_id, presence }) => `I4: ${kind}/${provider_id} is ${presence} although it was there all the time`);
}

/** B-SYN-6: more than 5 % and at least 25 are never removed by one run alone. */
async function noSilentMassDelete({ db, owner }: World, run: RunRow): Promise<string[]> {
  const { rows } = await db.pool.query<{ kind: string; n: number; before: number }>(
    `select r.kind, count(*)::int as n, (select count(*)::int from record where connection_id = $1 and kind = r.kind) as before
     from record r where connection_id = $1 and kind in ('contact', 'matter') and run_id = $2 and presence = 'suspected_gone'
       and not exists (select 1 from parked_change p where p.connection_id = $1 and p.run_id = $2 and p.kind = r.kind and p.provider_id = r.provider_id and p.decided_at is not null and p.state = 'applied' and $3 = 'held')
     group by r.kind`,
    [owner.connection_id, run.run_id, run.state],
  );
  return rows
    .filter(({ n, before }) => n >= 25 && n > before * 0.05)
    .map(({ kind, n }) => `I4: one run removed ${n} ${kind} records without asking`);
}

/** B-SYN-10, as soon as the run has ended. A failed run need not have projected what it read. */
async function countsAddUp({ db, owner }: World, run: RunRow): Promise<string[]> {
  if (run.state === "failed") return [];
  const { rows } = await db.pool.query<{ n: number }>(
    "select count(*)::int as n from record where connection_id = $1 and kind = 'contact'",
    [owner.connection_id],
  );
  const told = Object.values(run.counts ?? {}).reduce((sum, n) => sum + n, 0);
  return told === rows[0]!.n ? [] : [`B-SYN-10: the run tells of ${told} contacts, the mirror has ${rows[0]!.n}`];
}

/** B-SYN-6: a run that holds changes says so, and the connection turns blind. */
async function blindWhenHeld({ db, owner }: World, run: RunRow): Promise<string[]> {
  const { rows } = await db.pool.query<{ held: number; blind: boolean }>(
    `select (select count(*)::int from parked_change where connection_id = $1 and run_id = $2 and state = 'held') as held, blind_since is not null as blind
     from connection where connection_id = $1`,
    [owner.connection_id, run.run_id],
  );
  const { held, blind } = rows[0]!;
  if (held > 0 !== (run.state === "held")) return [`B-SYN-6: ${held} changes are held and the run is ${run.state}`];
  return held > 0 && !blind ? ["B-SYN-6: changes are held and the connection is not blind"] : [];
}

/** The admin: approves a held run when everything that it would remove is really gone, refuses it otherwise. Gives how many were decided. */
export async function decideAll(world: World): Promise<number> {
  const { db, owner, vendor, wire } = world;
  const { rows } = await db.pool.query<{ run_id: string; kind: "contact"; provider_id: string; effect: string }>(
    "select run_id, kind, provider_id, effect from parked_change where connection_id = $1 and state = 'held'",
    [owner.connection_id],
  );
  for (const [run_id, changes] of Map.groupBy(rows, (row) => row.run_id)) {
    const wrong = changes.some(
      ({ kind, provider_id, effect }) =>
        effect === "gone" && (vendor.tables[kind]?.get(Number(provider_id)) !== undefined || wire.hidden.has(`${kind}/${provider_id}`)),
    );
    const now = world.clock.now().toISOString();
    await decideHeld(db, world.connector, { owner, run_id, decision: wrong ? "refuse" : "approve", country: "US", now });
  }
  return rows.length;
}
