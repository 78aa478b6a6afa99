/** Links that sign in once, and the sessions that they open. Tokens are kept as their hash alone. */
import { sql } from "kysely";
import { GOOD_ACCESS, has, PERSON } from "./store_access.ts";
import type { PortalDb, PortalPerson } from "./types.ts";

export interface NewLink {
  firm_id: string;
  link_id: string;
  access_id: string;
  token_hash: Buffer;
  browser_hash: Buffer;
  email: string;
  created_at: string;
  expires_at: string;
}

export async function insertLink(trx: PortalDb, link: NewLink): Promise<void> {
  await sql`
    insert into portal_link (firm_id, link_id, access_id, token_hash, browser_hash, email, created_at, expires_at)
    values (${link.firm_id}, ${link.link_id}, ${link.access_id}, ${link.token_hash}, ${link.browser_hash}, ${link.email}, ${link.created_at},
      ${link.expires_at})`.execute(trx);
}

export interface LinkRow extends NewLink {
  used_at: string | null;
}

export async function readLink(db: PortalDb, token_hash: Buffer): Promise<LinkRow | null> {
  const { rows } = await sql<LinkRow>`
    select firm_id, link_id, access_id, token_hash, browser_hash, email, created_at, expires_at, used_at from portal_link
    where token_hash = ${token_hash}`.execute(db);
  return rows[0] ?? null;
}

/** False: somebody was quicker. */
export async function useLink(trx: PortalDb, link: LinkRow, at: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update portal_link set used_at = ${at} where firm_id = ${link.firm_id} and link_id = ${link.link_id} and used_at is null`.execute(trx);
  return numAffectedRows === 1n;
}

/** Null: it is revoked, or the address is not theirs any more. */
export async function readPersonByAddress(
  db: PortalDb,
  { firm_id, access_id, email }: Pick<LinkRow, "firm_id" | "access_id" | "email">,
): Promise<PortalPerson | null> {
  const { rows } = await sql<PortalPerson>`
    select ${PERSON}, ${email} as email from ${GOOD_ACCESS}
    where a.firm_id = ${firm_id} and a.access_id = ${access_id} and a.state = 'active' and ${has(email)}`.execute(db);
  return rows[0] ?? null;
}

export interface SessionRow {
  session_id: string;
  browser: string;
  created_at: string;
  last_used_at: string;
  expires_at: string;
}

export async function insertSession(
  trx: PortalDb,
  row: Omit<SessionRow, "last_used_at"> & { firm_id: string; access_id: string; token_hash: Buffer; email: string },
): Promise<void> {
  await sql`
    insert into portal_session (firm_id, session_id, access_id, token_hash, email, browser, created_at, last_used_at, expires_at)
    values (${row.firm_id}, ${row.session_id}, ${row.access_id}, ${row.token_hash}, ${row.email}, ${row.browser}, ${row.created_at},
      ${row.created_at}, ${row.expires_at})`.execute(trx);
}

export interface Recognised {
  person: PortalPerson;
  session_id: string;
  last_used_at: string;
}

/** Asked anew for every request: who is shut out is out at once. */
export async function readSession(db: PortalDb, token_hash: Buffer, now: string): Promise<Recognised | null> {
  const { rows } = await sql<PortalPerson & Pick<Recognised, "session_id" | "last_used_at">>`
    select ${PERSON}, s.email, s.session_id, s.last_used_at from ${GOOD_ACCESS}
    join portal_session s on s.firm_id = a.firm_id and s.access_id = a.access_id
    where s.token_hash = ${token_hash} and s.expires_at > ${now}::timestamptz and a.state = 'active'
      and ${has(sql`s.email`)}`.execute(db);
  if (!rows[0]) return null;
  const { session_id, last_used_at, ...person } = rows[0];
  return { person, session_id, last_used_at };
}

export async function prolongSession(
  db: PortalDb,
  { person, session_id }: Recognised,
  { at, expires_at }: { at: string; expires_at: string },
): Promise<void> {
  await sql`
    update portal_session set last_used_at = ${at}, expires_at = ${expires_at} where firm_id = ${person.firm_id} and session_id = ${session_id}`.execute(
    db,
  );
  await sql`update portal_access set last_seen_at = ${at} where firm_id = ${person.firm_id} and access_id = ${person.access_id}`.execute(
    db,
  );
}

export async function listSessions(db: PortalDb, person: PortalPerson, now: string): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    select session_id, browser, created_at, last_used_at, expires_at from portal_session
    where firm_id = ${person.firm_id} and access_id = ${person.access_id} and expires_at > ${now}::timestamptz order by last_used_at desc limit 100`.execute(
    db,
  );
  return rows;
}

/** One, or all but one. Gives how many ended. */
export async function deleteSessions(trx: PortalDb, person: PortalPerson, which: { only: string } | { but: string }): Promise<number> {
  const one = "only" in which ? sql`session_id = ${which.only}` : sql`session_id <> ${which.but}`;
  const { numAffectedRows } = await sql`
    delete from portal_session where firm_id = ${person.firm_id} and access_id = ${person.access_id} and ${one}`.execute(trx);
  return Number(numAffectedRows);
}

/** What is over. Links stay a while longer, so that a used one can still say what it is. */
export async function dropOld(db: PortalDb, { now, links_before }: { now: string; links_before: string }): Promise<void> {
  await sql`delete from portal_session where expires_at <= ${now}::timestamptz`.execute(db);
  await sql`delete from portal_link where expires_at <= ${links_before}::timestamptz`.execute(db);
}
