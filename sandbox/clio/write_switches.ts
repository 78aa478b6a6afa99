/** Every unknown of the fact sheet (`[?]` in clio.md) that touches writing notes, communications, documents and custom values. */
import type { ValuesOf } from "../kit/asked_switches.ts";
import { asked } from "../kit/asked_switches.ts";

type Limit = number | null;

export const CLIO_WRITE_SWITCHES = {
  note_write_type_case: asked<"capital" | "lower" | "any">("capital", "9.1: casing that `type` takes when a note is written"),
  missing_parent_status: asked<404 | 422>(422, "9: answer to a write on a matter or contact that does not exist or is hidden"),
  note_bumps_parent: asked<boolean>(true, "7: whether a note touches `updated_at` of its matter or contact"),
  communication_bumps_matter: asked<boolean>(true, "7: whether a communication touches `updated_at` of its matter"),
  document_bumps_matter: asked<boolean>(true, "7: whether a document touches `updated_at` of its matter"),
  subject_maximum: asked<Limit>(255, "13.17: characters of a subject; null: no limit"),
  note_detail_maximum: asked<Limit>(null, "13.17: characters of a note's detail; null: no limit"),
  communication_body_maximum: asked<Limit>(null, "9.2: characters of a communication's body; null: no limit"),
  received_at_required: asked<boolean>(true, "9.2: required in the newer vendor document only"),
  communication_date_written: asked<"ignored" | "refused" | "kept">("ignored", "9.2: `date` in a write; the newer document dropped it"),
  communication_date_zone: asked<"user" | "utc">("user", "11.18: the zone in which `date` follows from `received_at`"),
  communication_patch_participants: asked<"add" | "replace">("add", "9.2: whether `senders` and `receivers` of a PATCH add or replace"),
  external_property_maximum: asked<Limit>(255, "9: characters of an external property's value; null: no limit"),
  external_property_unique: asked<boolean>(false, "9: whether a second record with the same name and value is refused"),
  external_property_lag_seconds: asked<number>(0, "9: how long the filter by external property does not find a new record"),
  new_value_for_set_field: asked<"refuse" | "replace" | "second_value">(
    "refuse",
    "9.5: the shape for a new custom value, sent for a field that has one already",
  ),
  put_url_seconds: asked<number>(600, "9.4: how long `put_url` is good; the schema says 10 minutes, the prose 8 hours"),
  put_url_readable: asked<boolean>(false, "9.4: whether GET gives `put_url` of a version that is not uploaded yet"),
  upload_error_status: asked<400 | 404 | 422>(422, "9.4: status of UploadNotFoundError and UploadTimeoutError"),
  upload_maximum_bytes: asked<Limit>(null, "9.4: largest file; null: no limit"),
  duplicate_document_name: asked<"allowed" | "renamed">("allowed", "9.4: a second document of the same name in a folder"),
};

export type ClioWriteSwitches = ValuesOf<typeof CLIO_WRITE_SWITCHES>;
