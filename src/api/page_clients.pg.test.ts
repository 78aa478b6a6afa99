/** Members look after the clients' portal in a real browser. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApi } from "./app.ts";
import { newId } from "../lib/ids.ts";
import { clock, openTestApi, type TestApi } from "./test_api.ts";
import { NOW } from "./test_firm.ts";
import { builtPage, expectReadable, openSite, picture, type Site } from "./test_page.ts";
import { showMatters } from "./test_shown.ts";

let api: TestApi;
let site: Site;
beforeAll(async () => {
  api = await openTestApi();
  await showMatters(api);
  await api.db.pool.query(
    `insert into portal_notice (firm_id, notice_id, connection_id, contact_id, matter_id, kind, occasion, state, reason, since, created_at, message_id, address)
    values ($1, $2, $3, '1042', '5012', 'phase', 'phase 5012 7', 'needs_review', 'unknown', $4, $4, '<x@y>', 'family@rivera.example')`,
    [api.firm.firm_id, newId(clock), api.firm.clio, NOW.toISOString()],
  );
  site = await openSite(createApi({ ...api.deps, web_dir: await builtPage() }));
}, 180_000);
afterAll(async () => {
  await site?.close();
  await api?.close();
});

test("a member says whose a shared address is, settles a letter that may have left, invites somebody and shuts them out", async () => {
  const page = await site.open("/clients", { cookie: api.cookie });
  await page.getByRole("heading", { name: "Whose address is it?" }).waitFor();
  await expectReadable(page);
  await picture(page, "clients");
  await page.getByRole("radio", { name: "Lucía Rivera in Clio, takes part in a matter" }).check();
  await page.getByRole("button", { name: "Keep that" }).click();
  await page.getByRole("heading", { name: "Whose address is it?" }).waitFor({ state: "detached" });
  await page.getByText("A member let them in: Naomi Okafor.").waitFor();
  await page.getByRole("button", { name: "It arrived" }).click();
  await page.getByRole("heading", { name: "Letters that may have left" }).waitFor({ state: "detached" });

  await page.getByRole("button", { name: "Invite Theo Marsh" }).click();
  await page.getByRole("dialog").getByLabel("Language of the letter").selectOption("es");
  await page.getByRole("button", { name: "Send the invitation" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const letters = async () => (await api.db.pool.query("select subject from mail where recipient = 'theo@marsh.example'")).rows;
  await expect.poll(letters).toEqual([{ subject: "Su caso, en línea: Hartwell & Osei LLP" }]);

  await page.getByRole("button", { name: "Shut out Theo Marsh" }).click();
  await page.getByRole("button", { name: "Shut out", exact: true }).click();
  await page.getByText("Until somebody invites them again: Naomi Okafor.").waitFor();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await expectReadable(page);
  await picture(page, "clients_after");
  expect(site.complaints).toEqual([]);
}, 60_000);
