/** Tokens and codes (clio.md 1.2): the authorization-code grant only, refresh tokens that neither rotate nor expire. */
import { createRandom } from "../kit/random.ts";
import type { SandboxClock } from "../kit/types.ts";
import type { ClioSwitches, Permission } from "./switches.ts";

interface Grant {
  user_id: number;
  /** As of the user's last authorization (clio.md 1.3). */
  permissions: readonly Permission[];
}

export interface Access extends Grant {
  token: string;
  refresh_token: string;
  expires_at: number;
}

export interface TokenAnswer {
  token_type: "bearer";
  access_token: string;
  expires_in: number;
  refresh_token?: string;
}

const CODE_MS = 10 * 60_000;

export class Auth {
  readonly #clock: SandboxClock;
  readonly #switches: ClioSwitches;
  readonly #token: (kind: string) => string;
  readonly #codes = new Map<string, Grant & { redirect_uri: string; expires_at: number }>();
  readonly #access = new Map<string, Access>();
  readonly #refresh = new Map<string, Grant>();

  constructor(options: { clock: SandboxClock; switches: ClioSwitches; seed: number; region: string }) {
    this.#clock = options.clock;
    this.#switches = options.switches;
    const random = createRandom(options.seed);
    const part = () =>
      random
        .int(2 ** 32)
        .toString(36)
        .padStart(7, "0");
    // The region is part of every token, so that a token of one region never fits in another.
    this.#token = (kind) => `${options.region}-${kind}-${part()}${part()}${part()}`;
  }

  issueCode(user_id: number, redirect_uri: string): string {
    const code = this.#token("code");
    this.#codes.set(code, { user_id, permissions: [...this.#switches.permissions], redirect_uri, expires_at: this.#now() + CODE_MS });
    return code;
  }

  /** Null: unknown, used, expired, or for another address. */
  exchange(code: string, redirect_uri: string): TokenAnswer | null {
    const found = this.#codes.get(code);
    this.#codes.delete(code);
    if (!found || found.redirect_uri !== redirect_uri || found.expires_at <= this.#now()) return null;
    return this.grant(found.user_id, found.permissions);
  }

  grant(user_id: number, permissions: readonly Permission[] = [...this.#switches.permissions]): TokenAnswer & { refresh_token: string } {
    const refresh_token = this.#token("refresh");
    this.#refresh.set(refresh_token, { user_id, permissions });
    return { ...this.#issue(refresh_token, { user_id, permissions }), refresh_token };
  }

  refresh(refresh_token: string): TokenAnswer | null {
    const grant = this.#refresh.get(refresh_token);
    if (!grant) return null;
    if (this.#switches.refresh_revokes_access_token) this.#drop((access) => access.refresh_token === refresh_token);
    const answer = this.#issue(refresh_token, grant);
    return this.#switches.refresh_answer_has_refresh_token ? { ...answer, refresh_token } : answer;
  }

  #issue(refresh_token: string, grant: Grant): TokenAnswer {
    const token = this.#token("access");
    const expires_in = this.#switches.access_token_seconds;
    this.#access.set(token, { ...grant, token, refresh_token, expires_at: this.#now() + expires_in * 1000 });
    return { token_type: "bearer", access_token: token, expires_in };
  }

  find(token: string): Access | null {
    const access = this.#access.get(token);
    return access && access.expires_at > this.#now() ? access : null;
  }

  deauthorize(access: Access): void {
    this.#access.delete(access.token);
    if (!this.#switches.deauthorize_kills_refresh_token) return;
    this.#refresh.delete(access.refresh_token);
    this.#drop((one) => one.refresh_token === access.refresh_token);
  }

  /** Everything that the user ever granted. */
  revoke(user_id: number): void {
    this.#drop((access) => access.user_id === user_id);
    for (const [token, grant] of this.#refresh) if (grant.user_id === user_id) this.#refresh.delete(token);
  }

  #drop(which: (access: Access) => boolean): void {
    for (const [token, access] of this.#access) if (which(access)) this.#access.delete(token);
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}
