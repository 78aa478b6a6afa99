/** The way into the database: PostgreSQL by `DATABASE_URL`, or the one that comes with the program. */
import { Kysely, PostgresDialect, type Transaction } from "kysely";
import pg from "pg";
import type { Config } from "../lib/config.ts";
import { within } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { openCluster } from "./embedded.ts";
import { POOL_NAME } from "./embedded_presence.ts";
import type { Tables } from "./tables.ts";
import { types } from "./types.ts";

export interface Db {
  kysely: Kysely<Tables>;
  /** For what Kysely has no words for; types are read as in `types.ts` here too. */
  pool: pg.Pool;
  /** One transaction; what throws inside rolls it back. No call to a vendor belongs in it (invariant 6). */
  transaction<T>(work: (trx: Transaction<Tables>) => Promise<T>): Promise<T>;
  url: string;
  backend: "embedded" | "server";
  close(): Promise<void>;
}

export interface OpenOptions {
  log?: Log;
  /** Connections at most. */
  max?: number;
}

const OLDEST = 15;
const GOODBYE_MS = 2_000;
const EMBEDDED_DATABASE = "privity";

export async function openDatabase(config: Pick<Config, "database_url" | "data_dir">, options: OpenOptions = {}): Promise<Db> {
  if (config.database_url !== null) return connect(config.database_url, options, "server");
  const cluster = await openCluster(config.data_dir);
  try {
    await createDatabase(cluster.url("postgres"), EMBEDDED_DATABASE);
    const db = await connect(cluster.url(EMBEDDED_DATABASE), options, "embedded");
    return {
      ...db,
      close: async () => {
        await db.close();
        await cluster.stop();
      },
    };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/** Opens one database, checked for its version; does not create or migrate it. */
export async function connect(url: string, options: OpenOptions, backend: Db["backend"]): Promise<Db> {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    types,
    application_name: POOL_NAME,
    options: "-c timezone=UTC -c default_transaction_isolation=read\\ committed",
    connectionTimeoutMillis: 30_000,
  });
  // Without a listener a server that restarts (57P01) ends our process: on idle connections by the pool, on busy ones by the client.
  pool.on("error", (error) => closed === null && options.log?.warn({ err: error }, "a database connection was lost"));
  const open = new Set<Promise<void>>();
  pool.on("connect", (client) => {
    client.on("error", () => {});
    const ended = new Promise<void>((done) => client.once("end", () => done())).finally(() => open.delete(ended));
    open.add(ended);
  });
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  let closed: Promise<void> | null = null;
  // node-postgres says that a pool has ended while its goodbyes are still on their way: whoever stopped the server then would cut them off.
  const close = async () => {
    await kysely.destroy();
    // Kysely ends only a pool that it has asked something.
    if (!pool.ending) await pool.end();
    await within(GOODBYE_MS, () => Promise.allSettled(open)).catch(() => {});
  };
  const db: Db = {
    kysely,
    pool,
    transaction: (work) => kysely.transaction().execute(work),
    url,
    backend,
    close: () => (closed ??= close()),
  };
  try {
    await checkVersion(pool);
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
}

async function checkVersion(pool: pg.Pool): Promise<void> {
  const { number, text } = await serverVersion(pool);
  if (Math.floor(number / 10_000) >= OLDEST) return;
  throw new Error(`Privity needs PostgreSQL ${OLDEST} or later; the one in DATABASE_URL is ${text}`);
}

/** 180004 and "18.4"; some builds add words of their own to the text. */
export async function serverVersion(pool: pg.Pool): Promise<{ number: number; text: string }> {
  const result = await pool.query<{ number: number; text: string }>(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as text",
  );
  return result.rows[0] ?? { number: 0, text: "unknown" };
}

export async function readServerTime(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ now: string }>("select clock_timestamp() as now");
  return rows[0]!.now;
}

/** Creates a database unless it is there, also when two processes try at once. */
async function createDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const there = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (there.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code !== "42P04" && code !== "23505") throw error; // duplicate_database, or the unique index behind it
  } finally {
    await client.end();
  }
}
