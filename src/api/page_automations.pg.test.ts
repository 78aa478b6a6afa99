/** Automations in a real browser: written and tried before anything leaves, held batches trimmed and approved, pauses, tasks, what may have left. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { evaluateAll } from "../automations/evaluate.ts";
import { newId } from "../lib/ids.ts";
import { createApi } from "./app.ts";
import { clock, openTestApi, type TestApi } from "./test_api.ts";
import { builtPage, expectReadable, openSite, picture, settled, type Site } from "./test_page.ts";
import { post, signInAs } from "./test_sign_in.ts";

let api: TestApi;
let site: Site;
let ines: string;

beforeAll(async () => {
  api = await openTestApi();
  const app = createApi({ ...api.deps, web_dir: await builtPage() });
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

const open = (path: string, cookie = api.cookie, width = 1200): Promise<Page> => site.open(path, { cookie, width });
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
const one = async <T>(query: string, values: unknown[] = []): Promise<T> => (await api.db.pool.query(query, values)).rows[0] as T;

/** Made over the API, as it would be by the page. */
async function makeWelcome(name: string): Promise<string> {
  const letter = { name, subject: "Welcome", body: "Dear {{contact.first_name}}", fallbacks: { "contact.first_name": "client" } };
  const { template_id } = await api.ask<{ template_id: string }>("/api/v1/automation-templates", post(letter), 201);
  const document = { trigger: { kind: "new_client" }, conditions: [], steps: [{ kind: "email", template_id }] };
  const { automation_id } = await api.ask<{ automation_id: string }>("/api/v1/automations", post({ name, document }), 201);
  return automation_id;
}

test("B-AUT-3: an automation is written with its e-mail, tried on a contact before it is saved, and switched on; an empty field says so and what stands in", async () => {
  const page = await open("/automations/new");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Welcome");
  await button(page, "Add a condition").click();
  await page.getByLabel("Condition 1", { exact: true }).selectOption("lacks_tag");
  await page.getByRole("combobox", { name: "Tag" }).fill("No newsletter");
  await button(page, "Add this step").click();
  await button(page, "Write a new template").click();
  await page.getByLabel("Name of the template").fill("Welcome letter");
  await page.getByRole("textbox", { name: "Subject" }).fill("Welcome");
  await page.getByRole("textbox", { name: "Text" }).fill("Dear ");
  await button(page, "Put a field into the text").click();
  await page.getByRole("menuitem", { name: "First name" }).click();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("TEXTAREA");
  await page.keyboard.type(" of ");
  // By keyboard too.
  await button(page, "Put a field into the text").press("Enter");
  await page.getByRole("menuitem", { name: "Company" }).press("Enter");
  await expect
    .poll(() => page.getByRole("textbox", { name: "Text" }).inputValue())
    .toBe("Dear {{contact.first_name}} of {{contact.company}}");
  // The keyboard comes back to the text; only then is something else typed.
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("TEXTAREA");

  await page.getByRole("combobox", { name: "Contact", exact: true }).fill("Walter");
  await page.getByRole("option", { name: /Walter Stone/ }).click();
  const tried = page.getByRole("region", { name: "Try it on somebody" });
  await tried.getByText("The template's field “Company” is empty for this contact and has no fallback.").waitFor();
  await page.getByLabel("Where Company is empty").selectOption("say");
  await page.getByLabel("Instead of Company").fill("your family");
  await button(page, "Try again").click();
  await tried.getByText("Dear Walter of your family").waitFor();
  await tried.getByText("It would start", { exact: true }).waitFor();
  expect(await tried.textContent()).toContain("To walter@stone.example, in the name of Naomi Okafor.");
  expect(await one("select count(*)::int as n from automation_template")).toEqual({ n: 0 });
  await expectReadable(page);
  await picture(page, "automation-editor");
  await page.setViewportSize({ width: 390, height: 900 });
  await picture(page, "automation-editor-390");
  await page.setViewportSize({ width: 1200, height: 900 });

  await page.getByRole("combobox", { name: "Contact", exact: true }).fill("Lucía");
  await page.getByRole("option", { name: "Lucía Rivera · Clio" }).click();
  await tried.getByText("It would be held").waitFor();
  await tried.getByText(/family@rivera.example belongs to/).waitFor();

  await button(page, "Save the automation").click();
  await page.getByRole("heading", { level: 1, name: "Welcome" }).waitFor();
  await page
    .getByText("When somebody becomes a client for the first time, if they do not have the tag “No newsletter”: send “Welcome letter”.")
    .first()
    .waitFor();
  await page.getByRole("switch", { name: "Welcome is on" }).press("Space");
  await expect.poll(() => one("select active from automation where name = 'Welcome'")).toEqual({ active: true });
  expect(await one("select fallbacks from automation_template")).toEqual({
    fallbacks: { "contact.first_name": null, "contact.company": "your family" },
  });
}, 120_000);

