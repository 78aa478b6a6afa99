/** Puts occasions into the ledger: a page of them at a time, each decided by the rules, in one transaction that may be repeated. */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { newId } from "../lib/ids.ts";
import { localDay } from "../projection/environment.ts";
import { batchCause, type BatchCause, type OldNews } from "./causes.ts";
import { decide } from "./decide.ts";
import type { AutomationDeps } from "./deps.ts";
import { guard, type Finding, type Pause } from "./guard.ts";
import { dayBegan, dependsOnContacts, dividedBy, usualADay, wouldStart } from "./many.ts";
import type { Params } from "./reasons.ts";
import { readRules } from "./store_automations.ts";
import { countContacts, readCandidates, readRuns } from "./store_candidates.ts";
import { readFirmPause, readMatter, readPeople, type MatterRow } from "./store_people.ts";
import { openBatch } from "./store_batches.ts";
import { countStarts, insertStarts, lockStarts, readKnown, type NewStart } from "./store_starts.ts";
import type { Account, Candidate, Occasion, Verdict } from "./types.ts";

type Db = Kysely<Tables>;
type Deps = Pick<AutomationDeps, "clock">;

export interface Ready {
  occasion: Occasion;
  candidate: Candidate | null;
  batch: OldNews | null;
  finding: Finding | null;
}

/** Reads what decides, for those that start by themselves with the guard; a held one is asked about when it is let go. */
export async function weigh(db: Db, deps: Deps, account: Account, occasions: readonly Occasion[]): Promise<Ready[]> {
  const now = deps.clock.now().toISOString();
  const candidates = await readCandidates(db, account, [...new Set(occasions.map((one) => one.contact_id))]);
  const runs = await readRuns(db, account.firm_id, occasions);
  const doubt = account.doubt_since === null ? null : "restored";
  const ready = occasions.map((occasion) => ({
    occasion,
    candidate: candidates.get(occasion.contact_id) ?? null,
    batch: batchCause(occasion, occasion.cause === "run" ? (runs.get(occasion.cause_id ?? "") ?? null) : null) ?? doubt,
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

export interface InBatch {
  cause: BatchCause;
  cause_id: string;
  /** Null: its cause says it all. */
  params: Params | null;
}
interface Decided {
  one: Ready;
  verdict: Verdict;
  batch: InBatch | null;
}

/** In the caller's transaction; gives how many were new. */
export async function enter(trx: Db, deps: Deps, account: Account, ready: readonly Ready[]): Promise<number> {
  const at = deps.clock.now().toISOString();
  // In one order, so that two who enter the same do not wait for each other.
  const ordered = ready.map((one) => ({ key: keyOf(one.occasion), one })).toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const decided = await holdMany(
    trx,
    deps,
    account,
    ordered.map(({ one }) => decidedOf(one, account)),
  );
  const batches = new Map<string, string>();
  const rows: NewStart[] = [];
  for (const { one, verdict, batch } of decided) {
    const { automation, contact_id, matter_id, occasion, about, cause, cause_id } = one.occasion;
    const { automation_id, version } = automation;
    rows.push({
      ...{ start_id: newId(deps.clock), automation_id, version, contact_id, matter_id, occasion, about, cause, cause_id, ...verdict },
      batch_id: batch === null ? null : await batchOf(trx, deps, account, batch, batches, at),
      due_at: verdict.state === "running" ? at : null,
      approved_by: null,
    });
  }
  return insertStarts(trx, account.firm_id, account.provider, rows, at);
}

const keyOf = ({ automation, contact_id, occasion }: Occasion) => `${automation.automation_id} ${contact_id} ${occasion}`;

const decidedOf = (one: Ready, account: Account): Decided => {
  const verdict = decide(one);
  return { one, verdict, batch: oldNewsOf(one, verdict, account) };
};

/** The batch that it is held in as old news; null: it is not, or held by itself. */
export function oldNewsOf({ batch, occasion }: Ready, { state, reason }: Verdict, { connection_id }: Account): InBatch | null {
  if (state !== "held" || batch === null || reason !== batch) return null;
  return { cause: batch, cause_id: batch === "restored" ? connection_id : (occasion.cause_id ?? ""), params: null };
}

/**
 * What a day brings on top of what is usual goes into one batch for each automation (B-AUT-2). Whoever counts has the others of this connection
 * wait until they have entered theirs; what is in the ledger already counts no second time.
 */
async function holdMany(trx: Db, deps: Deps, account: Account, decided: Decided[]): Promise<Decided[]> {
  const isMore = ({ verdict, batch }: Decided) => batch === null && wouldStart(verdict);
  if (!decided.some(isMore)) return decided;
  await lockStarts(trx, account);
  const known = await readKnown(
    trx,
    account,
    decided.map(({ one }) => one.occasion),
  );
  const fresh = decided.filter(({ one }) => !known.has(keyOf(one.occasion)));
  for (const [automation_id, more] of Map.groupBy(fresh.filter(isMore), ({ one }) => one.occasion.automation.automation_id)) {
    const { go_on, hold, batch } = await divide(trx, deps, account, automation_id, more.length);
    for (const each of more.slice(go_on)) Object.assign(each, { verdict: hold, batch });
  }
  return fresh;
}

/** Of so many more starts of one automation today: how many go on by themselves, and as what the others are held. */
export async function divide(trx: Db, deps: Deps, account: Account, automation_id: string, more: number) {
  const now = deps.clock.now();
  const so_far = await countStarts(trx, account, automation_id, dayBegan(account.time_zone, now));
  const { most_starts } = await readRules(trx, account.firm_id);
  const contacts = dependsOnContacts(most_starts, so_far + more) ? await countContacts(trx, account) : 0;
  const usual = usualADay(most_starts, contacts);
  const { go_on, count } = dividedBy({ so_far, usual }, more);
  const params = { count, usual };
  const hold: Verdict = { state: "held", reason: "many", params };
  const batch: InBatch = { cause: "many", cause_id: `${automation_id} ${localDay(now, account.time_zone)}`, params };
  return { go_on, hold, batch };
}

async function batchOf(
  trx: Db,
  deps: Deps,
  account: Account,
  { cause, cause_id, params }: InBatch,
  known: Map<string, string>,
  at: string,
): Promise<string> {
  const key = `${cause} ${cause_id}`;
  const batch_id =
    known.get(key) ?? (await openBatch(trx, account, cause, cause_id, { id: newId(deps.clock), at, ...(params && { params }) }));
  known.set(key, batch_id);
  return batch_id;
}
