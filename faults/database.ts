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
