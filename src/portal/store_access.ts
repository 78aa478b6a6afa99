/** Who has an address, who may sign in by it, and what members said about it. */
import { sql, type RawBuilder } from "kysely";
import { WAITS } from "./store_notices.ts";
import type { Language, PortalDb, PortalPerson } from "./types.ts";

export type Source = "participant" | "invited" | "named";

/** Whoever is no client may take part too; who cannot be used, or is perhaps gone, stays out. */
export const MAY_COME = sql`c.state in ('in', 'out_of_scope', 'out_of_segment')`;
/** It is one of the contact's own, as the provider has it now. */
export const has = (email: string | RawBuilder<unknown>) =>
  sql`exists (select from json_array_elements_text(c.view->'channels'->'emails') own where own = ${email})`;

/** A contact that has the address, and may be let in. */
export interface Candidate {
  firm_id: string;
  connection_id: string;
  contact_id: string;
  name: string;
  is_person: boolean;
  never_engage: boolean;
  state: "in" | "out_of_scope" | "out_of_segment";
  /** It is the one that the contact is written to. */
  is_first: boolean;
  access: { access_id: string; state: "active" | "revoked"; source: Source; email: string; language: Language } | null;
  /** Whether a member has said whose the address is, and who had it then. */
  answer: { access_id: string | null; among: string[] } | null;
}

/** In every firm of the installation: whoever signs in says no firm. */
export async function readCandidates(db: PortalDb, email: string): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    with havers as (
      select firm_id, connection_id, provider_id from contact where state = 'in' and channel_keys @> array[${email}]::text[]
      union select firm_id, connection_id, contact_id from portal_reach where emails @> array[${email}]::text[]
    )
    select c.firm_id, c.connection_id, c.provider_id as contact_id, c.view->>'name' as name, c.view->>'type' = 'person' as is_person,
      c.view->>'never_engage' is not null as never_engage, c.view->'channels'->'emails'->>0 = ${email} as is_first, c.state,
      case when a.access_id is not null then json_build_object('access_id', a.access_id, 'state', a.state, 'source', a.source, 'email', a.email,
        'language', a.language) end as access,
      case when d.firm_id is not null then json_build_object('access_id', d.access_id, 'among', d.among) end as answer
    from havers h join contact c using (firm_id, connection_id, provider_id)
    join connection k on k.firm_id = c.firm_id and k.connection_id = c.connection_id and k.erasing_since is null
    left join portal_access a on a.firm_id = c.firm_id and a.connection_id = c.connection_id and a.contact_id = c.provider_id
    left join portal_address d on d.firm_id = c.firm_id and d.email = ${email}
    where ${MAY_COME} and ${has(email)}
    order by c.firm_id, c.connection_id, c.provider_id limit 200`.execute(db);
  return rows;
}

type Whom = Pick<Candidate, "firm_id" | "connection_id" | "contact_id">;

/** Makes the row, or sets anew what it says; one that was revoked stays so unless a member asks for it. Null: it is revoked. */
export async function putAccess(
  trx: PortalDb,
  of: Whom,
  to: { access_id: string; email: string; source: Source; language: Language; by: string | null; at: string },
): Promise<{ access_id: string; language: Language } | null> {
  const { rows } = await sql<{ access_id: string; language: Language }>`
    insert into portal_access as a (firm_id, access_id, connection_id, contact_id, email, source, language, created_by, created_at)
    values (${of.firm_id}, ${to.access_id}, ${of.connection_id}, ${of.contact_id}, ${to.email}, ${to.source}, ${to.language}, ${to.by}, ${to.at})
    on conflict (firm_id, connection_id, contact_id) do update set email = excluded.email,
      source = case when ${to.by}::text is null then a.source else excluded.source end, state = 'active', revoked_by = null, revoked_at = null,
      created_by = coalesce(excluded.created_by, a.created_by)
      where a.state = 'active' or ${to.by}::text is not null
    returning access_id, language`.execute(trx);
  return rows[0] ?? null;
}

export async function putAnswer(
  trx: PortalDb,
  firm_id: string,
  email: string,
  to: { access_id: string | null; among: string[]; by: string; at: string },
): Promise<void> {
  await sql`
    insert into portal_address (firm_id, email, access_id, among, answered_by, answered_at)
    values (${firm_id}, ${email}, ${to.access_id}, ${to.among}::text[], ${to.by}, ${to.at})
    on conflict (firm_id, email) do update set access_id = excluded.access_id, among = excluded.among, answered_by = excluded.answered_by,
      answered_at = excluded.answered_at`.execute(trx);
}

/** Ends their sessions and links too, and keeps whoever never came from coming. Null: it is so already, or there is no such contact. */
export async function revokeAccess(
  trx: PortalDb,
  of: Whom,
  { access_id: fresh, by, at }: { access_id: string; by: string; at: string },
): Promise<string | null> {
  const { rows } = await sql<{ access_id: string }>`
    insert into portal_access as a (firm_id, access_id, connection_id, contact_id, email, source, state, created_at, revoked_by, revoked_at)
    select firm_id, ${fresh}, connection_id, provider_id, coalesce(view->'channels'->'emails'->>0, ''), 'participant', 'revoked', ${at}, ${by}, ${at}
    from contact where firm_id = ${of.firm_id} and connection_id = ${of.connection_id} and provider_id = ${of.contact_id}
    on conflict (firm_id, connection_id, contact_id) do update set state = 'revoked', revoked_by = excluded.revoked_by, revoked_at = excluded.revoked_at
      where a.state = 'active'
    returning access_id`.execute(trx);
  const access_id = rows[0]?.access_id;
  if (access_id === undefined) return null;
  await sql`delete from portal_session where firm_id = ${of.firm_id} and access_id = ${access_id}`.execute(trx);
  await sql`delete from portal_link where firm_id = ${of.firm_id} and access_id = ${access_id}`.execute(trx);
  await sql`
    update portal_notice set state = 'cancelled', reason = 'revoked', since = ${at}::timestamptz, due_at = null
    where firm_id = ${of.firm_id} and connection_id = ${of.connection_id} and contact_id = ${of.contact_id} and ${WAITS}`.execute(trx);
  return access_id;
}

/** Whose an access is, as long as it is good: not revoked, the contact in, and with the address. */
export const PERSON = sql`a.firm_id, a.connection_id, a.contact_id, a.access_id, c.view->>'name' as name, a.language`;
export const GOOD_ACCESS = sql`portal_access a
  join contact c on c.firm_id = a.firm_id and c.connection_id = a.connection_id and c.provider_id = a.contact_id and ${MAY_COME}
  join connection k on k.firm_id = a.firm_id and k.connection_id = a.connection_id and k.erasing_since is null`;

export async function readPreferences(
  db: PortalDb,
  of: Pick<PortalPerson, "firm_id" | "access_id">,
): Promise<{ language: Language; preferences: Record<string, unknown> }> {
  const { rows } = await sql<{ language: Language; preferences: Record<string, unknown> }>`
    select language, preferences from portal_access where firm_id = ${of.firm_id} and access_id = ${of.access_id}`.execute(db);
  return rows[0] ?? { language: "en", preferences: {} };
}

export async function putPreferences(
  trx: PortalDb,
  of: Pick<PortalPerson, "firm_id" | "access_id">,
  to: { language: Language; preferences: object },
): Promise<void> {
  await sql`
    update portal_access set language = ${to.language}, preferences = ${JSON.stringify(to.preferences)}
    where firm_id = ${of.firm_id} and access_id = ${of.access_id}`.execute(trx);
}
