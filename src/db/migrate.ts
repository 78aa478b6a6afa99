/** Brings a database to this program's schema: numbered SQL files, forward only, one process at a time, all or none. */
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { Migrator, type Migration } from "kysely/migration";
import type { Db } from "./pool.ts";

const FOLDER = fileURLToPath(new URL("migrations/", import.meta.url));
const NAME = /^(\d{4}_[a-z0-9_]+)\.sql$/;

export class DatabaseTooNew extends Error {
  override readonly name = "DatabaseTooNew";
}

export interface MigrationState {
  applied: string[];
  pending: string[];
  /** In the database, but unknown to this program: it was used by a newer one. */
  unknown: string[];
}

/** Applies what is missing; gives the names. Refuses a database that a newer Privity has changed. */
export async function migrate(db: Pick<Db, "kysely">, folder: string = FOLDER): Promise<string[]> {
  refuseNewer(await migrationState(db, folder));
  const migrator = new Migrator({ db: db.kysely, provider: { getMigrations: () => readMigrations(folder) } });
  const { error, results } = await migrator.migrateToLatest();
  const failed = results?.find((result) => result.status === "Error");
  if (failed) throw new Error(`Migration ${failed.migrationName} failed, nothing was changed: ${message(error)}`, { cause: error });
  if (error) throw error instanceof Error ? error : new Error(message(error));
  return (results ?? []).map((result) => result.migrationName);
}

/** For a process that must not migrate: refuses a database that is not exactly this program's. */
export async function requireMigrated(db: Pick<Db, "kysely">, folder: string = FOLDER): Promise<void> {
  const state = await migrationState(db, folder);
  refuseNewer(state);
  if (state.pending.length > 0) throw new Error(`The database lacks ${state.pending.join(", ")}: run \`privity migrate\` first`);
}

export async function migrationState(db: Pick<Db, "kysely">, folder: string = FOLDER): Promise<MigrationState> {
  const known = Object.keys(await readMigrations(folder));
  const table = await sql<{ there: boolean }>`select to_regclass('kysely_migration') is not null as there`.execute(db.kysely);
  const applied = table.rows[0]?.there
    ? (await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db.kysely)).rows.map((row) => row.name)
    : [];
  return {
    applied,
    pending: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}

function refuseNewer(state: MigrationState): void {
  if (state.unknown.length === 0) return;
  throw new DatabaseTooNew(
    `This database was changed by a newer Privity (${state.unknown.join(", ")}); start that version, or restore a backup made before it`,
  );
}

async function readMigrations(folder: string): Promise<Record<string, Migration>> {
  const migrations: Record<string, Migration> = {};
  for (const file of (await readdir(folder)).sort()) {
    const name = NAME.exec(file)?.[1];
    if (!name) throw new Error(`${file} is no migration: names are NNNN_words_in_lower_case.sql`);
    const text = await readFile(`${folder}/${file}`, "utf8");
    migrations[name] = {
      up: async (connection) => {
        await sql.raw(text).execute(connection);
      },
    };
  }
  return migrations;
}

const message = (error: unknown) => (error instanceof Error ? error.message : String(error));
