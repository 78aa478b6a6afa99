/** MyCase Open API v1. */
import type { Connector } from "../../model/connector.ts";
import type { Policy } from "../../lib/http.ts";
import { mycaseHosts } from "./hosts.ts";
import { mycaseMapper } from "./mapper.ts";
import { createMyCaseOAuth } from "./oauth.ts";
import { createMyCaseReader, PLANS } from "./reader.ts";
import { createMyCaseSubscriptions } from "./subscriptions.ts";
import type { SignatureScheme } from "./webhook.ts";
import { createMyCaseWebhook } from "./webhook.ts";
import { createMyCaseWriting } from "./writer.ts";

export interface MyCaseOptions {
  auth_url?: string | undefined;
  api_url?: string | undefined;
  timeout_ms?: number | undefined;
  random?: (() => number) | undefined;
  webhook_signature?: SignatureScheme | undefined;
}

export function createMyCaseConnector(options: MyCaseOptions = {}): Connector {
  const { auth_origin, api_origin } = mycaseHosts(options);
  const timeout_ms = options.timeout_ms ?? 35_000;
  const headers = { accept: "application/json", "user-agent": "Privity/1.0" };
  const policy: Policy = {
    name: "MyCase",
    origin: api_origin,
    headers: { ...headers, "accept-encoding": "gzip" },
    // No limit headers are documented (mycase.md §3).
    limits: () => ({ limit: null, remaining: null, reset_at_s: null }),
    wait_when_limited_ms: 2000,
    timeout_ms,
    body_limit: 64 * 1024 * 1024,
    random: options.random ?? Math.random,
  };
  return {
    provider: "mycase",
    regions: [],
    plans: PLANS,
    limit: { requests: 25, per_ms: 1000, scope: "oauth_client" },
    oauth: createMyCaseOAuth({ auth_origin, headers, timeout_ms }),
    mapper: mycaseMapper,
    reader: (session) => createMyCaseReader(session, policy),
    writing: createMyCaseWriting({ policy, simulator: options.api_url === undefined ? null : new URL(options.api_url).hostname }),
    webhook: {
      ...createMyCaseWebhook(options.webhook_signature ?? null),
      subscriptions: (session) => createMyCaseSubscriptions(session, policy),
    },
  };
}
