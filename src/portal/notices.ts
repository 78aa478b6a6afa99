/** Which clients are told of what: a phase that changed, and whatever else the portal has for them. One notice for each occasion and person. */
import { batchCause } from "../automations/causes.ts";
import { listAccounts, readRuns } from "../automations/store_candidates.ts";
import type { Account, Because } from "../automations/types.ts";
import { crashPoint } from "../lib/crash_point.ts";
import { newId } from "../lib/ids.ts";
import type { NoticeKind } from "./letters.ts";
import { insertNotice, readClock, readParticipants, readPhaseEvents, setClock } from "./store_notices.ts";
import { putReach, readProjected } from "./store_reach.ts";
import type { PortalDb, PortalDeps } from "./types.ts";

const PAGE = 200;

export interface Occasion {
  firm_id: string;
  connection_id: string;
  contact_id: string;
  matter_id: string;
  kind: NoticeKind;
  /** The same once more is the same notice. */
  occasion: string;
  /** Ids and names of steps; never what somebody wrote. */
  about?: Record<string, string>;
}

type Deps = Pick<PortalDeps, "db" | "clock" | "url">;

/**
 * In the transaction of what it tells of. It leaves once, when person and hours allow; `not_because`: it is kept that it was not told, and why;
 * `doubt`: they may have got it already, so a member looks first.
 */
export async function tellClient(
  trx: PortalDb,
  deps: Deps,
  of: Occasion,
  { not_because = null, doubt = false }: { not_because?: string | null; doubt?: boolean } = {},
): Promise<void> {
  const notice_id = newId(deps.clock);
  const message_id = `<${notice_id}@${new URL(deps.url).hostname}>`;
  const text_notice_id = newId(deps.clock);
  await insertNotice(
    trx,
    { ...of, about: of.about ?? {}, notice_id, text_notice_id, message_id, not_because, doubt },
    deps.clock.now().toISOString(),
  );
}

/** Looks at what happened since the last look. What a first sync, a reconnect or other settings brought about is news to nobody (B-AUT-2). */
export async function findPhases(deps: Deps, firm_id: string | null): Promise<void> {
  for (const account of await listAccounts(deps.db.kysely, firm_id)) {
    while (await findPage(deps, account));
    await reach(deps, account);
  }
}

/** Who takes part without being a client is looked up anew where the projection has moved. */
async function reach(deps: Deps, account: Account): Promise<void> {
  const { now, reached } = await readProjected(deps.db.kysely, account);
  if (now !== reached) await deps.db.transaction((trx) => putReach(trx, account, now));
}

async function findPage(deps: Deps, account: Account): Promise<boolean> {
  const db = deps.db.kysely;
  const { event_seq, last_seq, doubt_since } = await readClock(db, account);
  if (event_seq === null) {
    await deps.db.transaction((trx) => setClock(trx, account, last_seq));
    return false;
  }
  const events = await readPhaseEvents(db, account, event_seq, PAGE);
  const because = events.map(({ data }): Because => ({
    cause: String(data["cause"]),
    cause_id: (data["cause_id"] as string | null) ?? null,
  }));
  const runs = await readRuns(db, account.firm_id, because);
  await deps.db.transaction(async (trx) => {
    for (const [index, { seq, data }] of events.entries()) {
      const cause = because[index]!;
      const not_because = batchCause(cause, runs.get(cause.cause_id ?? "") ?? null);
      const stays = { not_because, doubt: doubt_since !== null };
      if (typeof data["new"] === "string")
        await tellPhase(trx, deps, account, { seq, matter_id: String(data["matter_id"]), phase: data["new"] }, stays);
    }
    const through = events.length < PAGE ? last_seq : events.at(-1)!.seq;
    if (through > event_seq) await setClock(trx, account, through);
  });
  if (events.length > 0) crashPoint("notice:entered");
  return events.length === PAGE;
}

async function tellPhase(
  trx: PortalDb,
  deps: Deps,
  account: Account,
  event: { seq: number; matter_id: string; phase: string },
  stays: { not_because: string | null; doubt: boolean },
): Promise<void> {
  const { firm_id, connection_id } = account;
  for (const { contact_id } of await readParticipants(trx, account, event.matter_id)) {
    const occasion = `phase ${event.matter_id} ${event.seq}`;
    const of = {
      firm_id,
      connection_id,
      contact_id,
      matter_id: event.matter_id,
      kind: "phase" as const,
      occasion,
      about: { phase: event.phase },
    };
    await tellClient(trx, deps, of, stays);
  }
}
