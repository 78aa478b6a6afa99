/**
 * What can be written to a provider, and what a connector promises about each way of writing (decision 0020). A connector's writer speaks to
 * the provider; it decides nothing about when, by whom or how often: that is the outbox.
 */
import type { Session, VendorError } from "./connector.ts";

export const OPERATIONS = ["note", "communication", "call", "thread", "message", "document", "custom_value"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** Where at the provider something is put. Ids are the provider's. */
export interface Parent {
  kind: "contact" | "matter" | "thread";
  id: string;
}

/** A person who takes part in a communication, as the provider knows them. */
export interface Party {
  kind: "staff" | "contact";
  id: string;
}

/** Bytes are handed over as a stream that can be opened again: a second attempt starts from the beginning. */
export interface Content {
  name: string;
  media_type: string;
  size: number;
  sha256: string;
  open(): ReadableStream<Uint8Array>;
}

/**
 * Everything that a write says, in one shape for all providers. Texts are plain text, already put together for this provider; the marker is
 * already in them where the operation carries it there.
 */
export interface Writing {
  operation: Operation;
  parent: Parent;
  /** Ours, 16 characters, unique per delivery: found again by a look-up. */
  marker: string;
  subject: string;
  body: string;
  /** When it happened, ISO with time. `day` is the firm's day, for providers that keep a day only. */
  occurred_at: string;
  day: string;
  direction: "in" | "out" | null;
  /** Clio communications: phone or e-mail. */
  channel: "phone" | "email" | null;
  from: Party[];
  to: Party[];
  /** MyCase calls: the other side's number, and whom the call was for. */
  phone_number: string | null;
  staff_id: string | null;
  matter_id: string | null;
  content: Content | null;
  /**
   * Custom values: which field, and the value as the provider takes it; null clears it. `expected` is what we believe to be there (null: nothing);
   * where something else is there, somebody changed it and nothing is written.
   */
  field: { id: string; value: string | null; expected: string | null } | null;
}

/** A record at the provider that answers to what we wrote. */
export interface Written {
  /** Null only where the provider accepts without telling (MyCase calls, 202): a look-up gives it. */
  provider_id: string | null;
  /** The provider's page for it, where it has one. */
  url: string | null;
  /** What else later steps need, such as a document's version; kept with the delivery, opaque to the outbox. */
  progress: Record<string, unknown> | null;
}

/**
 * Whether a failed write may have been carried out. `no`: it surely was not (refused, or never sent). `unknown`: it may have been: no answer, a
 * broken one, a 5xx.
 */
export type Applied = "no" | "unknown";

export class WriteError extends Error {
  override readonly name = "WriteError";
  readonly applied: Applied;
  /** For `no`: whether the same request may succeed later (429, 401 before a refresh, never sent) or never will (422, 403, 404). */
  readonly lasting: boolean;
  /** The provider's own words, short, for people. */
  readonly words: string;
  readonly status: number | null;
  readonly retry_after_ms: number | null;
  readonly failure: VendorError["failure"];
  constructor(
    applied: Applied,
    input: { lasting: boolean; words: string; status: number | null; retry_after_ms: number | null; failure: VendorError["failure"] },
    cause?: unknown,
  ) {
    super(input.words, { cause });
    this.applied = applied;
    this.lasting = input.lasting;
    this.words = input.words;
    this.status = input.status;
    this.retry_after_ms = input.retry_after_ms;
    this.failure = input.failure;
  }
}

/** How an unknown outcome of this operation is settled. */
export interface OperationPromise {
  operation: Operation;
  /**
   * `marker`: the provider finds it by our mark. `list`: a list of the parent (or of what changed) holds it, told by mark, author, time and content.
   * `reread`: writing again is harmless, the present value says whether to. `none`: nothing shows it, so it is sent once and a person decides.
   */
  look_up: "marker" | "list" | "reread" | "none";
  /** How long after sending a write may still appear, at least; learned upwards. Milliseconds. */
  settle_ms: number;
  /** How long the request may take before we give up waiting. Milliseconds. */
  timeout_ms: number;
  /** Whether the provider's record can be changed afterwards (B-WRB-8). */
  editable: boolean;
  /** Whether a client of the firm may be told of it by the provider, such as a portal message that e-mails. */
  client_may_see: boolean;
  /** One sentence each, for docs/writeback.md and the screens. */
  prevents: string;
  settles: string;
  remains: string;
}

export interface Found {
  provider_id: string;
  url: string | null;
  /** The provider's time of it, ISO; null where it tells none. */
  created_at: string | null;
  progress: Record<string, unknown> | null;
}

/**
 * All throw WriteError (for `create`, `update`, `finish`) or VendorError (for reads). No method sends a request again that may have been carried
 * out. The session's `pacer.take` is the last thing before each request, and may wait for long: whoever must not send after a moment (a lease)
 * lets it throw, and gets "surely not carried out".
 */
export interface VendorWriter {
  /** Makes it at the provider: exactly one request that creates. */
  create(writing: Writing): Promise<Written>;
  /**
   * What is left after `create`, each step harmless to repeat: a document's bytes and its completion. Null where nothing is left. Called again after a
   * crash with the `progress` kept so far (which says more than what `find` gives); `keep` stores new progress before the next step. Its failure
   * never means that the record of `create` is not there: `unknown` means "call it again", `no` comes with `lasting` only. Nothing is sent for what is complete.
   */
  finish: ((writing: Writing, written: Written, keep: (progress: Record<string, unknown>) => Promise<void>) => Promise<Written>) | null;
  /** What at the provider answers to this writing, since a time (ISO, with room for a clock that differs). Empty: nothing. */
  find(writing: Writing, since: string): Promise<Found[]>;
  /** Changes it to what `writing` says now; harmless to repeat. Refused where the promise says it is not editable. */
  update(writing: Writing, provider_id: string): Promise<Written>;
  /**
   * Takes away one that was written twice, where the provider can: only after reading it and finding our mark in it, else it throws. Absent: this
   * provider cannot.
   */
  remove?: (writing: Writing, provider_id: string) => Promise<void>;
}

export interface WritingSide {
  promises: readonly OperationPromise[];
  /** Whether `find` can show this very writing; decides where the promise of its operation says `none` (a thread with clients can be found). */
  can_find(writing: Writing): boolean;
  writer(session: Session): VendorWriter;
}
