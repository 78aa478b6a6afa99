/** The outbox's nouns (decision 0020): an activity is what happened with a contact, a delivery is one record that has to exist at the provider. */
import type { Owner } from "../mirror/store.ts";
import type { ActivityKind } from "../model/settings.ts";
import type { Content, Operation, OperationPromise, Parent } from "../model/writing.ts";
import type { State } from "./states.ts";
import type { Db, FieldValue } from "./store.ts";

/** A file that was uploaded before; its bytes lie under their hash, where `storage.ts` says. */
export interface FileRow {
  firm_id: string;
  file_id: string;
  name: string;
  media_type: string;
  size: number;
  sha256: string;
  created_at: string;
}

/** Who made the activity known to us; kept as it is told. */
export type ActivitySource = "member" | "api" | "automation" | "portal" | "command_line";

export interface NewActivity {
  /** The firm's sync connection: its contact and matter ids are that provider's. */
  connection_id: string;
  contact_id: string;
  /** The one that was chosen; null: none (B-WRB-4). */
  matter_id: string | null;
  kind: ActivityKind;
  /** `out`: from the firm to the contact. Null where it makes no sense (notes). */
  direction: "in" | "out" | null;
  /** ISO with time. */
  occurred_at: string;
  /** Whose activity it is: it is written with their connection (B-WRB-3). */
  author_member_id: string;
  subject: string;
  /** Plain text, cleaned. */
  body: string;
  /** The contact's number or address that was used, as E.164 or e-mail; null where none. Texts with one number are one conversation. */
  address: string | null;
  /** Portal messages: which conversation; null: the contact's only one. */
  conversation: string | null;
  file_ids: string[];
  source: ActivitySource;
  /** The same key again is the same activity again: nothing new is made. Null: none. */
  source_key: string | null;
}

export interface Activity extends Omit<NewActivity, "file_ids"> {
  firm_id: string;
  activity_id: string;
  author_name: string;
  /** True where the kind's switch was off when it was logged: it stays in Privity (B-WRB-2). */
  kept_here: boolean;
  /** Counts edits, from 1. */
  revision: number;
  files: FileRow[];
  created_at: string;
  edited_at: string | null;
  deliveries: DeliverySummary[];
}

/** What of an activity may be changed (B-WRB-8). Absent: as it was. */
export type ActivityEdit = Partial<Pick<NewActivity, "subject" | "body" | "occurred_at" | "direction" | "address">>;

/** Why something waits, was cancelled, or needs a person. `words` says it for people, `remedy` what to do. */
export interface Standing {
  code: string;
  words: string;
  remedy: string | null;
}

export interface DeliverySummary extends Owner {
  delivery_id: string;
  kind: ActivityKind;
  operation: Operation;
  state: State;
  /** Since when it is in this state. */
  since: string;
  attempt: number;
  reason: Standing | null;
  contact_id: string;
  contact_name: string;
  matter_id: string | null;
  parent: Parent | null;
  author_member_id: string;
  author_name: string;
  /** Who writes it, once that is fixed: the author's own connection, or the sync user on behalf of the author. */
  way: { connection_id: string; user_name: string; on_behalf: boolean } | null;
  provider_id: string | null;
  url: string | null;
  occurred_at: string;
  created_at: string;
  delivered_at: string | null;
  /** When something happens next by itself; null: nothing does. */
  next_at: string | null;
  /** Whether the provider's record can be changed afterwards; where not, screens say so before an edit. */
  editable: boolean;
}

/** One line of a delivery's story. */
export interface DeliveryEvent {
  seq: number;
  at: string;
  event: string;
  from: State | null;
  to: State | null;
  attempt: number;
  /** In plain words. */
  words: string;
  detail: Record<string, unknown>;
}

export interface DeliveryStory extends DeliverySummary {
  marker: string;
  revision: number;
  written_revision: number;
  /** What is or was last sent, as the provider gets it. */
  sent: { subject: string; body: string; sent_at: string } | null;
  /** What the provider answers to if it is there more than once. */
  twins: { provider_id: string; url: string | null; at: string; accepted: boolean }[];
  settle: { look_up: OperationPromise["look_up"]; window_ms: number };
  activities: { activity_id: string; occurred_at: string; subject: string; body: string; revision: number }[];
  events: DeliveryEvent[];
}

export interface DeliveryFilter {
  states?: readonly State[];
  kinds?: readonly ActivityKind[];
  connection_id?: string;
  contact_id?: string;
  matter_id?: string;
  activity_id?: string;
  /** Held, cancelled, failed or to be reviewed for this reason. */
  reason?: string;
  author_member_id?: string;
}

/** Newest first; `after` is the delivery id that the page before ended with. */
export interface Page {
  after: string | null;
  limit: number;
}

