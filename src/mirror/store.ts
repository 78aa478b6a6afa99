/** How the mirror is kept. All statements on `record`, `mirror_clock`, `quarantine` and `own_write`. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { unnestBytes, unnestPlain } from "../db/texts.ts";
import type { Kind, Presence } from "../model/kinds.ts";
import type { Held } from "./rules.ts";

/** Every row belongs to one firm's one connection. */
export interface Owner {
  firm_id: string;
  connection_id: string;
}

type Db = Kysely<Tables>;

/**
 * Reserves `count` places in the connection's order of changes and gives the first. Locks the connection's clock until the transaction
 * ends: pages of one connection commit one after the other, so a reader that has seen place n has seen all before it.
 */
export async function reserveSeq(trx: Db, owner: Owner, count: number): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    insert into mirror_clock as c (firm_id, connection_id, seq) values (${owner.firm_id}, ${owner.connection_id}, ${count})
    on conflict (firm_id, connection_id) do update set seq = c.seq + excluded.seq
    returning seq`.execute(trx);
  return rows[0]!.seq - count + 1;
}

export interface HeldRecords {
  /** A record that the mirror does not know is not among them. */
  held: Map<string, Held>;
  /** Whether any record of the kind is in quarantine. */
  quarantine: boolean;
}

/** What the mirror holds of these records. One question for both: pages of a connection wait for each other's answers. */
export async function readHeld(trx: Db, owner: Owner, kind: Kind, ids: string[]): Promise<HeldRecords> {
  const of = (
    table: string,
  ) => sql`${sql.ref(`${table}.firm_id`)} = ${owner.firm_id} and ${sql.ref(`${table}.connection_id`)} = ${owner.connection_id}
    and ${sql.ref(`${table}.kind`)} = ${kind}`;
  const { rows } = await sql<(Held | { [Field in keyof Held]: null }) & { quarantine: boolean }>`
    select r.provider_id, r.content_hash, r.updated_at, r.read_at, r.decisive_at, r.presence, q.quarantine
    from (select exists (select from quarantine where ${of("quarantine")}) as quarantine) q
    left join record r on ${of("r")} and r.provider_id = any(${ids}::text[])`.execute(trx);
  const known = rows.filter((row): row is Held & { quarantine: boolean } => row.provider_id !== null);
  return { held: new Map(known.map((row) => [row.provider_id, row])), quarantine: rows[0]!.quarantine };
}

export interface RawRow {
  provider_id: string;
  raw: Record<string, unknown>;
}

export async function readRaw(db: Db, owner: Owner, kind: Kind, ids: string[]): Promise<Map<string, Record<string, unknown>>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<RawRow>`
    select provider_id, raw from record
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and kind = ${kind} and provider_id = any(${ids}::text[])`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.provider_id, row.raw]));
}

/** One row to write, its content already as JSON: the page is put together without parsing it again. */
export interface RecordWrite {
  provider_id: string;
  text: Buffer;
  content_hash: string;
  updated_at: string | null;
  decisive_at: string | null;
  seq: number;
}

/** Writes a page of records in one statement. The caller holds the connection's clock and has judged every row. */
export async function writeRecords(
  trx: Db,
  owner: Owner,
  input: { kind: Kind; run_id: string; read_at: string; rows: RecordWrite[] },
): Promise<void> {
  if (input.rows.length === 0) return;
  const column = (value: (row: RecordWrite) => string | number | null) => unnestPlain(input.rows.map((row) => String(value(row) ?? "")));
  await sql`
    insert into record (firm_id, connection_id, kind, provider_id, raw, content_hash, updated_at, read_at, decisive_at, seq, run_id)
    select ${owner.firm_id}, ${owner.connection_id}, ${input.kind}, p.id, p.text::json, p.hash, nullif(p.updated_at, '')::timestamptz,
      ${input.read_at}::timestamptz, nullif(p.decisive_at, '')::timestamptz, p.seq::bigint, ${input.run_id}
    from rows from (${column((r) => r.provider_id)}, ${unnestBytes(input.rows.map((r) => r.text))}, ${column((r) => r.content_hash)}, ${column((r) => r.updated_at)},
      ${column((r) => r.decisive_at)}, ${column((r) => r.seq)}) as p(id, text, hash, updated_at, decisive_at, seq)
    on conflict (firm_id, connection_id, kind, provider_id) do update set
      raw = excluded.raw, content_hash = excluded.content_hash, updated_at = excluded.updated_at, read_at = excluded.read_at,
      decisive_at = excluded.decisive_at, presence = 'present', presence_since = null, seq = excluded.seq, run_id = excluded.run_id`.execute(
    trx,
  );
}

/** A record that is not where it was. */
export async function writePresence(
  trx: Db,
  owner: Owner,
  input: { kind: Kind; run_id: string; changes: { provider_id: string; presence: Presence; seq: number }[]; at: string },
): Promise<void> {
  if (input.changes.length === 0) return;
  await sql`
    update record r set presence = p.presence, seq = p.seq, run_id = ${input.run_id},
      presence_since = case when r.presence = p.presence then r.presence_since else ${input.at}::timestamptz end
    from json_to_recordset(${JSON.stringify(input.changes)}::text::json) as p(provider_id text, presence text, seq bigint)
    where r.firm_id = ${owner.firm_id} and r.connection_id = ${owner.connection_id} and r.kind = ${input.kind} and r.provider_id = p.provider_id`.execute(
    trx,
  );
}

export async function readPresence(
  db: Db,
  owner: Owner,
  kind: Kind,
  id: string,
): Promise<{ presence: Presence; presence_since: string | null } | null> {
  const { rows } = await sql<{ presence: Presence; presence_since: string | null }>`
    select presence, presence_since from record
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and kind = ${kind} and provider_id = ${id}`.execute(db);
  return rows[0] ?? null;
}

/** Records that have been suspected since `before` or longer: due for their second look (B-SYN-6). */
export async function readDueSuspects(db: Db, owner: Owner, before: string, limit: number): Promise<{ kind: Kind; provider_id: string }[]> {
  const { rows } = await sql<{ kind: Kind; provider_id: string }>`
    select kind, provider_id from record
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and presence = 'suspected_gone' and presence_since <= ${before}::timestamptz
    order by kind, provider_id limit ${limit}`.execute(db);
  return rows;
}

/** Of these matters, the ones that Privity wrote to since the mirror's version was read (B-OWN-2). */
export async function readOwnWrites(trx: Db, owner: Owner, kind: Kind, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ provider_id: string; written_at: string }>`
    select provider_id, written_at from own_write
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and kind = ${kind} and provider_id = any(${ids}::text[])`.execute(
    trx,
  );
  return new Map(rows.map((row) => [row.provider_id, row.written_at]));
}

export async function recordOwnWrite(trx: Db, owner: Owner, kind: Kind, provider_id: string, at: string): Promise<void> {
  await sql`
    insert into own_write (firm_id, connection_id, kind, provider_id, written_at)
    values (${owner.firm_id}, ${owner.connection_id}, ${kind}, ${provider_id}, ${at}::timestamptz)
    on conflict (firm_id, connection_id, kind, provider_id) do update set written_at = excluded.written_at`.execute(trx);
}

export interface QuarantineWrite {
  provider_id: string;
  reason: string;
  /** The beginning of the row, as text that PostgreSQL can hold. */
  sample: string;
}

export async function writeQuarantine(
  trx: Db,
  owner: Owner,
  kind: Kind,
  run_id: string,
  rows: QuarantineWrite[],
  at: string,
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into quarantine as q (firm_id, connection_id, kind, provider_id, reason, sample, run_id, first_at, last_at)
    select ${owner.firm_id}, ${owner.connection_id}, ${kind}, p.provider_id, p.reason, p.sample, ${run_id}, ${at}::timestamptz, ${at}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as p(provider_id text, reason text, sample text)
    on conflict (firm_id, connection_id, kind, provider_id)
      do update set reason = excluded.reason, sample = excluded.sample, run_id = excluded.run_id, last_at = excluded.last_at`.execute(trx);
}

