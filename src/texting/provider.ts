/** What Privity asks of whoever carries text messages. Nothing here knows one of them. */

export interface OutgoingText {
  to: string;
  body: string;
  /** Where the provider tells what became of it. */
  status_url: string;
}

/** It is the provider's now, under this id. */
export interface AcceptedText {
  sid: string;
  status: string;
}

export interface KnownText extends AcceptedText {
  to: string;
  body: string;
  created_at: string;
  code: number | null;
}

export interface TextProvider {
  /** Sent once, whatever comes of it. Throws TextFailure. */
  send(text: OutgoingText): Promise<AcceptedText>;
  /** What it knows of to this number, the latest first. Throws TextFailure. */
  sentTo(number: string): Promise<KnownText[]>;
  /** What hangs on a text that came, by the address it was told with. Throws TextFailure. */
  media(address: string): Promise<Uint8Array>;
}

/**
 * `refused`: for good, nothing was sent. `later`: certainly not sent, and worth another try. `unknown`: it may have been.
 */
export type TextMeaning = "refused" | "later" | "unknown";

export class TextFailure extends Error {
  override readonly name = "TextFailure";
  readonly meaning: TextMeaning;
  /** The provider's own number for what went wrong. */
  readonly code: number | null;
  readonly retry_after_ms: number | null;
  constructor(
    meaning: TextMeaning,
    message: string,
    { code = null, retry_after_ms = null }: { code?: number | null; retry_after_ms?: number | null } = {},
  ) {
    super(message);
    this.meaning = meaning;
    this.code = code;
    this.retry_after_ms = retry_after_ms;
  }
}
