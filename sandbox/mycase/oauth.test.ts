import { describe, expect, test } from "vitest";
import { myCaseId } from "./fill_imaginary.ts";
import { DAY, get, HOUR, postTokens, still } from "./testing.ts";
import type { MyCaseSandbox } from "./types.ts";

const BACK = "http://127.0.0.1:8080/callback";
const AUTHORIZE = `http://mycase.sandbox/login_sessions/new?client_id=privity-sandbox&redirect_uri=${encodeURIComponent(BACK)}&response_type=code&state=s%261`;

const decide = (sandbox: MyCaseSandbox, form: Record<string, string>) =>
  sandbox.fetch(
    new Request("http://mycase.sandbox/login_sessions", {
      method: "POST",
      body: new URLSearchParams({ client_id: "privity-sandbox", redirect_uri: BACK, response_type: "code", state: "s&1", ...form }),
    }),
  );

async function code(sandbox: MyCaseSandbox): Promise<string> {
  const answer = await decide(sandbox, { decision: "allow", user_id: String(myCaseId("staff", "ruth")) });
  return new URL(answer.headers.get("location") as string).searchParams.get("code") as string;
}

const exchange = (sandbox: MyCaseSandbox, value: string, form = false) =>
  postTokens(sandbox, { grant_type: "authorization_code", code: value, redirect_uri: BACK }, form);
const refresh = (sandbox: MyCaseSandbox, refresh_token: string) => postTokens(sandbox, { grant_type: "refresh_token", refresh_token });
const body = async (answer: Response) => (await answer.json()) as Record<string, string>;

describe("signing in to MyCase", () => {
  test("shows who can sign in, and sends back a code with the state", async () => {
    const sandbox = still();
    const shown = await (await sandbox.fetch(new Request(AUTHORIZE))).text();
    expect(shown).toContain("Ruth Goldberg, Office Manager");
    expect(shown).toContain("Wei Chen, Paralegal (may not connect)");
    expect(shown).not.toContain("Nikolai");
    const answer = await decide(sandbox, { decision: "allow", user_id: String(myCaseId("staff", "ruth")) });
    const target = new URL(answer.headers.get("location") as string);
    expect([answer.status, target.origin + target.pathname, target.searchParams.get("state")]).toEqual([302, BACK, "s&1"]);
  });

  test("answers forbidden, and sends nobody back, to a user without the admin permission", async () => {
    const answer = await decide(still(), { decision: "allow", user_id: String(myCaseId("staff", "wei")) });
    expect([answer.status, answer.headers.get("location")]).toEqual([403, null]);
    expect(await answer.text()).toContain("Manage your firm’s preferences");
  });

  test("a refusal comes back as an error, or not at all", async () => {
    const sandbox = still();
    const target = new URL((await decide(sandbox, { decision: "deny" })).headers.get("location") as string);
    expect(target.searchParams.get("error")).toBe("access_denied");
    sandbox.switches.denial_redirects = false;
    expect((await decide(sandbox, { decision: "deny" })).headers.get("location")).toBeNull();
  });

  test("never redirects to an address that is not registered", async () => {
    const sandbox = still({ redirect_uris: ["https://privity.example/callback"], auto_consent: true });
    const answer = await sandbox.fetch(new Request(AUTHORIZE));
    expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
  });

  test("auto-consent needs no page and signs in who may connect", async () => {
    const sandbox = still({ auto_consent: true });
    const answer = await sandbox.fetch(new Request(AUTHORIZE));
    const granted = await body(
      await exchange(sandbox, new URL(answer.headers.get("location") as string).searchParams.get("code") as string),
    );
    const me = await body(await get(sandbox, "me", granted["access_token"]));
    expect(me["email"]).toBe("evelyn@marlowfinch.example");
  });
});

