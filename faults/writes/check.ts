/**
 * The checker: what the provider has, asked of the sandbox itself, against what was logged. Once: every activity in exactly one record, of the
 * right kind, in the right place, under the right name, showing the last revision. What nothing can show: never twice, and every doubt in
 * `needs_review`.
 */
import type { Operation } from "../../src/model/writing.ts";
import type { State } from "../../src/outbox/states.ts";
import type { Logged } from "./activities.ts";
import { readTruth, tableOf, type Seen } from "./marks.ts";
import type { WritesWorld } from "./world.ts";

export interface Tally {
  /** Deliveries. */
  written: number;
  /** Whose outcome was not known at some time. */
  unknown: number;
  /** Of these: seen at the provider, so not sent again. */
  found: number;
  /** Shown to be absent by two look-ups, or harmless to repeat: sent again. */
  sent_again: number;
  needs_review: number;
  /** Never sent, because what it hangs on needs a review. */
  waiting: number;
  duplicates: number;
  missing: number;
}

const none = (): Tally => ({ written: 0, unknown: 0, found: 0, sent_again: 0, needs_review: 0, waiting: 0, duplicates: 0, missing: 0 });

export interface Checked {
  by_operation: Map<Operation, Tally>;
  /** Everything that is wrong, in words. */
  violations: string[];
  would_email: number;
  /** Documents whose bytes at the provider were compared with what was uploaded. */
  compared: number;
}

interface Row {
  delivery_id: string;
  activity_ids: string[];
  operation: Operation;
  state: State;
  reason: string | null;
  parent_kind: string | null;
  parent_id: string | null;
  provider_id: string | null;
  author_member_id: string;
  unknown: boolean;
  found: boolean;
  again: boolean;
  sent: number;
  restored: boolean;
  /** Of its file, if it has one. */
  sha256: string | null;
}

/** What of a world the checker needs. */
export type Checkable = Pick<WritesWorld, "db" | "owner" | "provider" | "sandbox" | "side" | "authors" | "errors">;

export async function check(world: Checkable, logged: readonly Logged[]): Promise<Checked> {
  const truth = readTruth(world.sandbox);
  const by_activity = new Map(logged.map((one) => [one.activity_id, one]));
  const result: Checked = { by_operation: new Map(), violations: [...world.errors], would_email: wouldEmail(world), compared: 0 };
  if (result.would_email > 0) result.violations.push(`B-WRB-1: ${result.would_email} e-mails would have gone to clients`);
  const told = new Set<string>();
  for (const row of await readDeliveries(world)) {
    const tally = result.by_operation.get(row.operation) ?? none();
    result.by_operation.set(row.operation, tally);
    count(tally, row);
    for (const activity_id of row.activity_ids) {
      const one = by_activity.get(activity_id);
      if (!one) continue;
      told.add(activity_id);
      if (row.sha256 !== null && row.state === "delivered") result.compared += 1;
      const wrong = judge(world, row, one, truth.get(one.mark) ?? [], tally);
      result.violations.push(
        ...wrong.map((what) => `${world.provider} ${row.operation} ${one.mark} (${row.delivery_id}, ${row.state}): ${what}`),
      );
    }
  }
  for (const one of logged) if (!told.has(one.activity_id)) result.violations.push(`${one.mark} (${one.kind}) has no delivery`);
  return result;
}

function count(tally: Tally, row: Row): void {
  tally.written += 1;
  if (row.unknown) tally.unknown += 1;
  if (row.found) tally.found += 1;
  if (row.again) tally.sent_again += 1;
  if (row.state === "needs_review") tally.needs_review += 1;
  if (row.state === "held") tally.waiting += 1;
}

