/**
 * `npm run screens`: the pictures in docs/screens, taken of the imaginary firm. Starts the demo, and beside it an installation where nobody has
 * been yet, each on an empty database of its own; looks at them in a headless browser; leaves nothing else behind.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../src/api/test_browser.ts";
import { openSmtpSink } from "../src/api/test_smtp.ts";
import { startSandboxes } from "../src/cli/sandboxes.ts";
import { ofTheClients, prepareForClients } from "./screens_clients.ts";
import { freePort, openPage, run, settled, shoot, type Running } from "./screens_kit.ts";

const main = (page: Page) => page.locator("main");

/** The demo's two firms, with a little work done in them. */
async function ofTheDemo(browser: Browser, dir: string): Promise<void> {
  const port = await freePort();
  // Clients come in by letters.
  const mail = await openSmtpSink();
  const demo = run(["demo", "--port", port], {
    PRIVITY_DATA_DIR: dir,
    PRIVITY_SMTP_URL: `smtp://privity:a%20password@127.0.0.1:${mail.port}`,
    PRIVITY_MAIL_FROM: "Marlow & Finch <office@marlowfinch.example>",
  });
  try {
    const link = (await demo.said(/once, within ten minutes:\s+(\S+)/))[1]!;
    const page = await openPage(browser);
    await page.goto(link);
    await page.getByRole("button", { name: "Sign in" }).click();
    const origin = new URL(page.url()).origin;
    const at = async (path: string) => {
      await page.goto(origin + path);
      await settled(page);
    };
    await page.locator("main tbody tr").first().waitFor();
    const firm = await prepareForClients(page);
    await at("/contacts?status=active");
    await page.locator("main tbody tr").first().waitFor();
    await shoot(page, "contacts");
    const contact = (await main(page).locator("tbody a[href]").first().getAttribute("href"))!;
    await logSome(page, contact);
    await at(contact);
    await shoot(page, "contact");
    await main(page).locator("details.why").filter({ hasText: "Client status" }).locator("summary").click();
    await main(page).locator("details.why").filter({ hasText: "Owner" }).first().locator("summary").click();
    await shoot(page, "why");
    await at("/matters?status=open");
    await main(page).locator("tbody a[href]").first().click();
    await page.locator("main").getByText("Team").first().waitFor();
    await settled(page);
    await shoot(page, "matter");
    await at("/settings/contacts");
    const taken = page.getByLabel("Contacts taken in");
    await taken.selectOption((await taken.inputValue()) === "everyone" ? "clients" : "everyone");
    await page.getByRole("button", { name: "See what would change" }).first().click();
    const shown = page.getByRole("region", { name: "What would change" });
    await shown.getByText(/^Contacts tried:/).waitFor();
    await shown.evaluate((region) => region.scrollIntoView({ block: "start" }));
    await shoot(page, "settings");
    await at("/runs");
    await shoot(page, "sync");
    await at("/outbox");
    await main(page).getByText("Delivered", { exact: true }).nth(1).waitFor();
    await shoot(page, "outbox");
    await main(page).locator('a[href^="/outbox/"]').filter({ hasText: "Note" }).first().click();
    await settled(page);
    await shoot(page, "delivery");
    await at("/contacts");
    await page.keyboard.press("/");
    await page.keyboard.type("mar", { delay: 50 });
    await page.getByRole("listbox").getByRole("option", { name: /^Mar/ }).first().waitFor();
    await page.waitForTimeout(500);
    await shoot(page, "palette");
    const state = await page.context().storageState();
    for (const [name, path, view] of [
      ["phone", contact, { width: 390, height: 800 }],
      ["dark", contact, { scheme: "dark" }],
    ] as const) {
      const other = await openPage(browser, view);
      await other.context().addCookies(state.cookies);
      await other.goto(origin + path);
      await settled(other);
      await shoot(other, name);
    }
    await ofTheClients(browser, page, mail, firm);
  } finally {
    await demo.stop();
    await mail.close();
  }
}

/** So that the outbox has something to show. */
async function logSome(page: Page, contact: string): Promise<void> {
  const [, , connection_id, provider_id] = contact.split("/");
  await page.evaluate(async (connection) => {
    const path = `/api/v1/connections/${connection}/settings`;
    const { document, version } = await (await fetch(path)).json();
    // The demo's admin has no account of their own at the provider.
    document.writeback.on_behalf = true;
    const body = JSON.stringify({ document, if_version: version });
    await fetch(path, { method: "PUT", body, headers: { "content-type": "application/json" } });
  }, connection_id);
  const about = { contact: { connection_id, provider_id: decodeURIComponent(provider_id!) }, matter_id: null, occurred_at: null };
  const activities = [
    { kind: "note", subject: "Custody hearing", body: "Wants to go through the schedule before Saturday." },
    { kind: "call", direction: "in", subject: "Called back", body: "Will bring the signed deed on Tuesday.", number: null },
    // Goes on a matter: it waits for somebody to say which.
    { kind: "text", direction: "in", body: "On my way", number: null, file_ids: [] },
  ];
  for (const [place, activity] of activities.entries()) {
    const status = await page.evaluate(
      async ([form, key]) =>
        (
          await fetch("/api/v1/activities", {
            method: "POST",
            body: form!,
            headers: { "content-type": "application/json", "idempotency-key": key! },
          })
        ).status,
      [JSON.stringify({ ...about, ...activity }), `for-the-pictures-${place}`],
    );
    if (status !== 201) console.error(`  the ${activity.kind} was not logged: ${status}`);
  }
}

/** An administrator's first minutes, stopped for a picture while the firm is read. */
async function ofAFirstRun(browser: Browser, dir: string): Promise<void> {
  const sandboxes = await startSandboxes(["--auto-consent"]);
  let serving: Running | null = null;
  try {
    const port = await freePort();
    serving = run(["serve"], { ...sandboxes.environment, PRIVITY_DATA_DIR: dir, PRIVITY_PORT: port });
    await serving.said(new RegExp(`:${port}`));
    const page = await openPage(browser);
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.getByLabel("Your firm").fill("Marlow & Finch");
    await page.getByLabel("Your name").fill("Evelyn Marlow");
    await page.getByLabel("Your e-mail").fill("evelyn@marlowfinch.example");
    await page.locator("input[name=password]").fill("an imaginary password");
    await page.getByRole("button", { name: "Set up" }).click();
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByRole("button", { name: "We work with MyCase" }).click();
    await page.getByRole("button", { name: "Go to MyCase" }).click();
    await page.getByRole("button", { name: /^Read as / }).click();
    await page.getByRole("button", { name: "Begin reading" }).click();
    await page.getByText(/^[1-9][\d,]* rows in /).waitFor();
    await shoot(page, "first-run");
  } finally {
    await serving?.stop();
    await sandboxes.stop();
  }
}

const dir = mkdtempSync(join(tmpdir(), "privity-screens-"));
const browser = await openBrowser();
try {
  await ofTheDemo(browser, join(dir, "demo"));
  await ofAFirstRun(browser, join(dir, "first"));
} finally {
  await browser.close();
  rmSync(dir, { recursive: true, force: true });
}
