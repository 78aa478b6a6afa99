/** MyCase's grant (mycase.md §1): JSON bodies, no scope parameter, refresh tokens of two weeks that rotate. */
import type { Grant, OAuthFlow } from "../../model/connector.ts";
import { exchangeCode, refreshGrant } from "../../lib/oauth.ts";
import type { TokenAnswer, TokenEndpoint } from "../../lib/oauth.ts";

export interface OAuthOptions {
  auth_origin: string;
  headers: Record<string, string>;
  timeout_ms: number;
}

export function createMyCaseOAuth({ auth_origin, headers, timeout_ms }: OAuthOptions): OAuthFlow {
  const endpoint: TokenEndpoint = { name: "MyCase", url: `${auth_origin}/tokens`, body: "json", headers, timeout_ms };
  return {
    authorize_url({ client_id, redirect_uri, state }) {
      const url = new URL(`${auth_origin}/login_sessions/new`);
      for (const [name, value] of Object.entries({ client_id, redirect_uri, response_type: "code", state }))
        url.searchParams.set(name, value);
      return url.href;
    },
    exchange: async (input) => withFirm(await exchangeCode(endpoint, input)),
    refresh: async (input) => withFirm(await refreshGrant(endpoint, input)),
    // MyCase offers no way to revoke a grant (mycase.md §1.1).
    revoke: () => Promise.resolve(false),
  };
}

/** Only the code exchange names the firm. */
function withFirm({ grant, extra }: TokenAnswer): Grant {
  const firm_uuid = extra["firm_uuid"];
  return { ...grant, firm_uuid: typeof firm_uuid === "string" ? firm_uuid : null };
}
