/** A database of its own for one story, on the server of the fault run: what concerns a whole installation (F31) must not touch another story. */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { migrate } from "../../src/db/migrate.ts";
import { connect, type Db } from "../../src/db/pool.ts";

export interface Database {
  url: string;
  backend: Db["backend"];
}

export async function ownDatabase(beside: Database): Promise<Database & { drop(): Promise<void> }> {
  const name = `privity_faults_${randomBytes(5).toString("hex")}`;
  const url = new URL(beside.url);
  url.pathname = `/${name}`;
  await asAdmin(beside.url, `create database ${name} template template0`);
  const db = await connect(url.href, { max: 1 }, beside.backend);
  try {
    await migrate(db);
  } finally {
    await db.close();
  }
  return { url: url.href, backend: beside.backend, drop: () => asAdmin(beside.url, `drop database if exists ${name} with (force)`) };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}
