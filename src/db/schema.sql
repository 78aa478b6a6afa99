-- Written by `npm run db:dump` from the migrated database. Not to be edited.

create extension pg_trgm;

create table activity (
  firm_id uuid not null,
  activity_id uuid not null,
  connection_id uuid not null,
  contact_id text not null,
  matter_id text,
  kind text not null,
  direction text,
  occurred_at timestamp with time zone not null,
  author_member_id uuid not null,
  subject text not null,
  body text not null,
  address text,
  conversation text,
  source text not null,
  source_key text,
  kept_here boolean not null default false,
  needs_filing boolean not null default false,
  revision integer not null default 1,
  created_at timestamp with time zone not null,
  edited_at timestamp with time zone,
  constraint activity_pkey PRIMARY KEY (firm_id, activity_id),
  constraint activity_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE,
  constraint activity_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
  constraint activity_kind_check CHECK ((kind = ANY (ARRAY['email'::text, 'note'::text, 'card'::text, 'call'::text, 'text'::text, 'message'::text, 'document'::text]))),
  constraint activity_source_check CHECK ((source = ANY (ARRAY['member'::text, 'api'::text, 'automation'::text, 'portal'::text, 'command_line'::text])))
);
CREATE INDEX activity_contact ON public.activity USING btree (firm_id, connection_id, contact_id, activity_id DESC);
CREATE INDEX activity_filing ON public.activity USING btree (firm_id, connection_id, activity_id DESC) WHERE needs_filing;
CREATE INDEX activity_matter ON public.activity USING btree (firm_id, connection_id, matter_id, activity_id DESC) WHERE (matter_id IS NOT NULL);
CREATE UNIQUE INDEX activity_source ON public.activity USING btree (firm_id, source_key) WHERE (source_key IS NOT NULL);

create table activity_file (
  firm_id uuid not null,
  activity_id uuid not null,
  "position" integer not null,
  file_id uuid not null,
  constraint activity_file_pkey PRIMARY KEY (firm_id, activity_id, "position"),
  constraint activity_file_firm_id_activity_id_fkey FOREIGN KEY (firm_id, activity_id) REFERENCES activity(firm_id, activity_id) ON DELETE CASCADE,
  constraint activity_file_firm_id_file_id_fkey FOREIGN KEY (firm_id, file_id) REFERENCES file(firm_id, file_id)
);
CREATE INDEX activity_file_file ON public.activity_file USING btree (firm_id, file_id);

create table affiliation (
  firm_id uuid not null,
  connection_id uuid not null,
  company_id text not null,
  contact_id text not null,
  constraint affiliation_pkey PRIMARY KEY (firm_id, connection_id, company_id, contact_id)
);
CREATE INDEX affiliation_contact ON public.affiliation USING btree (firm_id, connection_id, contact_id);

create table api_key (
  firm_id uuid not null,
  api_key_id uuid not null,
  member_id uuid not null,
  name text not null,
  prefix text not null,
  key_hash bytea not null,
  scopes text[] not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint api_key_pkey PRIMARY KEY (firm_id, api_key_id),
  constraint api_key_key_hash_key UNIQUE (key_hash),
  constraint api_key_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE,
  constraint api_key_firm_id_member_id_fkey FOREIGN KEY (firm_id, member_id) REFERENCES member(firm_id, member_id) ON DELETE CASCADE,
  constraint api_key_scopes_check CHECK (((scopes <@ ARRAY['read'::text, 'write'::text, 'admin'::text]) AND (cardinality(scopes) > 0)))
);

create table audit (
  firm_id uuid not null,
  audit_id bigint not null generated always as identity,
  at timestamp with time zone not null default clock_timestamp(),
  member_id uuid,
  actor text not null,
  via text not null,
  action text not null,
  target text not null,
  detail jsonb not null default '{}'::jsonb,
  address text,
  constraint audit_pkey PRIMARY KEY (firm_id, audit_id),
  constraint audit_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE,
  constraint audit_via_check CHECK ((via = ANY (ARRAY['session'::text, 'api_key'::text, 'command_line'::text])))
);
CREATE INDEX audit_member ON public.audit USING btree (firm_id, member_id, audit_id DESC);
CREATE INDEX audit_target ON public.audit USING btree (firm_id, target, audit_id DESC);
CREATE INDEX audit_time ON public.audit USING btree (firm_id, at);

create table automation (
  firm_id uuid not null,
  automation_id uuid not null,
  name text not null,
  active boolean not null default false,
  active_since timestamp with time zone,
  active_from_seq bigint not null default 0,
  version integer not null,
  created_at timestamp with time zone not null,
  archived_at timestamp with time zone,
  constraint automation_pkey PRIMARY KEY (firm_id, automation_id),
  constraint automation_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE
);

create table automation_batch (
  firm_id uuid not null,
  batch_id uuid not null,
  provider text not null,
  cause text not null,
  cause_id text not null,
  state text not null default 'open'::text,
  created_at timestamp with time zone not null,
  decided_by text,
  decided_at timestamp with time zone,
  params jsonb not null default '{}'::jsonb,
  constraint automation_batch_pkey PRIMARY KEY (firm_id, batch_id),
  constraint automation_batch_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE,
  constraint automation_batch_provider_check CHECK ((provider = ANY (ARRAY['clio'::text, 'mycase'::text]))),
  constraint automation_batch_state_check CHECK ((state = ANY (ARRAY['open'::text, 'approved'::text, 'dismissed'::text])))
);
CREATE UNIQUE INDEX automation_batch_open ON public.automation_batch USING btree (firm_id, provider, cause, cause_id) WHERE (state = 'open'::text);

create table automation_clock (
  firm_id uuid not null,
  connection_id uuid not null,
  event_seq bigint not null,
  fact_day date not null,
  doubt_since timestamp with time zone,
  constraint automation_clock_pkey PRIMARY KEY (firm_id, connection_id),
  constraint automation_clock_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);

create table automation_opt_out (
  firm_id uuid not null,
  address text not null,
  set_by text not null,
  set_at timestamp with time zone not null,
  via text not null default 'member'::text,
  constraint automation_opt_out_pkey PRIMARY KEY (firm_id, address),
  constraint automation_opt_out_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE,
  constraint automation_opt_out_via_check CHECK ((via = ANY (ARRAY['member'::text, 'link'::text, 'one_click'::text])))
);

create table automation_pause (
  firm_id uuid not null,
  kind text not null,
  provider text not null default ''::text,
  target_id text not null default ''::text,
  until timestamp with time zone,
  set_by text not null,
  set_at timestamp with time zone not null,
  bulk_id uuid,
  constraint automation_pause_pkey PRIMARY KEY (firm_id, kind, provider, target_id),
  constraint automation_pause_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE,
  constraint automation_pause_kind_check CHECK ((kind = ANY (ARRAY['contact'::text, 'matter'::text, 'firm'::text])))
);
CREATE INDEX automation_pause_bulk ON public.automation_pause USING btree (firm_id, bulk_id) WHERE (bulk_id IS NOT NULL);

create table automation_pause_ended (
  firm_id uuid not null,
  bulk_id uuid not null,
  provider text not null,
  target_id text not null,
  until timestamp with time zone,
  set_by text not null,
  set_at timestamp with time zone not null,
  constraint automation_pause_ended_pkey PRIMARY KEY (firm_id, bulk_id, provider, target_id),
  constraint automation_pause_ended_firm_id_bulk_id_fkey FOREIGN KEY (firm_id, bulk_id) REFERENCES bulk_edit(firm_id, bulk_id) ON DELETE CASCADE
);

create table automation_rules (
  firm_id uuid not null,
  document jsonb not null,
  constraint automation_rules_pkey PRIMARY KEY (firm_id),
  constraint automation_rules_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE
);

create table automation_send (
  firm_id uuid not null,
  send_id uuid not null,
  connection_id uuid not null,
  start_id uuid not null,
  step integer not null,
  contact_id text not null,
  matter_id text,
  template_id uuid not null,
  state text not null,
  reason text,
  params jsonb not null default '{}'::jsonb,
  since timestamp with time zone not null,
  created_at timestamp with time zone not null,
  due_at timestamp with time zone,
  message_id text not null,
  attempt integer not null default 0,
  first_attempt_at timestamp with time zone,
  fence bigint not null default 0,
  lease_until timestamp with time zone,
  author_member_id uuid,
  address text,
  subject text,
  body text,
  error text,
  sent_at timestamp with time zone,
  logged_at timestamp with time zone,
  constraint automation_send_pkey PRIMARY KEY (firm_id, send_id),
  constraint automation_send_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE,
  constraint automation_send_firm_id_start_id_fkey FOREIGN KEY (firm_id, start_id) REFERENCES automation_start(firm_id, start_id) ON DELETE CASCADE,
  constraint automation_send_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'held'::text, 'failed'::text, 'needs_review'::text, 'cancelled'::text])))
);
CREATE INDEX automation_send_contact ON public.automation_send USING btree (firm_id, connection_id, contact_id, since);
CREATE INDEX automation_send_due ON public.automation_send USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX automation_send_lease ON public.automation_send USING btree (lease_until) WHERE (lease_until IS NOT NULL);
CREATE INDEX automation_send_list ON public.automation_send USING btree (firm_id, state, send_id DESC);
CREATE UNIQUE INDEX automation_send_once ON public.automation_send USING btree (firm_id, start_id, step);
CREATE INDEX automation_send_unlogged ON public.automation_send USING btree (sent_at) WHERE ((state = 'sent'::text) AND (logged_at IS NULL));

