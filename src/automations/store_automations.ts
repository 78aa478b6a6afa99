/** Automations in their versions, templates, and the firm's rules for what goes out by itself. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { DEFAULT_RULES, type AutomationDocument, type AutomationRules } from "../model/automation.ts";
import type { Template } from "./template.ts";
import type { Automation } from "./types.ts";

type Db = Kysely<Tables>;

export interface AutomationRow extends Automation {
  created_at: string;
  saved_by: string;
  saved_at: string;
}

const COLUMNS = sql`a.automation_id, a.name, a.active, a.active_since, a.active_from_seq::float8, a.created_at, v.version, v.document, v.member_id,
  v.created_by as saved_by, v.created_at as saved_at`;
const CURRENT = sql`automation a join automation_version v on v.firm_id = a.firm_id and v.automation_id = a.automation_id and v.version = a.version`;

/** How it stands: what is held, and when it started something last. */
export interface StandingRow {
  automation_id: string;
  held: number;
  started: number;
  last_started_at: string | null;
}

export async function listStandings(db: Db, firm_id: string): Promise<StandingRow[]> {
  const { rows } = await sql<StandingRow>`
    select a.automation_id, n.held, n.started, n.last_started_at from automation a cross join lateral (
      select (count(*) filter (where state = 'held'))::int as held, (count(*) filter (where state in ('running', 'done')))::int as started,
        max(created_at) filter (where state in ('running', 'done')) as last_started_at
      from automation_start s where s.firm_id = a.firm_id and s.automation_id = a.automation_id
    ) n where a.firm_id = ${firm_id} and a.archived_at is null`.execute(db);
  return rows;
}

export async function listAutomations(db: Db, firm_id: string): Promise<AutomationRow[]> {
  const { rows } = await sql<AutomationRow>`
    select ${COLUMNS} from ${CURRENT} where a.firm_id = ${firm_id} and a.archived_at is null order by a.automation_id`.execute(db);
  return rows;
}

