/** Clio Manage v4. */
import type { Connector } from "../../model/connector.ts";
import type { LimitHeaders, Policy } from "../../lib/http.ts";
import { clioOrigin, REGIONS } from "./hosts.ts";
import { createClioMapper } from "./mapper.ts";
import { createClioOAuth } from "./oauth.ts";
import type { ClioMemory } from "./reader.ts";
import { createClioReader, PLANS } from "./reader.ts";
import { createClioSubscriptions } from "./subscriptions.ts";
import { clioWebhook } from "./webhook.ts";
import { createClioWriting } from "./writer.ts";

export interface ClioOptions {
  /** Stands in for every region's host. */
  url?: string | undefined;
  timeout_ms?: number | undefined;
  random?: (() => number) | undefined;
}

/** The default since January 2026; another version answers 410 once it is retired (clio.md §5.2). */
const API_VERSION = "4.0.13";
/** A missing User-Agent, or one with a URL in it, is turned away by Clio's firewall (clio.md §1.1). */
const USER_AGENT = "Privity/1.0";

export function createClioConnector(options: ClioOptions = {}): Connector {
  const originOf = (region: string | null) => clioOrigin(region, options.url);
  const timeout_ms = options.timeout_ms ?? 35_000;
  const headers = { accept: "application/json", "user-agent": USER_AGENT };
  const memories = new Map<string, ClioMemory>();
  const memoryOf = (origin: string): ClioMemory => {
    const memory = memories.get(origin) ?? { without_responsible_staff: false, note_case: { write: null, list: null } };
    memories.set(origin, memory);
    return memory;
  };
  const policy = (origin: string): Policy => ({
    name: "Clio",
    origin,
    headers: { ...headers, "accept-encoding": "gzip", "x-api-version": API_VERSION },
    limits,
    // The window of the limit (clio.md §4).
    wait_when_limited_ms: 60_000,
    timeout_ms,
    body_limit: 64 * 1024 * 1024,
    random: options.random ?? Math.random,
  });
  const mapper = createClioMapper(originOf);
  return {
    provider: "clio",
    regions: REGIONS,
    plans: PLANS,
    limit: { requests: 50, per_ms: 60_000, scope: "access_token" },
    oauth: createClioOAuth({ originOf, headers, timeout_ms }),
    mapper,
    reader(session) {
      const origin = originOf(session.region);
      return createClioReader(session, policy(origin), memoryOf(origin));
    },
    writing: createClioWriting({
      timeout_ms,
      simulator: options.url === undefined ? null : new URL(options.url).hostname,
      policyOf: (session) => policy(originOf(session.region)),
      memoryOf: (session) => memoryOf(originOf(session.region)),
      // The writer is never given a thread: Clio has none.
      link: ({ region }, { kind, id }) => mapper.link(kind === "matter" ? "matter" : "contact", id, { region, firm_url: null }),
    }),
    webhook: {
      ...clioWebhook,
      subscriptions(session) {
        const origin = originOf(session.region);
        return createClioSubscriptions(session, policy(origin), memoryOf(origin));
      },
    },
  };
}

function limits(headers: Headers): LimitHeaders {
  return {
    limit: whole(headers.get("x-ratelimit-limit")),
    remaining: whole(headers.get("x-ratelimit-remaining")),
    reset_at_s: whole(headers.get("x-ratelimit-reset")),
  };
}

const whole = (text: string | null) => (text !== null && /^\d{1,12}$/.test(text) ? Number(text) : null);
