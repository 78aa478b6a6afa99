/** Settings in a real browser, as administrators use them: looked at before, applied and taken back; two at a time; with what was found. */
import { sql } from "kysely";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { connectors } from "../connectors/index.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { project } from "../projection/driver.ts";
import { createApi } from "./app.ts";
import { clock, testDeps, workNow } from "./test_api.ts";
import { makeFirm, read, type Rows, type TestFirm } from "./test_firm.ts";
import { builtPage, expectReadable, openSite, picture, settled, type Site } from "./test_page.ts";
import { NAOMI, signInAs } from "./test_sign_in.ts";

vi.setConfig({ testTimeout: 120_000 });

let db: TestDb;
let firm: TestFirm;
let site: Site;
let naomi: string;
let dana: string;
let ines: string;

const PEOPLE = [
  { name: "Lucía Rivera", first_name: "Lucía", last_name: "Rivera", email_addresses: [{ name: "Home", address: "family@rivera.example", primary: true }] },
  { name: "Mateo Rivera", first_name: "Mateo", last_name: "Rivera", email_addresses: [{ name: "Home", address: "family@rivera.example", primary: true }] },
  { name: "Ada Zqiang", first_name: "Ada", last_name: "Zqiang", phone_numbers: [{ name: "Mobile", number: "+1 646 555 0177", primary: true }] },
]; // oxfmt-ignore

/** How they heard of the firm, and a title among the staff. */
const FOUND: Rows = [
  [
    "custom_field",
    [
      {
        id: 8801,
        name: "Referral source",
        parent_type: "Contact",
        field_type: "picklist",
        picklist_options: [
          { id: 1, option: "Bar association" },
          { id: 2, option: "Web" },
        ],
      },
      { id: 8802, name: "Intake", parent_type: "Matter", field_type: "text_line" },
    ],
  ],
  ["staff", [{ id: 304, name: "Theo Park", first_name: "Theo", last_name: "Park", email: "theo@hartwellosei.example", enabled: true, job_title: { name: "Of counsel" } }]], // oxfmt-ignore
  [
    "contact",
    [1042, 1043, 1045].map((id, index) => ({
      ...PEOPLE[index]!,
      id,
      type: "Person",
      is_client: true,
      updated_at: "2026-11-19T14:02:10Z",
      custom_field_values: [{ id: "picklist-1", field_type: "picklist", value: index === 2 ? 2 : 1, custom_field: { id: 8801 } }],
    })),
  ],
];

beforeAll(async () => {
  db = await testDatabase();
  firm = await makeFirm(db, clock);
  await read(db, clock, { firm_id: firm.firm_id, connection_id: firm.clio }, "clio", FOUND);
  const actions = {
    sync: () => Promise.reject(new Error("not asked for")),
    settingsChanged: (firm_id: string, connection_id: string) => workOut(firm_id, connection_id, "settings"),
    membersChanged: async () => {},
    deliverMail: () => {},
    automate: () => {},
    ...workNow(db),
  };
  const deps = { ...testDeps(db, actions), web_dir: await builtPage() };
  const app = createApi(deps);
  const signIn = (person: typeof NAOMI) => signInAs((path, init) => app.request(path, init), deps.accounts, firm.firm_id, person);
  naomi = await signIn(NAOMI);
  dana = await signIn({ name: "Dana Reyes", email: "dana@hartwellosei.example", role: "admin" });
  ines = await signIn({ name: "Ines Vogel", email: "ines@hartwellosei.example", role: "member" });
  site = await openSite(app);
}, 180_000);

afterAll(async () => {
  await site?.close();
  await db?.drop();
});

async function workOut(firm_id: string, connection_id: string, kind: "settings" | "member"): Promise<void> {
  const provider = connection_id === firm.clio ? "clio" : "mycase";
  await project({ db, mapper: connectors[provider].mapper, clock }, { firm_id, connection_id }, { kind, id: null });
}

const open = (section: string, cookie = naomi): Promise<Page> => site.open(`/settings/${section}`, { cookie });
const press = async (page: Page, label: string | RegExp) => page.getByRole("button", { name: label }).click();

const inForce = async () =>
  (
    await sql<{ version: number; note: string | null; document: Record<string, Record<string, unknown>> }>`
    select version, note, document from settings_version where connection_id = ${firm.clio} order by version desc limit 1`.execute(
      db.kysely,
    )
  ).rows[0]!;

