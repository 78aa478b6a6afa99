/** F22: PostgreSQL is restarted without warning, has forgotten the last commits, refuses transactions, or has no connection to spare. */
import { connect } from "../../src/db/pool.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { project } from "../../src/projection/driver.ts";
import { compare } from "../compare.ts";
import { compareServed } from "../served.ts";
import { watchRun } from "../watch.ts";
import { createWorld, type World } from "../world.ts";
import { allRead, anyRun, inOffice, readNow } from "./office.ts";
import { comesAbout } from "./process.ts";
import { ownServer } from "./server.ts";
import { Findings, type Story, type Tools } from "./story.ts";

const HOUR = 3_600_000;

export const databases: Story = {
  fault: "F22",
  what: "PostgreSQL restarted, last commits lost, transactions refused, no connection free",
  needed: 12,
  async play({ database }) {
    const found = new Findings();
    const restarts = await restarted(found);
    const refused = await refusedTransactions(database, found);
    await twoConnections(database, found);
    return { reached: restarts + refused, violations: found.violations };
  },
};

const FIRMS = 2;
const RESTARTS = 5;
/** How long between two of them. */
const STANDS_MS = 2_500;

/** Two real workers go on with what they are at whenever the server is back. What was committed last may be gone (asynchronous commits). */
async function restarted(found: Findings): Promise<number> {
  const server = await ownServer({ settings: { synchronous_commit: "off", wal_writer_delay: "200ms" } });
  const options = { page_size: 4, switches: { rate_limit: 500 }, before: () => systemClock.sleep(40) };
  const at = { url: server.url, backend: "server" } as const;
  try {
    await inOffice(at, { provider: "clio", firms: FIRMS, workers: 2, ...options }, async ({ db, worlds, workers }) => {
      const [{ vendor, clock }] = worlds;
      found.must(await comesAbout(() => anyRun(db), 60_000), "F22: no worker began to read");
      for (let n = 0; n < RESTARTS; n += 1) {
        await systemClock.sleep(STANDS_MS);
        for (const id of vendor.contacts().slice(n * 5, n * 5 + 5)) vendor.editContact(id, `Before restart ${n}`);
        await server.restart();
        await readNow(db).catch(() => {});
      }
      const since = clock.now();
      // A run that was hit is tried again after minutes: that is brought forward.
      const done = await comesAbout(() => readNow(db).then(() => allRead(db, since)), 120_000, 1_500);
      found.must(done, "F22: not every firm was read to its end within two minutes of the last restart");
      for (const worker of workers)
        found.must(worker.isRunning(), `F22: a worker ended over a restart of PostgreSQL: ${worker.said().slice(-800)}`);
      await Promise.all(workers.map((worker) => worker.stop()));
      for (const [n, world] of worlds.entries()) found.add(await compareServed(world), `firm ${n}`);
    });
    return RESTARTS;
  } finally {
    await server.drop();
  }
}

/** One of so many statements that write is refused. */
const ONE_OF = 60;

/** Whatever PostgreSQL calls a serialization failure or a deadlock ends a run; the next one goes on, and nothing is lost. */
async function refusedTransactions({ url, backend }: Tools["database"], found: Findings): Promise<number> {
  const db = await connect(url, { max: 5 }, backend);
  try {
    const world = await createWorld(db, { provider: "mycase", seed: 22, page_size: 12 });
    const { connection_id } = world.owner;
    const name = `refuse_${connection_id.replaceAll("-", "")}`;
    await db.pool.query(`
      create sequence ${name};
      create or replace function ${name}() returns trigger language plpgsql as $$
      begin
        if new.connection_id = '${connection_id}' and nextval('${name}') % ${ONE_OF} = 0 then
          raise exception 'could not serialize access due to concurrent update' using errcode = case when nextval('${name}') % 2 = 0 then '40001' else '40P01' end;
        end if;
        return new;
      end $$;`);
    for (const table of ["record", "contact", "matter"])
      await db.pool.query(`create trigger ${name} before insert or update on ${table} for each row execute function ${name}();`);
    let failed = 0;
    for (let n = 0; n < 24; n += 1) {
      for (const id of world.vendor.contacts().slice(0, 3)) world.vendor.editContact(id, `Round ${n}`);
      const { run, end } = await world.sync({ mode: n % 5 === 4 ? "full" : "incremental" });
      if (end === "failed") failed += 1;
      found.add(await watchRun(world, run.run_id), `refused transactions, run ${n}`);
      await world.pass(HOUR);
    }
    for (const table of ["record", "contact", "matter"]) await db.pool.query(`drop trigger ${name} on ${table}`);
    await world.sync({ mode: "full" });
    await world.pass(25 * HOUR);
    await world.sync();
    found.add(await compare(world), "refused transactions");
    return failed;
  } finally {
    await db.close();
  }
}

/** Three firms are worked out anew at once with two connections: a lock that keeps one must leave the other to whoever works. */
async function twoConnections({ url, backend }: Tools["database"], found: Findings): Promise<void> {
  const db = await connect(url, { max: 2 }, backend);
  try {
    const worlds: World[] = [];
    for (const seed of [23, 24, 25]) worlds.push(await createWorld(db, { provider: "clio", seed, page_size: 12, parallel: 3 }));
    const play = async () => {
      for (const world of worlds) await world.sync();
      await Promise.all(
        worlds.map(({ connector: { mapper }, clock, owner }) =>
          project({ db, mapper, clock }, owner, { kind: "recompute", id: null }, { recompute: true }),
        ),
      );
      const wrong: string[] = [];
      for (const world of worlds) wrong.push(...(await compare(world)));
      return wrong;
    };
    const wrong = await Promise.race([play(), systemClock.sleep(PATIENCE_MS).then(() => ["F22: all wait for each other"])]);
    found.add(wrong, "with two connections to PostgreSQL");
  } finally {
    await db.close();
  }
}

const PATIENCE_MS = 25_000;
