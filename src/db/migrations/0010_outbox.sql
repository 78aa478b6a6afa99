-- What happens with contacts, and its way to the provider: every activity there once, whatever fails in between (decision 0020).

-- A file that was uploaded. Its bytes lie in the data folder under their hash; several rows may share them.
create table file (
  firm_id uuid not null references firm on delete cascade,
  file_id uuid not null,
  name text not null,
  media_type text not null,
  size bigint not null check (size >= 0),
  sha256 text not null,
  created_at timestamptz not null,
  primary key (firm_id, file_id)
);
create index file_content on file (firm_id, sha256);

create table activity (
  firm_id uuid not null,
  activity_id uuid not null,
  connection_id uuid not null,
  contact_id text not null,
  matter_id text,
  kind text not null check (kind in ('email', 'note', 'card', 'call', 'text', 'message', 'document')),
  direction text check (direction in ('in', 'out')),
  occurred_at timestamptz not null,
  author_member_id uuid not null,
  subject text not null,
  body text not null,
  address text,
  conversation text,
  source text not null check (source in ('member', 'api', 'automation', 'portal', 'command_line')),
  -- The same key again is the same activity again.
  source_key text,
  -- The kind's switch was off: nothing is delivered (B-WRB-2).
  kept_here boolean not null default false,
  -- Open matters and none chosen (B-WRB-4).
  needs_filing boolean not null default false,
  revision integer not null default 1,
  created_at timestamptz not null,
  edited_at timestamptz,
  primary key (firm_id, activity_id),
  foreign key (firm_id, connection_id) references connection on delete cascade
);
create unique index activity_source on activity (firm_id, source_key) where source_key is not null;
create index activity_contact on activity (firm_id, connection_id, contact_id, activity_id desc);
create index activity_matter on activity (firm_id, connection_id, matter_id, activity_id desc) where matter_id is not null;
create index activity_filing on activity (firm_id, connection_id, activity_id desc) where needs_filing;

create table activity_file (
  firm_id uuid not null,
  activity_id uuid not null,
  position integer not null,
  file_id uuid not null,
  primary key (firm_id, activity_id, position),
  foreign key (firm_id, activity_id) references activity on delete cascade,
  foreign key (firm_id, file_id) references file
);
create index activity_file_file on activity_file (firm_id, file_id);

-- One record that has to exist at one provider.
create table delivery (
  firm_id uuid not null,
  delivery_id uuid not null,
  -- The firm's sync connection: ids below are that account's.
  connection_id uuid not null,
  kind text not null,
  operation text not null,
  contact_id text not null,
  matter_id text,
  -- Where at the provider; null as long as that is not known (a thread that does not exist yet, a matter to be chosen).
  parent_kind text check (parent_kind in ('contact', 'matter', 'thread')),
  parent_id text,
  -- The delivery that makes the thread this one goes into.
  waits_for uuid,
  -- One conversation and firm-local day is one record.
  group_key text,
  file_id uuid,
  author_member_id uuid not null,
  occurred_at timestamptz not null,
  -- Ours, found again at the provider.
  marker text not null,

  state text not null check (state in ('held', 'queued', 'sending', 'unknown', 'delivered', 'failed', 'needs_review', 'cancelled')),
  since timestamptz not null,
  reason text,
  words text not null default '',
  -- When something is to be done by itself: sent, or looked up.
  due_at timestamptz,
  -- What sending it means next: to make it, to do what is left after that, or to change it.
  step text not null default 'create' check (step in ('create', 'finish', 'update')),
  revision integer not null default 1,
  sending_revision integer not null default 0,
  written_revision integer not null default 0,

  -- The intent: what is sent, by whom, since when; committed before the first byte leaves.
  payload jsonb,
  writer_connection_id uuid,
  writer_name text,
  on_behalf boolean not null default false,
  fence bigint not null default 0,
  lease_until timestamptz,
  sent_at timestamptz,
  attempt integer not null default 0,
  creates integer not null default 0,
  -- While true, nothing else goes to the same parent.
  blocks boolean not null default false,
  first_queued_at timestamptz not null,

  accepted integer not null default 0,
  unknown_since timestamptz,
  looks integer not null default 0,
  absent integer not null default 0,
  absent_ms integer,
  -- A backup was put back since: whoever has it sent again looks first.
  doubt boolean not null default false,

  provider_id text,
  url text,
  progress jsonb,
  sighting jsonb,
  twins jsonb not null default '[]',
  janitor_at timestamptz,
  delivered_at timestamptz,
  created_at timestamptz not null,
  primary key (firm_id, delivery_id),
  foreign key (firm_id, connection_id) references connection on delete cascade,
  unique (firm_id, marker)
);
-- The wall behind the claim: two at once to one parent cannot be stored.
create unique index delivery_blocks on delivery (firm_id, connection_id, parent_kind, parent_id) where blocks;
create unique index delivery_group on delivery (firm_id, connection_id, group_key) where group_key is not null and state <> 'cancelled';
create index delivery_due on delivery (firm_id, connection_id, due_at) where due_at is not null;
create index delivery_parent on delivery (firm_id, connection_id, parent_kind, parent_id, occurred_at, delivery_id) where state = 'queued';
create index delivery_lease on delivery (firm_id, connection_id, lease_until) where lease_until is not null;
create index delivery_waiting on delivery (firm_id, connection_id, state, delivery_id) where state in ('held', 'queued');
create index delivery_waits on delivery (firm_id, waits_for) where waits_for is not null;
create index delivery_janitor on delivery (janitor_at) where janitor_at is not null;
create index delivery_state on delivery (firm_id, state, delivery_id desc);
create index delivery_contact on delivery (firm_id, connection_id, contact_id, delivery_id desc);
create index delivery_matter on delivery (firm_id, connection_id, matter_id, delivery_id desc) where matter_id is not null;

