/** Texts that came, how each number stands, and who has it. */
import { sql } from "kysely";
import type { Word } from "../texting/keywords.ts";
import { MAY_COME } from "./store_access.ts";
import type { PortalDb } from "./types.ts";

export interface TextIn {
  firm_id: string;
  text_id: string;
  sid: string;
  number: string;
  body: string;
  /** `url`: where the provider has it. */
  media: { type: string; url: string | null }[];
  word: Word | null;
  state: "coming" | "taken" | "held" | "noted" | "dismissed";
  reason: string | null;
  connection_id: string | null;
  contact_id: string | null;
  matter_id: string | null;
  received_at: string;
}

const TEXT = sql`firm_id, text_id, sid, number, body, media, word, state, reason, connection_id, contact_id, matter_id, received_at`;

/** Once by the provider's id. False: it is here already. */
export async function insertTextIn(
  trx: PortalDb,
  row: Pick<TextIn, "firm_id" | "text_id" | "sid" | "number" | "body" | "media" | "word" | "received_at">,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into text_in (firm_id, text_id, sid, number, body, media, word, state, received_at)
    values (${row.firm_id}, ${row.text_id}, ${row.sid}, ${row.number}, ${row.body}, ${JSON.stringify(row.media)}, ${row.word}, 'coming', ${row.received_at})
    on conflict (firm_id, sid) do nothing`.execute(trx);
  return numAffectedRows === 1n;
}

export async function listComing(db: PortalDb, limit: number): Promise<TextIn[]> {
  const { rows } = await sql<TextIn>`select ${TEXT} from text_in where state = 'coming' order by received_at limit ${limit}`.execute(db);
  return rows;
}

export async function listHeldTexts(db: PortalDb, firm_id: string, limit: number): Promise<TextIn[]> {
  const { rows } = await sql<TextIn>`
    select ${TEXT} from text_in where firm_id = ${firm_id} and state = 'held' order by text_id desc limit ${limit}`.execute(db);
  return rows;
}

/** Locked; null: there is none that waits for a member. */
export async function lockHeldText(trx: PortalDb, firm_id: string, text_id: string): Promise<TextIn | null> {
  const { rows } = await sql<TextIn>`
    select ${TEXT} from text_in where firm_id = ${firm_id} and text_id = ${text_id}::uuid and state = 'held' for update`.execute(trx);
  return rows[0] ?? null;
}

/** False: it is in another state than before by now. What it said stays with whoever it was given to, and nowhere else. */
export async function moveTextIn(
  trx: PortalDb,
  text: TextIn,
  to: Pick<TextIn, "state"> & {
    reason?: string;
    of?: { connection_id: string; contact_id: string; matter_id: string | null };
    by?: string;
    at: string;
  },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update text_in set state = ${to.state}, body = case when ${to.state} in ('taken', 'dismissed') then '' else body end, reason = ${to.reason ?? null}, connection_id = ${to.of?.connection_id ?? null},
      contact_id = ${to.of?.contact_id ?? null}, matter_id = ${to.of?.matter_id ?? null}, decided_by = ${to.by ?? null},
      decided_at = case when ${to.by ?? null}::text is not null then ${to.at}::timestamptz end
    where firm_id = ${text.firm_id} and text_id = ${text.text_id} and state = ${text.state}`.execute(trx);
  return numAffectedRows === 1n;
}

// Numbers -------------------------------------------------------------------------------------------------------------------------

export interface NumberRow {
  number: string;
  stopped_at: string | null;
  stopped_word: string | null;
  trouble_code: number | null;
  trouble_at: string | null;
}

export async function readNumbers(db: PortalDb, firm_id: string, numbers: readonly string[]): Promise<NumberRow[]> {
  const { rows } = await sql<NumberRow>`
    select number, stopped_at, stopped_word, trouble_code, trouble_at from text_number
    where firm_id = ${firm_id} and number = any(${numbers}::text[])`.execute(db);
  return rows;
}

