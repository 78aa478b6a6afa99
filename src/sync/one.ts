/** Reads one matter or contact by id: what a person asks for, and what a webhook hints at (B-SYN-1, B-SYN-8). */
import type { Kind } from "../model/kinds.ts";
import { settleAbsent } from "./absence.ts";
import type { RunWorker } from "./worker.ts";

export async function readTarget(worker: RunWorker): Promise<void> {
  const { target_kind, target_id } = worker.run;
  if (target_kind === null || target_id === null) throw new Error("a run of mode record names a record");
  const row = await readOne(worker, target_kind, target_id);
  if (target_kind !== "matter" || row === null) return;
  for (const person of peopleOf(worker, row)) await readOne(worker, "contact", person);
}

async function readOne(worker: RunWorker, kind: Kind, id: string): Promise<Record<string, unknown> | null> {
  const answer = await worker.alive(worker.reader.one(kind, id));
  await settleAbsent(worker, kind, id, answer);
  return answer.found && answer.row.ok ? answer.row.raw : null;
}

/** The people that the matter's own record names; who is related at Clio comes with the relationships. */
function peopleOf(worker: RunWorker, raw: Record<string, unknown>): string[] {
  const matter = worker.connector.mapper.matter(raw);
  const people = matter.people.filter((person) => person.type === "person").map((person) => person.id);
  return [...new Set([...people, ...(matter.client ? [matter.client.id] : [])])];
}
