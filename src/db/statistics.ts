/**
 * PostgreSQL plans by what it knows of a table, and learns that by itself about once a minute. A table that was empty a moment ago and now
 * holds a firm is planned as if the firm had a handful of rows: joins then read all of it for each row (a minute for 8,000 contacts).
 */
import { sql, type Kysely, type RawBuilder } from "kysely";
import type { Tables } from "./tables.ts";

/**
 * Looks anew at those of these tables that have grown to several times of what PostgreSQL last saw, and of them only at the columns that
 * rows are found and joined by: the rest is for lists, costs several times as much, and can wait. Not inside a transaction that goes on.
 */
export async function keepStatistics(db: Kysely<Tables>, tables: readonly (keyof Tables)[]): Promise<void> {
  const { rows } = await sql<{ name: string; columns: string[] }>`
    select t.relname as name, array(
      select distinct a.attname::text from pg_index i
      join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam and m.amname = 'btree'
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
      where i.indrelid = t.oid) as columns
    from pg_class t
    where t.oid = any(${tables}::text[]::regclass[]) and pg_relation_size(t.oid) / current_setting('block_size')::int > 4 * greatest(t.relpages, 0) + 30`.execute(
    db,
  );
  for (const { name, columns } of rows) await look(db, sql`${sql.table(name)} (${sql.join(columns.map((column) => sql.ref(column)))})`);
}

/** Everything about those of these tables of which a tenth has changed: what lists are planned by. PostgreSQL would do the same a minute later. */
export async function renewStatistics(db: Kysely<Tables>, tables: readonly (keyof Tables)[]): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_stat_user_tables
    where relid = any(${tables}::text[]::regclass[]) and n_mod_since_analyze > 100 + n_live_tup / 10`.execute(db);
  for (const { name } of rows) await look(db, sql.table(name));
}

/**
 * A quarter of the rows that PostgreSQL itself would look at: enough to plan by, and wide rows make each of them a page to read. Its own
 * look, a minute later, is the thorough one.
 */
async function look(db: Kysely<Tables>, at: RawBuilder<unknown>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`set local default_statistics_target = 25`.execute(trx);
    await sql`analyze ${at}`.execute(trx);
  });
}
