/** Piece by piece: what a batch of mirror changes touches is projected again, and nothing else. */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { readRecords, type MirrorChange } from "../mirror/store.ts";
import type { Kind } from "../model/kinds.ts";
import type { Cause, Environment } from "./environment.ts";
import { computeCompanies, writeCompanies } from "./stage_companies.ts";
import { differingContacts, writeContactResults } from "./stage_contacts.ts";
import { computeMatters, differingMatters, writeMatterResults } from "./stage_matters.ts";
import { computeProjects, differingProjects, writeProjectResults } from "./stage_projects.ts";
import { computeRelationships, writeRelationships } from "./stage_relationships.ts";
import { readAffiliations } from "./store_affiliations.ts";
import { mattersOf, relatedTo } from "./store_participation.ts";
import { renewTwinsOf } from "./store_twins.ts";
import { mattersNaming } from "./store_projects.ts";

type Trx = Kysely<Tables>;

/** A change of one of these may touch anybody: names, attorneys, field definitions. They are few and rarely change; a pass follows. */
export const FIRM_WIDE: readonly Kind[] = ["staff", "practice_area", "stage", "people_group", "custom_field"];

const CHUNK = 1000;

/** Projects what these changes touch; gives how many contacts were written. One transaction, the caller's. */
export async function projectChanges(trx: Trx, env: Environment, changes: MirrorChange[], cause: Cause, at: string): Promise<number> {
  const ids = (kind: Kind) => changes.filter((change) => change.kind === kind).map((change) => change.provider_id);
  const contacts = new Set(ids("contact"));
  const add = (people: string[]) => people.forEach((id) => contacts.add(id));

  const companies = await readRecords(trx, env.owner, "company", ids("company"));
  if (companies.length > 0) add(await writeCompanies(trx, env, companies, computeCompanies(env, companies)));

  // Whether a matter's payer or client exists, and in which group they are, is part of the matter (B-MAT-5).
  const matter_ids = new Set([...ids("matter"), ...(await mattersOf(trx, env.owner, [...ids("contact"), ...ids("company")]))]);
  for (const chunk of chunks([...matter_ids])) {
    const results = await computeMatters(trx, env, await readRecords(trx, env.owner, "matter", chunk));
    const written = await differingMatters(trx, env, results, cause);
    await writeMatterResults(trx, env, written, at);
    add(written.people);
    add(
      await relatedTo(
        trx,
        env.owner,
        written.rows.map((row) => row.provider_id),
      ),
    );
  }

  const relationships = await readRecords(trx, env.owner, "relationship", ids("relationship"));
  if (relationships.length > 0) {
    const touched = await writeRelationships(trx, env, relationships, computeRelationships(env, relationships));
    add(touched.people);
    for (const id of touched.matters) matter_ids.add(id);
  }
  if (env.context.projects !== null) {
    for (const id of await mattersNaming(trx, env.owner, ids("contact"))) matter_ids.add(id);
    await projectProjects(trx, env, [...matter_ids], cause, at);
  }

  // A company's people follow it: its name, its flag, its matters (B-CLI-4). At Clio a company is a contact, at MyCase its id may be a person's too.
  const followers = await readAffiliations(trx, env.owner, { company_ids: [...contacts, ...ids("company")] });
  add(followers.map((pair) => pair.contact_id));
  return projectContacts(trx, env, [...contacts], cause, at);
}

/** What clients see of these matters. */
async function projectProjects(trx: Trx, env: Environment, matter_ids: string[], cause: Cause, at: string): Promise<void> {
  for (const chunk of chunks(matter_ids)) {
    const results = await computeProjects(trx, env, await readRecords(trx, env.owner, "matter", chunk), at);
    await writeProjectResults(trx, env, await differingProjects(trx, env, results, cause), at);
  }
}

/** Projects these contacts, whatever touched them. */
export async function projectContacts(trx: Trx, env: Environment, ids: string[], cause: Cause, at: string): Promise<number> {
  let written = 0;
  for (const chunk of chunks(ids)) {
    const rows = await readRecords(trx, env.owner, "contact", chunk);
    const differing = await differingContacts(trx, env, rows, cause);
    await writeContactResults(trx, env, differing, at);
    await renewTwinsOf(trx, env.owner, differing.twins.ids, differing.twins.keys);
    written += differing.rows.length;
  }
  return written;
}

function* chunks(ids: string[]): Generator<string[]> {
  for (let at = 0; at < ids.length; at += CHUNK) yield ids.slice(at, at + CHUNK);
}
