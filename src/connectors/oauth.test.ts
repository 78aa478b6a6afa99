import { describe, expect, test } from "vitest";
import type { Fetch, OAuthFlow } from "../model/connector.ts";
import { VendorError } from "../model/connector.ts";
import { createClioConnector } from "./clio/index.ts";
import { createMyCaseConnector } from "./mycase/index.ts";

const client = { client_id: "app", client_secret: "app-secret" };
const flows: [string, OAuthFlow][] = [
  ["clio", createClioConnector({ timeout_ms: 50 }).oauth],
  ["mycase", createMyCaseConnector({ timeout_ms: 50 }).oauth],
];
const clio = createClioConnector().oauth;
const mycase = createMyCaseConnector().oauth;

/** Records the one request that a token endpoint gets, and answers it. */
function endpoint(answer: () => Response | Promise<Response>) {
  const seen: { url: string; type: string; body: string; agent: string | null; redirect: string }[] = [];
  const fetch: Fetch = async (request) => {
    const { headers } = request;
    seen.push({
      url: request.url,
      type: headers.get("content-type") ?? "",
      body: await request.text(),
      agent: headers.get("user-agent"),
      redirect: request.redirect,
    });
    return answer();
  };
  return { seen, fetch };
}
const granted = (fields: Record<string, unknown>) => () => Response.json({ token_type: "Bearer", access_token: "at", ...fields });

describe("B-CON-1: asking for a grant", () => {
  test("Clio's consent page, where a refusal comes back to us; no scope", () => {
    const url = new URL(clio.authorize_url({ region: "eu", client_id: "app", redirect_uri: "https://p.test/cb", state: "s 1" }));
    expect(url.origin + url.pathname).toBe("https://eu.app.clio.com/oauth/authorize");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: "code",
      client_id: "app",
      redirect_uri: "https://p.test/cb",
      state: "s 1",
      redirect_on_decline: "true",
    });
  });

  test("MyCase's sign-in page", () => {
    const url = new URL(mycase.authorize_url({ region: null, client_id: "app", redirect_uri: "https://p.test/cb", state: "s" }));
    expect(url.origin + url.pathname).toBe("https://auth.mycase.com/login_sessions/new");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: "app",
      redirect_uri: "https://p.test/cb",
      response_type: "code",
      state: "s",
    });
  });

  test("B-CON-4: Clio's regions have hosts of their own, an unknown one is refused, and one address can stand in for all", () => {
    const origin = (flow: OAuthFlow, region: string | null) =>
      new URL(flow.authorize_url({ region, client_id: "a", redirect_uri: "https://p.test", state: "s" })).origin;
    expect(["us", "eu", "ca", "au", null].map((region) => origin(clio, region))).toEqual([
      "https://app.clio.com",
      "https://eu.app.clio.com",
      "https://ca.app.clio.com",
      "https://au.app.clio.com",
      "https://app.clio.com",
    ]);
    expect(() => origin(clio, "mars")).toThrow(/no region “mars”/);
    expect(origin(createClioConnector({ url: "http://127.0.0.1:4010/" }).oauth, "eu")).toBe("http://127.0.0.1:4010");
  });
});

