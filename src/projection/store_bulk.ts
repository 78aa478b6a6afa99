/** One thing done to many contacts: a pin or a tag, what was there before, and the way back. */
import { sql, type Kysely, type RawBuilder } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";

type Db = Kysely<Tables>;

/** Owner pinned to a member, pin taken away, tag added, member's tag taken away. */
export type BulkEdit =
  | { kind: "pin"; owner_member_id: string }
  | { kind: "unpin" }
  | { kind: "tag"; tag: string }
  | { kind: "untag"; tag: string };

export interface BulkRow {
  bulk_id: string;
  kind: BulkEdit["kind"];
  owner_member_id: string | null;
  tag: string | null;
  member_id: string;
  created_at: string;
}

export async function insertBulk(
  trx: Db,
  firm_id: string,
  bulk: { bulk_id: string; member_id: string; edit: BulkEdit; at: string },
): Promise<void> {
  const { edit } = bulk;
  await sql`
    insert into bulk_edit (firm_id, bulk_id, kind, owner_member_id, tag, member_id, created_at)
    values (${firm_id}, ${bulk.bulk_id}, ${edit.kind}, ${edit.kind === "pin" ? edit.owner_member_id : null},
      ${edit.kind === "tag" || edit.kind === "untag" ? edit.tag : null}, ${bulk.member_id}, ${bulk.at}::timestamptz)`.execute(trx);
}

export async function readBulk(db: Db, firm_id: string, bulk_id: string): Promise<BulkRow | null> {
  const { rows } = await sql<BulkRow>`
    select bulk_id, kind, owner_member_id, tag, member_id, created_at from bulk_edit
    where firm_id = ${firm_id} and bulk_id = ${bulk_id} and kind in ('pin', 'unpin', 'tag', 'untag')`.execute(db);
  return rows[0] ?? null;
}

/** What cannot be undone any more, because it is older than anybody would want to. */
export async function dropOldBulks(trx: Db, firm_id: string, before: string): Promise<void> {
  await sql`
    delete from bulk_edit where firm_id = ${firm_id} and bulk_id in (
      select bulk_id from bulk_edit where firm_id = ${firm_id} and created_at < ${before}::timestamptz order by created_at limit 3)`.execute(
    trx,
  );
}

export async function knownContacts(db: Db, owner: Owner, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ provider_id: string }>`
    select provider_id from contact where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and provider_id = any(${ids}::text[])`.execute(
    db,
  );
  return rows.map((row) => row.provider_id);
}

interface Edit {
  bulk_id: string;
  edit: BulkEdit;
  ids: readonly string[];
  by: string;
  at: string;
}

/** Does it to these contacts where it changes anything; gives whom it changed. How they were before is kept with it. */
export async function editMany(trx: Db, owner: Owner, { bulk_id, edit, ids, by, at }: Edit): Promise<string[]> {
  const { firm_id, connection_id } = owner;
  const of = (table: string) =>
    sql`${sql.ref(`${table}.firm_id`)} = ${firm_id} and ${sql.ref(`${table}.connection_id`)} = ${connection_id} and ${sql.ref(`${table}.contact_id`)} = any(${ids}::text[])`;
  const named = (name: string) => sql`lower(manual_tag.name) = lower(${name})`;
  const changed = (): RawBuilder<unknown> => {
    switch (edit.kind) {
      case "pin":
        // Every part of one statement sees the table as it was before it.
        return sql`
          with old as (select contact_pin.* from contact_pin where ${of("contact_pin")}),
          put as (
            insert into contact_pin (firm_id, connection_id, contact_id, member_id, pinned_by, created_at)
            select ${firm_id}, ${connection_id}, id, ${edit.owner_member_id}::uuid, ${by}::uuid, ${at}::timestamptz
            from unnest(${ids}::text[]) as id where id not in (select contact_id from old where member_id = ${edit.owner_member_id}::uuid)
            on conflict (firm_id, connection_id, contact_id) do update
              set member_id = excluded.member_id, pinned_by = excluded.pinned_by, created_at = excluded.created_at
            returning contact_id
          )
          select put.contact_id, to_jsonb(old) as before from put left join old using (contact_id)`;
      case "unpin":
        return sql`
          with gone as (delete from contact_pin where ${of("contact_pin")} returning contact_pin.*)
          select contact_id, to_jsonb(gone) as before from gone`;
      case "tag":
        return sql`
          with put as (
            insert into manual_tag (firm_id, connection_id, contact_id, name, member_id, created_at)
            select ${firm_id}, ${connection_id}, id, ${edit.tag}::text, ${by}::uuid, ${at}::timestamptz from unnest(${ids}::text[]) as id
            where id not in (select contact_id from manual_tag where ${of("manual_tag")} and ${named(edit.tag)})
            on conflict do nothing returning contact_id
          )
          select contact_id, null::jsonb as before from put`;
      case "untag":
        return sql`
          with gone as (delete from manual_tag where ${of("manual_tag")} and ${named(edit.tag)} returning manual_tag.*)
          select contact_id, to_jsonb(gone) as before from gone`;
    }
  };
  const { rows } = await sql<{ contact_id: string; before: unknown }>`${changed()}`.execute(trx);
  await sql`
    insert into bulk_edit_row (firm_id, bulk_id, connection_id, contact_id, before)
    select ${firm_id}, ${bulk_id}, ${connection_id}, r.contact_id, r.before
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(contact_id text, before jsonb)
    on conflict do nothing`.execute(trx);
  return [...new Set(rows.map((row) => row.contact_id))];
}

