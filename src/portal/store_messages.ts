/** Threads and their messages: one thread for each client and matter, its messages numbered, each with when the other side first read it. */
import { sql } from "kysely";
import { WAITS } from "./store_notices.ts";
import type { PortalDb } from "./types.ts";

export interface ThreadKey {
  firm_id: string;
  connection_id: string;
  matter_id: string;
  contact_id: string;
}

export interface Thread extends ThreadKey {
  thread_id: string;
  state: "open" | "done";
  assigned_member_id: string | null;
  last_seq: number;
  last_at: string;
}

export interface Message {
  message_id: string;
  thread_id: string;
  seq: number;
  direction: "in" | "out";
  member_id: string | null;
  author_name: string;
  body: string;
  way: "portal" | "email" | "text";
  activity_id: string;
  sent_at: string;
  read_at: string | null;
  read_by: string | null;
}

const THREAD = sql`firm_id, thread_id, connection_id, matter_id, contact_id, state, assigned_member_id, last_seq, last_at`;
const MESSAGE = sql`message_id, thread_id, seq, direction, member_id, author_name, body, way, activity_id, sent_at, read_at, read_by`;

/** Makes it where there is none; locked, so that whoever writes in it takes turns. */
export async function lockThread(trx: PortalDb, of: ThreadKey, made: { thread_id: string; at: string }): Promise<Thread> {
  await sql`
    insert into portal_thread (firm_id, thread_id, connection_id, matter_id, contact_id, last_at, created_at)
    values (${of.firm_id}, ${made.thread_id}, ${of.connection_id}, ${of.matter_id}, ${of.contact_id}, ${made.at}, ${made.at})
    on conflict (firm_id, connection_id, matter_id, contact_id) do nothing`.execute(trx);
  const { rows } = await sql<Thread>`
    select ${THREAD} from portal_thread where firm_id = ${of.firm_id} and connection_id = ${of.connection_id}
      and matter_id = ${of.matter_id} and contact_id = ${of.contact_id} for update`.execute(trx);
  return rows[0]!;
}

export async function readThreadOf(db: PortalDb, of: ThreadKey): Promise<Thread | null> {
  const { rows } = await sql<Thread>`
    select ${THREAD} from portal_thread where firm_id = ${of.firm_id} and connection_id = ${of.connection_id}
      and matter_id = ${of.matter_id} and contact_id = ${of.contact_id}`.execute(db);
  return rows[0] ?? null;
}

export async function readThread(db: PortalDb, firm_id: string, thread_id: string): Promise<Thread | null> {
  const { rows } = await sql<Thread>`select ${THREAD} from portal_thread where firm_id = ${firm_id} and thread_id = ${thread_id}`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** The latest `limit`, the earliest of them first. `before`: those before that number. */
export async function listMessages(
  db: PortalDb,
  firm_id: string,
  thread_id: string,
  { before, limit }: { before: number | null; limit: number },
): Promise<Message[]> {
  const { rows } = await sql<Message>`
    select ${MESSAGE} from portal_message where firm_id = ${firm_id} and thread_id = ${thread_id}
      and (${before}::int is null or seq < ${before}::int) order by seq desc limit ${limit}`.execute(db);
  return rows.toReversed();
}

/** What members wrote since a client's message or a colleague's was last seen. */
export async function answersSince(trx: PortalDb, of: Thread, seq: number, but_member_id: string): Promise<Message[]> {
  const { rows } = await sql<Message>`
    select ${MESSAGE} from portal_message where firm_id = ${of.firm_id} and thread_id = ${of.thread_id} and seq > ${seq} and direction = 'out'
      and member_id is distinct from ${but_member_id} order by seq limit 20`.execute(trx);
  return rows;
}

/** A client's message opens the thread again. */
export async function insertMessage(
  trx: PortalDb,
  thread: Thread,
  row: Pick<Message, "message_id" | "direction" | "member_id" | "author_name" | "body" | "way" | "activity_id" | "sent_at">,
): Promise<number> {
  const seq = thread.last_seq + 1;
  await sql`
    insert into portal_message (firm_id, message_id, connection_id, thread_id, seq, direction, member_id, author_name, body, way, activity_id, sent_at)
    values (${thread.firm_id}, ${row.message_id}, ${thread.connection_id}, ${thread.thread_id}, ${seq}, ${row.direction}, ${row.member_id},
      ${row.author_name}, ${row.body}, ${row.way}, ${row.activity_id}, ${row.sent_at})`.execute(trx);
  await sql`
    update portal_thread set last_seq = ${seq}, last_at = ${row.sent_at}, last_in_seq = case when ${row.direction} = 'in' then ${seq} else last_in_seq end,
      state = case when ${row.direction} = 'in' then 'open' else state end
    where firm_id = ${thread.firm_id} and thread_id = ${thread.thread_id}`.execute(trx);
  return seq;
}

/** The earliest that the other side has not read and that is no older than `since`; null: they have read all. */
export async function firstUnread(trx: PortalDb, of: Thread, direction: "in" | "out", since: string): Promise<number | null> {
  const { rows } = await sql<{ seq: number | null }>`
    select min(seq) as seq from portal_message where firm_id = ${of.firm_id} and thread_id = ${of.thread_id} and direction = ${direction}
      and read_at is null and sent_at >= ${since}::timestamptz`.execute(trx);
  return rows[0]?.seq ?? null;
}

/** What the other side wrote, up to a number, is read from now on; gives how many that were not yet. */
export async function markRead(
  trx: PortalDb,
  of: Pick<Thread, "firm_id" | "thread_id">,
  direction: "in" | "out",
  through: number,
  { by, at }: { by: string; at: string },
): Promise<number> {
  const { numAffectedRows } = await sql`
    update portal_message set read_at = ${at}, read_by = ${by} where firm_id = ${of.firm_id} and thread_id = ${of.thread_id}
      and direction = ${direction} and seq <= ${through} and read_at is null`.execute(trx);
  return Number(numAffectedRows);
}

/** False: this member had read as far before. */
export async function putMemberRead(trx: PortalDb, of: Thread, member_id: string, through: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into portal_thread_read as r (firm_id, connection_id, thread_id, member_id, seq)
    values (${of.firm_id}, ${of.connection_id}, ${of.thread_id}, ${member_id}, ${through})
    on conflict (firm_id, thread_id, member_id) do update set seq = excluded.seq where r.seq < excluded.seq`.execute(trx);
  return numAffectedRows === 1n;
}

/** What they were to be told of and have read by themselves. */
export async function dropMessageNotices(trx: PortalDb, of: Thread, at: string): Promise<void> {
  await sql`
    update portal_notice set state = 'cancelled', reason = 'read', since = ${at}::timestamptz, due_at = null
    where firm_id = ${of.firm_id} and connection_id = ${of.connection_id} and contact_id = ${of.contact_id} and ${WAITS}
      and kind = 'message' and starts_with(occasion, ${`message ${of.thread_id} `})`.execute(trx);
}

export async function setThread(
  trx: PortalDb,
  of: Pick<Thread, "firm_id" | "thread_id">,
  to: { state?: Thread["state"] | undefined; assigned_member_id?: string | null | undefined },
): Promise<void> {
  await sql`
    update portal_thread set state = coalesce(${to.state ?? null}::text, state),
      assigned_member_id = case when ${to.assigned_member_id === undefined} then assigned_member_id else ${to.assigned_member_id ?? null}::uuid end
    where firm_id = ${of.firm_id} and thread_id = ${of.thread_id}`.execute(trx);
}
