/** Who comes in, who does not, and what each may do. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createResetLink } from "../accounts/passwords.ts";
import { isLocalOnly, setUpCode } from "../accounts/set_up_code.ts";
import { createSignInLink } from "../accounts/sign_in.ts";
import { invite } from "../accounts/sign_up.ts";
import { testDatabase } from "../db/testing.ts";
import { createLog } from "../lib/log.ts";
import { Secret } from "../lib/secret.ts";
import { commandLine } from "../model/actor.ts";
import { createApi } from "./app.ts";
import { idleActions, openTestApi, testDeps, type TestApi } from "./test_api.ts";
import { cookieOf, NAOMI, PASSWORD, post, signInAs, testAccounts, type Person } from "./test_sign_in.ts";
import { NOW } from "./test_firm.ts";
import { generateTOTP } from "./test_totp.ts";

const BEN: Person = { name: "Ben Adler", email: "ben@hartwellosei.example", role: "member" };
let api: TestApi;
let ben: string;
beforeAll(async () => {
  api = await openTestApi();
  ben = await signInAs(api.anonymous, api.deps.accounts, api.firm.firm_id, BEN);
});
afterAll(() => api?.close());

const problem = async (answer: Response) => ((await answer.json()) as { type: string }).type.replace("/problems/", "");
const signIn = (email: string, password: string, headers: Record<string, string> = {}) =>
  api.anonymous("/api/v1/sign-in", post({ email, password }, headers));
const me = (headers: Record<string, string>) => api.anonymous("/api/v1/me", { headers });
const makeKey = async (scopes: string[], headers = { cookie: api.cookie }, expires_in_days: number | null = null) => {
  const answer = await api.anonymous("/api/v1/api-keys", post({ name: "test", scopes, expires_in_days }, headers));
  expect(answer.status).toBe(201);
  return (await answer.json()) as { key: string; api_key: { api_key_id: string } };
};
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const tokenOf = (link: string) => link.split("#")[1]!;
const mailed = async (to: string) => {
  const { rows } = await api.db.pool.query<{ body: string }>("select body from mail where recipient = $1 order by mail_id desc limit 1", [
    to,
  ]);
  return /https?:\S+/.exec(rows[0]?.body ?? "")?.[0] ?? null;
};
/** As if `email`'s account were opened anew: the tests below do not stand in each other's way. */
const forgetTries = () => api.db.pool.query("delete from auth.attempt");

