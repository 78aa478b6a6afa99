/**
 * The four stages of projecting: companies say who belongs to them, matters who takes part, relationships who else does, and contacts
 * follow from all three. Each takes records of one kind, computes what the tables should hold, and writes what differs. A stage reads
 * only the mirror and what the stages before it filled, so that any order of changes ends in the same tables (invariant 3).
 */
import { hash } from "node:crypto";
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Arrived } from "../events/derive.ts";
import { knownIds, readRaw, type MirrorRow } from "../mirror/store.ts";
import type { CompanyFacts, ContactFacts, MatterFacts } from "../model/facts.ts";
import { compareContacts, compareMatters, type FieldChange } from "./compare.ts";
import { projectContact } from "./contact.ts";
import { knownPeople, type Cause, type Environment } from "./environment.ts";
import { projectMatter } from "./matter.ts";
import { participantsOf } from "./participants.ts";
import { contactRow, matterRow, participationRow } from "./rows.ts";
import {
  readAdditions,
  readAffiliations,
  readHashes,
  readParticipants,
  readPersonMatters,
  readViews,
  replaceAffiliations,
  replaceParticipants,
  writeChanges,
  writeContacts,
  writeMatters,
  type ChangeRow,
  type ContactRow,
  type MatterRow,
  type ParticipationRow,
  type PersonMatter,
} from "./store.ts";
import type { ContactView, MatterInput, MatterView, Participation } from "./types.ts";

type Db = Kysely<Tables>;

const hashOf = (text: string): string => hash("md5", text, "base64");

// Companies (MyCase: they name their people) ----------------------------------------------------------------------------------

export interface CompanyResult {
  pairs: { company_id: string; contact_id: string }[];
}

export function computeCompanies(env: Environment, rows: MirrorRow[]): CompanyResult {
  const facts: CompanyFacts[] = rows.filter((row) => row.presence !== "tombstone").map((row) => env.mapper.company(row.raw));
  return {
    pairs: facts.flatMap((company) =>
      [...new Set(company.contact_ids)].map((contact_id) => ({ company_id: company.provider_id, contact_id })),
    ),
  };
}

/** Gives the contacts that belonged or now belong to these companies. */
export async function writeCompanies(trx: Db, env: Environment, rows: MirrorRow[], result: CompanyResult): Promise<string[]> {
  const company_ids = rows.map((row) => row.provider_id);
  const before = await readAffiliations(trx, env.owner, { company_ids });
  if (hashPairs(before) !== hashPairs(result.pairs)) await replaceAffiliations(trx, env.owner, { company_ids }, result.pairs);
  return [...new Set([...before, ...result.pairs].map((pair) => pair.contact_id))];
}

export const hashPairs = (pairs: { company_id: string; contact_id: string }[]): string =>
  pairs
    .map((pair) => `${pair.company_id}/${pair.contact_id}`)
    .toSorted()
    .join(" ");

// Matters ---------------------------------------------------------------------------------------------------------------------

export interface MatterResult {
  row: MatterRow;
  participants: ParticipationRow[];
}

export async function computeMatters(db: Db, env: Environment, rows: MirrorRow[]): Promise<MatterResult[]> {
  const inputs = rows.map((row) => {
    const facts = env.mapper.matter(row.raw);
    return { row, facts, participants: participantsOf(env.mapper.provider, facts, []) };
  });
  const named = [...new Set(inputs.flatMap((input) => input.participants.map((participant) => participant.person_id)))];
  const { persons, companies } = await knownPeople(db, env, named);
  const looked_up = await readPeople(
    db,
    env,
    inputs.flatMap(({ facts }) => peopleInDoubt(facts)),
  );
  return inputs.map(({ row, facts, participants }) => {
    const type = facts.client?.type ?? "person";
    const people: MatterInput["people"] = new Map(
      participants
        .filter((participant) => persons.has(participant.person_id))
        .map((participant) => [participant.person_id, looked_up.get(participant.person_id) ?? { type, people_group_id: null }]),
    );
    const view = projectMatter(
      { facts, presence: row.presence, decisive_at: row.decisive_at, relationships: [], people, companies },
      env.context,
    );
    const taking_part = row.presence === "tombstone" ? [] : participants;
    return {
      row: matterRow(view, row.presence, hashOf),
      participants: taking_part.map((participant) => participationRow(view.provider_id, participant)),
    };
  });
}

