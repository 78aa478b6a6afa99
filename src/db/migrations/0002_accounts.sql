-- Who may come in: accounts and sessions (schema auth, filled by better-auth), invitations, API keys, the audit log, outgoing mail.

-- Accounts belong to people, who are known before their firm is: so these tables are not led by firm_id, and live apart ------------
-- Names and columns as better-auth 1.7 wants them (docs "Database", and the two-factor plugin's schema), in snake_case by its mapping.

create schema auth;

create table auth."user" (
  id uuid primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  two_factor_enabled boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table auth.session (
  id uuid primary key,
  user_id uuid not null references auth."user" on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_by_user on auth.session (user_id);

create table auth.account (
  id uuid primary key,
  user_id uuid not null references auth."user" on delete cascade,
  account_id text not null,
  provider_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index account_by_user on auth.account (user_id);

create table auth.verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_identifier on auth.verification (identifier);

create table auth.two_factor (
  id uuid primary key,
  user_id uuid not null references auth."user" on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default true,
  failed_verification_count integer not null default 0,
  locked_until timestamptz
);
create index two_factor_by_user on auth.two_factor (user_id);

-- Our own: tries to come in, counted by the hash of what was tried, so that no address that was only tried is kept.
create table auth.attempt (
  key_hash bytea primary key,
  count integer not null,
  window_ends_at timestamptz not null
);

-- Members ---------------------------------------------------------------------------------------------------------------------

-- A person belongs to one firm: whoever works for two has two addresses.
alter table member add column user_id uuid unique references auth."user" on delete set null;

create table invitation (
  firm_id uuid not null references firm on delete cascade,
  invitation_id uuid not null,
  member_id uuid not null,
  token_hash bytea not null unique,
  invited_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (firm_id, invitation_id),
  foreign key (firm_id, member_id) references member on delete cascade
);
create index invitation_member on invitation (firm_id, member_id);

create table api_key (
  firm_id uuid not null references firm on delete cascade,
  api_key_id uuid not null,
  member_id uuid not null,
  name text not null,
  -- The first characters, to tell keys apart by; the key itself is kept as its hash only.
  prefix text not null,
  key_hash bytea not null unique,
  scopes text[] not null check (scopes <@ array['read', 'write', 'admin'] and cardinality(scopes) > 0),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (firm_id, api_key_id),
  foreign key (firm_id, member_id) references member on delete cascade
);

-- What was done, by whom; only ever added to -------------------------------------------------------------------------------------

create table audit (
  firm_id uuid not null references firm on delete cascade,
  audit_id bigint generated always as identity,
  at timestamptz not null default clock_timestamp(),
  member_id uuid,
  actor text not null,
  via text not null check (via in ('session', 'api_key', 'command_line')),
  action text not null,
  target text not null,
  detail jsonb not null default '{}',
  primary key (firm_id, audit_id)
);

-- Mail on its way -------------------------------------------------------------------------------------------------------------

create table mail (
  firm_id uuid not null references firm on delete cascade,
  mail_id uuid not null,
  recipient text not null,
  subject text not null,
  -- Emptied once it is sent, since it may hold a link that lets somebody in.
  body text not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  attempts integer not null default 0,
  next_at timestamptz not null default now(),
  error text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  primary key (firm_id, mail_id)
);
create index mail_waiting on mail (next_at) where state = 'waiting';