function judge(world: Checkable, row: Row, one: Logged, seen: readonly Seen[], tally: Tally): string[] {
  const wrong: string[] = [];
  const lookable = canFind(world, row.operation);
  if (seen.length > 1) {
    tally.duplicates += seen.length - 1;
    wrong.push(`it is there ${seen.length} times: ${seen.map(({ record }) => `${record.kind} ${record.id}`).join(", ")}`);
  }
  const not_confirmed = row.operation === "call" && row.state === "needs_review" && row.reason === "not_confirmed";
  const expected = lookable && !not_confirmed ? row.state === "delivered" : ["delivered", "needs_review", "held"].includes(row.state);
  if (!expected) wrong.push(`it ended as ${row.state} (${row.reason})`);
  if (seen.length === 0 && row.state === "delivered") wrong.push("it counts as delivered and is not there");
  if (seen.length === 0 && lookable && !not_confirmed) {
    tally.missing += 1;
    wrong.push("it is missing");
  }
  if (seen.length > 0 && row.sent === 0 && !row.restored) wrong.push("it is there although it was never sent");
  const [first] = seen;
  if (first && row.state === "delivered") wrong.push(...place(world, row, one, first));
  return wrong;
}

function place(world: Checkable, row: Row, one: Logged, { record, revision }: Seen): string[] {
  const wrong: string[] = [];
  const author = world.authors[one.author];
  if (record.kind !== tableOf(world.provider, row.operation)) wrong.push(`it is among the ${record.kind}`);
  if (String(record.id) !== row.provider_id) wrong.push(`it is ${record.id} there, and ${row.provider_id} here`);
  if (row.sha256 !== null && !(record.file?.complete && record.file.sha256 === row.sha256))
    wrong.push(`its bytes there are ${record.file?.complete ? record.file.sha256 : "not complete"}, and ${row.sha256} were uploaded`);
  if (record.author_id !== author.user_id) wrong.push(`B-WRB-3: it is ${record.author}'s there`);
  if (revision !== one.revision) wrong.push(`B-WRB-8: revision ${revision} of ${one.revision} is there`);
  const parents = record.parents.map(({ kind, id }) => `${kind} ${id}`);
  const staff_thread = row.operation === "thread" && row.parent_kind === "contact";
  if (!staff_thread && !parents.includes(`${row.parent_kind} ${row.parent_id}`))
    wrong.push(`B-WRB-4: it hangs on ${parents.join(", ") || "nothing"}, not on ${row.parent_kind} ${row.parent_id}`);
  return wrong;
}

/** What the promise says; of threads those with clients could be found, but by default there are none (B-WRB-1). */
export const canFind = (world: Pick<WritesWorld, "side">, operation: Operation): boolean =>
  world.side.promises.some((promise) => promise.operation === operation && promise.look_up !== "none");

export const wouldEmail = ({ sandbox }: Pick<WritesWorld, "sandbox">): number =>
  sandbox.provider === "mycase" ? sandbox.would_email_count() : 0;

async function readDeliveries({ db, owner }: Checkable): Promise<Row[]> {
  const { rows } = await db.pool.query<Row>(
    `select d.delivery_id, d.operation, d.state, d.reason, d.parent_kind, d.parent_id, d.provider_id, d.author_member_id,
       array(select a.activity_id from delivery_activity a where a.firm_id = d.firm_id and a.delivery_id = d.delivery_id) as activity_ids,
       coalesce(e.unknown, false) as unknown, coalesce(e.found, false) as found, coalesce(e.again, false) as again, coalesce(e.sent, 0)::int as sent,
       coalesce(e.restored, false) as restored, f.sha256
     from delivery d left join file f using (firm_id, file_id) left join (
       select delivery_id, bool_or(event in ('doubtful', 'lease_ended')) as unknown, bool_or(event in ('found', 'found_unfinished', 'sighted')) as found,
         bool_or(event in ('absent', 'repeatable')) as again, count(*) filter (where event = 'claimed') as sent, bool_or(event = 'restored') as restored
       from delivery_event where firm_id = $1 group by delivery_id) e using (delivery_id)
     where d.firm_id = $1 and d.connection_id = $2 order by d.delivery_id`,
    [owner.firm_id, owner.connection_id],
  );
  return rows;
}

export function addTallies(into: Map<Operation, Tally>, from: ReadonlyMap<Operation, Tally>): void {
  for (const [operation, tally] of from) {
    const sum = into.get(operation) ?? none();
    for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += tally[key];
    into.set(operation, sum);
  }
}