export async function readAutomation(db: Db, firm_id: string, automation_id: string): Promise<AutomationRow | null> {
  const { rows } = await sql<AutomationRow>`
    select ${COLUMNS} from ${CURRENT} where a.firm_id = ${firm_id} and a.automation_id = ${automation_id} and a.archived_at is null`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** As it was when something started by it; `active` and the name are today's. */
export async function readVersion(db: Db, firm_id: string, automation_id: string, version: number): Promise<AutomationRow | null> {
  const { rows } = await sql<AutomationRow>`
    select ${COLUMNS} from automation a join automation_version v on v.firm_id = a.firm_id and v.automation_id = a.automation_id and v.version = ${version}
    where a.firm_id = ${firm_id} and a.automation_id = ${automation_id}`.execute(db);
  return rows[0] ?? null;
}

export async function listVersions(
  db: Db,
  firm_id: string,
  automation_id: string,
): Promise<{ version: number; document: AutomationDocument; created_by: string; created_at: string }[]> {
  const { rows } = await sql<{ version: number; document: AutomationDocument; created_by: string; created_at: string }>`
    select version, document, created_by, created_at from automation_version
    where firm_id = ${firm_id} and automation_id = ${automation_id} order by version desc`.execute(db);
  return rows;
}

interface Saved {
  document: AutomationDocument;
  member_id: string | null;
  by: string;
  at: string;
}

export async function insertAutomation(trx: Db, firm_id: string, automation_id: string, name: string, saved: Saved): Promise<void> {
  await sql`insert into automation (firm_id, automation_id, name, version, created_at) values (${firm_id}, ${automation_id}, ${name}, 1, ${saved.at})`.execute(
    trx,
  );
  await insertVersion(trx, firm_id, automation_id, 1, saved);
}

/** A version more; null: another has been saved since `if_version`. */
export async function saveAutomation(
  trx: Db,
  firm_id: string,
  automation_id: string,
  input: Saved & { name: string; if_version: number },
): Promise<number | null> {
  const { rows } = await sql<{ version: number }>`
    update automation set name = ${input.name}, version = version + 1
    where firm_id = ${firm_id} and automation_id = ${automation_id} and version = ${input.if_version} and archived_at is null returning version`.execute(
    trx,
  );
  if (!rows[0]) return null;
  await insertVersion(trx, firm_id, automation_id, rows[0].version, input);
  return rows[0].version;
}

async function insertVersion(trx: Db, firm_id: string, automation_id: string, version: number, saved: Saved): Promise<void> {
  await sql`
    insert into automation_version (firm_id, automation_id, version, document, member_id, created_by, created_at)
    values (${firm_id}, ${automation_id}, ${version}, ${JSON.stringify(saved.document)}, ${saved.member_id}, ${saved.by}, ${saved.at})`.execute(
    trx,
  );
}

/** Only what happens from now on counts. */
export async function switchAutomation(trx: Db, firm_id: string, automation_id: string, active: boolean, at: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update automation set active = ${active}, active_since = case when ${active} then ${at}::timestamptz end,
      active_from_seq = coalesce((select seq from event_clock where firm_id = ${firm_id}), 0)
    where firm_id = ${firm_id} and automation_id = ${automation_id} and archived_at is null and active <> ${active}`.execute(trx);
  return numAffectedRows === 1n;
}

/** It leaves the lists and starts nothing more; what it did stays in the ledger. */
export async function archiveAutomation(trx: Db, firm_id: string, automation_id: string, at: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update automation set active = false, archived_at = ${at}::timestamptz
    where firm_id = ${firm_id} and automation_id = ${automation_id} and archived_at is null`.execute(trx);
  return numAffectedRows === 1n;
}

// Templates ---------------------------------------------------------------------------------------------------------------------

export interface TemplateRow extends Template {
  template_id: string;
  name: string;
  updated_by: string;
  updated_at: string;
}

const TEMPLATE = sql`template_id, name, subject, body, fallbacks, updated_by, updated_at`;

export async function listTemplates(db: Db, firm_id: string): Promise<TemplateRow[]> {
  const { rows } =
    await sql<TemplateRow>`select ${TEMPLATE} from automation_template where firm_id = ${firm_id} order by template_id`.execute(db);
  return rows;
}

/** With the number of the change of words by which it became as it is. */
export async function readTemplate(db: Db, firm_id: string, template_id: string): Promise<(TemplateRow & { words_seq: number }) | null> {
  const { rows } = await sql<TemplateRow & { words_seq: number }>`
    select ${TEMPLATE}, words_seq::float8 from automation_template where firm_id = ${firm_id} and template_id = ${template_id}`.execute(db);
  return rows[0] ?? null;
}

/** One after the other, so that changes of words count in the order of their commits; another name is no change of words. */
export async function putTemplate(trx: Db, firm_id: string, row: TemplateRow): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`words ${firm_id}`}, 0))`.execute(trx);
  await sql`
    insert into automation_template as t (firm_id, template_id, name, subject, body, fallbacks, updated_by, updated_at, words_seq)
    values (${firm_id}, ${row.template_id}, ${row.name}, ${row.subject}, ${row.body}, ${JSON.stringify(row.fallbacks)}, ${row.updated_by}, ${row.updated_at},
      nextval('automation_words'))
    on conflict (firm_id, template_id) do update set name = excluded.name, subject = excluded.subject, body = excluded.body,
      fallbacks = excluded.fallbacks, updated_by = excluded.updated_by, updated_at = excluded.updated_at,
      words_seq = case when (t.subject, t.body, t.fallbacks) is distinct from (excluded.subject, excluded.body, excluded.fallbacks)
        then excluded.words_seq else t.words_seq end`.execute(trx);
}

/** Whoever approves now approves the words up to here. */
export const wordsNow = (firm_id: string) =>
  sql<number>`(select coalesce(max(words_seq), 0) from automation_template where firm_id = ${firm_id})`;

export async function deleteTemplate(trx: Db, firm_id: string, template_id: string): Promise<boolean> {
  const { numAffectedRows } =
    await sql`delete from automation_template where firm_id = ${firm_id} and template_id = ${template_id}`.execute(trx);
  return numAffectedRows === 1n;
}

// The firm's rules --------------------------------------------------------------------------------------------------------------

export async function readRules(db: Db, firm_id: string): Promise<AutomationRules> {
  const { rows } = await sql<{ document: AutomationRules }>`select document from automation_rules where firm_id = ${firm_id}`.execute(db);
  // What was set before a rule was thought of is silent about it.
  return { ...DEFAULT_RULES, ...rows[0]?.document };
}

export async function putRules(trx: Db, firm_id: string, rules: AutomationRules): Promise<void> {
  await sql`
    insert into automation_rules (firm_id, document) values (${firm_id}, ${JSON.stringify(rules)})
    on conflict (firm_id) do update set document = excluded.document`.execute(trx);
}
