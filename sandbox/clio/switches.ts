/**
 * Every unknown of the fact sheet (`[?]` in clio.md) is a switch, so that a client can be tried against each answer. Those that touch
 * reading are here, those that touch writing in write_switches.ts.
 */
import { initialValues } from "../kit/asked_switches.ts";
import type { ClioWriteSwitches } from "./write_switches.ts";
import { CLIO_WRITE_SWITCHES } from "./write_switches.ts";

export const PERMISSIONS = ["contacts", "matters", "users", "custom_fields", "documents", "communications", "notes", "webhooks"] as const;
export type Permission = (typeof PERMISSIONS)[number];

export interface ClioSwitches extends ClioWriteSwitches {
  /** §4: requests per minute and token at peak; null switches the limit off. */
  rate_limit: number | null;
  /** §4: the unpublished higher limit outside peak hours; null: the same as at peak. */
  off_peak_rate_limit: number | null;
  /** §4: whether a 304 counts against the limit. */
  not_modified_counts: boolean;
  /** §1.2: seconds that an access token lives (older documents say 604800). */
  access_token_seconds: number;
  /** §1.2: whether a refresh kills the previous access token. */
  refresh_revokes_access_token: boolean;
  /** §1.2: whether the answer to a refresh repeats the refresh token. */
  refresh_answer_has_refresh_token: boolean;
  /** §1.2: whether deauthorizing also kills the refresh token. */
  deauthorize_kills_refresh_token: boolean;
  /** §1.2: whether deauthorizing also deletes the user's webhooks. */
  deauthorize_kills_webhooks: boolean;
  /** §1.2: status of a refused token request. */
  oauth_error_status: 400 | 401;
  /** §1.2: some front ends answer a refused token request with a page. */
  oauth_error_html: boolean;
  /** §1.3: the app's permissions; a user keeps those of their last authorization. */
  permissions: readonly Permission[];
  /** §13.15: whether tokens of a disabled user are still accepted. */
  disabled_user_keeps_access: boolean;
  /** §1.1: an HTML 403 for a missing User-Agent or one that holds a URL. */
  refuse_odd_user_agents: boolean;
  /** §2: what a bare association shows inside braces; vendor examples show only the id. */
  bare_second_level: "id" | "id_etag";
  /** §2: whether a bare `picklist_option` also tells its text. */
  bare_picklist_option_has_option: boolean;
  /** §8.2: `responsible_staff` is missing in the older vendor document; false: asking for it is a 400. */
  responsible_staff_field: boolean;
  /** §3: whether lists tell `meta.records`. */
  records_in_meta: boolean;
  /** §3: minutes that a page token stays good. */
  page_token_minutes: number;
  /** §3: status for a page token that is expired, foreign, or used with other filters. */
  page_token_error_status: 400 | 404 | 422;
  /** §3: limit=0 or above the maximum. */
  limit_out_of_range: "refuse" | "clamp";
  /** §3: reading on past 10,000 records in offset mode. */
  beyond_10000: "refuse" | "empty";
  /** §3: `order` on lists that name none (relationships, matter_stages). */
  undocumented_order: "refuse" | "ignore";
  /** §3: most `ids[]` in one request; null: no limit. */
  ids_maximum: number | null;
  /** §7: whether `updated_since` and `created_since` include rows of that very time. */
  since_is_inclusive: boolean;
  /** §7: precision with which times are compared; answers show whole seconds either way. */
  since_precision: "seconds" | "milliseconds";
  /** §11.18: the offset in which timestamps are written. */
  timestamp_offset: "Z" | "+00:00" | "-07:00" | "-08:00";
  /** §7: whether a changed e-mail, phone, address, web site or custom value touches the parent's `updated_at`. */
  child_change_bumps_parent: boolean;
  /** §7: whether a new, changed or deleted relationship touches its matter's `updated_at`. */
  relationship_change_bumps_matter: boolean;
  /** §7: the same for its contact. */
  relationship_change_bumps_contact: boolean;
  /** §8.1: whether `is_client`, which follows the matters, touches the contact's `updated_at`. */
  client_flag_bumps_contact: boolean;
  /** §5.1: whether the etag changes when only a child did. */
  child_change_changes_etag: boolean;
  /** §7: seconds by which the `query` index lags behind. */
  query_index_lag_seconds: number;
  /** §1.3, §8.1: GET of a contact or matter that the user may not see. */
  hidden_record_status: 403 | 404;
  /** §8.1: what stays on a redacted association: the id, or the id and every other field as null. */
  redacted_keys: "id_only" | "all_null";
  /** §8.6: how a custom field without a value appears on a record. */
  unset_custom_field: "absent" | "null_id" | "placeholder";
  /** §8.5: some accounts strip custom values to their ids and answer 403 on `/custom_fields`. */
  stripped_custom_values: boolean;
  /** §8.6: JSON types of values: as their type suggests, or all as texts. */
  custom_value_types: "native" | "text";
  /** §8.5: whether `/custom_fields` takes `parent_type` capitalised too. */
  parent_type_any_case: boolean;
  /** §9.1: casing that the `type` filter of `/notes` takes. */
  notes_type_case: "any" | "lower" | "capital";
  /** §6.1: what `url` may be; the vendor takes https only. */
  webhook_url: "https_only" | "https_or_loopback";
  /** §6.1: events when none are named. */
  webhook_default_events: "all" | "none";
  /** §6.1: days that a webhook lives at most. */
  webhook_maximum_days: number;
  /** §6.1: asking for longer than the maximum. */
  webhook_too_long: "refuse" | "clamp";
  /** §6.2: `none`: enabled at once, as one account was seen to do. */
  webhook_handshake: "sent" | "none";
  /** §6.2: where the handshake's body names the webhook. */
  webhook_handshake_body: "data.webhook_id" | "data.id" | "meta.webhook_id";
  /** §6.1: whether GET shows `shared_secret`. */
  webhook_secret_readable: boolean;
  /** §6.3: whether other requested fields are filled on `deleted`. */
  webhook_deleted_payload: "id_etag" | "all_fields";
  /** §6.3: whether a change inside a watched association counts. */
  webhook_nested_changes_count: boolean;
  /** §6.3: deliveries given up in a row until the webhook is suspended. */
  webhook_suspend_after: number;
  /** §6.3: what a webhook whose receiver answered 410 looks like. */
  webhook_after_410: "suspended" | "deleted";
  /** §6.3: what an expired webhook looks like. */
  webhook_after_expiry: "listed" | "deleted";
  /** §6.3: whether PATCH wakes a suspended webhook. */
  webhook_patch_reenables: boolean;
}

