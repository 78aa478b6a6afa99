/** The other end of a kill: a worker process that logs, edits and delivers over real sockets, and may die at a named place. */
import { createConnectors } from "../../src/connectors/index.ts";
import { connect } from "../../src/db/pool.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { armCrashPoint, type CrashPoint } from "../../src/lib/crash_point.ts";
import { createLog } from "../../src/lib/log.ts";
import { unlimited } from "../../src/lib/pacer.ts";
import type { Owner } from "../../src/mirror/store.ts";
import type { Provider } from "../../src/model/kinds.ts";
import type { WritingSide } from "../../src/model/writing.ts";
import { edit } from "../../src/outbox/change.ts";
import type { OutboxDeps } from "../../src/outbox/deps.ts";
import { janitor } from "../../src/outbox/janitor.ts";
import { log } from "../../src/outbox/log.ts";
import { lookUpAll } from "../../src/outbox/restore.ts";
import { writeTurn } from "../../src/outbox/turn.ts";
import type { NewActivity } from "../../src/outbox/types.ts";
import { BY } from "./activities.ts";
import type { Database } from "./database.ts";
import { contentOf } from "./content.ts";

export interface KillTask {
  database: Database;
  provider: Provider;
  url: string;
  owner: Owner;
  /** By connection. */
  tokens: Record<string, string>;
  activities: NewActivity[];
  edits: { source_key: string; body: string }[];
  /** Looks again at what was sent more than once, as if an hour had passed. */
  janitor: boolean;
  restored: boolean;
  crash: { point: CrashPoint; nth: number } | null;
}

/** Minutes become seconds, so that a run of many kills can be waited for: everything else is as shipped. */
export const SCALED = { settle_ms: 4_000, timeout_ms: 1_000, lease_extra_ms: 500 };

export const scaled = (side: WritingSide): WritingSide => ({
  ...side,
  promises: side.promises.map((promise) => ({ ...promise, settle_ms: SCALED.settle_ms, timeout_ms: SCALED.timeout_ms })),
});

/** Back-off of minutes is cut to seconds as well. */
const BACK_OFF_MS = 6_500;

export async function carryOut(task: KillTask): Promise<void> {
  const db = await connect(task.database.url, { max: 6 }, task.database.backend);
  const connector = createConnectors({ clio_url: task.url, mycase_api_url: task.url, mycase_auth_url: task.url })[task.provider];
  const deps: OutboxDeps = {
    db,
    providers: { [task.provider]: { writing: scaled(connector.writing), mapper: connector.mapper } } as OutboxDeps["providers"],
    session: ({ connection_id, region, firm_uuid }) =>
      Promise.resolve({
        region,
        firm_uuid,
        tokens: {
          access_token: () => Promise.resolve(task.tokens[connection_id] ?? ""),
          refresh: () => Promise.reject(new Error("the token is good")),
        },
        pacer: unlimited,
        fetch,
        clock: systemClock,
      }),
    clock: systemClock,
    log: createLog({ log_level: "silent" }),
    random: () => 0.5,
    open_file: contentOf,
    ready: () => Promise.resolve(),
    lease_extra_ms: SCALED.lease_extra_ms,
  };
  if (task.crash) armCrashPoint(task.crash.point, task.crash.nth);
  const { firm_id } = task.owner;
  const ids = new Map<string, string>();
  for (const activity of task.activities) ids.set(activity.source_key!, await log(deps, firm_id, activity, BY));
  for (const { source_key, body } of task.edits) await edit(deps, firm_id, ids.get(source_key)!, { body }, BY);
  if (task.restored) await lookUpAll(deps, "faults");
  await workOff(deps, task.owner);
  if (task.janitor) {
    await db.pool.query("update delivery set janitor_at = now() where creates > 1 and state = 'delivered'");
    while ((await janitor(deps)) > 0);
  }
  await db.close();
}

async function workOff(deps: OutboxDeps, owner: Owner): Promise<void> {
  const never = new AbortController().signal;
  for (;;) {
    const { due_at } = await writeTurn(deps, owner, never);
    if (due_at === null) return;
    const wait = due_at.getTime() - systemClock.now().getTime();
    if (wait > BACK_OFF_MS)
      await deps.db.kysely.updateTable("delivery").set({ due_at: systemClock.now().toISOString() }).where("state", "=", "queued").execute();
    await systemClock.sleep(Math.min(Math.max(wait, 50), BACK_OFF_MS));
  }
}
