/** Firms connected to a Clio sandbox, and a worker for them; for the tests of this room, in their own process and in children. */
import { sql } from "kysely";
import { writeSettings } from "../connections/store_settings.ts";
import { createConnectors } from "../connectors/index.ts";
import type { Db } from "../db/pool.ts";
import { systemClock } from "../lib/clock.ts";
import { newId } from "../lib/ids.ts";
import { createLog } from "../lib/log.ts";
import { unlimited } from "../lib/pacer.ts";
import type { Owner } from "../mirror/store.ts";
import { defaultSettings } from "../model/presets.ts";
import type { OutboxDeps } from "../outbox/deps.ts";
import type { SyncDeps } from "../sync/deps.ts";
import { createJobs, type Jobs } from "./jobs.ts";

/** A zone in which neither of a day's two syncs (06:00, 18:00) is near: whatever was just read must not come due again while a test looks. */
function quietZone(): string {
  const hourIn = (timeZone: string) =>
    Number(new Intl.DateTimeFormat("en-US", { timeZone, hour: "numeric", hourCycle: "h23" }).format(new Date()));
  return [5, 17].includes(hourIn("America/New_York")) ? "Asia/Kolkata" : "America/New_York";
}

export async function makeFirm(db: Db): Promise<Owner> {
  const owner = { firm_id: newId(), connection_id: newId() };
  await sql`insert into firm (firm_id, name, time_zone) values (${owner.firm_id}, 'Marlow & Finch', ${quietZone()})`.execute(db.kysely);
  await sql`insert into connection (firm_id, connection_id, provider, region, account_id, account_name, user_id, user_name, user_email)
    values (${owner.firm_id}, ${owner.connection_id}, 'clio', 'us', '1', 'Marlow & Finch', '1', 'Ana', 'ana@firm.example')`.execute(
    db.kysely,
  );
  const at = new Date().toISOString();
  const settings = defaultSettings("clio");
  await writeSettings(db.kysely, owner, { settings, note: null, created_by: "test", at, if_version: null });
  return owner;
}

export function jobsFor(db: Db, sandbox_url: string, token: string, options: { lease_ms: number; every?: number | null }): Jobs {
  const log = createLog({ log_level: "silent" });
  const tokens = { access_token: () => Promise.resolve(token), refresh: () => Promise.reject(new Error("the token is good")) };
  const sync: SyncDeps = {
    db,
    connectors: createConnectors({ clio_url: sandbox_url, mycase_api_url: sandbox_url, mycase_auth_url: sandbox_url }),
    // As the shared pacer does: once it is paused, no request leaves.
    session: (_connection, on_request, { pause }) => {
      const pacer = { ...unlimited, take: async () => pause.throwIfAborted() };
      return Promise.resolve({ region: "us", tokens, pacer, fetch, clock: systemClock, on_request, firm_uuid: null });
    },
    clock: systemClock,
    log,
    lease_ms: options.lease_ms,
    parallel: 3,
  };
  const outbox: OutboxDeps = {
    db,
    providers: sync.connectors,
    session: sync.session,
    clock: systemClock,
    log,
    random: () => 0.5,
    open_file: (file) => {
      throw new Error(`nobody uploads here: ${file.name}`);
    },
    ready: (owner) => jobs.write(owner),
  };
  const jobs: Jobs = createJobs({ sync, outbox, every: options.every ?? null, tokens: () => tokens, chores: [] });
  return jobs;
}
