/** What hangs on a member: shown before they are shut out. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";

export interface MemberStanding {
  /** Contacts that are in and owned by them. */
  contacts: number;
  /** Contacts that somebody gave them by hand (B-OWN-4). */
  pins: number;
  /** What they logged that is not at the provider yet. */
  waiting: number;
  /** Keys of theirs that are good now. */
  api_keys: number;
  /** Their own accounts at the providers that are connected. */
  connections: number;
  /** Nobody else could administer the firm. */
  last_admin: boolean;
}

/** Null: there is no such member. */
export async function readStanding(db: Kysely<Tables>, firm_id: string, member_id: string, now: string): Promise<MemberStanding | null> {
  const { rows } = await sql<MemberStanding>`
    select
      (select count(*)::int from contact c where c.firm_id = m.firm_id and c.state = 'in' and c.owner_member_id = m.member_id) as contacts,
      (select count(*)::int from contact_pin p where p.firm_id = m.firm_id and p.member_id = m.member_id) as pins,
      (select count(*)::int from delivery d where d.firm_id = m.firm_id and d.author_member_id = m.member_id
        and d.state in ('held', 'queued', 'needs_review')) as waiting,
      (select count(*)::int from api_key k where k.firm_id = m.firm_id and k.member_id = m.member_id and k.revoked_at is null
        and (k.expires_at is null or k.expires_at > ${now})) as api_keys,
      (select count(*)::int from connection c where c.firm_id = m.firm_id and c.state = 'connected' and c.erasing_since is null
        and (c.member_id = m.member_id or lower(c.user_email) = lower(m.email))) as connections,
      m.role = 'admin' and m.active and m.user_id is not null and not exists (
        select from member o where o.firm_id = m.firm_id and o.role = 'admin' and o.active and o.user_id is not null
          and o.member_id <> m.member_id) as last_admin
    from member m where m.firm_id = ${firm_id} and m.member_id = ${member_id}`.execute(db);
  return rows[0] ?? null;
}
