/** What the database itself keeps an eye on, beside Privity. */
import type { Db } from "../src/db/pool.ts";

/** I3: every step back of a record to an older version of the provider's is written down by the database itself. */
const AUDIT = `
  create table if not exists step_back (connection_id uuid not null, kind text not null, provider_id text not null, was text not null, became text not null);
  create or replace function watch_record() returns trigger language plpgsql as $$
  begin
    insert into step_back values (new.connection_id, new.kind, new.provider_id, old.raw->>'updated_at', new.raw->>'updated_at');
    return new;
  end $$;
  create or replace trigger watch_record after update of raw on record for each row
    when ((new.raw->>'updated_at') ~ '^2' and (old.raw->>'updated_at') ~ '^2' and (new.raw->>'updated_at')::timestamptz < (old.raw->>'updated_at')::timestamptz)
    execute function watch_record();`;

export async function watchVersions(db: Pick<Db, "pool">): Promise<void> {
  await db.pool.query(AUDIT);
}