/**
 * Whose own record the main-client rule has to look at (B-MAT-5). Mostly nobody's: a MyCase payer is on the case, so that no group decides,
 * and Clio tells of what type its client is.
 */
function peopleInDoubt({ client, people, billing_contact_id }: MatterFacts): string[] {
  if (client) return client.type === null ? [client.id] : [];
  const payer_takes_part = people.some((person) => person.type === "person" && person.id === billing_contact_id);
  return payer_takes_part ? [] : people.filter((person) => person.type === "person").map((person) => person.id);
}

async function readPeople(
  db: Db,
  env: Environment,
  ids: string[],
): Promise<Map<string, { type: "person" | "company"; people_group_id: string | null }>> {
  const raw = await readRaw(db, env.owner, "contact", [...new Set(ids)]);
  return new Map([...raw].map(([id, row]) => [id, env.mapper.contact(row)]));
}

/** The matters that differ from what is kept, with what that means for the history and for people. */
export interface MatterWrite {
  rows: MatterRow[];
  /** Of these it was kept before who takes part. */
  known: string[];
  participants: ParticipationRow[];
  changes: ChangeRow[];
  /** Those that were not kept before. */
  arrived: Arrived[];
  /** The people whom they themselves named or now name. */
  people: string[];
}

export async function differingMatters(db: Db, env: Environment, results: MatterResult[], cause: Cause): Promise<MatterWrite> {
  const ids = results.map((result) => result.row.provider_id);
  const hashes = await readHashes(db, env.owner, "matter", ids);
  const differing = results.filter((result) => hashes.get(result.row.provider_id) !== result.row.view_hash);
  const known = differing.map((result) => result.row.provider_id).filter((id) => hashes.has(id));
  const before = known.length > 0 ? await readParticipants(db, env.owner, { matter_ids: known }) : [];
  const views = await readViews<MatterView>(db, env.owner, "matter", known);
  const participants = differing.flatMap((result) => result.participants);
  return {
    rows: differing.map((result) => result.row),
    known,
    participants,
    changes: differing.flatMap(({ row }) => {
      const old = views.get(row.provider_id);
      return old ? historyOf("matter", row.provider_id, compareMatters(old, row.view), cause) : [];
    }),
    arrived: differing
      .filter(({ row }) => !hashes.has(row.provider_id))
      .map(({ row }) => arrival("matter", row.provider_id, { is_in: false, tags: [] }, cause)),
    people: [...new Set([...before, ...participants].map((row) => row.person_id))],
  };
}

export async function writeMatterResults(trx: Db, env: Environment, write: MatterWrite, at: string): Promise<void> {
  if (write.rows.length === 0) return;
  await writeMatters(trx, env.owner, write.rows, at);
  await replaceParticipants(trx, env.owner, { matter_ids: write.known }, write.participants);
  await writeChanges(trx, env.owner, write.changes, write.arrived, at);
}

const historyOf = (entity: ChangeRow["entity"], provider_id: string, changes: FieldChange[], cause: Cause): ChangeRow[] =>
  changes.map((change) => ({ entity, provider_id, ...change, cause: cause.kind, cause_id: cause.id }));

// Relationships (Clio) ----------------------------------------------------------------------------------------------------------

export function computeRelationships(env: Environment, rows: MirrorRow[]): ParticipationRow[] {
  return rows
    .filter((row) => row.presence !== "tombstone")
    .map((row) => {
      const facts = env.mapper.relationship(row.raw);
      return {
        matter_id: facts.matter_id,
        relationship_id: facts.provider_id,
        position: 0,
        person_id: facts.contact_id,
        person_type: "contact" as const,
        capacity: "related" as const,
        role: facts.role,
      };
    });
}

/** Gives the people whose relationships differ from what was kept. */
export async function writeRelationships(trx: Db, env: Environment, rows: MirrorRow[], now: ParticipationRow[]): Promise<string[]> {
  const before = await readParticipants(trx, env.owner, { relationship_ids: rows.map((row) => row.provider_id) });
  const old = new Map(before.map((row) => [row.relationship_id, row]));
  const differing = now.filter((row) => !sameParticipation(old.get(row.relationship_id), row));
  const kept = new Set(now.map((row) => row.relationship_id));
  const ended = before.filter((row) => !kept.has(row.relationship_id));
  const earlier = differing.map((row) => old.get(row.relationship_id)).filter((row) => row !== undefined);
  const outdated = [...earlier, ...ended].map((row) => row.relationship_id);
  await replaceParticipants(trx, env.owner, { relationship_ids: outdated }, differing);
  return [...new Set([...differing, ...ended, ...earlier].map((row) => row.person_id))];
}

