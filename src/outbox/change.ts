/** What people do to what was logged: edit, cancel, retry, confirm. The state table says what can be done, and why not. */
import { crashPoint } from "../lib/crash_point.ts";
import type { Operation } from "../model/writing.ts";
import type { OutboxDeps } from "./deps.ts";
import { loadFirm, type Firm } from "./firm.ts";
import { amend } from "./log.ts";
import { delivered, lookAnew } from "./outcome.ts";
import { EVENTS, type Event, type State } from "./states.ts";
import {
  lockDeliveriesOf,
  lockDelivery,
  lockWaiting,
  move,
  note,
  working,
  amendRow,
  type Change,
  type DeliveryRow,
  type Work,
} from "./store.ts";
import { lockActivity, readActivityRow, updateActivity } from "./store_activities.ts";
import { OutboxRefused, type ActivityEdit, type By, type DeliveryFilter, type Many } from "./types.ts";
import { writingOf } from "./writing.ts";

export const NOT_FOUND = "There is no such activity";

/** B-WRB-8. */
export async function edit(deps: OutboxDeps, firm_id: string, activity_id: string, change: ActivityEdit, by: By): Promise<void> {
  const activity = await readActivityRow(deps.db.kysely, firm_id, activity_id);
  if (!activity) throw new OutboxRefused("not_found", NOT_FOUND);
  const owner = { firm_id, connection_id: activity.connection_id };
  const firm = await loadFirm(deps, deps.db.kysely, owner);
  await working(deps.db, owner, deps.clock.now().toISOString(), async (work) => {
    await lockActivity(work.trx, firm_id, activity_id);
    const rows = await lockDeliveriesOf(work.trx, firm_id, activity_id);
    const stuck = rows.find((row) => isSent(row) && !changeable(firm, row.operation));
    if (stuck)
      throw new OutboxRefused(
        "not_editable",
        `It is at the provider${stuck.state === "delivered" ? "" : ", perhaps"}, where a ${stuck.operation} cannot be changed`,
      );
    await updateActivity(work.trx, firm_id, activity_id, change, work.at);
    for (const row of rows) await amend(firm, work, row);
    await by.tell(work.trx, "activity.edit", activity_id, { fields: Object.keys(change) });
  });
  crashPoint("write:edited");
  await deps.ready(owner);
}

const isSent = (row: DeliveryRow) => ["sending", "unknown", "delivered", "needs_review"].includes(row.state) || row.provider_id !== null;
export const changeable = (firm: Firm, operation: Operation) =>
  firm.side.promises.some((promise) => promise.operation === operation && promise.editable);

/** Deliveries by their ids, and the filter that found these, if one did. */
export interface Which {
  ids: readonly string[];
  filter: DeliveryFilter | null;
}

export async function cancel(deps: OutboxDeps, firm_id: string, which: Which, by: By): Promise<Many> {
  return each(deps, firm_id, which, by, "cancel", async (work, _firm, row) => {
    const done = await move(work, row, "cancelled", { reason: "cancelled", words: by.name, due_at: null, blocks: false }, { by: by.name });
    if (done?.operation === "thread") await promote(work, done);
    return done
      ? null
      : row.state === "unknown" || row.state === "sending"
        ? "It may be at the provider already: it is being looked up"
        : refusal(row.state, "cancelled");
  });
}

/** The thread will not come: the first that waited for it makes it. */
async function promote(work: Work, head: DeliveryRow): Promise<void> {
  const [first, ...others] = await lockWaiting(work.trx, head);
  if (!first) return;
  const place: Change = {
    operation: "thread",
    parent_kind: head.parent_kind,
    parent_id: head.parent_id,
    group_key: head.group_key,
    waits_for: null,
  };
  await move(work, first, "released", { ...place, due_at: work.at, first_queued_at: work.at });
  for (const other of others) await amendRow(work.trx, other, { waits_for: first.delivery_id });
}