test("B-AUT-2: a held batch says how many would start; it is trimmed by name and approved after a look, and each story says why", async () => {
  await api.db.pool.query("update automation set active = false");
  await api.ask(`/api/v1/automations/${await makeWelcome("Greeting")}/switch`, post({ active: true }));
  await api.db.pool.query("update connection set first_synced_at = now() where connection_id = $1", [api.firm.clio]);
  await evaluateAll(api.deps, api.firm.firm_id);

  const page = await open("/automations?show=batches");
  await page.getByRole("tab", { name: "Held batches (1)" }).waitFor();
  await picture(page, "automation-batches");
  await expectReadable(page);
  await page.getByRole("link", { name: /5 would start/ }).click();
  await page.getByText("It was found by the first sync of this connection.").first().waitFor();
  await page.getByLabel("Tick Lucía Rivera, Greeting").check();
  await page.getByLabel("Tick Mateo Rivera, Greeting").press("Space");
  await expectReadable(page);
  await picture(page, "automation-batch");
  await button(page, "Dismiss 2 ticked").click();
  const asked = page.getByRole("dialog", { name: "Dismiss 2 starts?" });
  await asked.getByText("never start by themselves").waitFor();
  await picture(page, "automation-batch-confirm");
  await button(page, "Dismiss 2 starts").press("Enter");
  await page.getByRole("heading", { name: "3 would start" }).waitFor();
  await button(page, "Approve all 3").click();
  await button(page, "Leave it as it is").click();
  expect(await one("select count(*)::int as n from automation_start where state = 'held'")).toEqual({ n: 3 });
  await button(page, "Approve all 3").click();
  await button(page, "Approve 3 starts").click();
  await page.getByRole("heading", { name: "Approved" }).waitFor();
  await page.getByLabel("Also those that were decided").check();
  await page
    .getByRole("row", { name: /Lucía Rivera/ })
    .getByText("It was dismissed by Naomi Okafor.")
    .waitFor();
  await page.getByRole("link", { name: "Its story of Lucía Rivera" }).click();
  await page.getByText("It was found by the first sync of this connection.").waitFor();
  await settled(page);
  await expectReadable(page);
  await picture(page, "automation-start");
  expect(await one("select count(*)::int as n from automation_start where state = 'running'")).toEqual({ n: 3 });
}, 120_000);

test("B-AUT-1, B-AUT-4: on a contact's page one sees why something did not start, starts it again on record, and pauses them; a member pauses too", async () => {
  const page = await open(`/contacts/${api.firm.clio}/1042`);
  const part = page.getByRole("region", { name: "Automations" });
  await part.getByText("It was dismissed by Naomi Okafor.").waitFor();
  await button(page, "Start it again: Greeting for Lucía Rivera").click();
  await page.getByRole("dialog").getByRole("button", { name: "Start it", exact: true }).click();
  await part.getByText("Naomi Okafor started it.").waitFor();
  await picture(page, "automation-contact");
  const members = await open(`/contacts/${api.firm.clio}/1042`, ines);
  await members.getByLabel("How long to pause automations for this contact").selectOption("7");
  await button(members, "Pause automations").click();
  await members.getByText("Automations are paused for this contact", { exact: true }).waitFor();
  await members.getByRole("button", { name: "Undo" }).click();
  await members.getByText("Automations run for this contact.").waitFor();
  expect(await members.getByRole("button", { name: /Start it again/ }).count()).toBe(0);
  await expectReadable(members);
  const firm = await open("/automations");
  await button(firm, "Pause automations").click();
  await firm.getByText("Automations are paused for the whole firm", { exact: true }).waitFor();
  await picture(firm, "automations");
  await expectReadable(firm);
  await button(firm, "End the pause").click();
  await firm.getByText("Automations run for the whole firm.").waitFor();
}, 120_000);

test("B-AUT-4: an e-mail that may have left waits for a person's word and says so", async () => {
  const { start_id, template_id } = await one<{ start_id: string; template_id: string }>(
    "select s.start_id, t.template_id from automation_start s, automation_template t where s.contact_id = '1044' and t.name = 'Greeting' limit 1",
  );
  await api.db.pool.query(
    `insert into automation_send (firm_id, send_id, connection_id, start_id, step, contact_id, template_id, state, reason, since, created_at, message_id, address, subject)
    values ($1, $2, $3, $4, 0, '1044', $5, 'needs_review', 'unknown', now(), now(), 'm', 'walter@stone.example', 'Welcome')`,
    [api.firm.firm_id, newId(clock), api.firm.clio, start_id, template_id],
  );
  const page = await open("/automations?show=emails");
  await page.getByText("It may have left: the program or the connection ended while it was being sent.").waitFor();
  await expectReadable(page);
  await picture(page, "automation-emails");
  await button(page, "It arrived").click();
  await expect.poll(() => one("select state from automation_send where address = 'walter@stone.example'")).toEqual({ state: "sent" });
}, 60_000);

