-- Forms that clients fill in, and their answers' way to the provider's custom fields (B-WRB-9).

create table form (
  firm_id uuid not null,
  form_id uuid not null,
  -- Custom fields and phases are this account's.
  connection_id uuid not null,
  name text not null,
  version integer not null,
  -- Events after this number send it by themselves: what happened before it was saved so sends nothing.
  phase_from_seq bigint not null default 0,
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (firm_id, form_id),
  foreign key (firm_id, connection_id) references connection (firm_id, connection_id) on delete cascade
);
create index form_connection on form (firm_id, connection_id);

create table form_version (
  firm_id uuid not null,
  form_id uuid not null,
  version integer not null,
  document jsonb not null,
  member_id uuid,
  created_by text not null,
  created_at timestamptz not null,
  primary key (firm_id, form_id, version),
  foreign key (firm_id, form_id) references form on delete cascade
);

-- A form sent to one person for one matter. It keeps the version that it was sent with.
create table form_request (
  firm_id uuid not null,
  request_id uuid not null,
  connection_id uuid not null,
  form_id uuid not null,
  version integer not null,
  matter_id text not null,
  contact_id text not null,
  state text not null check (state in ('held', 'open', 'submitted', 'withdrawn', 'dismissed')),
  -- Why it is held for somebody to look at (B-AUT-2).
  reason text,
  -- In whose name: what it brings about is written with their account (B-WRB-3).
  sender_member_id uuid not null,
  sent_by text not null,
  cause text not null check (cause in ('member', 'phase')),
  phase text,
  created_at timestamptz not null,
  sent_at timestamptz,
  due_on date,
  reminders integer not null default 0,
  remind_at timestamptz,
  submitted_at timestamptz,
  -- What was handed in as the firm keeps it, once its comparison stands.
  activity_id uuid,
  compared_at timestamptz,
  ended_by text,
  ended_at timestamptz,
  primary key (firm_id, request_id),
  foreign key (firm_id, form_id) references form on delete cascade,
  foreign key (firm_id, connection_id) references connection (firm_id, connection_id) on delete cascade
);
-- By itself once for each matter, form and person, whatever the phases do.
create unique index form_request_once on form_request (firm_id, form_id, matter_id, contact_id) where cause = 'phase';
create index form_request_list on form_request (firm_id, state, request_id desc);
create index form_request_form on form_request (firm_id, form_id, request_id desc);
create index form_request_person on form_request (firm_id, connection_id, contact_id);
create index form_request_matter on form_request (firm_id, connection_id, matter_id);
create index form_request_remind on form_request (remind_at) where remind_at is not null;
create index form_request_unfinished on form_request (submitted_at) where state = 'submitted' and compared_at is null;

create table form_answer (
  firm_id uuid not null,
  request_id uuid not null,
  field_key text not null,
  value jsonb,
  -- Counts what was typed: of two devices the later one counts.
  revision integer not null,
  answered_at timestamptz not null,
  primary key (firm_id, request_id, field_key),
  foreign key (firm_id, request_id) references form_request on delete cascade
);

-- One answer that goes to a custom field: what the client said, what the provider had, and what a member decided.
create table form_value (
  firm_id uuid not null,
  request_id uuid not null,
  field_key text not null,
  field_id text not null,
  field_name text not null,
  field_type text not null,
  -- same: it is there already. to_confirm: a member decides. to_write, written: on its way. kept: the provider's value stays.
  -- no_field: the custom field is gone, or takes no such answer.
  state text not null check (state in ('same', 'to_confirm', 'to_write', 'written', 'kept', 'no_field')),
  ours text,
  theirs text,
  -- Counts decisions: each is written once.
  attempt integer not null default 0,
  author_member_id uuid,
  delivery_id uuid,
  decided_by text,
  decided_at timestamptz,
  primary key (firm_id, request_id, field_key),
  foreign key (firm_id, request_id) references form_request on delete cascade
);
create index form_value_unwritten on form_value (firm_id, request_id) where state = 'to_write';

-- How far a connection's events have been looked at.
create table form_clock (
  firm_id uuid not null,
  connection_id uuid not null,
  event_seq bigint not null,
  primary key (firm_id, connection_id),
  foreign key (firm_id, connection_id) references connection (firm_id, connection_id) on delete cascade
);

-- A delivery of a custom value says which field, what is to be there, and what was there when it was decided.
alter table delivery add column field jsonb;
