/**
 * Looks at what has become true since the last time, connection by connection, and enters it into the ledger. Where to look is told by the
 * events in the order of their commits, by the clients whom the ledger does not know, and by the day; what is entered depends on the rows
 * alone, so that a doubled or repeated look harms nothing.
 */
import { tagKey } from "../projection/tag_text.ts";
import { localDay } from "../projection/environment.ts";
import { crashPoint } from "../lib/crash_point.ts";
import type { AutomationDeps } from "./deps.ts";
import { addDays, daysMissed, endingsOn, factCounts, isOn } from "./facts.ts";
import { enter, weigh } from "./ledger.ts";
import { mend } from "./mend.ts";
import { factComes, newClient, occasionsOf, tagGained } from "./occasions.ts";
import { listAutomations } from "./store_automations.ts";
import {
  advance,
  listAccounts,
  readClientCauses,
  readFactCandidates,
  readMainClients,
  readNewClients,
  readStanding,
  readTagged,
  readTold,
  type ToldRow,
} from "./store_candidates.ts";
import { endDoubt } from "./store_restored.ts";
import { enterClients } from "./store_starts.ts";
import type { Account, Automation, Because, Occasion } from "./types.ts";

type Deps = Pick<AutomationDeps, "db" | "clock" | "log">;

const PAGE = 4_000;
/** Ids alone are small: one look at the index finds many pages. */
const LOOK = 20_000;
const EVENTS = 500;
const AT_ONCE = 2;

/** Every firm, or one. What fails for one connection keeps nobody else waiting. */
export async function evaluateAll(deps: Deps, firm_id: string | null = null): Promise<void> {
  for (const account of await listAccounts(deps.db.kysely, firm_id))
    await evaluate(deps, account).catch((error: unknown) =>
      deps.log.error({ err: error, connection_id: account.connection_id }, "a connection's automations could not be looked at"),
    );
}

/** A connection that is blind or away is looked at once it is not: what was told meanwhile waits (B-SYN-6). */
export async function evaluate(deps: Deps, account: Account): Promise<void> {
  if (account.state !== "connected" || account.blind_since !== null || account.first_synced_at === null) return;
  const db = deps.db.kysely;
  const standing = await readStanding(db, account);
  const today = localDay(deps.clock.now(), account.time_zone);
  const active = (await listAutomations(db, account.firm_id)).filter((automation) => automation.active);
  if (standing.event_seq === null) {
    if (!standing.settled) return;
    await firstLook(deps, account, active);
    await advance(db, account, { event_seq: standing.last_seq, fact_day: today });
    return;
  }
  await newClients(deps, account, active, null);
  await mend(deps, account);
  await followEvents(deps, account, active, standing.event_seq, standing.fact_day!);
  const missed = daysMissed(standing.fact_day!, today);
  for (const day of missed) await keyFacts(deps, account, active, day, today);
  if (missed.length > 0) await advance(db, account, { event_seq: 0, fact_day: today });
  if (account.doubt_since !== null && standing.settled && standing.caught_up) await endDoubt(db, account);
}

/** All that the first sync found is old news: known from now on, and held in one batch (B-AUT-2). Facts already past start nothing. */
async function firstLook(deps: Deps, account: Account, active: readonly Automation[]): Promise<void> {
  const because: Because = { cause: "first_sync", cause_id: account.connection_id };
  await newClients(deps, account, active, because);
  for (const automation of active) {
    const { trigger } = automation.document;
    if (trigger.kind !== "tag_gained") continue;
    for (let after = ""; ;) {
      const ids = await readTagged(deps.db.kysely, account, tagKey(trigger.tag), after, PAGE);
      if (ids.length === 0) break;
      await enterAll(
        deps,
        account,
        ids.map((id) => tagGained(automation, id, because)),
      );
      after = ids.at(-1)!;
    }
  }
}

