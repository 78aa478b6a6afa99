/** The token requests of an authorisation-code grant, by oauth4webapi; what differs between providers comes in. Never puts a secret into a message. */
import * as oauth from "oauth4webapi";
import type { Fetch, Grant, OAuthClient } from "../model/connector.ts";
import { VendorError } from "../model/connector.ts";
import { readText } from "./body.ts";
import { within } from "./clock.ts";
import { connectionFailure, spoken } from "./failure.ts";
import { retryAfter } from "./retry.ts";

export interface TokenEndpoint {
  /** The provider's name, for messages. */
  name: string;
  url: string;
  /** How the parameters travel: Clio takes a form, MyCase JSON (mycase.md §1.1). */
  body: "form" | "json";
  headers: Record<string, string>;
  timeout_ms: number;
}

/** The grant, and the whole answer for what a provider adds to it. */
export interface TokenAnswer {
  grant: Grant;
  extra: Record<string, unknown>;
}

interface CodeInput {
  client: OAuthClient;
  redirect_uri: string;
  code: string;
  fetch: Fetch;
}

export async function exchangeCode(endpoint: TokenEndpoint, { client, redirect_uri, code, fetch }: CodeInput): Promise<TokenAnswer> {
  const parties = partiesOf(endpoint, client);
  const callback = oauth.validateAuthResponse(parties.server, parties.client, new URLSearchParams({ code }), oauth.skipStateCheck);
  return ask(endpoint, parties, [client.client_secret, code], fetch, (options) =>
    oauth.authorizationCodeGrantRequest(parties.server, parties.client, parties.proof, callback, redirect_uri, oauth.nopkce, options),
  );
}

export async function refreshGrant(
  endpoint: TokenEndpoint,
  { client, refresh_token, fetch }: { client: OAuthClient; refresh_token: string; fetch: Fetch },
): Promise<TokenAnswer> {
  const parties = partiesOf(endpoint, client);
  return ask(endpoint, parties, [client.client_secret, refresh_token], fetch, (options) =>
    oauth.refreshTokenGrantRequest(parties.server, parties.client, parties.proof, refresh_token, options),
  );
}

interface Parties {
  server: oauth.AuthorizationServer;
  client: oauth.Client;
  proof: oauth.ClientAuth;
}

function partiesOf(endpoint: TokenEndpoint, client: OAuthClient): Parties {
  const { origin } = new URL(endpoint.url);
  return {
    server: { issuer: origin, token_endpoint: endpoint.url },
    client: { client_id: client.client_id },
    proof: oauth.ClientSecretPost(client.client_secret),
  };
}

type Send = (options: oauth.TokenEndpointRequestOptions) => Promise<Response>;

async function ask(endpoint: TokenEndpoint, parties: Parties, secrets: string[], fetch: Fetch, send: Send): Promise<TokenAnswer> {
  let status: number | null = null;
  let text = "";
  let headers = new Headers();
  try {
    text = await within(endpoint.timeout_ms, async (signal) => {
      const response = await send({
        signal,
        // A sandbox on this machine has no TLS; providers do.
        [oauth.allowInsecureRequests]: endpoint.url.startsWith("http://"),
        [oauth.customFetch]: (url, init) => fetch(requestOf(endpoint, url, init)),
      });
      ({ status, headers } = response);
      return readText(response, 1_000_000);
    });
  } catch (error) {
    const url = new URL(endpoint.url);
    throw status === null
      ? new VendorError("transient", `${endpoint.name} could not be reached for a token (${url.host}).`)
      : connectionFailure(endpoint.name, url, status, error);
  }
  return grantOf(endpoint, parties, secrets, { status: status ?? 0, headers, text });
}

function requestOf(endpoint: TokenEndpoint, url: string, init: oauth.CustomFetchOptions<"POST", URLSearchParams>): Request {
  const json = endpoint.body === "json";
  const headers = {
    ...init.headers,
    ...endpoint.headers,
    "content-type": json ? "application/json" : "application/x-www-form-urlencoded;charset=UTF-8",
  };
  const body = json ? JSON.stringify(Object.fromEntries(init.body)) : init.body;
  return new Request(url, { method: "POST", headers, body, redirect: "manual", signal: init.signal ?? null });
}

interface Told {
  status: number;
  headers: Headers;
  text: string;
}

async function grantOf(endpoint: TokenEndpoint, parties: Parties, secrets: string[], told: Told): Promise<TokenAnswer> {
  const json = objectOf(told.text);
  if (told.status < 200 || told.status >= 300) throw refusal(endpoint, secrets, told, json);
  const told_fields = Object.fromEntries(Object.entries(json ?? {}).filter(([, value]) => value !== null));
  try {
    const answer = new Response(JSON.stringify(told_fields), { headers: { "content-type": "application/json" } });
    const token = await oauth.processGenericTokenEndpointResponse(parties.server, parties.client, answer);
    const { access_token, refresh_token, expires_in, scope } = token;
    return {
      grant: { access_token, refresh_token: refresh_token ?? null, expires_in: expires_in ?? null, scope: scope ?? null, firm_uuid: null },
      extra: told_fields,
    };
  } catch {
    throw new VendorError("transient", `${endpoint.name} answered a token request with something that is no token.`, {
      status: told.status,
    });
  }
}

/**
 * 400, 401 and 403 mean that the grant is dead (mycase.md §1.1), unless it is our own credentials that are refused, or a firewall's
 * page that speaks in the provider's place: these must not disconnect a firm (B-CON-5).
 */
function refusal(endpoint: TokenEndpoint, secrets: string[], told: Told, json: Record<string, unknown> | null): VendorError {
  const { status } = told;
  const retry_after_ms = retryAfter(told.headers.get("retry-after"), new Date(told.headers.get("date") ?? Number.NaN));
  const said = [json?.["error"], spoken(json)].filter((part): part is string => typeof part === "string" && part !== "");
  const words = secrets.reduce(
    (text, secret) => (secret === "" ? text : text.replaceAll(secret, "***")),
    [...new Set(said)].join(": ").slice(0, 300),
  );
  const message = `${endpoint.name} refused the token request with ${status}${words === "" ? "" : `: ${words.replace(/\.$/, "")}`}.`;
  const options = { status, retry_after_ms };
  if (status === 429) return new VendorError("rate_limited", message, options);
  if (status >= 500 || status === 408 || (status === 403 && json === null && told.text.trim() !== ""))
    return new VendorError("transient", message, options);
  if (json?.["error"] === "invalid_client" || json?.["error"] === "unauthorized_client") return new VendorError("broken", message, options);
  return new VendorError(status === 400 || status === 401 || status === 403 ? "unauthorized" : "broken", message, options);
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
