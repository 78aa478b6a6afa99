/** How activities are kept, and what is read of them and of their contact to put a delivery together. */
import { sql } from "kysely";
import type { Owner } from "../mirror/store.ts";
import type { ContactState } from "../model/kinds.ts";
import type { Told } from "./compose.ts";
import type { Db } from "./store.ts";
import type { Activity, ActivityEdit, FileRow, NewActivity, Page } from "./types.ts";

export type ActivityRow = Omit<Activity, "deliveries" | "files">;

const COLUMNS = sql`a.firm_id, a.activity_id, a.connection_id, a.contact_id, a.matter_id, a.kind, a.direction, a.occurred_at, a.author_member_id,
  coalesce(m.name, '') as author_name, a.subject, a.body, a.address, a.conversation, a.source, a.source_key, a.kept_here, a.revision, a.created_at, a.edited_at`;
const FROM = sql`activity a left join member m on m.firm_id = a.firm_id and m.member_id = a.author_member_id`;

/** Null where the same source told it before. */
export async function insertActivity(
  trx: Db,
  firm_id: string,
  activity_id: string,
  input: NewActivity,
  told: { kept_here: boolean; needs_filing: boolean; at: string },
): Promise<string | null> {
  const { rows } = await sql<{ activity_id: string }>`
    with made as (
    insert into activity (firm_id, activity_id, connection_id, contact_id, matter_id, kind, direction, occurred_at, author_member_id, subject, body, address,
      conversation, source, source_key, kept_here, needs_filing, created_at)
    values (${firm_id}, ${activity_id}, ${input.connection_id}, ${input.contact_id}, ${input.matter_id}, ${input.kind}, ${input.direction},
      ${input.occurred_at}::timestamptz, ${input.author_member_id}, ${input.subject}, ${input.body}, ${input.address}, ${input.conversation}, ${input.source},
      ${input.source_key}, ${told.kept_here}, ${told.needs_filing}, ${told.at}::timestamptz)
    on conflict (firm_id, source_key) where source_key is not null do nothing
    returning firm_id, activity_id
    ), attached as (
      insert into activity_file (firm_id, activity_id, position, file_id)
      select made.firm_id, made.activity_id, f.position - 1, f.file_id from made, unnest(${input.file_ids}::uuid[]) with ordinality as f(file_id, position)
    )
    select activity_id from made`.execute(trx);
  return rows[0]?.activity_id ?? null;
}

export async function readActivityBySource(db: Db, firm_id: string, source_key: string): Promise<string | null> {
  const { rows } = await sql<{ activity_id: string }>`
    select activity_id from activity where firm_id = ${firm_id} and source_key = ${source_key}`.execute(db);
  return rows[0]?.activity_id ?? null;
}

export async function readActivityRow(
  db: Db,
  firm_id: string,
  activity_id: string,
): Promise<(ActivityRow & { needs_filing: boolean }) | null> {
  const { rows } = await sql<ActivityRow & { needs_filing: boolean }>`
    select ${COLUMNS}, a.needs_filing from ${FROM} where a.firm_id = ${firm_id} and a.activity_id = ${activity_id}`.execute(db);
  return rows[0] ?? null;
}

export async function listActivityRows(
  db: Db,
  firm_id: string,
  filter: { connection_id?: string; contact_id?: string; matter_id?: string; kinds?: readonly string[]; needs_filing?: boolean },
  page: Page,
): Promise<ActivityRow[]> {
  const { rows } = await sql<ActivityRow>`
    select ${COLUMNS} from ${FROM}
    where a.firm_id = ${firm_id}
      and (${filter.connection_id ?? null}::uuid is null or a.connection_id = ${filter.connection_id ?? null}::uuid)
      and (${filter.contact_id ?? null}::text is null or a.contact_id = ${filter.contact_id ?? null}::text)
      and (${filter.matter_id ?? null}::text is null or a.matter_id = ${filter.matter_id ?? null}::text)
      and (${filter.kinds === undefined} or a.kind = any(${filter.kinds ?? []}::text[]))
      and (${filter.needs_filing !== true} or a.needs_filing)
      and (${page.after}::uuid is null or a.activity_id < ${page.after}::uuid)
    order by a.activity_id desc limit ${page.limit}`.execute(db);
  return rows;
}