/** A good version has come: the row leaves the quarantine by itself. */
export async function releaseQuarantine(trx: Db, owner: Owner, kind: Kind, ids: string[]): Promise<void> {
  await sql`
    delete from quarantine
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and kind = ${kind} and provider_id = any(${ids}::text[])`.execute(
    trx,
  );
}

/** Rows of a kind that were set apart before this run and that it has not met, neither good nor bad. */
export async function readUnmetQuarantine(db: Db, owner: Owner, kind: Kind, run_id: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ provider_id: string }>`
    select provider_id from quarantine
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and kind = ${kind} and run_id <> ${run_id}
    order by provider_id limit ${limit}`.execute(db);
  return rows.map((row) => row.provider_id);
}

export async function countRecords(db: Db, owner: Owner, kind: Kind): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from record
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and kind = ${kind} and presence = 'present'`.execute(db);
  return rows[0]!.n;
}

// What the projection reads -------------------------------------------------------------------------------------------------

export interface MirrorRow {
  provider_id: string;
  /** The record as JSON: `rawOf` reads it when its turn comes. A thousand that are read at once outlive several collections of garbage. */
  text: string;
  presence: Presence;
  decisive_at: string | null;
}

export const rawOf = (row: Pick<MirrorRow, "text">): Record<string, unknown> => JSON.parse(row.text) as Record<string, unknown>;

/** A stretch of one kind in id order, for a pass over the whole firm. */
export async function scanRecords(db: Db, owner: Owner, kind: Kind, after: string, limit: number): Promise<MirrorRow[]> {
  const { rows } = await sql<MirrorRow>`
    select provider_id, raw::text as text, presence, decisive_at from record
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and kind = ${kind} and provider_id > ${after}
    order by provider_id limit ${limit}`.execute(db);
  return rows;
}

export async function readRecords(db: Db, owner: Owner, kind: Kind, ids: string[]): Promise<MirrorRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<MirrorRow>`
    select provider_id, raw::text as text, presence, decisive_at from record
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and kind = ${kind} and provider_id = any(${ids}::text[])
    order by provider_id`.execute(db);
  return rows;
}

/** Which of these ids the mirror knows as records of this kind. */
export async function knownIds(db: Db, owner: Owner, kind: Kind, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ provider_id: string }>`
    select provider_id from record
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and kind = ${kind} and provider_id = any(${ids}::text[])`.execute(
    db,
  );
  return new Set(rows.map((row) => row.provider_id));
}

export interface MirrorChange {
  seq: number;
  kind: Kind;
  provider_id: string;
  run_id: string;
}

/** What changed after `seq`, in order. */
export async function readChanges(db: Db, owner: Owner, after_seq: number, limit: number): Promise<MirrorChange[]> {
  const { rows } = await sql<MirrorChange>`
    select seq, kind, provider_id, run_id from record
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and seq > ${after_seq}
    order by seq limit ${limit}`.execute(db);
  return rows;
}

/** The place of the newest change; 0 before the first. Waits for nobody: a page that is being committed counts as not yet there. */
export async function readSeq(db: Db, owner: Owner): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    select seq from mirror_clock where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`.execute(db);
  return rows[0]?.seq ?? 0;
}
