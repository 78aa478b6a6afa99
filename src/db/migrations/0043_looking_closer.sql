-- What people who look after an installation asked for: every try of a webhook, and twins at the provider that may stay.

-- Each time an event was sent to an endpoint, and what came of it. As old as its delivery at most, and the latest thirty of it.
create table webhook_attempt (
  firm_id uuid not null,
  endpoint_id uuid not null,
  seq bigint not null,
  attempt_id bigint generated always as identity,
  at timestamptz not null,
  took_ms integer not null,
  -- Null: nothing came back.
  status integer,
  -- How the answer begins.
  answer text not null default '',
  error text,
  primary key (firm_id, endpoint_id, seq, attempt_id),
  foreign key (firm_id, endpoint_id, seq) references webhook_delivery on delete cascade
);

-- Records beside the delivered one that somebody has looked at and leaves where they are, by the provider's ids.
alter table delivery add column twins_accepted text[] not null default '{}';

-- Letters that must not arrive twice, and since when one is being handed over: a process that died then leaves it open whether it left.
alter table mail add column once boolean not null default false;
alter table mail add column handing_since timestamptz;

-- Automations paused for many matters at once, and the way back.
alter table bulk_edit drop constraint bulk_edit_kind_check;
alter table bulk_edit add constraint bulk_edit_kind_check check (kind in ('pin', 'unpin', 'tag', 'untag', 'pause', 'unpause'));
alter table bulk_edit add column until timestamptz;
-- By which of them it was set; null: by itself, or changed since.
alter table automation_pause add column bulk_id uuid;
create index automation_pause_bulk on automation_pause (firm_id, bulk_id) where bulk_id is not null;
create table automation_pause_ended (
  firm_id uuid not null,
  bulk_id uuid not null,
  provider text not null,
  target_id text not null,
  until timestamptz,
  set_by text not null,
  set_at timestamptz not null,
  primary key (firm_id, bulk_id, provider, target_id),
  foreign key (firm_id, bulk_id) references bulk_edit on delete cascade
);

-- Why deliveries wait, failed or were cancelled, counted without a look at those that arrived.
create index delivery_reason on delivery (firm_id, reason, state, connection_id) where reason is not null;
