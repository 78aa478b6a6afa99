-- How long the history of contacts and matters (B-WHY-2) and the audit log are kept: two years, unless the firm's admin says otherwise.
alter table firm add column keep_history_days integer not null default 730 check (keep_history_days between 30 and 3650);