test("B-WHY-3, B-WHY-4, B-WHY-5: a rule is changed, looked at with counts and reasons, applied exactly so, and rolled back", async () => {
  const page = await open("contacts");
  await page.getByText("In now: 5 of 9 contacts.").waitFor();
  await page.getByLabel("Contacts taken in").selectOption("everyone");
  await page.getByLabel("Why (kept with the version)").fill("Everyone, for the holiday cards");
  await press(page, "See what would change");
  const shown = page.getByRole("region", { name: "What would change" });
  await shown.getByText("Contacts tried: 9").waitFor();
  await shown.getByRole("button", { name: "Show 1: Come in" }).click();
  const row = page.getByRole("region", { name: "Come in" }).getByRole("row", { name: /Jo Li/ }).first();
  await row.getByText("Out of scope → In").waitFor();
  expect(await row.textContent()).toContain("within the firm's scope and segment");
  await expectReadable(page);
  await picture(page, "settings-preview");
  expect(await inForce()).toMatchObject({ version: 1 });

  await press(page, "Apply exactly this");
  await page.getByText("Version 2,").waitFor();
  expect(await inForce()).toMatchObject({
    version: 2,
    note: "Everyone, for the holiday cards",
    document: { contacts: { scope: "everyone" } },
  });

  await page.goto(`${site.origin}/settings/versions`);
  const versions = page.getByRole("region", { name: "Versions", exact: true });
  await versions.getByText("Contacts taken in: Clients →").waitFor();
  expect(await versions.textContent()).toMatch(/Naomi Okafor.*“Everyone, for the holiday cards”/s);
  await page.getByRole("region", { name: "Compare two versions" }).getByText("Contacts taken in: Clients →").waitFor();
  await page.getByLabel("From", { exact: true }).selectOption("2");
  await page.getByRole("region", { name: "Compare two versions" }).getByText("No setting is different.").waitFor();
  await expectReadable(page);
  await picture(page, "settings-versions");
  await press(page, "See what would change on going back to version 1");
  await shown.getByText("Are no longer in").first().waitFor();
  await press(page, "Back, do not apply");
  await press(page, "Go back to version 1");
  await versions.getByText("Version 3").waitFor();
  expect(await inForce()).toMatchObject({ version: 3, document: { contacts: { scope: "clients" } } });
  await page.context().close();
}, 120_000);

test("B-WHY-3: a preview is refused once something has moved, and says what", async () => {
  const page = await open("tags");
  await picture(page, "settings-tags");
  await page.getByRole("switch", { name: "City" }).check();
  await press(page, "See what would change");
  await page.getByText("Contacts tried").waitFor();
  await read(db, clock, { firm_id: firm.firm_id, connection_id: firm.clio }, "clio", [
    ["contact", [{ id: 1048, type: "Person", name: "Jo Lee", first_name: "Jo", last_name: "Lee", updated_at: "2026-11-20T10:00:00Z" }]],
  ]);
  await press(page, "Apply exactly this");
  await page.getByRole("alert").getByText("1 of kind contact").waitFor();
  expect((await inForce()).document).toMatchObject({ tags: { city: false } });
  await press(page, "Look again");
  await page.getByRole("alert").waitFor({ state: "detached" });
  await page.getByText("Contacts tried").waitFor();
  await press(page, "Back, do not apply");
  await press(page, "Undo all");
  await page.context().close();
  site.complaints.length = 0; // the browser reports the refused answer
});

test("B-WHY-4: of two who edit at once the second is told, sees both, and chooses setting by setting; nothing typed is lost", async () => {
  const [first, second] = [await open("contacts"), await open("contacts", dana)];
  const { version } = await inForce();
  await second.getByLabel("Country of phone numbers").fill("GB");
  await second.getByLabel("Contacts taken in").selectOption("everyone");
  await second.getByRole("link", { name: "Tags", exact: true }).click();
  await second.getByRole("switch", { name: "City" }).check();

  await first.getByLabel("Country of phone numbers").fill("CA");
  await first.getByLabel("Contacts taken in").selectOption("everyone");
  await press(first, "Save without looking");
  await first.getByText(`Version ${version + 1},`).waitFor();

  const told = second.getByRole("alert").filter({ hasText: "Naomi Okafor has changed the settings meanwhile" });
  await told.waitFor();
  await told
    .getByRole("row", { name: /Contacts taken in/ })
    .getByText("Both the same")
    .waitFor();
  await expect.poll(() => told.getByRole("button", { name: "Go on with these" }).isEnabled()).toBe(false);
  await expect.poll(() => second.getByRole("button", { name: "Save without looking" }).isEnabled()).toBe(false);
  await expectReadable(second);
  await picture(second, "settings-conflict");
  await second.reload();
  await told.getByLabel("Country of phone numbers, mine: GB").check();
  await press(second, "Go on with these");
  await press(second, "Save without looking");
  await second.getByText(`Version ${version + 2},`).waitFor();
  expect((await inForce()).document).toMatchObject({ contacts: { country: "GB", scope: "everyone" }, tags: { city: true } });
  await first.context().close();
  await second.context().close();
  site.complaints.length = 0;
}, 60_000);

