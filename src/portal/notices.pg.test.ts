/** What clients are told: once, in the firm's hours, by their wish; and who is told nothing (B-AUT-2, B-AUT-4, B-MAT-4, B-MAT-9). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { putOptOut, putPause } from "../automations/store_lists.ts";
import { settleNotice } from "./manage_notices.ts";
import { putPreferences } from "./store_access.ts";
import { addressOf, openPortal, shown, somebody, type Portal } from "./test_portal.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

/** Lucía's case is filed, and all that is known. */
async function filed(more: (portal: Portal) => Promise<void> = async () => {}, projects = {}): Promise<Portal> {
  const portal = await openPortal(db, projects);
  const { house } = portal;
  await house.put("contact", [somebody(1, "Lucia", house.firm_id)]);
  await house.put("matter", [shown(51, 1, [1])]);
  await more(portal);
  await house.firstSync();
  await portal.look();
  return portal;
}
const negotiates = (portal: Portal, id = 51, people = [1]) =>
  portal.house.put("matter", [shown(id, people[0]!, people, { case_stage: "Settlement" })]);

test("another phase is told once, in the firm's name, without saying which; it names a page and signs nobody in", async () => {
  const portal = await filed();
  await negotiates(portal);
  await portal.look();
  await portal.look();
  expect(portal.told).toHaveLength(1);
  const [letter] = portal.told;
  expect(letter).toMatchObject({ to: addressOf("lucia", portal), subject: "There is news: Case 51", from_name: "Marsh Law" });
  expect(letter!.text).toContain("https://portal.marsh.example/portal/matters/51\n");
  expect(letter!.text).toContain("https://portal.marsh.example/portal/preferences\n");
  expect(letter!.text).not.toMatch(/Negotiation|#/);
  expect(await portal.notices()).toMatchObject([{ contact_id: "1", state: "sent", reason: null }]);
});

test("what was so at the first look, and what settings or a first sync bring about, is told to nobody (B-AUT-2)", async () => {
  const portal = await filed();
  expect(await portal.notices()).toEqual([]);
  await portal.house.set((settings) => {
    const [type] = settings.projects.types;
    const phases = type!.phases.map((each) => ({ ...each, name: `${each.name} (new)` }));
    return { ...settings, projects: { ...settings.projects, types: [{ ...type!, phases }] } };
  });
  await portal.look();
  expect(await portal.notices()).toMatchObject([{ state: "not_sent", reason: "settings" }]);
  expect(portal.told).toEqual([]);
});

test("on a Saturday it waits for the firm's hours, and what was overtaken meanwhile is not told", async () => {
  const portal = await filed();
  // Noon in New York: nobody's quiet hours.
  portal.house.to("2026-11-21T17:00:00Z");
  await negotiates(portal);
  await portal.look();
  expect(await portal.notices()).toMatchObject([{ state: "queued", reason: "hours" }]);
  await portal.house.put("matter", [shown(51, 1, [1])]);
  portal.house.to("2026-11-23T13:00:01Z");
  await portal.look();
  expect(portal.told).toHaveLength(1);
  expect(await portal.notices()).toMatchObject([
    { state: "not_sent", reason: "moved_on" },
    { state: "sent", reason: null },
  ]);
});

test("by their own wish: in Spanish, not in their quiet hours, or not at all", async () => {
  const portal = await filed();
  const { person } = await portal.enter(addressOf("lucia", portal));
  const set = (preferences: object) => db.transaction((trx) => putPreferences(trx, person, { language: "es", preferences }));
  await set({ email: true, text: false, quiet: { from: "09:00", until: "12:00" } });
  await negotiates(portal);
  await portal.look();
  expect(await portal.notices()).toMatchObject([{ state: "queued", reason: "hours" }]);
  portal.house.to("2026-11-17T17:00:01Z");
  await portal.look();
  expect(portal.told).toMatchObject([{ subject: "Hay novedades: Case 51" }]);
  await set({ email: false, text: false, quiet: null });
  await portal.house.put("matter", [shown(51, 1, [1])]);
  await portal.look();
  expect((await portal.notices()).at(-1)).toMatchObject({ state: "not_sent", reason: "switched_off" });
});

test("a matter that is not to be notified, an opposing witness, a parent who pays, a shared address: nobody is told", async () => {
  const portal = await filed(async ({ house }) => {
    const family = `family.${house.firm_id.slice(-8)}@rivera.example`;
    await house.put("contact", [
      somebody(2, "Walter", house.firm_id, { people_group: { id: 9 } }),
      somebody(3, "Parent", house.firm_id),
      somebody(4, "Ana", house.firm_id, { email: family }),
      somebody(5, "Leo", house.firm_id, { email: family }),
    ]);
    await house.put("matter", [shown(52, 3, [1, 2]), shown(53, 4, [4])]);
  });
  await portal.house.put("matter", [shown(52, 3, [1, 2], { case_stage: "Settlement" }), shown(53, 4, [4], { case_stage: "Settlement" })]);
  await portal.look();
  expect(portal.told.map((letter) => letter.to)).toEqual([addressOf("lucia", portal)]);
  expect((await portal.notices()).map(({ contact_id, state, reason }) => ({ contact_id, state, reason }))).toEqual([
    { contact_id: "1", state: "sent", reason: null },
    { contact_id: "4", state: "not_sent", reason: "shared" },
  ]);
  const quiet = await filed(undefined, { notified: { matters: "none", field: null } });
  await negotiates(quiet);
  await quiet.look();
  expect(await quiet.notices()).toMatchObject([{ state: "not_sent", reason: "not_notified" }]);
});

test("who is gone at the provider, and a matter that was closed meanwhile: nothing", async () => {
  const portal = await filed();
  portal.house.to("2026-11-18T03:00:00Z");
  await negotiates(portal);
  await portal.look();
  await portal.house.gone(1, "suspected_gone");
  portal.house.to("2026-11-18T14:00:00Z");
  await portal.look();
  expect(await portal.notices()).toMatchObject([{ state: "not_sent", reason: "not_in" }]);
  const closed = await filed();
  closed.house.to("2026-11-18T03:00:00Z");
  await negotiates(closed);
  await closed.look();
  await closed.house.put("matter", [shown(51, 1, [1], { case_stage: "Settlement", status: "closed", closed_date: "2026-11-18" })]);
  closed.house.to("2026-11-18T14:00:00Z");
  await closed.look();
  expect(await closed.notices()).toMatchObject([{ state: "not_sent", reason: "closed" }]);
});

test("B-AUT-4: who stopped automated e-mails by their link is told of their case all the same; who told the firm so is not", async () => {
  const portal = await filed();
  const { firm_id } = portal.house;
  const set = { address: addressOf("lucia", portal), set_at: portal.house.now().toISOString() };
  await putOptOut(db.kysely, firm_id, { ...set, set_by: "its owner", via: "link" });
  await negotiates(portal);
  await portal.look();
  expect(portal.told).toHaveLength(1);
  const other = await filed();
  const noted = { address: addressOf("lucia", other), set_at: set.set_at, set_by: "Ada" };
  await putOptOut(db.kysely, other.house.firm_id, { ...noted, via: "member" });
  await negotiates(other);
  await other.look();
  expect(other.told).toEqual([]);
  expect(await other.notices()).toMatchObject([{ state: "not_sent", reason: "opted_out" }]);
});

test("while the firm pauses what goes out by itself it waits", async () => {
  const portal = await filed();
  const { firm_id } = portal.house;
  const pause = {
    kind: "firm" as const,
    provider: "" as const,
    target_id: "",
    until: "2026-11-17T15:20:00Z",
    set_by: "Ada",
    set_at: portal.house.now().toISOString(),
  };
  await db.transaction((trx) => putPause(trx, firm_id, pause));
  await negotiates(portal);
  await portal.look();
  expect(await portal.notices()).toMatchObject([{ state: "queued", reason: "paused_firm" }]);
  portal.house.to("2026-11-17T15:30:00Z");
  await portal.look();
  expect(portal.told).toHaveLength(1);
});

test("a letter that may have left is not sent again by itself: a member looks, and says so", async () => {
  const portal = await filed();
  portal.fail(Object.assign(new Error("read ECONNRESET"), { code: "ECONNECTION", command: "CONN" }));
  await negotiates(portal);
  await portal.look();
  portal.fail(null);
  portal.house.later(1);
  await portal.look();
  expect(portal.told).toEqual([]);
  expect(await portal.notices()).toMatchObject([{ state: "needs_review", reason: "unknown" }]);
  const { firm_id } = portal.house;
  const [row] = await portal.house.rows<{ notice_id: string }>("select notice_id from portal_notice where firm_id = $1", [firm_id]);
  const by = { name: "Ada Marsh", at: portal.house.now().toISOString(), tell: async () => {} };
  expect(await settleNotice(portal.deps, firm_id, row!.notice_id, "again", by)).toBe(true);
  expect(await settleNotice(portal.deps, firm_id, row!.notice_id, "drop", by)).toBe(false);
  await portal.look();
  expect(portal.told).toHaveLength(1);
});

test("a sender that died before the mail server answered is taken for one whose letter may have left", async () => {
  const portal = await filed();
  await negotiates(portal);
  portal.house.to("2026-11-18T03:00:00Z");
  await portal.look();
  await portal.house.rows(
    "update portal_notice set state = 'sending', due_at = null, lease_until = now() - interval '1 second' where firm_id = $1",
    [portal.house.firm_id],
  );
  portal.house.to("2026-11-18T15:00:00Z");
  await portal.look();
  expect(portal.told).toEqual([]);
  expect(await portal.notices()).toMatchObject([{ state: "needs_review" }]);
});

test("a mail server that is not there is tried again, a refusal is not", async () => {
  const portal = await filed();
  portal.fail(Object.assign(new Error("connect ECONNREFUSED"), { syscall: "connect" }));
  await negotiates(portal);
  await portal.look();
  expect(await portal.notices()).toMatchObject([{ state: "queued", reason: "unreachable" }]);
  portal.fail(Object.assign(new Error("550 no such user"), { responseCode: 550 }));
  portal.house.to(new Date(portal.house.now().getTime() + 120_000).toISOString());
  await portal.look();
  expect(await portal.notices()).toMatchObject([{ state: "failed", reason: "refused" }]);
});