/** Locked: two who edit it do so one after the other. */
export async function lockActivity(trx: Db, firm_id: string, activity_id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from activity where firm_id = ${firm_id} and activity_id = ${activity_id} for update`.execute(trx);
  return rows.length > 0;
}

export async function updateActivity(trx: Db, firm_id: string, activity_id: string, edit: ActivityEdit, at: string): Promise<void> {
  await sql`
    update activity set subject = coalesce(${edit.subject ?? null}::text, subject), body = coalesce(${edit.body ?? null}::text, body),
      occurred_at = coalesce(${edit.occurred_at ?? null}::timestamptz, occurred_at),
      direction = case when ${edit.direction === undefined} then direction else ${edit.direction ?? null}::text end,
      address = case when ${edit.address === undefined} then address else ${edit.address ?? null}::text end,
      revision = revision + 1, edited_at = ${at}::timestamptz
    where firm_id = ${firm_id} and activity_id = ${activity_id}`.execute(trx);
}

/** Null: it needs one again. */
export async function setMatter(trx: Db, firm_id: string, activity_id: string, matter_id: string | null, at: string): Promise<void> {
  await sql`
    update activity set matter_id = ${matter_id}, needs_filing = ${matter_id === null}, revision = revision + 1, edited_at = ${at}::timestamptz
    where firm_id = ${firm_id} and activity_id = ${activity_id}`.execute(trx);
}

export async function filesOf(db: Db, firm_id: string, activity_ids: readonly string[]): Promise<Map<string, FileRow[]>> {
  const { rows } = await sql<FileRow & { activity_id: string }>`
    select x.activity_id, f.* from activity_file x join file f using (firm_id, file_id)
    where x.firm_id = ${firm_id} and x.activity_id = any(${activity_ids}::uuid[]) order by x.activity_id, x.position`.execute(db);
  const files = new Map<string, FileRow[]>();
  for (const { activity_id, ...file } of rows) files.set(activity_id, [...(files.get(activity_id) ?? []), file]);
  return files;
}

export async function readFiles(db: Db, firm_id: string, file_ids: readonly string[]): Promise<FileRow[]> {
  if (file_ids.length === 0) return [];
  const { rows } = await sql<FileRow>`select * from file where firm_id = ${firm_id} and file_id = any(${file_ids}::uuid[])`.execute(db);
  return rows;
}

/** What these deliveries carry. */
export async function readTold(
  db: Db,
  firm_id: string,
  delivery_ids: readonly string[],
): Promise<Map<string, (Told & { revision: number })[]>> {
  const { rows } = await sql<Told & { revision: number; delivery_id: string }>`
    select d.delivery_id, a.activity_id, a.occurred_at, a.direction, a.subject, a.body, a.address, a.revision, coalesce(m.name, '') as author_name,
      coalesce((select json_agg(json_build_object('file_id', f.file_id, 'name', f.name) order by x.position)
        from activity_file x join file f using (firm_id, file_id) where x.firm_id = a.firm_id and x.activity_id = a.activity_id), '[]') as files
    from delivery_activity d join activity a using (firm_id, activity_id)
    left join member m on m.firm_id = a.firm_id and m.member_id = a.author_member_id
    where d.firm_id = ${firm_id} and d.delivery_id = any(${delivery_ids}::uuid[]) order by a.occurred_at, a.activity_id`.execute(db);
  const told = new Map<string, (Told & { revision: number })[]>();
  for (const { delivery_id, ...one } of rows) {
    const known = told.get(delivery_id);
    if (known) known.push(one);
    else told.set(delivery_id, [one]);
  }
  return told;
}

export interface Recipient {
  provider_id: string;
  name: string;
  state: ContactState;
  phone: string | null;
  owner_member_id: string | null;
}

export async function readRecipients(db: Db, owner: Owner, contact_ids: readonly string[]): Promise<Map<string, Recipient>> {
  const { rows } = await sql<Recipient>`
    select provider_id, view->>'name' as name, state, view->'channels'->'phones'->0->>'number' as phone, owner_member_id from contact
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and provider_id = any(${contact_ids}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.provider_id, row]));
}

/** Who leads these matters, as the provider knows them. */
export async function readLeads(db: Db, owner: Owner, matter_ids: readonly string[]): Promise<Map<string, string[]>> {
  if (matter_ids.length === 0) return new Map();
  const { rows } = await sql<{ provider_id: string; leads: string[] }>`
    select provider_id, array(select s->>'staff_id' from json_array_elements(view->'staff') s where (s->>'lead')::boolean) as leads from matter
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and provider_id = any(${matter_ids}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.provider_id, row.leads]));
}

export async function hasMatter(db: Db, owner: Owner, matter_id: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from matter where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and provider_id = ${matter_id}
      and presence <> 'tombstone'`.execute(db);
  return rows.length > 0;
}

/** Of what an activity names, what there is; of its files how many. */
export async function readNamed(
  db: Db,
  owner: Owner,
  { contact_id, matter_id, author_member_id, file_ids }: Pick<NewActivity, "contact_id" | "matter_id" | "author_member_id" | "file_ids">,
): Promise<{ contact: boolean; matter: boolean; author: boolean; files: number }> {
  const of = sql`firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`;
  const { rows } = await sql<{ contact: boolean; matter: boolean; author: boolean; files: number }>`
    select exists (select 1 from contact where ${of} and provider_id = ${contact_id}) as contact,
      exists (select 1 from matter where ${of} and provider_id = ${matter_id} and presence <> 'tombstone') as matter,
      exists (select 1 from member where firm_id = ${owner.firm_id} and member_id = ${author_member_id}) as author,
      (select count(*)::int from file where firm_id = ${owner.firm_id} and file_id = any(${file_ids}::uuid[])) as files`.execute(db);
  return rows[0]!;
}
