/** How deliveries are kept: every change of state goes through `move`, with its line in the story and its event, in one transaction. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { recordKnown } from "../events/store.ts";
import type { NewEvent } from "../events/types.ts";
import type { Owner } from "../mirror/store.ts";
import type { ActivityKind } from "../model/settings.ts";
import type { Operation, Parent } from "../model/writing.ts";
import type { Payload } from "./compose.ts";
import type { Step } from "./judge.ts";
import { next, type Event, type State } from "./states.ts";

export type Db = Kysely<Tables>;

export interface Twin {
  provider_id: string;
  url: string | null;
  at: string;
}

export interface FieldValue {
  id: string;
  name: string;
  value: string | null;
  expected: string | null;
}

export interface DeliveryRow extends Owner {
  delivery_id: string;
  kind: ActivityKind;
  operation: Operation;
  contact_id: string;
  matter_id: string | null;
  parent_kind: Parent["kind"] | null;
  parent_id: string | null;
  waits_for: string | null;
  group_key: string | null;
  file_id: string | null;
  author_member_id: string;
  occurred_at: string;
  marker: string;
  state: State;
  since: string;
  reason: string | null;
  words: string;
  due_at: string | null;
  step: Step;
  revision: number;
  sending_revision: number;
  written_revision: number;
  /** A custom value: which field, what is to be there, and what was there when somebody decided it. */
  field: FieldValue | null;
  payload: Payload | null;
  writer_connection_id: string | null;
  writer_user_id: string | null;
  writer_name: string | null;
  on_behalf: boolean;
  fence: number;
  lease_until: string | null;
  sent_at: string | null;
  attempt: number;
  creates: number;
  blocks: boolean;
  first_queued_at: string;
  accepted: number;
  unknown_since: string | null;
  looks: number;
  absent: number;
  absent_ms: number | null;
  doubt: boolean;
  provider_id: string | null;
  url: string | null;
  progress: Record<string, unknown> | null;
  sighting: Twin | null;
  twins: Twin[];
  /** Of these, whose ids somebody has looked at: they stay where they are, and nobody is told of them any more. */
  twins_accepted: string[];
  janitor_at: string | null;
  delivered_at: string | null;
  created_at: string;
}

/** What a change of state brings with it; absent: as it was. */
export type Change = Partial<Omit<DeliveryRow, "firm_id" | "connection_id" | "delivery_id" | "state" | "since" | "marker" | "created_at">>;

/** A transaction on one connection's deliveries. What is told to others is recorded at its end, so that the feed's lock is short. */
export interface Work {
  trx: Db;
  owner: Owner;
  at: string;
  told: NewEvent[];
}

export async function working<T>(
  db: { transaction<R>(work: (trx: Db) => Promise<R>): Promise<R> },
  owner: Owner,
  at: string,
  task: (work: Work) => Promise<T>,
): Promise<T> {
  return db.transaction(async (trx) => {
    const work: Work = { trx, owner, at, told: [] };
    const result = await task(work);
    await recordKnown(trx, owner, work.told, at);
    return result;
  });
}

const JSON_COLUMNS = new Set(["payload", "progress", "sighting", "twins"]);
const column = (name: string, value: unknown) =>
  JSON_COLUMNS.has(name) && value !== null ? sql`${JSON.stringify(value)}::text::jsonb` : sql`${value}`;
const assignments = (change: Change) =>
  Object.entries(change)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => sql`${sql.ref(name)} = ${column(name, value)}`);

/**
 * Lets an event happen to a delivery, unless somebody else was faster: state and fence are compared in the statement that stores it. Null: it
 * did not happen, either because the table forbids it or because the row is no longer what the caller read.
 */
export async function move(
  { trx, told, at }: Work,
  row: DeliveryRow,
  event: Event,
  change: Change = {},
  detail: Record<string, unknown> = {},
): Promise<DeliveryRow | null> {
  const state = next(row.state, event);
  if (state === null) return null;
  const moved = { ...(state === row.state ? {} : { reason: null, words: "" }), ...change };
  const { rows } = await sql<DeliveryRow>`
    with moved as (
      update delivery set ${sql.join([sql`state = ${state}`, sql`since = case when state = ${state} then since else ${at}::timestamptz end`, ...assignments(moved)])}
      where firm_id = ${row.firm_id} and delivery_id = ${row.delivery_id} and state = ${row.state} and fence = ${row.fence}
      returning *
    ), noted as (
      insert into delivery_event (firm_id, delivery_id, at, event, from_state, to_state, attempt, words, detail)
      select firm_id, delivery_id, ${at}::timestamptz, ${event}, ${row.state}, ${state}, attempt, ${moved.words ?? ""}, ${JSON.stringify(detail)}::text::jsonb from moved
    )
    select * from moved`.execute(trx);
  const [result] = rows;
  if (!result) return null;
  if (state !== row.state) told.push(changed(result, row.state));
  return result;
}

const changed = (row: DeliveryRow, from: State | null): NewEvent => ({
  type: "delivery.changed",
  data: {
    delivery_id: row.delivery_id,
    kind: row.kind,
    contact_id: row.contact_id,
    matter_id: row.matter_id,
    from,
    state: row.state,
    reason: row.reason,
  },
});

/** Something else worth knowing: it changes nothing. */
export async function note(
  trx: Db,
  row: DeliveryRow,
  at: string,
  event: string,
  words: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await sql`
    insert into delivery_event (firm_id, delivery_id, at, event, from_state, to_state, attempt, words, detail)
    values (${row.firm_id}, ${row.delivery_id}, ${at}::timestamptz, ${event}, ${row.state}, ${row.state}, ${row.attempt}, ${words},
      ${JSON.stringify(detail)}::text::jsonb)`.execute(trx);
}

