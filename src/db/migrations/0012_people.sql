-- Lists of people and matters: every filter has an index to be answered by, and what was done to many contacts at once can be undone.

-- Contacts that are in and share an e-mail or phone with another one of the firm (B-CTC-6). Worked out with the contacts themselves; a table
-- beside them, because a row of contact is some kilobytes wide and changes of its own more often.
create table contact_twin (
  firm_id uuid not null,
  connection_id uuid not null,
  provider_id text not null,
  primary key (firm_id, connection_id, provider_id)
);
insert into contact_twin
  select distinct firm_id, connection_id, provider_id from (
    select firm_id, connection_id, provider_id, count(*) over (partition by firm_id, key) as holders
    from contact, lateral (select distinct unnest(channel_keys) as key) k where state = 'in'
  ) h where holders > 1;

-- A pass has written e-mails or phones that count otherwise than before: at its end twins are looked for anew, and else not.
alter table projection_state add column twins_stale boolean not null default false;

-- Status and presence are told from the index that the list walks.
drop index matter_list;
create index matter_list on matter (firm_id, connection_id, updated_at desc, provider_id desc, status, presence);
create index matter_practice_area on matter (firm_id, connection_id, practice_area);
create index matter_in_stage on matter (firm_id, connection_id, stage);
create index matter_staff on matter using gin (staff_ids);
create index matter_search on matter using gin (lower(number || ' ' || name) gin_trgm_ops);

-- One thing done to many contacts by one member, and how each of them was before.
create table bulk_edit (
  firm_id uuid not null references firm on delete cascade,
  bulk_id uuid not null,
  kind text not null check (kind in ('pin', 'unpin', 'tag', 'untag')),
  -- Whom they were pinned to, or which tag.
  owner_member_id uuid,
  tag text,
  member_id uuid not null,
  created_at timestamptz not null,
  primary key (firm_id, bulk_id)
);
create index bulk_edit_age on bulk_edit (firm_id, created_at);

create table bulk_edit_row (
  firm_id uuid not null,
  bulk_id uuid not null,
  connection_id uuid not null,
  contact_id text not null,
  -- The pin or tag that was there; null: none.
  before jsonb,
  primary key (firm_id, bulk_id, connection_id, contact_id),
  foreign key (firm_id, bulk_id) references bulk_edit on delete cascade
);
create index bulk_edit_row_connection on bulk_edit_row (firm_id, connection_id);
