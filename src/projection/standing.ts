/**
 * How a contact stands to their matters: where they are the client, where they take part, through whom. Status, owner, tags and scope
 * all ask this, so it is worked out once, and in an order that does not depend on the input's (B-CLI-4, B-OWN-2).
 */
import { compareIds, type Provider } from "../model/kinds.ts";
import type { ContactInput, MatterForContact, Participation } from "./types.ts";

export interface ClientMatter {
  matter: MatterForContact;
  /** Null: the client in their own right. Else the company whose client matter it is. */
  through: { id: string; name: string } | null;
  /** Whether they take part in it themselves. */
  takes_part: boolean;
}

export interface Standing {
  /** Matters where they are the client (Clio) or pay (MyCase), own and companies' together; by id. Leads are among them (B-MAT-8). */
  client_matters: ClientMatter[];
  /** Matters that they take part in themselves, in whatever capacity; by id. */
  own_matters: MatterForContact[];
  /** Clio's relationships, by their id. */
  relationships: { id: string; role: string; matter: MatterForContact }[];
}

const NOBODY: Standing = { client_matters: [], own_matters: [], relationships: [] };

export function standingOf(input: ContactInput, provider: Provider): Standing {
  if (input.participations.length === 0) return NOBODY;
  const client = provider === "clio" ? "client" : "payer";
  const own = new Map<string, MatterForContact>();
  for (const { via_company, matter } of input.participations) if (!via_company) own.set(matter.provider_id, matter);
  const clients = new Map<string, ClientMatter>();
  for (const { matter, capacity, via_company } of input.participations) {
    if (capacity !== client) continue;
    const takes_part = own.has(matter.provider_id);
    // B-CLI-4: the payer's people count where they are on the case too; Clio's where they belong to the client company.
    if (via_company && provider === "mycase" && !takes_part) continue;
    const known = clients.get(matter.provider_id);
    if (!known || isNearer(via_company, known.through)) clients.set(matter.provider_id, { matter, through: via_company, takes_part });
  }
  return {
    client_matters: [...clients.values()].toSorted((a, b) => compareIds(a.matter.provider_id, b.matter.provider_id)),
    own_matters: [...own.values()].toSorted((a, b) => compareIds(a.provider_id, b.provider_id)),
    relationships: relationshipsOf(input.participations),
  };
}

/** Their own right comes before a company's, then the company with the lowest id. */
function isNearer(a: ClientMatter["through"], b: ClientMatter["through"]): boolean {
  if (b === null) return false;
  return a === null || compareIds(a.id, b.id) < 0;
}

function relationshipsOf(participations: Participation[]): Standing["relationships"] {
  const found = new Map<string, Standing["relationships"][number]>();
  for (const { capacity, via_company, relationship_id, role, matter } of participations) {
    if (capacity === "related" && !via_company && relationship_id !== null)
      found.set(relationship_id, { id: relationship_id, role, matter });
  }
  return found.size < 2 ? [...found.values()] : [...found.values()].toSorted((a, b) => compareIds(a.id, b.id));
}

/** The matter that decides (B-OWN-2): most recently updated where they are the client; if none, where they take part. */
export interface DecidingMatter {
  matter: MatterForContact;
  client: boolean;
  through: { id: string; name: string } | null;
}

export function decidingMatter(standing: Standing): DecidingMatter | null {
  const client = mostRecent(standing.client_matters, (entry) => entry.matter);
  if (client) return { matter: client.matter, client: true, through: client.through };
  const own = mostRecent(standing.own_matters, (matter) => matter);
  return own && { matter: own, client: false, through: null };
}

export function mostRecent<T>(entries: readonly T[], matterOf: (entry: T) => MatterForContact): T | null {
  let best: T | null = null;
  for (const entry of entries) if (best === null || compareRecency(matterOf(entry), matterOf(best)) > 0) best = entry;
  return best;
}

/** Positive when `a` was updated later. Ties: opened date, then provider id, both highest. */
function compareRecency(a: MatterForContact, b: MatterForContact): number {
  return (
    compareMoments(a.decisive_at, b.decisive_at) ||
    compareTexts(a.opened_on ?? "", b.opened_on ?? "") ||
    compareIds(a.provider_id, b.provider_id)
  );
}

/** Moments as texts may differ in offset and precision, so they are compared as moments. */
function compareMoments(a: string | null, b: string | null): number {
  return a === b ? 0 : milliseconds(a) - milliseconds(b);
}

const milliseconds = (moment: string | null): number => (moment === null ? -Infinity : Date.parse(moment));

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** How a person would name a matter. */
export const matterLabel = (matter: Pick<MatterForContact, "number" | "name" | "provider_id">): string =>
  matter.number || matter.name || `#${matter.provider_id}`;
