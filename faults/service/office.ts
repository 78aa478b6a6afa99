/** Firms on one served sandbox in a database of their own, and Privity's own worker processes at them. */
import { randomBytes } from "node:crypto";
import { openVault, type Vault } from "../../src/connections/vault.ts";
import { connect, type Db } from "../../src/db/pool.ts";
import { makeReady } from "../../src/jobs/store.ts";
import { Secret } from "../../src/lib/secret.ts";
import type { Owner } from "../../src/mirror/store.ts";
import type { Provider } from "../../src/model/kinds.ts";
import { giveGrant } from "../grant.ts";
import { serveWorld, type Served, type ServeOptions } from "../served.ts";
import { addConnection, type World } from "../world.ts";
import { privity, type Program, type Surroundings } from "./process.ts";

export interface Office {
  db: Db;
  /** One per firm; all have the same sandbox. */
  worlds: [World, ...World[]];
  served: Served;
  vault: Vault;
  surroundings: Surroundings;
  workers: Program[];
}

export interface OfficeOptions extends ServeOptions {
  provider: Provider;
  firms: number;
  workers: number;
}

export async function inOffice<T>(
  database: { url: string; backend: Db["backend"] },
  options: OfficeOptions,
  play: (office: Office) => Promise<T>,
): Promise<T> {
  const db = await connect(database.url, { max: 5 }, database.backend);
  const served = await serveWorld(db, options.provider, options);
  const workers: Program[] = [];
  try {
    const { world } = served;
    const { vendor, clock } = world;
    const secret_key = randomBytes(32).toString("base64");
    const vault = await openVault(db, { secret_key: new Secret(secret_key), secret_key_file: "/dev/null" });
    const worlds: Office["worlds"] = [world];
    for (let n = 1; n < options.firms; n += 1) {
      const owner = await addConnection(db, options.provider, clock.now(), (settings) => settings);
      worlds.push({ ...world, owner });
    }
    for (const { owner } of worlds) await giveGrant({ db, vault, vendor, clock }, owner);
    const client = { client_id: vendor.sandbox.client_id, client_secret: vendor.sandbox.client_secret };
    const surroundings = { database_url: database.url, secret_key, sandbox_url: served.url, client };
    for (let n = 0; n < options.workers; n += 1) workers.push(privity(["work"], surroundings));
    return await play({ db, worlds, served, vault, surroundings, workers });
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await served.close();
    await db.close();
  }
}

/** Has every firm read that nobody is reading, as a person does who presses the button. */
export async function readNow(db: Db): Promise<void> {
  const { rows } = await db.pool.query<Owner>(
    `select firm_id, connection_id from connection c where state = 'connected'
      and not exists (select 1 from lane l where l.connection_id = c.connection_id and l.kind = 'sync' and l.ready)`,
  );
  for (const owner of rows) await makeReady(db.kysely, owner, "sync", 0);
}

export async function anyRun(db: Db): Promise<boolean> {
  return (await db.pool.query("select 1 from sync_listing where pages > 0 limit 1")).rows.length > 0;
}

/** Whether each connection has been read to its end by a run of this kind that began after that time, and nothing is under way. */
export async function allRead(db: Db, since: Date, modes = "{first,incremental,full}"): Promise<boolean> {
  const { rows } = await db.pool.query<{ firms: number; read: number; running: number }>(
    `select (select count(*)::int from connection) as firms,
      (select count(distinct connection_id)::int from sync_run where state = 'succeeded' and mode = any($2) and started_at > $1) as read,
      (select count(*)::int from sync_run where state = 'running') as running`,
    [since, modes],
  );
  const { firms, read, running } = rows[0]!;
  return read === firms && running === 0;
}
