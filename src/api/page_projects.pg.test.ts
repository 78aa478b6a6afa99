/** Matters for clients in a real browser: a stage mapped, looked at on one matter and on the whole firm, applied; the main client named by hand. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readSettings } from "../connections/store_settings.ts";
import { connectors } from "../connectors/index.ts";
import { project } from "../projection/driver.ts";
import { createApi } from "./app.ts";
import { clock, openTestApi, type TestApi } from "./test_api.ts";
import { read } from "./test_firm.ts";
import { builtPage, expectReadable, openSite, picture, type Site } from "./test_page.ts";
import { signInAs } from "./test_sign_in.ts";

let api: TestApi;
let site: Site;
let ines: string;
let owner: { firm_id: string; connection_id: string };

const family = { practice_area: { id: 71, name: "Family Law" } };
const matter = (id: number, stage: number, more: object = {}) => ({
  id,
  display_number: `000${id - 5000}`,
  status: "Open",
  open_date: "2025-03-04",
  updated_at: "2026-11-19T10:00:00Z",
  responsible_attorney: { id: 301, name: "Naomi Okafor" },
  client: { id: 1042, name: "Lucía Rivera", type: "Person" },
  matter_stage: { id: stage, name: "as it was" },
  matter_stage_updated_at: "2026-09-01T09:00:00-07:00",
  ...family,
  ...more,
});

beforeAll(async () => {
  api = await openTestApi();
  owner = { firm_id: api.firm.firm_id, connection_id: api.firm.clio };
  const naomi = { id: 301, name: "Naomi Okafor", first_name: "Naomi", last_name: "Okafor", email: "naomi@hartwellosei.example" };
  await read(api.db, clock, owner, "clio", [
    ["staff", [{ ...naomi, enabled: true, subscription_type: "Attorney", phone_number: "619 555 0101", job_title: { id: 1, name: "Partner" } }]],
    ["stage", [{ id: 801, name: "Petition", practice_area_id: "71", order: 1 }, { id: 802, name: "Settlement", practice_area_id: "71", order: 2 }]],
    ["custom_field", [{ id: 90, name: "Court", parent_type: "Matter", field_type: "text_line" }]],
    ["matter", [
      matter(5021, 801, { custom_field_values: [{ id: "text_line-1", field_name: "Court", field_type: "text_line", value: "Kings County", custom_field: { id: 90 } }] }),
      matter(5022, 802),
    ]],
    ["relationship", [{ id: 905, description: "Spouse", matter: { id: 5021 }, contact: { id: 1048 }, updated_at: "2026-11-01T09:00:00Z" }]],
  ]); // oxfmt-ignore
  const actions = { ...api.deps.actions, settingsChanged: follow };
  const app = createApi({ ...api.deps, actions, web_dir: await builtPage() });
  const person = { name: "Ines Vogel", email: "ines@hartwellosei.example", role: "member" as const };
  ines = await signInAs((path, init) => app.request(path, init), api.deps.accounts, api.firm.firm_id, person);
  site = await openSite(app);
}, 180_000);

afterEach(async () => {
  for (const context of site.browser.contexts()) await context.close();
});

afterAll(async () => {
  await site?.close();
  await api?.close();
});

async function follow(): Promise<void> {
  const { version } = await readSettings(api.db.kysely, owner);
  await project({ db: api.db, mapper: connectors.clio.mapper, clock }, owner, { kind: "settings", id: String(version) });
}

const open = (path: string, cookie = api.cookie): Promise<Page> => site.open(path, { cookie });
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
const projects = async () => (await readSettings(api.db.kysely, owner)).settings.projects;

test("B-MAT-3, B-WHY-3: a type and its phases are made from what was found, tried on one matter and on the whole firm, and applied exactly so", async () => {
  const page = await open("/settings/projects");
  await page.getByText("Nothing is worked out for clients yet").waitFor();
  await page.getByRole("switch", { name: "Work out matters for clients" }).check();
  await button(page, "Add a type").click();
  await page.getByRole("textbox", { name: "Name of the type" }).fill("Divorce");
  await page
    .getByRole("row", { name: /Family Law/ })
    .getByText(/^\d+ matters$/)
    .waitFor();
  await page.getByLabel("Type of Family Law").selectOption("Divorce");
  await page.getByRole("checkbox", { name: "Court" }).check();
  await page.getByLabel("What clients read for Court", { exact: true }).fill("The court");
  await page.getByLabel("What clients read for Court, in Spanish").fill("El tribunal");
  for (const [index, name] of ["Filed", "Negotiation"].entries()) {
    // By keyboard, as somebody without a mouse does it.
    await button(page, "Add a phase").press("Enter");
    const phase = page.getByRole("group", { name: new RegExp(`^Phase ${index + 1}`) });
    await phase.getByRole("textbox", { name: "Name of the phase", exact: true }).fill(name);
    await phase.getByLabel("What has happened, for the client", { exact: true }).fill(`${name} has begun.`);
    await phase.getByLabel("What comes next, for the client", { exact: true }).fill("We will call you.");
  }
  await page.getByLabel("Name of the phase, in Spanish").first().fill("Presentado");
  const petition = page.getByRole("row", { name: /Petition/ });
  await petition.getByText("1 matter", { exact: true }).waitFor();
  await petition.getByText("unmapped").waitFor();
  await page.getByLabel("Phase of Petition, Divorce").selectOption("Filed");
  await petition.getByText("unmapped").waitFor({ state: "detached" });
  await page.getByLabel("Matters that clients see").selectOption("all");
  await page.getByLabel("Who takes part in the portal").selectOption("by_group");
  await page.getByLabel("Role of Spouse", { exact: true }).fill("Family");
  await page.getByLabel("Role of Spouse, in Spanish").fill("Familia");
  await button(page, "Add a role").click();
  await page.getByRole("textbox", { name: "As clients read it", exact: true }).fill("Your attorney");
  await page.getByRole("switch", { name: "Show the phone number" }).check();
  await page.getByLabel("Role of Partner").selectOption("Your attorney");

  await page.getByRole("combobox", { name: "Matter", exact: true }).fill("00021");
  await page.getByRole("option", { name: /00021/ }).click();
  const seen = page.getByRole("region", { name: "As the client would see it", exact: true });
  await seen.getByText("Filed has begun.").waitFor();
  await expect.poll(() => seen.textContent()).toMatch(/The court.*Kings County.*Naomi Okafor · Your attorney · 619 555 0101/s);
  const in_spanish = page.getByRole("region", { name: "As the client would see it in Spanish" });
  await expect.poll(() => in_spanish.textContent()).toMatch(/Presentado.*Filed has begun\..*El tribunal.*Naomi Okafor · Your attorney/s);
  // What has no Spanish yet is counted, and one press away from being said.
  await page.getByText("6 of 9 texts that clients read have no Spanish.").waitFor();
  await page.locator("summary", { hasText: "Which ones" }).press("Enter");
  await button(page, "Team role").press("Enter");
  await page.keyboard.type("Su abogada");
  await page.getByText("5 of 9 texts that clients read have no Spanish.").waitFor();
  await expectReadable(page);
  await picture(page, "settings-projects");
  await page.setViewportSize({ width: 390, height: 900 });
  await picture(page, "settings-projects-390");
  await page.setViewportSize({ width: 1200, height: 900 });

  await button(page, "See what would change").click();
  const outcome = page.getByRole("region", { name: "What would change" });
  await outcome.getByRole("table", { name: "Matters for clients" }).waitFor();
  await outcome.getByText(/Settlement of Divorce: no phase \(1\)/).waitFor();
  await button(page, /^Show 1: Matters that move to Filed/).click();
  await page.getByRole("region", { name: "Matters that move to Filed" }).getByRole("link", { name: "00021" }).waitFor();
  await button(page, /^Show 1: Matters in which somebody takes part as Family/).click();
  await page.getByRole("cell", { name: "nothing → Jo Li as Family" }).waitFor();
  await expectReadable(page);
  await picture(page, "settings-projects-preview");
  expect((await projects()).on).toBe(false);
  await button(page, "Apply exactly this").click();
  await page.getByText("Version 2,").waitFor();
  expect(await projects()).toMatchObject({
    on: true,
    types: [{ name: "Divorce", matches: ["Family Law"], fields: [{ field_id: "90", label: "The court", es: { label: "El tribunal" } }], phases: [{ es: { name: "Presentado" }, stages: ["Petition"] }, { stages: [] }] }],
    participants: { rule: "by_group", groups: [{ group: "Spouse", role: "Family", es: { role: "Familia" } }] },
    team_roles: [{ role: "Your attorney", es: { role: "Su abogada" }, titles: ["Partner"], show_phone: true, show_email: false }],
  }); // oxfmt-ignore
}, 120_000);

test("B-MAT-3, B-MAT-9: what the mapping leaves out is counted, listed by matter, and mended where it stands", async () => {
  const page = await open("/settings/projects");
  const part = page.getByRole("region", { name: "How complete it is" });
  await part.getByText("1 of 4 open matters have a phase (25 %)").waitFor();
  await button(page, "1: Without a phase: Settlement").press("Enter");
  await part.getByRole("link", { name: "00022" }).waitFor();
  await expectReadable(page);
  await picture(page, "settings-projects-complete");
  await page.getByLabel("Phase of Settlement, Divorce").selectOption("Negotiation");
  await button(page, "Save without looking").click();
  await page.getByText("Version 3,").waitFor();
  await part.getByText("2 of 4 open matters have a phase (50 %)").waitFor();
  await expect.poll(() => button(page, "1: Without a phase: Settlement").count()).toBe(0);
}, 90_000);

test("B-MAT-5: on a matter one sees what its client sees and why; an admin names the main client and takes it back", async () => {
  const page = await open(`/matters/${api.firm.clio}/5021`);
  const part = page.getByRole("region", { name: "As the client sees it" });
  // In both languages.
  await part.getByText("Filed has begun.").nth(1).waitFor();
  await part.getByText("Jo Li").first().waitFor();
  await expectReadable(page);
  await picture(page, "matter-project");
  await part.getByRole("combobox", { name: /^Name the main client/ }).fill("Petra");
  await page.getByRole("option", { name: /Petra Keller/ }).click();
  await button(page, "Name them").click();
  await part.getByRole("link", { name: "Petra Keller" }).waitFor();
  await button(page, "Leave it to the rule again").click();
  await part.getByRole("link", { name: "Lucía Rivera" }).waitFor();
  const member = await open(`/matters/${api.firm.clio}/5021`, ines);
  await member.getByText("Filed has begun.").nth(1).waitFor();
  await button(member, "Pause automations").waitFor();
  expect(await button(member, "Name them").count()).toBe(0);
}, 90_000);

test("nothing failed in the browser, and no style or script had to break the page's own policy", () => {
  expect(site.complaints).toEqual([]);
});
