-- Text messages between a firm and its clients, through a provider that the firm has an account with.

-- No row: the firm has not set it up, and nothing goes or comes.
create table text_account (
  firm_id uuid primary key references firm on delete cascade,
  account_sid text not null,
  -- Empty: requests are signed in with the account's own token.
  api_key_sid text not null,
  -- One of the two is empty: a number of the firm's, or a service that chooses among several.
  sender text not null,
  service_sid text not null,
  key_id uuid not null,
  secret_version integer not null,
  auth_token bytea not null,
  api_key_secret bytea,
  -- In the addresses that the provider delivers to.
  hook_id uuid not null unique,
  -- False: nothing goes; what comes is taken.
  sending boolean not null,
  updated_at timestamptz not null,
  updated_by text not null
);

-- On their way to somebody: committed before the request leaves. One of which nobody knows whether it left is never sent again by itself.
create table text_out (
  firm_id uuid not null references firm on delete cascade,
  text_id uuid not null,
  connection_id uuid not null,
  contact_id text not null,
  -- Null: of no matter.
  matter_id text,
  purpose text not null check (purpose in ('message', 'notice')),
  -- The notice that it carries.
  notice_id uuid,
  -- In whose name; of a notice who looked after the client then.
  member_id uuid not null,
  by_name text not null,
  number text not null,
  body text not null,
  -- The same again is the same text.
  key text not null,
  state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'needs_review', 'cancelled')),
  reason text,
  code integer,
  error text,
  -- Whoever wrote it has said that it goes at this hour too.
  at_once boolean not null default false,
  since timestamptz not null,
  created_at timestamptz not null,
  due_at timestamptz,
  attempt integer not null default 0,
  first_attempt_at timestamptz,
  fence bigint not null default 0,
  lease_until timestamptz,
  -- When the provider was last asked whether it has it, and how often.
  looked_at timestamptz,
  looks integer not null default 0,
  sid text,
  sent_at timestamptz,
  -- What the provider said of it since; never back.
  delivery text,
  delivery_code integer,
  delivery_at timestamptz,
  activity_id uuid,
  logged_at timestamptz,
  primary key (firm_id, text_id),
  foreign key (firm_id, connection_id) references connection (firm_id, connection_id) on delete cascade
);
create unique index text_out_key on text_out (firm_id, key);
create unique index text_out_sid on text_out (firm_id, sid) where sid is not null;
create index text_out_due on text_out (due_at) where due_at is not null;
create index text_out_lease on text_out (lease_until) where lease_until is not null;
create index text_out_look on text_out (looked_at) where state = 'needs_review';
create index text_out_unlogged on text_out (sent_at) where state = 'sent' and logged_at is null;
create index text_out_contact on text_out (firm_id, connection_id, contact_id, text_id desc);
create index text_out_number on text_out (firm_id, number, since desc);
create index text_out_activity on text_out (firm_id, activity_id) where activity_id is not null;

-- What came, each once by the provider's id. Whose number nobody has is the firm's to look at.
create table text_in (
  firm_id uuid not null references firm on delete cascade,
  text_id uuid not null,
  sid text not null,
  number text not null,
  body text not null,
  -- What hung on it, as far as it was told: [{type, url}].
  media jsonb not null default '[]',
  -- It was one of the words that stop or start texts, or ask for help.
  word text check (word in ('stop', 'start', 'help')),
  -- `coming`: kept, and not looked at yet whose it is. `noted`: nothing is to be done with it.
  state text not null check (state in ('coming', 'taken', 'held', 'noted', 'dismissed')),
  reason text,
  connection_id uuid,
  contact_id text,
  matter_id text,
  received_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  primary key (firm_id, text_id),
  foreign key (firm_id, connection_id) references connection (firm_id, connection_id) on delete cascade
);
create unique index text_in_once on text_in (firm_id, sid);
create index text_in_coming on text_in (received_at) where state = 'coming';
create index text_in_held on text_in (firm_id, text_id desc) where state = 'held';
create index text_in_connection on text_in (firm_id, connection_id) where connection_id is not null;

-- How each number stands: STOP is a number's, whoever has it.
create table text_number (
  firm_id uuid not null references firm on delete cascade,
  number text not null,
  -- Null: texts may go to it.
  stopped_at timestamptz,
  -- The word that came, or null: the provider said that one had come.
  stopped_word text,
  -- Why the last text to it did not arrive, by the provider's code.
  trouble_code integer,
  trouble_at timestamptz,
  primary key (firm_id, number)
);

-- A text is one way of a message, and one way of telling.
alter table portal_message drop constraint portal_message_way_check;
alter table portal_message add constraint portal_message_way_check check (way in ('portal', 'email', 'text'));
alter table portal_notice add column way text not null default 'email' check (way in ('email', 'text'));
drop index portal_notice_once;
create unique index portal_notice_once on portal_notice (firm_id, connection_id, contact_id, occasion, way);
