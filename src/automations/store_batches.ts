/** Held batches (B-AUT-2): opened by what is put into them, decided by a person. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { BatchCause } from "./causes.ts";
import type { Code, Params } from "./reasons.ts";
import { wordsNow } from "./store_automations.ts";
import { moveStart } from "./store_starts.ts";
import type { Account, Start } from "./types.ts";

type Db = Kysely<Tables>;

/**
 * The open batch of a cause. Nobody decides about it until the transaction ends; others may put theirs into it meanwhile, unless what is said of
 * it changes.
 */
export async function openBatch(
  trx: Db,
  account: Account,
  cause: BatchCause,
  cause_id: string,
  made: { id: string; at: string; params?: Params },
): Promise<string> {
  const { params } = made;
  for (;;) {
    if (params === undefined) {
      const { rows } = await sql<{ batch_id: string }>`
        select batch_id from automation_batch where firm_id = ${account.firm_id} and provider = ${account.provider} and cause = ${cause}
          and cause_id = ${cause_id} and state = 'open' for share`.execute(trx);
      if (rows[0]) return rows[0].batch_id;
    }
    const { rows } = await sql<{ batch_id: string }>`
      insert into automation_batch (firm_id, batch_id, provider, cause, cause_id, created_at, params)
      values (${account.firm_id}, ${made.id}, ${account.provider}, ${cause}, ${cause_id}, ${made.at}::timestamptz, ${JSON.stringify(params ?? {})})
      on conflict (firm_id, provider, cause, cause_id) where state = 'open'
        do update set params = excluded.params where ${params !== undefined} returning batch_id`.execute(trx);
    if (rows[0]) return rows[0].batch_id;
  }
}

/** What the batch that they came out of says of them, before they go into another one. */
export async function tellOrigin(trx: Db, firm_id: string, start_ids: readonly string[]): Promise<void> {
  await sql`
    insert into automation_story (firm_id, start_id, at, state, reason, params) select s.firm_id, s.start_id, s.created_at, 'held', b.cause, b.params
    from automation_start s join automation_batch b using (firm_id, batch_id)
    where s.firm_id = ${firm_id} and s.start_id = any(${start_ids}::uuid[]) and not exists (
      select 1 from automation_story t where t.firm_id = s.firm_id and t.start_id = s.start_id and t.at = s.created_at and t.told_by is null)`.execute(
    trx,
  );
}

/** Into a batch after it had begun. Which one it came out of is told by its story from now on. */
export async function putInBatch(trx: Db, start: Start, to: { batch_id: string; reason: Code; params: Params }, at: string): Promise<void> {
  await tellOrigin(trx, start.firm_id, [start.start_id]);
  await moveStart(trx, start, { state: "held", approved_by: null, ...to }, at);
}

/**
 * Of a batch that is locked: those named, or all that are still held. Gives how many. Nobody has looked at each of them: what the guard holds
 * for a person's word is held again, by itself.
 */
export async function decideStarts(
  trx: Db,
  firm_id: string,
  batch_id: string,
  input: { start_ids: readonly string[] | null; approve: boolean; by: string; at: string },
): Promise<number> {
  const { approve, by, at, start_ids } = input;
  const reason: Code = approve ? "approved" : "dismissed";
  const { rows } = await sql<{ n: number }>`
    with decided as (
      update automation_start set state = ${approve ? "running" : "dismissed"}, reason = ${reason}, params = ${JSON.stringify({ by })}, since = ${at}::timestamptz,
        due_at = case when ${approve} then ${at}::timestamptz end,
        approved_words = ${approve ? wordsNow(firm_id) : sql`approved_words`}
      where firm_id = ${firm_id} and batch_id = ${batch_id} and state = 'held'
        and (${start_ids === null} or start_id = any(${start_ids ?? []}::uuid[]))
      returning firm_id, start_id, state, reason, params
    ), told as (
      insert into automation_story (firm_id, start_id, at, state, reason, params, told_by)
      select firm_id, start_id, ${at}::timestamptz, state, reason, params, ${by} from decided
    )
    select count(*)::int as n from decided`.execute(trx);
  return rows[0]!.n;
}

/** Null: there is none. */
export async function lockBatch(trx: Db, firm_id: string, batch_id: string): Promise<"open" | "approved" | "dismissed" | null> {
  const { rows } = await sql<{ state: "open" | "approved" | "dismissed" }>`
    select state from automation_batch where firm_id = ${firm_id} and batch_id = ${batch_id} for update`.execute(trx);
  return rows[0]?.state ?? null;
}

export async function countHeld(trx: Db, firm_id: string, batch_id: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from automation_start where firm_id = ${firm_id} and batch_id = ${batch_id} and state = 'held'`.execute(trx);
  return rows[0]!.n;
}

/** A batch in which nothing is held any more is decided. */
export async function closeBatch(
  trx: Db,
  firm_id: string,
  batch_id: string,
  input: { approve: boolean; by: string; at: string },
): Promise<void> {
  await sql`
    update automation_batch b set state = ${input.approve ? "approved" : "dismissed"}, decided_by = ${input.by}, decided_at = ${input.at}::timestamptz
    where firm_id = ${firm_id} and batch_id = ${batch_id} and not exists (
      select 1 from automation_start s where s.firm_id = b.firm_id and s.batch_id = b.batch_id and s.state = 'held')`.execute(trx);
}
