/**
 * The database's clock as an argument: leases live by `clock_timestamp()`, so in a world in which an hour takes a millisecond that function
 * has to tell the world's time. A schema that is searched before PostgreSQL's own does it; only a database of its own may have it.
 */
import pg from "pg";
import type { SandboxClock } from "../sandbox/kit/types.ts";

/** How much further the database's clock goes each time that it is asked; anything but null spoils every lease. */
export type Hurry = number | null;

export interface VirtualDatabase {
  /** Moves the sandbox's clock and the database's together. */
  clock: SandboxClock;
  close(): Promise<void>;
}

export async function virtualDatabase(url: string, base: SandboxClock, hurry_ms: Hurry = null): Promise<VirtualDatabase> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const hurry = hurry_ms === null ? "interval '0'" : `nextval('virtual.asked') * interval '${hurry_ms} milliseconds'`;
  await client.query(`
    create schema if not exists virtual;
    create sequence if not exists virtual.asked;
    create table if not exists virtual.clock (at timestamptz not null);
    truncate virtual.clock;
    insert into virtual.clock select pg_catalog.clock_timestamp();
    create or replace function virtual.clock_timestamp() returns timestamptz language sql volatile
      as $$ select at + ${hurry} from virtual.clock $$;
    do $$ begin execute format('alter database %I set search_path = virtual, pg_catalog, public', current_database()); end $$;`);
  const tell = () => client.query("update virtual.clock set at = $1", [base.now()]);
  await tell();
  const clock: SandboxClock = {
    now: () => base.now(),
    at: (at, task) => base.at(at, task),
    async advance(ms) {
      await base.advance(ms);
      if (ms > 0) await tell();
    },
  };
  return { clock, close: () => client.end() };
}