create table delivery_activity (
  firm_id uuid not null,
  delivery_id uuid not null,
  activity_id uuid not null,
  primary key (firm_id, delivery_id, activity_id),
  foreign key (firm_id, delivery_id) references delivery on delete cascade,
  foreign key (firm_id, activity_id) references activity on delete cascade
);
create index delivery_activity_activity on delivery_activity (firm_id, activity_id);

-- What became of it, in order; evidence too, such as an answer that came late.
create table delivery_event (
  firm_id uuid not null,
  delivery_id uuid not null,
  seq bigint not null generated always as identity,
  at timestamptz not null,
  event text not null,
  from_state text,
  to_state text,
  attempt integer not null,
  words text not null default '',
  detail jsonb not null default '{}',
  primary key (firm_id, delivery_id, seq),
  foreign key (firm_id, delivery_id) references delivery on delete cascade
);

-- How long records took to be seen at the provider, the last thousand; learned from look-ups.
create table settle_window (
  firm_id uuid not null,
  connection_id uuid not null,
  operation text not null,
  seen_ms integer[] not null default '{}',
  primary key (firm_id, connection_id, operation),
  foreign key (firm_id, connection_id) references connection on delete cascade
);

-- One row per data folder that has worked on this database. The same word lies in the folder, which a backup of the database does not hold:
-- where they differ, an old backup was put back (F31).
create table instance (
  instance_id uuid primary key,
  epoch text not null,
  pending text,
  changed_at timestamptz not null
);

alter table lane drop constraint lane_kind_check;
alter table lane add constraint lane_kind_check check (kind in ('sync', 'record', 'projection', 'write'));

-- Settings know where and whether to write; what was stored before gets its preset's defaults.
create function pg_temp.with_writeback(document jsonb) returns jsonb language sql as $$
  select case when document ? 'writeback' then document else document || jsonb_build_object('writeback', jsonb_build_object(
    'email', p not in ('case_updates_mycase', 'portal_mycase'),
    'note', p not in ('case_updates_mycase', 'portal_mycase'),
    'card', p not in ('case_updates_mycase', 'portal_mycase'),
    'call', p not in ('case_updates_mycase', 'portal_mycase'),
    'text', p not in ('case_updates_mycase', 'portal_mycase'),
    'message', p in ('case_updates_mycase', 'portal_mycase', 'combined'),
    'document', p in ('case_updates_mycase', 'combined'),
    'call_place', 'note', 'text_place', 'thread', 'message_place', 'note',
    'on_behalf', false, 'client_recipients', false, 'message_minutes', 5, 'document_minutes', 20)) end
  from (select document ->> 'preset' as p) _
$$;
update settings_version set document = pg_temp.with_writeback(document);
update settings_preview set document = pg_temp.with_writeback(document);
