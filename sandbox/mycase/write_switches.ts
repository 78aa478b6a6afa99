/** Every unknown of the fact sheet (`[?]` in mycase.md) that touches writing. */
import type { ValuesOf } from "../kit/asked_switches.ts";
import { asked } from "../kit/asked_switches.ts";

type Limit = number | null;
type OnPut = "append" | "merge" | "replace";

export const MYCASE_WRITE_SWITCHES = {
  note_bumps_parent: asked<boolean>(true, "7: whether a note touches `updated_at` of its case, client or company"),
  call_bumps_client: asked<boolean>(true, "7: whether a call touches its client's"),
  thread_bumps_case: asked<boolean>(true, "7: whether a thread or message touches its case's"),
  document_bumps_case: asked<boolean>(true, "7: whether a document touches its case's"),
  note_date_only: asked<"refuse" | "accept">("refuse", "6.1: a day where `date` is to be a time"),
  text_maximum: asked<Limit>(null, "6.1: characters of a note, call or message; null: no limit"),
  subject_maximum: asked<Limit>(255, "6.1: characters of a subject; null: no limit"),
  call_delay_seconds: asked<number>(5, "6.2: how long after the 202 a call is there"),
  call_refused_silently_rate: asked<number>(0, "6.2: share of calls that were taken with 202 and never come about (0 to 1)"),
  call_validation: asked<"at_once" | "silent">("at_once", "6.2: a call that is not valid gets 422, or 202 and never comes about"),
  thread_sender: asked<"anyone" | "participant" | "self">(
    "anyone",
    "6.3: who may be `sender`: any staff or client, who takes part, the token's user",
  ),
  thread_clients_linked: asked<boolean>(true, "6.3: whether clients of a case's thread must be linked to that case"),
  threads_private: asked<boolean>(true, "6.3: whether staff see and answer only threads that they take part in"),
  client_thread_emails: asked<boolean>(true, "6.3: whether a thread or message made by the API is announced to its clients by e-mail"),
  client_values_on_put: asked<OnPut>("merge", "6.6: what a PUT does with the custom values that a client has"),
  case_values_on_put: asked<OnPut>("merge", "6.6: the same for a case; one product saw them appended"),
  value_null: asked<"refuse" | "clears">("refuse", "4.10: null as a custom value; no documented way clears one"),
  value_empty: asked<"clears" | "kept">("clears", "4.10: an empty text as a custom value"),
  value_of_list: asked<"text" | "key" | "any">("text", "4.10: what a list field takes: the option's text or its key"),
  put_omitted: asked<"kept" | "cleared">("kept", "6.5: fields that a PUT leaves out"),
  put_arrays: asked<"replace" | "add">("replace", "6.6: `clients`, `companies` and `staff` of a case in a PUT"),
  put_url_seconds: asked<number>(600, "6.4: how long `put_url` is good"),
  upload_maximum_bytes: asked<Limit>(null, "6.4: largest file; null: no limit"),
  duplicate_path: asked<"new_document" | "new_version" | "refuse">("new_document", "6.4: a document with the path of another"),
};

export type MyCaseWriteSwitches = ValuesOf<typeof MYCASE_WRITE_SWITCHES>;
