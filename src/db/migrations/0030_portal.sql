-- The clients' portal: who may look in, their links and sessions, and what they are told.

-- One row for each contact who may sign in or has been told something. Revoked ones stay: what a member took away no rule gives back.
create table portal_access (
  firm_id uuid not null,
  access_id uuid not null,
  connection_id uuid not null,
  contact_id text not null,
  -- In lower case. Good for as long as the contact has it at the provider.
  email text not null,
  -- By themselves, as participants of a matter that is shown; by a member's invitation; by a member's word on whose address it is.
  source text not null check (source in ('participant', 'invited', 'named')),
  state text not null default 'active' check (state in ('active', 'revoked')),
  language text not null default 'en' check (language in ('en', 'es')),
  preferences jsonb not null default '{}',
  created_by text,
  created_at timestamptz not null,
  revoked_by text,
  revoked_at timestamptz,
  last_seen_at timestamptz,
  primary key (firm_id, access_id),
  foreign key (firm_id, connection_id) references connection (firm_id, connection_id) on delete cascade
);
create unique index portal_access_contact on portal_access (firm_id, connection_id, contact_id);

-- Whose an address is that several contacts have, as a member said. `among`: who had it then; somebody more, and it is asked again.
create table portal_address (
  firm_id uuid not null references firm on delete cascade,
  email text not null,
  -- Null: nobody's.
  access_id uuid,
  among text[] not null,
  answered_by text not null,
  answered_at timestamptz not null,
  primary key (firm_id, email),
  foreign key (firm_id, access_id) references portal_access on delete cascade
);

-- Sign-in links: good once, for a while, at the browser that asked.
create table portal_link (
  firm_id uuid not null,
  link_id uuid not null,
  access_id uuid not null,
  token_hash bytea not null,
  browser_hash bytea not null,
  email text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (firm_id, link_id),
  foreign key (firm_id, access_id) references portal_access on delete cascade
);
create unique index portal_link_token on portal_link (token_hash);
create index portal_link_access on portal_link (firm_id, access_id);
create index portal_link_age on portal_link (expires_at);

create table portal_session (
  firm_id uuid not null,
  session_id uuid not null,
  access_id uuid not null,
  token_hash bytea not null,
  -- With which address they came in: the session is good for as long as it is theirs.
  email text not null,
  browser text not null,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (firm_id, session_id),
  foreign key (firm_id, access_id) references portal_access on delete cascade
);
create unique index portal_session_token on portal_session (token_hash);
create index portal_session_access on portal_session (firm_id, access_id);
create index portal_session_age on portal_session (expires_at);

-- What clients are told by letter: committed before its first byte leaves; one whose outcome is unknown is never sent again by itself.
create table portal_notice (
  firm_id uuid not null,
  notice_id uuid not null,
  connection_id uuid not null,
  contact_id text not null,
  matter_id text,
  kind text not null,
  -- One notice for each occasion.
  occasion text not null,
  about jsonb not null default '{}',
  state text not null check (state in ('queued', 'sending', 'sent', 'not_sent', 'failed', 'needs_review', 'cancelled')),
  reason text,
  params jsonb not null default '{}',
  -- Why the person gets it, as it stood when it left.
  why jsonb not null default '{}',
  since timestamptz not null,
  created_at timestamptz not null,
  due_at timestamptz,
  attempt integer not null default 0,
  first_attempt_at timestamptz,
  fence bigint not null default 0,
  lease_until timestamptz,
  message_id text not null,
  address text,
  subject text,
  error text,
  sent_at timestamptz,
  primary key (firm_id, notice_id),
  foreign key (firm_id, connection_id) references connection (firm_id, connection_id) on delete cascade
);
create unique index portal_notice_once on portal_notice (firm_id, connection_id, contact_id, occasion);
create index portal_notice_due on portal_notice (due_at) where due_at is not null;
create index portal_notice_lease on portal_notice (lease_until) where lease_until is not null;
create index portal_notice_list on portal_notice (firm_id, state, notice_id desc);

-- How far a connection's events have been looked at. What happened before the first look is told to nobody.
create table portal_clock (
  firm_id uuid not null,
  connection_id uuid not null,
  event_seq bigint not null,
  primary key (firm_id, connection_id),
  foreign key (firm_id, connection_id) references connection (firm_id, connection_id) on delete cascade
);
