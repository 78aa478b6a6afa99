/** Every `[?]` of the fact sheet, as a switch: those that concern reading here, those that concern writing in write_switches.ts. Sections are those of `mycase.md`. */
import { initialValues } from "../kit/asked_switches.ts";
import type { MyCaseWriteSwitches } from "./write_switches.ts";
import { MYCASE_WRITE_SWITCHES } from "./write_switches.ts";

export interface MyCaseSwitches extends MyCaseWriteSwitches {
  /** 3: requests per second of one OAuth client; null: no limit. */
  rate_limit: number | null;
  /** 3: whether a 429 says how long to wait. */
  retry_after: "none" | "seconds";
  /** 1.1: whether `/tokens` also takes form-encoded bodies. */
  accept_form_tokens: boolean;
  /** 1.1: error body of `/tokens`. */
  token_error_body: "oauth" | "errors";
  /** 1.1: status for a code or refresh token that is not, or no longer, good. */
  token_error_status: 400 | 401 | 403;
  /** 1.1: how long an authorization code lives. */
  code_seconds: number;
  /** 1.1: whether a refusal by the person sends them back with `error=access_denied`. */
  denial_redirects: boolean;
  /** 1.2 */
  access_token_seconds: number;
  /** 1.2: two weeks from each refresh. */
  refresh_token_seconds: number;
  /** 1.2: whether a refresh token works once. */
  rotation: "single_use" | "reusable";
  /** 1.2: how long a used refresh token still works. */
  rotation_grace_seconds: number;
  /** 1.2: whether a refresh ends the access token before it. */
  refresh_ends_access_token: boolean;
  /** 3: body of a 401 on data. */
  unauthorized_body: "errors" | "message" | "empty";
  /** 2.1: life of a page token. */
  page_token_seconds: number;
  /** 2.1: answer to an expired or malformed page token. */
  page_token_status: 400 | 404 | 410 | 422;
  /** 2.1: whether the token holds the filters, or the link repeats them. */
  page_link: "baked_in_token" | "repeats_query";
  /** 2.1: a page size outside 1…1000. */
  page_size_out_of_range: "reject" | "clamp";
  /** 2.1: whether lists under a record (a client's cases, notes) honour `page_size`. */
  nested_page_size: boolean;
  /** 2.1: Item-Count was seen missing on one list. */
  item_count: boolean;
  /** 2.1: by id with a steady cursor; by last update with a shifting offset, so that edits make rows repeat and go missing. */
  list_order: "id" | "updated_at";
  /** 2.2: an unknown filter. */
  unknown_filter: "ignore" | "reject";
  /** 2.2: how text filters match. */
  text_filter: "exact" | "ignore_case" | "contains";
  /** 2.2: whether phone filters compare digits only. */
  phone_filter_digits: boolean;
  /** 7: whether lists hold archived clients and companies. */
  list_archived: boolean;
  /** 3: answer for a record that the user may not see. */
  hidden_record_status: 403 | 404;
  /** 1.3: whose contacts a user sees who is limited to linked cases. */
  linked_user_contacts: "linked" | "all";
  /** 4.10: what stands in a list field's value. */
  list_value: "text" | "key";
  /** 4.10: currency and numeric values. */
  number_value: "number" | "string";
  /** 4: how blank fields are written, where the vendor's file does not say "null". */
  blank_fields: "null" | "empty" | "absent";
  /** 4: share of fields that are missing or null although they have a value (0 to 1). */
  missing_rate: number;
  /** 4: share of numbers that come as strings (0 to 1). */
  numeric_string_rate: number;
  /** 7: whether a change of custom values alone moves the record's `updated_at`. */
  custom_value_bumps: boolean;
  /** 7: whether a change of the people, companies or staff alone moves the case's `updated_at`. */
  link_bumps_case: boolean;
  /** 7: whether joining or leaving a case moves the client's. */
  link_bumps_client: boolean;
  /** 7: whether renaming an area or stage moves the cases that have it. */
  rename_bumps_cases: boolean;
  /** 5.2: signature of a delivery; null: none. */
  webhook_signature: { header: string; encoding: "hex" | "base64"; prefix: string } | null;
  /** 5.2: body of `deleted`: the id alone, or the last state. */
  webhook_deleted_id_only: boolean;
  /** 5.2: only records that the subscriber may see. */
  webhook_visible_only: boolean;
  /** 5.2: waits before further attempts after a failure, in milliseconds; empty: never tried again. */
  webhook_retry_ms: number[];
  /** 5.1: whether GET repeats the HMAC key. */
  webhook_list_shows_key: boolean;
  /** 5.1: whether GET shows the whole firm's subscriptions or the user's own. */
  webhook_list_scope: "firm" | "user";
}

const DAY = 86_400;

export function defaultSwitches(): MyCaseSwitches {
  return {
    ...initialValues(MYCASE_WRITE_SWITCHES),
    rate_limit: 25,
    retry_after: "none",
    accept_form_tokens: false,
    token_error_body: "oauth",
    token_error_status: 401,
    code_seconds: 600,
    denial_redirects: true,
    access_token_seconds: DAY,
    refresh_token_seconds: 14 * DAY,
    rotation: "single_use",
    rotation_grace_seconds: 0,
    refresh_ends_access_token: false,
    unauthorized_body: "errors",
    page_token_seconds: 3 * DAY,
    page_token_status: 400,
    page_link: "baked_in_token",
    page_size_out_of_range: "reject",
    nested_page_size: true,
    item_count: true,
    list_order: "id",
    unknown_filter: "ignore",
    text_filter: "ignore_case",
    phone_filter_digits: false,
    list_archived: true,
    hidden_record_status: 404,
    linked_user_contacts: "linked",
    list_value: "text",
    number_value: "number",
    blank_fields: "null",
    missing_rate: 0,
    numeric_string_rate: 0,
    custom_value_bumps: true,
    link_bumps_case: true,
    link_bumps_client: false,
    rename_bumps_cases: false,
    webhook_signature: null,
    webhook_deleted_id_only: true,
    webhook_visible_only: false,
    webhook_retry_ms: [60_000, 600_000, 3_600_000],
    webhook_list_shows_key: true,
    webhook_list_scope: "firm",
  };
}
