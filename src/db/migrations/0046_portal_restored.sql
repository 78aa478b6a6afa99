-- A backup was put back at this moment: until a sync that began later has been looked at, nobody knows what clients had been told since the backup.
alter table portal_clock add column doubt_since timestamptz;
-- Found meanwhile: where it would leave, a member looks first.
alter table portal_notice add column doubt boolean not null default false;
