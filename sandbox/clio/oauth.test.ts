import { expect, test } from "vitest";
import { asked, createTestSandbox } from "./testing.ts";
import type { ClioSandbox } from "./sandbox.ts";

const CALLBACK = "http://127.0.0.1:8790/oauth/callback";

const authorizeUrl = (sandbox: ClioSandbox, more: Record<string, string> = {}): string =>
  `http://clio.sandbox/oauth/authorize?${new URLSearchParams({ response_type: "code", client_id: sandbox.client_id, redirect_uri: CALLBACK, state: "s1", ...more }).toString()}`;

async function decide(sandbox: ClioSandbox, decision: string, more: Record<string, string> = {}): Promise<Response> {
  const [user] = sandbox.tables.users.scan();
  const form = { ...Object.fromEntries(new URL(authorizeUrl(sandbox, more)).searchParams), user_id: String(user?.id), decision };
  return sandbox.fetch(new Request("http://clio.sandbox/oauth/authorize", { method: "POST", body: new URLSearchParams(form) }));
}

async function token(sandbox: ClioSandbox, form: Record<string, string>): Promise<{ status: number; json: Record<string, unknown> }> {
  const body = new URLSearchParams({ client_id: sandbox.client_id, client_secret: sandbox.client_secret, ...form });
  const answer = await sandbox.fetch(new Request("http://clio.sandbox/oauth/token", { method: "POST", body }));
  const text = await answer.text();
  return { status: answer.status, json: text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : { text } };
}

const codeOf = (answer: Response): string => new URL(answer.headers.get("location") ?? "").searchParams.get("code") ?? "";

test("a person signs in, allows access, and the code becomes tokens once", async () => {
  const sandbox = createTestSandbox();
  const page = await sandbox.fetch(new Request(authorizeUrl(sandbox)));
  const text = await page.text();
  expect([page.status, text.includes("Allow access"), text.includes("administrator")]).toEqual([200, true, true]);
  const allowed = await decide(sandbox, "approve");
  expect([allowed.status, new URL(allowed.headers.get("location") ?? "").searchParams.get("state")]).toEqual([302, "s1"]);
  const exchange = () => token(sandbox, { grant_type: "authorization_code", code: codeOf(allowed), redirect_uri: CALLBACK });
  const { status, json } = await exchange();
  expect([status, json]).toEqual([
    200,
    { token_type: "bearer", access_token: expect.any(String), refresh_token: expect.any(String), expires_in: 2_592_000 },
  ]);
  expect((await asked(sandbox, "users/who_am_i", { token: json["access_token"] as string })).status).toBe(200);
  expect(await exchange()).toMatchObject({ status: 400, json: { error: "invalid_grant" } });
});

test("a code dies after ten minutes, and fits its own redirect address only", async () => {
  const sandbox = createTestSandbox({ auto_consent: true });
  const code = async () => codeOf(await sandbox.fetch(new Request(authorizeUrl(sandbox))));
  const late = await code();
  await sandbox.clock.advance(600_000);
  expect((await token(sandbox, { grant_type: "authorization_code", code: late, redirect_uri: CALLBACK })).status).toBe(400);
  expect(
    (await token(sandbox, { grant_type: "authorization_code", code: await code(), redirect_uri: "http://127.0.0.1:1/x" })).status,
  ).toBe(400);
});

test("a refusal comes back only where it was asked for", async () => {
  const sandbox = createTestSandbox();
  expect((await decide(sandbox, "decline")).status).toBe(200);
  const told = await decide(sandbox, "decline", { redirect_on_decline: "true" });
  expect(new URL(told.headers.get("location") ?? "").search).toBe("?error=access_denied&state=s1");
});

test("an unknown app and an unregistered address are refused on a page", async () => {
  const sandbox = createTestSandbox({ redirect_uris: [CALLBACK] });
  const status = async (more: Record<string, string>) => (await sandbox.fetch(new Request(authorizeUrl(sandbox, more)))).status;
  expect([
    await status({}),
    await status({ client_id: "other" }),
    await status({ redirect_uri: "https://evil.example/" }),
    await status({ response_type: "token" }),
  ]).toEqual([200, 400, 400, 400]);
});

