-- What admins do by the page: the audit log says from where and can be searched, and a firm sends its mail through its own server.

-- The address that the request came from; null: the command line, or nobody's request.
alter table audit add column address text;
create index audit_member on audit (firm_id, member_id, audit_id desc);
create index audit_target on audit (firm_id, target, audit_id desc);
create index audit_time on audit (firm_id, at);

-- A firm's own SMTP server; goes before the installation's (B-WHY-5).
create table mail_server (
  firm_id uuid primary key references firm on delete cascade,
  host text not null,
  port integer not null check (port between 1 and 65535),
  -- tls: from the first byte on; starttls: a plain beginning that must turn into TLS; none: never encrypted.
  security text not null check (security in ('tls', 'starttls', 'none')),
  -- '': the server lets us in without one.
  username text not null,
  key_id uuid,
  secret_version integer not null default 1,
  password bytea,
  from_address text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  check ((password is null) = (key_id is null))
);
