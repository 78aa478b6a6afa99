/** Members look after the portal over the API: who may come in, whose an address is, and what needs a look. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../lib/ids.ts";
import type { Page } from "./contract/common.ts";
import type { ClientNotice, PortalPerson, SharedAddress } from "./contract/portal_members.ts";
import { clock, openTestApi, send, type TestApi } from "./test_api.ts";
import { NOW } from "./test_firm.ts";
import { showMatters } from "./test_shown.ts";

let api: TestApi;
const FAMILY = "family@rivera.example";

beforeAll(async () => {
  api = await openTestApi();
  await showMatters(api);
});
afterAll(() => api?.close());

const people = async (query = "") => (await api.ask<Page<PortalPerson>>(`/api/v1/portal/people${query}`)).items;
const standings = async (query = "") => (await people(query)).map(({ provider_id, standing }) => [provider_id, standing]);
const addresses = async () => (await api.ask<Page<SharedAddress>>("/api/v1/portal/addresses")).items;
const path = (id: string) => `/api/v1/portal/people/${api.firm.clio}/${id}`;

test("participants of shown matters are listed by name with how each stands, page by page", async () => {
  expect(await standings()).toEqual([
    ["1060", "by_themselves"],
    ["1042", "shared"],
  ]);
  expect(await standings("?standing=shared")).toEqual([["1042", "shared"]]);
  const first = await api.ask<Page<PortalPerson>>("/api/v1/portal/people?limit=1");
  expect(await standings(`?limit=1&after=${first.next}`)).toEqual([["1042", "shared"]]);
  await api.ask("/api/v1/portal/people?after=nonsense", {}, 400);
});

test("B-MAT-5: whoever takes part without being a client gets a link; whom nobody let in does not", async () => {
  const ask = (email: string) => api.anonymous("/portal/api/v1/sign-in", send("POST", { email, language: "en" }));
  const letters = async () =>
    (await api.db.pool.query<{ recipient: string }>("select recipient from mail where subject like 'Your sign-in link%'")).rows;
  await ask("jo.li@example.com");
  await ask("theo@marsh.example");
  await expect.poll(letters).toEqual([{ recipient: "theo@marsh.example" }]);
  await api.db.pool.query("delete from mail");
});

test("an address that several have is listed with who they are; whose it is is kept with who said so, and can be said anew", async () => {
  const [address] = await addresses();
  expect(address).toMatchObject({ email: FAMILY, open: true, owner: null, answered_by: null });
  expect(address!.contacts.map(({ name, takes_part }) => [name, takes_part])).toEqual([
    ["Lucía Rivera", true],
    ["Lucía Rivera", false],
    ["Mateo Rivera", false],
  ]);
  const name = (contact: object | null, status = 200) =>
    api.ask("/api/v1/portal/addresses", send("PUT", { address: FAMILY, contact }), status);
  await name({ connection_id: api.firm.clio, provider_id: "1042" });
  expect((await addresses())[0]).toMatchObject({
    open: false,
    answered_by: "Naomi Okafor",
    owner: { connection_id: api.firm.clio, provider_id: "1042" },
  });
  expect(await standings("?standing=let_in")).toEqual([["1042", "let_in"]]);
  await name(null);
  expect((await addresses())[0]).toMatchObject({ open: false, owner: null, answered_by: "Naomi Okafor" });
  expect(await standings("?standing=anothers")).toEqual([["1042", "anothers"]]);
  // Theo has another address; nobody knows the connection.
  await name({ connection_id: api.firm.clio, provider_id: "1060" }, 400);
  await name({ connection_id: newId(), provider_id: "1042" }, 404);
});

test("a contact is invited by an address of their own, gets a letter that signs nobody in, and is shut out again", async () => {
  await api.ask(path("1060"), send("PUT", { address: "theo@marsh.example", language: "es" }));
  const { rows } = await api.db.pool.query<{ body: string; subject: string }>(
    "select subject, body from mail where recipient = 'theo@marsh.example'",
  );
  expect(rows).toMatchObject([{ subject: "Your matter, online: Hartwell & Osei LLP" }]);
  // In the language that he asked for a link in.
  expect(rows[0]!.body).toContain("http://localhost/portal\n");
  expect(rows[0]!.body).not.toContain("sign-in");
  expect((await people("?standing=let_in"))[0]).toMatchObject({ provider_id: "1060", decided_by: "Naomi Okafor" });
  await api.ask(path("1060"), send("PUT", { address: "somebody@else.example", language: "en" }), 400);
  await api.ask(path("1050"), send("PUT", { address: "theo@marsh.example", language: "en" }), 400);
  await api.ask(path("1060"), send("DELETE", {}));
  await api.ask(path("1060"), send("DELETE", {}), 404);
  expect(await standings("?standing=revoked")).toEqual([["1060", "revoked"]]);
  const audit = await api.db.pool.query<{ action: string }>(
    "select action from audit where action like 'portal.%' and member_id is not null order by audit_id",
  );
  expect(audit.rows.map((row) => row.action)).toEqual(["portal.address", "portal.address", "portal.invite", "portal.revoke"]);
});

test("a notice of which nobody knows whether it left is listed, and a member says what it came to, once", async () => {
  const notice_id = newId(clock);
  await api.db.pool.query(
    `insert into portal_notice (firm_id, notice_id, connection_id, contact_id, matter_id, kind, occasion, state, reason, since, created_at, message_id, address)
    values ($1, $2, $3, '1042', '5012', 'phase', 'phase 5012 7', 'needs_review', 'unknown', $4, $4, '<x@y>', $5)`,
    [api.firm.firm_id, notice_id, api.firm.clio, NOW.toISOString(), FAMILY],
  );
  const listed = await api.ask<Page<ClientNotice>>("/api/v1/portal/notices?state=needs_review");
  expect(listed.items).toMatchObject([{ notice_id, name: "Lucía Rivera", reason: "unknown", address: FAMILY }]);
  await api.ask(`/api/v1/portal/notices/${newId(clock)}`, send("POST", { outcome: "sent" }), 404);
  await api.ask(`/api/v1/portal/notices/${notice_id}`, send("POST", { outcome: "sent" }));
  await api.ask(`/api/v1/portal/notices/${notice_id}`, send("POST", { outcome: "again" }), 409);
  expect((await api.ask<Page<ClientNotice>>("/api/v1/portal/notices?state=sent")).items).toMatchObject([{ notice_id }]);
});