create table automation_start (
  firm_id uuid not null,
  start_id uuid not null,
  automation_id uuid not null,
  version integer not null,
  provider text not null,
  contact_id text not null,
  matter_id text,
  occasion text not null,
  about jsonb not null default '{}'::jsonb,
  cause text not null,
  cause_id text,
  state text not null,
  reason text,
  params jsonb not null default '{}'::jsonb,
  since timestamp with time zone not null,
  created_at timestamp with time zone not null,
  batch_id uuid,
  step integer not null default 0,
  due_at timestamp with time zone,
  approved_by text,
  approved_words bigint,
  constraint automation_start_pkey PRIMARY KEY (firm_id, start_id),
  constraint automation_start_firm_id_automation_id_fkey FOREIGN KEY (firm_id, automation_id) REFERENCES automation(firm_id, automation_id) ON DELETE CASCADE,
  constraint automation_start_provider_check CHECK ((provider = ANY (ARRAY['clio'::text, 'mycase'::text]))),
  constraint automation_start_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'held'::text, 'running'::text, 'done'::text, 'stopped'::text, 'not_started'::text, 'dismissed'::text])))
);
CREATE INDEX automation_start_batch ON public.automation_start USING btree (firm_id, batch_id, start_id) WHERE (batch_id IS NOT NULL);
CREATE INDEX automation_start_due ON public.automation_start USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX automation_start_list ON public.automation_start USING btree (firm_id, automation_id, start_id DESC);
CREATE UNIQUE INDEX automation_start_once ON public.automation_start USING btree (firm_id, provider, contact_id, automation_id, occasion);
CREATE INDEX automation_start_waiting ON public.automation_start USING btree (firm_id, provider, start_id) WHERE (state = 'waiting'::text);

create table automation_story (
  firm_id uuid not null,
  start_id uuid not null,
  seq bigint not null generated always as identity,
  at timestamp with time zone not null,
  state text not null,
  reason text,
  params jsonb not null default '{}'::jsonb,
  told_by text,
  constraint automation_story_pkey PRIMARY KEY (firm_id, start_id, seq),
  constraint automation_story_firm_id_start_id_fkey FOREIGN KEY (firm_id, start_id) REFERENCES automation_start(firm_id, start_id) ON DELETE CASCADE
);

create table automation_template (
  firm_id uuid not null,
  template_id uuid not null,
  name text not null,
  subject text not null,
  body text not null,
  fallbacks jsonb not null,
  updated_by text not null,
  updated_at timestamp with time zone not null,
  words_seq bigint not null default 0,
  constraint automation_template_pkey PRIMARY KEY (firm_id, template_id),
  constraint automation_template_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE
);

create table automation_version (
  firm_id uuid not null,
  automation_id uuid not null,
  version integer not null,
  document jsonb not null,
  member_id uuid,
  created_by text not null,
  created_at timestamp with time zone not null,
  constraint automation_version_pkey PRIMARY KEY (firm_id, automation_id, version),
  constraint automation_version_firm_id_automation_id_fkey FOREIGN KEY (firm_id, automation_id) REFERENCES automation(firm_id, automation_id) ON DELETE CASCADE
);

create table bulk_edit (
  firm_id uuid not null,
  bulk_id uuid not null,
  kind text not null,
  owner_member_id uuid,
  tag text,
  member_id uuid not null,
  created_at timestamp with time zone not null,
  until timestamp with time zone,
  constraint bulk_edit_pkey PRIMARY KEY (firm_id, bulk_id),
  constraint bulk_edit_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE,
  constraint bulk_edit_kind_check CHECK ((kind = ANY (ARRAY['pin'::text, 'unpin'::text, 'tag'::text, 'untag'::text, 'pause'::text, 'unpause'::text])))
);
CREATE INDEX bulk_edit_age ON public.bulk_edit USING btree (firm_id, created_at);

create table bulk_edit_row (
  firm_id uuid not null,
  bulk_id uuid not null,
  connection_id uuid not null,
  contact_id text not null,
  before jsonb,
  constraint bulk_edit_row_pkey PRIMARY KEY (firm_id, bulk_id, connection_id, contact_id),
  constraint bulk_edit_row_firm_id_bulk_id_fkey FOREIGN KEY (firm_id, bulk_id) REFERENCES bulk_edit(firm_id, bulk_id) ON DELETE CASCADE
);
CREATE INDEX bulk_edit_row_connection ON public.bulk_edit_row USING btree (firm_id, connection_id);

create table change (
  firm_id uuid not null,
  connection_id uuid not null,
  change_id bigint not null generated always as identity,
  entity text not null,
  provider_id text not null,
  field text not null,
  old_value jsonb,
  new_value jsonb,
  rule text,
  cause text not null,
  cause_id text,
  at timestamp with time zone not null default now(),
  constraint change_pkey PRIMARY KEY (firm_id, connection_id, change_id),
  constraint change_entity_check CHECK ((entity = ANY (ARRAY['contact'::text, 'matter'::text])))
);
CREATE INDEX change_entity ON public.change USING btree (firm_id, connection_id, entity, provider_id, change_id DESC);

create table client_ever (
  firm_id uuid not null,
  provider text not null,
  contact_id text not null,
  since timestamp with time zone not null,
  cause text not null,
  cause_id text,
  constraint client_ever_pkey PRIMARY KEY (firm_id, provider, contact_id),
  constraint client_ever_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE,
  constraint client_ever_provider_check CHECK ((provider = ANY (ARRAY['clio'::text, 'mycase'::text])))
);

create table connection (
  firm_id uuid not null,
  connection_id uuid not null,
  provider text not null,
  region text,
  purpose text not null default 'sync'::text,
  account_id text not null,
  account_name text not null,
  firm_url text,
  firm_uuid text,
  user_id text not null,
  user_name text not null,
  user_email text not null,
  state text not null default 'connected'::text,
  state_reason text,
  state_since timestamp with time zone not null default now(),
  blind_since timestamp with time zone,
  first_synced_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  member_id uuid,
  probe jsonb,
  ended_by text,
  ending_since timestamp with time zone,
  erasing_since timestamp with time zone,
  erase_total bigint not null default 0,
  erased bigint not null default 0,
  constraint connection_pkey PRIMARY KEY (firm_id, connection_id),
  constraint connection_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE,
  constraint connection_provider_check CHECK ((provider = ANY (ARRAY['clio'::text, 'mycase'::text]))),
  constraint connection_purpose_check CHECK ((purpose = ANY (ARRAY['sync'::text, 'writeback'::text]))),
  constraint connection_state_check CHECK ((state = ANY (ARRAY['connected'::text, 'disconnected'::text])))
);
CREATE INDEX connection_leaving ON public.connection USING btree (connection_id) WHERE ((ending_since IS NOT NULL) OR (erasing_since IS NOT NULL));
CREATE UNIQUE INDEX connection_sync ON public.connection USING btree (firm_id, provider) WHERE (purpose = 'sync'::text);

create table connection_grant (
  firm_id uuid not null,
  connection_id uuid not null,
  token_version integer not null default 1,
  key_id uuid not null,
  access_token bytea not null,
  refresh_token bytea,
  previous_refresh_token bytea,
  previous_token_version integer,
  obtained_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  scope text,
  proved_at timestamp with time zone,
  refresh_refused_at timestamp with time zone,
  lease_until timestamp with time zone,
  fence bigint not null default 0,
  client_id text,
  constraint connection_grant_pkey PRIMARY KEY (firm_id, connection_id),
  constraint connection_grant_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);

create table contact (
  firm_id uuid not null,
  connection_id uuid not null,
  provider_id text not null,
  state text not null,
  sort_name text not null,
  client_status text,
  owner_member_id uuid,
  tag_keys text[] not null,
  channel_keys text[] not null,
  skip_code text,
  search text not null,
  revisit_on date,
  view json not null,
  first_projected_at timestamp with time zone not null default now(),
  projected_at timestamp with time zone not null default now(),
  issue_codes text[] not null default '{}'::text[],
  constraint contact_pkey PRIMARY KEY (firm_id, connection_id, provider_id)
) with (toast_tuple_target=4080);
CREATE INDEX contact_channels ON public.contact USING gin (channel_keys);
CREATE INDEX contact_issues ON public.contact USING btree (firm_id, connection_id) WHERE (issue_codes <> '{}'::text[]);
CREATE INDEX contact_list ON public.contact USING btree (firm_id, connection_id, state, sort_name, provider_id, client_status, owner_member_id);
CREATE INDEX contact_owner ON public.contact USING btree (firm_id, connection_id, owner_member_id) WHERE (state = 'in'::text);
CREATE INDEX contact_revisit ON public.contact USING btree (firm_id, connection_id, revisit_on) WHERE (revisit_on IS NOT NULL);
CREATE INDEX contact_tags ON public.contact USING gin (tag_keys);
CREATE TRIGGER contact_words_of_changed AFTER UPDATE OF search ON public.contact FOR EACH ROW WHEN ((old.search IS DISTINCT FROM new.search)) EXECUTE FUNCTION renew_contact_words();
CREATE TRIGGER contact_words_of_new AFTER INSERT ON public.contact REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION keep_contact_words();

