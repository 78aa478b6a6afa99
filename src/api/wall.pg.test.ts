/**
 * The wall between firms (ARCHITECTURE.md, "What must stay true", 7: no row, token, log line or page crosses firms). Every operation of the
 * document is called as an admin of another firm, with the first firm's ids: a route that comes later is walked too, and a parameter
 * that this test cannot fill fails it.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApiKey } from "../accounts/administer.ts";
import { invite } from "../accounts/sign_up.ts";
import { insertFirm } from "../accounts/store_firms.ts";
import { newId } from "../lib/ids.ts";
import { commandLine } from "../model/actor.ts";
import { isPublic } from "./access.ts";
import { clock, openTestApi, type TestApi } from "./test_api.ts";
import { breakRow } from "./test_firm.ts";
import { post, signInAs } from "./test_sign_in.ts";

/** In every name, address, e-mail and id of the first firm that an answer could hold. */
let canaries: string[];
let api: TestApi;
/** An admin of the other firm. */
let eve: string;
let ids: Record<string, string>;

beforeAll(async () => {
  api = await openTestApi();
  const { firm_id, clio, mycase, members } = api.firm;
  const first = commandLine(firm_id);
  await breakRow(api.db, { firm_id, connection_id: clio }, newId(clock));
  const invited = await invite(api.deps.accounts, first, { name: "Canary Guest", email: "canary@hartwellosei.example", role: "member" });
  const key = await createApiKey(
    api.deps.accounts,
    { ...first, member_id: members.naomi },
    { name: "Canary key", scopes: ["read"], expires_in_days: null },
  );
  const run = await api.db.pool.query<{ run_id: string }>("select run_id from sync_run where connection_id = $1", [clio]);
  const run_id = run.rows[0]!.run_id;

  const file = (await (
    await api.request("/api/v1/files?name=Canary.pdf", {
      method: "POST",
      body: "canary",
      headers: { "content-type": "application/octet-stream" },
    })
  ).json()) as { file_id: string };
  const at_clio = { contact: { connection_id: clio, provider_id: "1042" } };
  const logged = async (form: object) =>
    (await (await api.request("/api/v1/activities", post({ ...at_clio, ...form }))).json()) as {
      activity_id: string;
      deliveries: { delivery_id: string }[];
    };
  const activity = await logged({ kind: "note", body: "Canary note" });
  await logged({ kind: "text", direction: "in", number: "212 555 0142", body: "Canary text", file_ids: [file.file_id] });

  const other = newId(clock);
  await insertFirm(api.db.kysely, { firm_id: other, name: "Evil & Sons", time_zone: "UTC", country: "US" });
  eve = await signInAs(api.anonymous, api.deps.accounts, other, { name: "Eve", email: "eve@evil.example", role: "admin" });
  ids = {
    connection_id: clio,
    provider_id: "1042",
    run_id,
    member_id: members.ben,
    invitation_id: invited.invitation_id,
    api_key_id: key.api_key.api_key_id,
    version: "1",
    activity_id: activity.activity_id,
    delivery_id: activity.deliveries[0]!.delivery_id,
    file_id: file.file_id,
  };
  // Whatever is found by an id that nobody can guess: such an id alone, even a right one, must not be enough; made-up ones are refused as well.
  canaries = [
    firm_id,
    clio,
    mycase,
    run_id,
    members.naomi,
    members.ben,
    "Hartwell",
    "hartwellosei",
    "Rivera",
    "Okafor",
    "Canary",
    "Bright Foods",
    key.api_key.prefix,
    activity.activity_id,
    activity.deliveries[0]!.delivery_id,
    file.file_id,
  ];
});
afterAll(() => api?.close());

interface Walked {
  method: string;
  path: string;
  address: string;
}

function walk(): Walked[] {
  return Object.entries(api.document.paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => path.startsWith("/api/v1/") && !isPublic(method, path))
      .map((method) => ({
        method: method.toUpperCase(),
        path,
        address: path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? newId(clock)),
      })),
  );
}

/** Ids that stand in the address are told back ("There is no connection …"): that is what was asked, not what was found. */
function leaks(text: string, asked: string): string[] {
  return canaries.filter((canary) => text.includes(canary) && !asked.includes(canary));
}

const asEve = (address: string, init: RequestInit = {}) =>
  api.anonymous(address, { ...init, headers: { cookie: eve, "content-type": "application/json" } });