test("B-WHY-5: what is wrong is said at its field; what was typed stays through a failed request and a reload", async () => {
  const page = await open("contacts");
  const country = page.getByLabel("Country of phone numbers");
  await country.fill("Atlantis");
  await press(page, "Save without looking");
  await page.getByRole("alert").getByText("contacts.country").waitFor();
  await expect.poll(() => country.getAttribute("aria-invalid")).toBe("true");

  await country.fill("US");
  await page.route("**/settings", (route) => (route.request().method() === "PUT" ? route.abort() : route.continue()));
  await press(page, "Save without looking");
  await page.getByRole("alert").getByText("Privity does not answer").waitFor();
  expect(await country.inputValue()).toBe("US");
  await page.reload();
  await page.getByText("1 setting is changed").waitFor();
  expect(await page.getByLabel("Country of phone numbers").inputValue()).toBe("US");
  await page.unroute("**/settings");
  await press(page, "Save without looking");
  await page.getByText("1 setting is changed").waitFor({ state: "detached" });
  expect((await inForce()).document).toMatchObject({ contacts: { country: "US" } });
  await page.context().close();
  site.complaints.length = 0;
});

test("B-SEG-1: a segment is counted while one edits it, with the names of who would come and go", async () => {
  const page = await open("segment");
  const count = page.locator(".live-count");
  await count.getByText("no tag is named, so nobody is left out").waitFor();
  await page
    .getByRole("group", { name: "Tags that contacts have" })
    .getByLabel(/^Family Law/)
    .check();
  await count.getByText("would be in: they have any of these tags").waitFor();
  await count.getByText(/1 of \d+ contacts would be in/).waitFor();
  await expect.poll(() => count.textContent()).toMatch(/would leave: .*Walter Stone/);
  await page.getByLabel("Take in contacts with").selectOption("none");
  await count.getByText("none of these tags").waitFor();
  await expect.poll(() => count.textContent()).toContain("1 would leave: Lucía Rivera");
  await expectReadable(page);
  await picture(page, "settings-segment");
  await press(page, "Undo all");
  await page.context().close();
});

test("B-TAG-7: a custom field is chosen by what it holds, and gives its tag", async () => {
  const page = await open("custom-fields");
  const fields = page.getByRole("group", { name: "Custom fields that give tags" });
  await fields.getByText("3 contacts have a value").waitFor();
  await fields.getByText("Bar association (2), Web (1)").waitFor();
  await fields.getByText("Referral source: Bar association", { exact: true }).waitFor();
  await expectReadable(page);
  await picture(page, "settings-custom-fields");
  await fields.getByLabel("Referral source").check();
  await press(page, "See what would change");
  await page.getByText("Gain the tag referral source: bar association").waitFor();
  await press(page, "Apply exactly this");
  await page.getByText("What would change").waitFor({ state: "detached" });
  const { rows } = await sql<{ tag_keys: string[] }>`
    select tag_keys from contact where connection_id = ${firm.clio} and provider_id = '1042'`.execute(db.kysely);
  expect(rows[0]!.tag_keys).toContain("referral source: bar association");
  await page.context().close();
});

test("B-CON-8, B-OWN-4: staff mapped by hand changes an owner; whoever is nobody can be invited from there", async () => {
  const page = await open("staff");
  const row = page.getByRole("row", { name: /Ben Adler/ });
  await row.getByText("is an inactive member").waitFor();
  await expectReadable(page);
  await picture(page, "settings-staff");
  await page.getByLabel("Member for Ben Adler").selectOption({ label: "Naomi Okafor" });
  await row.getByText("By hand").waitFor();
  await press(page, "See what would change");
  await page.getByRole("button", { name: /Owned from then on by Naomi Okafor/ }).click();
  await page
    .getByRole("row", { name: /Petra Keller/ })
    .getByText("nobody → Naomi Okafor")
    .waitFor();
  await press(page, "Apply exactly this");
  await page.getByText("What would change").waitFor({ state: "detached" });
  const { rows } = await sql<{ owner_member_id: string }>`
    select owner_member_id from contact where connection_id = ${firm.clio} and provider_id = '1049'`.execute(db.kysely);
  expect(rows[0]!.owner_member_id).toBe(firm.members.naomi);

  await press(page, "Invite as a member: Gail Whitmore");
  await press(page, "Send the invitation");
  await page
    .getByRole("row", { name: /Gail Whitmore/ })
    .getByText("By e-mail", { exact: true })
    .waitFor();
  await page.getByLabel("Member for Theo Park").selectOption({ label: "Ben Adler (inactive)" });
  await page.getByText("Theo Park: Ben Adler is inactive").waitFor();
  await press(page, "Remove the rule of Theo Park: Ben Adler is inactive");
  await page.context().close();
});

