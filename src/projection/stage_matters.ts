/** Matters: what each is, and who takes part by its own record. */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Arrived } from "../events/derive.ts";
import { rawOf, readRaw, type MirrorRow } from "../mirror/store.ts";
import type { MatterFacts } from "../model/facts.ts";
import { compareMatters } from "./compare.ts";
import { knownPeople, type Cause, type Environment } from "./environment.ts";
import { projectMatter } from "./matter.ts";
import { participantsOf } from "./participants.ts";
import { matterRow, participationRow } from "./rows.ts";
import { writeChanges, type ChangeRow } from "./store_changes.ts";
import { readNamedClients } from "./store_main_clients.ts";
import { writeMatters, type MatterRow } from "./store_matters.ts";
import { readParticipants, replaceParticipants, type ParticipationRow } from "./store_participation.ts";
import { readHashes, readViews } from "./store_views.ts";
import type { MatterInput, MatterView } from "./types.ts";
import { arrival, comparedWith, hashOf, historyOf, type Compared } from "./stages.ts";

type Db = Kysely<Tables>;

export interface MatterResult {
  row: MatterRow;
  compared: Compared;
  /** Only where another one is kept. */
  view: MatterView | null;
  participants: ParticipationRow[];
}

/** `views`: whether those that are as they are kept, or are new, are asked for too. */
export async function computeMatters(
  db: Db,
  env: Environment,
  rows: MirrorRow[],
  views: "all" | "other" = "other",
): Promise<MatterResult[]> {
  const inputs = rows.map((row) => {
    const facts = env.mapper.matter(rawOf(row));
    return { row, facts, participants: participantsOf(env.mapper.provider, facts, []) };
  });
  const named = [...new Set(inputs.flatMap((input) => input.participants.map((participant) => participant.person_id)))];
  const { persons, companies } = await knownPeople(db, env, named);
  const ids = rows.map((row) => row.provider_id);
  const hashes = await readHashes(db, env.owner, "matter", ids);
  const looked_up = await readPeople(
    db,
    env,
    inputs.flatMap(({ facts }) => peopleInDoubt(facts)),
  );
  const named_clients = env.named_clients ? await readNamedClients(db, env.owner, ids) : null;
  return inputs.map(({ row, facts, participants }) => {
    const type = facts.client?.type ?? "person";
    const people: MatterInput["people"] = new Map(
      participants
        .filter((participant) => persons.has(participant.person_id))
        .map((participant) => [participant.person_id, looked_up.get(participant.person_id) ?? { type, people_group_id: null }]),
    );
    const view = projectMatter(
      {
        facts,
        presence: row.presence,
        decisive_at: row.decisive_at,
        relationships: [],
        people,
        companies,
        named_client: named_clients?.get(row.provider_id) ?? null,
      },
      env.context,
    );
    const derived = matterRow(view, row.presence, hashOf);
    const compared = comparedWith(hashes.get(row.provider_id), derived.view_hash);
    const taking_part = row.presence === "tombstone" ? [] : participants;
    return {
      row: derived,
      compared,
      view: views === "all" || compared === "other" ? view : null,
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
  const differing = results.filter((result) => result.compared !== "same");
  const known = differing.filter((result) => result.compared === "other").map((result) => result.row.provider_id);
  const before = known.length > 0 ? await readParticipants(db, env.owner, { matter_ids: known }) : [];
  const views = await readViews<MatterView>(db, env.owner, "matter", known);
  const participants = differing.flatMap((result) => result.participants);
  return {
    rows: differing.map((result) => result.row),
    known,
    participants,
    changes: differing.flatMap(({ row, view }) => {
      const old = views.get(row.provider_id);
      return old && view ? historyOf("matter", row.provider_id, compareMatters(old, view), cause) : [];
    }),
    arrived: differing
      .filter((result) => result.compared === "new")
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
