-- What contact rules read of a matter is written and read whole, by Privity alone: PostgreSQL need not look into it each time.
alter table matter alter column for_contact type text using for_contact::text;