create table contact_pin (
  firm_id uuid not null,
  connection_id uuid not null,
  contact_id text not null,
  member_id uuid not null,
  created_at timestamp with time zone not null default now(),
  pinned_by uuid,
  constraint contact_pin_pkey PRIMARY KEY (firm_id, connection_id, contact_id),
  constraint contact_pin_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);

create table contact_twin (
  firm_id uuid not null,
  connection_id uuid not null,
  provider_id text not null,
  constraint contact_twin_pkey PRIMARY KEY (firm_id, connection_id, provider_id)
);

create table contact_words (
  firm_id uuid not null,
  connection_id uuid not null,
  provider_id text not null,
  search text not null,
  constraint contact_words_pkey PRIMARY KEY (firm_id, connection_id, provider_id)
);
CREATE INDEX contact_words_search ON public.contact_words USING gin (search gin_trgm_ops);

create table delivery (
  firm_id uuid not null,
  delivery_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  operation text not null,
  contact_id text not null,
  matter_id text,
  parent_kind text,
  parent_id text,
  waits_for uuid,
  group_key text,
  file_id uuid,
  author_member_id uuid not null,
  occurred_at timestamp with time zone not null,
  marker text not null,
  state text not null,
  since timestamp with time zone not null,
  reason text,
  words text not null default ''::text,
  due_at timestamp with time zone,
  step text not null default 'create'::text,
  revision integer not null default 1,
  sending_revision integer not null default 0,
  written_revision integer not null default 0,
  payload jsonb,
  writer_connection_id uuid,
  writer_name text,
  on_behalf boolean not null default false,
  fence bigint not null default 0,
  lease_until timestamp with time zone,
  sent_at timestamp with time zone,
  attempt integer not null default 0,
  creates integer not null default 0,
  blocks boolean not null default false,
  first_queued_at timestamp with time zone not null,
  accepted integer not null default 0,
  unknown_since timestamp with time zone,
  looks integer not null default 0,
  absent integer not null default 0,
  absent_ms integer,
  doubt boolean not null default false,
  provider_id text,
  url text,
  progress jsonb,
  sighting jsonb,
  twins jsonb not null default '[]'::jsonb,
  janitor_at timestamp with time zone,
  delivered_at timestamp with time zone,
  created_at timestamp with time zone not null,
  writer_user_id text,
  field jsonb,
  twins_accepted text[] not null default '{}'::text[],
  constraint delivery_pkey PRIMARY KEY (firm_id, delivery_id),
  constraint delivery_firm_id_marker_key UNIQUE (firm_id, marker),
  constraint delivery_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE,
  constraint delivery_parent_kind_check CHECK ((parent_kind = ANY (ARRAY['contact'::text, 'matter'::text, 'thread'::text]))),
  constraint delivery_state_check CHECK ((state = ANY (ARRAY['held'::text, 'queued'::text, 'sending'::text, 'unknown'::text, 'delivered'::text, 'failed'::text, 'needs_review'::text, 'cancelled'::text]))),
  constraint delivery_step_check CHECK ((step = ANY (ARRAY['create'::text, 'finish'::text, 'update'::text])))
);
CREATE UNIQUE INDEX delivery_blocks ON public.delivery USING btree (firm_id, connection_id, parent_kind, parent_id) WHERE blocks;
CREATE INDEX delivery_contact ON public.delivery USING btree (firm_id, connection_id, contact_id, delivery_id DESC);
CREATE UNIQUE INDEX delivery_group ON public.delivery USING btree (firm_id, connection_id, group_key) WHERE ((group_key IS NOT NULL) AND (state <> 'cancelled'::text));
CREATE INDEX delivery_janitor ON public.delivery USING btree (janitor_at) WHERE (janitor_at IS NOT NULL);
CREATE INDEX delivery_lease ON public.delivery USING btree (firm_id, connection_id, lease_until) WHERE (lease_until IS NOT NULL);
CREATE INDEX delivery_look ON public.delivery USING btree (firm_id, connection_id, due_at) WHERE (state = 'unknown'::text);
CREATE INDEX delivery_matter ON public.delivery USING btree (firm_id, connection_id, matter_id, delivery_id DESC) WHERE (matter_id IS NOT NULL);
CREATE INDEX delivery_parent ON public.delivery USING btree (firm_id, connection_id, parent_kind, parent_id, occurred_at, delivery_id) WHERE (state = 'queued'::text);
CREATE INDEX delivery_queue ON public.delivery USING btree (firm_id, connection_id, due_at, occurred_at, delivery_id) WHERE (state = 'queued'::text);
CREATE INDEX delivery_reason ON public.delivery USING btree (firm_id, reason, state, connection_id) WHERE (reason IS NOT NULL);
CREATE INDEX delivery_state ON public.delivery USING btree (firm_id, state, delivery_id DESC);
CREATE INDEX delivery_twins ON public.delivery USING btree (firm_id, connection_id, delivery_id DESC) WHERE (twins <> '[]'::jsonb);
CREATE INDEX delivery_waiting ON public.delivery USING btree (firm_id, connection_id, state, delivery_id) WHERE (state = ANY (ARRAY['held'::text, 'queued'::text]));
CREATE INDEX delivery_waits ON public.delivery USING btree (firm_id, waits_for) WHERE (waits_for IS NOT NULL);

create table delivery_activity (
  firm_id uuid not null,
  delivery_id uuid not null,
  activity_id uuid not null,
  constraint delivery_activity_pkey PRIMARY KEY (firm_id, delivery_id, activity_id),
  constraint delivery_activity_firm_id_activity_id_fkey FOREIGN KEY (firm_id, activity_id) REFERENCES activity(firm_id, activity_id) ON DELETE CASCADE,
  constraint delivery_activity_firm_id_delivery_id_fkey FOREIGN KEY (firm_id, delivery_id) REFERENCES delivery(firm_id, delivery_id) ON DELETE CASCADE
);
CREATE INDEX delivery_activity_activity ON public.delivery_activity USING btree (firm_id, activity_id);

create table delivery_event (
  firm_id uuid not null,
  delivery_id uuid not null,
  seq bigint not null generated always as identity,
  at timestamp with time zone not null,
  event text not null,
  from_state text,
  to_state text,
  attempt integer not null,
  words text not null default ''::text,
  detail jsonb not null default '{}'::jsonb,
  constraint delivery_event_pkey PRIMARY KEY (firm_id, delivery_id, seq),
  constraint delivery_event_firm_id_delivery_id_fkey FOREIGN KEY (firm_id, delivery_id) REFERENCES delivery(firm_id, delivery_id) ON DELETE CASCADE
);

create table event (
  firm_id uuid not null,
  seq bigint not null,
  event_id uuid not null default gen_random_uuid(),
  connection_id uuid not null,
  type text not null,
  data jsonb not null,
  at timestamp with time zone not null,
  constraint event_pkey PRIMARY KEY (firm_id, seq),
  constraint event_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);
CREATE INDEX event_age ON public.event USING btree (firm_id, at);
CREATE INDEX event_connection ON public.event USING btree (firm_id, connection_id);

create table event_clock (
  firm_id uuid not null,
  seq bigint not null default 0,
  dropped_through bigint not null default 0,
  constraint event_clock_pkey PRIMARY KEY (firm_id),
  constraint event_clock_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE
);

create table file (
  firm_id uuid not null,
  file_id uuid not null,
  name text not null,
  media_type text not null,
  size bigint not null,
  sha256 text not null,
  created_at timestamp with time zone not null,
  constraint file_pkey PRIMARY KEY (firm_id, file_id),
  constraint file_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE,
  constraint file_size_check CHECK ((size >= 0))
);
CREATE INDEX file_content ON public.file USING btree (firm_id, sha256);

create table firm (
  firm_id uuid not null,
  name text not null,
  time_zone text not null default 'America/New_York'::text,
  country text not null default 'US'::text,
  created_at timestamp with time zone not null default now(),
  keep_history_days integer not null default 730,
  constraint firm_pkey PRIMARY KEY (firm_id),
  constraint firm_keep_history_days_check CHECK (((keep_history_days >= 30) AND (keep_history_days <= 3650)))
);

create table firm_key (
  firm_id uuid not null,
  key_id uuid not null,
  wrapped bytea not null,
  kek_id text not null,
  created_at timestamp with time zone not null default now(),
  constraint firm_key_pkey PRIMARY KEY (firm_id, key_id),
  constraint firm_key_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE
);

create table first_run (
  firm_id uuid not null,
  firm_named_at timestamp with time zone,
  provider text,
  region text,
  connection_id uuid,
  refusal text,
  refused_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint first_run_pkey PRIMARY KEY (firm_id),
  constraint first_run_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE,
  constraint first_run_provider_check CHECK ((provider = ANY (ARRAY['clio'::text, 'mycase'::text])))
);

