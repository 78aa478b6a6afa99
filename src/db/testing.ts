/**
 * Databases for tests: each gets a clone of one migrated template. The server is the one in DATABASE_URL, or one in a temporary folder
 * that the first test of a run starts and `testing_setup.ts` stops at its end.
 */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { expect, inject } from "vitest";
import { readConfig } from "../lib/config.ts";
import { openCluster, type Cluster } from "./embedded.ts";
import { migrate } from "./migrate.ts";
import { connect, type Db, type OpenOptions } from "./pool.ts";

export interface TestDb extends Db {
  /** The database's name on its server. */
  name: string;
  /** Closes and drops it. */
  drop(): Promise<void>;
}

/** Nothing here must survive a power cut. */
export const TEST_SETTINGS = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "200",
  shared_buffers: "128MB",
};

export interface TestRun {
  /** Distinguishes this run's databases from those of another run on the same server. */
  name: string;
  /** Where the server lives when DATABASE_URL names none. */
  dir: string;
}

declare module "vitest" {
  interface ProvidedContext {
    test_run: TestRun;
  }
}

/** A migrated, empty database of its own. Drop it in `afterAll`. */
export async function testDatabase(options: OpenOptions = {}): Promise<TestDb> {
  return clone(await template(), options);
}

/** A database without Privity's tables, for the tests of migrations. */
export async function emptyDatabase(options: OpenOptions = {}): Promise<TestDb> {
  return clone("template0", options);
}

async function clone(source: string, options: OpenOptions): Promise<TestDb> {
  const name = `privity_test_${inject("test_run").name}_${randomBytes(5).toString("hex")}`;
  await asAdmin((admin) => admin.query(`create database ${name} template ${source} strategy wal_log`));
  const db = await connect(await serverUrl(name), { max: 5, ...options }, backend());
  return {
    ...db,
    name,
    drop: async () => {
      await db.close();
      await asAdmin((admin) => admin.query(`drop database if exists ${name} with (force)`));
    },
  };
}

/** Until somebody at this database waits for a lock that another transaction holds. */
export async function untilOneWaits(db: Db): Promise<void> {
  const waiting = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  await expect.poll(async () => (await db.pool.query(waiting)).rowCount, { interval: 20 }).toBeGreaterThan(0);
}

/** The migrated template of this run; whichever test comes first makes it, the others wait. */
async function template(): Promise<string> {
  const name = `privity_template_${inject("test_run").name}`;
  await asAdmin(async (admin) => {
    await admin.query("select pg_advisory_lock(hashtext($1))", [name]);
    const there = await admin.query("select 1 from pg_database where datname = $1", [name]);
    if (there.rowCount) return;
    const draft = `${name}_draft`;
    await admin.query(`drop database if exists ${draft} with (force)`);
    await admin.query(`create database ${draft} template template0 strategy wal_log`);
    const db = await connect(await serverUrl(draft), {}, backend());
    try {
      await migrate(db);
    } finally {
      await db.close();
    }
    await admin.query(`alter database ${draft} rename to ${name}`);
  });
  return name;
}

const backend = (): Db["backend"] => (readConfig().database_url === null ? "embedded" : "server");

let cluster: Promise<Cluster> | null = null;

async function serverUrl(database: string): Promise<string> {
  const given = readConfig().database_url;
  if (given === null) return (await (cluster ??= openCluster(inject("test_run").dir, { settings: TEST_SETTINGS }))).url(database);
  const url = new URL(given);
  url.pathname = `/${database}`;
  return url.href;
}

async function asAdmin<T>(work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: readConfig().database_url ?? (await serverUrl("postgres")) });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