describe("sign-in", () => {
  test("every route of the document but the ways in wants one, and says how to get it", async () => {
    const open: string[] = [];
    for (const [path, methods] of Object.entries(api.document.paths))
      for (const method of Object.keys(methods)) {
        if (!path.startsWith("/api/v1/")) continue;
        const address = path.replaceAll(/\{[^}]+\}/g, api.firm.clio);
        const type = path === "/api/v1/files" ? "application/octet-stream" : "application/json";
        const answer = await api.anonymous(
          address,
          method === "get" ? {} : { ...post({}, { "content-type": type }), method: method.toUpperCase() },
        );
        if (answer.status !== 401 || (await problem(answer)) !== "sign-in-needed") open.push(`${method} ${path}`);
      }
    expect(open.sort()).toEqual([
      "get /api/v1/installation",
      "get /api/v1/problems",
      "post /api/v1/invitations/accept",
      "post /api/v1/invitations/look",
      "post /api/v1/password-resets",
      "post /api/v1/password-resets/use",
      "post /api/v1/sign-in",
      "post /api/v1/sign-in/code",
      "post /api/v1/sign-in/link",
      "post /api/v1/sign-out",
      "post /api/v1/sign-up",
    ]);
  });

  test("enumeration: a wrong password, an unknown e-mail and one shut out are answered alike", async () => {
    const answers = await Promise.all([
      signIn(NAOMI.email, "wrong password here"),
      signIn("nobody@hartwellosei.example", "wrong password here"),
    ]);
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(answers.map((answer) => answer.status)).toEqual([401, 401]);
    expect(bodies[0]).toBe(bodies[1]);
    for (const answer of answers) expect(answer.headers.getSetCookie()).toEqual([]);
    const resets = await Promise.all(
      [NAOMI.email, "nobody@hartwellosei.example"].map((email) => api.anonymous("/api/v1/password-resets", post({ email }))),
    );
    expect(await resets[0]!.text()).toBe(await resets[1]!.text());
    await forgetTries();
  });

  test("fixation: each sign-in is a new session, an old cookie that was sent along ends, and a made-up one is nobody", async () => {
    const first = cookieOf(await signIn(NAOMI.email, PASSWORD));
    const second = cookieOf(await signIn(NAOMI.email, PASSWORD, { cookie: first }));
    expect(second).not.toBe(first);
    expect((await me({ cookie: first })).status).toBe(401);
    expect((await me({ cookie: second })).status).toBe(200);
    expect((await me({ cookie: "privity.session_token=abc.def" })).status).toBe(401);
    expect((await me({ cookie: `${second.slice(0, -3)}xyz` })).status).toBe(401);
  });

  test("the cookie is for this site alone and hidden from scripts; over https it is bound to the host", async () => {
    const line = (await signIn(NAOMI.email, PASSWORD)).headers.getSetCookie()[0]!;
    expect(line).toMatch(/^privity\.session_token=.*HttpOnly/);
    expect(line).toContain("SameSite=Lax");
    const accounts = testAccounts(api.db, api.deps.clock, api.deps.log, "https://privity.example");
    const app = createApi({ ...api.deps, accounts });
    const answer = await app.request("https://privity.example/api/v1/sign-in", post({ email: NAOMI.email, password: PASSWORD }));
    const https = answer.headers.getSetCookie()[0]!;
    expect(https).toMatch(/^__Host-privity\.session_token=/);
    for (const attribute of ["Secure", "HttpOnly", "Path=/"]) expect(https).toContain(attribute);
    expect(https).not.toContain("Domain");
  });

  test("brute force: after ten wrong passwords for one account the right one waits too, also for an account that is not there", async () => {
    for (const email of [BEN.email, "nobody@hartwellosei.example"]) {
      for (let count = 0; count < 10; count++) expect((await signIn(email, `wrong password ${count}`)).status).toBe(401);
      expect(await problem(await signIn(email, PASSWORD))).toBe("too-many-tries");
    }
    expect((await signIn(NAOMI.email, PASSWORD)).status, "others come in").toBe(200);
    await forgetTries();
    expect((await signIn(BEN.email, PASSWORD)).status).toBe(200);
  });

  test("CSRF: another site's page cannot sign in, sign out or write with somebody's cookie", async () => {
    const foreign = { origin: "https://evil.example", cookie: api.cookie };
    for (const path of ["/api/v1/sign-in", "/api/v1/sign-out", "/api/v1/api-keys", "/api/v1/me/password"])
      expect(await problem(await api.anonymous(path, post({}, foreign))), path).toBe("cross-site");
    expect((await me({ cookie: api.cookie })).status).toBe(200);
  });

  test("signing out ends the session on the server, not in the browser alone", async () => {
    const cookie = cookieOf(await signIn(NAOMI.email, PASSWORD));
    await api.anonymous("/api/v1/sign-out", post({}, { cookie }));
    expect((await me({ cookie })).status).toBe(401);
  });

  test("a session that has run out is no session", async () => {
    const cookie = cookieOf(await signIn(NAOMI.email, PASSWORD));
    const token = decodeURIComponent(cookie.split("=")[1]!).split(".")[0];
    await api.db.pool.query("update auth.session set expires_at = now() - interval '1 second' where token = $1", [token]);
    expect((await me({ cookie })).status).toBe(401);
  });

  test("a link from the command line signs in once", async () => {
    const token = tokenOf((await createSignInLink(api.deps.accounts, NAOMI.email))!);
    const first = await api.anonymous("/api/v1/sign-in/link", post({ token }));
    expect((await me({ cookie: cookieOf(first) })).status).toBe(200);
    expect(await problem(await api.anonymous("/api/v1/sign-in/link", post({ token })))).toBe("invalid-token");
  });
});

