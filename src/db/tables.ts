/** Written by `npm run db:types` from the migrated database. Not to be edited. */
import type { ColumnType } from "kysely";

type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;

interface Affiliation {
  company_id: string;
  connection_id: string;
  contact_id: string;
  firm_id: string;
}

interface Change {
  at: Generated<string>;
  cause: string;
  cause_id: string | null;
  change_id: Generated<number>;
  connection_id: string;
  entity: string;
  field: string;
  firm_id: string;
  new_value: unknown | null;
  old_value: unknown | null;
  provider_id: string;
  rule: string | null;
}

interface Connection {
  account_id: string;
  account_name: string;
  blind_since: string | null;
  connection_id: string;
  created_at: Generated<string>;
  firm_id: string;
  firm_url: string | null;
  firm_uuid: string | null;
  first_synced_at: string | null;
  provider: string;
  purpose: Generated<string>;
  region: string | null;
  state: Generated<string>;
  state_reason: string | null;
  state_since: Generated<string>;
  user_email: string;
  user_id: string;
  user_name: string;
}

interface ConnectionGrant {
  access_token: Buffer;
  connection_id: string;
  expires_at: string | null;
  fence: Generated<number>;
  firm_id: string;
  key_id: string;
  lease_until: string | null;
  obtained_at: string;
  previous_refresh_token: Buffer | null;
  previous_token_version: number | null;
  proved_at: string | null;
  refresh_refused_at: string | null;
  refresh_token: Buffer | null;
  scope: string | null;
  token_version: Generated<number>;
}

interface Contact {
  channel_keys: string[];
  client_status: string | null;
  connection_id: string;
  firm_id: string;
  first_projected_at: Generated<string>;
  owner_member_id: string | null;
  projected_at: Generated<string>;
  provider_id: string;
  revisit_on: string | null;
  search: string;
  skip_code: string | null;
  sort_name: string;
  state: string;
  tag_keys: string[];
  view: unknown;
  view_hash: string;
}

interface ContactPin {
  connection_id: string;
  contact_id: string;
  created_at: Generated<string>;
  firm_id: string;
  member_id: string;
}

interface Firm {
  country: Generated<string>;
  created_at: Generated<string>;
  firm_id: string;
  name: string;
  time_zone: Generated<string>;
}

interface FirmKey {
  created_at: Generated<string>;
  firm_id: string;
  kek_id: string;
  key_id: string;
  wrapped: Buffer;
}

interface ManualKeyFact {
  connection_id: string;
  contact_id: string;
  created_at: Generated<string>;
  date: string | null;
  firm_id: string;
  key_fact_id: string;
  label: string;
  member_id: string;
  text: Generated<string>;
}

interface ManualTag {
  connection_id: string;
  contact_id: string;
  created_at: Generated<string>;
  firm_id: string;
  member_id: string;
  name: string;
}

interface Matter {
  closed_on: string | null;
  connection_id: string;
  firm_id: string;
  for_contact: unknown;
  left_out: boolean;
  main_client_id: string | null;
  name: string;
  number: string;
  opened_on: string | null;
  practice_area: string;
  practice_area_id: string | null;
  presence: string;
  projected_at: Generated<string>;
  provider_id: string;
  staff_ids: string[];
  stage: string;
  stage_id: string | null;
  status: string;
  updated_at: string | null;
  view: unknown;
  view_hash: string;
}

interface Member {
  active: Generated<boolean>;
  created_at: Generated<string>;
  email: string;
  firm_id: string;
  member_id: string;
  name: string;
  role: string;
}

interface MirrorClock {
  connection_id: string;
  firm_id: string;
  seq: Generated<number>;
}

interface OauthState {
  expires_at: string;
  firm_id: string;
  provider: string;
  purpose: string;
  redirect_uri: string;
  region: string | null;
  session: string | null;
  state_hash: Buffer;
}

interface OwnWrite {
  connection_id: string;
  firm_id: string;
  kind: string;
  provider_id: string;
  written_at: Generated<string>;
}

interface ParkedChange {
  connection_id: string;
  decided_at: string | null;
  effect: string;
  firm_id: string;
  kind: string;
  provider_id: string;
  raw: unknown | null;
  read_at: string;
  run_id: string;
  state: Generated<string>;
  updated_at: string | null;
}

interface Participation {
  capacity: string;
  connection_id: string;
  firm_id: string;
  matter_id: string;
  person_id: string;
  person_type: string;
  position: number;
  relationship_id: string;
  role: string;
}

interface ProjectionState {
  connection_id: string;
  firm_id: string;
  pass_after: string | null;
  pass_done: Generated<number>;
  pass_seq: number | null;
  pass_settings_version: number | null;
  pass_stage: string | null;
  pass_total: Generated<number>;
  projected_day: string | null;
  seq: Generated<number>;
  settings_version: Generated<number>;
}

interface Quarantine {
  connection_id: string;
  firm_id: string;
  first_at: Generated<string>;
  kind: string;
  last_at: Generated<string>;
  provider_id: string;
  reason: string;
  run_id: string;
  sample: string;
}

interface Record {
  connection_id: string;
  content_hash: string;
  decisive_at: string | null;
  firm_id: string;
  kind: string;
  presence: Generated<string>;
  presence_since: string | null;
  provider_id: string;
  raw: unknown;
  read_at: string;
  run_id: string;
  seq: number;
  updated_at: string | null;
}

interface SettingsVersion {
  connection_id: string;
  created_at: Generated<string>;
  created_by: string;
  document: unknown;
  firm_id: string;
  note: string | null;
  version: number;
}

interface SyncListing {
  cursor: string | null;
  firm_id: string;
  first_page_at: string | null;
  kind: string;
  note: string | null;
  pages: Generated<number>;
  part: string;
  position: number;
  provider_time: string | null;
  restarts: Generated<number>;
  rows_changed: Generated<number>;
  rows_quarantined: Generated<number>;
  rows_read: Generated<number>;
  run_id: string;
  since: string | null;
  state: Generated<string>;
  total: number | null;
}

interface SyncMark {
  connection_id: string;
  firm_id: string;
  kind: string;
  read_through: string;
  succeeded_at: string;
}

interface SyncRun {
  connection_id: string;
  contacts_before: Generated<number>;
  counts: unknown | null;
  error: string | null;
  fence: Generated<number>;
  finished_at: string | null;
  firm_id: string;
  lease_until: string;
  mode: string;
  phase: Generated<string>;
  remedy: string | null;
  requests: Generated<number>;
  run_id: string;
  started_at: Generated<string>;
  state: Generated<string>;
  target_id: string | null;
  target_kind: string | null;
  trigger: string;
}

interface SyncSeen {
  firm_id: string;
  kind: string;
  provider_id: string;
  run_id: string;
}

export interface Tables {
  affiliation: Affiliation;
  change: Change;
  connection: Connection;
  connection_grant: ConnectionGrant;
  contact: Contact;
  contact_pin: ContactPin;
  firm: Firm;
  firm_key: FirmKey;
  manual_key_fact: ManualKeyFact;
  manual_tag: ManualTag;
  matter: Matter;
  member: Member;
  mirror_clock: MirrorClock;
  oauth_state: OauthState;
  own_write: OwnWrite;
  parked_change: ParkedChange;
  participation: Participation;
  projection_state: ProjectionState;
  quarantine: Quarantine;
  record: Record;
  settings_version: SettingsVersion;
  sync_listing: SyncListing;
  sync_mark: SyncMark;
  sync_run: SyncRun;
  sync_seen: SyncSeen;
}