describe("tokens", () => {
  test("Clio takes a form; an answer without a refresh token keeps the stored one", async () => {
    const { seen, fetch } = endpoint(granted({ expires_in: 2_592_000, refresh_token: null }));
    expect(await clio.exchange({ region: "us", client, redirect_uri: "https://p.test/cb", code: "c0de", fetch })).toEqual({
      access_token: "at",
      refresh_token: null,
      expires_in: 2_592_000,
      scope: null,
      firm_uuid: null,
    });
    expect(seen[0]).toMatchObject({ url: "https://app.clio.com/oauth/token", agent: "Privity/1.0", redirect: "manual" });
    expect(seen[0]?.type).toMatch(/^application\/x-www-form-urlencoded/);
    expect(Object.fromEntries(new URLSearchParams(seen[0]?.body))).toEqual({
      grant_type: "authorization_code",
      code: "c0de",
      redirect_uri: "https://p.test/cb",
      client_id: "app",
      client_secret: "app-secret",
    });
    await clio.refresh({ region: "us", client, refresh_token: "rt", fetch });
    expect(Object.fromEntries(new URLSearchParams(seen[1]?.body))).toEqual({
      grant_type: "refresh_token",
      refresh_token: "rt",
      client_id: "app",
      client_secret: "app-secret",
    });
  });

  test("MyCase takes JSON, names the firm at the exchange, and rotates the refresh token", async () => {
    const { seen, fetch } = endpoint(granted({ expires_in: "86400", refresh_token: "rt2", scope: "all of it", firm_uuid: "f-1" }));
    expect(await mycase.exchange({ region: null, client, redirect_uri: "https://p.test/cb", code: "c0de", fetch })).toEqual({
      access_token: "at",
      refresh_token: "rt2",
      expires_in: 86_400,
      scope: "all of it",
      firm_uuid: "f-1",
    });
    expect(seen[0]).toMatchObject({ url: "https://auth.mycase.com/tokens", type: "application/json" });
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual({
      grant_type: "authorization_code",
      code: "c0de",
      redirect_uri: "https://p.test/cb",
      client_id: "app",
      client_secret: "app-secret",
    });
    await mycase.refresh({ region: null, client, refresh_token: "rt", fetch });
    expect(JSON.parse(seen[1]?.body ?? "")).toEqual({
      grant_type: "refresh_token",
      refresh_token: "rt",
      client_id: "app",
      client_secret: "app-secret",
    });
  });

  const answers: [string, () => Response | Promise<Response>, string][] = [
    [
      "a refused grant (400)",
      () => Response.json({ error: "invalid_grant", error_description: "rt-secret is used up, app-secret" }, { status: 400 }),
      "unauthorized",
    ],
    ["a refused grant (401) as a page", () => new Response("<html>", { status: 401 }), "unauthorized"],
    ["a refused grant (403)", () => Response.json({ errors: [{ description: "no" }] }, { status: 403 }), "unauthorized"],
    ["our own credentials refused", () => Response.json({ error: "invalid_client" }, { status: 401 }), "broken"],
    ["a firewall's page (403)", () => new Response("<html>", { status: 403 }), "transient"],
    ["a 500", () => Response.json({}, { status: 500 }), "transient"],
    ["a 503 as a page", () => new Response("<html>", { status: 503 }), "transient"],
    ["a 429", () => Response.json({}, { status: 429, headers: { "retry-after": "7" } }), "rate_limited"],
    ["a broken connection", () => Promise.reject(new TypeError("fetch failed")), "transient"],
    ["silence", () => new Promise<Response>(() => undefined), "transient"],
    ["no JSON", () => new Response("fine!"), "transient"],
    ["no token in it", () => Response.json({ token_type: "Bearer" }), "transient"],
    ["a redirect to another host", () => new Response(null, { status: 307, headers: { location: "https://evil.test/" } }), "broken"],
  ];
  for (const [provider, flow] of flows) {
    for (const [name, answer, failure] of answers) {
      test(`B-CON-5: ${provider}: ${name} is ${failure}, and no secret is in the message`, async () => {
        const { fetch, seen } = endpoint(answer);
        const error: unknown = await flow
          .refresh({ region: null, client, refresh_token: "rt-secret", fetch })
          .catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(VendorError);
        expect((error as VendorError).failure).toBe(failure);
        expect(seen).toHaveLength(1);
        expect(
          JSON.stringify([(error as VendorError).message, (error as VendorError).stack, String((error as VendorError).cause)]),
        ).not.toContain("-secret");
      });
    }
  }
});

describe("B-CON-7: ending a grant", () => {
  test("Clio is told with the bearer token, and a refusal is not taken for success", async () => {
    const { seen, fetch } = endpoint(() => new Response(null, { status: 200 }));
    expect(await clio.revoke({ region: "ca", access_token: "at", fetch })).toBe(true);
    expect(seen[0]).toMatchObject({ url: "https://ca.app.clio.com/oauth/deauthorize", body: "token=at" });
    await expect(
      clio.revoke({ region: "ca", access_token: "at", fetch: endpoint(() => new Response(null, { status: 500 })).fetch }),
    ).rejects.toMatchObject({ failure: "transient" });
    await expect(
      clio.revoke({ region: "ca", access_token: "at", fetch: endpoint(() => new Response(null, { status: 401 })).fetch }),
    ).rejects.toMatchObject({ failure: "unauthorized" });
  });

  test("MyCase offers nothing of the kind, and says so", async () => {
    expect(await mycase.revoke({ region: null, access_token: "at", fetch: endpoint(() => new Response()).fetch })).toBe(false);
  });
});
