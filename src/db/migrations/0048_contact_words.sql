-- The words that contacts are found by, apart from the contacts: what is derived of a contact changes often, its words hardly ever, and
-- PostgreSQL enters a row that changes into all indexes of its table anew. Sorting them into the trigrams was a third of that.
drop index contact_search;
create table contact_words (
  firm_id uuid not null,
  connection_id uuid not null,
  provider_id text not null,
  -- As in `contact.search`.
  search text not null,
  primary key (firm_id, connection_id, provider_id)
);
insert into contact_words (firm_id, connection_id, provider_id, search) select firm_id, connection_id, provider_id, search from contact;
create index contact_words_search on contact_words using gin (search gin_trgm_ops);

-- PostgreSQL itself keeps the two alike, whoever writes contacts.
create function keep_contact_words() returns trigger language plpgsql as $$
begin
  insert into contact_words (firm_id, connection_id, provider_id, search)
  select firm_id, connection_id, provider_id, search from fresh
  on conflict (firm_id, connection_id, provider_id) do update set search = excluded.search;
  return null;
end $$;
create trigger contact_words_of_new after insert on contact referencing new table as fresh for each statement execute function keep_contact_words();

create function renew_contact_words() returns trigger language plpgsql as $$
begin
  update contact_words set search = new.search
  where firm_id = new.firm_id and connection_id = new.connection_id and provider_id = new.provider_id;
  return null;
end $$;
create trigger contact_words_of_changed after update of search on contact for each row when (old.search is distinct from new.search)
  execute function renew_contact_words();
