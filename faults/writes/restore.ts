/** F31: the firm's rows of the outbox are put back as they were six hours ago, while the provider has gone on. */
import { lookUpAll } from "../../src/outbox/restore.ts";
import type { Diary } from "./activities.ts";
import { workOff, type WritesWorld } from "./world.ts";

/** In the order in which they can be inserted. */
const TABLES = ["file", "activity", "activity_file", "delivery", "delivery_activity", "delivery_event", "settle_window"];
const HOUR = 3_600_000;

export async function backUp({ db, owner }: WritesWorld): Promise<() => Promise<void>> {
  const name = (table: string) => `backup_${owner.firm_id.replaceAll("-", "")}_${table}`;
  for (const table of TABLES)
    await db.pool.query(`create table ${name(table)} as select * from ${table} where firm_id = '${owner.firm_id}'`);
  return async () => {
    for (const table of TABLES.toReversed()) await db.pool.query(`delete from ${table} where firm_id = $1`, [owner.firm_id]);
    for (const table of TABLES)
      await db.pool.query(
        `insert into ${table} ${table === "delivery_event" ? "overriding system value " : ""}select * from ${name(table)}; drop table ${name(table)}`,
      );
  };
}

/** `looks`: somebody says, or Privity notices, that an old backup was put back. */
export async function putBack(world: WritesWorld, diary: Diary, looks: boolean): Promise<void> {
  await diary.log(40);
  // Some are out, some wait for their time, some are just being looked up.
  world.sandbox.faults.script("answer_dropped", /note|communication|document|message/, 4);
  const part = workOff(world);
  await world.clock.sleep(1_000);
  const restore = await backUp(world);
  await part;
  await diary.log(20);
  await workOff(world);
  await world.clock.sleep(6 * HOUR);
  const kept = diary.logged.slice(0, 40);
  diary.logged.splice(0, diary.logged.length, ...kept);
  await restore();
  if (looks) await lookUpAll(world.calm, "faults");
  await workOff(world);
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