/** Changes a row that is still as the caller has it, state and fence, and says so in its story; in one statement. */
export async function amendNoted(
  db: Db,
  row: Pick<DeliveryRow, "firm_id" | "delivery_id" | "state" | "fence">,
  at: string,
  change: Change,
  told: { event: string; words: string; detail: Record<string, unknown> },
): Promise<void> {
  await sql`
    with amended as (
      update delivery set ${sql.join(assignments(change))}
      where firm_id = ${row.firm_id} and delivery_id = ${row.delivery_id} and state = ${row.state} and fence = ${row.fence}
      returning firm_id, delivery_id, state, attempt
    )
    insert into delivery_event (firm_id, delivery_id, at, event, from_state, to_state, attempt, words, detail)
    select firm_id, delivery_id, ${at}::timestamptz, ${told.event}, state, state, attempt, ${told.words}, ${JSON.stringify(told.detail)}::text::jsonb
    from amended`.execute(db);
}

/** Changes what does not hang on the state; only as long as the fence is the caller's. False: it is not any more. */
export async function amendRow(trx: Db, row: Pick<DeliveryRow, "firm_id" | "delivery_id" | "fence">, change: Change): Promise<boolean> {
  const { rows } = await sql`
    update delivery set ${sql.join(assignments(change))}
    where firm_id = ${row.firm_id} and delivery_id = ${row.delivery_id} and fence = ${row.fence} returning 1`.execute(trx);
  return rows.length > 0;
}

export type NewDelivery = Pick<
  DeliveryRow,
  | "delivery_id"
  | "kind"
  | "operation"
  | "contact_id"
  | "matter_id"
  | "parent_kind"
  | "parent_id"
  | "waits_for"
  | "group_key"
  | "file_id"
  | "author_member_id"
  | "occurred_at"
  | "marker"
  | "state"
  | "reason"
  | "due_at"
> & { field?: FieldValue };

/** With the activity that it carries; null where its group has one already. */
export async function insertDelivery({ trx, owner, at, told }: Work, row: NewDelivery, activity_id: string): Promise<DeliveryRow | null> {
  const { rows } = await sql<DeliveryRow>`
    with made as (
      insert into delivery (firm_id, connection_id, delivery_id, kind, operation, contact_id, matter_id, parent_kind, parent_id, waits_for, group_key,
        file_id, author_member_id, occurred_at, marker, state, reason, due_at, field, since, first_queued_at, created_at)
      values (${owner.firm_id}, ${owner.connection_id}, ${row.delivery_id}, ${row.kind}, ${row.operation}, ${row.contact_id}, ${row.matter_id}, ${row.parent_kind},
        ${row.parent_id}, ${row.waits_for}, ${row.group_key}, ${row.file_id}, ${row.author_member_id}, ${row.occurred_at}::timestamptz, ${row.marker},
        ${row.state}, ${row.reason}, ${row.due_at}::timestamptz, ${row.field ? JSON.stringify(row.field) : null}::text::jsonb, ${at}::timestamptz, ${at}::timestamptz, ${at}::timestamptz)
      on conflict (firm_id, connection_id, group_key) where group_key is not null and state <> 'cancelled' do nothing
      returning *
    ), noted as (
      insert into delivery_event (firm_id, delivery_id, at, event, to_state, attempt)
      select firm_id, delivery_id, ${at}::timestamptz, 'made', state, 0 from made
    ), linked as (
      insert into delivery_activity (firm_id, delivery_id, activity_id) select firm_id, delivery_id, ${activity_id} from made
    )
    select * from made`.execute(trx);
  if (rows[0]) told.push(changed(rows[0], null));
  return rows[0] ?? null;
}

const mine = (owner: Owner) => sql`firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`;

export async function linkActivity(trx: Db, firm_id: string, delivery_id: string, activity_id: string): Promise<void> {
  await sql`
    insert into delivery_activity (firm_id, delivery_id, activity_id) values (${firm_id}, ${delivery_id}, ${activity_id}) on conflict do nothing`.execute(
    trx,
  );
}

/** Locked until the transaction ends, so that what is read stays true. */
export async function lockGroup(trx: Db, owner: Owner, group_key: string): Promise<DeliveryRow | null> {
  const { rows } = await sql<DeliveryRow>`
    select * from delivery where ${mine(owner)} and group_key = ${group_key} and state <> 'cancelled' for update`.execute(trx);
  return rows[0] ?? null;
}

export async function lockDelivery(trx: Db, firm_id: string, delivery_id: string): Promise<DeliveryRow | null> {
  const { rows } = await sql<DeliveryRow>`
    select * from delivery where firm_id = ${firm_id} and delivery_id = ${delivery_id} for update`.execute(trx);
  return rows[0] ?? null;
}

/** All but custom values: what is done to the activity does not change what a member confirmed. */
export async function lockDeliveriesOf(trx: Db, firm_id: string, activity_id: string): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    select d.* from delivery d join delivery_activity a using (firm_id, delivery_id)
    where a.firm_id = ${firm_id} and a.activity_id = ${activity_id} and d.operation <> 'custom_value' order by d.delivery_id for update of d`.execute(
    trx,
  );
  return rows;
}

/** Those that wait for this one's thread. */
export async function lockWaiting(trx: Db, row: DeliveryRow): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    select * from delivery where firm_id = ${row.firm_id} and waits_for = ${row.delivery_id} and state = 'held' and reason = 'waits_for_thread'
    order by occurred_at, delivery_id for update`.execute(trx);
  return rows;
}
