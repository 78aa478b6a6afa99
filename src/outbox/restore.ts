/**
 * After an old backup of the database was put back, the outbox is older than the world: whatever it believes unsent may have been sent since.
 * So nothing is sent before it has been looked up (F31). It is noticed by a word that lies in the data folder and in the database both, and
 * that changes every few minutes: a backup of the database alone holds an older one.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { crashPoint } from "../lib/crash_point.ts";
import type { OutboxDeps } from "./deps.ts";
import { loadFirm, type Firm } from "./firm.ts";
import { lookAnew } from "./outcome.ts";
import { move, working, type DeliveryRow } from "./store.ts";
import { beginEpoch, endEpoch, markDoubt, readInstance, readOwners, takeUnsent } from "./store_restore.ts";
import { writingOf } from "./writing.ts";

const BATCH = 200;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/** Everything that may have been sent since the backup is looked up first; what nothing can show needs a person at once. */
export async function lookUpAll(deps: OutboxDeps, who: string): Promise<{ looked_up: number; needs_review: number }> {
  const count = { looked_up: 0, needs_review: 0 };
  for (const owner of await readOwners(deps.db.kysely)) {
    const firm = await loadFirm(deps, deps.db.kysely, owner);
    for (let after: string | null = FIRST_ID; after !== null;) after = await oneBatch(deps, firm, after, who, count);
    crashPoint("write:restored");
    await deps.ready(owner);
  }
  return count;
}

/** The last id that was taken; null: there are no more. */
async function oneBatch(
  deps: OutboxDeps,
  firm: Firm,
  after: string,
  who: string,
  count: { looked_up: number; needs_review: number },
): Promise<string | null> {
  const at = deps.clock.now().toISOString();
  const owner = { firm_id: firm.connection.firm_id, connection_id: firm.connection.connection_id };
  return working(deps.db, owner, at, async (work) => {
    const rows = await takeUnsent(work.trx, owner, after, BATCH);
    for (const row of rows) {
      const change = {
        ...lookAnew(at),
        fence: row.fence + 1,
        lease_until: null,
        due_at: at,
        creates: Math.max(row.creates, 1),
        reason: "after_restore",
      };
      const unknown = await move(work, row, "restored", change, { by: who });
      const hidden = unknown && !canBeSeen(deps, firm, unknown);
      if (hidden) await move(work, unknown, "not_visible", { due_at: null, reason: "cannot_look" });
      count[hidden ? "needs_review" : "looked_up"] += 1;
    }
    if (after === FIRST_ID) await markDoubt(work.trx, owner);
    return rows.length < BATCH ? null : rows.at(-1)!.delivery_id;
  });
}

/** What was never put together here is judged when it is looked for. */
const canBeSeen = (deps: OutboxDeps, firm: Firm, row: DeliveryRow): boolean =>
  row.payload === null ? row.operation !== "message" : firm.side.can_find(writingOf(deps, { ...row, payload: row.payload }, null));

interface Word {
  instance_id: string;
  epoch: string;
}

/** Compares the folder's word with the database's. True: an old backup was put back. A folder or database that is new has none. */
export async function isOldBackup(deps: Pick<OutboxDeps, "db">, data_dir: string): Promise<boolean> {
  const word = await readWord(data_dir);
  if (word === null) return false;
  const row = await readInstance(deps.db.kysely, word.instance_id);
  // The database may not have heard that the folder has the new word already.
  return row === null || (row.epoch !== word.epoch && row.pending !== word.epoch);
}

/** A new word: told to the database, then to the folder, then confirmed, so that dying in between is no alarm. */
export async function renewEpoch(deps: Pick<OutboxDeps, "db" | "clock">, data_dir: string): Promise<void> {
  const known = await readWord(data_dir);
  const word: Word = { instance_id: known?.instance_id ?? randomUUID(), epoch: randomBytes(16).toString("hex") };
  const at = deps.clock.now().toISOString();
  await beginEpoch(deps.db.kysely, word.instance_id, word.epoch, known?.epoch ?? word.epoch, at);
  await writeWord(data_dir, word);
  await endEpoch(deps.db.kysely, word.instance_id, word.epoch, at);
}

/** Before a process sends anything. `also`: what else is older than the world then. */
export async function beginWriting(deps: OutboxDeps, data_dir: string, also: () => Promise<unknown> = async () => {}): Promise<void> {
  if (await isOldBackup(deps, data_dir)) {
    await also();
    const count = await lookUpAll(deps, "an old backup was put back");
    deps.log.warn(
      count,
      "an old backup of the database was put back: whatever may have been written since is looked up before anything is sent",
    );
  }
  await renewEpoch(deps, data_dir);
}

const NAME = "instance.json";

async function readWord(data_dir: string): Promise<Word | null> {
  const text = await readFile(join(data_dir, NAME), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  return text === null ? null : (JSON.parse(text) as Word);
}

async function writeWord(data_dir: string, word: Word): Promise<void> {
  await mkdir(data_dir, { recursive: true });
  const draft = join(data_dir, `${NAME}.new`);
  const file = await open(draft, "w", 0o600);
  try {
    await file.writeFile(JSON.stringify(word));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, join(data_dir, NAME));
}
