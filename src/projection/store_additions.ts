/** What members add to a contact: pins, tags, key facts. No sync touches these tables (B-SYN-5). */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";

type Db = Kysely<Tables>;

const of = (owner: Owner, contact_id: string) =>
  sql`firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and contact_id = ${contact_id}`;

export interface AddedPin {
  member_id: string;
  pinned_by: string | null;
  at: string;
}

export interface AddedTag {
  name: string;
  member_id: string;
  at: string;
}

export interface AddedKeyFact {
  key_fact_id: string;
  label: string;
  date: string | null;
  text: string;
  member_id: string;
  at: string;
}

/** What members have added to one contact, the oldest first. */
export async function listAdditions(
  db: Db,
  owner: Owner,
  contact_id: string,
): Promise<{ pin: AddedPin | null; tags: AddedTag[]; key_facts: AddedKeyFact[] }> {
  const pins = await sql<AddedPin>`select member_id, pinned_by, created_at as at from contact_pin where ${of(owner, contact_id)}`.execute(
    db,
  );
  const tags = await sql<AddedTag>`
    select name, member_id, created_at as at from manual_tag where ${of(owner, contact_id)} order by created_at, name`.execute(db);
  const facts = await sql<AddedKeyFact>`
    select key_fact_id, label, date, text, member_id, created_at as at from manual_key_fact where ${of(owner, contact_id)} order by key_fact_id`.execute(
    db,
  );
  return { pin: pins.rows[0] ?? null, tags: tags.rows, key_facts: facts.rows };
}

export async function isKnownContact(db: Db, owner: Owner, contact_id: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from contact where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and provider_id = ${contact_id}`.execute(
    db,
  );
  return rows.length > 0;
}

export async function putPin(trx: Db, owner: Owner, contact_id: string, pin: { member_id: string; by: string; at: string }): Promise<void> {
  await sql`
    insert into contact_pin (firm_id, connection_id, contact_id, member_id, pinned_by, created_at)
    values (${owner.firm_id}, ${owner.connection_id}, ${contact_id}, ${pin.member_id}, ${pin.by}, ${pin.at}::timestamptz)
    on conflict (firm_id, connection_id, contact_id) do update
      set member_id = excluded.member_id, pinned_by = excluded.pinned_by, created_at = excluded.created_at`.execute(trx);
}

export async function deletePin(trx: Db, owner: Owner, contact_id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from contact_pin where ${of(owner, contact_id)}`.execute(trx);
  return numAffectedRows === 1n;
}

/** Names compare ignoring case (B-TAG-8); false when the contact has it from a member already. */
export async function insertTag(
  trx: Db,
  owner: Owner,
  contact_id: string,
  tag: { name: string; by: string; at: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into manual_tag (firm_id, connection_id, contact_id, name, member_id, created_at)
    select ${owner.firm_id}, ${owner.connection_id}, ${contact_id}, ${tag.name}, ${tag.by}, ${tag.at}::timestamptz
    where not exists (select 1 from manual_tag where ${of(owner, contact_id)} and lower(name) = lower(${tag.name}))
    on conflict do nothing`.execute(trx);
  return numAffectedRows === 1n;
}

export async function deleteTag(trx: Db, owner: Owner, contact_id: string, name: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from manual_tag where ${of(owner, contact_id)} and lower(name) = lower(${name})`.execute(
    trx,
  );
  return (numAffectedRows ?? 0n) > 0n;
}

export interface KeyFactText {
  label: string;
  date: string | null;
  text: string;
}

export async function insertKeyFact(
  trx: Db,
  owner: Owner,
  contact_id: string,
  fact: KeyFactText & { key_fact_id: string; by: string; at: string },
): Promise<void> {
  await sql`
    insert into manual_key_fact (firm_id, connection_id, key_fact_id, contact_id, label, date, text, member_id, created_at)
    values (${owner.firm_id}, ${owner.connection_id}, ${fact.key_fact_id}, ${contact_id}, ${fact.label}, ${fact.date}, ${fact.text}, ${fact.by},
      ${fact.at}::timestamptz)`.execute(trx);
}

/** Whoever changes it stands for it from then on. */
export async function updateKeyFact(
  trx: Db,
  owner: Owner,
  contact_id: string,
  fact: KeyFactText & { key_fact_id: string; by: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update manual_key_fact set label = ${fact.label}, date = ${fact.date}, text = ${fact.text}, member_id = ${fact.by}
    where ${of(owner, contact_id)} and key_fact_id = ${fact.key_fact_id}`.execute(trx);
  return numAffectedRows === 1n;
}

export async function deleteKeyFact(trx: Db, owner: Owner, contact_id: string, key_fact_id: string): Promise<boolean> {
  const { numAffectedRows } =
    await sql`delete from manual_key_fact where ${of(owner, contact_id)} and key_fact_id = ${key_fact_id}`.execute(trx);
  return numAffectedRows === 1n;
}