test("the canaries are there to be seen: the first firm's own admin meets each of them", async () => {
  let seen = "";
  for (const { method, address } of walk())
    if (method === "GET" && !address.endsWith("/events")) seen += await (await api.request(address)).text();
  expect(canaries.filter((canary) => !seen.includes(canary) && canary !== api.firm.firm_id)).toEqual([]);
});

test("invariant 7: no GET gives the other firm anything of the first one, by its ids or by a filter with them", async () => {
  const walked = walk().filter(({ method }) => method === "GET");
  expect(walked.length).toBeGreaterThan(20);
  for (const { path, address } of walked) {
    for (const query of ["", `?connection=${ids["connection_id"]}`, "?limit=200"]) {
      const answer = await asEve(address + query);
      if (answer.headers.get("content-type")?.startsWith("text/event-stream")) expect.fail(`${path} opened a stream`);
      expect(leaks(await answer.text(), address + query), `GET ${path}${query}`).toEqual([]);
      if (path.includes("{") && !path.includes("{name}")) expect(answer.status, `GET ${path}`).toBeGreaterThanOrEqual(400);
    }
  }
});

/** Bodies that would be right if the ids were one's own; by the operation's last words. */
function bodyFor(path: string): object {
  const { connection_id, member_id } = ids;
  if (path === "/api/v1/runs") return { connection_id, what: "changes" };
  if (path.endsWith("/settings")) return { document: { preset: "relationship_clio" } };
  if (path.startsWith("/api/v1/members/")) return { role: "admin" };
  if (path.endsWith("/pin")) return { member_id };
  if (path === "/api/v1/activities")
    return { kind: "note", contact: { connection_id, provider_id: "1042" }, author_id: member_id, body: "x" };
  if (path === "/api/v1/deliveries/retry" || path === "/api/v1/deliveries/cancel") return { ids: [ids["delivery_id"]] };
  if (path.endsWith("/file")) return { matter_id: "5012" };
  return {};
}

/** The first firm's rows, all of them. */
async function everythingOf(firm_id: string): Promise<string> {
  const { rows } = await api.db.pool.query<{ name: string }>(
    "select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'firm_id' order by 1",
  );
  const tables = await Promise.all(
    rows.map(async ({ name }) => [
      name,
      (await api.db.pool.query(`select t::text from "${name}" t where firm_id = $1 order by 1`, [firm_id])).rows,
    ]),
  );
  return JSON.stringify(tables);
}

test("invariant 7: no write of the other firm changes a row of the first one, whatever ids it names", async () => {
  const before = await everythingOf(api.firm.firm_id);
  const walked = walk().filter(({ method, path }) => method !== "GET" && !path.startsWith("/api/v1/me/"));
  expect(walked.length).toBeGreaterThan(8);
  for (const { method, path, address } of walked) {
    const answer = await asEve(address, { ...post(bodyFor(path)), method });
    const text = await answer.text();
    if (path.includes("{")) expect(answer.status, `${method} ${path}: ${text}`).toBeGreaterThanOrEqual(400);
    expect(answer.status, `${method} ${path}: ${text}`).toBeLessThan(500);
    expect(leaks(text, address + JSON.stringify(bodyFor(path))), `${method} ${path}`).toEqual([]);
  }
  expect(await everythingOf(api.firm.firm_id)).toBe(before);
  expect(api.synced).toEqual([]);
  expect(api.resettled).toEqual([]);
});

test("invariant 7: an API key of the other firm is as blind as its admin", async () => {
  const made = await asEve("/api/v1/api-keys", post({ name: "theirs", scopes: ["admin"], expires_in_days: null }));
  const { key } = (await made.json()) as { key: string };
  for (const { method, path, address } of walk()) {
    if (method !== "GET") continue;
    const answer = await api.anonymous(address, { headers: { authorization: `Bearer ${key}` } });
    expect(leaks(await answer.text(), address), path).toEqual([]);
  }
});

test("a person belongs to one firm: an invitation by another firm does not let the same e-mail in twice", async () => {
  const invited = await asEve("/api/v1/invitations", post({ name: "Naomi", email: "naomi@hartwellosei.example", role: "admin" }));
  const { link } = (await invited.json()) as { link: string };
  const accepted = await api.anonymous(
    "/api/v1/invitations/accept",
    post({ token: link.split("#")[1], password: "a password of her own" }),
  );
  expect(accepted.status).toBe(409);
  expect(await (await api.request("/api/v1/me")).json()).toMatchObject({ firm: { name: "Hartwell & Osei LLP" } });
});
