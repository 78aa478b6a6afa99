/** Written by `npm run db:types` from the migrated database. Not to be edited. */
import type { ColumnType } from "kysely";

type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;

interface Activity {
  activity_id: string;
  address: string | null;
  author_member_id: string;
  body: string;
  connection_id: string;
  contact_id: string;
  conversation: string | null;
  created_at: string;
  direction: string | null;
  edited_at: string | null;
  firm_id: string;
  kept_here: Generated<boolean>;
  kind: string;
  matter_id: string | null;
  needs_filing: Generated<boolean>;
  occurred_at: string;
  revision: Generated<number>;
  source: string;
  source_key: string | null;
  subject: string;
}

interface ActivityFile {
  activity_id: string;
  file_id: string;
  firm_id: string;
  position: number;
}

interface Affiliation {
  company_id: string;
  connection_id: string;
  contact_id: string;
  firm_id: string;
}

interface ApiKey {
  api_key_id: string;
  created_at: Generated<string>;
  expires_at: string | null;
  firm_id: string;
  key_hash: Buffer;
  last_used_at: string | null;
  member_id: string;
  name: string;
  prefix: string;
  revoked_at: string | null;
  scopes: string[];
}

interface Audit {
  action: string;
  actor: string;
  address: string | null;
  at: Generated<string>;
  audit_id: Generated<number>;
  detail: Generated<unknown>;
  firm_id: string;
  member_id: string | null;
  target: string;
  via: string;
}

interface AuthAccount {
  access_token: string | null;
  access_token_expires_at: string | null;
  account_id: string;
  created_at: Generated<string>;
  id: string;
  id_token: string | null;
  password: string | null;
  provider_id: string;
  refresh_token: string | null;
  refresh_token_expires_at: string | null;
  scope: string | null;
  updated_at: Generated<string>;
  user_id: string;
}

interface AuthAttempt {
  count: number;
  key_hash: Buffer;
  window_ends_at: string;
}

interface AuthSession {
  created_at: Generated<string>;
  expires_at: string;
  id: string;
  ip_address: string | null;
  token: string;
  updated_at: Generated<string>;
  user_agent: string | null;
  user_id: string;
}

interface AuthTwoFactor {
  backup_codes: string;
  failed_verification_count: Generated<number>;
  id: string;
  locked_until: string | null;
  secret: string;
  user_id: string;
  verified: Generated<boolean>;
}

interface AuthUser {
  created_at: Generated<string>;
  email: string;
  email_verified: Generated<boolean>;
  id: string;
  image: string | null;
  name: string;
  two_factor_enabled: Generated<boolean>;
  updated_at: Generated<string>;
}

interface AuthVerification {
  created_at: Generated<string>;
  expires_at: string;
  id: string;
  identifier: string;
  updated_at: Generated<string>;
  value: string;
}

interface Automation {
  active: Generated<boolean>;
  active_from_seq: Generated<number>;
  active_since: string | null;
  archived_at: string | null;
  automation_id: string;
  created_at: string;
  firm_id: string;
  name: string;
  version: number;
}

interface AutomationBatch {
  batch_id: string;
  cause: string;
  cause_id: string;
  created_at: string;
  decided_at: string | null;
  decided_by: string | null;
  firm_id: string;
  params: Generated<unknown>;
  provider: string;
  state: Generated<string>;
}

interface AutomationClock {
  connection_id: string;
  doubt_since: string | null;
  event_seq: number;
  fact_day: string;
  firm_id: string;
}

interface AutomationOptOut {
  address: string;
  firm_id: string;
  set_at: string;
  set_by: string;
  via: Generated<string>;
}

interface AutomationPause {
  bulk_id: string | null;
  firm_id: string;
  kind: string;
  provider: Generated<string>;
  set_at: string;
  set_by: string;
  target_id: Generated<string>;
  until: string | null;
}

interface AutomationPauseEnded {
  bulk_id: string;
  firm_id: string;
  provider: string;
  set_at: string;
  set_by: string;
  target_id: string;
  until: string | null;
}

