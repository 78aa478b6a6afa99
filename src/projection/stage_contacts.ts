/** Contacts follow from their own record and from the stages before: companies, matters, relationships. */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Arrived } from "../events/derive.ts";
import { knownIds, rawOf, readRaw, type MirrorRow } from "../mirror/store.ts";
import type { ContactFacts } from "../model/facts.ts";
import { compareContacts } from "./compare.ts";
import { projectContact } from "./contact.ts";
import type { Cause, Environment } from "./environment.ts";
import { channelKeys, contactRow } from "./rows.ts";
import { readAdditions } from "./store_added.ts";
import { readAffiliations } from "./store_affiliations.ts";
import { writeContacts, type ContactRow } from "./store_contacts.ts";
import { writeChanges, type ChangeRow } from "./store_changes.ts";
import { readPersonMatters, type PersonMatter } from "./store_participation.ts";
import { differingOwnCompanies, writeOwnCompanies, type OwnCompanies } from "./stage_companies.ts";
import { readContactTexts } from "./store_views.ts";
import type { ContactView, MatterForContact, Participation } from "./types.ts";
import { arrival, comparedWith, historyOf, type Compared } from "./stages.ts";

type Db = Kysely<Tables>;

/** A contact as it should be, beside what is kept of it. */
export interface ContactResult {
  view: ContactView;
  /** The view as it is kept: the same text means the same contact. */
  view_text: string;
  compared: Compared;
  /** Only where it reads otherwise. */
  kept: ContactView | null;
  /** Clio: the company that the person names; MyCase's companies are a stage of their own. */
  company_id: string | null;
}

/**
 * Tells of each contact once, in the order of the rows. What whoever asks does not keep of it is let go before the next: a thousand views
 * that wait weigh ten times their text.
 */
export async function computeContacts(db: Db, env: Environment, rows: MirrorRow[], each: (result: ContactResult) => void): Promise<void> {
  const { owner, mapper, context } = env;
  const facts = rows.map((row) => mapper.contact(rawOf(row)));
  const ids = rows.map((row) => row.provider_id);
  const companies_of = await companiesOf(db, env, facts);
  const company_ids = [...new Set([...companies_of.values()].flat())];
  const companies = await readCompanies(db, env, company_ids);
  const matters = groupBy(await readPersonMatters(db, owner, [...new Set([...ids, ...company_ids])], env.matters), (row) => row.person_id);
  const untyped = company_ids.filter((id) => matters.get(id)?.some((row) => row.person_type === "untyped"));
  const persons = await knownIds(db, owner, "contact", untyped);
  const additions = env.additions ? await readAdditions(db, owner, ids) : null;
  const texts = await readContactTexts(db, owner, ids);

  for (const [index, contact] of facts.entries()) {
    const id = contact.provider_id;
    const theirs = (companies_of.get(id) ?? [])
      .map((company_id) => companies.get(company_id) ?? hidden(contact))
      .filter((company) => company !== null);
    const own = (matters.get(id) ?? [])
      .filter((row) => row.person_type !== "company" || mapper.provider === "clio")
      .map((row) => participation(row, null));
    const through = theirs.flatMap((company) =>
      throughCompany(matters.get(company.id) ?? [], company, mapper.provider === "mycase" && persons.has(company.id)),
    );
    const view = projectContact(
      {
        facts: contact,
        presence: rows[index]!.presence,
        participations: [...own, ...through],
        companies: theirs,
        pin: additions?.pins.get(id) ?? null,
        manual_tags: additions?.tags.get(id) ?? [],
        manual_key_facts: additions?.key_facts.get(id) ?? [],
      },
      context,
    );
    const view_text = JSON.stringify(view);
    const before = texts.get(id);
    const compared = comparedWith(before, view_text);
    const kept = compared === "other" ? (JSON.parse(before!) as ContactView) : null;
    each({ view, view_text, compared, kept, company_id: contact.company?.id ?? null });
  }
}

/** A company that the sync user may not see still has a name on its person, and matters (B-CLI-4). */
const hidden = (contact: ContactFacts) => (contact.company ? { ...contact.company, is_client: false } : null);

function participation(row: PersonMatter, via_company: Participation["via_company"]): Participation {
  return {
    matter: JSON.parse(row.matter_text) as MatterForContact,
    capacity: row.capacity,
    role: row.role,
    relationship_id: row.relationship_id === "" ? null : row.relationship_id,
    via_company,
  };
}

