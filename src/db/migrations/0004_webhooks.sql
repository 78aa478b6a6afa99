-- Webhooks in (B-SYN-8): subscriptions, what was delivered, and the re-reads that it asks for.

create table webhook_subscription (
  firm_id uuid not null,
  subscription_id uuid not null,
  connection_id uuid not null,
  model text not null,
  kind text not null,
  -- The provider's own id; null until it has answered.
  provider_id text,
  -- The address that deliveries come to is base_url and the token; of the token only its SHA-256 is kept.
  base_url text not null,
  token_hash bytea not null,
  -- What the provider signs with, locked like a token.
  key_id uuid,
  secret bytea,
  state text not null default 'creating' check (state in ('creating', 'pending', 'enabled', 'ended')),
  state_since timestamptz not null,
  -- Why it was ended.
  detail text,
  created_at timestamptz not null,
  expires_at timestamptz,
  -- Polls found changes that it should have told of; taken over by its successor until a delivery comes.
  silent_since timestamptz,
  last_gap_at timestamptz,
  primary key (firm_id, subscription_id),
  foreign key (firm_id, connection_id) references connection on delete cascade
);
create unique index webhook_subscription_live on webhook_subscription (firm_id, connection_id, model) where state <> 'ended';
-- Deliveries name the connection only.
create index webhook_subscription_connection on webhook_subscription (connection_id);

-- Who looks after the subscriptions of a connection, and when next.
create table webhook_care (
  firm_id uuid not null,
  connection_id uuid not null,
  due_at timestamptz not null,
  lease_until timestamptz,
  fence bigint not null default 0,
  -- When the provider was last asked what it has; null: ask at once.
  checked_at timestamptz,
  -- Deliveries were lost around this time: a sync that began later closes the gap.
  gap_at timestamptz,
  -- Runs that ended before have been compared with the deliveries.
  judged_at timestamptz,
  failures integer not null default 0,
  error text,
  error_since timestamptz,
  primary key (firm_id, connection_id),
  foreign key (firm_id, connection_id) references connection on delete cascade
);
create index webhook_care_due on webhook_care (due_at);

-- Every delivery as it came; rows are added and, weeks later, deleted, never changed. No foreign key: see 0001.
create table webhook_inbox (
  firm_id uuid not null,
  delivery_id uuid not null,
  connection_id uuid not null,
  subscription_id uuid not null,
  received_at timestamptz not null,
  -- The same body of the same subscription within one hour is one delivery.
  digest bytea not null,
  hour bigint not null,
  headers json not null,
  body bytea not null,
  -- Null: there was nothing to check it with.
  verified boolean,
  -- Which record to read again; null where the body named none that we read.
  kind text,
  provider_id text,
  action text,
  primary key (firm_id, delivery_id)
);
create unique index webhook_inbox_once on webhook_inbox (firm_id, subscription_id, hour, digest);
create index webhook_inbox_age on webhook_inbox using brin (received_at);
create index webhook_inbox_time on webhook_inbox (firm_id, connection_id, received_at);

-- Records to read again: any number of deliveries about one record are one row, and one read.
create table webhook_hint (
  firm_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  provider_id text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  due_at timestamptz not null,
  deliveries integer not null default 1,
  -- How often it was read, or tried, since its row was made.
  reads integer not null default 0,
  run_id uuid,
  claimed_until timestamptz,
  primary key (firm_id, connection_id, kind, provider_id),
  foreign key (firm_id, connection_id) references connection on delete cascade
);
create index webhook_hint_due on webhook_hint (due_at);

-- What was refused, by day: counted, never kept.
create table webhook_refusal (
  firm_id uuid not null,
  connection_id uuid not null,
  reason text not null,
  day date not null,
  count bigint not null,
  last_at timestamptz not null,
  primary key (firm_id, connection_id, reason, day),
  foreign key (firm_id, connection_id) references connection on delete cascade
);

-- Re-reads whose worker has died.
create index sync_run_record on sync_run (lease_until) where state = 'running' and mode = 'record';
