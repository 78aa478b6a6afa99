/** How rate budgets are kept: one row per scope, locked for the moment of a decision. */
import { sql } from "kysely";
import type { Db } from "../db/pool.ts";
import type { Budget } from "./budget.ts";

interface BudgetRow extends Budget {
  now: number;
}

/** Decides about a budget while nobody else does; `decide` gives back the budget to keep, or null to leave it. By the database's clock. */
export async function withBudget<T>(
  db: Db,
  scope: string,
  decide: (budget: Budget, now: number) => { budget: Budget | null; result: T },
): Promise<T> {
  return db.transaction(async (trx) => {
    // What a power cut could take of it is less than the share that is kept free; so nobody waits for the disk.
    const read = () =>
      sql<BudgetRow>`
        with mine as materialized (
          select told_limit, departures, halted_until, waiting_rank, waiting_until, granted from rate_budget where scope = ${scope} for update
        )
        select told_limit, departures, (extract(epoch from halted_until) * 1000)::float8 as halted_until, waiting_rank,
          (extract(epoch from waiting_until) * 1000)::float8 as waiting_until, granted,
          (extract(epoch from clock_timestamp()) * 1000)::float8 as now, set_config('synchronous_commit', 'off', true)
        from mine`.execute(trx);
    let row = (await read()).rows[0];
    if (!row) {
      await sql`insert into rate_budget (scope) values (${scope}) on conflict do nothing`.execute(trx);
      row = (await read()).rows[0]!;
    }
    const { budget, result } = decide(row, row.now);
    if (budget) {
      await sql`
        update rate_budget set told_limit = ${budget.told_limit}, departures = ${JSON.stringify(budget.departures)}::text::jsonb,
          halted_until = to_timestamp(${budget.halted_until}::float8 / 1000), waiting_rank = ${budget.waiting_rank},
          waiting_until = to_timestamp(${budget.waiting_until}::float8 / 1000), granted = ${budget.granted}
        where scope = ${scope}`.execute(trx);
    }
    return result;
  });
}
