-- Accounts move between connections (decision 0019): whose account wrote, or may have, is known by the account.
alter table delivery add column writer_user_id text;
update delivery d set writer_user_id = c.user_id from connection c where c.firm_id = d.firm_id and c.connection_id = d.writer_connection_id;

-- What is at the provider more than once is looked for whenever an admin asks what needs looking after.
create index delivery_twins on delivery (firm_id, connection_id, delivery_id desc) where twins <> '[]';
