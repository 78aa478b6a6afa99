/** Page tokens and the two paging modes of clio.md 3. */
import { hash } from "../kit/random.ts";
import type { SandboxClock } from "../kit/types.ts";
import { ClioError } from "./errors.ts";
import type { ClioSwitches } from "./switches.ts";

/** What a cursor walk remembers between its pages: where each page started, and the total as it was at the start. */
export interface Walk {
  id: number;
  starts: number[];
  records: number;
}

interface Token {
  /** List and filters that the token belongs to. */
  bound: number;
  user: number;
  walk: number;
  page: number;
  after: number;
  expires: number;
}

export interface Cursor {
  walk: Walk | undefined;
  page: number;
  after: number;
}

const WALKS_KEPT = 1_000;
/** Offset mode ends here. */
export const OFFSET_END = 10_000;
/** Parameters that may change from page to page. */
const FREE = new Set(["page_token", "limit", "fields"]);

function textHash(text: string): number {
  let sum = 7;
  for (let place = 0; place < text.length; place++) sum = (Math.imul(sum, 31) + text.charCodeAt(place)) | 0;
  return hash(sum, text.length);
}

export class Paging {
  readonly #clock: SandboxClock;
  readonly #switches: ClioSwitches;
  readonly #walks = new Map<number, Walk>();
  #next_walk = 1;

  constructor(clock: SandboxClock, switches: ClioSwitches) {
    this.#clock = clock;
    this.#switches = switches;
  }

  limit(url: URL, maximum: number): number {
    const text = url.searchParams.get("limit");
    if (text === null) return maximum;
    const limit = Number(text);
    if (/^-?\d+$/.test(text) && limit >= 1 && limit <= maximum) return limit;
    if (this.#switches.limit_out_of_range === "clamp" && /^-?\d+$/.test(text)) return Math.min(Math.max(limit, 1), maximum);
    throw new ClioError(400, `limit must be between 1 and ${maximum}`);
  }

  /** Where the request wants to go on; the start without a token. */
  cursor(url: URL, user: number): Cursor {
    const text = url.searchParams.get("page_token");
    if (text === null) return { walk: undefined, page: 0, after: 0 };
    const token = decode(text);
    if (!token || token.bound !== this.#bound(url) || token.user !== user || token.expires <= this.#clock.now().getTime())
      return this.refuse();
    return { walk: this.#walks.get(token.walk), page: token.page, after: token.after };
  }

  refuse(): never {
    throw new ClioError(this.#switches.page_token_error_status, "page_token is invalid or has expired");
  }

  start(records: number): Walk {
    const walk = { id: this.#next_walk++, starts: [0], records };
    this.#walks.set(walk.id, walk);
    const oldest = this.#walks.size > WALKS_KEPT ? this.#walks.keys().next().value : undefined;
    if (oldest !== undefined) this.#walks.delete(oldest);
    return walk;
  }

  /** The address of another page of this walk. */
  link(url: URL, base: string, user: number, walk: Walk, page: number, after: number): string {
    const expires = this.#clock.now().getTime() + this.#switches.page_token_minutes * 60_000;
    const other = new URL(url.pathname + url.search, base);
    other.searchParams.set("page_token", encode({ bound: this.#bound(url), user, walk: walk.id, page, after, expires }));
    return other.href;
  }

  #bound(url: URL): number {
    const bound = [...url.searchParams].filter(([name]) => !FREE.has(name)).map((pair) => pair.join("="));
    return textHash([url.pathname.replace(/\.json$/, ""), ...bound.toSorted()].join("&"));
  }
}

function encode(token: Token): string {
  const text = [token.bound, token.user, token.walk, token.page, token.after, token.expires].join(".");
  return Buffer.from(`${text}.${textHash(text)}`).toString("base64url");
}

function decode(text: string): Token | undefined {
  const parts = Buffer.from(text, "base64url").toString("latin1").split(".");
  const check = parts.pop();
  if (parts.length !== 6 || check !== String(textHash(parts.join(".")))) return undefined;
  const [bound, user, walk, page, after, expires] = parts.map(Number) as [number, number, number, number, number, number];
  return { bound, user, walk, page, after, expires };
}
