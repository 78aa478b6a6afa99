/** The page behind the link in an automated e-mail, on a phone in a real browser: in both languages, for somebody who has never signed in. */
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createApi } from "../api/app.ts";
import { openTestApi, send, type TestApi } from "../api/test_api.ts";
import { builtPage, openSite, type Site } from "../api/test_page.ts";
import { UNSUBSCRIBE, unsubscribeUrl } from "../automations/unsubscribe.ts";
import { clientPicture, expectUsable } from "./test_phone.ts";

vi.setConfig({ testTimeout: 120_000 });
let api: TestApi;
let site: Site;
let url: string;
beforeAll(async () => {
  api = await openTestApi();
  site = await openSite(createApi({ ...api.deps, web_dir: await builtPage() }));
  const of = { firm_id: api.firm.firm_id, address: "walter@stone.example" };
  url = unsubscribeUrl(site.origin, api.deps.vault.derive(UNSUBSCRIBE), of);
}, 120_000);
afterAll(async () => {
  await site?.close();
  await api?.close();
});
beforeEach(() => api.db.pool.query("delete from automation_opt_out"));

const kept = async () => (await api.db.pool.query("select via from automation_opt_out")).rows;
async function phone(locale: string, address = url, width = 390) {
  const context = await site.browser.newContext({ locale, viewport: { width, height: 844 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on("pageerror", (error) => site.complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && site.complaints.push(message.text()));
  await page.goto(address);
  return { context, page };
}

test("B-AUT-4: opened, the link asks; one tap stops the e-mails, another one brings them back", async () => {
  const { page, context } = await phone("en-US");
  await page.getByText("Hartwell & Osei LLP sends e-mails such as greetings and reminders to w***@stone.example automatically.").waitFor();
  await expectUsable(page);
  await clientPicture(page, "unsubscribe_ask");
  expect(await kept()).toEqual([]);
  await page.getByRole("button", { name: "Stop these e-mails" }).click();
  await page.getByText("w***@stone.example gets no more automatic e-mails").waitFor();
  await page.getByText("Messages about your case still come.").waitFor();
  expect(await kept()).toEqual([{ via: "link" }]);
  await expectUsable(page);
  await clientPicture(page, "unsubscribe_done");
  await page.reload();
  await page.getByText("w***@stone.example gets no more automatic e-mails").waitFor();
  await page.getByRole("button", { name: "Get them again" }).click();
  await page.getByText("w***@stone.example gets them again.").waitFor();
  expect(await kept()).toEqual([]);
  await context.close();
  const desk = await phone("en-US", url, 1200);
  await desk.page.getByRole("button", { name: "Stop these e-mails" }).waitFor();
  await clientPicture(desk.page, "unsubscribe_desk");
  await desk.context.close();
});

test("B-AUT-4: all of it in Spanish, for a browser that speaks it and for whoever chooses it", async () => {
  const { page, context } = await phone("es-MX");
  await page.getByRole("button", { name: "No recibir más estos correos" }).click();
  await page.getByText("ya no recibe correos automáticos de Hartwell & Osei LLP").waitFor();
  await expectUsable(page);
  await clientPicture(page, "unsubscribe_es");
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("button", { name: "Get them again" }).waitFor();
  await expect.poll(() => page.locator("html").getAttribute("lang")).toBe("en");
  await context.close();
});

test("B-AUT-4: what the firm noted down is told, and offers nothing that would not help; a link that is cut off says what to do", async () => {
  await api.ask("/api/v1/automation-opt-outs", send("POST", { address: "walter@stone.example" }));
  const { page, context } = await phone("en-US");
  await page.getByText("Your law firm noted this down.").waitFor();
  expect(await page.locator("main").getByRole("button").count()).toBe(0);
  await context.close();
  const cut = await phone("en-US", url.slice(0, -5));
  await cut.page.getByRole("heading", { name: "This link is not good" }).waitFor();
  await expectUsable(cut.page);
  await clientPicture(cut.page, "unsubscribe_bad");
  await cut.context.close();
  // The browser itself tells of an answer that is a refusal.
  expect(site.complaints.filter((text) => !text.includes("410"))).toEqual([]);
});