/** What a company is the client or payer of counts for its people (B-CLI-4). A payer's id that is a person's too is the person's (B-MAT-5). */
function throughCompany(rows: PersonMatter[], company: { id: string; name: string }, is_person: boolean): Participation[] {
  return rows
    .filter((row) => row.capacity === "client" || row.capacity === "payer")
    .filter((row) => row.person_type !== "untyped" || !is_person)
    .map((row) => participation(row, { id: company.id, name: company.name }));
}

/** The companies of each contact: Clio's person names one, MyCase's companies name their people. */
async function companiesOf(db: Db, env: Environment, facts: ContactFacts[]): Promise<Map<string, string[]>> {
  if (env.mapper.provider === "clio")
    return new Map(facts.filter((contact) => contact.company !== null).map((contact) => [contact.provider_id, [contact.company!.id]]));
  const pairs = await readAffiliations(db, env.owner, { contact_ids: facts.map((contact) => contact.provider_id) });
  return new Map([...groupBy(pairs, (pair) => pair.contact_id)].map(([id, group]) => [id, group.map((pair) => pair.company_id)]));
}

async function readCompanies(
  db: Db,
  env: Environment,
  ids: string[],
): Promise<Map<string, { id: string; name: string; is_client: boolean }>> {
  if (ids.length === 0) return new Map();
  if (env.mapper.provider === "mycase") {
    const raw = await readRaw(db, env.owner, "company", ids);
    return new Map([...raw].map(([id, row]) => [id, { id, name: env.mapper.company(row).name, is_client: false }]));
  }
  const raw = await readRaw(db, env.owner, "contact", ids);
  return new Map([...raw].map(([id, row]) => [id, readCompany(id, env.mapper.contact(row))]));
}

const readCompany = (id: string, facts: ContactFacts) => ({ id, name: facts.name, is_client: facts.is_client });

/** The contacts that differ from what is kept, and their history. */
export interface ContactWrite {
  rows: ContactRow[];
  changes: ChangeRow[];
  /** Those that were not kept before. */
  arrived: Arrived[];
  /** Whose e-mails or phones count otherwise than before, and which: they may be somebody's twin now, or no longer. */
  twins: { ids: string[]; keys: string[] };
  companies: OwnCompanies | null;
}

export async function differingContacts(db: Db, env: Environment, rows: MirrorRow[], cause: Cause): Promise<ContactWrite> {
  const differing: ContactRow[] = [];
  const changes: ChangeRow[] = [];
  const arrived: Arrived[] = [];
  const twins = { ids: new Set<string>(), keys: new Set<string>() };
  const pairs: OwnCompanies["pairs"] = [];
  await computeContacts(db, env, rows, ({ view, view_text, compared, kept, company_id }) => {
    const id = view.provider_id;
    if (company_id !== null) pairs.push({ company_id, contact_id: id });
    if (compared === "same") return;
    const row = contactRow(view, view_text);
    differing.push(row);
    noteMoved(twins, kept, row);
    if (kept) changes.push(...historyOf("contact", id, compareContacts(kept, view), cause));
    else arrived.push(arrival("contact", id, { is_in: row.state === "in", tags: view.tags.map((tag) => tag.name) }, cause));
  });
  const companies = await differingOwnCompanies(
    db,
    env,
    rows.map((row) => row.provider_id),
    pairs,
  );
  return { rows: differing, changes, arrived, twins: { ids: [...twins.ids], keys: [...twins.keys] }, companies };
}

function noteMoved(
  moved: { ids: Set<string>; keys: Set<string> },
  old: ContactView | null,
  { provider_id, channel_keys }: ContactRow,
): void {
  const had = old?.state === "in" ? channelKeys(old) : [];
  if (had.length === channel_keys.length && had.every((key) => channel_keys.includes(key))) return;
  moved.ids.add(provider_id);
  for (const key of [...had, ...channel_keys]) moved.keys.add(key);
}

/** All of it but the twins: who looks after them depends on how many contacts there are. */
export async function writeContactResults(
  trx: Db,
  env: Environment,
  { rows, changes, arrived, companies }: Omit<ContactWrite, "twins">,
  at: string,
): Promise<void> {
  if (rows.length > 0) {
    await writeContacts(trx, env.owner, rows, at);
    await writeChanges(trx, env.owner, changes, arrived, at);
  }
  await writeOwnCompanies(trx, env, companies);
}

function groupBy<Row>(rows: Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}