describe("MyCase tokens", () => {
  test("firm_uuid comes with the exchange and never with a refresh; a code works once", async () => {
    const sandbox = still();
    const one = await code(sandbox);
    const granted = await body(await exchange(sandbox, one));
    expect(granted).toMatchObject({ token_type: "Bearer", expires_in: 86_400, firm_uuid: sandbox.firm.uuid });
    expect((await exchange(sandbox, one)).status).toBe(401);
    expect(await body(await refresh(sandbox, granted["refresh_token"] as string))).not.toHaveProperty("firm_uuid");
  });

  test("a code dies after its time, and with the wrong redirect", async () => {
    const sandbox = still();
    const old = await code(sandbox);
    await sandbox.clock.advance(601_000);
    expect((await exchange(sandbox, old)).status).toBe(401);
    const other = await postTokens(sandbox, { grant_type: "authorization_code", code: await code(sandbox), redirect_uri: `${BACK}/` });
    expect(other.status).toBe(401);
  });

  test("form-encoded bodies are refused unless the switch takes them", async () => {
    const sandbox = still();
    expect((await exchange(sandbox, await code(sandbox), true)).status).toBe(400);
    sandbox.switches.accept_form_tokens = true;
    expect((await exchange(sandbox, await code(sandbox), true)).status).toBe(200);
  });

  test("a wrong secret is refused", async () => {
    const answer = await postTokens(still(), { grant_type: "refresh_token", refresh_token: "x", client_secret: "wrong" });
    expect([answer.status, (await body(answer))["error"]]).toEqual([401, "invalid_client"]);
  });

  test("a refresh token works once; with a grace it works again for so long", async () => {
    const sandbox = still();
    const first = sandbox.grant().refresh_token;
    const second = await body(await refresh(sandbox, first));
    expect((await refresh(sandbox, first)).status).toBe(401);
    expect((await refresh(sandbox, second["refresh_token"] as string)).status).toBe(200);
    sandbox.switches.rotation_grace_seconds = 60;
    const third = sandbox.grant().refresh_token;
    await refresh(sandbox, third);
    await sandbox.clock.advance(59_000);
    expect((await refresh(sandbox, third)).status).toBe(200);
    await sandbox.clock.advance(1_000);
    expect((await refresh(sandbox, third)).status).toBe(401);
  });

  test("access ends after a day; each refresh gives fourteen more days", async () => {
    const sandbox = still();
    const granted = sandbox.grant();
    await sandbox.clock.advance(DAY - 1000);
    expect((await get(sandbox, "me", granted.access_token)).status).toBe(200);
    await sandbox.clock.advance(1000);
    expect((await get(sandbox, "me", granted.access_token)).status).toBe(401);
    await sandbox.clock.advance(13 * DAY - HOUR);
    const again = await body(await refresh(sandbox, granted.refresh_token));
    await sandbox.clock.advance(14 * DAY);
    expect((await refresh(sandbox, again["refresh_token"] as string)).status).toBe(401);
  });

  test("a disabled user's and a revoked user's tokens are dead", async () => {
    const sandbox = still();
    const [evelyn, ruth] = [myCaseId("staff", "evelyn"), myCaseId("staff", "ruth")];
    const tokens = [sandbox.grant(evelyn).access_token, sandbox.grant(ruth).access_token];
    sandbox.tables.staff.update(evelyn, { active: false });
    sandbox.revoke(ruth);
    expect(await Promise.all(tokens.map(async (token) => (await get(sandbox, "me", token)).status))).toEqual([401, 401]);
  });

  test("the expiry can be read from the access token", () => {
    const sandbox = still();
    const [, payload] = sandbox.grant().access_token.split(".");
    expect(JSON.parse(Buffer.from(payload as string, "base64url").toString())).toMatchObject({
      exp: Date.parse("2026-10-06T15:00:00Z") / 1000,
    });
  });

  test("errors of the token endpoint, its status, reusable tokens and the old access token are switches", async () => {
    const sandbox = still({ switches: { token_error_body: "errors", token_error_status: 403 } });
    const refused = await refresh(sandbox, "unknown");
    expect([refused.status, await refused.json()]).toEqual([
      403,
      { errors: [{ description: "The refresh token is not valid or was already used." }] },
    ]);
    sandbox.switches.rotation = "reusable";
    const granted = sandbox.grant();
    expect((await refresh(sandbox, granted.refresh_token)).status).toBe(200);
    expect((await refresh(sandbox, granted.refresh_token)).status).toBe(200);
    expect((await get(sandbox, "me", granted.access_token)).status).toBe(200);
    sandbox.switches.refresh_ends_access_token = true;
    await refresh(sandbox, granted.refresh_token);
    expect((await get(sandbox, "me", granted.access_token)).status).toBe(401);
  });
});
