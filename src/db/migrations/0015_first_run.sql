-- How far a firm's first run is, so that it can be left and gone on with in any browser (B-CON-2, B-SYN-7). What can be told from the
-- connections themselves (who is connected, what has been read) is not kept twice.
create table first_run (
  firm_id uuid primary key references firm (firm_id) on delete cascade,
  -- Somebody has said that name, time zone and country are right.
  firm_named_at timestamptz,
  provider text check (provider in ('clio', 'mycase')),
  region text,
  -- Whose account is to read; it does not yet.
  connection_id uuid,
  -- What the last sign-in at the provider ended with, as the provider worded it.
  refusal text,
  refused_at timestamptz,
  -- Somebody has put the settings in force.
  finished_at timestamptz
);
