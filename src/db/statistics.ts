/**
 * PostgreSQL plans by what it knows of a table, and learns that by itself about once a minute. A table that was empty a moment ago and now
 * holds a firm is planned as if the firm had a handful of rows: joins then read all of it for each row (a minute for 8,000 contacts).
 */
import { sql, type Kysely } from "kysely";
import type { Tables } from "./tables.ts";

/** Looks anew at those of these tables that have grown to several times of what PostgreSQL last saw. Not inside a transaction that goes on. */
export async function keepStatistics(db: Kysely<Tables>, tables: readonly (keyof Tables)[]): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where oid = any(${tables}::text[]::regclass[]) and pg_relation_size(oid) / current_setting('block_size')::int > 4 * greatest(relpages, 0) + 30`.execute(db);
  for (const { name } of rows) await sql`analyze ${sql.table(name)}`.execute(db);
}
