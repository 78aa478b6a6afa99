/** Who comes into the portal, and who does not (issue 6: wrong people). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import { matterOf, mattersOf } from "./person.ts";
import { recognise } from "./sessions.ts";
import { askAgain, askForLink } from "./sign_in.ts";
import { nameAddress, invite, revoke } from "./manage.ts";
import { addressOf, openPortal, shown, somebody, type Portal } from "./test_portal.ts";
import { readMatterSeen } from "./view.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

/** Lucía's case, in which she takes part. */
async function withLucia(more: (portal: Portal) => Promise<void> = async () => {}): Promise<Portal> {
  const portal = await openPortal(db);
  const { house } = portal;
  await house.put("contact", [somebody(1, "Lucia", house.firm_id)]);
  await house.put("matter", [shown(51, 1, [1])]);
  await more(portal);
  return portal;
}
const ids = async (portal: Portal, contact_id: string) =>
  (await mattersOf(db.kysely, { ...portal.house, contact_id }, portal.house.now())).map((one) => one.matter_id);
const by = (portal: Portal) => ({
  name: "Ada Marsh",
  member_id: portal.house.ada,
  tell: async () => {},
  at: portal.house.now().toISOString(),
});
const whom = (portal: Portal, contact_id: string) => ({
  firm_id: portal.house.firm_id,
  connection_id: portal.house.connection_id,
  contact_id,
});

test("a main client signs in by letter, sees their matter in the firm's words, and the audit log knows", async () => {
  const portal = await withLucia();
  const [letter, ...more] = await portal.ask(` ${addressOf("LUCIA", portal).toUpperCase()} `, "phone", "es");
  expect(more).toEqual([]);
  expect(letter).toMatchObject({ to: addressOf("lucia", portal), subject: "Su enlace para entrar: Marsh Law" });
  const done = await portal.open(letter!.token);
  expect(done).toMatchObject({ outcome: "signed_in" });
  const found = await recognise(portal.deps, (done as { session_token: string }).session_token);
  expect(found!.person).toMatchObject({ contact_id: "1", name: "Lucia Rivera", language: "es" });
  const seen = await readMatterSeen(db.kysely, found!.person, "51", portal.house.now());
  expect(seen).toMatchObject({ role: "Client", read_only: false, phase: { name: "Filed", happened: "Filed: this has happened." } });
  expect(seen.team).toEqual([{ name: "Ada Marsh", role: "Your attorney", phone: "", email: "ada@marsh.example" }]);
  expect(await portal.audit("portal.sign_in")).toMatchObject([{ actor: "Lucia Rivera (client)", target: "1" }]);
});

test("an address that nobody has is answered like one that somebody has, and no letter leaves", async () => {
  const portal = await withLucia();
  expect(await portal.ask("nobody.at.all@rivera.example")).toEqual([]);
  expect(await portal.audit("portal.sign_in_refused")).toEqual([]);
});

