/** The contract that a connector fulfils. A connector speaks to one provider, knows nothing of the database, and shares nothing with another connector. */
import type { Clock } from "../lib/clock.ts";
import type { Mapper } from "./facts.ts";
import type { Kind, Provider } from "./kinds.ts";
import type { WritingSide } from "./writing.ts";

/** Our only way out: tests hand over a sandbox's request function, the program hands over `fetch`. */
export type Fetch = (request: Request) => Promise<Response>;

/** What to do about a failure; decided from the answer, never from an exception's text. */
export type FailureClass =
  /** Time-out, reset, 5xx, truncated or non-JSON body, HTML 403 from a gateway: the same request may succeed later. */
  | "transient"
  /** 429; `retry_after_ms` says when. */
  | "rate_limited"
  /** 503: the provider is being maintained; pause the connection. */
  | "maintenance"
  /** 401 after one refresh: the grant is dead or the token of another region. */
  | "unauthorized"
  /** 403 in the provider's own error shape: this user may not; do not retry. */
  | "forbidden"
  | "not_found"
  /** The page token is no longer accepted (400, 404, 410, 422 while following one): restart the listing. */
  | "page_expired"
  /** 410 on the version header, a redirect to another host, or a request that the provider calls wrong: ours to mend. */
  | "broken";