create table form (
  firm_id uuid not null,
  form_id uuid not null,
  connection_id uuid not null,
  name text not null,
  version integer not null,
  phase_from_seq bigint not null default 0,
  created_at timestamp with time zone not null,
  archived_at timestamp with time zone,
  constraint form_pkey PRIMARY KEY (firm_id, form_id),
  constraint form_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);
CREATE INDEX form_connection ON public.form USING btree (firm_id, connection_id);

create table form_answer (
  firm_id uuid not null,
  request_id uuid not null,
  field_key text not null,
  value jsonb,
  revision integer not null,
  answered_at timestamp with time zone not null,
  constraint form_answer_pkey PRIMARY KEY (firm_id, request_id, field_key),
  constraint form_answer_firm_id_request_id_fkey FOREIGN KEY (firm_id, request_id) REFERENCES form_request(firm_id, request_id) ON DELETE CASCADE
);

create table form_clock (
  firm_id uuid not null,
  connection_id uuid not null,
  event_seq bigint not null,
  constraint form_clock_pkey PRIMARY KEY (firm_id, connection_id),
  constraint form_clock_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);

create table form_request (
  firm_id uuid not null,
  request_id uuid not null,
  connection_id uuid not null,
  form_id uuid not null,
  version integer not null,
  matter_id text not null,
  contact_id text not null,
  state text not null,
  reason text,
  sender_member_id uuid not null,
  sent_by text not null,
  cause text not null,
  phase text,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  due_on date,
  reminders integer not null default 0,
  remind_at timestamp with time zone,
  submitted_at timestamp with time zone,
  activity_id uuid,
  compared_at timestamp with time zone,
  ended_by text,
  ended_at timestamp with time zone,
  constraint form_request_pkey PRIMARY KEY (firm_id, request_id),
  constraint form_request_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE,
  constraint form_request_firm_id_form_id_fkey FOREIGN KEY (firm_id, form_id) REFERENCES form(firm_id, form_id) ON DELETE CASCADE,
  constraint form_request_cause_check CHECK ((cause = ANY (ARRAY['member'::text, 'phase'::text]))),
  constraint form_request_state_check CHECK ((state = ANY (ARRAY['held'::text, 'open'::text, 'submitted'::text, 'withdrawn'::text, 'dismissed'::text])))
);
CREATE INDEX form_request_form ON public.form_request USING btree (firm_id, form_id, request_id DESC);
CREATE INDEX form_request_list ON public.form_request USING btree (firm_id, state, request_id DESC);
CREATE INDEX form_request_matter ON public.form_request USING btree (firm_id, connection_id, matter_id);
CREATE UNIQUE INDEX form_request_once ON public.form_request USING btree (firm_id, form_id, matter_id, contact_id) WHERE (cause = 'phase'::text);
CREATE INDEX form_request_person ON public.form_request USING btree (firm_id, connection_id, contact_id);
CREATE INDEX form_request_remind ON public.form_request USING btree (remind_at) WHERE (remind_at IS NOT NULL);
CREATE INDEX form_request_unfinished ON public.form_request USING btree (submitted_at) WHERE ((state = 'submitted'::text) AND (compared_at IS NULL));

create table form_value (
  firm_id uuid not null,
  request_id uuid not null,
  field_key text not null,
  field_id text not null,
  field_name text not null,
  field_type text not null,
  state text not null,
  ours text,
  theirs text,
  attempt integer not null default 0,
  author_member_id uuid,
  delivery_id uuid,
  decided_by text,
  decided_at timestamp with time zone,
  constraint form_value_pkey PRIMARY KEY (firm_id, request_id, field_key),
  constraint form_value_firm_id_request_id_fkey FOREIGN KEY (firm_id, request_id) REFERENCES form_request(firm_id, request_id) ON DELETE CASCADE,
  constraint form_value_state_check CHECK ((state = ANY (ARRAY['same'::text, 'to_confirm'::text, 'to_write'::text, 'written'::text, 'kept'::text, 'no_field'::text])))
);
CREATE INDEX form_value_unwritten ON public.form_value USING btree (firm_id, request_id) WHERE (state = 'to_write'::text);

create table form_version (
  firm_id uuid not null,
  form_id uuid not null,
  version integer not null,
  document jsonb not null,
  member_id uuid,
  created_by text not null,
  created_at timestamp with time zone not null,
  constraint form_version_pkey PRIMARY KEY (firm_id, form_id, version),
  constraint form_version_firm_id_form_id_fkey FOREIGN KEY (firm_id, form_id) REFERENCES form(firm_id, form_id) ON DELETE CASCADE
);

create table idempotency_key (
  firm_id uuid not null,
  key_hash bytea not null,
  request_hash bytea not null,
  status integer,
  headers jsonb,
  key_id uuid,
  body bytea,
  created_at timestamp with time zone not null,
  constraint idempotency_key_pkey PRIMARY KEY (firm_id, key_hash),
  constraint idempotency_key_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE
);
CREATE INDEX idempotency_key_age ON public.idempotency_key USING btree (created_at);

create table installation_key (
  key_id uuid not null,
  kek_id text not null,
  wrapped bytea not null,
  only_one boolean not null default true,
  constraint installation_key_pkey PRIMARY KEY (only_one),
  constraint installation_key_only_one_check CHECK (only_one)
);

create table instance (
  instance_id uuid not null,
  epoch text not null,
  pending text,
  changed_at timestamp with time zone not null,
  constraint instance_pkey PRIMARY KEY (instance_id)
);

create table invitation (
  firm_id uuid not null,
  invitation_id uuid not null,
  member_id uuid not null,
  token_hash bytea not null,
  invited_by text not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint invitation_pkey PRIMARY KEY (firm_id, invitation_id),
  constraint invitation_token_hash_key UNIQUE (token_hash),
  constraint invitation_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE,
  constraint invitation_firm_id_member_id_fkey FOREIGN KEY (firm_id, member_id) REFERENCES member(firm_id, member_id) ON DELETE CASCADE
);
CREATE INDEX invitation_member ON public.invitation USING btree (firm_id, member_id);

create table lane (
  firm_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  due_at timestamp with time zone,
  planned_from text not null default ''::text,
  ready boolean not null default false,
  waiting_since_ms double precision not null default 0,
  rank smallint not null default 1,
  virtual_ms double precision not null default 0,
  head_start_ms double precision not null default 0,
  failures integer not null default 0,
  lease_until timestamp with time zone,
  fence bigint not null default 0,
  constraint lane_pkey PRIMARY KEY (firm_id, connection_id, kind),
  constraint lane_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE,
  constraint lane_kind_check CHECK ((kind = ANY (ARRAY['sync'::text, 'record'::text, 'projection'::text, 'write'::text])))
);
CREATE INDEX lane_due ON public.lane USING btree (due_at) WHERE ((NOT ready) AND (due_at IS NOT NULL));
CREATE INDEX lane_turn ON public.lane USING btree ((((virtual_ms - head_start_ms) + waiting_since_ms))) WHERE ready;
CREATE INDEX lane_virtual ON public.lane USING btree (virtual_ms) WHERE ready;

create table mail (
  firm_id uuid not null,
  mail_id uuid not null,
  recipient text not null,
  subject text not null,
  body text not null,
  state text not null default 'waiting'::text,
  attempts integer not null default 0,
  next_at timestamp with time zone not null default now(),
  error text,
  created_at timestamp with time zone not null default now(),
  sent_at timestamp with time zone,
  reply_to text,
  once boolean not null default false,
  handing_since timestamp with time zone,
  constraint mail_pkey PRIMARY KEY (firm_id, mail_id),
  constraint mail_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE,
  constraint mail_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text])))
);
CREATE INDEX mail_waiting ON public.mail USING btree (next_at) WHERE (state = 'waiting'::text);

create table mail_server (
  firm_id uuid not null,
  host text not null,
  port integer not null,
  security text not null,
  username text not null,
  key_id uuid,
  secret_version integer not null default 1,
  password bytea,
  from_address text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  constraint mail_server_pkey PRIMARY KEY (firm_id),
  constraint mail_server_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE,
  constraint mail_server_check CHECK (((password IS NULL) = (key_id IS NULL))),
  constraint mail_server_port_check CHECK (((port >= 1) AND (port <= 65535))),
  constraint mail_server_security_check CHECK ((security = ANY (ARRAY['tls'::text, 'starttls'::text, 'none'::text])))
);

create table main_client (
  firm_id uuid not null,
  connection_id uuid not null,
  matter_id text not null,
  contact_id text not null,
  named_by uuid,
  created_at timestamp with time zone not null,
  constraint main_client_pkey PRIMARY KEY (firm_id, connection_id, matter_id),
  constraint main_client_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);

create table manual_key_fact (
  firm_id uuid not null,
  connection_id uuid not null,
  key_fact_id uuid not null,
  contact_id text not null,
  label text not null,
  date text,
  text text not null default ''::text,
  member_id uuid not null,
  created_at timestamp with time zone not null default now(),
  constraint manual_key_fact_pkey PRIMARY KEY (firm_id, connection_id, key_fact_id),
  constraint manual_key_fact_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);
