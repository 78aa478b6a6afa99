/** What is read and marked after a backup was put back. */
import { sql } from "kysely";
import type { Owner } from "../mirror/store.ts";
import type { Db, DeliveryRow } from "./store.ts";

export async function readOwners(db: Db): Promise<Owner[]> {
  const { rows } = await sql<Owner>`
    select distinct firm_id, connection_id from delivery join connection c using (firm_id, connection_id)
    where c.erasing_since is null order by firm_id, connection_id`.execute(db);
  return rows;
}

/** Whatever this database believes unsent, or on its way. */
export async function takeUnsent(trx: Db, owner: Owner, after: string, limit: number): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    select * from delivery where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}
      and state in ('held', 'queued', 'sending', 'unknown') and delivery_id > ${after}
    order by delivery_id limit ${limit} for update`.execute(trx);
  return rows;
}

/** What had ended may have been taken up again since: whoever retries it looks first. */
export async function markDoubt(trx: Db, owner: Owner): Promise<void> {
  await sql`
    update delivery set doubt = true
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and state in ('failed', 'cancelled', 'needs_review')`.execute(
    trx,
  );
}

export async function readInstance(db: Db, instance_id: string): Promise<{ epoch: string; pending: string | null } | null> {
  const { rows } = await sql<{
    epoch: string;
    pending: string | null;
  }>`select epoch, pending from instance where instance_id = ${instance_id}`.execute(db);
  return rows[0] ?? null;
}

export async function beginEpoch(db: Db, instance_id: string, pending: string, epoch: string, at: string): Promise<void> {
  await sql`
    insert into instance (instance_id, epoch, pending, changed_at) values (${instance_id}, ${epoch}, ${pending}, ${at}::timestamptz)
    on conflict (instance_id) do update set epoch = excluded.epoch, pending = excluded.pending, changed_at = excluded.changed_at`.execute(
    db,
  );
}

export async function endEpoch(db: Db, instance_id: string, epoch: string, at: string): Promise<void> {
  await sql`update instance set epoch = ${epoch}, pending = null, changed_at = ${at}::timestamptz where instance_id = ${instance_id}`.execute(
    db,
  );
}
