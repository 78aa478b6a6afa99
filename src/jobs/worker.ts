/**
 * Takes lanes and carries out their turns, a few side by side. Any number of processes may do so: a lane has one holder, by lease and fence,
 * and what a process that died held is taken up by another once its lease has ended.
 */
import type { Db } from "../db/pool.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { RunPaused } from "../sync/worker.ts";
import { READING, TURN_MS, WRITE_TURN_MS, WRITING, type Lane, type LaneKind, type LaneRank } from "./lanes.ts";
import { anyWaiting, holdLanes, promoteDue, settleLane, takeLanes } from "./store.ts";
import type { Turn } from "./turn.ts";

export interface WorkerDeps {
  db: Db;
  clock: Clock;
  log: Log;
  turn: Turn;
}

export interface WorkerOptions {
  /** Turns side by side; most of their time they wait for a provider. */
  slots: number;
  /** Further ones for which only those wait whom a person waits for. */
  express: number;
  /** Places for writes alone, each with several deliveries under way. */
  writes: number;
  lease_ms: number;
  poll_ms: number;
  turn_ms: number;
}

export const workerDefaults: WorkerOptions = { slots: 8, express: 2, writes: 4, lease_ms: 30_000, poll_ms: 500, turn_ms: TURN_MS };

export interface Worker {
  /** Looks at once instead of at its next poll. */
  wake(): void;
  /** Has every turn store the page in hand, gives the lanes back, and resolves when nothing is held any more. */
  stop(): Promise<void>;
}

interface Busy {
  lane: Lane;
  since: number;
  pause: AbortController;
}

/** A turn that threw is tried again after this, doubled each time. */
const THROWN_MS = 10_000;
const THROWN_AT_MOST_MS = 3_600_000;

export function startWorker(deps: WorkerDeps, options: WorkerOptions): Worker {
  const busy = new Set<Busy>();
  const turns = new Set<Promise<void>>();
  const stopped = new AbortController();
  let nudge = new AbortController();
  let promoted_at = Number.NEGATIVE_INFINITY;
  const now = () => deps.clock.now().getTime();

  /** Fills free slots; the express ones with what a person waits for. What has come due is looked for once per poll, not after every turn. */
  async function fill(): Promise<void> {
    const db = deps.db.kysely;
    if (now() - promoted_at >= options.poll_ms) {
      promoted_at = now();
      await promoteDue(db);
    }
    const places = options.slots + options.express;
    const take = async (kinds: readonly LaneKind[], count: number, lowest_rank: LaneRank) => {
      if (count > 0) for (const lane of await takeLanes(db, { kinds, count, lowest_rank, lease_ms: options.lease_ms })) begin(lane);
    };
    await take(WRITING, options.writes - busyWith(WRITING).length, 2);
    await take(READING, places - busyWith(READING).length - options.express, 2);
    await take(READING, places - busyWith(READING).length, 0);
    await makeRoom(READING, options.slots, options.turn_ms);
    await makeRoom(WRITING, options.writes, Math.min(WRITE_TURN_MS, options.turn_ms));
  }

  const busyWith = (kinds: readonly LaneKind[]): Busy[] => [...busy].filter(({ lane }) => kinds.includes(lane.kind));

  /** Cuts the turn that has lasted longest, if it has lasted long enough, where others wait and no place is free. */
  async function makeRoom(kinds: readonly LaneKind[], places: number, turn_ms: number): Promise<void> {
    const working = busyWith(kinds);
    if (working.length < places) return;
    const [first] = working.filter((one) => !one.pause.signal.aborted).sort((a, b) => a.since - b.since);
    if (!first || now() - first.since <= turn_ms) return;
    if (await anyWaiting(deps.db.kysely, kinds)) first.pause.abort(new RunPaused("others wait for their turn"));
  }

  function begin(lane: Lane): void {
    const one: Busy = { lane, since: now(), pause: new AbortController() };
    busy.add(one);
    const turn = carryOut(one)
      .catch((error: unknown) => deps.log.error({ err: error, ...place(lane) }, "a turn could not be ended; it is taken up again"))
      .finally(() => {
        busy.delete(one);
        turns.delete(turn);
        nudge.abort();
      });
    turns.add(turn);
  }

  async function carryOut({ lane, since, pause }: Busy): Promise<void> {
    const outcome = await deps.turn(lane, pause.signal).catch((error: unknown) => {
      deps.log.error({ err: error, ...place(lane) }, "a turn failed");
      const wait = Math.min(THROWN_AT_MOST_MS, THROWN_MS * 2 ** Math.min(lane.failures, 10));
      return { again: false, due_at: new Date(now() + wait), planned_from: null, rank: lane.rank, failures: lane.failures + 1 };
    });
    await settleLane(deps.db.kysely, lane, outcome, now() - since);
  }

  async function pollLoop(): Promise<void> {
    while (!stopped.signal.aborted) {
      nudge = new AbortController();
      await fill().catch((error: unknown) => deps.log.warn({ err: error }, "could not look for work"));
      await deps.clock.sleep(options.poll_ms, nudge.signal).catch(() => {});
    }
  }

  /** Goes on while the turns come to their end. */
  async function holdLoop(done: AbortSignal): Promise<void> {
    while (!done.aborted) {
      await deps.clock.sleep(options.lease_ms / 3, done).catch(() => {});
      if (done.aborted || busy.size === 0) continue;
      await hold().catch((error: unknown) => deps.log.warn({ err: error }, "could not prolong the leases"));
    }
  }

  async function hold(): Promise<void> {
    const asked = [...busy];
    const held = await holdLanes(
      deps.db.kysely,
      asked.map((one) => one.lane),
      options.lease_ms,
    );
    const still = new Set(held.map((lane) => `${lane.connection_id} ${lane.kind} ${lane.fence}`));
    for (const one of asked) {
      const { connection_id, kind, fence } = one.lane;
      if (busy.has(one) && !still.has(`${connection_id} ${kind} ${fence}`)) one.pause.abort(new RunPaused("another worker has this lane"));
    }
  }

  const done = new AbortController();
  const polling = pollLoop();
  const holding = holdLoop(done.signal);

  return {
    wake() {
      promoted_at = Number.NEGATIVE_INFINITY;
      nudge.abort();
    },
    async stop() {
      stopped.abort();
      nudge.abort();
      await polling;
      for (const one of busy) one.pause.abort(new RunPaused("the program ends"));
      await Promise.allSettled(turns);
      done.abort();
      await holding;
    },
  };
}

const place = ({ connection_id, kind }: Lane) => ({ connection_id, kind });