CREATE INDEX manual_key_fact_contact ON public.manual_key_fact USING btree (firm_id, connection_id, contact_id);

create table manual_tag (
  firm_id uuid not null,
  connection_id uuid not null,
  contact_id text not null,
  name text not null,
  member_id uuid not null,
  created_at timestamp with time zone not null default now(),
  constraint manual_tag_pkey PRIMARY KEY (firm_id, connection_id, contact_id, name),
  constraint manual_tag_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);

create table matter (
  firm_id uuid not null,
  connection_id uuid not null,
  provider_id text not null,
  number text not null,
  name text not null,
  status text not null,
  practice_area text not null,
  stage text not null,
  opened_on date,
  closed_on date,
  updated_at timestamp with time zone,
  presence text not null,
  left_out boolean not null,
  practice_area_id text,
  stage_id text,
  staff_ids text[] not null,
  main_client_id text,
  for_contact text not null,
  view json not null,
  view_hash text not null,
  projected_at timestamp with time zone not null default now(),
  constraint matter_pkey PRIMARY KEY (firm_id, connection_id, provider_id)
) with (toast_tuple_target=4080);
CREATE INDEX matter_in_stage ON public.matter USING btree (firm_id, connection_id, stage);
CREATE INDEX matter_list ON public.matter USING btree (firm_id, connection_id, updated_at DESC, provider_id DESC, status, presence);
CREATE INDEX matter_main_client ON public.matter USING btree (firm_id, connection_id, main_client_id);
CREATE INDEX matter_practice_area ON public.matter USING btree (firm_id, connection_id, practice_area);
CREATE INDEX matter_search ON public.matter USING gin (lower(((number || ' '::text) || name)) gin_trgm_ops);
CREATE INDEX matter_staff ON public.matter USING gin (staff_ids);

create table matter_stage (
  firm_id uuid not null,
  connection_id uuid not null,
  matter_id text not null,
  "position" integer not null,
  stage text not null,
  since timestamp with time zone,
  constraint matter_stage_pkey PRIMARY KEY (firm_id, connection_id, matter_id, "position")
);

create table member (
  firm_id uuid not null,
  member_id uuid not null,
  name text not null,
  email text not null,
  role text not null,
  active boolean not null default true,
  created_at timestamp with time zone not null default now(),
  user_id uuid,
  constraint member_pkey PRIMARY KEY (firm_id, member_id),
  constraint member_user_id_key UNIQUE (user_id),
  constraint member_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE,
  constraint member_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth."user"(id) ON DELETE SET NULL,
  constraint member_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'member'::text])))
);
CREATE UNIQUE INDEX member_email ON public.member USING btree (firm_id, lower(email));

create table mirror_clock (
  firm_id uuid not null,
  connection_id uuid not null,
  seq bigint not null default 0,
  constraint mirror_clock_pkey PRIMARY KEY (firm_id, connection_id),
  constraint mirror_clock_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);

create table notice (
  firm_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  since timestamp with time zone not null,
  told_at timestamp with time zone not null,
  constraint notice_pkey PRIMARY KEY (firm_id, connection_id, kind, since),
  constraint notice_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE,
  constraint notice_kind_check CHECK ((kind = ANY (ARRAY['expiring'::text, 'blind'::text, 'disconnected'::text])))
);

create table oauth_client (
  firm_id uuid not null,
  provider text not null,
  region text not null,
  client_id text not null,
  key_id uuid not null,
  secret_version integer not null default 1,
  secret bytea not null,
  secret_end text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  constraint oauth_client_pkey PRIMARY KEY (firm_id, provider, region),
  constraint oauth_client_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE,
  constraint oauth_client_provider_check CHECK ((provider = ANY (ARRAY['clio'::text, 'mycase'::text])))
);

create table oauth_state (
  state_hash bytea not null,
  firm_id uuid not null,
  provider text not null,
  region text,
  purpose text not null,
  redirect_uri text not null,
  session text,
  expires_at timestamp with time zone not null,
  member_id uuid,
  connection_id uuid,
  constraint oauth_state_pkey PRIMARY KEY (state_hash),
  constraint oauth_state_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE
);

create table own_write (
  firm_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  provider_id text not null,
  written_at timestamp with time zone not null default now(),
  constraint own_write_pkey PRIMARY KEY (firm_id, connection_id, kind, provider_id),
  constraint own_write_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);

create table parked_change (
  firm_id uuid not null,
  connection_id uuid not null,
  run_id uuid not null,
  kind text not null,
  provider_id text not null,
  effect text not null,
  raw json,
  updated_at timestamp with time zone,
  read_at timestamp with time zone not null,
  state text not null default 'parked'::text,
  decided_at timestamp with time zone,
  constraint parked_change_pkey PRIMARY KEY (firm_id, connection_id, run_id, kind, provider_id),
  constraint parked_change_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE,
  constraint parked_change_effect_check CHECK ((effect = ANY (ARRAY['gone'::text, 'blanked'::text]))),
  constraint parked_change_state_check CHECK ((state = ANY (ARRAY['parked'::text, 'held'::text, 'applied'::text, 'refused'::text])))
);
CREATE INDEX parked_change_held ON public.parked_change USING btree (firm_id, connection_id) WHERE (state = 'held'::text);

create table participation (
  firm_id uuid not null,
  connection_id uuid not null,
  matter_id text not null,
  relationship_id text not null,
  "position" integer not null,
  person_id text not null,
  person_type text not null,
  capacity text not null,
  role text not null,
  constraint participation_pkey PRIMARY KEY (firm_id, connection_id, matter_id, relationship_id, "position"),
  constraint participation_capacity_check CHECK ((capacity = ANY (ARRAY['client'::text, 'payer'::text, 'on_case'::text, 'related'::text]))),
  constraint participation_person_type_check CHECK ((person_type = ANY (ARRAY['contact'::text, 'company'::text, 'untyped'::text])))
);
CREATE INDEX participation_person ON public.participation USING btree (firm_id, connection_id, person_id);
CREATE INDEX participation_relationship ON public.participation USING btree (firm_id, connection_id, relationship_id) WHERE (relationship_id <> ''::text);

create table portal_access (
  firm_id uuid not null,
  access_id uuid not null,
  connection_id uuid not null,
  contact_id text not null,
  email text not null,
  source text not null,
  state text not null default 'active'::text,
  language text not null default 'en'::text,
  preferences jsonb not null default '{}'::jsonb,
  created_by text,
  created_at timestamp with time zone not null,
  revoked_by text,
  revoked_at timestamp with time zone,
  last_seen_at timestamp with time zone,
  constraint portal_access_pkey PRIMARY KEY (firm_id, access_id),
  constraint portal_access_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE,
  constraint portal_access_language_check CHECK ((language = ANY (ARRAY['en'::text, 'es'::text]))),
  constraint portal_access_source_check CHECK ((source = ANY (ARRAY['participant'::text, 'invited'::text, 'named'::text]))),
  constraint portal_access_state_check CHECK ((state = ANY (ARRAY['active'::text, 'revoked'::text])))
);
CREATE UNIQUE INDEX portal_access_contact ON public.portal_access USING btree (firm_id, connection_id, contact_id);

create table portal_address (
  firm_id uuid not null,
  email text not null,
  access_id uuid,
  among text[] not null,
  answered_by text not null,
  answered_at timestamp with time zone not null,
  constraint portal_address_pkey PRIMARY KEY (firm_id, email),
  constraint portal_address_firm_id_access_id_fkey FOREIGN KEY (firm_id, access_id) REFERENCES portal_access(firm_id, access_id) ON DELETE CASCADE,
  constraint portal_address_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE
);

create table portal_clock (
  firm_id uuid not null,
  connection_id uuid not null,
  event_seq bigint not null,
  reach text not null default ''::text,
  doubt_since timestamp with time zone,
  constraint portal_clock_pkey PRIMARY KEY (firm_id, connection_id),
  constraint portal_clock_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);

create table portal_document (
  firm_id uuid not null,
  document_id uuid not null,
  connection_id uuid not null,
  matter_id text not null,
  contact_id text not null,
  direction text not null,
  file_id uuid not null,
  by_name text not null,
  note text not null,
  message_id uuid,
  activity_id uuid not null,
  shared_at timestamp with time zone not null,
  received_at timestamp with time zone,
  received_by text,
  constraint portal_document_pkey PRIMARY KEY (firm_id, document_id),
  constraint portal_document_firm_id_activity_id_fkey FOREIGN KEY (firm_id, activity_id) REFERENCES activity(firm_id, activity_id) ON DELETE CASCADE,
  constraint portal_document_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE,
  constraint portal_document_firm_id_file_id_fkey FOREIGN KEY (firm_id, file_id) REFERENCES file(firm_id, file_id),
  constraint portal_document_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text])))
);
CREATE INDEX portal_document_activity ON public.portal_document USING btree (firm_id, activity_id);
CREATE INDEX portal_document_file ON public.portal_document USING btree (firm_id, file_id);
CREATE INDEX portal_document_message ON public.portal_document USING btree (firm_id, message_id) WHERE (message_id IS NOT NULL);
CREATE INDEX portal_document_of ON public.portal_document USING btree (firm_id, connection_id, matter_id, document_id DESC);

