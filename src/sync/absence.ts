/**
 * What a full run did not meet is read by id (B-SYN-6): absence from a list is never deletion. Not found makes a record suspected, and a
 * second "not found" at least 24 hours later a tombstone. Contacts and matters go through the parking place, so that many at once are held.
 */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { crashPoint } from "../lib/crash_point.ts";
import { afterNotFound, massChangeThreshold, TOMBSTONE_AFTER_MS } from "../mirror/rules.ts";
import {
  countRecords,
  readDueSuspects,
  readPresence,
  readUnmetQuarantine,
  releaseQuarantine,
  reserveSeq,
  writePresence,
} from "../mirror/store.ts";
import { VendorError, type KindPlan, type ReadOne } from "../model/connector.ts";
import type { Kind } from "../model/kinds.ts";
import { ingest, waiting } from "./ingest.ts";
import { readListings, readMissing, refuseListing, type ListingRow } from "./store_listings.ts";
import { parkChanges } from "./store_parked.ts";
import type { RunWorker } from "./worker.ts";

const BATCH = 200;
/** A list that leaves out this many rows that do exist is no list: the run stops asking one by one. */
const BROKEN_LIST = 100;

/** Kinds whose loss is guarded: contacts as the rule says; matters because losing them changes who is a client. */
export const GUARDED: readonly Kind[] = ["contact", "matter"];

export async function checkAbsent(worker: RunWorker): Promise<void> {
  const listings = await readListings(worker.deps.db.kysely, worker.run);
  for (const plan of worker.connector.plans) {
    const parts = listings.filter((listing) => listing.kind === plan.kind);
    if (parts.length === 0 || parts.some((part) => part.state !== "done" || part.first_page_at === null)) continue;
    if (plan.by_id) await checkKind(worker, plan.kind, parts);
    await checkQuarantine(worker, plan);
  }
  crashPoint("absence:marked");
}

async function checkKind(worker: RunWorker, kind: Kind, parts: ListingRow[]): Promise<void> {
  const { db } = worker.deps;
  const began = parts.map((part) => part.first_page_at!).sort()[0]!;
  const before = await countRecords(db.kysely, worker.run, kind);
  const enough = GUARDED.includes(kind) ? massChangeThreshold(before) : Number.POSITIVE_INFINITY;
  const look = byId(worker);
  let gone = 0;
  let there = 0;
  let after = "";
  for (;;) {
    const missing = await readMissing(db.kysely, worker.run, kind, began, after, BATCH);
    for (const id of missing) {
      const answer = await look(kind, id);
      crashPoint("absence:read");
      if (answer === null) continue;
      if (answer.found) there += 1;
      if (await settleAbsent(worker, kind, id, answer)) gone += 1;
      if (gone >= enough) return; // the run will be held whatever the rest says
      if (there >= BROKEN_LIST) return brokenList(worker, kind, parts);
    }
    if (missing.length < BATCH) return;
    after = missing.at(-1)!;
  }
}

/** A row that was set apart leaves once it is gone at the provider, too: nothing else would ever take it off the list of skipped rows. */
async function checkQuarantine(worker: RunWorker, plan: KindPlan): Promise<void> {
  const { run, deps } = worker;
  const unmet = await readUnmetQuarantine(deps.db.kysely, run, plan.kind, run.run_id, BATCH);
  const nameless = unmet.filter((id) => !plan.by_id || !/^\d+$/.test(id));
  if (nameless.length > 0) await worker.commit((trx) => releaseQuarantine(trx, run, plan.kind, nameless));
  const look = byId(worker);
  for (const id of unmet.filter((id) => !nameless.includes(id))) {
    const answer = await look(plan.kind, id);
    if (answer) await settleAbsent(worker, plan.kind, id, answer);
  }
}

/** So many records in a row that cannot be read mean that the provider is not well. */
const UNREADABLE = 3;

/** Reads by id; null where this one record cannot be read, which is no reason to give up the run and says nothing about the record. */
function byId(worker: RunWorker): (kind: Kind, id: string) => Promise<ReadOne | null> {
  let failures = 0;
  return async (kind, id) => {
    try {
      const answer = await worker.alive(worker.reader.one(kind, id));
      failures = 0;
      return answer;
    } catch (error) {
      failures += 1;
      if (!(error instanceof VendorError) || error.failure !== "transient" || failures >= UNREADABLE) throw error;
      return null;
    }
  };
}

async function brokenList(worker: RunWorker, kind: Kind, parts: ListingRow[]): Promise<void> {
  const note = "the provider's list left out records that exist; nothing was concluded from it";
  await worker.commit((trx) => refuseListing(trx, worker.run, kind, parts[0]!.part, note));
}

/** Suspects of 24 hours ago are due for their second look, in every run. */
export async function lookAgain(worker: RunWorker): Promise<void> {
  const before = new Date(worker.deps.clock.now().getTime() - TOMBSTONE_AFTER_MS).toISOString();
  const look = byId(worker);
  for (;;) {
    const due = await readDueSuspects(worker.deps.db.kysely, worker.run, before, BATCH);
    let settled = 0;
    for (const { kind, provider_id } of due) {
      const answer = await look(kind, provider_id);
      if (answer === null) continue;
      if (answer.found || answer.reason === "not_found") settled += 1;
      await settleAbsent(worker, kind, provider_id, answer);
    }
    if (due.length < BATCH || settled < due.length) return;
  }
}

/** Draws the conclusion from one read by id. True when the record would be gone. */
export async function settleAbsent(worker: RunWorker, kind: Kind, id: string, answer: ReadOne): Promise<boolean> {
  if (!answer.found && answer.reason === "hidden") return false; // "hidden" is not "deleted"
  return worker.commit(async (trx) => {
    const { run } = worker;
    if (answer.found) {
      const now = worker.now();
      const input = {
        owner: run,
        connector: worker.connector,
        kind,
        run_id: run.run_id,
        rows: waiting([answer.row]),
        read_at: answer.read_at,
        now,
      };
      await ingest(trx, { ...input, country: worker.connection.firm_country, harmful: "park" });
      if (!answer.row.ok) await bringBack(trx, worker, kind, id);
      return false;
    }
    await releaseQuarantine(trx, run, kind, [id]);
    const held = await readPresence(trx, run, kind, id);
    if (!held || held.presence === "tombstone") return false;
    const presence = afterNotFound(held.presence, held.presence_since, worker.deps.clock.now());
    if (presence === "suspected_gone" && held.presence === "present" && GUARDED.includes(kind)) {
      await parkChanges(trx, run, run.run_id, [
        { kind, provider_id: id, effect: "gone", text: null, updated_at: null, read_at: answer.read_at },
      ]);
      return true;
    }
    if (presence !== held.presence) {
      const seq = await reserveSeq(trx, run, 1);
      await writePresence(trx, run, { kind, run_id: run.run_id, changes: [{ provider_id: id, presence, seq }], at: worker.now() });
    }
    return true;
  });
}

/** It is there, though its row cannot be taken in: the version that the mirror has is of a record that exists. */
async function bringBack(trx: Kysely<Tables>, worker: RunWorker, kind: Kind, id: string): Promise<void> {
  const { run } = worker;
  const held = await readPresence(trx, run, kind, id);
  if (!held || held.presence === "present") return;
  const seq = await reserveSeq(trx, run, 1);
  const changes = [{ provider_id: id, presence: "present" as const, seq }];
  await writePresence(trx, run, { kind, run_id: run.run_id, changes, at: worker.now() });
}
