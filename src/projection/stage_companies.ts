/** Companies say who belongs to them (MyCase), or people which company they belong to (Clio). */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { rawOf, type MirrorRow } from "../mirror/store.ts";
import type { CompanyFacts } from "../model/facts.ts";
import type { Environment } from "./environment.ts";
import { readAffiliations, replaceAffiliations } from "./store_affiliations.ts";

type Db = Kysely<Tables>;

export interface CompanyResult {
  pairs: { company_id: string; contact_id: string }[];
}

export function computeCompanies(env: Environment, rows: MirrorRow[]): CompanyResult {
  const facts: CompanyFacts[] = rows.filter((row) => row.presence !== "tombstone").map((row) => env.mapper.company(rawOf(row)));
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

/** Which people name which company (Clio), where that differs from what is kept; null: nothing does. */
export interface OwnCompanies {
  contact_ids: string[];
  pairs: CompanyResult["pairs"];
}

/** Clio: who belongs to which company is kept, so that a company's change finds its people. */
export async function differingOwnCompanies(
  db: Db,
  env: Environment,
  contact_ids: string[],
  pairs: OwnCompanies["pairs"],
): Promise<OwnCompanies | null> {
  if (env.mapper.provider !== "clio") return null;
  const before = await readAffiliations(db, env.owner, { contact_ids });
  return hashPairs(before) === hashPairs(pairs) ? null : { contact_ids, pairs };
}

export async function writeOwnCompanies(trx: Db, env: Environment, differing: OwnCompanies | null): Promise<void> {
  if (differing) await replaceAffiliations(trx, env.owner, { contact_ids: differing.contact_ids }, differing.pairs);
}