describe("passwords and invitations", () => {
  test("a mailed link sets a new password once, ends all sessions, and does not work when it is too old", async () => {
    const before = cookieOf(await signIn(BEN.email, PASSWORD));
    await api.anonymous("/api/v1/password-resets", post({ email: BEN.email }));
    const token = tokenOf((await mailed(BEN.email))!);
    const use = (password: string) => api.anonymous("/api/v1/password-resets/use", post({ token, password }));
    expect((await use("too short")).status).toBe(400);
    expect((await use(`${PASSWORD} 2`)).status).toBe(200);
    expect((await me({ cookie: before })).status).toBe(401);
    expect((await signIn(BEN.email, PASSWORD)).status).toBe(401);
    expect(await problem(await use(`${PASSWORD} 3`))).toBe("invalid-token");

    await api.anonymous("/api/v1/password-resets", post({ email: BEN.email }));
    const late = tokenOf((await mailed(BEN.email))!);
    await api.db.pool.query("update auth.verification set expires_at = now() - interval '1 second'");
    expect(await problem(await api.anonymous("/api/v1/password-resets/use", post({ token: late, password: PASSWORD })))).toBe(
      "invalid-token",
    );
    ben = cookieOf(await signIn(BEN.email, `${PASSWORD} 2`));
    await forgetTries();
  });

  test("an invitation is good once, until it is taken back, replaced or too old; its token is kept as a hash", async () => {
    const ask = (name: string) =>
      invite(api.deps.accounts, commandLine(api.firm.firm_id), { name, email: `${name}@hartwellosei.example`, role: "member" });
    const accept = async (link: string) => api.anonymous("/api/v1/invitations/accept", post({ token: tokenOf(link), password: PASSWORD }));
    const used = await ask("used");
    expect((await accept(used.link)).status).toBe(200);
    expect(await problem(await accept(used.link))).toBe("invalid-token");

    const replaced = await ask("twice");
    const newer = await ask("twice");
    expect(await problem(await accept(replaced.link))).toBe("invalid-token");
    await api.ask(`/api/v1/invitations/${newer.invitation_id}/revoke`, post({}));
    expect(await problem(await accept(newer.link))).toBe("invalid-token");

    const late = await ask("late");
    await api.db.pool.query("update invitation set expires_at = $2 where invitation_id = $1", [late.invitation_id, NOW]);
    expect(await problem(await accept(late.link))).toBe("invalid-token");

    const open = await ask("open");
    const { items } = await api.ask<{ items: { name: string }[] }>("/api/v1/invitations");
    expect(items.map((item) => item.name)).toEqual(["open"]);
    const { rows } = await api.db.pool.query("select i::text from invitation i");
    expect(JSON.stringify(rows)).not.toContain(tokenOf(open.link));
  });

  test("only a fresh installation lets somebody sign up, and only one of two who try at once", async () => {
    const person = { name: "Eve", email: "eve@evil.example", password: PASSWORD, firm: { name: "Evil", time_zone: "UTC", country: "US" } };
    expect(await problem(await api.anonymous("/api/v1/sign-up", post(person)))).toBe("signed-up-already");
    const empty = await testDatabase();
    try {
      const app = createApi(testDeps(empty, idleActions));
      const tries = await Promise.all(
        ["a", "b"].map(async (name) => app.request("/api/v1/sign-up", post({ ...person, email: `${name}@evil.example` }))),
      );
      expect(tries.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([200, 409]);
      const cookie = cookieOf(tries.find((answer) => answer.status === 200)!);
      const who = await app.request("/api/v1/me", { headers: { cookie } });
      expect(await who.json()).toMatchObject({ role: "admin", firm: { name: "Evil", time_zone: "UTC" } });
      expect((await empty.pool.query("select count(*) from firm")).rows).toEqual([{ count: 1 }]);
    } finally {
      await empty.drop();
    }
  });

  test("issue 3, 1: where other machines reach it, only who knows the set-up code is the first; guesses are limited", async () => {
    const person = {
      name: "Ada",
      email: "ada@first.example",
      password: PASSWORD,
      firm: { name: "First", time_zone: "UTC", country: "US" },
    };
    const empty = await testDatabase();
    try {
      const deps = testDeps(empty, idleActions);
      const code = setUpCode(new Secret("what the installation's key gives"));
      const app = createApi({ ...deps, accounts: { ...deps.accounts, set_up_code: code } });
      const up = async (set_up_code?: string) => app.request("/api/v1/sign-up", post({ ...person, set_up_code }));
      expect(await (await app.request("/api/v1/installation")).json()).toEqual({ fresh: true, set_up_code: true });
      expect(await problem(await up())).toBe("set-up-code-needed");
      expect(await problem(await up("ABCDE-FGHJK-LMNPQ-RSTUV"))).toBe("set-up-code-needed");
      await empty.pool.query("update auth.attempt set count = 100");
      expect(await problem(await up(code.reveal()))).toBe("too-many-tries");
      await empty.pool.query("delete from auth.attempt");
      expect((await empty.pool.query("select 1 from firm")).rowCount).toBe(0);
      expect((await up(` ${code.reveal().toLowerCase().replaceAll("-", "")} `)).status, "typed in another way").toBe(200);
      expect(await (await app.request("/api/v1/installation")).json()).toEqual({ fresh: false, set_up_code: false });
      expect(await problem(await up(code.reveal()))).toBe("signed-up-already");
    } finally {
      await empty.drop();
    }
  });

  test("issue 3, 1: the set-up code is long, the same in every process of one key, and asked for unless only this machine comes in", () => {
    const root = () => new Secret("one key");
    expect(setUpCode(root()).reveal()).toBe(setUpCode(root()).reveal());
    expect(setUpCode(root()).reveal()).not.toBe(setUpCode(new Secret("another key")).reveal());
    expect(setUpCode(root()).reveal()).toMatch(/^([2-9A-HJ-NP-Z]{5}-){3}[2-9A-HJ-NP-Z]{5}$/);
    const local = (host: string, url: string) => isLocalOnly({ host, url });
    expect(local("127.0.0.1", "http://127.0.0.1:8790")).toBe(true);
    expect(local("::1", "http://localhost:8790")).toBe(true);
    for (const [host, url] of [
      ["0.0.0.0", "http://127.0.0.1:8790"],
      ["::", "http://127.0.0.1:8790"],
      ["127.0.0.1", "https://privity.example"],
      ["127.0.0.1", "http://localhost.evil.example"],
      ["10.0.0.4", "http://127.0.0.1"],
    ] as const)
      expect(local(host, url), `${host} ${url}`).toBe(false);
  });

  test("issue 3, 1: without mail the command line prints the link for a new password, and is on record with it", async () => {
    const link = (await createResetLink(api.deps.accounts, BEN.email))!;
    expect(link).toMatch(/\/new-password#/);
    expect((await api.anonymous("/api/v1/password-resets/use", post({ token: tokenOf(link), password: `${PASSWORD} 4` }))).status).toBe(
      200,
    );
    ben = cookieOf(await signIn(BEN.email, `${PASSWORD} 4`));
    expect(await createResetLink(api.deps.accounts, "nobody@hartwellosei.example")).toBe(null);
    const { rows } = await api.db.pool.query(
      "select action, actor, via from audit where action like 'password.%' order by audit_id desc limit 2",
    );
    expect(rows).toEqual([
      { action: "password.reset", actor: "Ben Adler", via: "session" },
      { action: "password.reset_link", actor: "command line", via: "command_line" },
    ]);
    expect(await mailed(BEN.email), "nothing was mailed for it").not.toContain(tokenOf(link));
  });

  test("a second factor asks for a code at sign-in; a wrong one does not let in, a backup code does once", async () => {
    const cookie = await signInAs(api.anonymous, api.deps.accounts, api.firm.firm_id, {
      name: "Tia",
      email: "tia@hartwellosei.example",
      role: "member",
    });
    const asTia = (path: string, body: unknown) => api.anonymous(`/api/v1/me/second-factor${path}`, post(body, { cookie }));
    expect(await problem(await asTia("", { password: "not hers at all" }))).toBe("wrong-password");
    const made = (await (await asTia("", { password: PASSWORD })).json()) as { uri: string; backup_codes: string[] };
    expect((await signIn("tia@hartwellosei.example", PASSWORD)).status, "not on before a first code").toBe(200);
    expect(await problem(await asTia("/confirm", { code: "000000" }))).toBe("wrong-code");
    expect((await asTia("/confirm", { code: generateTOTP(made.uri) })).status).toBe(200);

    const half = await signIn("tia@hartwellosei.example", PASSWORD);
    expect(await half.json()).toEqual({ second_factor: true });
    const pending = cookieOf(half);
    expect((await me({ cookie: pending })).status).toBe(401);
    const code = (value: string) => api.anonymous("/api/v1/sign-in/code", post({ code: value }, { cookie: pending }));
    expect(await problem(await code("000000"))).toBe("wrong-code");
    const through = await code(made.backup_codes[0]!);
    expect((await me({ cookie: cookieOf(through) })).status).toBe(200);
    const again = cookieOf(await signIn("tia@hartwellosei.example", PASSWORD));
    expect(await problem(await api.anonymous("/api/v1/sign-in/code", post({ code: made.backup_codes[0] }, { cookie: again })))).toBe(
      "wrong-code",
    );
  });
});

describe("roles and API keys", () => {
  test("a member reads and starts syncs, and may not administer", async () => {
    const asBen = (path: string, init: RequestInit = {}) =>
      api.anonymous(path, { ...init, headers: { cookie: ben, "content-type": "application/json" } });
    expect((await asBen("/api/v1/contacts")).status).toBe(200);
    expect((await asBen("/api/v1/members")).status).toBe(200);
    expect((await asBen("/api/v1/runs", post({ connection_id: api.firm.clio, what: "changes" }))).status).toBe(202);
    api.synced.length = 0;
    for (const [method, path] of [
      ["GET", "/api/v1/audit"],
      ["GET", "/api/v1/api-keys"],
      ["GET", "/api/v1/invitations"],
      ["POST", "/api/v1/invitations"],
      ["POST", "/api/v1/api-keys"],
      ["PATCH", `/api/v1/members/${api.firm.members.naomi}`],
      ["PUT", `/api/v1/connections/${api.firm.clio}/settings`],
      ["POST", "/api/v1/a-route-that-comes-later"],
    ] as const)
      expect(await problem(await asBen(path, { ...(method === "GET" ? {} : post({})), method })), path).toBe("not-allowed");
  });

  test("a key does what its scopes say, never more than its member, and cannot make keys", async () => {
    const read = bearer((await makeKey(["read"])).key);
    const write = bearer((await makeKey(["write"])).key);
    const admin = bearer((await makeKey(["admin"])).key);
    const run = (headers: Record<string, string>) =>
      api.anonymous("/api/v1/runs", post({ connection_id: api.firm.clio, what: "changes" }, headers));
    const audit = (headers: Record<string, string>) => api.anonymous("/api/v1/audit", { headers });
    expect([(await me(read)).status, (await run(read)).status, (await audit(read)).status]).toEqual([200, 403, 403]);
    expect([(await me(write)).status, (await run(write)).status, (await audit(write)).status]).toEqual([200, 202, 403]);
    expect([(await me(admin)).status, (await run(admin)).status, (await audit(admin)).status]).toEqual([200, 202, 200]);
    api.synced.length = 0;
    expect(await problem(await api.anonymous("/api/v1/api-keys", post({ name: "x", scopes: ["read"], expires_in_days: 1 }, admin)))).toBe(
      "session-needed",
    );
  });

  test("a key is kept as a hash, and stops when it is revoked, has expired, or its member is shut out", async () => {
    const made = await makeKey(["read"]);
    const kept = JSON.stringify((await api.db.pool.query("select k::text from api_key k")).rows);
    expect(kept).not.toContain(made.key);
    expect(kept).toContain(made.key.slice(0, 11));
    await api.ask(`/api/v1/api-keys/${made.api_key.api_key_id}/revoke`, post({}));
    expect((await me(bearer(made.key))).status).toBe(401);

    const short = await makeKey(["read"], undefined, 1);
    expect((await me(bearer(short.key))).status).toBe(200);
    await api.db.pool.query("update api_key set expires_at = $2 where api_key_id = $1", [short.api_key.api_key_id, NOW]);
    expect((await me(bearer(short.key))).status).toBe(401);
    for (const wrong of ["pv_short", "", `${made.key}x`, "x y"]) expect((await me(bearer(wrong))).status, wrong).toBe(401);
    expect((await me({ ...bearer("pv_wrong"), cookie: api.cookie })).status, "a wrong key is not made good by a cookie").toBe(401);
  });

  test("whoever is shut out is out at once: session, keys and sign-in; let in again, the keys work again", async () => {
    const person: Person = { name: "Gone Soon", email: "gone@hartwellosei.example", role: "admin" };
    const cookie = await signInAs(api.anonymous, api.deps.accounts, api.firm.firm_id, person);
    const { key } = await makeKey(["admin"], { cookie });
    const { member_id } = (await (await me({ cookie })).json()) as { member_id: string };
    const set = (active: boolean) => api.ask(`/api/v1/members/${member_id}`, { ...post({ active }), method: "PATCH" });
    await set(false);
    expect((await me({ cookie })).status).toBe(401);
    expect((await me(bearer(key))).status).toBe(401);
    expect(await problem(await signIn(person.email, PASSWORD))).toBe("wrong-credentials");
    await api.anonymous("/api/v1/password-resets", post({ email: person.email }));
    expect(await mailed(person.email), "only the invitation").toContain("/invitation#");
    await set(true);
    expect((await me({ cookie })).status).toBe(401);
    expect((await me(bearer(key))).status).toBe(200);
    await api.ask(`/api/v1/members/${member_id}`, { ...post({ role: "member" }), method: "PATCH" });
    expect((await api.anonymous("/api/v1/audit", { headers: bearer(key) })).status, "the key sank with the role").toBe(403);
    await set(false);
  });

  test("a firm keeps its last admin", async () => {
    for (const change of [{ role: "member" }, { active: false }])
      expect(
        await problem(
          await api.request(`/api/v1/members/${api.firm.members.naomi}`, { ...post(change, { cookie: api.cookie }), method: "PATCH" }),
        ),
      ).toBe("last-admin");
  });

  test("the audit log says who did what by which way", async () => {
    const { items } = await api.ask<{ items: { action: string; actor: string; via: string }[] }>("/api/v1/audit?limit=200");
    const seen = new Set(items.map((item) => `${item.actor} ${item.action} ${item.via}`));
    for (const entry of [
      "Naomi Okafor sign_in session",
      "Naomi Okafor api_key.create session",
      "Naomi Okafor api_key.revoke session",
      "Naomi Okafor member.change session",
      "command line invitation.create command_line",
      "Ben Adler invitation.accept session",
    ])
      expect(seen, entry).toContain(entry);
  });
});

test("secrets never reach the log: passwords, session cookies, keys and tokens of links", async () => {
  const lines: string[] = [];
  const log = createLog({ log_level: "trace" }, { write: (line: string) => void lines.push(line) });
  const app = createApi({ ...api.deps, log, accounts: testAccounts(api.db, api.deps.clock, log) });
  const ask = (path: string, init?: RequestInit) => Promise.resolve(app.request(path, init));
  const cookie = await signInAs(ask, api.deps.accounts, api.firm.firm_id, {
    name: "Lou",
    email: "lou@hartwellosei.example",
    role: "admin",
  });
  const secrets = ["wrong but secret", "a guessed token", decodeURIComponent(cookie.split("=")[1]!), "pv_" + "k".repeat(43)];
  await ask("/api/v1/sign-in", post({ email: "lou@hartwellosei.example", password: secrets[0] }));
  await ask("/api/v1/password-resets/use", post({ token: secrets[1], password: secrets[0] }));
  await ask("/api/v1/password-resets", post({ email: "lou@hartwellosei.example" }));
  await ask("/api/v1/me", { headers: { cookie } });
  await ask("/api/v1/me", { headers: { authorization: `Bearer ${secrets[3]}` } });
  const actions = { ...api.deps.actions, membersChanged: () => Promise.reject(new Error("failed on purpose")) };
  await createApi({ ...api.deps, log, actions }).request(`/api/v1/members/${api.firm.members.ben}`, {
    ...post({ active: true }, { cookie }),
    method: "PATCH",
  });
  const text = lines.join("");
  expect(text).toContain("failed on purpose");
  for (const secret of [...secrets, PASSWORD, tokenOf((await mailed("lou@hartwellosei.example"))!)]) expect(text).not.toContain(secret);
});
