/** The outbox in a real browser: what waits is released by its remedy, what is unsure is confirmed, many are sent again at once. */
import { rmSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { createApi } from "./app.ts";
import type { ApiDeps } from "./deps.ts";
import { clock, idleActions, testDeps } from "./test_api.ts";
import { makeFirm, type TestFirm } from "./test_firm.ts";
import { builtPage, expectReadable, openSite, picture, type Site } from "./test_page.ts";
import { NAOMI, post, signInAs } from "./test_sign_in.ts";

vi.setConfig({ testTimeout: 120_000 });

let db: TestDb;
let firm: TestFirm;
let deps: ApiDeps;
let site: Site;
let naomi: string;
let ben: string;
let log: (cookie: string, form: object) => Promise<{ activity_id: string; deliveries: { delivery_id: string }[] }>;

beforeAll(async () => {
  db = await testDatabase();
  firm = await makeFirm(db, clock);
  deps = { ...testDeps(db, idleActions), web_dir: await builtPage() };
  const app = createApi(deps);
  const ask = async (path: string, init?: RequestInit) => app.request(path, init);
  naomi = await signInAs(ask, deps.accounts, firm.firm_id, NAOMI);
  ben = await signInAs(ask, deps.accounts, firm.firm_id, { name: "Ben Adler", email: "ben@hartwellosei.example", role: "member" });
  log = async (cookie, form) => {
    const about = { contact: { connection_id: firm.clio, provider_id: "1042" } };
    const answer = await ask("/api/v1/activities", post({ ...about, ...form }, { cookie }));
    expect(answer.status).toBe(201);
    return (await answer.json()) as Awaited<ReturnType<typeof log>>;
  };
  site = await openSite(app);
}, 180_000);

afterAll(async () => {
  await site?.close();
  await db?.drop();
  if (deps) rmSync(deps.files.data_dir, { recursive: true, force: true });
});

const open = (path: string, cookie = naomi): Promise<Page> => site.open(path, { cookie });
const set = (delivery_id: string, state: string, reason: string | null) =>
  db.pool.query("update delivery set state = $2, reason = $3, due_at = null where delivery_id = $1", [delivery_id, state, reason]);
const stateOf = async (delivery_id: string) =>
  (await db.pool.query<{ state: string }>("select state from delivery where delivery_id = $1", [delivery_id])).rows[0]?.state;

test("B-WRB-3: what waits for its author's account says so; the author connects by one button, others hand over the address", async () => {
  const { deliveries } = await log(ben, { kind: "note", body: "She will sign." });
  const id = deliveries[0]!.delivery_id;
  await set(id, "held", "author_not_connected");
  const page = await open("/outbox?state=held");
  await page.getByRole("tab", { name: "Held (1)" }).waitFor();
  await expectReadable(page);
  await picture(page, "outbox_held");
  await page.getByRole("link", { name: "Note · Lucía Rivera" }).click();
  await page.getByText(`${site.origin}/connections`).waitFor();
  await expectReadable(page);
  await page.context().close();
  const own = await open(`/outbox/${id}`, ben);
  // Where the button leads.
  await own.route("https://provider.example/**", (route) => route.fulfill({ contentType: "text/html", body: "" }));
  const connect = own.getByRole("button", { name: "Connect my own Clio account" });
  await connect.waitFor();
  expect(await own.getByRole("button", { name: "Do not send it" }).count(), "that is for admins").toBe(0);
  const [asked] = await Promise.all([own.waitForRequest((request) => request.url().endsWith("/connections/authorise")), connect.click()]);
  expect(asked.postDataJSON()).toMatchObject({ provider: "clio", purpose: "writeback" });
  await own.waitForURL("https://provider.example/**");
  await own.context().close();
});

test("B-WRB-5: what nothing can show is looked for by a person, who confirms it; its story says by whom", async () => {
  const { deliveries } = await log(naomi, { kind: "note", body: "The hearing is moved.", matter_id: "5012" });
  const id = deliveries[0]!.delivery_id;
  await set(id, "needs_review", "cannot_look");
  const page = await open("/outbox?state=needs_review");
  await page.getByRole("link", { name: "Note · Lucía Rivera" }).click();
  await page.getByRole("link", { name: "Look in Clio ↗" }).waitFor();
  await page.getByRole("button", { name: "It is not there: send it again" }).click();
  const absent = page.getByRole("dialog");
  await absent.getByText("it is there twice").waitFor();
  await absent.getByRole("button", { name: "Leave it as it is" }).click();
  expect(await stateOf(id)).toBe("needs_review");
  await page.getByRole("button", { name: "It is there", exact: true }).click();
  await page.getByLabel("Its id there").fill("880123");
  await expectReadable(page);
  await page.getByRole("button", { name: "Yes, it is there" }).click();
  await page.getByText("A person has seen it at the provider").waitFor();
  await page.getByText("by Naomi Okafor, record 880123", { exact: true }).waitFor();
  expect(await stateOf(id)).toBe("delivered");
  await expectReadable(page);
  await picture(page, "story");
  await page.context().close();
});

test("B-WRB-6: all that fit a filter are sent again at once; what refuses is listed with why", async () => {
  const ids: string[] = [];
  for (let n = 0; n < 4; n++) {
    const { deliveries } = await log(n < 3 ? naomi : ben, { kind: "note", body: `Note ${n}` });
    ids.push(deliveries[0]!.delivery_id);
    await set(ids[n]!, "failed", n === 0 ? "gave_up" : "refused");
  }
  const page = await open("/outbox?state=failed");
  await page.getByRole("button", { name: "Send all 4 again" }).waitFor();
  await page.getByLabel("Who logged it").selectOption({ label: "Naomi Okafor" });
  await page.getByRole("button", { name: "Send all 3 again" }).waitFor();
  await page.getByLabel("Why").selectOption("refused");
  await page.getByRole("button", { name: "Send all 2 again" }).click();
  // Meanwhile somebody else cancelled one.
  const asked = page.getByRole("dialog", { name: "Send 2 again?" });
  await asked.getByText("2 × The provider refuses it").waitFor();
  await expectReadable(page);
  await picture(page, "bulk");
  await asked.getByRole("button", { name: "Send them again" }).click();
  await page.getByText("2 are sent again").waitFor();
  expect(await Promise.all(ids.map(stateOf))).toEqual(["failed", "queued", "queued", "failed"]);
  await page.getByLabel("Why").selectOption("");
  await page.getByRole("tab", { name: /Waiting/ }).click();
  await page.getByRole("button", { name: /Cancel all/ }).click();
  // While the admin reads the question, one of them leaves.
  await db.pool.query("update delivery set state = 'sending', lease_until = now() + interval '1 hour' where delivery_id = $1", [ids[1]]);
  await page.getByRole("dialog").getByRole("button", { name: "Cancel them" }).click();
  await page.getByText("1 is cancelled").waitFor();
  expect(await stateOf(ids[2]!)).toBe("cancelled");
  expect(await stateOf(ids[1]!)).toBe("sending");
  await page.context().close();
});

test("B-WRB-4: a text is filed by one key, and that is undone while it has not left", async () => {
  const { activity_id, deliveries } = await log(naomi, { kind: "text", direction: "in", number: "212 555 0142", body: "On my way" });
  const matterOf = async () =>
    (
      await db.pool.query<{ row: string }>(
        "select coalesce(matter_id, '-') || ' ' || needs_filing as row from activity where activity_id = $1",
        [activity_id],
      )
    ).rows[0]?.row;
  const page = await open("/outbox?show=filing");
  const entry = page.getByRole("region", { name: "Text message of Lucía Rivera" });
  await entry.getByRole("button", { name: "00012-Rivera" }).waitFor();
  await expectReadable(page);
  await picture(page, "filing");
  await entry.focus();
  await page.keyboard.press("1");
  await page.getByText("Nothing needs a matter").waitFor();
  expect(await matterOf()).toBe("5012 false");
  await page.getByRole("button", { name: "Undo" }).click();
  await entry.waitFor();
  expect(await matterOf()).toBe("- true");
  await entry.getByRole("button", { name: "00012-Rivera" }).click();
  await page.getByText("Nothing needs a matter").waitFor();
  // It leaves before it is undone.
  await db.pool.query("update delivery set state = 'sending', creates = 1 where delivery_id = $1", [deliveries[0]!.delivery_id]);
  await page.getByRole("button", { name: "Undo" }).last().click();
  await page
    .getByText(/It could not be undone: It has left for the provider already/)
    .first()
    .waitFor();
  expect(await matterOf()).toBe("5012 false");
  await page.context().close();
});

test("the browser complained of nothing but the refusals that were asked for", () => {
  expect(site.complaints.filter((line) => !/status of (?:409)/.test(line))).toEqual([]);
});
