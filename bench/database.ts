/** The PostgreSQL that the bench needs: the one in DATABASE_URL, or the one that comes with Privity, in a temporary folder. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { openCluster } from "../src/db/embedded.ts";
import { readConfig } from "../src/lib/config.ts";
import type { Figure } from "./figures.ts";

export interface Server {
  backend: Figure["backend"];
  version: string;
  /** A new, empty database. */
  create(): Promise<string>;
  drop(url: string): Promise<void>;
  /** Removes everything that this run made. */
  close(): Promise<void>;
}

export async function openServer(): Promise<Server> {
  const given = readConfig().database_url;
  if (given !== null) return serverAt(given, "server", async () => {});
  const dir = mkdtempSync(join(tmpdir(), "privity-bench-"));
  const cluster = await openCluster(dir);
  return serverAt(cluster.url("postgres"), "embedded", async () => {
    await cluster.stop();
    rmSync(dir, { recursive: true, force: true });
  });
}

async function serverAt(url: string, backend: Figure["backend"], stop: () => Promise<void>): Promise<Server> {
  const made = new Set<string>();
  const admin = async <T extends pg.QueryResultRow>(statement: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return await client.query<T>(statement);
    } finally {
      await client.end();
    }
  };
  const drop = async (database_url: string) => {
    await admin(`drop database if exists ${nameOf(database_url)} with (force)`);
    made.delete(database_url);
  };
  const { rows } = await admin<{ version: string }>("select current_setting('server_version') as version");
  return {
    backend,
    version: rows[0]?.version ?? "",
    async create() {
      const target = new URL(url);
      target.pathname = `/privity_bench_${randomBytes(4).toString("hex")}`;
      await admin(`create database ${nameOf(target.href)} template template0`);
      made.add(target.href);
      return target.href;
    },
    drop,
    async close() {
      for (const database_url of made) await drop(database_url);
      await stop();
    },
  };
}

const nameOf = (database_url: string): string => new URL(database_url).pathname.slice(1);
