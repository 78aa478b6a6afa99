-- Looking before and after: settings tried on the whole firm first (B-WHY-3), what could not be used, and notices to admins (B-CON-5).

-- A proposed settings document and what it would change.
create table settings_preview (
  firm_id uuid not null,
  connection_id uuid not null,
  preview_id uuid not null,
  document jsonb not null,
  state text not null default 'running' check (state in ('running', 'done', 'failed', 'applied')),
  -- What it rests on: applying is refused when any of these has moved.
  base_version integer not null,
  seq bigint,
  change_id bigint,
  done integer not null default 0,
  total integer not null default 0,
  outcome jsonb,
  error text,
  created_by text not null,
  created_at timestamptz not null,
  -- Moves while it is being worked on: one that stands still was left behind by a process that died.
  beat_at timestamptz not null,
  primary key (firm_id, connection_id, preview_id),
  foreign key (firm_id, connection_id) references connection on delete cascade
);

-- One row for each contact that would change, by name.
create table preview_row (
  firm_id uuid not null,
  connection_id uuid not null,
  preview_id uuid not null,
  sort_name text not null,
  provider_id text not null,
  name text not null,
  -- The lists that it stands in, such as came_in or tag_lost:family law.
  lists text[] not null,
  changes json not null,
  primary key (firm_id, connection_id, preview_id, sort_name, provider_id),
  foreign key (firm_id, connection_id, preview_id) references settings_preview on delete cascade
);

-- Who pinned an owner; null for pins of earlier versions.
alter table contact_pin add column pinned_by uuid;

-- Codes of what could not be used, so that contacts with issues are counted and found without reading every view.
alter table contact add column issue_codes text[] not null default '{}';
update contact set issue_codes = array(select issue->>'code' from json_array_elements(view->'issues') as issue)
  where json_array_length(view->'issues') > 0;
create index contact_issues on contact (firm_id, connection_id) where issue_codes <> '{}';

-- What admins were told of a connection's health, each finding once; the letters themselves are in mail.
create table notice (
  firm_id uuid not null,
  connection_id uuid not null,
  kind text not null check (kind in ('expiring', 'blind', 'disconnected')),
  since timestamptz not null,
  told_at timestamptz not null,
  primary key (firm_id, connection_id, kind, since),
  foreign key (firm_id, connection_id) references connection on delete cascade
);