export interface NeedsFiling {
  activity_id: string;
  connection_id: string;
  contact_id: string;
  contact_name: string;
  kind: ActivityKind;
  subject: string;
  occurred_at: string;
  /** Open matters of the contact, likeliest first. */
  suggestions: { matter_id: string; number: string; name: string; why: string }[];
  deliveries: { delivery_id: string; state: State }[];
}

export interface SettleWindow {
  connection_id: string;
  provider: string;
  promise: OperationPromise;
  /** Never below the promise's own. */
  window_ms: number;
  /** How many look-ups it was learned from, and the longest that one took to be seen. */
  learned_from: number;
  longest_ms: number | null;
}

export interface OutboxCounts {
  connection_id: string;
  by_state: Record<State, number>;
  oldest_queued_at: string | null;
  oldest_unknown_at: string | null;
  needs_filing: number;
}

/** Said no, in words for the person who asked. */
export class OutboxRefused extends Error {
  override readonly name = "OutboxRefused";
  readonly code: "not_found" | "contact_not_here" | "matter_not_here" | "file_not_here" | "author_not_here" | "not_now" | "not_editable";
  constructor(code: OutboxRefused["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** What retrying or cancelling many came to. */
export interface Many {
  done: string[];
  refused: { delivery_id: string; state: State; words: string }[];
}

/** A value for one of the matter's custom fields at the provider (B-WRB-9). */
export interface NewValue {
  /** The activity that it belongs to; it names connection, contact and matter. */
  activity_id: string;
  /** In whose name it is written (B-WRB-3). */
  author_member_id: string;
  field: FieldValue;
  /** The same key again is the same delivery again. */
  source_key: string;
}

/** Who does it: `name` for the story, and the audit log, which is told in the transaction of what it tells about. */
export interface By {
  name: string;
  tell(trx: Db, action: string, target: string, detail?: Record<string, unknown>): Promise<void>;
}

export interface Outbox {
  /** Stores what happened with everything that is to be delivered, in one transaction, and has it sent at once. */
  logActivity(firm_id: string, input: NewActivity, by: By): Promise<Activity>;
  /** Stores a custom value that is to be written, and has it sent at once; gives its delivery. Where the provider says something else than expected, it fails and says so. */
  writeValue(firm_id: string, value: NewValue, by: By): Promise<string>;
  /** Throws OutboxRefused "not_editable" where the provider's record can no longer be changed (B-WRB-8). */
  editActivity(firm_id: string, activity_id: string, edit: ActivityEdit, by: By): Promise<Activity>;
  readActivity(firm_id: string, activity_id: string): Promise<Activity | null>;
  listActivities(
    firm_id: string,
    filter: { connection_id?: string; contact_id?: string; matter_id?: string; kinds?: readonly ActivityKind[] },
    page: Page,
  ): Promise<Activity[]>;

  listDeliveries(firm_id: string, filter: DeliveryFilter, page: Page): Promise<DeliverySummary[]>;
  readDelivery(firm_id: string, delivery_id: string): Promise<DeliveryStory | null>;
  /** For one, `ids` has one. With a filter: at most 1,000 at a time; ask again until `done` is empty. */
  cancel(firm_id: string, which: readonly string[] | DeliveryFilter, by: By): Promise<Many>;
  retry(firm_id: string, which: readonly string[] | DeliveryFilter, by: By): Promise<Many>;
  /** A person has looked: the record is at the provider (needs_review only). */
  confirm(firm_id: string, delivery_id: string, provider_id: string | null, by: By): Promise<Many>;
  /** A person has looked at what is there more than once: it may stay so, or not after all. */
  acceptTwins(firm_id: string, delivery_id: string, accepted: boolean, by: By): Promise<Many>;

  listNeedsFiling(firm_id: string, connection_id: string | null, page: Page): Promise<NeedsFiling[]>;
  /** Chooses the matter. `kept`: the record stays where it already is at the provider, only Privity knows the matter. */
  file(
    firm_id: string,
    activity_id: string,
    matter_id: string,
    by: By,
  ): Promise<{ activity: Activity; outcome: "filed" | "moved" | "kept" }>;

  /** Back to "needs filing", as long as nothing of it has left. Throws OutboxRefused "not_now" once it has. */
  unfile(firm_id: string, activity_id: string, by: By): Promise<Activity>;

  counts(firm_id: string): Promise<OutboxCounts[]>;
  /** How many fit, by state; and why, of those in the filter's states. */
  countBy(firm_id: string, filter: DeliveryFilter): Promise<{ by_state: Record<State, number>; reasons: (Standing & { count: number })[] }>;
  settleWindows(firm_id: string): Promise<SettleWindow[]>;
  /** After a backup was put back: whatever may have been sent since is looked up before anything is sent (F31). Gives how many. */
  restored(who: string): Promise<{ looked_up: number; needs_review: number }>;
}

/** How the outbox gets at a file's bytes; kept by `files.ts`. */
export type OpenFile = (file: FileRow) => Content;