test("an installed app reads its code off the approval page", async () => {
  const sandbox = createTestSandbox({ auto_consent: true });
  const allowed = await sandbox.fetch(new Request(authorizeUrl(sandbox, { redirect_uri: "http://clio.sandbox/oauth/approval" })));
  const page = await sandbox.fetch(new Request(allowed.headers.get("location") ?? ""));
  expect(await page.text()).toContain(`<title>Success code=${codeOf(allowed)}</title>`);
});

test("what a page shows of the request is escaped", async () => {
  const sandbox = createTestSandbox();
  const text = await (await sandbox.fetch(new Request(authorizeUrl(sandbox, { state: `"><script>alert(1)</script>` })))).text();
  expect(text).not.toContain("<script>");
});

test("refresh tokens neither rotate nor expire, and the old access token stays good", async () => {
  const sandbox = createTestSandbox();
  const granted = sandbox.grant();
  const refresh = () => token(sandbox, { grant_type: "refresh_token", refresh_token: granted.refresh_token });
  const { json } = await refresh();
  expect(json).toEqual({ token_type: "bearer", access_token: expect.any(String), expires_in: 2_592_000 });
  expect((await asked(sandbox, "users/who_am_i", { token: granted.access_token })).status).toBe(200);
  await sandbox.clock.advance(400 * 86_400_000);
  expect((await refresh()).status).toBe(200);
  sandbox.switches.refresh_revokes_access_token = true;
  await refresh();
  expect((await asked(sandbox, "users/who_am_i", { token: json["access_token"] as string })).status).toBe(401);
});

test("a wrong secret, a strange grant and a JSON body are refused", async () => {
  const sandbox = createTestSandbox();
  expect(await token(sandbox, { client_secret: "wrong", grant_type: "refresh_token" })).toMatchObject({
    status: 401,
    json: { error: "invalid_client" },
  });
  expect(await token(sandbox, { grant_type: "password" })).toMatchObject({ status: 400, json: { error: "unsupported_grant_type" } });
  const json = new Request("http://clio.sandbox/oauth/token", {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json" },
  });
  expect((await sandbox.fetch(json)).status).toBe(400);
  sandbox.switches.oauth_error_html = true;
  sandbox.switches.oauth_error_status = 401;
  expect(await token(sandbox, { grant_type: "refresh_token", refresh_token: "gone" })).toMatchObject({
    status: 401,
    json: { text: expect.stringContaining("<html>") },
  });
});

test("deauthorizing ends the tokens and the user's webhooks", async () => {
  const sandbox = createTestSandbox();
  const granted = sandbox.grant();
  await asked(sandbox, "webhooks", {
    token: granted.access_token,
    method: "POST",
    json: { data: { url: "https://r.example/", model: "contact", fields: "id" } },
  });
  const request = new Request("http://clio.sandbox/oauth/deauthorize", {
    method: "POST",
    headers: { authorization: `Bearer ${granted.access_token}` },
    body: new URLSearchParams({ token: granted.access_token }),
  });
  const answer = await sandbox.fetch(request);
  expect([answer.status, await answer.text()]).toEqual([200, ""]);
  expect((await asked(sandbox, "users", { token: granted.access_token })).status).toBe(401);
  expect((await token(sandbox, { grant_type: "refresh_token", refresh_token: granted.refresh_token })).status).toBe(400);
  expect(sandbox.tables.webhooks.count()).toBe(0);
});

test("faults strike the token endpoint too", async () => {
  const sandbox = createTestSandbox();
  const { refresh_token } = sandbox.grant();
  sandbox.faults.script("error_500_after", /oauth\/token/);
  expect((await token(sandbox, { grant_type: "refresh_token", refresh_token })).status).toBe(500);
  expect(sandbox.log.count({ route: "/oauth/token", status: 500, fault: "error_500_after" })).toBe(1);
});
