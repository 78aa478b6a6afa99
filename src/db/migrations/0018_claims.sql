-- What may leave next is read in exactly this order, and what is to be looked up next in that one; both read no further than they take.
drop index delivery_due;
create index delivery_queue on delivery (firm_id, connection_id, due_at, occurred_at, delivery_id) where state = 'queued';
create index delivery_look on delivery (firm_id, connection_id, due_at) where state = 'unknown';