export const DEFAULT_SWITCHES: ClioSwitches = {
  ...initialValues(CLIO_WRITE_SWITCHES),
  rate_limit: 50,
  off_peak_rate_limit: null,
  not_modified_counts: true,
  access_token_seconds: 2_592_000,
  refresh_revokes_access_token: false,
  refresh_answer_has_refresh_token: false,
  deauthorize_kills_refresh_token: true,
  deauthorize_kills_webhooks: true,
  oauth_error_status: 400,
  oauth_error_html: false,
  permissions: PERMISSIONS,
  disabled_user_keeps_access: false,
  refuse_odd_user_agents: false,
  bare_second_level: "id",
  bare_picklist_option_has_option: false,
  responsible_staff_field: true,
  records_in_meta: true,
  page_token_minutes: 60,
  page_token_error_status: 400,
  limit_out_of_range: "refuse",
  beyond_10000: "refuse",
  undocumented_order: "refuse",
  ids_maximum: null,
  since_is_inclusive: true,
  since_precision: "seconds",
  timestamp_offset: "Z",
  child_change_bumps_parent: true,
  relationship_change_bumps_matter: false,
  relationship_change_bumps_contact: false,
  client_flag_bumps_contact: false,
  child_change_changes_etag: true,
  query_index_lag_seconds: 10,
  hidden_record_status: 404,
  redacted_keys: "id_only",
  unset_custom_field: "absent",
  stripped_custom_values: false,
  custom_value_types: "native",
  parent_type_any_case: false,
  notes_type_case: "any",
  webhook_url: "https_or_loopback",
  webhook_default_events: "all",
  webhook_maximum_days: 31,
  webhook_too_long: "refuse",
  webhook_handshake: "sent",
  webhook_handshake_body: "data.webhook_id",
  webhook_secret_readable: true,
  webhook_deleted_payload: "id_etag",
  webhook_nested_changes_count: true,
  webhook_suspend_after: 3,
  webhook_after_410: "suspended",
  webhook_after_expiry: "listed",
  webhook_patch_reenables: false,
};
