/** B-CON-5: tokens are refreshed before they expire, also where nothing else is asked of the provider. */
import { isDue } from "../connections/grants.ts";
import type { TokenSource } from "../model/connector.ts";
import type { Clock } from "../lib/clock.ts";
import type { Db } from "../db/pool.ts";
import type { Errand } from "./queue.ts";
import { readLivingGrants, type LivingGrant } from "./store_plans.ts";

export interface KeepAliveDeps {
  db: Db;
  clock: Clock;
  tokens(grant: LivingGrant): TokenSource;
}

/** Only where to look; never a token. */
interface About {
  connection_id: string;
}

/** One try for each connection in each ten minutes of the clock; pg-boss's own retries come on top where a try threw. */
export const QUIET_S = 600;

export async function dueGrants({ db, clock }: Pick<KeepAliveDeps, "db" | "clock">): Promise<LivingGrant[]> {
  const now = clock.now();
  return (await readLivingGrants(db.kysely)).filter((grant) => isDue(grant.provider, grant, now));
}

/** Refreshes the grant if it is still due: asking for the token does so, under the lease that all processes share. */
export const keepAliveErrand = (deps: KeepAliveDeps): Errand<About> => ({
  name: "keep_alive",
  retry_s: 15,
  async run({ connection_id }) {
    const grant = (await dueGrants(deps)).find((due) => due.connection_id === connection_id);
    if (grant) await deps.tokens(grant).access_token();
  },
});