/** B-AUT-1: entered for everybody, in or out of scope and segment, whether or not an automation is there to start. */
async function newClients(deps: Deps, account: Account, active: readonly Automation[], forced: Because | null): Promise<void> {
  const db = deps.db.kysely;
  const starting = active.filter((automation) => automation.document.trigger.kind === "new_client");
  for (let after = ""; ;) {
    const found = await readNewClients(db, account, after, LOOK);
    if (found.length === 0) return;
    after = found.at(-1)!;
    const pages = Array.from({ length: Math.ceil(found.length / PAGE) }, (_, index) => found.slice(index * PAGE, (index + 1) * PAGE));
    const lane = async () => {
      for (let ids = pages.shift(); ids; ids = pages.shift()) await enterNew(deps, account, starting, ids, forced);
    };
    // Old news is held in whichever order it comes; what starts by itself is counted one page after the other.
    const done = await Promise.allSettled(Array.from({ length: forced === null ? 1 : AT_ONCE }, lane));
    for (const one of done) if (one.status === "rejected") throw one.reason;
  }
}

async function enterNew(
  deps: Deps,
  account: Account,
  starting: readonly Automation[],
  ids: readonly string[],
  forced: Because | null,
): Promise<void> {
  const db = deps.db.kysely;
  const causes = forced ? new Map(ids.map((id) => [id, forced])) : await readClientCauses(db, account, ids);
  const causeOf = (id: string): Because => causes.get(id) ?? { cause: "recompute", cause_id: null };
  const occasions = starting.flatMap((automation) => ids.map((id) => newClient(automation, id, causeOf(id))));
  const ready = await weigh(db, deps, account, occasions);
  await deps.db.transaction(async (trx) => {
    const rows = ids.map((contact_id) => ({ contact_id, ...causeOf(contact_id) }));
    const entered = await enterClients(trx, account, rows, deps.clock.now().toISOString());
    // Who was entered by somebody else at the same moment is started by them.
    const mine = ready.filter(({ occasion }) => entered.has(occasion.contact_id));
    await enter(trx, deps, account, mine);
  });
  crashPoint("automation:entered");
}

async function followEvents(deps: Deps, account: Account, active: readonly Automation[], from: number, fact_day: string): Promise<void> {
  const db = deps.db.kysely;
  for (let seq = from; ;) {
    const told = await readTold(db, account, seq, EVENTS);
    const last = told.at(-1)?.seq;
    if (last === undefined) return;
    const occasions = await occasionsOfAll(deps, account, active, told);
    const ready = await weigh(db, deps, account, occasions);
    await deps.db.transaction(async (trx) => {
      await enter(trx, deps, account, ready);
      await advance(trx, account, { event_seq: last, fact_day });
    });
    seq = last;
  }
}

/** The first of each: the ledger takes no other. A tag that is gone again by now was none. */
async function occasionsOfAll(deps: Deps, account: Account, active: readonly Automation[], told: readonly ToldRow[]): Promise<Occasion[]> {
  const matter_ids = told.flatMap(({ data }) => (typeof data["matter_id"] === "string" ? [data["matter_id"]] : []));
  const main_clients = await readMainClients(deps.db.kysely, account, [...new Set(matter_ids)]);
  const found = new Map<string, Occasion>();
  for (const event of told)
    for (const occasion of occasionsOf(event, active, main_clients)) {
      const key = `${occasion.automation.automation_id} ${occasion.contact_id} ${occasion.occasion}`;
      if (!found.has(key)) found.set(key, occasion);
    }
  return [...found.values()];
}

async function keyFacts(deps: Deps, account: Account, active: readonly Automation[], day: string, today: string): Promise<void> {
  for (const automation of active) {
    const { trigger } = automation.document;
    if (
      trigger.kind !== "key_fact" ||
      (automation.active_since !== null && localDay(new Date(automation.active_since), account.time_zone) > day)
    )
      continue;
    const falls = addDays(day, trigger.days_ahead);
    // What nobody looked for in time is past.
    if (falls < today) continue;
    for (let after = ""; ;) {
      const rows = await readFactCandidates(deps.db.kysely, account, endingsOn(falls), after, PAGE);
      if (rows.length === 0) break;
      after = rows.at(-1)!.contact_id;
      const due = rows.filter(({ key_facts }) => {
        const date = factCounts(key_facts, trigger.label)?.date ?? null;
        return date !== null && isOn(date, falls, trigger.every_year);
      });
      await enterAll(
        deps,
        account,
        due.map((row) => factComes(automation, row.contact_id, trigger.label, falls)),
      );
    }
  }
}

async function enterAll(deps: Deps, account: Account, occasions: readonly Occasion[]): Promise<void> {
  if (occasions.length === 0) return;
  const ready = await weigh(deps.db.kysely, deps, account, occasions);
  await deps.db.transaction(async (trx) => void (await enter(trx, deps, account, ready)));
}
