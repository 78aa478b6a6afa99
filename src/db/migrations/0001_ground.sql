-- The ground: firms and their connections, the mirror, runs, settings, and what the projection fills.
-- firm_id leads every key and no foreign key crosses firms, so that partitions by firm stay open (design.md, Engine).
-- The large tables (record, matter, participation, affiliation, contact, change, sync_seen) carry no foreign key: checking one costs
-- as much as the insert itself. Whoever erases a connection deletes from them by name (src/connections).

create extension if not exists pg_trgm;

-- Firms and people --------------------------------------------------------------------------------------------------------

create table firm (
  firm_id uuid primary key,
  name text not null,
  time_zone text not null default 'America/New_York',
  country text not null default 'US',
  created_at timestamptz not null default now()
);

create table member (
  firm_id uuid not null references firm on delete cascade,
  member_id uuid not null,
  name text not null,
  email text not null,
  role text not null check (role in ('admin', 'member')),
  active boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (firm_id, member_id)
);
create unique index member_email on member (firm_id, lower(email));

-- Connections and their grants --------------------------------------------------------------------------------------------

create table connection (
  firm_id uuid not null references firm on delete cascade,
  connection_id uuid not null,
  provider text not null check (provider in ('clio', 'mycase')),
  region text,
  purpose text not null default 'sync' check (purpose in ('sync', 'writeback')),
  account_id text not null,
  account_name text not null,
  firm_url text,
  firm_uuid text,
  user_id text not null,
  user_name text not null,
  user_email text not null,
  state text not null default 'connected' check (state in ('connected', 'disconnected')),
  state_reason text,
  state_since timestamptz not null default now(),
  -- B-SYN-6: a run would have removed too much; automations stop until an admin decides.
  blind_since timestamptz,
  first_synced_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (firm_id, connection_id)
);
-- B-CON-2: one sync connection per firm and provider.
create unique index connection_sync on connection (firm_id, provider) where purpose = 'sync';

create table firm_key (
  firm_id uuid not null references firm on delete cascade,
  key_id uuid not null,
  wrapped bytea not null,
  kek_id text not null,
  created_at timestamptz not null default now(),
  primary key (firm_id, key_id)
);

create table connection_grant (
  firm_id uuid not null,
  connection_id uuid not null,
  token_version integer not null default 1,
  key_id uuid not null,
  access_token bytea not null,
  refresh_token bytea,
  -- Kept until the new pair has served one call (engine-notes, Tokens 4.2).
  previous_refresh_token bytea,
  previous_token_version integer,
  obtained_at timestamptz not null,
  expires_at timestamptz,
  scope text,
  -- The last call that the provider answered for this grant: the proof that it lives (B-CON-5).
  proved_at timestamptz,
  -- The provider refused to refresh it: good until it ends, then a person has to connect again.
  refresh_refused_at timestamptz,
  lease_until timestamptz,
  fence bigint not null default 0,
  primary key (firm_id, connection_id),
  foreign key (firm_id, connection_id) references connection on delete cascade
);

create table oauth_state (
  state_hash bytea primary key,
  firm_id uuid not null references firm on delete cascade,
  provider text not null,
  region text,
  purpose text not null,
  redirect_uri text not null,
  session text,
  expires_at timestamptz not null
);

-- Settings: versions are never changed, only added (B-WHY-4) --------------------------------------------------------------

create table settings_version (
  firm_id uuid not null,
  connection_id uuid not null,
  version integer not null,
  document jsonb not null,
  note text,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (firm_id, connection_id, version),
  foreign key (firm_id, connection_id) references connection on delete cascade
);

-- What members add: never overwritten by a sync (B-SYN-5) -----------------------------------------------------------------

create table contact_pin (
  firm_id uuid not null,
  connection_id uuid not null,
  contact_id text not null,
  member_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (firm_id, connection_id, contact_id),
  foreign key (firm_id, connection_id) references connection on delete cascade
);

create table manual_tag (
  firm_id uuid not null,
  connection_id uuid not null,
  contact_id text not null,
  name text not null,
  member_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (firm_id, connection_id, contact_id, name),
  foreign key (firm_id, connection_id) references connection on delete cascade
);

create table manual_key_fact (
  firm_id uuid not null,
  connection_id uuid not null,
  key_fact_id uuid not null,
  contact_id text not null,
  label text not null,
  date text,
  text text not null default '',
  member_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (firm_id, connection_id, key_fact_id),
  foreign key (firm_id, connection_id) references connection on delete cascade
);
create index manual_key_fact_contact on manual_key_fact (firm_id, connection_id, contact_id);

-- The mirror: records as they came ----------------------------------------------------------------------------------------

