/** The lanes of many firms, with turns that only wait: how fast turns are handed out, and how long the small firms wait for theirs. */
import { migrate } from "../../src/db/migrate.ts";
import { connect, type Db } from "../../src/db/pool.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { createLog } from "../../src/lib/log.ts";
import type { Lane, Outcome } from "../../src/jobs/lanes.ts";
import { startWorker, workerDefaults } from "../../src/jobs/worker.ts";
import { readConfig } from "../../src/lib/config.ts";

export interface LanesAsked {
  database_url: string;
  connections: number;
  /** Over how many seconds the firms come due, evenly; 0: all at once. */
  over_s: number;
  /** How long a small firm's turn lasts. */
  turn_ms: number;
  /** The share of all work that is one firm's, in turns of a tenth of a second. */
  noisy_share: number;
}

export interface LanesSeen {
  seconds: number;
  turns: number;
  /** Milliseconds that small firms waited. */
  lag_p50: number;
  lag_p99: number;
}

const NOISY_TURN_MS = 100;
const SLOTS = 16;

export async function runLanes(asked: LanesAsked): Promise<LanesSeen> {
  const db = await connect(asked.database_url, { max: 10 }, readConfig().database_url === null ? "embedded" : "server");
  try {
    await migrate(db);
    return await measure(db, asked);
  } finally {
    await db.close();
  }
}

async function measure(db: Db, asked: LanesAsked): Promise<LanesSeen> {
  const due = await prepareLanes(db, asked);
  const noisy = [...due.keys()][0]!;
  const small = asked.connections - 1;
  let noise_ms = asked.noisy_share === 0 ? 0 : (small * asked.turn_ms * asked.noisy_share) / (1 - asked.noisy_share);
  const lags: number[] = [];
  let turns = 0;
  const all = Promise.withResolvers<void>();
  const over = (lane: Lane, again: boolean): Outcome => ({ again, due_at: null, planned_from: null, rank: lane.rank, failures: 0 });

  const turn = async (lane: Lane): Promise<Outcome> => {
    turns += 1;
    if (lane.connection_id === noisy) {
      if (noise_ms <= 0) return over(lane, false);
      await systemClock.sleep(NOISY_TURN_MS);
      noise_ms -= NOISY_TURN_MS;
      return over(lane, lags.length < small);
    }
    lags.push(performance.timeOrigin + performance.now() - due.get(lane.connection_id)!);
    if (asked.turn_ms > 0) await systemClock.sleep(asked.turn_ms);
    if (lags.length === small) all.resolve();
    return over(lane, false);
  };

  const began = performance.now();
  const options = { ...workerDefaults, slots: SLOTS, express: 0, poll_ms: 50 };
  const worker = startWorker({ db, clock: systemClock, log: createLog({ log_level: "warn" }), turn }, options);
  await all.promise;
  const seconds = (performance.now() - began) / 1000;
  await worker.stop();
  lags.sort((a, b) => a - b);
  return { seconds, turns, lag_p50: lags[Math.floor(small * 0.5)]!, lag_p99: lags[Math.floor(small * 0.99)]! };
}

/** One firm, connection and lane each; gives when each comes due, the noisy one first. */
async function prepareLanes(db: Db, { connections, over_s }: LanesAsked): Promise<Map<string, number>> {
  await db.pool.query("delete from firm");
  await db.pool.query("insert into firm (firm_id, name) select gen_random_uuid(), 'Firm ' || n from generate_series(1, $1::int) n", [
    connections,
  ]);
  await db.pool.query(
    `insert into connection (firm_id, connection_id, provider, account_id, account_name, user_id, user_name, user_email)
     select firm_id, gen_random_uuid(), 'clio', '1', name, '1', 'Bench', 'bench@example.com' from firm`,
  );
  await db.pool.query(
    `insert into lane (firm_id, connection_id, kind, due_at)
     select firm_id, connection_id, 'sync', clock_timestamp() + interval '1 second' + (row_number() over () - 1) * ($1::float8 / $2) * interval '1 second'
     from connection`,
    [over_s, connections],
  );
  await db.pool.query("analyze lane");
  const { rows } = await db.pool.query<{ connection_id: string; due_at: string }>("select connection_id, due_at from lane order by due_at");
  return new Map(rows.map((row) => [row.connection_id, Date.parse(row.due_at)]));
}
