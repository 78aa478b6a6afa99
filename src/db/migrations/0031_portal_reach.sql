-- E-mails of those who take part in a matter that is shown and are no clients themselves (a spouse by group, say): contact.channel_keys knows
-- clients and whoever else is in, nobody more. Worked out anew whenever the projection has moved.
create table portal_reach (
  firm_id uuid not null,
  connection_id uuid not null,
  contact_id text not null,
  emails text[] not null,
  primary key (firm_id, connection_id, contact_id),
  foreign key (firm_id, connection_id) references connection (firm_id, connection_id) on delete cascade
);
create index portal_reach_emails on portal_reach using gin (emails);

-- How the projection stood when portal_reach was worked out.
alter table portal_clock add column reach text not null default '';