test("a link is good once; used or too old it says so, and one tap sends a fresh one to the address on file", async () => {
  const portal = await withLucia();
  const email = addressOf("lucia", portal);
  const [first] = await portal.ask(email);
  expect(await portal.open(first!.token)).toMatchObject({ outcome: "signed_in" });
  expect(await portal.open(first!.token)).toEqual({ outcome: "over" });
  const [second] = await portal.ask(email);
  portal.house.to(new Date(portal.house.now().getTime() + 31 * 60_000).toISOString());
  expect(await portal.open(second!.token)).toEqual({ outcome: "over" });
  await askAgain(portal.deps, second!.token, { browser_token: "phone", language: "en", place: null });
  await portal.settled();
  const waiting = await portal.house.rows<{ body: string; recipient: string }>(
    "select body, recipient from mail where firm_id = $1 order by created_at desc, mail_id desc limit 1",
    [portal.house.firm_id],
  );
  expect(waiting[0]!.recipient).toBe(email);
  expect(await portal.open(/#(\S+)/.exec(waiting[0]!.body)![1]!)).toMatchObject({ outcome: "signed_in" });
  expect((await portal.audit("portal.sign_in_refused")).map(({ detail }) => detail["why"])).toEqual(["link_used", "link_expired"]);
});

test("a link that was forwarded lets nobody in, and stays good where it was asked for; one that nobody sent is none", async () => {
  const portal = await withLucia();
  const [letter] = await portal.ask(addressOf("lucia", portal));
  expect(await portal.open(letter!.token, "somebody else's phone")).toEqual({ outcome: "elsewhere" });
  expect(await portal.open("made up")).toEqual({ outcome: "unknown" });
  expect(await portal.open(letter!.token)).toMatchObject({ outcome: "signed_in" });
});

test("two tabs that open one link at once get one session", async () => {
  const portal = await withLucia();
  const [letter] = await portal.ask(addressOf("lucia", portal));
  const outcomes = await Promise.all([portal.open(letter!.token), portal.open(letter!.token)]);
  expect(outcomes.map((one) => one.outcome).sort()).toEqual(["over", "signed_in"]);
});

test("a past client who is a witness elsewhere sees nothing of that case; after 90 days their own is gone too", async () => {
  const portal = await withLucia(async ({ house }) => {
    await house.put("contact", [somebody(2, "Walter", house.firm_id, { people_group: { id: 9 } })]);
    await house.put("matter", [shown(52, 2, [2], { status: "closed", closed_date: "2026-11-01" }), shown(53, 1, [1, 2])]);
  });
  expect(await ids(portal, "2")).toEqual(["52"]);
  // The firm never writes to witnesses by itself (B-KEY-3): he is let in by name, and then to his own case only.
  expect(await portal.ask(addressOf("walter", portal))).toEqual([]);
  expect((await portal.audit("portal.sign_in_refused")).at(-1)).toMatchObject({ detail: { why: "never_engage" } });
  await invite(portal.deps, whom(portal, "2"), { email: addressOf("walter", portal), language: "en" }, by(portal));
  const { person } = await portal.enter(addressOf("walter", portal));
  expect(await matterOf(db.kysely, person, "52", portal.house.now(), "read")).toMatchObject({ read_only: true });
  await expect(matterOf(db.kysely, person, "52", portal.house.now(), "write")).rejects.toMatchObject({ code: "read_only" });
  await expect(matterOf(db.kysely, person, "53", portal.house.now(), "read")).rejects.toMatchObject({ code: "not_found" });
  portal.house.to("2027-01-30T15:00:00Z");
  expect(await ids(portal, "2")).toEqual(["52"]);
  portal.house.to("2027-01-31T15:00:00Z");
  expect(await ids(portal, "2")).toEqual([]);
});

test("a parent who pays is the firm's client and takes no part: no letter, no case", async () => {
  const portal = await withLucia(async ({ house }) => {
    await house.put("contact", [somebody(3, "Parent", house.firm_id)]);
    await house.put("matter", [shown(54, 3, [1])]);
  });
  expect(await ids(portal, "3")).toEqual([]);
  expect(await portal.ask(addressOf("parent", portal))).toEqual([]);
  expect((await portal.audit("portal.sign_in_refused")).at(-1)).toMatchObject({ target: "3", detail: { why: "no_matter" } });
});

test("participants by group come in by themselves (B-MAT-5)", async () => {
  const portal = await withLucia(async ({ house }) => {
    await house.put("contact", [somebody(4, "Mateo", house.firm_id, { people_group: { id: 8 } })]);
    await house.put("matter", [shown(55, 1, [1, 4])]);
  });
  const { person } = await portal.enter(addressOf("mateo", portal));
  expect(await readMatterSeen(db.kysely, person, "55", portal.house.now())).toMatchObject({ role: "Spouse" });
});

test("an address that two contacts have lets nobody in until a member has said whose it is; a third one, and it is asked again", async () => {
  const family = `family.${newId().slice(-8)}@rivera.example`;
  const portal = await withLucia(async ({ house }) => {
    await house.put("contact", [
      somebody(5, "Ana", house.firm_id, { email: family }),
      somebody(6, "Leo", house.firm_id, { email: family }),
    ]);
    await house.put("matter", [shown(56, 5, [5]), shown(57, 6, [6])]);
  });
  expect(await portal.ask(family)).toEqual([]);
  expect((await portal.audit("portal.sign_in_refused")).at(-1)).toMatchObject({ detail: { why: "shared", email: family } });
  await nameAddress(portal.deps, whom(portal, "5"), family, by(portal));
  const { person } = await portal.enter(family);
  expect(person.contact_id).toBe("5");
  expect(await mattersOf(db.kysely, person, portal.house.now())).toMatchObject([{ matter_id: "56" }]);
  await portal.house.put("contact", [somebody(7, "Eva", portal.house.firm_id, { email: family })]);
  expect(await portal.ask(family)).toEqual([]);
  await nameAddress(portal.deps, { ...whom(portal, "5"), contact_id: null }, family, by(portal));
  expect(await portal.ask(family)).toEqual([]);
  expect((await portal.audit("portal.sign_in_refused")).at(-1)).toMatchObject({ detail: { why: "nobodys" } });
});

test("who is revoked is out at once, with their links, and no rule lets them in again; an invitation does", async () => {
  const portal = await withLucia();
  const email = addressOf("lucia", portal);
  const { token } = await portal.enter(email);
  const [letter] = await portal.ask(email);
  expect(await revoke(portal.deps, whom(portal, "1"), by(portal))).toBe(true);
  expect(await recognise(portal.deps, token)).toBe(null);
  expect(await portal.open(letter!.token)).toEqual({ outcome: "unknown" });
  expect(await portal.ask(email)).toEqual([]);
  expect((await portal.audit("portal.sign_in_refused")).at(-1)).toMatchObject({ detail: { why: "revoked" } });
  await invite(portal.deps, whom(portal, "1"), { email, language: "en" }, by(portal));
  const welcome = await portal.house.rows<{ body: string }>(
    "select body from mail where firm_id = $1 order by created_at desc, mail_id desc limit 1",
    [portal.house.firm_id],
  );
  expect(welcome[0]!.body).toContain("https://portal.marsh.example/portal\n");
  expect(welcome[0]!.body).not.toContain("#");
  expect((await portal.enter(email)).person.contact_id).toBe("1");
});

test("an address that is theirs no longer at the provider signs nobody in, and ends the session that it opened", async () => {
  const portal = await withLucia();
  const before = addressOf("lucia", portal);
  const { token } = await portal.enter(before);
  await portal.house.put("contact", [somebody(1, "Lucia", portal.house.firm_id, { email: `new.${before}` })]);
  expect(await recognise(portal.deps, token)).toBe(null);
  expect(await portal.ask(before)).toEqual([]);
  expect((await portal.enter(`new.${before}`)).person.contact_id).toBe("1");
});

test("whoever is archived, or gone at the provider, is out", async () => {
  const portal = await withLucia();
  const { token } = await portal.enter(addressOf("lucia", portal));
  await portal.house.gone(1, "suspected_gone");
  expect(await recognise(portal.deps, token)).toBe(null);
});

test("a matter of another firm is as one that does not exist, and one address at two firms gets two letters", async () => {
  const portal = await withLucia();
  const other = await openPortal(db);
  const email = addressOf("lucia", portal);
  await other.house.put("contact", [somebody(1, "Lucia", portal.house.firm_id)]);
  await other.house.put("matter", [shown(99, 1, [1])]);
  const [letter] = await portal.ask(email);
  const { person } = {
    person: (await recognise(portal.deps, ((await portal.open(letter!.token)) as { session_token: string }).session_token))!.person,
  };
  expect(person.firm_id).toBe(portal.house.firm_id);
  expect(await other.house.rows("select recipient from mail where firm_id = $1", [other.house.firm_id])).toEqual([{ recipient: email }]);
  await expect(matterOf(db.kysely, person, "99", portal.house.now(), "read")).rejects.toMatchObject({ code: "not_found" });
});

test("a session lasts 30 days from its last use", async () => {
  const portal = await withLucia();
  const { token } = await portal.enter(addressOf("lucia", portal));
  portal.house.later(29);
  expect((await recognise(portal.deps, token))!.prolonged).toBe(true);
  portal.house.later(29);
  expect(await recognise(portal.deps, token)).not.toBe(null);
  portal.house.later(31);
  expect(await recognise(portal.deps, token)).toBe(null);
});

test("whoever asks too often is stopped, for an address that nobody has too", async () => {
  const portal = await openPortal(db);
  const asking = {
    email: `nobody.${newId()}@rivera.example`,
    browser_token: "phone",
    language: "en" as const,
    place: `10.0.${Math.floor(Math.random() * 1e6)}`,
  };
  for (let time = 0; time < 5; time++) await askForLink(portal.deps, asking);
  await expect(askForLink(portal.deps, asking)).rejects.toMatchObject({ code: "too_many" });
});
