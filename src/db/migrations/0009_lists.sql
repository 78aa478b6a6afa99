-- Who has no status, or this owner, is told from the index that lists walk, without a look at each row.
drop index contact_list;
create index contact_list on contact (firm_id, connection_id, state, sort_name, provider_id, client_status, owner_member_id);
