/** Who takes part in which matter, as kept: by the matters' own records, or by relationships. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { unnestPlain, unnestTexts } from "../db/texts.ts";
import type { Owner } from "../mirror/store.ts";
import type { Participant } from "./types.ts";
import { mine } from "./store_owner.ts";

type Db = Kysely<Tables>;

export interface ParticipationRow {
  matter_id: string;
  relationship_id: string;
  position: number;
  person_id: string;
  person_type: Participant["person_type"];
  capacity: Participant["capacity"];
  role: string;
}

/** Who takes part by the matters' own records, or by these relationships, as kept. */
export async function readParticipants(
  db: Db,
  owner: Owner,
  of: { matter_ids: string[] } | { relationship_ids: string[] },
): Promise<ParticipationRow[]> {
  const condition =
    "matter_ids" in of
      ? sql`matter_id = any(${of.matter_ids}::text[]) and relationship_id = ''`
      : sql`relationship_id = any(${of.relationship_ids}::text[]) and relationship_id <> ''`;
  const { rows } = await sql<ParticipationRow>`
    select matter_id, relationship_id, position, person_id, person_type, capacity, role from participation where ${mine(owner)} and ${condition}
    order by matter_id, relationship_id, position`.execute(db);
  return rows;
}

/** Takes out what was kept of these matters' own records or relationships, which may be none, and puts the rows in. */
export async function replaceParticipants(
  trx: Db,
  owner: Owner,
  kept: { matter_ids: string[] } | { relationship_ids: string[] },
  rows: ParticipationRow[],
): Promise<void> {
  const [ids, condition] =
    "matter_ids" in kept
      ? [kept.matter_ids, sql`matter_id = any(${kept.matter_ids}::text[]) and relationship_id = ''`]
      : [kept.relationship_ids, sql`relationship_id = any(${kept.relationship_ids}::text[]) and relationship_id <> ''`];
  if (ids.length > 0) await sql`delete from participation where ${mine(owner)} and ${condition}`.execute(trx);
  if (rows.length === 0) return;
  const column = (value: (row: ParticipationRow) => string) => unnestPlain(rows.map(value));
  await sql`
    insert into participation (firm_id, connection_id, matter_id, relationship_id, position, person_id, person_type, capacity, role)
    select ${owner.firm_id}, ${owner.connection_id}, p.matter_id, coalesce(p.relationship_id, ''), p.position::int, p.person_id, p.person_type, p.capacity,
      coalesce(p.role, '')
    from rows from (${column((row) => row.matter_id)}, ${column((row) => row.relationship_id)}, ${column((row) => String(row.position))},
      ${column((row) => row.person_id)}, ${column((row) => row.person_type)}, ${column((row) => row.capacity)}, ${unnestTexts(rows.map((row) => row.role))})
      as p(matter_id, relationship_id, position, person_id, person_type, capacity, role)`.execute(trx);
}

/** The matters that any of these people or companies takes part in. */
export async function mattersOf(db: Db, owner: Owner, person_ids: string[]): Promise<string[]> {
  if (person_ids.length === 0) return [];
  const { rows } = await sql<{ matter_id: string }>`
    select distinct matter_id from participation where ${mine(owner)} and person_id = any(${person_ids}::text[]) and relationship_id = ''`.execute(
    db,
  );
  return rows.map((row) => row.matter_id);
}

/** The people whom relationships tie to any of these matters: their tags and owner follow the matter too. */
export async function relatedTo(db: Db, owner: Owner, matter_ids: string[]): Promise<string[]> {
  if (matter_ids.length === 0) return [];
  const { rows } = await sql<{ person_id: string }>`
    select distinct person_id from participation where ${mine(owner)} and matter_id = any(${matter_ids}::text[]) and relationship_id <> ''`.execute(
    db,
  );
  return rows.map((row) => row.person_id);
}

export interface PersonMatter {
  person_id: string;
  person_type: Participant["person_type"];
  capacity: Participant["capacity"];
  role: string;
  relationship_id: string;
  /** A `MatterForContact` as JSON, read when its turn comes. */
  matter_text: string;
}

/** What these people and companies take part in; left-out and vanished matters are unknown to every rule (B-SYN-2, B-SYN-6). */
export async function readPersonMatters(
  db: Db,
  owner: Owner,
  person_ids: string[],
  matters: "matter" | "preview_matter" = "matter",
): Promise<PersonMatter[]> {
  const { rows } = await sql<PersonMatter>`
    select p.person_id, p.person_type, p.capacity, p.role, p.relationship_id, m.for_contact as matter_text
    from participation p join ${sql.table(matters)} m on m.firm_id = p.firm_id and m.connection_id = p.connection_id and m.provider_id = p.matter_id
    where p.firm_id = ${owner.firm_id} and p.connection_id = ${owner.connection_id} and p.person_id = any(${person_ids}::text[])
      and not m.left_out and m.presence <> 'tombstone'
    order by length(p.matter_id), p.matter_id, length(p.relationship_id), p.relationship_id, p.position`.execute(db);
  return rows;
}
