-- Work that waits for a worker, and the rate budgets that all processes share. pg-boss keeps its own tables in the schema `pgboss`.

-- One lane per connection and kind of work. The row is the truth: when work is due, who has it, and whose turn it is among the firms.
create table lane (
  firm_id uuid not null,
  connection_id uuid not null,
  kind text not null check (kind in ('sync', 'record', 'projection')),
  -- When it is to be taken up next; null: nothing is planned.
  due_at timestamptz,
  -- What `due_at` was worked out from: a change of either makes it be worked out again.
  planned_from text not null default '',
  -- Waiting for a worker, or at work.
  ready boolean not null default false,
  -- Since when it waits for its next turn, in milliseconds since 1970: who waits longer goes ahead, so that nobody waits for ever.
  waiting_since_ms double precision not null default 0,
  -- 0: a person waits; 1: what changed; 2: everything.
  rank smallint not null default 1,
  -- What it has had of the workers' time, in the present busy spell; the least is served first.
  virtual_ms double precision not null default 0,
  -- Virtual time that its rank lets it go ahead of others.
  head_start_ms double precision not null default 0,
  -- Failures in a row.
  failures integer not null default 0,
  lease_until timestamptz,
  fence bigint not null default 0,
  primary key (firm_id, connection_id, kind),
  foreign key (firm_id, connection_id) references connection on delete cascade
);
create index lane_due on lane (due_at) where not ready and due_at is not null;
create index lane_turn on lane ((virtual_ms - head_start_ms + waiting_since_ms)) where ready;
create index lane_virtual on lane (virtual_ms) where ready;

-- What may still leave in one scope of a provider's limit (Clio: a connection's token; MyCase: an OAuth client, so this spans firms).
create table rate_budget (
  scope text primary key,
  -- Requests per window, as the provider's headers told; null: as its documents say.
  told_limit integer,
  -- When the requests of the last window left, in milliseconds since 1970 by the database's clock; several at one time are one entry.
  departures jsonb not null default '[]',
  halted_until timestamptz,
  -- The most urgent rank that was sent away and comes back soon: lower ranks leave it the next place.
  waiting_rank smallint,
  waiting_until timestamptz,
  granted bigint not null default 0
);

-- Runs that nobody is at are looked for every minute.
create index sync_run_unfinished on sync_run (lease_until) where state = 'running';