export function sameParticipation(a: ParticipationRow | undefined, b: ParticipationRow): boolean {
  return (
    a !== undefined &&
    a.matter_id === b.matter_id &&
    a.person_id === b.person_id &&
    a.person_type === b.person_type &&
    a.capacity === b.capacity &&
    a.role === b.role
  );
}

// Contacts ----------------------------------------------------------------------------------------------------------------------

export interface ContactResult {
  row: ContactRow;
  /** Clio: the company that the person names; MyCase's companies are a stage of their own. */
  company_id: string | null;
}

export async function computeContacts(db: Db, env: Environment, rows: MirrorRow[]): Promise<ContactResult[]> {
  const { owner, mapper, context } = env;
  const facts = rows.map((row) => mapper.contact(row.raw));
  const ids = rows.map((row) => row.provider_id);
  const companies_of = await companiesOf(db, env, facts);
  const company_ids = [...new Set([...companies_of.values()].flat())];
  const companies = await readCompanies(db, env, company_ids);
  const matters = groupBy(await readPersonMatters(db, owner, [...new Set([...ids, ...company_ids])], env.matters), (row) => row.person_id);
  const untyped = company_ids.filter((id) => matters.get(id)?.some((row) => row.person_type === "untyped"));
  const persons = await knownIds(db, owner, "contact", untyped);
  const additions = env.additions ? await readAdditions(db, owner, ids) : null;

  return facts.map((contact, index) => {
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
    return { row: contactRow(view, hashOf), company_id: contact.company?.id ?? null };
  });
}

/** A company that the sync user may not see still has a name on its person, and matters (B-CLI-4). */
const hidden = (contact: ContactFacts) => (contact.company ? { ...contact.company, is_client: false } : null);

function participation(row: PersonMatter, via_company: Participation["via_company"]): Participation {
  return {
    matter: row.matter,
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
}

export async function differingContacts(db: Db, env: Environment, results: ContactResult[], cause: Cause): Promise<ContactWrite> {
  const ids = results.map((result) => result.row.provider_id);
  const hashes = await readHashes(db, env.owner, "contact", ids);
  const rows = results.map((result) => result.row).filter((row) => hashes.get(row.provider_id) !== row.view_hash);
  const known = rows.map((row) => row.provider_id).filter((id) => hashes.has(id));
  const views = await readViews<ContactView>(db, env.owner, "contact", known);
  const changes = rows.flatMap((row) => {
    const old = views.get(row.provider_id);
    return old ? historyOf("contact", row.provider_id, compareContacts(old, row.view), cause) : [];
  });
  const arrived = rows
    .filter((row) => !hashes.has(row.provider_id))
    .map((row) => arrival("contact", row.provider_id, { is_in: row.state === "in", tags: row.view.tags.map((tag) => tag.name) }, cause));
  return { rows, changes, arrived };
}

export async function writeContactResults(trx: Db, env: Environment, { rows, changes, arrived }: ContactWrite, at: string): Promise<void> {
  if (rows.length === 0) return;
  await writeContacts(trx, env.owner, rows, at);
  await writeChanges(trx, env.owner, changes, arrived, at);
}

const arrival = (entity: Arrived["entity"], provider_id: string, what: Pick<Arrived, "is_in" | "tags">, cause: Cause): Arrived => ({
  entity,
  provider_id,
  ...what,
  cause: cause.kind,
  cause_id: cause.id,
});

/** Clio: keeps who belongs to which company, so that a company's change finds its people. */
export async function writeOwnCompanies(trx: Db, env: Environment, results: ContactResult[]): Promise<void> {
  if (env.mapper.provider !== "clio") return;
  const contact_ids = results.map((result) => result.row.provider_id);
  const before = await readAffiliations(trx, env.owner, { contact_ids });
  const pairs = results
    .filter((result) => result.company_id !== null)
    .map((result) => ({ company_id: result.company_id!, contact_id: result.row.provider_id }));
  if (hashPairs(before) !== hashPairs(pairs)) await replaceAffiliations(trx, env.owner, { contact_ids }, pairs);
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
