/** The permanent ledger: one row for each automation, contact and occasion (B-AUT-1), its batches, and its story. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { firstIdAt } from "../lib/ids.ts";
import type { Code, Params } from "./reasons.ts";
import { wordsNow } from "./store_automations.ts";
import type { Account, Because, Start, StartState } from "./types.ts";

type Db = Kysely<Tables>;

export interface NewStart extends Because {
  start_id: string;
  automation_id: string;
  version: number;
  contact_id: string;
  matter_id: string | null;
  occasion: string;
  about: Record<string, string>;
  state: StartState;
  reason: Code | null;
  params: Params;
  batch_id: string | null;
  due_at: string | null;
  approved_by: string | null;
}

/** Those that the ledger did not have, and how many; an occasion that is told again changes nothing. */
export async function insertStarts(trx: Db, firm_id: string, provider: string, rows: readonly NewStart[], at: string): Promise<number> {
  if (rows.length === 0) return 0;
  // In columns, which is read a third faster than a row of JSON for each.
  const column = (name: keyof NewStart, type: string) => sql`${rows.map((row) => row[name])}::${sql.raw(type)}[]`;
  const json = (name: "about" | "params") => sql`${rows.map((row) => JSON.stringify(row[name]))}::jsonb[]`;
  const { rows: made } = await sql<{ n: number }>`
    with fresh as (
      insert into automation_start (firm_id, start_id, automation_id, version, provider, contact_id, matter_id, occasion, about, cause, cause_id,
        state, reason, params, since, created_at, batch_id, due_at, approved_by)
      select ${firm_id}, p.start_id, p.automation_id, p.version, ${provider}, p.contact_id, p.matter_id, p.occasion, p.about, p.cause, p.cause_id,
        p.state, p.reason, p.params, ${at}::timestamptz, ${at}::timestamptz, p.batch_id, p.due_at, p.approved_by
      from unnest(${column("start_id", "uuid")}, ${column("automation_id", "uuid")}, ${column("version", "int")}, ${column("contact_id", "text")},
        ${column("matter_id", "text")}, ${column("occasion", "text")}, ${json("about")}, ${column("cause", "text")}, ${column("cause_id", "text")},
        ${column("state", "text")}, ${column("reason", "text")}, ${json("params")}, ${column("batch_id", "uuid")}, ${column("due_at", "timestamptz")},
        ${column("approved_by", "text")}) as p(start_id, automation_id, version, contact_id, matter_id, occasion, about, cause, cause_id, state, reason,
        params, batch_id, due_at, approved_by)
      on conflict (firm_id, provider, contact_id, automation_id, occasion) do nothing
      returning firm_id, start_id, state, reason, params, batch_id
    ), told as (
      insert into automation_story (firm_id, start_id, at, state, reason, params) select firm_id, start_id, ${at}::timestamptz, state, reason, params from fresh where batch_id is null
    )
    select count(*)::int as n from fresh`.execute(trx);
  return made[0]!.n;
}

/** Whoever counts what starts waits for whoever did so before, until that is entered. */
export async function lockStarts(trx: Db, account: Account): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`starts ${account.connection_id}`}, 0))`.execute(trx);
}

/** Which of these the ledger has, as "automation contact occasion". */
export async function readKnown(
  trx: Db,
  account: Account,
  occasions: readonly { automation: { automation_id: string }; contact_id: string; occasion: string }[],
): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    select concat_ws(' ', s.automation_id, s.contact_id, s.occasion) as key from automation_start s
    join unnest(${occasions.map((one) => one.automation.automation_id)}::uuid[], ${occasions.map((one) => one.contact_id)}::text[],
      ${occasions.map((one) => one.occasion)}::text[]) as o(automation_id, contact_id, occasion) using (automation_id, contact_id, occasion)
    where s.firm_id = ${account.firm_id} and s.provider = ${account.provider}`.execute(trx);
  return new Set(rows.map((row) => row.key));
}

