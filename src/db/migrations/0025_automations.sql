-- What Privity starts by itself (B-AUT-1 to 4): automations and their versions, templates, the ledger of starts, held batches, e-mails on
-- their way, tasks, pauses.

create table automation (
  firm_id uuid not null references firm on delete cascade,
  automation_id uuid not null,
  name text not null,
  active boolean not null default false,
  active_since timestamptz,
  -- Events after this number count: what happened before it was switched on starts nothing.
  active_from_seq bigint not null default 0,
  version integer not null,
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (firm_id, automation_id)
);

create table automation_version (
  firm_id uuid not null,
  automation_id uuid not null,
  version integer not null,
  document jsonb not null,
  member_id uuid,
  created_by text not null,
  created_at timestamptz not null,
  primary key (firm_id, automation_id, version),
  foreign key (firm_id, automation_id) references automation on delete cascade
);

create table automation_template (
  firm_id uuid not null references firm on delete cascade,
  template_id uuid not null,
  name text not null,
  subject text not null,
  body text not null,
  fallbacks jsonb not null,
  updated_by text not null,
  updated_at timestamptz not null,
  primary key (firm_id, template_id)
);

-- B-AUT-1: who was ever a client. By the provider's own id and not by connection: it outlives one that is erased and made anew.
create table client_ever (
  firm_id uuid not null references firm on delete cascade,
  provider text not null check (provider in ('clio', 'mycase')),
  contact_id text not null,
  since timestamptz not null,
  cause text not null,
  cause_id text,
  primary key (firm_id, provider, contact_id)
);

-- One held batch for each cause (B-AUT-2).
create table automation_batch (
  firm_id uuid not null references firm on delete cascade,
  batch_id uuid not null,
  provider text not null check (provider in ('clio', 'mycase')),
  cause text not null,
  cause_id text not null,
  state text not null default 'open' check (state in ('open', 'approved', 'dismissed')),
  created_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  primary key (firm_id, batch_id)
);
create unique index automation_batch_open on automation_batch (firm_id, provider, cause, cause_id) where state = 'open';

-- The permanent ledger: starts, and what did not start, each with why. Ids and codes alone, for it outlives the connection too.
create table automation_start (
  firm_id uuid not null,
  start_id uuid not null,
  automation_id uuid not null,
  version integer not null,
  provider text not null check (provider in ('clio', 'mycase')),
  -- Blank: nobody, such as a matter's main client that is none.
  contact_id text not null,
  matter_id text,
  occasion text not null,
  about jsonb not null default '{}',
  cause text not null,
  cause_id text,
  state text not null check (state in ('waiting', 'held', 'running', 'done', 'stopped', 'not_started', 'dismissed')),
  reason text,
  params jsonb not null default '{}',
  since timestamptz not null,
  created_at timestamptz not null,
  batch_id uuid,
  step integer not null default 0,
  due_at timestamptz,
  approved_by text,
  primary key (firm_id, start_id),
  foreign key (firm_id, automation_id) references automation on delete cascade
);
create unique index automation_start_once on automation_start (firm_id, provider, contact_id, automation_id, occasion);
create index automation_start_list on automation_start (firm_id, automation_id, start_id desc);
create index automation_start_batch on automation_start (firm_id, batch_id, start_id) where batch_id is not null;
create index automation_start_waiting on automation_start (firm_id, provider, start_id) where state = 'waiting';
create index automation_start_due on automation_start (due_at) where due_at is not null;

-- What became of a start. That it was held in a batch at first is not repeated here: its batch says so, for thousands at once.
create table automation_story (
  firm_id uuid not null,
  start_id uuid not null,
  seq bigint generated always as identity,
  at timestamptz not null,
  state text not null,
  reason text,
  params jsonb not null default '{}',
  told_by text,
  primary key (firm_id, start_id, seq),
  foreign key (firm_id, start_id) references automation_start on delete cascade
);

-- An e-mail on its way: committed before the first byte leaves; one whose outcome is unknown is never sent again by itself.
create table automation_send (
  firm_id uuid not null,
  send_id uuid not null,
  connection_id uuid not null,
  start_id uuid not null,
  step integer not null,
  contact_id text not null,
  matter_id text,
  template_id uuid not null,
  state text not null check (state in ('queued', 'sending', 'sent', 'held', 'failed', 'needs_review', 'cancelled')),
  reason text,
  params jsonb not null default '{}',
  since timestamptz not null,
  created_at timestamptz not null,
  due_at timestamptz,
  message_id text not null,
  attempt integer not null default 0,
  first_attempt_at timestamptz,
  fence bigint not null default 0,
  lease_until timestamptz,
  author_member_id uuid,
  address text,
  subject text,
  body text,
  error text,
  sent_at timestamptz,
  logged_at timestamptz,
  primary key (firm_id, send_id),
  foreign key (firm_id, connection_id) references connection (firm_id, connection_id) on delete cascade,
  foreign key (firm_id, start_id) references automation_start on delete cascade
);
create unique index automation_send_once on automation_send (firm_id, start_id, step);
create index automation_send_due on automation_send (due_at) where due_at is not null;
create index automation_send_lease on automation_send (lease_until) where lease_until is not null;
create index automation_send_unlogged on automation_send (sent_at) where state = 'sent' and logged_at is null;
create index automation_send_contact on automation_send (firm_id, connection_id, contact_id, since);
create index automation_send_list on automation_send (firm_id, state, send_id desc);

create table task (
  firm_id uuid not null,
  task_id uuid not null,
  connection_id uuid not null,
  contact_id text not null,
  matter_id text,
  member_id uuid not null,
  title text not null,
  due_on date,
  state text not null default 'open' check (state in ('open', 'done')),
  start_id uuid,
  step integer,
  created_at timestamptz not null,
  done_at timestamptz,
  done_by text,
  primary key (firm_id, task_id),
  foreign key (firm_id, connection_id) references connection (firm_id, connection_id) on delete cascade
);
create unique index task_once on task (firm_id, start_id, step) where start_id is not null;
create index task_list on task (firm_id, state, member_id, task_id);
create index task_contact on task (firm_id, connection_id, contact_id);

create table automation_pause (
  firm_id uuid not null references firm on delete cascade,
  kind text not null check (kind in ('contact', 'matter', 'firm')),
  provider text not null default '',
  target_id text not null default '',
  until timestamptz,
  set_by text not null,
  set_at timestamptz not null,
  primary key (firm_id, kind, provider, target_id)
);

-- Addresses that want no automated e-mail, in lower case.
create table automation_opt_out (
  firm_id uuid not null references firm on delete cascade,
  address text not null,
  set_by text not null,
  set_at timestamptz not null,
  primary key (firm_id, address)
);

-- The firm's hours, and how many automated e-mails a person gets at most.
create table automation_rules (
  firm_id uuid primary key references firm on delete cascade,
  document jsonb not null
);

-- How far a connection's events and days have been looked at; no row: its first sync has not.
create table automation_clock (
  firm_id uuid not null,
  connection_id uuid not null,
  event_seq bigint not null,
  fact_day date not null,
  primary key (firm_id, connection_id),
  foreign key (firm_id, connection_id) references connection (firm_id, connection_id) on delete cascade
);
