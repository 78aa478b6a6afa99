-- What happened, told to others: the feed, the endpoints that get it pushed, and the answers kept for idempotency keys.

-- Counts the events of one firm. Whoever records events locks this row until it commits: so a firm's events become visible in the order
-- of their numbers, and a reader of the feed that goes on after the last number it saw cannot miss one (docs/decisions/0016).
create table event_clock (
  firm_id uuid primary key references firm on delete cascade,
  seq bigint not null default 0,
  -- Events up to here were dropped with age: a cursor before it is told so rather than skipping them.
  dropped_through bigint not null default 0
);

create table event (
  firm_id uuid not null references firm on delete cascade,
  seq bigint not null,
  event_id uuid not null default gen_random_uuid(),
  connection_id uuid not null,
  type text not null,
  data jsonb not null,
  at timestamptz not null,
  primary key (firm_id, seq),
  foreign key (firm_id, connection_id) references connection on delete cascade
);
create index event_age on event (firm_id, at);
create index event_connection on event (firm_id, connection_id);

create table webhook_endpoint (
  firm_id uuid not null references firm on delete cascade,
  endpoint_id uuid not null,
  url text not null,
  description text not null default '',
  -- Empty: every type.
  event_types text[] not null default '{}',
  -- Paused: events wait. Disabled: it failed for days, or said that it is gone; nothing is kept for it.
  state text not null default 'active' check (state in ('active', 'paused', 'disabled')),
  state_since timestamptz not null,
  -- Why it was disabled by itself, until somebody has looked after it.
  notice text,
  key_id uuid not null,
  secret_version integer not null default 1,
  secret bytea not null,
  previous_secret bytea,
  -- Until then messages carry a signature by the previous secret too.
  previous_until timestamptz,
  created_at timestamptz not null,
  primary key (firm_id, endpoint_id)
);

create table webhook_delivery (
  firm_id uuid not null,
  endpoint_id uuid not null,
  seq bigint not null,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
  attempts integer not null default 0,
  first_attempt_at timestamptz,
  last_attempt_at timestamptz,
  -- When it is due; while it is being sent: until when the sender has it.
  next_attempt_at timestamptz not null,
  status integer,
  error text,
  delivered_at timestamptz,
  primary key (firm_id, endpoint_id, seq),
  foreign key (firm_id, endpoint_id) references webhook_endpoint on delete cascade,
  foreign key (firm_id, seq) references event on delete cascade
);
create index webhook_delivery_due on webhook_delivery (firm_id, endpoint_id, next_attempt_at) where state = 'pending';
create index webhook_delivery_event on webhook_delivery (firm_id, seq);

-- What secrets of the whole installation (cookies, second factors) are derived from, wrapped under the key-encryption key. One row.
create table installation_key (
  key_id uuid not null,
  kek_id text not null,
  wrapped bytea not null,
  only_one boolean primary key default true check (only_one)
);

-- One answer per key, whoever asks twice gets it twice. The answer is sealed: it may hold a secret that is shown once.
create table idempotency_key (
  firm_id uuid not null references firm on delete cascade,
  key_hash bytea not null,
  request_hash bytea not null,
  -- Null while the first request is at work.
  status integer,
  headers jsonb,
  key_id uuid,
  body bytea,
  created_at timestamptz not null,
  primary key (firm_id, key_hash)
);
create index idempotency_key_age on idempotency_key (created_at);
