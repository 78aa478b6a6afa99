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
import { watchVersions } from "./audit.ts";

export interface FaultDatabase {
  url: string;
  backend: "embedded" | "server";
  /** A further database on the same server, for who changes what all of one share. */
  another(): Promise<{ url: string; backend: FaultDatabase["backend"] }>;
  drop(): Promise<void>;
}

/** Nothing here must survive a power cut of the machine; what is killed are our own processes. */
const SETTINGS = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" };

export async function openFaultDatabase(): Promise<FaultDatabase> {
  const given = readConfig().database_url;
  if (given !== null) {
    const urlOf = (name: string) => Object.assign(new URL(given), { pathname: `/${name}` }).href;
    const names: string[] = [];
    const another = () => create(given, urlOf, "server", names);
    const drop = async () => {
      for (const name of names) await asAdmin(given, (admin) => admin.query(`drop database if exists ${name} with (force)`));
    };
    return { ...(await another()), another, drop };
  }
  const dir = mkdtempSync(join(tmpdir(), "privity-faults-"));
  const cluster = await openCluster(dir, { settings: SETTINGS });
  const another = () => create(cluster.url("postgres"), (name) => cluster.url(name), "embedded", []);
  const drop = async () => {
    await cluster.stop();
    await stopServer(dir);
    rmSync(dir, { recursive: true, force: true });
  };
  return { ...(await another()), another, drop };
}

async function create(admin_url: string, urlOf: (name: string) => string, backend: FaultDatabase["backend"], names: string[]) {
  const name = `privity_faults_${randomBytes(5).toString("hex")}`;
  names.push(name);
  await asAdmin(admin_url, (admin) => admin.query(`create database ${name}`));
  await prepare(urlOf(name), backend);
  return { url: urlOf(name), backend };
}

async function prepare(url: string, backend: FaultDatabase["backend"]): Promise<void> {
  const db = await connect(url, { max: 2 }, backend);
  try {
    await migrate(db);
    await watchVersions(db);
  } finally {
    await db.close();
  }
}

async function asAdmin(url: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
