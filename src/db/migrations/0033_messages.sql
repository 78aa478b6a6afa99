-- What a firm and its clients write to each other and share. What is written back are the activities that the rows name.

-- One for each client and matter: nobody who takes part reads what another wrote.
create table portal_thread (
  firm_id uuid not null,
  thread_id uuid not null,
  connection_id uuid not null,
  matter_id text not null,
  contact_id text not null,
  state text not null default 'open' check (state in ('open', 'done')),
  assigned_member_id uuid,
  -- Of its last message; a message's seq counts within its thread.
  last_seq integer not null default 0,
  last_in_seq integer not null default 0,
  last_at timestamptz not null,
  created_at timestamptz not null,
  primary key (firm_id, thread_id),
  foreign key (firm_id, connection_id) references connection (firm_id, connection_id) on delete cascade,
  foreign key (firm_id, assigned_member_id) references member (firm_id, member_id)
);
create unique index portal_thread_of on portal_thread (firm_id, connection_id, matter_id, contact_id);
create index portal_thread_list on portal_thread (firm_id, state, last_at desc, thread_id desc);

create table portal_message (
  firm_id uuid not null,
  message_id uuid not null,
  connection_id uuid not null,
  thread_id uuid not null,
  seq integer not null,
  direction text not null check (direction in ('in', 'out')),
  -- Null: the client.
  member_id uuid,
  author_name text not null,
  body text not null,
  way text not null check (way in ('portal', 'email')),
  activity_id uuid not null,
  sent_at timestamptz not null,
  -- By the other side, for the first time.
  read_at timestamptz,
  read_by text,
  primary key (firm_id, message_id),
  foreign key (firm_id, thread_id) references portal_thread on delete cascade,
  foreign key (firm_id, activity_id) references activity on delete cascade
);
create unique index portal_message_seq on portal_message (firm_id, thread_id, seq);
create index portal_message_activity on portal_message (firm_id, activity_id);

-- How far each member has read.
create table portal_thread_read (
  firm_id uuid not null,
  connection_id uuid not null,
  thread_id uuid not null,
  member_id uuid not null,
  seq integer not null,
  primary key (firm_id, thread_id, member_id),
  foreign key (firm_id, thread_id) references portal_thread on delete cascade,
  foreign key (firm_id, member_id) references member (firm_id, member_id) on delete cascade
);

create table portal_document (
  firm_id uuid not null,
  document_id uuid not null,
  connection_id uuid not null,
  matter_id text not null,
  contact_id text not null,
  direction text not null check (direction in ('in', 'out')),
  file_id uuid not null,
  by_name text not null,
  note text not null,
  -- With which message it came; null: by itself.
  message_id uuid,
  activity_id uuid not null,
  shared_at timestamptz not null,
  -- By the other side, for the first time.
  received_at timestamptz,
  received_by text,
  primary key (firm_id, document_id),
  foreign key (firm_id, connection_id) references connection (firm_id, connection_id) on delete cascade,
  foreign key (firm_id, activity_id) references activity on delete cascade,
  foreign key (firm_id, file_id) references file
);
create index portal_document_of on portal_document (firm_id, connection_id, matter_id, document_id desc);
create index portal_document_message on portal_document (firm_id, message_id) where message_id is not null;
create index portal_document_activity on portal_document (firm_id, activity_id);
create index portal_document_file on portal_document (firm_id, file_id);

-- Which messages of clients a member is told of by letter; no row: those that are theirs.
create table portal_member_notice (
  firm_id uuid not null,
  member_id uuid not null,
  mode text not null check (mode in ('mine', 'all', 'none')),
  primary key (firm_id, member_id),
  foreign key (firm_id, member_id) references member (firm_id, member_id) on delete cascade
);
