/**
 * F31: the whole database is put back as it was in the middle of writing, six hours ago, while the provider has gone on. Privity has to notice
 * by itself: the data folder, which no backup of the database holds, has another word by then.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import type { Db } from "../../src/db/pool.ts";
import { beginWriting, renewEpoch } from "../../src/outbox/restore.ts";
import type { Diary } from "./activities.ts";
import { workOff, type WritesWorld } from "./world.ts";

const HOUR = 3_600_000;

interface Table {
  oid: number;
  /** With its schema, quoted. */
  name: string;
  /** Without those that work themselves out. */
  columns: string[];
}

/** Every table, as of one moment; gives how to put them back. */
async function backUp(db: Db): Promise<() => Promise<void>> {
  const tables = await inOrder(db);
  const kept = ({ oid }: Table) => sql.table(`backup.t${oid}`);
  await db.transaction(async (trx) => {
    await sql`set transaction isolation level repeatable read`.execute(trx);
    await sql`create schema backup`.execute(trx);
    for (const table of tables) await sql`create table ${kept(table)} as select * from ${sql.raw(table.name)}`.execute(trx);
  });
  return () =>
    db.transaction(async (trx) => {
      await sql`truncate ${sql.raw(tables.map(({ name }) => name).join(", "))}`.execute(trx);
      for (const table of tables) {
        const columns = sql.join(table.columns.map((column) => sql.id(column)));
        await sql`insert into ${sql.raw(table.name)} (${columns}) overriding system value select ${columns} from ${kept(table)}`.execute(
          trx,
        );
      }
      await sql`drop schema backup cascade`.execute(trx);
    });
}

/** Those that others refer to first. */
async function inOrder(db: Db): Promise<Table[]> {
  const { rows } = await db.pool.query<Table & { needs: number[] }>(
    `select c.oid::int as oid, format('%I.%I', n.nspname, c.relname) as name,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       array(select distinct f.confrelid::int from pg_constraint f where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as needs
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`,
  );
  const ordered: Table[] = [];
  const placed = new Set<number>();
  while (ordered.length < rows.length) {
    const ready = rows.filter(({ oid, needs }) => !placed.has(oid) && needs.every((one) => placed.has(one)));
    if (ready.length === 0) throw new Error("tables refer to each other in a circle");
    for (const table of ready) placed.add(table.oid);
    ordered.push(...ready);
  }
  return ordered;
}

/** `notices`: Privity has its data folder, and so the word by which it sees that the database is an older one. */
export async function putBack(world: WritesWorld, diary: Diary, notices: boolean): Promise<void> {
  const data_dir = await mkdtemp(join(tmpdir(), "privity-restore-"));
  try {
    await beginWriting(world.calm, data_dir);
    await diary.log(40);
    // Some are out, some wait for their time, some are just being looked up; of some the request is lost, so that they are not there.
    world.sandbox.faults.script("answer_dropped", /note|communication|document|message/, 4);
    world.sandbox.faults.script("request_dropped", /note|communication|document|message/, 4);
    const part = workOff(world);
    await world.clock.sleep(1_000);
    const restore = await backUp(world.db);
    await part;
    await diary.log(20);
    await workOff(world);
    await world.clock.sleep(6 * HOUR);
    await renewEpoch(world.calm, data_dir);
    const kept = diary.logged.slice(0, 40);
    diary.logged.splice(0, diary.logged.length, ...kept);
    await restore();
    if (notices) await beginWriting(world.calm, data_dir);
    await workOff(world);
  } finally {
    await rm(data_dir, { recursive: true });
  }
}

/** Deliveries that were sent after the backup was put back although no look had shown them to be absent. */
export async function sentUnseen({ db, owner }: WritesWorld): Promise<string[]> {
  const { rows } = await db.pool.query<{ delivery_id: string }>(
    `select c.delivery_id from delivery_event c join delivery d using (firm_id, delivery_id)
     where c.firm_id = $1 and c.event = 'claimed'
       and exists (select 1 from delivery_event r where r.firm_id = c.firm_id and r.delivery_id = c.delivery_id and r.event = 'restored' and r.seq < c.seq)
       and not exists (select 1 from delivery_event a where a.firm_id = c.firm_id and a.delivery_id = c.delivery_id and a.seq < c.seq
         and a.event in ('absent', 'found_unfinished', 'amended', 'released')
         and a.seq > (select max(r.seq) from delivery_event r where r.firm_id = c.firm_id and r.delivery_id = c.delivery_id and r.event = 'restored' and r.seq < c.seq))`,
    [owner.firm_id],
  );
  return rows.map(({ delivery_id }) => `F31: ${delivery_id} was sent before it had been looked up`);
}
