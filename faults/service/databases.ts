/** F22: PostgreSQL is restarted without warning, has forgotten the last commits, refuses transactions, or has no connection to spare. */
import { randomBytes } from "node:crypto";
import { openVault } from "../../src/connections/vault.ts";
import { connect } from "../../src/db/pool.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { Secret } from "../../src/lib/secret.ts";
import { project } from "../../src/projection/driver.ts";
import { compare } from "../compare.ts";
import { giveGrant } from "../grant.ts";
import { compareServed, serveWorld } from "../served.ts";
import { watchRun } from "../watch.ts";
import { addConnection, createWorld, type World } from "../world.ts";
import { comesAbout, privity } from "./process.ts";
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
  const db = await connect(server.url, { max: 4 }, "server");
  const secret_key = randomBytes(32).toString("base64");
  const served = await serveWorld(db, "clio", { page_size: 4, switches: { rate_limit: 500 }, before: () => systemClock.sleep(40) });
  const { world } = served;
  const { vendor, clock } = world;
  const client = { client_id: vendor.sandbox.client_id, client_secret: vendor.sandbox.client_secret };
  const surroundings = { database_url: server.url, secret_key, sandbox_url: served.url, client };
  const workers = [privity(["work"], surroundings), privity(["work"], surroundings)];
  try {
    const vault = await openVault(db, { secret_key: new Secret(secret_key), secret_key_file: "/dev/null" });
    const worlds = [world];
    for (let n = 1; n < FIRMS; n += 1)
      worlds.push({ ...world, owner: await addConnection(db, "clio", clock.now(), (settings) => settings) });
    for (const { owner } of worlds) await giveGrant({ db, vault, vendor, clock }, owner);
    found.must(await comesAbout(() => anyRun(world), 60_000), "F22: no worker began to read");
    for (let n = 0; n < RESTARTS; n += 1) {
      await systemClock.sleep(STANDS_MS);
      for (const id of vendor.contacts().slice(n * 5, n * 5 + 5)) vendor.editContact(id, `Before restart ${n}`);
      await server.restart();
      await readAgain(world);
    }
    // A run that was hit is tried again after minutes: that is brought forward, as a person would who presses the button.
    const done = await comesAbout(
      async () => {
        if (await allRead(world)) return true;
        await readAgain(world);
        return false;
      },
      120_000,
      2_000,
    );
    found.must(done, "F22: not every firm was read to its end within two minutes of the last restart");
    for (const worker of workers)
      found.must(worker.isRunning(), `F22: a worker ended over a restart of PostgreSQL: ${worker.said().slice(-800)}`);
    await Promise.all(workers.map((worker) => worker.stop()));
    for (const one of worlds) {
      found.add(await compareServed(one), `firm ${worlds.indexOf(one)}`);
    }
    return RESTARTS;
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await served.close();
    await db.close();
    await server.drop();
  }
}

async function anyRun({ db }: World): Promise<boolean> {
  const { rows } = await db.pool.query("select 1 from sync_run limit 1");
  return rows.length > 0;
}

async function readAgain({ db }: World): Promise<void> {
  await db.pool
    .query(
      "update lane set due_at = clock_timestamp() where kind = 'sync' and not ready and (lease_until is null or lease_until < clock_timestamp())",
    )
    .catch(() => {});
}

/** Whether each firm has a run that began after the last edit and came to its end. */
async function allRead({ db }: World): Promise<boolean> {
  const { rows } = await db.pool.query<{ firms: number; read: number; running: number }>(
    `select (select count(*)::int from connection) as firms,
      (select count(distinct connection_id)::int from sync_run where state = 'succeeded' and mode <> 'first' and started_at > now() - interval '60 seconds') as read,
      (select count(*)::int from sync_run where state = 'running') as running`,
  );
  const { firms, read, running } = rows[0]!;
  return read === firms && running === 0;
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
