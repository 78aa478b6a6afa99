/** Clio's grant (clio.md §1.2): form-encoded, no scope parameter, refresh tokens that neither rotate nor expire. */
import type { OAuthFlow } from "../../model/connector.ts";
import { VendorError } from "../../model/connector.ts";
import { discard } from "../../lib/body.ts";
import { within } from "../../lib/clock.ts";
import { connectionFailure } from "../../lib/failure.ts";
import { exchangeCode, refreshGrant } from "../../lib/oauth.ts";
import type { TokenEndpoint } from "../../lib/oauth.ts";

export interface OAuthOptions {
  originOf: (region: string | null) => string;
  headers: Record<string, string>;
  timeout_ms: number;
}

export function createClioOAuth({ originOf, headers, timeout_ms }: OAuthOptions): OAuthFlow {
  const endpoint = (region: string | null): TokenEndpoint => ({
    name: "Clio",
    url: `${originOf(region)}/oauth/token`,
    body: "form",
    headers,
    timeout_ms,
  });
  return {
    authorize_url({ region, client_id, redirect_uri, state }) {
      const url = new URL(`${originOf(region)}/oauth/authorize`);
      // Without `redirect_on_decline` a refusal leaves the person on Clio's side, and us waiting.
      const query = { response_type: "code", client_id, redirect_uri, state, redirect_on_decline: "true" };
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      return url.href;
    },
    exchange: async (input) => (await exchangeCode(endpoint(input.region), input)).grant,
    refresh: async (input) => (await refreshGrant(endpoint(input.region), input)).grant,
    async revoke({ region, access_token, fetch }) {
      const url = new URL(`${originOf(region)}/oauth/deauthorize`);
      const request = (signal: AbortSignal) =>
        new Request(url, {
          method: "POST",
          headers: { ...headers, authorization: `Bearer ${access_token}` },
          body: new URLSearchParams({ token: access_token }),
          redirect: "manual",
          signal,
        });
      const response = await within(timeout_ms, (signal) => fetch(request(signal))).catch((error: unknown) => {
        throw connectionFailure("Clio", url, null, error);
      });
      await discard(response);
      const { status } = response;
      if (status >= 200 && status < 300) return true;
      const failure = status === 401 ? "unauthorized" : status >= 500 || status === 429 ? "transient" : "broken";
      throw new VendorError(failure, `Clio answered ${status} when asked to end the connection.`, { status });
    },
  };
}
