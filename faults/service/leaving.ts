/** F30: the firm disconnects, and has everything erased, while two processes are at it. F20: somebody ends the grant at the provider. */
import { disconnect } from "../../src/sync/disconnect.ts";
import { askForErase, erase } from "../../src/sync/erase.ts";
import { tellAdmins } from "../../src/sync/notices.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { systemFetch } from "../../src/lib/network.ts";
import type { Db } from "../../src/db/pool.ts";
import { giveGrant } from "../grant.ts";
import { compareServed } from "../served.ts";
import { allRead, anyRun, inOffice, readNow, type Office } from "./office.ts";
import { comesAbout } from "./process.ts";
import { Findings, type Story } from "./story.ts";

const SLOW = { page_size: 3, switches: { rate_limit: 500 }, before: () => systemClock.sleep(60) };
const TIMES = 2;

export const leaving: Story = {
  fault: "F30",
  what: "disconnected and erased in the middle of everything",
  needed: TIMES,
  async play({ database }) {
    const found = new Findings();
    for (let time = 0; time < TIMES; time += 1)
      await inOffice(await database.another(), { provider: "clio", firms: 2, workers: 2, ...SLOW }, (office) => leave(office, found, time));
    return { reached: TIMES, violations: found.violations };
  },
};

async function leave(office: Office, found: Findings, time: number): Promise<void> {
  const { db, vault, worlds, surroundings, workers } = office;
  const [world, stays] = worlds;
  const { owner, deps, vendor } = world;
  const log = vendor.sandbox.log;
  await db.pool.query("update connection set state = 'disconnected' where connection_id <> $1", [owner.connection_id]); // the other one waits
  found.must(await comesAbout(() => anyRun(db), 60_000), "F30: no worker began to read");
  await systemClock.sleep(300 + time * 700);
  const care = { ...deps, vault, hooks_url: () => null, syncSoon: () => Promise.resolve() };
  const client = () => Promise.resolve(surroundings.client);
  const left = await disconnect({ care, vault, fetch: systemFetch, client }, owner, "faults", () => Promise.resolve());
  found.must(left?.revoked === true, `F30: the grant was not revoked: ${left?.said ?? "nothing is known"}`);
  await systemClock.sleep(3_000);
  const entries = log.entries();
  const revoked = entries.findIndex((entry) => entry.route === "/oauth/deauthorize");
  const after = revoked < 0 ? [] : entries.slice(revoked + 1);
  found.must(revoked >= 0, "F30: the provider was not told");
  found.must(after.length === 0, `F30: ${after.length} requests after the revoke, such as ${after[0]?.route}`);
  const { rows: grants } = await db.pool.query("select 1 from connection_grant where connection_id = $1", [owner.connection_id]);
  found.must(grants.length === 0, "F30: the tokens are still there");
  found.must(await askForErase(deps, owner, "Marlow & Finch", () => Promise.resolve()), "F30: there is nothing to erase");
  const stop = new AbortController();
  const first = erase(deps, owner, { batch: 5, stop: stop.signal });
  await systemClock.sleep(30);
  stop.abort(); // its process dies; the next one goes on
  await first;
  await erase(deps, owner);
  found.add(await remains(db, owner.connection_id), `erased, time ${time}`);
  // The other firm has lost nothing.
  await db.pool.query("update connection set state = 'connected' where connection_id = $1", [stays!.owner.connection_id]);
  const since = world.clock.now();
  found.must(await comesAbout(() => readNow(db).then(() => allRead(db, since)), 60_000, 500), "F30: the other firm is not read any more");
  for (const worker of workers) found.must(worker.isRunning(), `F30: a worker ended: ${worker.said().slice(-500)}`);
  await Promise.all(workers.map((worker) => worker.stop()));
  found.add(await compareServed(stays!), "the other firm");
}

/** Whatever has a column that names a connection. */
async function remains(db: Db, connection_id: string): Promise<string[]> {
  const { rows: tables } = await db.pool.query<{ name: string }>(
    `select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and c.column_name = 'connection_id' and t.table_type = 'BASE TABLE'`,
  );
  const wrong: string[] = [];
  for (const { name } of tables) {
    if (name === "step_back") continue; // the checker's own
    const { rows } = await db.pool.query<{ n: number }>(`select count(*)::int as n from "${name}" where connection_id = $1`, [
      connection_id,
    ]);
    if (rows[0]!.n > 0) wrong.push(`F30: ${rows[0]!.n} rows are left in ${name}`);
  }
  return wrong;
}

export const passwords: Story = {
  fault: "F20",
  what: "the grant ends in the middle of a sync (password changed, access withdrawn)",
  needed: 2,
  async play({ database }) {
    const found = new Findings();
    for (const provider of ["clio", "mycase"] as const)
      await inOffice(await database.another(), { provider, firms: 1, workers: 2, ...SLOW, page_size: 2 }, (office) =>
        withdrawn(office, found),
      );
    return { reached: 2, violations: found.violations };
  },
};

async function withdrawn({ db, vault, worlds, workers }: Office, found: Findings): Promise<void> {
  const [world] = worlds;
  const { owner, vendor, clock, provider } = world;
  found.must(await comesAbout(() => anyRun(db), 60_000), `F20, ${provider}: no worker began to read`);
  for (const { id } of vendor.tables.staff!.scan()) vendor.sandbox.revoke(id);
  const ended = () =>
    db.pool
      .query("select 1 from connection where state = 'disconnected' and length(state_reason) > 10")
      .then(({ rows }) => rows.length === 1);
  found.must(await comesAbout(ended, 30_000), `I12, ${provider}: a grant that was withdrawn is not noticed`);
  await tellAdmins(db, owner.firm_id, clock.now(), "https://privity.example");
  const { rows: letters } = await db.pool.query("select 1 from mail where subject like 'Privity has lost its access%'");
  found.must(letters.length === 1, `I11, ${provider}: ${letters.length} letters tell of it`);
  const asked = vendor.sandbox.log.count();
  await systemClock.sleep(3_000);
  found.must(
    vendor.sandbox.log.count() === asked,
    `F20, ${provider}: ${vendor.sandbox.log.count() - asked} requests were sent with a dead grant`,
  );
  // Connected again, it goes on with everything.
  await giveGrant({ db, vault, vendor, clock }, owner);
  await db.pool.query("update connection set state = 'connected', state_reason = null, state_since = now()");
  const since = clock.now();
  const done = () => readNow(db).then(() => allRead(db, since, "{incremental,full}"));
  found.must(await comesAbout(done, 90_000, 500), `F20, ${provider}: it is not read again once it is connected again`);
  await Promise.all(workers.map((worker) => worker.stop()));
  found.add(await compareServed(world), provider);
}
