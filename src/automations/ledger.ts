/** Puts occasions into the ledger: a page of them at a time, each decided by the rules, in one transaction that may be repeated. */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { newId } from "../lib/ids.ts";
import { batchCause, type BatchCause } from "./causes.ts";
import { decide } from "./decide.ts";
import type { AutomationDeps } from "./deps.ts";
import { guard, type Finding, type Pause } from "./guard.ts";
import { readCandidates, readRuns } from "./store_candidates.ts";
import { readFirmPause, readMatter, readPeople, type MatterRow } from "./store_people.ts";
import { insertStarts, openBatch, type NewStart } from "./store_starts.ts";
import type { Account, Candidate, Occasion } from "./types.ts";

type Db = Kysely<Tables>;
type Deps = Pick<AutomationDeps, "clock">;

export interface Ready {
  occasion: Occasion;
  candidate: Candidate | null;
  batch: BatchCause | null;
  finding: Finding | null;
}

/** Reads what decides, for those that start by themselves with the guard; a held one is asked about when it is let go. */
export async function weigh(db: Db, deps: Deps, account: Account, occasions: readonly Occasion[]): Promise<Ready[]> {
  const now = deps.clock.now().toISOString();
  const candidates = await readCandidates(db, account, [...new Set(occasions.map((one) => one.contact_id))]);
  const runs = await readRuns(db, account.firm_id, occasions);
  const ready = occasions.map((occasion) => ({
    occasion,
    candidate: candidates.get(occasion.contact_id) ?? null,
    batch: batchCause(occasion, occasion.cause === "run" ? (runs.get(occasion.cause_id ?? "") ?? null) : null),
  }));
  const unheld = ready.filter((one) => one.batch === null && one.candidate !== null);
  const survivors = unheld.some((one) => one.occasion.automation.document.trigger.kind === "new_client");
  const ids = [...new Set(unheld.map((one) => one.occasion.contact_id))];
  const people = await readPeople(db, account, ids, { survivors, now });
  const matters = new Map<string, MatterRow | null>();
  for (const { occasion } of unheld)
    if (occasion.matter_id !== null && !matters.has(occasion.matter_id))
      matters.set(occasion.matter_id, await readMatter(db, account, occasion.matter_id, now));
  const house = houseOf(account, await readFirmPause(db, account.firm_id, now));
  return ready.map((one) => {
    const person = one.batch === null ? people.get(one.occasion.contact_id) : undefined;
    if (!person) return { ...one, finding: null };
    const { occasion } = one;
    const matter = occasion.matter_id === null ? null : (matters.get(occasion.matter_id) ?? null);
    const { trigger, steps } = occasion.automation.document;
    const about = { kind: trigger.kind, matter, matter_id: occasion.matter_id, phase: occasion.about["phase"] ?? null };
    const sends = steps.some((step) => step.kind === "email");
    return { ...one, finding: guard(person, { ...about, sends, approved: false }, house) };
  });
}

export const houseOf = (account: Account, pause: Pause | null) => ({
  pause,
  blind: account.blind_since !== null,
  connected: account.state === "connected",
});

/** In the caller's transaction; gives how many were new. */
export async function enter(trx: Db, deps: Deps, account: Account, ready: readonly Ready[]): Promise<number> {
  const at = deps.clock.now().toISOString();
  const batches = new Map<string, string>();
  const rows: NewStart[] = [];
  // In one order, so that two who enter the same do not wait for each other.
  for (const one of ready.toSorted((a, b) => (keyOf(a.occasion) < keyOf(b.occasion) ? -1 : 1))) {
    const { occasion } = one;
    const decided = decide(one);
    const in_batch = decided.state === "held" && decided.reason === one.batch;
    rows.push({
      start_id: newId(deps.clock),
      automation_id: occasion.automation.automation_id,
      version: occasion.automation.version,
      ...{ contact_id: occasion.contact_id, matter_id: occasion.matter_id, occasion: occasion.occasion, about: occasion.about },
      ...{ cause: occasion.cause, cause_id: occasion.cause_id, ...decided },
      batch_id: in_batch && one.batch !== null ? await batchOf(trx, deps, account, occasion, one.batch, batches, at) : null,
      due_at: decided.state === "running" ? at : null,
      approved_by: null,
    });
  }
  return (await insertStarts(trx, account.firm_id, account.provider, rows, at)).length;
}

const keyOf = ({ automation, contact_id, occasion }: Occasion) => `${automation.automation_id} ${contact_id} ${occasion}`;

async function batchOf(
  trx: Db,
  deps: Deps,
  account: Account,
  { cause_id }: Occasion,
  cause: BatchCause,
  known: Map<string, string>,
  at: string,
): Promise<string> {
  const key = `${cause} ${cause_id}`;
  const batch_id = known.get(key) ?? (await openBatch(trx, account, cause, cause_id ?? "", { id: newId(deps.clock), at }));
  known.set(key, batch_id);
  return batch_id;
}
