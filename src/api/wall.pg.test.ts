/**
 * The wall between firms (ARCHITECTURE.md, "What must stay true", 7: no row, token, log line or page crosses firms). Every operation of the
 * document is called as an admin of another firm, with the first firm's ids: a route that comes later is walked too, and a parameter
 * that this test cannot fill fails it.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { insertFirm } from "../accounts/store_firms.ts";
import { newId } from "../lib/ids.ts";
import { clock, openTestApi, type TestApi } from "./test_api.ts";
import { breakRow } from "./test_firm.ts";
import { post, signInAs } from "./test_sign_in.ts";
import { makeIds, requestFor, walk as walkApi, type Ids, type Walked } from "./test_walk.ts";

/** In every name, address, e-mail and id of the first firm that an answer could hold. */
let canaries: string[];
let api: TestApi;
/** An admin of the other firm. */
let eve: string;
let ids: Ids;

beforeAll(async () => {
  api = await openTestApi();
  const { firm_id, clio, mycase, members } = api.firm;
  await breakRow(api.db, { firm_id, connection_id: clio }, newId(clock));
  ids = await makeIds(api);

  // What many at once are named by fits it.
  await api.db.pool.query("update delivery set state = 'failed', reason = 'refused' where delivery_id = $1", [ids["delivery_id"]]);

  const other = newId(clock);
  await insertFirm(api.db.kysely, { firm_id: other, name: "Evil & Sons", time_zone: "UTC", country: "US" });
  eve = await signInAs(api.anonymous, api.deps.accounts, other, { name: "Eve", email: "eve@evil.example", role: "admin" });
  // Whatever is found by an id that nobody can guess: such an id alone, even a right one, must not be enough; made-up ones are refused as well.
  canaries = [
    firm_id,
    clio,
    mycase,
    ids["run_id"]!,
    members.naomi,
    members.ben,
    "Hartwell",
    "hartwellosei",
    "Rivera",
    "Okafor",
    "Canary",
    "Bright Foods",
    ids["api_key_id"]!,
    ids["endpoint_id"]!,
    ids["preview_id"]!,
    ids["key_fact_id"]!,
    ids["activity_id"]!,
    ids["delivery_id"]!,
    ids["file_id"]!,
    ids["automation_id"]!,
    ids["template_id"]!,
    ids["start_id"]!,
    ids["batch_id"]!,
    ids["send_id"]!,
    ids["task_id"]!,
  ];
});
afterAll(() => api?.close());

const walk = (): Walked[] => walkApi(api, ids);

/** Ids that stand in the address are told back ("There is no connection …"): that is what was asked, not what was found. */
function leaks(text: string, asked: string): string[] {
  return canaries.filter((canary) => text.includes(canary) && !asked.includes(canary));
}

const asEve = (address: string, init: RequestInit = {}) =>
  api.anonymous(address, {
    ...init,
    headers: { "content-type": "application/json", ...(init.headers as Record<string, string>), cookie: eve },
  });

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
      if (path.includes("{") && !query.includes("limit")) expect(answer.status, `GET ${path}${query}`).toBeOneOf([404, 400]);
      if (path.includes("{") && query === "") expect(answer.status, `GET ${path}`).toBe(404);
    }
  }
});

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

/** What names nothing of the first firm, and is carried out for whoever asks. */
const OWN = [
  "createApiKey",
  "createWebhookEndpoint",
  "invite",
  "changeFirm",
  "changeFirstRun",
  "authorise",
  "setApplication",
  "removeApplication",
  "setMailServer",
  "removeMailServer",
  "testMailServer",
  "uploadFile",
  "retryDeliveries",
  "cancelDeliveries",
  "addTemplate",
  "addOptOut",
  "endOptOut",
  "putAutomationRules",
  "setInboxNotices",
  "setMailIn",
  "removeMailIn",
  "setTexting",
  "switchTexting",
  "removeTexting",
  "testTexting",
];

test("invariant 7: no write of the other firm changes a row of the first one, with bodies that would be right and its ids in them", async () => {
  const before = await everythingOf(api.firm.firm_id);
  const walked = walk().filter(({ method, path }) => method !== "GET" && !path.startsWith("/api/v1/me/"));
  expect(walked.length).toBeGreaterThan(30);
  for (const request of walked) {
    const { operation, method, path, address, body } = request;
    const answer = await asEve(address, requestFor(request));
    const text = await answer.text();
    // Not found, and not refused before that for a body that does not fit: the ids themselves must not be enough.
    if (!OWN.includes(operation)) expect(answer.status, `${method} ${path}: ${text}`).toBe(404);
    else expect([200, 201, 404], `${method} ${path}: ${text}`).toContain(answer.status);
    expect(leaks(text, address + JSON.stringify(body)), `${method} ${path}`).toEqual([]);
  }
  for (const what of ["retry", "cancel"])
    expect((await asEve(`/api/v1/deliveries/${what}`, post({ ids: [ids["delivery_id"]] }))).status, what).toBe(404);
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
