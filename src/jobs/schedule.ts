/** Once a minute: which lanes have no plan, which runs nobody is at, which projections are behind. All of it may be done twice. */
import { readConnectionsDue } from "../outbox/store_claim.ts";
import { localDay } from "../projection/environment.ts";
import type { SyncDeps } from "../sync/deps.ts";
import { planAnew, type Every } from "./plan.ts";
import { makeReady, planLane } from "./store.ts";
import { readOrphans, readProjectionStandings, readUnplanned } from "./store_plans.ts";

export interface ScheduleDeps {
  sync: Pick<SyncDeps, "db" | "clock" | "log">;
  every: Every;
}

export async function schedule(deps: ScheduleDeps): Promise<void> {
  await planConnections(deps);
  await findOrphans(deps);
  await findProjections(deps);
  await findWrites(deps);
}

/** New connections, new settings, another time zone. */
async function planConnections({ sync, every }: ScheduleDeps): Promise<void> {
  const now = sync.clock.now();
  for (const row of await readUnplanned(sync.db.kysely, every)) {
    try {
      await planLane(sync.db.kysely, row, planAnew(row, every, now));
    } catch (error) {
      // A time zone that this machine does not know must not keep the other firms from being planned.
      sync.log.error({ err: error, connection_id: row.connection_id }, "a connection could not be planned");
    }
  }
}

async function findOrphans({ sync }: ScheduleDeps): Promise<void> {
  for (const orphan of await readOrphans(sync.db.kysely, sync.clock.now().toISOString()))
    await makeReady(sync.db.kysely, orphan, orphan.kind, orphan.kind === "record" ? 0 : 1);
}

/** What is due to be written and whose call to its lane was lost, and what is held: its reason may be gone. */
async function findWrites({ sync }: ScheduleDeps): Promise<void> {
  for (const owner of await readConnectionsDue(sync.db.kysely, sync.clock.now().toISOString()))
    await makeReady(sync.db.kysely, owner, "write", 0);
}

/** New settings, changes whose run ended early, and answers that change with the firm's day. */
async function findProjections({ sync }: ScheduleDeps): Promise<void> {
  const now = sync.clock.now();
  for (const row of await readProjectionStandings(sync.db.kysely)) {
    const day_over = row.projected_day !== null && row.projected_day < localDay(now, row.time_zone);
    if (row.behind || day_over) await makeReady(sync.db.kysely, row, "projection", 1);
  }
}