/** How many an automation has started since, or was held back from because they were many; of those before, whoever was mended since. */
export async function countStarts(trx: Db, account: Account, automation_id: string, since: Date): Promise<number> {
  const at = sql`${since.toISOString()}::timestamptz`;
  const counted = sql`s.firm_id = ${account.firm_id} and s.automation_id = ${automation_id} and s.provider = ${account.provider}
    and s.state not in ('not_started', 'waiting') and not starts_with(s.occasion, 'by_hand:')
    and (s.batch_id is null or b.cause in ('many', 'template_changed'))`;
  const from = sql`automation_start s left join automation_batch b using (firm_id, batch_id)`;
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from ${from} where ${counted} and s.start_id >= ${firstIdAt(since)}::uuid and s.created_at >= ${at})::int
      + (select count(*) from ${from} where ${counted} and s.created_at < ${at} and s.since >= ${at} and exists (
          select 1 from automation_story t where t.firm_id = s.firm_id and t.start_id = s.start_id and t.state = 'waiting')
        and (select min(t.at) from automation_story t where t.firm_id = s.firm_id and t.start_id = s.start_id and t.state <> 'waiting') >= ${at})::int
      as n`.execute(trx);
  return rows[0]!.n;
}

/** Who of these was never a client before; from now on they were. */
export async function enterClients(
  trx: Db,
  account: Account,
  rows: readonly (Because & { contact_id: string })[],
  at: string,
): Promise<Set<string>> {
  const { rows: entered } = await sql<{ contact_id: string }>`
    insert into client_ever (firm_id, provider, contact_id, since, cause, cause_id)
    select ${account.firm_id}, ${account.provider}, p.contact_id, ${at}::timestamptz, p.cause, p.cause_id
    from unnest(${rows.map((row) => row.contact_id)}::text[], ${rows.map((row) => row.cause)}::text[], ${rows.map((row) => row.cause_id)}::text[])
      as p(contact_id, cause, cause_id)
    on conflict do nothing returning contact_id`.execute(trx);
  return new Set(entered.map((row) => row.contact_id));
}

const START = sql`firm_id, start_id, automation_id, version, provider, contact_id, matter_id, occasion, about, cause, cause_id, state, reason, params, since,
  created_at, batch_id, step, due_at, approved_by, approved_words::float8`;

/** The next one that is due, locked: two workers never have the same. */
export async function lockDueStart(trx: Db, now: string): Promise<Start | null> {
  const { rows } = await sql<Start>`
    select ${START} from automation_start where due_at <= ${now}::timestamptz and state = 'running' order by due_at limit 1 for update skip locked`.execute(
    trx,
  );
  return rows[0] ?? null;
}

export async function lockStart(trx: Db, firm_id: string, start_id: string): Promise<Start | null> {
  const { rows } = await sql<Start>`
    select ${START} from automation_start where firm_id = ${firm_id} and start_id = ${start_id} for update`.execute(trx);
  return rows[0] ?? null;
}

export async function listMendable(db: Db, account: Account, after: string, limit: number): Promise<Start[]> {
  const { rows } = await sql<Start>`
    select ${START} from automation_start s where firm_id = ${account.firm_id} and provider = ${account.provider} and state = 'waiting'
      and start_id > ${after}::uuid and exists (
        select 1 from contact c where c.firm_id = s.firm_id and c.connection_id = ${account.connection_id} and c.provider_id = s.contact_id
          and c.state <> 'skipped')
    order by start_id limit ${limit}`.execute(db);
  return rows;
}

export interface Move {
  state: StartState;
  reason?: Code | null;
  params?: Params;
  step?: number;
  due_at?: string | null;
  batch_id?: string | null;
  approved_by?: string | null;
  /** Somebody looked at the words as they are now. */
  words_approved?: boolean;
  by?: string;
}

/** The one way in which a start changes; a line in its story wherever its state or reason does. */
export async function moveStart(trx: Db, start: Start, to: Move, at: string): Promise<Start> {
  const reason = to.reason ?? null;
  const next = {
    ...start,
    ...{ state: to.state, reason, params: to.params ?? {}, due_at: to.due_at ?? null, step: to.step ?? start.step },
    batch_id: to.batch_id === undefined ? start.batch_id : to.batch_id,
    approved_by: to.approved_by === undefined ? start.approved_by : to.approved_by,
    since: to.state === start.state ? start.since : at,
  };
  await sql`
    update automation_start set state = ${next.state}, reason = ${reason}, params = ${JSON.stringify(next.params)}, since = ${next.since}::timestamptz,
      step = ${next.step}, due_at = ${next.due_at}::timestamptz, batch_id = ${next.batch_id}, approved_by = ${next.approved_by},
      approved_words = ${to.words_approved ? wordsNow(start.firm_id) : sql`approved_words`}
    where firm_id = ${start.firm_id} and start_id = ${start.start_id}`.execute(trx);
  if (next.state !== start.state || reason !== start.reason || to.by !== undefined) await tell(trx, next, at, to.by ?? null);
  return next;
}

const tell = (trx: Db, start: Start, at: string, by: string | null) =>
  sql`insert into automation_story (firm_id, start_id, at, state, reason, params, told_by)
    values (${start.firm_id}, ${start.start_id}, ${at}::timestamptz, ${start.state}, ${start.reason}, ${JSON.stringify(start.params)}, ${by})`.execute(
    trx,
  );

/** Of one that somebody started: they saw the words. */
export async function approveWords(trx: Db, firm_id: string, start_id: string): Promise<void> {
  await sql`update automation_start set approved_words = ${wordsNow(firm_id)} where firm_id = ${firm_id} and start_id = ${start_id}`.execute(
    trx,
  );
}
