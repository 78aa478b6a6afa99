-- Contacts are compared with what is kept by their text: a sum of it tells nothing more.
alter table contact drop column view_hash;
-- An event's connection is of its firm already.
alter table event drop constraint event_firm_id_fkey;
