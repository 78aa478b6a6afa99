/** B-AUT-4: whoever gets automated e-mails stops them by themselves: by the page of the link, or by their mail program's button (RFC 8058). */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readPeople } from "../automations/store_people.ts";
import { listAccounts } from "../automations/store_candidates.ts";
import { UNSUBSCRIBE, unsubscribeUrl } from "../automations/unsubscribe.ts";
import { openTestApi, send, type TestApi } from "./test_api.ts";

/** Walter Stone, 1044 at Clio. */
const WALTER = "walter@stone.example";
let api: TestApi;
let token: string;
let path: string;
beforeAll(async () => {
  api = await openTestApi();
  const url = unsubscribeUrl("https://firm.example", api.deps.vault.derive(UNSUBSCRIBE), { firm_id: api.firm.firm_id, address: WALTER });
  path = new URL(url).pathname;
  token = path.split("/").at(-1)!;
});
afterEach(() => api.db.pool.query("delete from automation_opt_out"));
afterAll(() => api?.close());

const kept = async () => (await api.db.pool.query("select address, set_by, via from automation_opt_out")).rows;
const isStopped = async () => {
  const account = (await listAccounts(api.db.kysely, api.firm.firm_id)).find(({ connection_id }) => connection_id === api.firm.clio)!;
  const people = await readPeople(api.db.kysely, account, ["1044"], { survivors: false, now: new Date().toISOString() });
  const { opted_out, opted_out_by_firm } = people.get("1044")!;
  return { opted_out, opted_out_by_firm };
};
const ask = async (where: string, body: object) => {
  const answer = await api.anonymous(`/portal/api/v1/unsubscribe${where}`, send("POST", body));
  return { status: answer.status, ...((await answer.json()) as object) };
};
const form = (fields: Record<string, string>, headers: Record<string, string> = {}) => ({
  method: "POST",
  body: new URLSearchParams(fields).toString(),
  headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
});
const audited = async () =>
  (await api.db.pool.query("select actor, member_id, action, target from audit where action like 'automation.opt_%' order by audit_id"))
    .rows;

test("B-AUT-4: the link opened, by a person or by a program that looks through mail, changes nothing", async () => {
  for (const method of ["GET", "HEAD"]) await api.anonymous(path, { method });
  expect(await ask("/look", { token })).toMatchObject({ status: 200, address: "w***@stone.example", stopped: false });
  expect(await kept()).toEqual([]);
});

test("B-AUT-4: its reader stops them without signing in, is told that messages come all the same, and takes it back; both are on record", async () => {
  const before = (await audited()).length;
  expect(await ask("", { token, stop: true })).toEqual({
    status: 200,
    firm: "Hartwell & Osei LLP",
    address: "w***@stone.example",
    stopped: true,
    own: true,
  });
  expect(await isStopped()).toEqual({ opted_out: true, opted_out_by_firm: false });
  await ask("", { token, stop: true });
  expect(await kept()).toEqual([{ address: WALTER, set_by: "its owner, by the link in an e-mail", via: "link" }]);
  expect(await ask("", { token, stop: false })).toMatchObject({ stopped: false });
  expect(await isStopped()).toEqual({ opted_out: false, opted_out_by_firm: false });
  const by = { actor: "its owner, by the link in an e-mail", member_id: null, target: WALTER };
  expect((await audited()).slice(before)).toEqual([
    { ...by, action: "automation.opt_out" },
    { ...by, action: "automation.opt_in" },
  ]);
});

test("B-AUT-4: one click in a mail program stops them, from whatever server it asks; nothing else that is sent there does", async () => {
  const elsewhere = { host: "mail.example", origin: "https://mail.example", "sec-fetch-site": "cross-site" };
  expect((await api.anonymous(path, form({ something: "else" }))).status).toBe(400);
  expect((await api.anonymous(path, { method: "POST" })).status).toBe(400);
  expect((await api.anonymous(path, form({ "List-Unsubscribe": "One-Click", more: "x".repeat(5000) }))).status).toBe(413);
  expect((await api.anonymous(`${path}x`, form({ "List-Unsubscribe": "One-Click" }))).status).toBe(404);
  expect(await kept()).toEqual([]);
  const clicked = await api.anonymous(path, form({ "List-Unsubscribe": "One-Click" }, elsewhere));
  expect([clicked.status, clicked.headers.get("location")]).toEqual([200, null]);
  expect(await kept()).toEqual([{ address: WALTER, set_by: "its owner, by their mail program", via: "one_click" }]);
  // As browsers would send it, too (RFC 8058 §3.2 allows both forms).
  await api.db.pool.query("delete from automation_opt_out");
  const parts = new FormData();
  parts.set("List-Unsubscribe", "One-Click");
  expect((await api.anonymous(path, { method: "POST", body: parts })).status).toBe(200);
  expect(await kept()).toHaveLength(1);
});

test("B-AUT-4: what a member noted down nobody takes back by a link, and it goes before what the reader said", async () => {
  await ask("", { token, stop: true });
  await api.ask("/api/v1/automation-opt-outs", send("POST", { address: "Walter@Stone.example" }));
  expect(await kept()).toEqual([{ address: WALTER, set_by: "Naomi Okafor", via: "member" }]);
  expect(await ask("", { token, stop: false })).toMatchObject({ status: 200, stopped: true, own: false });
  expect(await isStopped()).toEqual({ opted_out: true, opted_out_by_firm: true });
});

test("B-AUT-4: a link that is none, or of a firm that is gone, is refused in words, and stops nobody's", async () => {
  const gone = unsubscribeUrl("https://firm.example", api.deps.vault.derive(UNSUBSCRIBE), {
    firm_id: "019402f4-6b10-7a2e-8c44-1f5e9d0b3a72",
    address: WALTER,
  });
  for (const bad of ["x", `${token}A`, token.slice(0, -4), gone.split("/").at(-1)!])
    expect(await ask("", { token: bad, stop: true })).toMatchObject({ status: 410, type: "/problems/invalid-token" });
  expect(await kept()).toEqual([]);
});

test("B-AUT-4: another site's page cannot press the page's button for its reader", async () => {
  const init = send("POST", { token, stop: true }, { "sec-fetch-site": "cross-site" });
  expect((await api.anonymous("/portal/api/v1/unsubscribe", init)).status).toBe(403);
  expect(await kept()).toEqual([]);
});
