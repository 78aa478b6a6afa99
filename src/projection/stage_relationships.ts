/** Relationships (Clio): who else takes part in a matter. */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { rawOf, type MirrorRow } from "../mirror/store.ts";
import type { Environment } from "./environment.ts";
import { readParticipants, replaceParticipants, type ParticipationRow } from "./store_participation.ts";

type Db = Kysely<Tables>;

export function computeRelationships(env: Environment, rows: MirrorRow[]): ParticipationRow[] {
  return rows
    .filter((row) => row.presence !== "tombstone")
    .map((row) => {
      const facts = env.mapper.relationship(rawOf(row));
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

/** Gives the people whose relationships differ from what was kept, and the matters that these tie or tied them to. */
export async function writeRelationships(
  trx: Db,
  env: Environment,
  rows: MirrorRow[],
  now: ParticipationRow[],
): Promise<{ people: string[]; matters: string[] }> {
  const before = await readParticipants(trx, env.owner, { relationship_ids: rows.map((row) => row.provider_id) });
  const old = new Map(before.map((row) => [row.relationship_id, row]));
  const differing = now.filter((row) => !sameParticipation(old.get(row.relationship_id), row));
  const kept = new Set(now.map((row) => row.relationship_id));
  const ended = before.filter((row) => !kept.has(row.relationship_id));
  const earlier = differing.map((row) => old.get(row.relationship_id)).filter((row) => row !== undefined);
  const outdated = [...earlier, ...ended].map((row) => row.relationship_id);
  await replaceParticipants(trx, env.owner, { relationship_ids: outdated }, differing);
  const touched = [...differing, ...ended, ...earlier];
  return { people: [...new Set(touched.map((row) => row.person_id))], matters: [...new Set(touched.map((row) => row.matter_id))] };
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