create table record (
  firm_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  provider_id text not null,
  -- json, not jsonb: nothing searches inside, and the text stays as it came.
  raw json not null,
  content_hash text not null,
  -- The provider's own update time; the mirror never goes back behind it.
  updated_at timestamptz,
  -- When the request that brought it left: decides between two reads of one version.
  read_at timestamptz not null,
  -- B-OWN-2: the update time that counts for the owner, our own writes left out.
  decisive_at timestamptz,
  presence text not null default 'present' check (presence in ('present', 'suspected_gone', 'tombstone')),
  presence_since timestamptz,
  -- The place of its last change in the connection's own order of changes; the projection reads on from the last one it has seen.
  seq bigint not null,
  run_id uuid not null,
  primary key (firm_id, connection_id, kind, provider_id)
);
create index record_seq on record (firm_id, connection_id, seq);
create index record_presence on record (firm_id, connection_id, kind, provider_id) where presence <> 'present';

-- Counts the changes of one connection. Whoever ingests locks this row: so pages of one connection commit one after the other, in the order of seq.
create table mirror_clock (
  firm_id uuid not null,
  connection_id uuid not null,
  seq bigint not null default 0,
  primary key (firm_id, connection_id),
  foreign key (firm_id, connection_id) references connection on delete cascade
);

-- Rows that could not be taken in, one by one, until a good version comes.
create table quarantine (
  firm_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  provider_id text not null,
  reason text not null,
  sample text not null,
  run_id uuid not null,
  first_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  primary key (firm_id, connection_id, kind, provider_id),
  foreign key (firm_id, connection_id) references connection on delete cascade
);

-- Records that Privity itself wrote to, so that the echo does not count (B-OWN-2, B-WRB-7).
create table own_write (
  firm_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  provider_id text not null,
  written_at timestamptz not null default now(),
  primary key (firm_id, connection_id, kind, provider_id),
  foreign key (firm_id, connection_id) references connection on delete cascade
);

-- Runs --------------------------------------------------------------------------------------------------------------------

create table sync_run (
  firm_id uuid not null,
  run_id uuid not null,
  connection_id uuid not null,
  mode text not null check (mode in ('first', 'incremental', 'full', 'record')),
  trigger text not null,
  -- For mode record: what was asked for.
  target_kind text,
  target_id text,
  state text not null default 'running' check (state in ('running', 'succeeded', 'held', 'failed')),
  phase text not null default 'reading',
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  requests integer not null default 0,
  -- Contacts that were `in` before the run: what the mass-change guard measures against.
  contacts_before integer not null default 0,
  -- Whoever works on it holds the lease; the fence rises with every taker, and late writes of an earlier one are refused.
  lease_until timestamptz not null,
  fence bigint not null default 1,
  error text,
  remedy text,
  counts jsonb,
  primary key (firm_id, run_id),
  foreign key (firm_id, connection_id) references connection on delete cascade
);
create unique index sync_run_running on sync_run (firm_id, connection_id) where state = 'running' and mode <> 'record';
create index sync_run_recent on sync_run (firm_id, connection_id, started_at desc);

create table sync_listing (
  firm_id uuid not null,
  run_id uuid not null,
  kind text not null,
  part text not null,
  position integer not null,
  state text not null default 'waiting' check (state in ('waiting', 'reading', 'done', 'refused')),
  since timestamptz,
  cursor text,
  pages integer not null default 0,
  rows_read integer not null default 0,
  rows_changed integer not null default 0,
  rows_quarantined integer not null default 0,
  total integer,
  restarts integer not null default 0,
  -- The provider's clock at the first page: the next incremental reads from here, less the overlap.
  provider_time timestamptz,
  first_page_at timestamptz,
  note text,
  primary key (firm_id, run_id, kind, part),
  foreign key (firm_id, run_id) references sync_run on delete cascade
);

create table sync_mark (
  firm_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  read_through timestamptz not null,
  succeeded_at timestamptz not null,
  primary key (firm_id, connection_id, kind),
  foreign key (firm_id, connection_id) references connection on delete cascade
);

-- What a full run has met, so that what it did not meet can be read by id (B-SYN-6). Emptied when the run ends.
create table sync_seen (
  firm_id uuid not null,
  run_id uuid not null,
  kind text not null,
  provider_id text not null,
  primary key (firm_id, run_id, kind, provider_id)
);

-- Changes that remove a contact or take its name or last channel wait for the end of their run: few are applied, many are held (B-SYN-6).
create table parked_change (
  firm_id uuid not null,
  connection_id uuid not null,
  run_id uuid not null,
  kind text not null,
  provider_id text not null,
  effect text not null check (effect in ('gone', 'blanked')),
  raw json,
  updated_at timestamptz,
  read_at timestamptz not null,
  state text not null default 'parked' check (state in ('parked', 'held', 'applied', 'refused')),
  decided_at timestamptz,
  primary key (firm_id, connection_id, run_id, kind, provider_id),
  foreign key (firm_id, connection_id) references connection on delete cascade
);
create index parked_change_held on parked_change (firm_id, connection_id) where state = 'held';

