/** The members' view of all threads, and whose a message is. */
import { sql } from "kysely";
import type { Thread, ThreadKey } from "./store_messages.ts";
import type { PortalDb } from "./types.ts";

export interface ThreadLine extends Thread {
  contact_name: string;
  matter_title: string;
  matter_status: string;
  assigned_name: string | null;
  owner_member_id: string | null;
  unread: number;
  last: { direction: "in" | "out"; author_name: string; body: string; read_at: string | null } | null;
}

export interface InboxFilter {
  member_id: string | null;
  show: "mine" | "unassigned" | "all";
  state: "open" | "done" | null;
  unread: boolean;
  connection_id: string | null;
  matter_id: string | null;
  thread_id: string | null;
  search: string;
  after: { last_at: string; thread_id: string } | null;
  limit: number;
}

/** `%` and `_` are what somebody typed. */
const likeOf = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

const LINES = sql`
  select t.firm_id, t.thread_id, t.connection_id, t.matter_id, t.contact_id, t.state, t.assigned_member_id, t.last_seq, t.last_at, c.view->>'name' as contact_name,
    coalesce(nullif(m.name, ''), m.number, '') as matter_title, coalesce(m.status, '') as matter_status, a.name as assigned_name, c.owner_member_id,
    (select json_build_object('direction', l.direction, 'author_name', l.author_name, 'body', left(l.body, 200), 'read_at', l.read_at)
      from portal_message l where l.firm_id = t.firm_id and l.thread_id = t.thread_id and l.seq = t.last_seq) as last`;
const FROM = sql`
  from portal_thread t
  left join contact c on c.firm_id = t.firm_id and c.connection_id = t.connection_id and c.provider_id = t.contact_id
  left join matter m on m.firm_id = t.firm_id and m.connection_id = t.connection_id and m.provider_id = t.matter_id
  left join member a on a.firm_id = t.firm_id and a.member_id = t.assigned_member_id`;

const unreadOf = (member_id: string | null) => sql`(
  select count(*)::int from portal_message u where u.firm_id = t.firm_id and u.thread_id = t.thread_id and u.direction = 'in'
    and u.seq > coalesce((select r.seq from portal_thread_read r where r.firm_id = t.firm_id and r.thread_id = t.thread_id
      and r.member_id = ${member_id}::uuid), 0))`;

/** Theirs: assigned to them, or to nobody and their client's. */
const mineOf = (member_id: string | null) =>
  sql`(t.assigned_member_id = ${member_id}::uuid or (t.assigned_member_id is null and c.owner_member_id = ${member_id}::uuid))`;

/** The one with the latest message first. */
export async function listThreads(db: PortalDb, firm_id: string, of: InboxFilter): Promise<ThreadLine[]> {
  const { member_id, show, state, after } = of;
  const whose = show === "mine" ? mineOf(member_id) : show === "unassigned" ? sql`t.assigned_member_id is null` : sql`true`;
  const found = likeOf(of.search);
  const searched =
    of.search === ""
      ? sql`true`
      : sql`(c.view->>'name' ilike ${found} or m.name ilike ${found} or m.number ilike ${found} or exists (
          select from portal_message s where s.firm_id = t.firm_id and s.thread_id = t.thread_id and s.body ilike ${found}))`;
  const { rows } = await sql<ThreadLine>`
    ${LINES}, ${unreadOf(member_id)} as unread ${FROM}
    where t.firm_id = ${firm_id} and ${whose} and ${searched}
      and (${state}::text is null or t.state = ${state}::text) and (${of.thread_id}::uuid is null or t.thread_id = ${of.thread_id}::uuid)
      and (${of.connection_id}::uuid is null or t.connection_id = ${of.connection_id}::uuid)
      and (${of.matter_id}::text is null or t.matter_id = ${of.matter_id}::text)
      and (not ${of.unread} or ${unreadOf(member_id)} > 0)
      and (${after?.last_at ?? null}::timestamptz is null
        or (t.last_at, t.thread_id) < (${after?.last_at ?? null}::timestamptz, ${after?.thread_id ?? null}::uuid))
    order by t.last_at desc, t.thread_id desc limit ${of.limit}`.execute(db);
  return rows;
}