create table portal_link (
  firm_id uuid not null,
  link_id uuid not null,
  access_id uuid not null,
  token_hash bytea not null,
  browser_hash bytea not null,
  email text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint portal_link_pkey PRIMARY KEY (firm_id, link_id),
  constraint portal_link_firm_id_access_id_fkey FOREIGN KEY (firm_id, access_id) REFERENCES portal_access(firm_id, access_id) ON DELETE CASCADE
);
CREATE INDEX portal_link_access ON public.portal_link USING btree (firm_id, access_id);
CREATE INDEX portal_link_age ON public.portal_link USING btree (expires_at);
CREATE UNIQUE INDEX portal_link_token ON public.portal_link USING btree (token_hash);

create table portal_mail_held (
  firm_id uuid not null,
  mail_id uuid not null,
  message_hash bytea not null,
  thread_id uuid,
  from_address text not null,
  subject text not null,
  body text not null,
  reason text not null,
  received_at timestamp with time zone not null,
  decided text,
  decided_by text,
  decided_at timestamp with time zone,
  constraint portal_mail_held_pkey PRIMARY KEY (firm_id, mail_id),
  constraint portal_mail_held_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE,
  constraint portal_mail_held_firm_id_thread_id_fkey FOREIGN KEY (firm_id, thread_id) REFERENCES portal_thread(firm_id, thread_id) ON DELETE CASCADE,
  constraint portal_mail_held_decided_check CHECK ((decided = ANY (ARRAY['taken'::text, 'dismissed'::text])))
);
CREATE INDEX portal_mail_held_list ON public.portal_mail_held USING btree (firm_id, mail_id DESC) WHERE (decided IS NULL);
CREATE UNIQUE INDEX portal_mail_held_once ON public.portal_mail_held USING btree (firm_id, message_hash);
CREATE INDEX portal_mail_held_thread ON public.portal_mail_held USING btree (firm_id, thread_id) WHERE (thread_id IS NOT NULL);

create table portal_mail_in (
  firm_id uuid not null,
  domain text not null,
  secret_hash bytea not null,
  reply_key bytea not null,
  set_by text not null,
  set_at timestamp with time zone not null,
  constraint portal_mail_in_pkey PRIMARY KEY (firm_id),
  constraint portal_mail_in_secret_hash_key UNIQUE (secret_hash),
  constraint portal_mail_in_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE
);

create table portal_member_notice (
  firm_id uuid not null,
  member_id uuid not null,
  mode text not null,
  constraint portal_member_notice_pkey PRIMARY KEY (firm_id, member_id),
  constraint portal_member_notice_firm_id_member_id_fkey FOREIGN KEY (firm_id, member_id) REFERENCES member(firm_id, member_id) ON DELETE CASCADE,
  constraint portal_member_notice_mode_check CHECK ((mode = ANY (ARRAY['mine'::text, 'all'::text, 'none'::text])))
);

create table portal_message (
  firm_id uuid not null,
  message_id uuid not null,
  connection_id uuid not null,
  thread_id uuid not null,
  seq integer not null,
  direction text not null,
  member_id uuid,
  author_name text not null,
  body text not null,
  way text not null,
  activity_id uuid not null,
  sent_at timestamp with time zone not null,
  read_at timestamp with time zone,
  read_by text,
  constraint portal_message_pkey PRIMARY KEY (firm_id, message_id),
  constraint portal_message_firm_id_activity_id_fkey FOREIGN KEY (firm_id, activity_id) REFERENCES activity(firm_id, activity_id) ON DELETE CASCADE,
  constraint portal_message_firm_id_thread_id_fkey FOREIGN KEY (firm_id, thread_id) REFERENCES portal_thread(firm_id, thread_id) ON DELETE CASCADE,
  constraint portal_message_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
  constraint portal_message_way_check CHECK ((way = ANY (ARRAY['portal'::text, 'email'::text, 'text'::text])))
);
CREATE INDEX portal_message_activity ON public.portal_message USING btree (firm_id, activity_id);
CREATE UNIQUE INDEX portal_message_seq ON public.portal_message USING btree (firm_id, thread_id, seq);

create table portal_notice (
  firm_id uuid not null,
  notice_id uuid not null,
  connection_id uuid not null,
  contact_id text not null,
  matter_id text,
  kind text not null,
  occasion text not null,
  about jsonb not null default '{}'::jsonb,
  state text not null,
  reason text,
  params jsonb not null default '{}'::jsonb,
  why jsonb not null default '{}'::jsonb,
  since timestamp with time zone not null,
  created_at timestamp with time zone not null,
  due_at timestamp with time zone,
  attempt integer not null default 0,
  first_attempt_at timestamp with time zone,
  fence bigint not null default 0,
  lease_until timestamp with time zone,
  message_id text not null,
  address text,
  subject text,
  error text,
  sent_at timestamp with time zone,
  way text not null default 'email'::text,
  doubt boolean not null default false,
  constraint portal_notice_pkey PRIMARY KEY (firm_id, notice_id),
  constraint portal_notice_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE,
  constraint portal_notice_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'not_sent'::text, 'failed'::text, 'needs_review'::text, 'cancelled'::text]))),
  constraint portal_notice_way_check CHECK ((way = ANY (ARRAY['email'::text, 'text'::text])))
);
CREATE INDEX portal_notice_due ON public.portal_notice USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX portal_notice_lease ON public.portal_notice USING btree (lease_until) WHERE (lease_until IS NOT NULL);
CREATE INDEX portal_notice_list ON public.portal_notice USING btree (firm_id, state, notice_id DESC);
CREATE UNIQUE INDEX portal_notice_once ON public.portal_notice USING btree (firm_id, connection_id, contact_id, occasion, way);

create table portal_reach (
  firm_id uuid not null,
  connection_id uuid not null,
  contact_id text not null,
  emails text[] not null,
  constraint portal_reach_pkey PRIMARY KEY (firm_id, connection_id, contact_id),
  constraint portal_reach_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);
CREATE INDEX portal_reach_emails ON public.portal_reach USING gin (emails);

create table portal_session (
  firm_id uuid not null,
  session_id uuid not null,
  access_id uuid not null,
  token_hash bytea not null,
  email text not null,
  browser text not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint portal_session_pkey PRIMARY KEY (firm_id, session_id),
  constraint portal_session_firm_id_access_id_fkey FOREIGN KEY (firm_id, access_id) REFERENCES portal_access(firm_id, access_id) ON DELETE CASCADE
);
CREATE INDEX portal_session_access ON public.portal_session USING btree (firm_id, access_id);
CREATE INDEX portal_session_age ON public.portal_session USING btree (expires_at);
CREATE UNIQUE INDEX portal_session_token ON public.portal_session USING btree (token_hash);

create table portal_thread (
  firm_id uuid not null,
  thread_id uuid not null,
  connection_id uuid not null,
  matter_id text not null,
  contact_id text not null,
  state text not null default 'open'::text,
  assigned_member_id uuid,
  last_seq integer not null default 0,
  last_in_seq integer not null default 0,
  last_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  constraint portal_thread_pkey PRIMARY KEY (firm_id, thread_id),
  constraint portal_thread_firm_id_assigned_member_id_fkey FOREIGN KEY (firm_id, assigned_member_id) REFERENCES member(firm_id, member_id),
  constraint portal_thread_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE,
  constraint portal_thread_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text])))
);
CREATE INDEX portal_thread_list ON public.portal_thread USING btree (firm_id, state, last_at DESC, thread_id DESC);
CREATE UNIQUE INDEX portal_thread_of ON public.portal_thread USING btree (firm_id, connection_id, matter_id, contact_id);

create table portal_thread_read (
  firm_id uuid not null,
  connection_id uuid not null,
  thread_id uuid not null,
  member_id uuid not null,
  seq integer not null,
  constraint portal_thread_read_pkey PRIMARY KEY (firm_id, thread_id, member_id),
  constraint portal_thread_read_firm_id_member_id_fkey FOREIGN KEY (firm_id, member_id) REFERENCES member(firm_id, member_id) ON DELETE CASCADE,
  constraint portal_thread_read_firm_id_thread_id_fkey FOREIGN KEY (firm_id, thread_id) REFERENCES portal_thread(firm_id, thread_id) ON DELETE CASCADE
);

create table preview_row (
  firm_id uuid not null,
  connection_id uuid not null,
  preview_id uuid not null,
  sort_name text not null,
  provider_id text not null,
  name text not null,
  lists text[] not null,
  changes json not null,
  entity text not null default 'contact'::text,
  constraint preview_row_pkey PRIMARY KEY (firm_id, connection_id, preview_id, sort_name, provider_id, entity),
  constraint preview_row_firm_id_connection_id_preview_id_fkey FOREIGN KEY (firm_id, connection_id, preview_id) REFERENCES settings_preview(firm_id, connection_id, preview_id) ON DELETE CASCADE,
  constraint preview_row_entity_check CHECK ((entity = ANY (ARRAY['contact'::text, 'matter'::text])))
);

