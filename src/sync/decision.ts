/** What becomes of the changes that a run parked: few are applied at its end, many are held until an admin decides (B-SYN-6). */
import type { Kysely } from "kysely";
import type { Tell } from "../accounts/store_audit.ts";
import type { Db } from "../db/pool.ts";
import type { Tables } from "../db/tables.ts";
import { crashPoint } from "../lib/crash_point.ts";
import { isMassChange } from "../mirror/rules.ts";
import { countRecords, readHeld, reserveSeq, writePresence, type Owner } from "../mirror/store.ts";
import type { Connector } from "../model/connector.ts";
import type { Kind } from "../model/kinds.ts";
import { ingest, waiting } from "./ingest.ts";
import { setBlind } from "./store_connection.ts";
import { countParked, decideParked, readParked, type ParkedChange } from "./store_parked.ts";
import type { RunWorker } from "./worker.ts";

const BATCH = 500;

/** What a run's parked changes are measured by: the contacts before it, and what earlier runs have taken of the same allowance. */
export interface Measure {
  contacts: number;
  earlier: ReadonlyMap<Kind, number>;
}

/** Decides about the parked changes of a run; true when they are held. A blind connection takes none until an admin has decided. */
export async function decideRun(worker: RunWorker, measure?: () => Promise<Measure>): Promise<boolean> {
  const { run, deps } = worker;
  const parked = await countParked(deps.db.kysely, run, "parked");
  // A worker that died may have decided before it did.
  if (parked.size === 0) return (await countParked(deps.db.kysely, run, "held")).size > 0;
  crashPoint("parked:before_decision");
  const { contacts, earlier } = (await measure?.()) ?? { contacts: run.contacts_before, earlier: new Map<Kind, number>() };
  const harmed = (kind: Kind) => (parked.has(kind) ? parked.get(kind)! + (earlier.get(kind) ?? 0) : 0);
  const matters = parked.has("matter") ? await countRecords(deps.db.kysely, run, "matter") : 0;
  const many = isMassChange(harmed("contact"), contacts) || isMassChange(harmed("matter"), matters);
  if (many || worker.connection.blind_since !== null) {
    await worker.commit(async (trx) => {
      await decideParked(trx, run, run.run_id, { from: "parked", to: "held", at: worker.now() });
      await setBlind(trx, run, worker.now());
    });
    crashPoint("parked:after_decision");
    return true;
  }
  for (let left = true; left;) {
    left = await worker.commit((trx) =>
      applySome(trx, run, run.run_id, "parked", {
        connector: worker.connector,
        country: worker.connection.firm_country,
        now: worker.now(),
      }),
    );
  }
  crashPoint("parked:after_decision");
  return false;
}

/** An admin's word on a held run. Approving applies its changes, refusing keeps what the mirror has; either ends the blindness. */
export async function decideHeld(
  db: Db,
  connector: Connector,
  input: { owner: Owner; run_id: string; decision: "approve" | "refuse"; country: string; now: string; tell?: Tell },
): Promise<void> {
  const { owner, run_id, now, tell } = input;
  if (input.decision === "refuse") {
    await db.transaction(async (trx) => {
      await decideParked(trx, owner, run_id, { from: "held", to: "refused", at: now });
      await setBlind(trx, owner, null);
      await tell?.(trx);
    });
    return;
  }
  for (let left = true, first = true; left; first = false) {
    left = await db.transaction(async (trx) => {
      if (first) await tell?.(trx);
      return applySome(trx, owner, run_id, "held", { connector, country: input.country, now });
    });
  }
  await db.transaction((trx) => setBlind(trx, owner, null));
}

/** Applies a batch of one kind and effect; true while some are left. */
async function applySome(
  trx: Kysely<Tables>,
  owner: Owner,
  run_id: string,
  from: "parked" | "held",
  by: { connector: Connector; country: string; now: string },
): Promise<boolean> {
  const changes = await readParked(trx, owner, run_id, from, BATCH);
  const first = changes[0];
  if (!first) return false;
  const batch = changes.filter(
    (change) =>
      change.kind === first.kind && change.effect === first.effect && (first.effect === "gone" || change.read_at === first.read_at),
  );
  if (first.effect === "gone") await markGone(trx, owner, run_id, batch, by.now);
  else await takeBlanked(trx, owner, run_id, batch, by);
  const ids = batch.map((change) => change.provider_id);
  await decideParked(trx, owner, run_id, { from, to: "applied", at: by.now, only: { kind: first.kind, ids } });
  return true;
}

/** Leaves alone what has been read again since: an admin may decide days later. */
async function markGone(trx: Kysely<Tables>, owner: Owner, run_id: string, batch: ParkedChange[], at: string): Promise<void> {
  const { kind } = batch[0]!;
  const first_seq = await reserveSeq(trx, owner, batch.length);
  const { held } = await readHeld(
    trx,
    owner,
    kind,
    batch.map((change) => change.provider_id),
  );
  const changes = batch
    .filter((change) => (held.get(change.provider_id)?.read_at ?? change.read_at) <= change.read_at)
    .map((change, index) => ({ provider_id: change.provider_id, presence: "suspected_gone" as const, seq: first_seq + index }));
  await writePresence(trx, owner, { kind, run_id, changes, at });
}

async function takeBlanked(
  trx: Kysely<Tables>,
  owner: Owner,
  run_id: string,
  batch: ParkedChange[],
  by: { connector: Connector; country: string; now: string },
): Promise<void> {
  const rows = batch.map((change) => ({
    ok: true as const,
    provider_id: change.provider_id,
    updated_at: change.updated_at,
    raw: change.raw ?? {},
  }));
  const { kind, read_at } = batch[0]!;
  await ingest(trx, {
    owner,
    connector: by.connector,
    kind,
    run_id,
    rows: waiting(rows),
    read_at,
    now: by.now,
    country: by.country,
    harmful: "take",
  });
}
