-- Connecting from the page, whose account reads, what the provider allows, leaving again.

alter table connection
  -- Who connected it here; null: the command line.
  add column member_id uuid,
  -- What the provider let this account do when it was last asked (B-CON-3).
  add column probe jsonb,
  -- Who disconnected it on purpose; null: nobody, a grant that died has no one.
  add column ended_by text,
  -- From the moment somebody wants it disconnected until its tokens are gone: nothing but that is asked of the provider.
  add column ending_since timestamptz,
  -- From the moment somebody wants its data erased until its row is gone, too.
  add column erasing_since timestamptz,
  add column erase_total bigint not null default 0,
  add column erased bigint not null default 0;
create index connection_leaving on connection (connection_id) where ending_since is not null or erasing_since is not null;

-- Which application the tokens were given to: only that one may refresh them. Null: from before this was kept.
alter table connection_grant add column client_id text;

-- Who signs in, and which connection the person wants back (null: whichever fits).
alter table oauth_state add column member_id uuid, add column connection_id uuid;

-- A firm's own application at a provider; goes before the one in the environment (B-CON-4).
create table oauth_client (
  firm_id uuid not null references firm on delete cascade,
  provider text not null check (provider in ('clio', 'mycase')),
  -- '': the provider has no regions.
  region text not null,
  client_id text not null,
  key_id uuid not null,
  secret_version integer not null default 1,
  secret bytea not null,
  -- Its last characters, so that people can tell which one it is.
  secret_end text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (firm_id, provider, region)
);