test("B-OWN-4: pins are listed with who and when, those that are ignored say so, and each can be removed", async () => {
  await sql`
    insert into contact_pin (firm_id, connection_id, contact_id, member_id, pinned_by, created_at)
    values (${firm.firm_id}, ${firm.clio}, '1042', ${firm.members.ben}, ${firm.members.naomi}, '2026-11-20T09:00:00Z')`.execute(db.kysely);
  const page = await open("owner");
  const row = page.getByRole("region", { name: "Pinned owners" }).getByRole("row", { name: /Lucía Rivera/ });
  await row.getByText("ignored: is inactive").waitFor();
  expect(await row.textContent()).toContain("Naomi Okafor");
  await expectReadable(page);
  await picture(page, "settings-owner");
  await press(page, "Remove the pin of Lucía Rivera");
  await page.getByText("No contact is pinned.").waitFor();
  await page.context().close();
});

test("B-CLI-5, B-MAT-1: groups and titles come with how many have them; what is pre-filled is marked", async () => {
  const page = await open("never-engage");
  const groups = page.getByRole("group", { name: "Never engage" });
  await groups.getByText("Witness pre-filled").waitFor();
  await groups.getByText(/1 contact, such as Jo/).waitFor();
  await groups.getByLabel(/^Witness/).uncheck();
  await groups.getByText("This is a list of your own.").waitFor();
  await expectReadable(page);
  await picture(page, "settings-never-engage");
  await press(page, "Undo all");
  await page.goto(`${site.origin}/settings/team`);
  await page
    .getByRole("row", { name: /Of counsel/ })
    .getByText("1: Theo Park")
    .waitFor();
  expect(await page.getByLabel("What Of counsel means").locator("option").first().textContent()).toBe("As found: attorney");
  await page.context().close();
});

test("B-WHY-5: a setting is found by its words, and every section can be read by everybody, light and dark, at 390 px too", async () => {
  const page = await open("contacts");
  await page.getByLabel("Find a setting").fill("birthday");
  await page.getByRole("link", { name: "Birthday" }).click();
  await page.getByRole("heading", { name: "Key facts" }).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("SELECT");
  const sections = await page.getByRole("navigation", { name: "Sections of the settings" }).getByRole("link").allTextContents();
  expect(sections).toContain("Writing to the provider");
  // The others are held against it above, with something in them.
  const seen = ["Segment by tags", "Never engage", "Who owns a contact", "Staff and members", "Tags from custom fields", "Versions"];
  for (const title of sections.filter((each) => !seen.includes(each))) {
    await page.getByRole("navigation", { name: "Sections of the settings" }).getByRole("link", { name: title, exact: true }).click();
    await page.getByRole("heading", { level: 2, name: title, exact: true }).waitFor();
    await settled(page);
    await expectReadable(page);
  }
  await page.context().close();
}, 180_000);

test("B-CTC-2: on MyCase, what has no effect says so instead of vanishing", async () => {
  const page = await site.open(`/settings/contacts?connection=${firm.mycase}`, { cookie: naomi });
  await page.getByText("No effect on MyCase. In MyCase each person has one e-mail.").waitFor();
  expect(await page.getByRole("switch").count()).toBe(0);
  await page.getByRole("link", { name: "Tags", exact: true }).click();
  await page.getByText("No effect on MyCase. MyCase addresses give no country tag.").waitFor();
  await page.context().close();
});

test("members who are no administrators may look at settings and are told who changes them", async () => {
  const page = await open("contacts", ines);
  await page.getByText("Only administrators change settings").waitFor();
  await expect.poll(() => page.getByLabel("Contacts taken in").isDisabled()).toBe(true);
  await page.context().close();
});

test("nothing failed in the browser, and no style or script had to break the page's own policy", () => {
  expect(site.complaints).toEqual([]);
});
