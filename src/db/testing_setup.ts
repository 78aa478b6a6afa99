/** Vitest's global setup: a place for this run's databases, cleared away at the end, also when tests fail. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { readConfig } from "../lib/config.ts";
import { stopServer } from "./embedded.ts";
import { isAlive } from "./embedded_server.ts";

const PREFIX = "privity-test-";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await clearAbandoned();
  const name = randomBytes(4).toString("hex");
  const dir = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  project.provide("test_run", { name, dir });
  return async () => {
    await remove(dir);
    const given = readConfig().database_url;
    if (given !== null) await dropDatabases(given, name);
  };
}

async function remove(dir: string): Promise<void> {
  await stopServer(dir);
  rmSync(dir, { recursive: true, force: true });
}

/** A run that was killed could not clear up; its number is in the folder's name. */
async function clearAbandoned(): Promise<void> {
  for (const entry of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(entry)?.[1]);
    if (pid && !isAlive(pid)) await remove(join(tmpdir(), entry));
  }
}

async function dropDatabases(url: string, run: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    const left = await admin.query<{ datname: string }>("select datname from pg_database where datname ~ $1", [
      `^privity_(test|template)_${run}`,
    ]);
    for (const { datname } of left.rows) await admin.query(`drop database if exists ${pg.escapeIdentifier(datname)} with (force)`);
  } finally {
    await admin.end();
  }
}
