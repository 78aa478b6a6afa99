/** Privity itself: a firm with one connection, its sync, and a change of its settings. */
import { randomUUID } from "node:crypto";
import { readSettings, writeSettings } from "../../src/connections/store_settings.ts";
import { createConnectors } from "../../src/connectors/index.ts";
import { migrate } from "../../src/db/migrate.ts";
import { connect, type Db } from "../../src/db/pool.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { createLog } from "../../src/lib/log.ts";
import { unlimited } from "../../src/lib/pacer.ts";
import { defaultSettings } from "../../src/model/presets.ts";
import type { Settings } from "../../src/model/settings.ts";
import { project } from "../../src/projection/driver.ts";
import { defaults, type SyncDeps } from "../../src/sync/deps.ts";
import { executeRun, startRun } from "../../src/sync/run.ts";
import type { Owner } from "../../src/mirror/store.ts";
import type { OpenedSandbox } from "./sandbox.ts";

interface Place {
  database_url: string;
  sandbox: OpenedSandbox;
}

/** Tables, a firm whose members are the provider's staff, and a connection with the provider's preset. */
export async function prepareFirm({ database_url, sandbox }: Place): Promise<Owner> {
  return withDatabase(database_url, async (db) => {
    await migrate(db);
    const owner = { firm_id: randomUUID(), connection_id: randomUUID() };
    const { provider, firm_uuid, firm_name } = sandbox;
    const region = provider === "clio" ? "us" : null;
    await db.pool.query("insert into firm (firm_id, name) values ($1, $2)", [owner.firm_id, firm_name]);
    for (const { name, email } of sandbox.staff) {
      const values = [owner.firm_id, randomUUID(), name, email];
      await db.pool.query(
        "insert into member (firm_id, member_id, name, email, role) values ($1, $2, $3, $4, 'member') on conflict do nothing",
        values,
      );
    }
    await db.pool.query(
      `insert into connection (firm_id, connection_id, provider, region, account_id, account_name, firm_uuid, user_id, user_name, user_email)
       values ($1, $2, $3, $4, 'bench', $5, $6, 'bench', 'Bench', 'bench@example.com')`,
      [owner.firm_id, owner.connection_id, provider, region, firm_name, firm_uuid],
    );
    const at = systemClock.now().toISOString();
    await writeSettings(db.kysely, owner, { settings: defaultSettings(provider), note: null, created_by: "bench", at, if_version: null });
    return owner;
  });
}

export interface SyncResult {
  seconds: number;
  /** From the first request to the last page stored, and from there to the last contact derived. */
  reading_seconds: number;
  projecting_seconds: number;
  rows: number;
  requests: number;
  /** Highest resident memory of this process, from its start on. */
  peak_mb: number;
}

export async function runSync({
  database_url,
  sandbox,
  owner,
  mode,
}: Place & { owner: Owner; mode: "incremental" | "full" }): Promise<SyncResult> {
  return withDatabase(database_url, async (db) => {
    await db.pool.query("checkpoint");
    const deps = syncDeps(db, sandbox);
    const began = performance.now();
    const run = await startRun(deps, owner.connection_id, { mode, trigger: "bench" });
    const projecting = watchPhase(db, run.run_id, "projecting");
    const end = await executeRun(deps, run);
    const seconds = (performance.now() - began) / 1000;
    const read_at = await projecting;
    const { rows } = await db.pool.query<{ requests: number; rows: number; error: string | null }>(
      `select requests, error, (select coalesce(sum(rows_read), 0)::int from sync_listing l where l.run_id = r.run_id) as rows
       from sync_run r where run_id = $1`,
      [run.run_id],
    );
    if (end !== "succeeded") throw new Error(`the run ${end}: ${rows[0]?.error}`);
    const reading_seconds = read_at === null ? seconds : (read_at - began) / 1000;
    return {
      seconds,
      reading_seconds,
      projecting_seconds: seconds - reading_seconds,
      rows: rows[0]!.rows,
      requests: rows[0]!.requests,
      peak_mb: peakMb(),
    };
  });
}

/** When the run came to this phase; null when it ended before anybody saw it there. */
async function watchPhase(db: Db, run_id: string, phase: string): Promise<number | null> {
  for (;;) {
    const { rows } = await db.pool.query<{ phase: string }>("select phase from sync_run where run_id = $1", [run_id]);
    if (rows[0]?.phase === phase) return performance.now();
    if (rows[0]?.phase === "finished") return null;
    await systemClock.sleep(100);
  }
}

/** Gives or takes every contact's city as a tag, and those by practice area of other matters than before: it may be asked again and again. */
export async function changeSettings({
  database_url,
  sandbox,
  owner,
}: Place & { owner: Owner }): Promise<{ seconds: number; contacts_changed: number; peak_mb: number }> {
  return withDatabase(database_url, async (db) => {
    const { settings, version } = await readSettings(db.kysely, owner);
    const at = systemClock.now().toISOString();
    const began = performance.now();
    const next = await writeSettings(db.kysely, owner, {
      settings: otherTags(settings),
      note: null,
      created_by: "bench",
      at,
      if_version: version,
    });
    const deps = { db, mapper: createConnectors()[sandbox.provider].mapper, clock: systemClock };
    await project(deps, owner, { kind: "settings", id: String(next) });
    const seconds = (performance.now() - began) / 1000;
    const { rows } = await db.pool.query<{ n: number }>(
      "select count(distinct provider_id)::int as n from change where cause = 'settings' and cause_id = $1 and entity = 'contact'",
      [String(next)],
    );
    return { seconds, contacts_changed: rows[0]!.n, peak_mb: peakMb() };
  });
}

function otherTags(settings: Settings): Settings {
  const { tags } = settings;
  const matters = tags.practice_area.matters === "open" ? "all" : "open";
  return { ...settings, tags: { ...tags, practice_area: { on: true, matters }, city: !tags.city } };
}

export function syncDeps(db: Db, sandbox: OpenedSandbox): SyncDeps {
  const tokens = { access_token: async () => sandbox.access_token, refresh: async () => sandbox.access_token };
  return {
    db,
    connectors: createConnectors({ clio_url: sandbox.url, mycase_api_url: sandbox.url }),
    session: async (connection, on_request) => ({
      region: connection.region,
      tokens,
      pacer: unlimited,
      fetch,
      clock: systemClock,
      on_request,
      firm_uuid: connection.firm_uuid,
    }),
    clock: systemClock,
    log: createLog({ log_level: "warn" }),
    ...defaults,
  };
}

async function withDatabase<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const db = await connect(url, {}, "server");
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

const peakMb = (): number => process.resourceUsage().maxRSS / 1024;