/** False: it was so before. */
export async function stopNumber(
  trx: PortalDb,
  of: { firm_id: string; number: string },
  to: { word: string | null; at: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into text_number as n (firm_id, number, stopped_at, stopped_word) values (${of.firm_id}, ${of.number}, ${to.at}, ${to.word})
    on conflict (firm_id, number) do update set stopped_at = excluded.stopped_at, stopped_word = excluded.stopped_word where n.stopped_at is null`.execute(
    trx,
  );
  return numAffectedRows === 1n;
}

export async function startNumber(trx: PortalDb, of: { firm_id: string; number: string }): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update text_number set stopped_at = null, stopped_word = null
    where firm_id = ${of.firm_id} and number = ${of.number} and stopped_at is not null`.execute(trx);
  return numAffectedRows === 1n;
}

/** `code` null: the last one arrived. */
export async function setTrouble(
  trx: PortalDb,
  of: { firm_id: string; number: string },
  to: { code: number | null; at: string },
): Promise<void> {
  await sql`
    insert into text_number (firm_id, number, trouble_code, trouble_at) values (${of.firm_id}, ${of.number}, ${to.code}, ${to.at})
    on conflict (firm_id, number) do update set trouble_code = excluded.trouble_code, trouble_at = excluded.trouble_at`.execute(trx);
}

// Whose -----------------------------------------------------------------------------------------------------------------------------

export interface Haver {
  connection_id: string;
  contact_id: string;
  name: string;
  /** As the provider has them, best first. */
  phones: { number: string; label: string; fax: boolean }[];
  /** Dialable ones, E.164. */
  channels: { number: string; extension: string | null }[];
}

const HAVER = sql`c.connection_id, c.provider_id as contact_id, c.view->>'name' as name, c.view->'phones' as phones, c.view->'channels'->'phones' as channels`;
const HERE = sql`join connection k on k.firm_id = c.firm_id and k.connection_id = c.connection_id and k.erasing_since is null`;

/** Of all the firm's connections: who is in, and where nobody is, who takes part in a matter that is shown. */
export async function whoHas(db: PortalDb, firm_id: string, number: string): Promise<Haver[]> {
  const { rows } = await sql<Haver>`
    select ${HAVER} from contact c ${HERE} where c.firm_id = ${firm_id} and c.state = 'in' and c.channel_keys @> array[${number}]::text[]
    order by c.connection_id, c.provider_id limit 50`.execute(db);
  if (rows.length > 0) return rows;
  const { rows: taking_part } = await sql<Haver>`
    select distinct on (c.connection_id, c.provider_id) ${HAVER} from project p, unnest(p.participant_ids) as one
    join contact c on c.firm_id = ${firm_id} and c.provider_id = one ${HERE}
    where p.firm_id = ${firm_id} and p.connection_id = c.connection_id and p.shown and ${MAY_COME} and c.channel_keys @> array[${number}]::text[]
    order by c.connection_id, c.provider_id limit 50`.execute(db);
  return taking_part;
}

/** Null: there is no such contact, or they cannot be used now. */
export async function readHaver(db: PortalDb, of: { firm_id: string; connection_id: string; contact_id: string }): Promise<Haver | null> {
  const { rows } = await sql<Haver>`
    select ${HAVER} from contact c ${HERE} where c.firm_id = ${of.firm_id} and c.connection_id = ${of.connection_id} and c.provider_id = ${of.contact_id}
      and ${MAY_COME}`.execute(db);
  return rows[0] ?? null;
}

/** The thread in which a text was last sent to somebody: likeliest what they answer. */
export async function lastTexted(db: PortalDb, firm_id: string, number: string): Promise<{ contact_id: string; matter_id: string } | null> {
  const { rows } = await sql<{ contact_id: string; matter_id: string }>`
    select contact_id, matter_id from text_out where firm_id = ${firm_id} and number = ${number} and state = 'sent' and matter_id is not null
    order by since desc limit 1`.execute(db);
  return rows[0] ?? null;
}
