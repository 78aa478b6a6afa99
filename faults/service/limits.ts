/** F18: eight processes under a storm of 429. F19: one giant firm among many small ones. */
import { runLanes } from "../../bench/tasks/jobs.ts";
import type { Db } from "../../src/db/pool.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { compareServed } from "../served.ts";
import { allRead, anyRun, inOffice, readNow, type Office } from "./office.ts";
import { comesAbout } from "./process.ts";
import { Findings, type Story } from "./story.ts";

const WORKERS = 8;

export const storms: Story = {
  fault: "F18",
  what: "429 storm over eight worker processes that share one limit",
  needed: 10,
  guard: "one rate budget for all processes (F18, I9)",
  async play({ database }, broken) {
    const found = new Findings();
    const punctual = new Punctual();
    const switches = { rate_limit: 25, retry_after: "seconds" } as const;
    const options = { provider: "mycase", firms: 3, workers: WORKERS, page_size: 4, switches, watch: punctual.watch } as const;
    const reached = await inOffice(await database.another(), options, (office) => storm(office, found, punctual, broken));
    return { reached, violations: found.violations };
  },
};

async function storm({ db, worlds, workers }: Office, found: Findings, punctual: Punctual, broken: boolean): Promise<number> {
  const [{ vendor, clock }] = worlds;
  const { faults, log } = vendor.sandbox;
  if (broken) await forget(db);
  const began = clock.now();
  faults.set({ seed: 18, rates: { limited_429_seconds: 0.03, limited_429_date: 0.02, limited_429_missing: 0.01 } });
  found.must(await comesAbout(() => anyRun(db), 60_000), "F18: no worker began to read");
  const done = await comesAbout(() => allRead(db, new Date(began.getTime() - 60_000), "{first}"), 120_000, 300);
  found.must(done, "F18: not every firm was read to its end: a lane is starved");
  for (const id of vendor.contacts().slice(0, 20)) vendor.editContact(id, "Between the storms");
  const since = clock.now();
  // A run that met too many is tried again later: that is brought forward.
  found.must(
    await comesAbout(() => readNow(db).then(() => allRead(db, since)), 120_000, 500),
    "F18: changed records are not read any more",
  );
  const storms = log.entries().filter((entry) => entry.status === 429 && entry.fault !== null);
  const natural =
    log.count({ status: 429 }) - log.totals().reduce((sum, one) => sum + (one.status === 429 && one.fault !== null ? one.count : 0), 0);
  found.must(natural === 0, `I9: ${natural} of ${log.count()} requests were above the provider's limit`);
  found.violations.push(...punctual.early);
  for (const worker of workers) found.must(worker.isRunning(), `F18: a worker ended: ${worker.said().slice(-500)}`);
  faults.clear();
  await Promise.all(workers.map((worker) => worker.stop()));
  for (const [n, world] of worlds.entries()) found.add(await compareServed(world), `firm ${n}`);
  return storms.length;
}

/** Notes who repeats a request before the time that the provider told them has passed. */
class Punctual {
  readonly early: string[] = [];
  readonly #not_before = new Map<string, number>();

  readonly watch = (request: Request, response: Response): void => {
    const key = `${request.url} ${request.headers.get("authorization")}`;
    const now = systemClock.now().getTime();
    const wait = (this.#not_before.get(key) ?? 0) - now;
    if (wait > 0) this.early.push(`F18: ${request.url} was asked again ${wait} ms too early`);
    this.#not_before.delete(key);
    const told = Number(response.headers.get("retry-after"));
    // Node's timers may be a few milliseconds early.
    if (response.status === 429 && told > 0) this.#not_before.set(key, now + told * 1000 - 20);
  };
}

/** A budget that nobody remembers is as good as none. */
async function forget(db: Db): Promise<void> {
  await db.pool.query(`
    create function forget() returns trigger language plpgsql as $$ begin new.departures := '[]'; new.halted_until := null; return new; end $$;
    create trigger forget before update on rate_budget for each row execute function forget();`);
}

/** The bench has ten thousand. */
const FIRMS = 1000;

export const giants: Story = {
  fault: "F19",
  what: `one giant firm (40 % of the work) and ${FIRMS - 1} small ones`,
  needed: FIRMS,
  async play({ database }) {
    const found = new Findings();
    const ask = async (noisy_share: number) =>
      runLanes({ database_url: (await database.another()).url, connections: FIRMS, over_s: 4, turn_ms: 6, noisy_share });
    const alone = await ask(0);
    const beside = await ask(0.4);
    // What lies within two looks for work says nothing.
    const most = Math.max(2 * alone.lag_p99, LOOKS_MS);
    found.must(
      beside.lag_p99 <= most,
      `I10: small firms waited ${Math.round(beside.lag_p99)} ms beside the giant, ${Math.round(alone.lag_p99)} alone`,
    );
    return { reached: beside.turns, violations: found.violations };
  },
};

const LOOKS_MS = 200;