interface AutomationRules {
  document: unknown;
  firm_id: string;
}

interface AutomationSend {
  address: string | null;
  attempt: Generated<number>;
  author_member_id: string | null;
  body: string | null;
  connection_id: string;
  contact_id: string;
  created_at: string;
  due_at: string | null;
  error: string | null;
  fence: Generated<number>;
  firm_id: string;
  first_attempt_at: string | null;
  lease_until: string | null;
  logged_at: string | null;
  matter_id: string | null;
  message_id: string;
  params: Generated<unknown>;
  reason: string | null;
  send_id: string;
  sent_at: string | null;
  since: string;
  start_id: string;
  state: string;
  step: number;
  subject: string | null;
  template_id: string;
}

interface AutomationStart {
  about: Generated<unknown>;
  approved_by: string | null;
  approved_words: number | null;
  automation_id: string;
  batch_id: string | null;
  cause: string;
  cause_id: string | null;
  contact_id: string;
  created_at: string;
  due_at: string | null;
  firm_id: string;
  matter_id: string | null;
  occasion: string;
  params: Generated<unknown>;
  provider: string;
  reason: string | null;
  since: string;
  start_id: string;
  state: string;
  step: Generated<number>;
  version: number;
}

interface AutomationStory {
  at: string;
  firm_id: string;
  params: Generated<unknown>;
  reason: string | null;
  seq: Generated<number>;
  start_id: string;
  state: string;
  told_by: string | null;
}

interface AutomationTemplate {
  body: string;
  fallbacks: unknown;
  firm_id: string;
  name: string;
  subject: string;
  template_id: string;
  updated_at: string;
  updated_by: string;
  words_seq: Generated<number>;
}

interface AutomationVersion {
  automation_id: string;
  created_at: string;
  created_by: string;
  document: unknown;
  firm_id: string;
  member_id: string | null;
  version: number;
}

interface BulkEdit {
  bulk_id: string;
  created_at: string;
  firm_id: string;
  kind: string;
  member_id: string;
  owner_member_id: string | null;
  tag: string | null;
  until: string | null;
}

