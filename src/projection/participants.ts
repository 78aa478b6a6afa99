/** Who takes part in a matter, as the provider's records say; and the one whom the main-client rule picks (B-MAT-5). */
import type { MatterFacts } from "../model/facts.ts";
import { compareIds, type Provider } from "../model/kinds.ts";
import type { PreparedContext } from "./prepare.ts";
import { because, matterSource, type ReasonCode } from "./reasons.ts";
import { foldKey } from "./text.ts";
import type { MatterInput, MatterView, Participant, Source } from "./types.ts";

/**
 * Clio: the matter's client, then its relationships (persons and companies are one list there, so a related id is a contact's).
 * MyCase: the people in its order, then the payer, whose id does not say whether it is a person's or a company's.
 */
export function participantsOf(provider: Provider, facts: MatterFacts, relationships: MatterInput["relationships"]): Participant[] {
  const found: Omit<Participant, "position">[] = [];
  if (provider === "clio") {
    if (facts.client) {
      const person_type = facts.client.type === "company" ? "company" : facts.client.type === "person" ? "contact" : "untyped";
      found.push({ person_id: facts.client.id, person_type, capacity: "client", role: "", relationship_id: null });
    }
    for (const { provider_id, contact_id, role } of relationships.toSorted((a, b) => compareIds(a.provider_id, b.provider_id))) {
      found.push({ person_id: contact_id, person_type: "contact", capacity: "related", role, relationship_id: provider_id });
    }
  } else {
    for (const { id, type } of listedOnce(facts.people)) {
      const person_type = type === "company" ? "company" : "contact";
      found.push({ person_id: id, person_type, capacity: "on_case", role: "", relationship_id: null });
    }
    if (facts.billing_contact_id !== null) {
      found.push({ person_id: facts.billing_contact_id, person_type: "untyped", capacity: "payer", role: "", relationship_id: null });
    }
  }
  return found.map((participant, position) => ({ ...participant, position }));
}

function listedOnce(people: MatterFacts["people"]): MatterFacts["people"] {
  return people.filter(({ id, type }, at) => people.findIndex((other) => other.id === id && other.type === type) === at);
}

const PART = { client: "part_client", on_case: "part_on_case", payer: "part_payer" } as const;

/** Why somebody is shown on a matter (B-MAT-1): the record that names them. Asked when it is shown; the record says it all. */
export function participantReason(
  matter_id: string,
  { capacity, role, relationship_id }: Pick<Participant, "capacity" | "role" | "relationship_id">,
) {
  if (capacity === "related" && relationship_id !== null)
    return because("B-MAT-1", "part_related", { role }, [{ kind: "relationship", id: relationship_id }, matterSource(matter_id)]);
  return capacity === "related"
    ? because("B-MAT-1", "part_related", { role }, [matterSource(matter_id)])
    : because("B-MAT-1", PART[capacity], {}, [matterSource(matter_id)]);
}

type MainClient = MatterView["main_client"];

/** B-MAT-5. Whoever is picked stands, also where skipped; a company is nobody until an admin names a person. */
export function mainClientOf(input: MatterInput, ctx: PreparedContext): MainClient {
  if (input.named_client) return named(input.facts, input.named_client);
  return ctx.provider === "clio" ? mainOnClio(input) : mainOnMyCase(input, ctx);
}

/** What an admin said stands until an admin says otherwise: no sync overwrites it (B-SYN-5). */
function named({ provider_id }: MatterFacts, { contact_id, member_id }: NonNullable<MatterInput["named_client"]>): MainClient {
  const sources: Source[] = [matterSource(provider_id), { kind: "contact", id: contact_id }];
  if (member_id !== null) sources.push({ kind: "member", id: member_id });
  return { contact_id, company_id: null, flagged: null, reason: because("B-MAT-5", "main_named", {}, sources) };
}

function mainOnClio(input: MatterInput): MainClient {
  const { client } = input.facts;
  if (!client) return nobody(input);
  const type = client.type ?? input.people.get(client.id)?.type ?? "person";
  return pick(input, { id: client.id, type }, "main_matter_client");
}

/** The billing contact if among the case's people, else the first listed whose group is Client, else the first listed. */
function mainOnMyCase(input: MatterInput, ctx: PreparedContext): MainClient {
  const listed = input.facts.people;
  const first = listed[0];
  if (!first) return nobody(input);
  const payer = payerOnCase(input);
  if (payer) return pick(input, payer, "main_billing_contact");
  const client = listed.find(({ id, type }) => type === "person" && isGroupClient(input.people.get(id)?.people_group_id ?? null, ctx));
  return client ? pick(input, client, "main_group_client") : pick(input, first, "main_first_listed");
}

/** Billing ids are untyped: a person by that id, wherever there is one, comes before a company. */
function payerOnCase({ facts, people, companies }: MatterInput): MatterFacts["people"][number] | null {
  const id = facts.billing_contact_id;
  if (id === null) return null;
  const listed = (type: "person" | "company") => facts.people.find((entry) => entry.id === id && entry.type === type) ?? null;
  if (listed("person") || people.get(id)?.type === "person") return listed("person");
  return companies.has(id) || listed("company") ? listed("company") : null;
}

const isGroupClient = (group_id: string | null, ctx: PreparedContext): boolean =>
  group_id !== null && foldKey(ctx.people_groups.get(group_id)?.name ?? "") === "client";

type MainCode = Extract<ReasonCode, "main_billing_contact" | "main_group_client" | "main_first_listed" | "main_matter_client">;

function pick(input: MatterInput, { id, type }: MatterFacts["people"][number], code: MainCode): MainClient {
  const matter = matterSource(input.facts.provider_id);
  if (type === "company") {
    return { contact_id: null, company_id: id, flagged: "company", reason: because("B-MAT-5", code, {}, [matter]) };
  }
  const person = input.people.get(id);
  const flagged = person === undefined ? "not_found" : null;
  const sources: Source[] = [matter, { kind: "contact", id }];
  return { contact_id: id, company_id: null, flagged, reason: because("B-MAT-5", code, {}, sources) };
}

function nobody({ facts }: MatterInput): MainClient {
  return {
    contact_id: null,
    company_id: null,
    flagged: null,
    reason: because("B-MAT-5", "main_nobody", {}, [matterSource(facts.provider_id)]),
  };
}
