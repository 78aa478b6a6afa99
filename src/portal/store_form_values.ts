/** Answers on their way to the provider's custom fields: what was compared, what a member decided, which delivery carries it. */
import { sql } from "kysely";
import type { State } from "../outbox/states.ts";
import type { PortalDb } from "./types.ts";

export type ValueState = "same" | "to_confirm" | "to_write" | "written" | "kept" | "no_field";

export interface ValueRow {
  firm_id: string;
  request_id: string;
  field_key: string;
  field_id: string;
  field_name: string;
  field_type: string;
  state: ValueState;
  ours: string | null;
  theirs: string | null;
  attempt: number;
  author_member_id: string | null;
  delivery_id: string | null;
  decided_by: string | null;
  decided_at: string | null;
  /** How its delivery stands. */
  delivery: { state: State; reason: string | null; words: string } | null;
}

const VALUE = sql`x.firm_id, x.request_id, x.field_key, x.field_id, x.field_name, x.field_type, x.state, x.ours, x.theirs, x.attempt, x.author_member_id,
  x.delivery_id, x.decided_by, x.decided_at,
  case when d.delivery_id is not null then json_build_object('state', d.state, 'reason', d.reason, 'words', d.words) end as delivery`;
const VALUES = sql`form_value x left join delivery d on d.firm_id = x.firm_id and d.delivery_id = x.delivery_id`;

export async function listValues(db: PortalDb, of: { firm_id: string; request_id: string }): Promise<ValueRow[]> {
  const { rows } = await sql<ValueRow>`
    select ${VALUE} from ${VALUES} where x.firm_id = ${of.firm_id} and x.request_id = ${of.request_id} order by x.field_key`.execute(db);
  return rows;
}

export async function lockValue(trx: PortalDb, of: { firm_id: string; request_id: string }, field_key: string): Promise<ValueRow | null> {
  const { rows } = await sql<ValueRow>`
    select ${VALUE} from ${VALUES} where x.firm_id = ${of.firm_id} and x.request_id = ${of.request_id} and x.field_key = ${field_key} for update of x`.execute(
    trx,
  );
  return rows[0] ?? null;
}

export type NewValueRow = Pick<
  ValueRow,
  "field_key" | "field_id" | "field_name" | "field_type" | "state" | "ours" | "theirs" | "author_member_id"
>;

/** False: somebody else has compared it already. */
export async function insertComparison(
  trx: PortalDb,
  of: { firm_id: string; request_id: string },
  values: readonly NewValueRow[],
  at: string,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update form_request set compared_at = ${at}::timestamptz
    where firm_id = ${of.firm_id} and request_id = ${of.request_id} and compared_at is null`.execute(trx);
  if (Number(numAffectedRows) === 0) return false;
  for (const row of values)
    await sql`
      insert into form_value (firm_id, request_id, field_key, field_id, field_name, field_type, state, ours, theirs, attempt, author_member_id)
      values (${of.firm_id}, ${of.request_id}, ${row.field_key}, ${row.field_id}, ${row.field_name}, ${row.field_type}, ${row.state}, ${row.ours},
        ${row.theirs}, ${row.state === "to_write" ? 1 : 0}, ${row.author_member_id})`.execute(trx);
  return true;
}

export async function decideValue(
  trx: PortalDb,
  row: Pick<ValueRow, "firm_id" | "request_id" | "field_key">,
  to: { state: "to_write" | "kept" | "same"; theirs: string | null; author_member_id: string | null; by: string; at: string },
): Promise<void> {
  await sql`
    update form_value set state = ${to.state}, theirs = ${to.theirs}, author_member_id = coalesce(${to.author_member_id}::uuid, author_member_id),
      attempt = attempt + case when ${to.state} = 'to_write' then 1 else 0 end, delivery_id = case when ${to.state} = 'to_write' then null else delivery_id end,
      decided_by = ${to.by}, decided_at = ${to.at}::timestamptz
    where firm_id = ${row.firm_id} and request_id = ${row.request_id} and field_key = ${row.field_key}`.execute(trx);
}

/** Only of the decision that it was made for. */
export async function setDelivery(
  db: PortalDb,
  row: Pick<ValueRow, "firm_id" | "request_id" | "field_key" | "attempt">,
  delivery_id: string,
): Promise<void> {
  await sql`
    update form_value set state = 'written', delivery_id = ${delivery_id}
    where firm_id = ${row.firm_id} and request_id = ${row.request_id} and field_key = ${row.field_key} and attempt = ${row.attempt} and state = 'to_write'`.execute(
    db,
  );
}

export async function setActivity(db: PortalDb, of: { firm_id: string; request_id: string }, activity_id: string): Promise<void> {
  await sql`update form_request set activity_id = ${activity_id} where firm_id = ${of.firm_id} and request_id = ${of.request_id}`.execute(
    db,
  );
}

/** Handed in, and something of it is still to be stored: somebody was interrupted. */
export async function listUnfinished(db: PortalDb, firm_id: string | null): Promise<{ firm_id: string; request_id: string }[]> {
  const { rows } = await sql<{ firm_id: string; request_id: string }>`
    select firm_id, request_id from form_request
    where state = 'submitted' and (compared_at is null or activity_id is null) and (${firm_id}::uuid is null or firm_id = ${firm_id}::uuid)
    union select firm_id, request_id from form_value where state = 'to_write' and (${firm_id}::uuid is null or firm_id = ${firm_id}::uuid)
    limit 500`.execute(db);
  return rows;
}