export class VendorError extends Error {
  override readonly name = "VendorError";
  readonly failure: FailureClass;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  readonly retry_after_ms: number | null;
  /** What the provider itself said, short; empty where it said nothing. */
  readonly words: string;
  constructor(
    failure: FailureClass,
    message: string,
    options: { status?: number | null; retry_after_ms?: number | null; words?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.failure = failure;
    this.status = options.status ?? null;
    this.retry_after_ms = options.retry_after_ms ?? null;
    this.words = options.words ?? "";
  }
}

export interface KindPlan {
  kind: Kind;
  /** Listings of a full read, in order, split where the provider allows it so that open matters come first (B-SYN-7); an incremental read uses one listing, `part: "changed"`. */
  parts: string[];
  /** Rows per page at most, for the request floor. */
  page_size: number;
  /** Whether the provider can list what changed since a time. Otherwise each incremental run reads the whole (short) list. */
  changed_since: boolean;
  /** Whether one record can be read by its id. */
  by_id: boolean;
  /** Fields of a raw record that change without its content changing (`updated_at`, `etag`): B-OWN-2's own-write rule ignores them. */
  volatile: string[];
}

/** A row as it came, checked at the edge. */
export type CheckedRow =
  | { ok: true; provider_id: string; updated_at: string | null; raw: Record<string, unknown> }
  | { ok: false; provider_id: string | null; reason: string; raw: unknown };

export interface Page {
  rows: CheckedRow[];
  /** Opaque; hand it back to read on. Null on the last page. */
  next: string | null;
  /** The provider's own total; a hint for progress only. */
  total: number | null;
  /** The provider's clock (`Date` header) when it answered, ISO; null where it did not say. */
  provider_time: string | null;
  /** Our clock when the request left, ISO: decides between two reads of one version. */
  read_at: string;
}

export type ReadOne =
  | { found: true; row: CheckedRow; read_at: string }
  /** `hidden`: the provider refuses to show it (403); not a proof that it is gone. */
  | { found: false; reason: "not_found" | "hidden"; read_at: string };

export interface Identity {
  /** The authorised user at the provider. */
  user_id: string;
  user_name: string;
  user_email: string;
  user_is_admin: boolean | null;
  /** Clio: account id. MyCase: firm_uuid of the code exchange if known, else the firm's URL. */
  account_id: string;
  account_name: string;
  /** MyCase: the firm's own address. */
  firm_url: string | null;
  time_zone: string | null;
}

export interface VendorReader {
  /** One page of a listing. `since` (ISO, at or after) makes it incremental; `limit`: so many rows are enough. Throws VendorError. */
  page(request: { kind: Kind; part: string; since: string | null; cursor: string | null; limit?: number }): Promise<Page>;
  /** One record by id. Throws VendorError for everything but found, not found and hidden. */
  one(kind: Kind, provider_id: string): Promise<ReadOne>;
  who_am_i(): Promise<Identity>;
}

/** Waits until a request may leave, and learns from answers. Shared by everything that uses one scope (Clio: access token, MyCase: OAuth client). */
export interface Pacer {
  take(): Promise<void>;
  /** Called with every answer: limit headers and 429s. Milliseconds. */
  learn(seen: {
    limit: number | null;
    remaining: number | null;
    reset_at_ms: number | null;
    retry_after_ms: number | null;
    limited: boolean;
  }): void;
}

export interface TokenSource {
  /** The current access token. */
  access_token(): Promise<string>;
  /** Called once when `used` was refused with 401; gives a fresh token, or throws VendorError("unauthorized"). */
  refresh(used: string): Promise<string>;
}

export interface Session {
  region: string | null;
  tokens: TokenSource;
  pacer: Pacer;
  fetch: Fetch;
  clock: Clock;
  /** Counts every request that left, also retries. */
  on_request?: (info: { method: string; path: string; status: number | null }) => void;
  /** From the stored connection: MyCase tells it only at the code exchange. */
  firm_uuid: string | null;
}

export interface Grant {
  access_token: string;
  /** Null where the answer had none: keep the stored one. */
  refresh_token: string | null;
  /** Seconds from now, as told; null where not told. */
  expires_in: number | null;
  scope: string | null;
  /** MyCase, code exchange only. */
  firm_uuid: string | null;
}

export interface OAuthClient {
  client_id: string;
  client_secret: string;
}

export interface OAuthFlow {
  authorize_url(input: { region: string | null; client_id: string; redirect_uri: string; state: string }): string;
  /** Throws VendorError: "unauthorized" for a refused or used code, "transient" otherwise. */
  exchange(input: { region: string | null; client: OAuthClient; redirect_uri: string; code: string; fetch: Fetch }): Promise<Grant>;
  /** Throws VendorError: "unauthorized" when the grant is dead, "transient" for 5xx and time-outs (which never disconnect). */
  refresh(input: { region: string | null; client: OAuthClient; refresh_token: string; fetch: Fetch }): Promise<Grant>;
  /** Revokes at the provider where it can; resolves to false where the provider offers nothing. */
  revoke(input: { region: string | null; access_token: string; fetch: Fetch }): Promise<boolean>;
}

/** What a webhook says, once verified or not. Never a field value: only which record to read again (B-SYN-8). */
export interface WebhookHint {
  kind: Kind;
  provider_id: string;
  action: "created" | "updated" | "deleted";
  /** Whether the body tells this version from any other, so that the same body again is the same event again. */
  versioned: boolean;
}

/** A subscription to webhooks, as the provider tells of it. */
export interface Subscription {
  id: string;
  model: string;
  url: string;
  /** `pending`: the provider waits for the handshake. `suspended`: it has given up on us. */
  state: "pending" | "enabled" | "suspended";
  /** ISO; null where it lives until it is deleted. */
  expires_at: string | null;
  /** What its deliveries are signed with; null where this answer does not show it. */
  secret: string | null;
}

/** All throw VendorError; for one that the provider no longer knows they give null. */
export interface Subscriptions {
  list(): Promise<Subscription[]>;
  /** Not asked for again when the answer was lost: the next `list` shows whether it was made. */
  create(input: { model: string; url: string }): Promise<Subscription>;
  read(id: string): Promise<Subscription | null>;
  /** Prolongs it as far as the provider allows. */
  renew(id: string): Promise<Subscription | null>;
  /** The handshake from our side, where the provider has one. */
  activate(id: string, secret: string): Promise<Subscription | null>;
  remove(id: string): Promise<void>;
}

export interface Connector {
  provider: Provider;
  /** Regions that have hosts of their own; empty where there is one. */
  regions: readonly string[];
  plans: readonly KindPlan[];
  /** How requests are limited when nothing has been learned yet. */
  limit: { requests: number; per_ms: number; scope: "access_token" | "oauth_client" };
  oauth: OAuthFlow;
  mapper: Mapper;
  reader(session: Session): VendorReader;
  writing: WritingSide;
  webhook: {
    /** Null when the body says nothing we can use. `model` is what the subscription was created for (Clio does not repeat it). */
    hint(body: Uint8Array, model: string | null): WebhookHint | null;
    /** True/false where the provider signs; null where there is nothing to check. */
    verify(body: Uint8Array, headers: Headers, secret: string): boolean | null;
    /** What can be subscribed to, of what we read. */
    models: readonly { model: string; kind: Kind }[];
    /** The provider's question whether this address wants its deliveries: the secret that it brings, and the headers of a yes. */
    handshake(headers: Headers): { secret: string; answer: Record<string, string> } | null;
    subscriptions(session: Session): Subscriptions;
  };
}
