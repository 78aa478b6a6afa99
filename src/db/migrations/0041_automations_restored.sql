-- A backup was put back at this moment: until a sync that began later has been looked at, nobody knows what had been started since the backup.
alter table automation_clock add column doubt_since timestamptz;