export interface InboxCounts {
  mine: number;
  unassigned: number;
  all: number;
}

/** Open threads with something that this member has not read. */
export async function countUnread(db: PortalDb, firm_id: string, member_id: string | null): Promise<InboxCounts> {
  const { rows } = await sql<InboxCounts>`
    select count(*) filter (where ${mineOf(member_id)})::int as mine, count(*) filter (where t.assigned_member_id is null)::int as unassigned,
      count(*)::int as "all" ${FROM} where t.firm_id = ${firm_id} and t.state = 'open' and t.last_in_seq > 0 and ${unreadOf(member_id)} > 0`.execute(
    db,
  );
  return rows[0]!;
}

export interface Colleague {
  member_id: string;
  name: string;
  email: string;
  role: string;
  mode: "mine" | "all" | "none";
  is_assigned: boolean;
  is_owner: boolean;
  /** Connected at the provider, so that what is theirs is written at once. */
  own_account: boolean;
  is_sync_user: boolean;
}

/** Every active member, with what they have to do with a thread. */
export async function readColleagues(db: PortalDb, of: ThreadKey): Promise<Colleague[]> {
  const { rows } = await sql<Colleague>`
    select m.member_id, m.name, m.email, m.role, coalesce(n.mode, 'mine') as mode, t.assigned_member_id is not distinct from m.member_id as is_assigned,
      c.owner_member_id is not distinct from m.member_id as is_owner,
      exists (select from connection k where k.firm_id = m.firm_id and k.provider = here.provider and k.state = 'connected'
        and lower(trim(k.user_email)) = lower(trim(m.email))) as own_account,
      lower(trim(here.user_email)) = lower(trim(m.email)) as is_sync_user
    from member m
    join connection here on here.firm_id = m.firm_id and here.connection_id = ${of.connection_id}
    left join contact c on c.firm_id = m.firm_id and c.connection_id = ${of.connection_id} and c.provider_id = ${of.contact_id}
    left join portal_thread t on t.firm_id = m.firm_id and t.connection_id = ${of.connection_id} and t.matter_id = ${of.matter_id}
      and t.contact_id = ${of.contact_id}
    left join portal_member_notice n on n.firm_id = m.firm_id and n.member_id = m.member_id
    where m.firm_id = ${of.firm_id} and m.active order by m.role = 'admin' desc, m.member_id`.execute(db);
  return rows;
}

/** Who may be written to about a matter: the persons who take part in it, as it is shown. */
export async function listClientsOf(
  db: PortalDb,
  of: Omit<ThreadKey, "contact_id">,
): Promise<{ contact_id: string; name: string; open: boolean }[]> {
  const { rows } = await sql<{ contact_id: string; name: string; open: boolean }>`
    select c.provider_id as contact_id, c.view->>'name' as name, m.status <> 'closed' as open
    from project p
    join matter m using (firm_id, connection_id, provider_id)
    join contact c on c.firm_id = p.firm_id and c.connection_id = p.connection_id and c.provider_id = any(p.participant_ids)
    where p.firm_id = ${of.firm_id} and p.connection_id = ${of.connection_id} and p.provider_id = ${of.matter_id} and p.shown and not m.left_out
      and m.presence <> 'tombstone' and c.state = 'in' order by c.sort_name, c.provider_id`.execute(db);
  return rows;
}

export async function readMemberMode(db: PortalDb, firm_id: string, member_id: string): Promise<"mine" | "all" | "none"> {
  const { rows } = await sql<{ mode: "mine" | "all" | "none" }>`
    select mode from portal_member_notice where firm_id = ${firm_id} and member_id = ${member_id}`.execute(db);
  return rows[0]?.mode ?? "mine";
}

export async function putMemberMode(trx: PortalDb, firm_id: string, member_id: string, mode: "mine" | "all" | "none"): Promise<void> {
  await sql`
    insert into portal_member_notice (firm_id, member_id, mode) values (${firm_id}, ${member_id}, ${mode})
    on conflict (firm_id, member_id) do update set mode = excluded.mode`.execute(trx);
}