-- What the projection fills -------------------------------------------------------------------------------------------------

create table projection_state (
  firm_id uuid not null,
  connection_id uuid not null,
  -- Every change of the mirror up to here has been projected.
  seq bigint not null default 0,
  settings_version integer not null default 0,
  projected_day date,
  -- A pass over the whole firm that is under way: its stage, where it stands, and the seq that it started at.
  pass_stage text,
  pass_after text,
  pass_seq bigint,
  pass_settings_version integer,
  pass_done integer not null default 0,
  pass_total integer not null default 0,
  primary key (firm_id, connection_id),
  foreign key (firm_id, connection_id) references connection on delete cascade
);

-- toast_tuple_target, here and at contact: a view of two to four kilobytes stays as it is. Compressing it costs a third of the whole write,
-- each time, for a third of the space.
create table matter (
  firm_id uuid not null,
  connection_id uuid not null,
  provider_id text not null,
  number text not null,
  name text not null,
  status text not null,
  practice_area text not null,
  stage text not null,
  opened_on date,
  closed_on date,
  updated_at timestamptz,
  presence text not null,
  left_out boolean not null,
  practice_area_id text,
  stage_id text,
  staff_ids text[] not null,
  main_client_id text,
  -- MatterForContact: the little of it that contact rules read.
  for_contact json not null,
  view json not null,
  view_hash text not null,
  projected_at timestamptz not null default now(),
  primary key (firm_id, connection_id, provider_id)
) with (toast_tuple_target = 4080);
create index matter_list on matter (firm_id, connection_id, updated_at desc, provider_id desc);
create index matter_main_client on matter (firm_id, connection_id, main_client_id);

create table participation (
  firm_id uuid not null,
  connection_id uuid not null,
  matter_id text not null,
  -- '' where the matter's own record says it, else the relationship's id.
  relationship_id text not null,
  position integer not null,
  person_id text not null,
  person_type text not null check (person_type in ('contact', 'company', 'untyped')),
  capacity text not null check (capacity in ('client', 'payer', 'on_case', 'related')),
  role text not null,
  primary key (firm_id, connection_id, matter_id, relationship_id, position)
);
create index participation_person on participation (firm_id, connection_id, person_id);
create index participation_relationship on participation (firm_id, connection_id, relationship_id) where relationship_id <> '';

-- Who belongs to which company. Clio says it on the person, MyCase on the company.
create table affiliation (
  firm_id uuid not null,
  connection_id uuid not null,
  company_id text not null,
  contact_id text not null,
  primary key (firm_id, connection_id, company_id, contact_id)
);
create index affiliation_contact on affiliation (firm_id, connection_id, contact_id);

create table contact (
  firm_id uuid not null,
  connection_id uuid not null,
  provider_id text not null,
  state text not null,
  sort_name text not null,
  client_status text,
  owner_member_id uuid,
  -- Lower case.
  tag_keys text[] not null,
  -- Normalised e-mails and phones of those that are `in`: two contacts that share one are possible duplicates (B-CTC-6).
  channel_keys text[] not null,
  skip_code text,
  -- What search looks through: name, company, e-mails, digits of phones, id.
  search text not null,
  revisit_on date,
  view json not null,
  view_hash text not null,
  first_projected_at timestamptz not null default now(),
  projected_at timestamptz not null default now(),
  primary key (firm_id, connection_id, provider_id)
) with (toast_tuple_target = 4080);
create index contact_list on contact (firm_id, connection_id, state, sort_name, provider_id);
create index contact_tags on contact using gin (tag_keys);
create index contact_channels on contact using gin (channel_keys);
create index contact_search on contact using gin (search gin_trgm_ops);
create index contact_owner on contact (firm_id, connection_id, owner_member_id) where state = 'in';
create index contact_revisit on contact (firm_id, connection_id, revisit_on) where revisit_on is not null;

-- History, field by field (B-WHY-2).
create table change (
  firm_id uuid not null,
  connection_id uuid not null,
  change_id bigint generated always as identity,
  entity text not null check (entity in ('contact', 'matter')),
  provider_id text not null,
  field text not null,
  old_value jsonb,
  new_value jsonb,
  rule text,
  -- What caused it: a run, a settings version, a new day or a member.
  cause text not null,
  cause_id text,
  at timestamptz not null default now(),
  primary key (firm_id, connection_id, change_id)
);
create index change_entity on change (firm_id, connection_id, entity, provider_id, change_id desc);