create table project (
  firm_id uuid not null,
  connection_id uuid not null,
  provider_id text not null,
  type text,
  type_value text not null,
  phase text,
  stage text not null,
  open boolean not null,
  shown boolean not null,
  notified boolean not null,
  messages_paused boolean not null,
  participant_ids text[] not null,
  main_client_flag text,
  view json not null,
  view_hash text not null,
  projected_at timestamp with time zone not null,
  constraint project_pkey PRIMARY KEY (firm_id, connection_id, provider_id)
);
CREATE INDEX project_participants ON public.project USING gin (participant_ids);

create table projection_state (
  firm_id uuid not null,
  connection_id uuid not null,
  seq bigint not null default 0,
  settings_version integer not null default 0,
  projected_day date,
  pass_stage text,
  pass_after text,
  pass_seq bigint,
  pass_settings_version integer,
  pass_done integer not null default 0,
  pass_total integer not null default 0,
  twins_stale boolean not null default false,
  projects boolean not null default false,
  constraint projection_state_pkey PRIMARY KEY (firm_id, connection_id),
  constraint projection_state_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);

create table quarantine (
  firm_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  provider_id text not null,
  reason text not null,
  sample text not null,
  run_id uuid not null,
  first_at timestamp with time zone not null default now(),
  last_at timestamp with time zone not null default now(),
  constraint quarantine_pkey PRIMARY KEY (firm_id, connection_id, kind, provider_id),
  constraint quarantine_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);

create table rate_budget (
  scope text not null,
  told_limit integer,
  departures jsonb not null default '[]'::jsonb,
  halted_until timestamp with time zone,
  waiting_rank smallint,
  waiting_until timestamp with time zone,
  granted bigint not null default 0,
  constraint rate_budget_pkey PRIMARY KEY (scope)
);

create table record (
  firm_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  provider_id text not null,
  raw json not null,
  content_hash text not null,
  updated_at timestamp with time zone,
  read_at timestamp with time zone not null,
  decisive_at timestamp with time zone,
  presence text not null default 'present'::text,
  presence_since timestamp with time zone,
  seq bigint not null,
  run_id uuid not null,
  constraint record_pkey PRIMARY KEY (firm_id, connection_id, kind, provider_id),
  constraint record_presence_check CHECK ((presence = ANY (ARRAY['present'::text, 'suspected_gone'::text, 'tombstone'::text])))
);
CREATE INDEX record_presence ON public.record USING btree (firm_id, connection_id, kind, provider_id) WHERE (presence <> 'present'::text);
CREATE INDEX record_seq ON public.record USING btree (firm_id, connection_id, seq);

create table settings_preview (
  firm_id uuid not null,
  connection_id uuid not null,
  preview_id uuid not null,
  document jsonb not null,
  state text not null default 'running'::text,
  base_version integer not null,
  seq bigint,
  change_id bigint,
  done integer not null default 0,
  total integer not null default 0,
  outcome jsonb,
  error text,
  created_by text not null,
  created_at timestamp with time zone not null,
  beat_at timestamp with time zone not null,
  constraint settings_preview_pkey PRIMARY KEY (firm_id, connection_id, preview_id),
  constraint settings_preview_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE,
  constraint settings_preview_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text, 'applied'::text])))
);

create table settings_version (
  firm_id uuid not null,
  connection_id uuid not null,
  version integer not null,
  document jsonb not null,
  note text,
  created_by text not null,
  created_at timestamp with time zone not null default now(),
  constraint settings_version_pkey PRIMARY KEY (firm_id, connection_id, version),
  constraint settings_version_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);

create table settle_window (
  firm_id uuid not null,
  connection_id uuid not null,
  operation text not null,
  seen_ms integer[] not null default '{}'::integer[],
  constraint settle_window_pkey PRIMARY KEY (firm_id, connection_id, operation),
  constraint settle_window_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);

create table sync_listing (
  firm_id uuid not null,
  run_id uuid not null,
  kind text not null,
  part text not null,
  "position" integer not null,
  state text not null default 'waiting'::text,
  since timestamp with time zone,
  cursor text,
  pages integer not null default 0,
  rows_read integer not null default 0,
  rows_changed integer not null default 0,
  rows_quarantined integer not null default 0,
  total integer,
  restarts integer not null default 0,
  provider_time timestamp with time zone,
  first_page_at timestamp with time zone,
  note text,
  constraint sync_listing_pkey PRIMARY KEY (firm_id, run_id, kind, part),
  constraint sync_listing_firm_id_run_id_fkey FOREIGN KEY (firm_id, run_id) REFERENCES sync_run(firm_id, run_id) ON DELETE CASCADE,
  constraint sync_listing_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'reading'::text, 'done'::text, 'refused'::text])))
);

create table sync_mark (
  firm_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  read_through timestamp with time zone not null,
  succeeded_at timestamp with time zone not null,
  constraint sync_mark_pkey PRIMARY KEY (firm_id, connection_id, kind),
  constraint sync_mark_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);

create table sync_run (
  firm_id uuid not null,
  run_id uuid not null,
  connection_id uuid not null,
  mode text not null,
  trigger text not null,
  target_kind text,
  target_id text,
  state text not null default 'running'::text,
  phase text not null default 'reading'::text,
  started_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  requests integer not null default 0,
  contacts_before integer not null default 0,
  lease_until timestamp with time zone not null,
  fence bigint not null default 1,
  error text,
  remedy text,
  counts jsonb,
  constraint sync_run_pkey PRIMARY KEY (firm_id, run_id),
  constraint sync_run_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE,
  constraint sync_run_mode_check CHECK ((mode = ANY (ARRAY['first'::text, 'incremental'::text, 'full'::text, 'record'::text]))),
  constraint sync_run_state_check CHECK ((state = ANY (ARRAY['running'::text, 'succeeded'::text, 'held'::text, 'failed'::text])))
);
CREATE INDEX sync_run_recent ON public.sync_run USING btree (firm_id, connection_id, started_at DESC);
CREATE INDEX sync_run_record ON public.sync_run USING btree (lease_until) WHERE ((state = 'running'::text) AND (mode = 'record'::text));
CREATE UNIQUE INDEX sync_run_running ON public.sync_run USING btree (firm_id, connection_id) WHERE ((state = 'running'::text) AND (mode <> 'record'::text));
CREATE INDEX sync_run_unfinished ON public.sync_run USING btree (lease_until) WHERE (state = 'running'::text);

create table sync_seen (
  firm_id uuid not null,
  run_id uuid not null,
  kind text not null,
  provider_id text not null,
  constraint sync_seen_pkey PRIMARY KEY (firm_id, run_id, kind, provider_id)
);

create table task (
  firm_id uuid not null,
  task_id uuid not null,
  connection_id uuid not null,
  contact_id text not null,
  matter_id text,
  member_id uuid not null,
  title text not null,
  due_on date,
  state text not null default 'open'::text,
  start_id uuid,
  step integer,
  created_at timestamp with time zone not null,
  done_at timestamp with time zone,
  done_by text,
  constraint task_pkey PRIMARY KEY (firm_id, task_id),
  constraint task_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE,
  constraint task_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text])))
);
CREATE INDEX task_contact ON public.task USING btree (firm_id, connection_id, contact_id);
CREATE INDEX task_list ON public.task USING btree (firm_id, state, member_id, task_id);
CREATE UNIQUE INDEX task_once ON public.task USING btree (firm_id, start_id, step) WHERE (start_id IS NOT NULL);

create table text_account (
  firm_id uuid not null,
  account_sid text not null,
  api_key_sid text not null,
  sender text not null,
  service_sid text not null,
  key_id uuid not null,
  secret_version integer not null,
  auth_token bytea not null,
  api_key_secret bytea,
  hook_id uuid not null,
  sending boolean not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  constraint text_account_pkey PRIMARY KEY (firm_id),
  constraint text_account_hook_id_key UNIQUE (hook_id),
  constraint text_account_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE
);

create table text_in (
  firm_id uuid not null,
  text_id uuid not null,
  sid text not null,
  number text not null,
  body text not null,
  media jsonb not null default '[]'::jsonb,
  word text,
  state text not null,
  reason text,
  connection_id uuid,
  contact_id text,
  matter_id text,
  received_at timestamp with time zone not null,
  decided_by text,
  decided_at timestamp with time zone,
  constraint text_in_pkey PRIMARY KEY (firm_id, text_id),
  constraint text_in_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE,
  constraint text_in_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE,
  constraint text_in_state_check CHECK ((state = ANY (ARRAY['coming'::text, 'taken'::text, 'held'::text, 'noted'::text, 'dismissed'::text]))),
  constraint text_in_word_check CHECK ((word = ANY (ARRAY['stop'::text, 'start'::text, 'help'::text])))
);
CREATE INDEX text_in_coming ON public.text_in USING btree (received_at) WHERE (state = 'coming'::text);
CREATE INDEX text_in_connection ON public.text_in USING btree (firm_id, connection_id) WHERE (connection_id IS NOT NULL);
CREATE INDEX text_in_held ON public.text_in USING btree (firm_id, text_id DESC) WHERE (state = 'held'::text);
CREATE UNIQUE INDEX text_in_once ON public.text_in USING btree (firm_id, sid);