test("B-AUT-2: what was unusually much, and what was changed after it was approved, say so where they are held; more that came in meanwhile is not approved unseen", async () => {
  const { firm_id, clio } = api.firm;
  const held = async (cause: string, params: object, contact_id: string) => {
    const batch_id = newId(clock);
    await api.db.pool.query(
      "insert into automation_batch (firm_id, batch_id, provider, cause, cause_id, params, created_at) values ($1, $2, 'clio', $3, $4, $5, now())",
      [firm_id, batch_id, cause, clio, params],
    );
    const another = (id: string) =>
      api.db.pool.query(
        `insert into automation_start (firm_id, start_id, automation_id, version, provider, contact_id, occasion, cause, state, reason, params, since, created_at, batch_id)
        select firm_id, $3, automation_id, 1, 'clio', $4, $5, 'run', 'held', $6, $7, now(), now(), $2 from automation where firm_id = $1 and name = 'Greeting'`,
        [firm_id, batch_id, newId(clock), id, `test ${batch_id}`, cause, params],
      );
    await another(contact_id);
    return { batch_id, another };
  };
  const many = await held("many", { count: 412, usual: 25 }, "1044");
  await held("template_changed", { by: "Ines Vogel", template: "Greeting" }, "1042");
  const page = await open("/automations?show=batches");
  await page.getByText("Unusually many at once (412 today; usually at most 25).").waitFor();
  await page.getByText("Ines Vogel changed the words of “Greeting” after this was approved.").waitFor();
  await expectReadable(page);
  await picture(page, "automation-batches-many");
  await page.goto(`${site.origin}/automation-batches/${many.batch_id}`);
  await page.getByRole("heading", { name: "1 would start" }).waitFor();
  await many.another("1042");
  await button(page, "Approve all 1").click();
  await button(page, "Approve 1 start").click();
  await page.getByText("It holds more or fewer by now: look again.").waitFor();
  await picture(page, "automation-batch-more");
  expect(await one("select count(*)::int as n from automation_start where batch_id = $1 and state = 'held'", [many.batch_id])).toEqual({
    n: 2,
  });
  // The browser tells of the refusal.
  site.complaints.splice(0, site.complaints.length, ...site.complaints.filter((text) => !text.includes("409")));
}, 90_000);

test("a member sees the tasks that are theirs, ticks one off and takes it back; changing automations is left to admins", async () => {
  const { member_id } = await one<{ member_id: string }>("select member_id from member where name = 'Ines Vogel'");
  for (const [title, whose] of [
    ["Call the new client", member_id],
    ["File the form", api.firm.members.naomi],
  ])
    await api.db.pool.query(
      "insert into task (firm_id, task_id, connection_id, contact_id, member_id, title, due_on, created_at) values ($1, $2, $3, '1042', $4, $5, '2026-11-24', now())",
      [api.firm.firm_id, newId(clock), api.firm.clio, whose, title],
    );
  const page = await open("/tasks", ines);
  expect(await page.getByText("File the form").count()).toBe(0);
  await expectReadable(page);
  await picture(page, "tasks");
  await page.getByLabel("Call the new client, Lucía Rivera").press("Space");
  await page.getByText("Nothing to do").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  // Not only the message that says so.
  await page.getByLabel("Call the new client, Lucía Rivera").waitFor();
  await page.getByLabel("Whose").selectOption("all");
  await page.getByText("File the form").waitFor();
  await page.goto(`${site.origin}/automations`);
  await settled(page);
  expect(await page.getByRole("link", { name: "Make an automation" }).count()).toBe(0);
  expect(await page.getByRole("switch").count()).toBe(0);
}, 60_000);

test("templates, hours and limits can be read and used by everybody; what is saved can be undone", async () => {
  const page = await open("/automations?show=rules");
  await page.getByLabel("Until", { exact: true }).fill("17:00");
  await button(page, "Save hours and limits").click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => page.getByLabel("Until", { exact: true }).inputValue()).toBe("19:00");
  const most = page.getByLabel("Most starts of one automation in a day");
  expect(await most.getAttribute("placeholder")).toBe("25, or 1 % of your contacts");
  await most.fill("40");
  await button(page, "Save hours and limits").click();
  await expect.poll(() => one("select document->'most_starts' as most from automation_rules")).toEqual({ most: 40 });
  await most.fill("");
  await button(page, "Save hours and limits").click();
  await expect.poll(() => one("select document->'most_starts' as most from automation_rules")).toEqual({ most: null });
  await expectReadable(page);
  await picture(page, "automation-rules");
  await page.getByRole("tab", { name: "Templates" }).click();
  await page.getByRole("link", { name: "Greeting" }).click();
  await page.getByRole("heading", { level: 1, name: "Greeting" }).waitFor();
  await expectReadable(page);
  await picture(page, "automation-template");
}, 90_000);

test("nothing failed in the browser, and no style or script had to break the page's own policy", () => {
  expect(site.complaints).toEqual([]);
});
