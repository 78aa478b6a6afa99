/** A process of its own that asks a sandbox as often as the shared budget lets it; for `shared_pacer.pg.test.ts`. */
import { createConnectors } from "../connectors/index.ts";
import { connect } from "../db/pool.ts";
import { systemClock } from "../lib/clock.ts";
import { createLog } from "../lib/log.ts";
import type { Provider } from "../model/kinds.ts";
import type { RequestRank } from "./budget.ts";
import { sharedPacers } from "./shared_pacer.ts";

export interface PacerTask {
  database: { url: string; backend: "embedded" | "server" };
  provider: Provider;
  sandbox_url: string;
  token: string;
  requests: number;
  side_by_side: number;
  rank: RequestRank;
}

async function carryOut(task: PacerTask): Promise<void> {
  const db = await connect(task.database.url, { max: 2 }, task.database.backend);
  const log = createLog({ log_level: "silent" });
  const url = task.sandbox_url;
  const connector = createConnectors({ clio_url: url, mycase_api_url: url, mycase_auth_url: url })[task.provider];
  const pacer = sharedPacers({ db, clock: systemClock, log })("the scope", connector.limit, {
    rank: task.rank,
    pause: new AbortController().signal,
  });
  const reader = connector.reader({
    region: connector.regions[0] ?? null,
    tokens: { access_token: () => Promise.resolve(task.token), refresh: () => Promise.reject(new Error("the token is good")) },
    pacer,
    fetch,
    clock: systemClock,
    firm_uuid: null,
  });
  let left = task.requests;
  const lane = async () => {
    for (; left > 0;) {
      left -= 1;
      await reader.page({
        kind: "staff",
        part: connector.plans.find((plan) => plan.kind === "staff")!.parts[0]!,
        since: null,
        cursor: null,
      });
    }
  };
  await Promise.all(Array.from({ length: task.side_by_side }, lane));
  await db.close();
}

process.once("message", (task: PacerTask) => {
  carryOut(task)
    .then(() => process.send?.("done"))
    .catch((error: unknown) => process.send?.(String(error)))
    .finally(() => process.disconnect());
});