/** What is left of it to undo, the next few, all of one connection. */
export async function nextToUndo(
  db: Db,
  firm_id: string,
  bulk_id: string,
  limit: number,
): Promise<{ connection_id: string; contact_ids: string[] } | null> {
  const { rows } = await sql<{ connection_id: string; contact_id: string }>`
    select connection_id, contact_id from bulk_edit_row where firm_id = ${firm_id} and bulk_id = ${bulk_id} order by 1, 2 limit ${limit}`.execute(
    db,
  );
  const [first] = rows;
  if (!first) return null;
  const { connection_id } = first;
  return { connection_id, contact_ids: rows.filter((row) => row.connection_id === connection_id).map((row) => row.contact_id) };
}

/**
 * Puts these contacts back as they were, and gives whom that changed. Where somebody has changed the same since, theirs stays. They
 * leave the list of what can be undone either way.
 */
export async function undoMany(trx: Db, owner: Owner, bulk: BulkRow, ids: readonly string[]): Promise<string[]> {
  const { firm_id, connection_id } = owner;
  // The ids bound every part of it, whatever PostgreSQL believes of tables that have just grown.
  const here = (
    table: string,
  ) => sql`${sql.ref(`${table}.firm_id`)} = ${firm_id} and ${sql.ref(`${table}.connection_id`)} = ${connection_id}
    and ${sql.ref(`${table}.contact_id`)} = any(${ids}::text[])`;
  const rows = sql`
    delete from bulk_edit_row where ${here("bulk_edit_row")} and bulk_id = ${bulk.bulk_id}
    returning contact_id, before`;
  const back = (): RawBuilder<unknown> => {
    switch (bulk.kind) {
      case "pin":
        return sql`
          back as (
            update contact_pin set member_id = (r.before->>'member_id')::uuid, pinned_by = (r.before->>'pinned_by')::uuid,
              created_at = (r.before->>'created_at')::timestamptz
            from r where ${here("contact_pin")} and contact_pin.contact_id = r.contact_id and r.before is not null
              and contact_pin.member_id = ${bulk.owner_member_id}::uuid and contact_pin.pinned_by = ${bulk.member_id}::uuid
            returning contact_pin.contact_id
          ), gone as (
            delete from contact_pin using r where ${here("contact_pin")} and contact_pin.contact_id = r.contact_id and r.before is null
              and contact_pin.member_id = ${bulk.owner_member_id}::uuid and contact_pin.pinned_by = ${bulk.member_id}::uuid
            returning contact_pin.contact_id
          ) select contact_id from back union all select contact_id from gone`;
      case "unpin":
        return sql`
          back as (
            insert into contact_pin (firm_id, connection_id, contact_id, member_id, pinned_by, created_at)
            select ${firm_id}, ${connection_id}, contact_id, (before->>'member_id')::uuid, (before->>'pinned_by')::uuid, (before->>'created_at')::timestamptz
            from r on conflict do nothing returning contact_id
          ) select contact_id from back`;
      case "tag":
        return sql`
          gone as (
            delete from manual_tag using r where ${here("manual_tag")} and manual_tag.contact_id = r.contact_id
              and lower(manual_tag.name) = lower(${bulk.tag}) and manual_tag.member_id = ${bulk.member_id}::uuid
            returning manual_tag.contact_id
          ) select contact_id from gone`;
      case "untag":
        return sql`
          back as (
            insert into manual_tag (firm_id, connection_id, contact_id, name, member_id, created_at)
            select ${firm_id}, ${connection_id}, r.contact_id, r.before->>'name', (r.before->>'member_id')::uuid, (r.before->>'created_at')::timestamptz
            from r where not exists (select 1 from manual_tag where ${here("manual_tag")} and manual_tag.contact_id = r.contact_id and lower(name) = lower(${bulk.tag}))
            on conflict do nothing returning contact_id
          ) select contact_id from back`;
    }
  };
  const done = await sql<{ contact_id: string }>`with r as (${rows}), ${back()}`.execute(trx);
  return done.rows.map((row) => row.contact_id);
}
