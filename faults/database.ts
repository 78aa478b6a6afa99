/** The database of a fault run: one of its own on the server in DATABASE_URL, or on one that is started in a temporary folder. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { openCluster, stopServer } from "../src/db/embedded.ts";
import { migrate } from "../src/db/migrate.ts";
import { connect } from "../src/db/pool.ts";
import { readConfig } from "../src/lib/config.ts";

export interface FaultDatabase {
  url: string;
  backend: "embedded" | "server";
  drop(): Promise<void>;
}

/** Nothing here must survive a power cut of the machine; what is killed are our own processes. */
const SETTINGS = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" };

export async function openFaultDatabase(): Promise<FaultDatabase> {
  const given = readConfig().database_url;
  const name = `privity_faults_${randomBytes(5).toString("hex")}`;
  if (given !== null) {
    const url = new URL(given);
    url.pathname = `/${name}`;
    await asAdmin(given, (admin) => admin.query(`create database ${name}`));
    await prepare(url.href, "server");
    return {
      url: url.href,
      backend: "server",
      drop: () => asAdmin(given, (admin) => admin.query(`drop database if exists ${name} with (force)`)),
    };
  }
  const dir = mkdtempSync(join(tmpdir(), "privity-faults-"));
  const cluster = await openCluster(dir, { settings: SETTINGS });
  await asAdmin(cluster.url("postgres"), (admin) => admin.query(`create database ${name}`));
  await prepare(cluster.url(name), "embedded");
  const drop = async () => {
    await cluster.stop();
    await stopServer(dir);
    rmSync(dir, { recursive: true, force: true });
  };
  return { url: cluster.url(name), backend: "embedded", drop };
}

async function prepare(url: string, backend: FaultDatabase["backend"]): Promise<void> {
  const db = await connect(url, { max: 2 }, backend);
  try {
    await migrate(db);
    await db.pool.query(AUDIT);
  } finally {
    await db.close();
  }
}

/** I3: every step back of a record to an older version of the provider's is written down by the database itself. */
export const AUDIT = `
  create table if not exists step_back (connection_id uuid not null, kind text not null, provider_id text not null, was text not null, became text not null);
  create or replace function watch_record() returns trigger language plpgsql as $$
  begin
    insert into step_back values (new.connection_id, new.kind, new.provider_id, old.raw->>'updated_at', new.raw->>'updated_at');
    return new;
  end $$;
  create or replace trigger watch_record after update of raw on record for each row
    when ((new.raw->>'updated_at') ~ '^2' and (old.raw->>'updated_at') ~ '^2' and (new.raw->>'updated_at')::timestamptz < (old.raw->>'updated_at')::timestamptz)
    execute function watch_record();`;

async function asAdmin(url: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
