-- Matters as clients may see them (B-MAT-3 to 5, 7 to 9). Everything here is empty for a firm that has not switched the portal's matters on.

-- The stages of a matter as the provider was seen to have them, oldest first: a provider tells only the present one. What is kept is what was
-- seen and never what it was taken for, so that other settings read the same stages otherwise, and the last phase stays when none fits (B-MAT-9).
create table matter_stage (
  firm_id uuid not null,
  connection_id uuid not null,
  matter_id text not null,
  position integer not null,
  stage text not null,
  -- When it began: by the provider where it says so, else when it was noticed; null for the first one, of which nobody knows.
  since timestamptz,
  primary key (firm_id, connection_id, matter_id, position)
);

create table project (
  firm_id uuid not null,
  connection_id uuid not null,
  provider_id text not null,
  type text,
  -- What the type was looked up by, as the provider writes it.
  type_value text not null,
  phase text,
  stage text not null,
  open boolean not null,
  shown boolean not null,
  notified boolean not null,
  messages_paused boolean not null,
  participant_ids text[] not null,
  -- Why nobody or somebody doubtful stands as main client: company, nobody, not_found.
  main_client_flag text,
  view json not null,
  view_hash text not null,
  projected_at timestamptz not null,
  primary key (firm_id, connection_id, provider_id)
);
create index project_participants on project using gin (participant_ids);

-- The main client as an admin named them (B-MAT-5): no sync changes or removes it (B-SYN-5).
create table main_client (
  firm_id uuid not null,
  connection_id uuid not null,
  matter_id text not null,
  contact_id text not null,
  named_by uuid,
  created_at timestamptz not null,
  primary key (firm_id, connection_id, matter_id),
  foreign key (firm_id, connection_id) references connection on delete cascade
);

-- Whether there may be rows in project.
alter table projection_state add column projects boolean not null default false;

-- A preview names matters too.
alter table preview_row add column entity text not null default 'contact' check (entity in ('contact', 'matter'));
alter table preview_row drop constraint preview_row_pkey;
alter table preview_row add primary key (firm_id, connection_id, preview_id, sort_name, provider_id, entity);

-- Settings of before: switched off.
create function pg_temp.with_projects(document jsonb) returns jsonb language sql as $$
  select '{"projects": {"on": false, "type_field": null, "types": [], "default_type": null, "shown": {"matters": "none", "field": null},
    "notified": {"matters": "none", "field": null}, "participants": {"rule": "main_client", "groups": []}, "team_roles": []}}'::jsonb || document
$$;
update settings_version set document = pg_temp.with_projects(document);
update settings_preview set document = pg_temp.with_projects(document);
