/** Codes and tokens (fact sheet 1.2): access 24 h, refresh 14 days from each use, a refresh token works once. */
import { createRandom } from "../kit/random.ts";
import type { SandboxClock } from "../kit/types.ts";
import type { MyCaseSwitches } from "./switches.ts";

interface Code {
  client_id: string;
  redirect_uri: string;
  user_id: number;
  ends: number;
  used: boolean;
}

interface Pair {
  client_id: string;
  user_id: number;
  access_token: string;
  refresh_token: string;
  access_ends: number;
  refresh_ends: number;
  /** When the refresh token was used; null: not yet. */
  used_at: number | null;
}

export interface Tokens {
  access_token: string;
  refresh_token: string;
  expires_in: number;
}

export class TokenDesk {
  readonly #clock: SandboxClock;
  readonly #switches: MyCaseSwitches;
  readonly #random: ReturnType<typeof createRandom>;
  readonly #codes = new Map<string, Code>();
  readonly #by_access = new Map<string, Pair>();
  readonly #by_refresh = new Map<string, Pair>();

  constructor(clock: SandboxClock, switches: MyCaseSwitches, seed: number) {
    this.#clock = clock;
    this.#switches = switches;
    this.#random = createRandom(seed + 77);
  }

  #now(): number {
    return this.#clock.now().getTime();
  }

  #secret(length: number): string {
    let text = "";
    while (text.length < length)
      text += this.#random
        .int(2 ** 32)
        .toString(16)
        .padStart(8, "0");
    return text.slice(0, length);
  }

  newCode(client_id: string, redirect_uri: string, user_id: number): string {
    const code = this.#secret(40);
    this.#codes.set(code, { client_id, redirect_uri, user_id, ends: this.#now() + this.#switches.code_seconds * 1000, used: false });
    return code;
  }

  /** Null where the code is unknown, used, too old, or was given for another client or redirect. */
  exchange(code: string, client_id: string, redirect_uri: string): Tokens | null {
    const found = this.#codes.get(code);
    if (!found || found.used || found.ends <= this.#now() || found.client_id !== client_id || found.redirect_uri !== redirect_uri)
      return null;
    found.used = true;
    return this.issue(found.user_id, client_id);
  }

  refresh(refresh_token: string, client_id: string): Tokens | null {
    const pair = this.#by_refresh.get(refresh_token);
    const now = this.#now();
    if (!pair || pair.client_id !== client_id || pair.refresh_ends <= now) return null;
    const spent = pair.used_at !== null && now - pair.used_at >= this.#switches.rotation_grace_seconds * 1000;
    if (spent && this.#switches.rotation === "single_use") return null;
    pair.used_at ??= now;
    if (this.#switches.refresh_ends_access_token) this.#by_access.delete(pair.access_token);
    return this.issue(pair.user_id, client_id);
  }

  issue(user_id: number, client_id: string): Tokens {
    const now = this.#now();
    const { access_token_seconds, refresh_token_seconds } = this.#switches;
    const pair: Pair = {
      client_id,
      user_id,
      access_token: this.#jwt(user_id, now + access_token_seconds * 1000),
      refresh_token: this.#secret(64),
      access_ends: now + access_token_seconds * 1000,
      refresh_ends: now + refresh_token_seconds * 1000,
      used_at: null,
    };
    this.#by_access.set(pair.access_token, pair);
    this.#by_refresh.set(pair.refresh_token, pair);
    return { access_token: pair.access_token, refresh_token: pair.refresh_token, expires_in: access_token_seconds };
  }

  /** Whose token it is; null when unknown or expired. */
  holder(access_token: string): { user_id: number; client_id: string } | null {
    const pair = this.#by_access.get(access_token);
    return pair && pair.access_ends > this.#now() ? pair : null;
  }

  revoke(user_id: number): void {
    for (const [token, pair] of this.#by_access) if (pair.user_id === user_id) this.#by_access.delete(token);
    for (const [token, pair] of this.#by_refresh) if (pair.user_id === user_id) this.#by_refresh.delete(token);
    for (const code of this.#codes.values()) if (code.user_id === user_id) code.used = true;
  }

  /** The access token is a JWT whose `exp` can be read (fact sheet 1.2); its signature is noise. */
  #jwt(user_id: number, ends: number): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    return `${part({ alg: "HS256", typ: "JWT" })}.${part({ sub: String(user_id), exp: Math.floor(ends / 1000) })}.${this.#secret(43)}`;
  }
}