create table text_number (
  firm_id uuid not null,
  number text not null,
  stopped_at timestamp with time zone,
  stopped_word text,
  trouble_code integer,
  trouble_at timestamp with time zone,
  constraint text_number_pkey PRIMARY KEY (firm_id, number),
  constraint text_number_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE
);

create table text_out (
  firm_id uuid not null,
  text_id uuid not null,
  connection_id uuid not null,
  contact_id text not null,
  matter_id text,
  purpose text not null,
  notice_id uuid,
  member_id uuid not null,
  by_name text not null,
  number text not null,
  body text not null,
  key text not null,
  state text not null,
  reason text,
  code integer,
  error text,
  at_once boolean not null default false,
  since timestamp with time zone not null,
  created_at timestamp with time zone not null,
  due_at timestamp with time zone,
  attempt integer not null default 0,
  first_attempt_at timestamp with time zone,
  fence bigint not null default 0,
  lease_until timestamp with time zone,
  looked_at timestamp with time zone,
  looks integer not null default 0,
  sid text,
  sent_at timestamp with time zone,
  delivery text,
  delivery_code integer,
  delivery_at timestamp with time zone,
  activity_id uuid,
  logged_at timestamp with time zone,
  constraint text_out_pkey PRIMARY KEY (firm_id, text_id),
  constraint text_out_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE,
  constraint text_out_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE,
  constraint text_out_purpose_check CHECK ((purpose = ANY (ARRAY['message'::text, 'notice'::text]))),
  constraint text_out_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'needs_review'::text, 'cancelled'::text])))
);
CREATE INDEX text_out_activity ON public.text_out USING btree (firm_id, activity_id) WHERE (activity_id IS NOT NULL);
CREATE INDEX text_out_contact ON public.text_out USING btree (firm_id, connection_id, contact_id, text_id DESC);
CREATE INDEX text_out_due ON public.text_out USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE UNIQUE INDEX text_out_key ON public.text_out USING btree (firm_id, key);
CREATE INDEX text_out_lease ON public.text_out USING btree (lease_until) WHERE (lease_until IS NOT NULL);
CREATE INDEX text_out_look ON public.text_out USING btree (looked_at) WHERE (state = 'needs_review'::text);
CREATE INDEX text_out_number ON public.text_out USING btree (firm_id, number, since DESC);
CREATE UNIQUE INDEX text_out_sid ON public.text_out USING btree (firm_id, sid) WHERE (sid IS NOT NULL);
CREATE INDEX text_out_unlogged ON public.text_out USING btree (sent_at) WHERE ((state = 'sent'::text) AND (logged_at IS NULL));

create table webhook_attempt (
  firm_id uuid not null,
  endpoint_id uuid not null,
  seq bigint not null,
  attempt_id bigint not null generated always as identity,
  at timestamp with time zone not null,
  took_ms integer not null,
  status integer,
  answer text not null default ''::text,
  error text,
  constraint webhook_attempt_pkey PRIMARY KEY (firm_id, endpoint_id, seq, attempt_id),
  constraint webhook_attempt_firm_id_endpoint_id_seq_fkey FOREIGN KEY (firm_id, endpoint_id, seq) REFERENCES webhook_delivery(firm_id, endpoint_id, seq) ON DELETE CASCADE
);

create table webhook_care (
  firm_id uuid not null,
  connection_id uuid not null,
  due_at timestamp with time zone not null,
  lease_until timestamp with time zone,
  fence bigint not null default 0,
  checked_at timestamp with time zone,
  gap_at timestamp with time zone,
  judged_at timestamp with time zone,
  failures integer not null default 0,
  error text,
  error_since timestamp with time zone,
  constraint webhook_care_pkey PRIMARY KEY (firm_id, connection_id),
  constraint webhook_care_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);
CREATE INDEX webhook_care_due ON public.webhook_care USING btree (due_at);

create table webhook_delivery (
  firm_id uuid not null,
  endpoint_id uuid not null,
  seq bigint not null,
  state text not null default 'pending'::text,
  attempts integer not null default 0,
  first_attempt_at timestamp with time zone,
  last_attempt_at timestamp with time zone,
  next_attempt_at timestamp with time zone not null,
  status integer,
  error text,
  delivered_at timestamp with time zone,
  constraint webhook_delivery_pkey PRIMARY KEY (firm_id, endpoint_id, seq),
  constraint webhook_delivery_firm_id_endpoint_id_fkey FOREIGN KEY (firm_id, endpoint_id) REFERENCES webhook_endpoint(firm_id, endpoint_id) ON DELETE CASCADE,
  constraint webhook_delivery_firm_id_seq_fkey FOREIGN KEY (firm_id, seq) REFERENCES event(firm_id, seq) ON DELETE CASCADE,
  constraint webhook_delivery_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'delivered'::text, 'failed'::text])))
);
CREATE INDEX webhook_delivery_due ON public.webhook_delivery USING btree (firm_id, endpoint_id, next_attempt_at) WHERE (state = 'pending'::text);
CREATE INDEX webhook_delivery_event ON public.webhook_delivery USING btree (firm_id, seq);

create table webhook_endpoint (
  firm_id uuid not null,
  endpoint_id uuid not null,
  url text not null,
  description text not null default ''::text,
  event_types text[] not null default '{}'::text[],
  state text not null default 'active'::text,
  state_since timestamp with time zone not null,
  notice text,
  key_id uuid not null,
  secret_version integer not null default 1,
  secret bytea not null,
  previous_secret bytea,
  previous_until timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint webhook_endpoint_pkey PRIMARY KEY (firm_id, endpoint_id),
  constraint webhook_endpoint_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(firm_id) ON DELETE CASCADE,
  constraint webhook_endpoint_state_check CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text, 'disabled'::text])))
);

create table webhook_hint (
  firm_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  provider_id text not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  deliveries integer not null default 1,
  reads integer not null default 0,
  run_id uuid,
  claimed_until timestamp with time zone,
  constraint webhook_hint_pkey PRIMARY KEY (firm_id, connection_id, kind, provider_id),
  constraint webhook_hint_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);
CREATE INDEX webhook_hint_due ON public.webhook_hint USING btree (due_at);

create table webhook_inbox (
  firm_id uuid not null,
  delivery_id uuid not null,
  connection_id uuid not null,
  subscription_id uuid not null,
  received_at timestamp with time zone not null,
  digest bytea not null,
  hour bigint not null,
  headers json not null,
  body bytea not null,
  verified boolean,
  kind text,
  provider_id text,
  action text,
  constraint webhook_inbox_pkey PRIMARY KEY (firm_id, delivery_id)
);
CREATE INDEX webhook_inbox_age ON public.webhook_inbox USING brin (received_at);
CREATE UNIQUE INDEX webhook_inbox_once ON public.webhook_inbox USING btree (firm_id, subscription_id, hour, digest);
CREATE INDEX webhook_inbox_time ON public.webhook_inbox USING btree (firm_id, connection_id, received_at);

create table webhook_refusal (
  firm_id uuid not null,
  connection_id uuid not null,
  reason text not null,
  day date not null,
  count bigint not null,
  last_at timestamp with time zone not null,
  constraint webhook_refusal_pkey PRIMARY KEY (firm_id, connection_id, reason, day),
  constraint webhook_refusal_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE
);

create table webhook_subscription (
  firm_id uuid not null,
  subscription_id uuid not null,
  connection_id uuid not null,
  model text not null,
  kind text not null,
  provider_id text,
  base_url text not null,
  token_hash bytea not null,
  key_id uuid,
  secret bytea,
  state text not null default 'creating'::text,
  state_since timestamp with time zone not null,
  detail text,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  silent_since timestamp with time zone,
  last_gap_at timestamp with time zone,
  constraint webhook_subscription_pkey PRIMARY KEY (firm_id, subscription_id),
  constraint webhook_subscription_firm_id_connection_id_fkey FOREIGN KEY (firm_id, connection_id) REFERENCES connection(firm_id, connection_id) ON DELETE CASCADE,
  constraint webhook_subscription_state_check CHECK ((state = ANY (ARRAY['creating'::text, 'pending'::text, 'enabled'::text, 'ended'::text])))
);
CREATE INDEX webhook_subscription_connection ON public.webhook_subscription USING btree (connection_id);
CREATE UNIQUE INDEX webhook_subscription_live ON public.webhook_subscription USING btree (firm_id, connection_id, model) WHERE (state <> 'ended'::text);

CREATE OR REPLACE FUNCTION public.keep_contact_words()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into contact_words (firm_id, connection_id, provider_id, search)
  select firm_id, connection_id, provider_id, search from fresh
  on conflict (firm_id, connection_id, provider_id) do update set search = excluded.search;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.renew_contact_words()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update contact_words set search = new.search
  where firm_id = new.firm_id and connection_id = new.connection_id and provider_id = new.provider_id;
  return null;
end $function$;