/** Sent (again): looked up first where it may be there and that can be seen. */
export async function retry(deps: OutboxDeps, firm_id: string, which: Which, by: By): Promise<Many> {
  return each(deps, firm_id, which, by, "retry", async (work, firm, row) => {
    if (row.state === "held") return "It waits for something: see why it is held";
    if (row.state === "queued")
      return (await move(work, row, "retried", { due_at: work.at, first_queued_at: work.at }, { by: by.name })) ? null : "Try again";
    const anew: Change = {
      due_at: work.at,
      first_queued_at: work.at,
      attempt: 0,
      accepted: 0,
      blocks: false,
      doubt: false,
      reason: null,
      words: "",
    };
    const may_be_there = row.doubt || row.state === "needs_review" || (row.state === "cancelled" && row.creates > 0);
    const can_look =
      row.step === "create" && (row.payload === null || firm.side.can_find(writingOf(deps, { ...row, payload: row.payload }, null)));
    // A person has decided that what nothing can show is not there.
    const event: Event = may_be_there && can_look ? "looked_again" : "retried";
    const look: Change = event === "looked_again" ? lookAnew(work.at) : {};
    return (await move(work, row, event, { ...anew, ...look }, { by: by.name })) ? null : refusal(row.state, event);
  });
}

export async function confirm(deps: OutboxDeps, firm_id: string, delivery_id: string, provider_id: string | null, by: By): Promise<Many> {
  return each(deps, firm_id, { ids: [delivery_id], filter: null }, by, "confirm", async (work, firm, row) => {
    const seen = { provider_id, url: null, progress: null };
    if (row.state !== "needs_review") return refusal(row.state, "confirmed");
    return (await delivered(firm, work, row, "confirmed", seen, [], { by: by.name })) ? null : refusal(row.state, "confirmed");
  });
}

/** Where the provider cannot remove a record, such as a message of a thread, somebody says that it may stay (B-WRB-5). */
export async function acceptTwins(deps: OutboxDeps, firm_id: string, delivery_id: string, accepted: boolean, by: By): Promise<Many> {
  return each(
    deps,
    firm_id,
    { ids: [delivery_id], filter: null },
    by,
    accepted ? "accept_twins" : "unaccept_twins",
    async (work, _firm, row) => {
      const ids = row.twins.map((twin) => twin.provider_id);
      if (ids.length === 0) return "It is at the provider once, as far as Privity knows";
      await amendRow(work.trx, row, { twins_accepted: accepted ? ids : [] });
      const words = accepted ? "What is there more than once may stay" : "What is there more than once is not to stay after all";
      await note(work.trx, row, work.at, accepted ? "twins_accepted" : "twins_unaccepted", words, { by: by.name });
      return null;
    },
  );
}

const SAYS: Record<State, string> = {
  held: "It is held",
  queued: "It is waiting to be sent",
  sending: "It is being sent just now",
  unknown: "It is being looked up",
  delivered: "It is delivered",
  failed: "It has failed",
  needs_review: "It waits for a person",
  cancelled: "It was cancelled",
};
const refusal = (state: State, event: Event): string => `${SAYS[state]}, so this cannot be done: ${EVENTS[event]}`;

/**
 * Each in a transaction of its own: what one refuses keeps no other from it. Where one is not there, nothing is done at all. The audit log is
 * told of many at once before anything is done to them, and of one with what is done to it.
 */
async function each(
  deps: OutboxDeps,
  firm_id: string,
  { ids, filter }: Which,
  by: By,
  what: "cancel" | "retry" | "confirm" | "accept_twins" | "unaccept_twins",
  task: (work: Work, firm: Firm, row: DeliveryRow) => Promise<string | null>,
): Promise<Many> {
  const result: Many = { done: [], refused: [] };
  const firms = new Map<string, Firm>();
  const all = [];
  for (const delivery_id of ids) {
    const known = await lockDelivery(deps.db.kysely, firm_id, delivery_id);
    if (!known) throw new OutboxRefused("not_found", `There is no delivery ${delivery_id}.`);
    all.push(known);
  }
  const many = filter !== null || ids.length > 1;
  if (many && ids.length > 0) {
    const detail = { count: ids.length, ...(filter ? { filter } : {}) };
    await deps.db.transaction((trx) => by.tell(trx, `delivery.${what}_many`, filter ? "by filter" : ids[0]!, detail));
  }
  for (const known of all) {
    const { delivery_id } = known;
    const firm = firms.get(known.connection_id) ?? (await loadFirm(deps, deps.db.kysely, known));
    firms.set(known.connection_id, firm);
    await working(deps.db, { firm_id, connection_id: known.connection_id }, deps.clock.now().toISOString(), async (work) => {
      const row = (await lockDelivery(work.trx, firm_id, delivery_id))!;
      const words = await task(work, firm, row);
      if (words !== null) return void result.refused.push({ delivery_id, state: row.state, words });
      if (!many) await by.tell(work.trx, `delivery.${what}`, delivery_id);
      result.done.push(delivery_id);
    });
  }
  for (const firm of firms.values()) await deps.ready({ firm_id, connection_id: firm.connection.connection_id });
  return result;
}