interface BulkEditRow {
  before: unknown | null;
  bulk_id: string;
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

interface ClientEver {
  cause: string;
  cause_id: string | null;
  contact_id: string;
  firm_id: string;
  provider: string;
  since: string;
}

interface Connection {
  account_id: string;
  account_name: string;
  blind_since: string | null;
  connection_id: string;
  created_at: Generated<string>;
  ended_by: string | null;
  ending_since: string | null;
  erase_total: Generated<number>;
  erased: Generated<number>;
  erasing_since: string | null;
  firm_id: string;
  firm_url: string | null;
  firm_uuid: string | null;
  first_synced_at: string | null;
  member_id: string | null;
  probe: unknown | null;
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
  client_id: string | null;
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
  issue_codes: Generated<string[]>;
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
}

interface ContactPin {
  connection_id: string;
  contact_id: string;
  created_at: Generated<string>;
  firm_id: string;
  member_id: string;
  pinned_by: string | null;
}

interface ContactTwin {
  connection_id: string;
  firm_id: string;
  provider_id: string;
}

interface ContactWords {
  connection_id: string;
  firm_id: string;
  provider_id: string;
  search: string;
}

interface Delivery {
  absent: Generated<number>;
  absent_ms: number | null;
  accepted: Generated<number>;
  attempt: Generated<number>;
  author_member_id: string;
  blocks: Generated<boolean>;
  connection_id: string;
  contact_id: string;
  created_at: string;
  creates: Generated<number>;
  delivered_at: string | null;
  delivery_id: string;
  doubt: Generated<boolean>;
  due_at: string | null;
  fence: Generated<number>;
  field: unknown | null;
  file_id: string | null;
  firm_id: string;
  first_queued_at: string;
  group_key: string | null;
  janitor_at: string | null;
  kind: string;
  lease_until: string | null;
  looks: Generated<number>;
  marker: string;
  matter_id: string | null;
  occurred_at: string;
  on_behalf: Generated<boolean>;
  operation: string;
  parent_id: string | null;
  parent_kind: string | null;
  payload: unknown | null;
  progress: unknown | null;
  provider_id: string | null;
  reason: string | null;
  revision: Generated<number>;
  sending_revision: Generated<number>;
  sent_at: string | null;
  sighting: unknown | null;
  since: string;
  state: string;
  step: Generated<string>;
  twins: Generated<unknown>;
  twins_accepted: Generated<string[]>;
  unknown_since: string | null;
  url: string | null;
  waits_for: string | null;
  words: Generated<string>;
  writer_connection_id: string | null;
  writer_name: string | null;
  writer_user_id: string | null;
  written_revision: Generated<number>;
}

interface DeliveryActivity {
  activity_id: string;
  delivery_id: string;
  firm_id: string;
}

interface DeliveryEvent {
  at: string;
  attempt: number;
  delivery_id: string;
  detail: Generated<unknown>;
  event: string;
  firm_id: string;
  from_state: string | null;
  seq: Generated<number>;
  to_state: string | null;
  words: Generated<string>;
}

interface Event {
  at: string;
  connection_id: string;
  data: unknown;
  event_id: Generated<string>;
  firm_id: string;
  seq: number;
  type: string;
}

interface EventClock {
  dropped_through: Generated<number>;
  firm_id: string;
  seq: Generated<number>;
}

interface File {
  created_at: string;
  file_id: string;
  firm_id: string;
  media_type: string;
  name: string;
  sha256: string;
  size: number;
}

interface Firm {
  country: Generated<string>;
  created_at: Generated<string>;
  firm_id: string;
  keep_history_days: Generated<number>;
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

interface FirstRun {
  connection_id: string | null;
  finished_at: string | null;
  firm_id: string;
  firm_named_at: string | null;
  provider: string | null;
  refusal: string | null;
  refused_at: string | null;
  region: string | null;
}

interface Form {
  archived_at: string | null;
  connection_id: string;
  created_at: string;
  firm_id: string;
  form_id: string;
  name: string;
  phase_from_seq: Generated<number>;
  version: number;
}

interface FormAnswer {
  answered_at: string;
  field_key: string;
  firm_id: string;
  request_id: string;
  revision: number;
  value: unknown | null;
}

interface FormClock {
  connection_id: string;
  event_seq: number;
  firm_id: string;
}

interface FormRequest {
  activity_id: string | null;
  cause: string;
  compared_at: string | null;
  connection_id: string;
  contact_id: string;
  created_at: string;
  due_on: string | null;
  ended_at: string | null;
  ended_by: string | null;
  firm_id: string;
  form_id: string;
  matter_id: string;
  phase: string | null;
  reason: string | null;
  remind_at: string | null;
  reminders: Generated<number>;
  request_id: string;
  sender_member_id: string;
  sent_at: string | null;
  sent_by: string;
  state: string;
  submitted_at: string | null;
  version: number;
}

interface FormValue {
  attempt: Generated<number>;
  author_member_id: string | null;
  decided_at: string | null;
  decided_by: string | null;
  delivery_id: string | null;
  field_id: string;
  field_key: string;
  field_name: string;
  field_type: string;
  firm_id: string;
  ours: string | null;
  request_id: string;
  state: string;
  theirs: string | null;
}

interface FormVersion {
  created_at: string;
  created_by: string;
  document: unknown;
  firm_id: string;
  form_id: string;
  member_id: string | null;
  version: number;
}

interface IdempotencyKey {
  body: Buffer | null;
  created_at: string;
  firm_id: string;
  headers: unknown | null;
  key_hash: Buffer;
  key_id: string | null;
  request_hash: Buffer;
  status: number | null;
}

interface InstallationKey {
  kek_id: string;
  key_id: string;
  only_one: Generated<boolean>;
  wrapped: Buffer;
}

interface Instance {
  changed_at: string;
  epoch: string;
  instance_id: string;
  pending: string | null;
}

interface Invitation {
  accepted_at: string | null;
  created_at: Generated<string>;
  expires_at: string;
  firm_id: string;
  invitation_id: string;
  invited_by: string;
  member_id: string;
  revoked_at: string | null;
  token_hash: Buffer;
}

interface Lane {
  connection_id: string;
  due_at: string | null;
  failures: Generated<number>;
  fence: Generated<number>;
  firm_id: string;
  head_start_ms: Generated<number>;
  kind: string;
  lease_until: string | null;
  planned_from: Generated<string>;
  rank: Generated<number>;
  ready: Generated<boolean>;
  virtual_ms: Generated<number>;
  waiting_since_ms: Generated<number>;
}

interface Mail {
  attempts: Generated<number>;
  body: string;
  created_at: Generated<string>;
  error: string | null;
  firm_id: string;
  handing_since: string | null;
  mail_id: string;
  next_at: Generated<string>;
  once: Generated<boolean>;
  recipient: string;
  reply_to: string | null;
  sent_at: string | null;
  state: Generated<string>;
  subject: string;
}

interface MailServer {
  firm_id: string;
  from_address: string;
  host: string;
  key_id: string | null;
  password: Buffer | null;
  port: number;
  secret_version: Generated<number>;
  security: string;
  updated_at: string;
  updated_by: string;
  username: string;
}

interface MainClient {
  connection_id: string;
  contact_id: string;
  created_at: string;
  firm_id: string;
  matter_id: string;
  named_by: string | null;
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
  for_contact: string;
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

interface MatterStage {
  connection_id: string;
  firm_id: string;
  matter_id: string;
  position: number;
  since: string | null;
  stage: string;
}

interface Member {
  active: Generated<boolean>;
  created_at: Generated<string>;
  email: string;
  firm_id: string;
  member_id: string;
  name: string;
  role: string;
  user_id: string | null;
}

interface MirrorClock {
  connection_id: string;
  firm_id: string;
  seq: Generated<number>;
}

interface Notice {
  connection_id: string;
  firm_id: string;
  kind: string;
  since: string;
  told_at: string;
}

interface OauthClient {
  client_id: string;
  firm_id: string;
  key_id: string;
  provider: string;
  region: string;
  secret: Buffer;
  secret_end: string;
  secret_version: Generated<number>;
  updated_at: string;
  updated_by: string;
}

interface OauthState {
  connection_id: string | null;
  expires_at: string;
  firm_id: string;
  member_id: string | null;
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

interface PortalAccess {
  access_id: string;
  connection_id: string;
  contact_id: string;
  created_at: string;
  created_by: string | null;
  email: string;
  firm_id: string;
  language: Generated<string>;
  last_seen_at: string | null;
  preferences: Generated<unknown>;
  revoked_at: string | null;
  revoked_by: string | null;
  source: string;
  state: Generated<string>;
}

interface PortalAddress {
  access_id: string | null;
  among: string[];
  answered_at: string;
  answered_by: string;
  email: string;
  firm_id: string;
}

interface PortalClock {
  connection_id: string;
  doubt_since: string | null;
  event_seq: number;
  firm_id: string;
  reach: Generated<string>;
}

interface PortalDocument {
  activity_id: string;
  by_name: string;
  connection_id: string;
  contact_id: string;
  direction: string;
  document_id: string;
  file_id: string;
  firm_id: string;
  matter_id: string;
  message_id: string | null;
  note: string;
  received_at: string | null;
  received_by: string | null;
  shared_at: string;
}

interface PortalLink {
  access_id: string;
  browser_hash: Buffer;
  created_at: string;
  email: string;
  expires_at: string;
  firm_id: string;
  link_id: string;
  token_hash: Buffer;
  used_at: string | null;
}

interface PortalMailHeld {
  body: string;
  decided: string | null;
  decided_at: string | null;
  decided_by: string | null;
  firm_id: string;
  from_address: string;
  mail_id: string;
  message_hash: Buffer;
  reason: string;
  received_at: string;
  subject: string;
  thread_id: string | null;
}

interface PortalMailIn {
  domain: string;
  firm_id: string;
  reply_key: Buffer;
  secret_hash: Buffer;
  set_at: string;
  set_by: string;
}

interface PortalMemberNotice {
  firm_id: string;
  member_id: string;
  mode: string;
}

interface PortalMessage {
  activity_id: string;
  author_name: string;
  body: string;
  connection_id: string;
  direction: string;
  firm_id: string;
  member_id: string | null;
  message_id: string;
  read_at: string | null;
  read_by: string | null;
  sent_at: string;
  seq: number;
  thread_id: string;
  way: string;
}

interface PortalNotice {
  about: Generated<unknown>;
  address: string | null;
  attempt: Generated<number>;
  connection_id: string;
  contact_id: string;
  created_at: string;
  doubt: Generated<boolean>;
  due_at: string | null;
  error: string | null;
  fence: Generated<number>;
  firm_id: string;
  first_attempt_at: string | null;
  kind: string;
  lease_until: string | null;
  matter_id: string | null;
  message_id: string;
  notice_id: string;
  occasion: string;
  params: Generated<unknown>;
  reason: string | null;
  sent_at: string | null;
  since: string;
  state: string;
  subject: string | null;
  way: Generated<string>;
  why: Generated<unknown>;
}

interface PortalReach {
  connection_id: string;
  contact_id: string;
  emails: string[];
  firm_id: string;
}

interface PortalSession {
  access_id: string;
  browser: string;
  created_at: string;
  email: string;
  expires_at: string;
  firm_id: string;
  last_used_at: string;
  session_id: string;
  token_hash: Buffer;
}

interface PortalThread {
  assigned_member_id: string | null;
  connection_id: string;
  contact_id: string;
  created_at: string;
  firm_id: string;
  last_at: string;
  last_in_seq: Generated<number>;
  last_seq: Generated<number>;
  matter_id: string;
  state: Generated<string>;
  thread_id: string;
}

interface PortalThreadRead {
  connection_id: string;
  firm_id: string;
  member_id: string;
  seq: number;
  thread_id: string;
}

interface PreviewRow {
  changes: unknown;
  connection_id: string;
  entity: Generated<string>;
  firm_id: string;
  lists: string[];
  name: string;
  preview_id: string;
  provider_id: string;
  sort_name: string;
}

interface Project {
  connection_id: string;
  firm_id: string;
  main_client_flag: string | null;
  messages_paused: boolean;
  notified: boolean;
  open: boolean;
  participant_ids: string[];
  phase: string | null;
  projected_at: string;
  provider_id: string;
  shown: boolean;
  stage: string;
  type: string | null;
  type_value: string;
  view: unknown;
  view_hash: string;
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
  projects: Generated<boolean>;
  seq: Generated<number>;
  settings_version: Generated<number>;
  twins_stale: Generated<boolean>;
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

interface RateBudget {
  departures: Generated<unknown>;
  granted: Generated<number>;
  halted_until: string | null;
  scope: string;
  told_limit: number | null;
  waiting_rank: number | null;
  waiting_until: string | null;
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

interface SettingsPreview {
  base_version: number;
  beat_at: string;
  change_id: number | null;
  connection_id: string;
  created_at: string;
  created_by: string;
  document: unknown;
  done: Generated<number>;
  error: string | null;
  firm_id: string;
  outcome: unknown | null;
  preview_id: string;
  seq: number | null;
  state: Generated<string>;
  total: Generated<number>;
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

interface SettleWindow {
  connection_id: string;
  firm_id: string;
  operation: string;
  seen_ms: Generated<number[]>;
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

interface Task {
  connection_id: string;
  contact_id: string;
  created_at: string;
  done_at: string | null;
  done_by: string | null;
  due_on: string | null;
  firm_id: string;
  matter_id: string | null;
  member_id: string;
  start_id: string | null;
  state: Generated<string>;
  step: number | null;
  task_id: string;
  title: string;
}

interface TextAccount {
  account_sid: string;
  api_key_secret: Buffer | null;
  api_key_sid: string;
  auth_token: Buffer;
  firm_id: string;
  hook_id: string;
  key_id: string;
  secret_version: number;
  sender: string;
  sending: boolean;
  service_sid: string;
  updated_at: string;
  updated_by: string;
}

interface TextIn {
  body: string;
  connection_id: string | null;
  contact_id: string | null;
  decided_at: string | null;
  decided_by: string | null;
  firm_id: string;
  matter_id: string | null;
  media: Generated<unknown>;
  number: string;
  reason: string | null;
  received_at: string;
  sid: string;
  state: string;
  text_id: string;
  word: string | null;
}

interface TextNumber {
  firm_id: string;
  number: string;
  stopped_at: string | null;
  stopped_word: string | null;
  trouble_at: string | null;
  trouble_code: number | null;
}

interface TextOut {
  activity_id: string | null;
  at_once: Generated<boolean>;
  attempt: Generated<number>;
  body: string;
  by_name: string;
  code: number | null;
  connection_id: string;
  contact_id: string;
  created_at: string;
  delivery: string | null;
  delivery_at: string | null;
  delivery_code: number | null;
  due_at: string | null;
  error: string | null;
  fence: Generated<number>;
  firm_id: string;
  first_attempt_at: string | null;
  key: string;
  lease_until: string | null;
  logged_at: string | null;
  looked_at: string | null;
  looks: Generated<number>;
  matter_id: string | null;
  member_id: string;
  notice_id: string | null;
  number: string;
  purpose: string;
  reason: string | null;
  sent_at: string | null;
  sid: string | null;
  since: string;
  state: string;
  text_id: string;
}

interface WebhookAttempt {
  answer: Generated<string>;
  at: string;
  attempt_id: Generated<number>;
  endpoint_id: string;
  error: string | null;
  firm_id: string;
  seq: number;
  status: number | null;
  took_ms: number;
}

interface WebhookCare {
  checked_at: string | null;
  connection_id: string;
  due_at: string;
  error: string | null;
  error_since: string | null;
  failures: Generated<number>;
  fence: Generated<number>;
  firm_id: string;
  gap_at: string | null;
  judged_at: string | null;
  lease_until: string | null;
}

interface WebhookDelivery {
  attempts: Generated<number>;
  delivered_at: string | null;
  endpoint_id: string;
  error: string | null;
  firm_id: string;
  first_attempt_at: string | null;
  last_attempt_at: string | null;
  next_attempt_at: string;
  seq: number;
  state: Generated<string>;
  status: number | null;
}

interface WebhookEndpoint {
  created_at: string;
  description: Generated<string>;
  endpoint_id: string;
  event_types: Generated<string[]>;
  firm_id: string;
  key_id: string;
  notice: string | null;
  previous_secret: Buffer | null;
  previous_until: string | null;
  secret: Buffer;
  secret_version: Generated<number>;
  state: Generated<string>;
  state_since: string;
  url: string;
}

interface WebhookHint {
  claimed_until: string | null;
  connection_id: string;
  deliveries: Generated<number>;
  due_at: string;
  firm_id: string;
  first_at: string;
  kind: string;
  last_at: string;
  provider_id: string;
  reads: Generated<number>;
  run_id: string | null;
}

interface WebhookInbox {
  action: string | null;
  body: Buffer;
  connection_id: string;
  delivery_id: string;
  digest: Buffer;
  firm_id: string;
  headers: unknown;
  hour: number;
  kind: string | null;
  provider_id: string | null;
  received_at: string;
  subscription_id: string;
  verified: boolean | null;
}

interface WebhookRefusal {
  connection_id: string;
  count: number;
  day: string;
  firm_id: string;
  last_at: string;
  reason: string;
}

interface WebhookSubscription {
  base_url: string;
  connection_id: string;
  created_at: string;
  detail: string | null;
  expires_at: string | null;
  firm_id: string;
  key_id: string | null;
  kind: string;
  last_gap_at: string | null;
  model: string;
  provider_id: string | null;
  secret: Buffer | null;
  silent_since: string | null;
  state: Generated<string>;
  state_since: string;
  subscription_id: string;
  token_hash: Buffer;
}

export interface Tables {
  activity: Activity;
  activity_file: ActivityFile;
  affiliation: Affiliation;
  api_key: ApiKey;
  audit: Audit;
  "auth.account": AuthAccount;
  "auth.attempt": AuthAttempt;
  "auth.session": AuthSession;
  "auth.two_factor": AuthTwoFactor;
  "auth.user": AuthUser;
  "auth.verification": AuthVerification;
  automation: Automation;
  automation_batch: AutomationBatch;
  automation_clock: AutomationClock;
  automation_opt_out: AutomationOptOut;
  automation_pause: AutomationPause;
  automation_pause_ended: AutomationPauseEnded;
  automation_rules: AutomationRules;
  automation_send: AutomationSend;
  automation_start: AutomationStart;
  automation_story: AutomationStory;
  automation_template: AutomationTemplate;
  automation_version: AutomationVersion;
  bulk_edit: BulkEdit;
  bulk_edit_row: BulkEditRow;
  change: Change;
  client_ever: ClientEver;
  connection: Connection;
  connection_grant: ConnectionGrant;
  contact: Contact;
  contact_pin: ContactPin;
  contact_twin: ContactTwin;
  contact_words: ContactWords;
  delivery: Delivery;
  delivery_activity: DeliveryActivity;
  delivery_event: DeliveryEvent;
  event: Event;
  event_clock: EventClock;
  file: File;
  firm: Firm;
  firm_key: FirmKey;
  first_run: FirstRun;
  form: Form;
  form_answer: FormAnswer;
  form_clock: FormClock;
  form_request: FormRequest;
  form_value: FormValue;
  form_version: FormVersion;
  idempotency_key: IdempotencyKey;
  installation_key: InstallationKey;
  instance: Instance;
  invitation: Invitation;
  lane: Lane;
  mail: Mail;
  mail_server: MailServer;
  main_client: MainClient;
  manual_key_fact: ManualKeyFact;
  manual_tag: ManualTag;
  matter: Matter;
  matter_stage: MatterStage;
  member: Member;
  mirror_clock: MirrorClock;
  notice: Notice;
  oauth_client: OauthClient;
  oauth_state: OauthState;
  own_write: OwnWrite;
  parked_change: ParkedChange;
  participation: Participation;
  portal_access: PortalAccess;
  portal_address: PortalAddress;
  portal_clock: PortalClock;
  portal_document: PortalDocument;
  portal_link: PortalLink;
  portal_mail_held: PortalMailHeld;
  portal_mail_in: PortalMailIn;
  portal_member_notice: PortalMemberNotice;
  portal_message: PortalMessage;
  portal_notice: PortalNotice;
  portal_reach: PortalReach;
  portal_session: PortalSession;
  portal_thread: PortalThread;
  portal_thread_read: PortalThreadRead;
  preview_row: PreviewRow;
  project: Project;
  projection_state: ProjectionState;
  quarantine: Quarantine;
  rate_budget: RateBudget;
  record: Record;
  settings_preview: SettingsPreview;
  settings_version: SettingsVersion;
  settle_window: SettleWindow;
  sync_listing: SyncListing;
  sync_mark: SyncMark;
  sync_run: SyncRun;
  sync_seen: SyncSeen;
  task: Task;
  text_account: TextAccount;
  text_in: TextIn;
  text_number: TextNumber;
  text_out: TextOut;
  webhook_attempt: WebhookAttempt;
  webhook_care: WebhookCare;
  webhook_delivery: WebhookDelivery;
  webhook_endpoint: WebhookEndpoint;
  webhook_hint: WebhookHint;
  webhook_inbox: WebhookInbox;
  webhook_refusal: WebhookRefusal;
  webhook_subscription: WebhookSubscription;
}
