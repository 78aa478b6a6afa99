-- Answers by e-mail, where a firm has the mail to a domain of its own delivered to Privity.
create table portal_mail_in (
  firm_id uuid primary key references firm on delete cascade,
  -- Addresses of answers are reply+<token>@domain.
  domain text not null,
  -- Of the address that the mail service delivers to.
  secret_hash bytea not null unique,
  -- What those addresses are signed with: a new one, and earlier addresses are over.
  reply_key bytea not null,
  set_by text not null,
  set_at timestamptz not null
);

-- What came and could not be taken as somebody's message: a member looks.
create table portal_mail_held (
  firm_id uuid not null references firm on delete cascade,
  mail_id uuid not null,
  -- One letter is held once, however often it is delivered.
  message_hash bytea not null,
  -- Null: it answers no thread that there is.
  thread_id uuid,
  from_address text not null,
  subject text not null,
  body text not null,
  reason text not null,
  received_at timestamptz not null,
  decided text check (decided in ('taken', 'dismissed')),
  decided_by text,
  decided_at timestamptz,
  primary key (firm_id, mail_id),
  foreign key (firm_id, thread_id) references portal_thread on delete cascade
);
create unique index portal_mail_held_once on portal_mail_held (firm_id, message_hash);
create index portal_mail_held_list on portal_mail_held (firm_id, mail_id desc) where decided is null;
create index portal_mail_held_thread on portal_mail_held (firm_id, thread_id) where thread_id is not null;

-- Where answers to a letter go.
alter table mail add column reply_to text;
