/** A client's phone before the whole program, for tests: real letters, a real browser, the providers' sandboxes behind. */
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { serve } from "@hono/node-server";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import { openBrowser } from "../api/test_browser.ts";
import { builtPage } from "../api/test_build.ts";
import { openSmtpSink, type SmtpSink } from "../api/test_smtp.ts";
import { putRules } from "../automations/store_automations.ts";
import { readSettings, writeSettings } from "../connections/store_settings.ts";
import { systemClock } from "../lib/clock.ts";
import type { ProjectSettings } from "../model/settings_projects.ts";
import { connectedWorld, type ConnectedWorld } from "./test_connected.ts";

export interface ClientWorld {
  world: ConnectedWorld;
  browser: Browser;
  origin: string;
  mail: SmtpSink;
  /** The firm's Clio connection, read once and shown to clients. */
  connection_id: string;
  /** What browsers complained of: scripts that failed, styles that the policy refused. */
  complaints: string[];
  /** Answers of these addresses leave once that is done. */
  held: Map<string, () => Promise<unknown>>;
  phone(options?: { scheme?: "light" | "dark"; locale?: string; width?: number }): Promise<{ context: BrowserContext; page: Page }>;
  /** Reads Clio anew, as a webhook or the schedule would have it done. */
  read(): Promise<void>;
  /** Signs in by letter. */
  enter(page: Page, email: string): Promise<void>;
  /** The link in the letter that somebody gets for what is done. */
  nextLinkTo(email: string, ask: () => Promise<unknown>): Promise<string>;
  close(): Promise<void>;
}

const phase = (name: string, happened: string, next: string, stages: string[], es: object = {}) => ({ name, happened, next, stages, es });

export const PROJECTS: Partial<ProjectSettings> = {
  on: true,
  types: [
    {
      name: "Injury",
      matches: ["Personal Injury"],
      fields: [],
      phases: [
        phase("Getting well", "We have opened your case.", "Keep every doctor's appointment, and every bill.", ["Intake", "Treatment"]),
        phase(
          "Talking with the insurer",
          "We have told the insurer what you ask for.",
          "They answer, as a rule within six weeks. We call you then.",
          ["Demand", "Negotiation"],
        ),
        // Without what comes next: whoever reads Spanish reads that in English.
        phase("In court", "We have filed a lawsuit.", "The other side has 30 days to answer.", ["Litigation"], {
          name: "En el tribunal",
          happened: "Presentamos una demanda.",
        }),
      ],
    },
  ],
  shown: { matters: "all", field: null },
  notified: { matters: "all", field: null },
  participants: { rule: "main_client", groups: [] },
  team_roles: [
    {
      role: "Your attorney",
      es: { role: "Su abogado" },
      titles: ["Partner", "Managing Partner", "Senior Associate", "Associate"],
      show_phone: true,
      show_email: true,
    },
    { role: "Your paralegal", titles: ["Paralegal", "Senior Paralegal"], show_phone: true, show_email: false },
  ],
};

export async function clientWorld(): Promise<ClientWorld> {
  const mail = await openSmtpSink();
  const [browser, web_dir] = await Promise.all([openBrowser(), builtPage()]);
  const world = await connectedWorld({
    web_dir,
    environment: {
      PRIVITY_SMTP_URL: `smtp://privity:a%20password@127.0.0.1:${mail.port}`,
      PRIVITY_MAIL_FROM: "Privity <privity@marlowfinch.example>",
    },
  });
  const { program } = world;
  const held: ClientWorld["held"] = new Map();
  const fetch = async (request: Request, bindings: object) => {
    const answer = await program.api.fetch(request, bindings);
    await held.get(new URL(request.url).pathname)?.();
    return answer;
  };
  const server = serve({ fetch, hostname: "127.0.0.1", port: world.port });
  await new Promise((ready) => server.once("listening", ready));
  const origin = `http://127.0.0.1:${world.port}`;
  const user = [...world.clio.tables.users.scan()].find((row) => row.enabled)!;
  const connection_id = await world.connect(world.naomi, { provider: "clio", region: "us", purpose: "sync" }, user.id);
  const owner = { firm_id: world.firm_id, connection_id };
  const { settings, version } = await readSettings(world.db.kysely, owner);
  const at = systemClock.now().toISOString();
  await writeSettings(world.db.kysely, owner, {
    settings: { ...settings, projects: { ...settings.projects, ...PROJECTS } },
    ...{ note: null, created_by: "test", at, if_version: version },
  });
  // The firm is open on every day, and it is the middle of one (`daytimeZone`).
  await putRules(world.db.kysely, world.firm_id, {
    from: "00:00",
    until: "23:59",
    days: [1, 2, 3, 4, 5, 6, 7],
    most_emails: 50,
    most_starts: null,
    within_days: 1,
  });
  const read = async (mode: "full" | "incremental" = "incremental") => {
    const { done } = await program.startSync(connection_id, { mode, trigger: "command" });
    await done;
  };
  await read("full");
  const complaints: string[] = [];
  const linksTo = (email: string): string[] =>
    mail.arrived
      .filter((one) => one.to?.[0]?.address === email)
      .flatMap((one) => /http\S+\/portal\/sign-in#\S+/.exec(one.text ?? "")?.[0] ?? []);
  const nextLinkTo: ClientWorld["nextLinkTo"] = async (email, ask) => {
    const before = linksTo(email).length;
    await ask();
    await expect.poll(() => linksTo(email), { message: `one letter to ${email}` }).toHaveLength(before + 1);
    return linksTo(email).at(-1)!;
  };
  return {
    ...{ world, browser, origin, mail, connection_id, complaints, held, nextLinkTo },
    read: () => read(),
    async phone({ scheme = "light", locale = "en-US", width = 390 } = {}) {
      const context = await browser.newContext({
        colorScheme: scheme,
        locale,
        viewport: { width, height: 844 },
        isMobile: width < 500,
        hasTouch: width < 500,
      });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      // What the server refuses a browser notes as an error by itself.
      page.on(
        "console",
        (message) => message.type() === "error" && !/status of 4\d\d/.test(message.text()) && complaints.push(message.text()),
      );
      page.on("pageerror", (error) => complaints.push(error.message));
      return { context, page };
    },
    async enter(page, email) {
      await page.goto(`${origin}/portal`);
      await page.locator("input[type=email]").fill(email);
      await page.goto(await nextLinkTo(email, () => page.locator("button[type=submit]").click()));
      await page.locator("header nav a").waitFor();
    },
    close: async () => {
      await browser.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
      server.close();
      await world.close();
      await mail.close();
    },
  };
}

/** By the letter that waits to be sent, in the browser that asked; for worlds without a mail server. */
export async function signInByLetter(
  page: Page,
  { world, origin }: { world: ConnectedWorld; origin: string },
  email: string,
): Promise<void> {
  const letters = () =>
    world.query<{ body: string }>("select body from mail where recipient = $1 and body like '%/portal/sign-in#%' order by created_at", [
      email,
    ]);
  const before = (await letters()).length;
  await page.getByLabel("Your e-mail address").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect.poll(letters).toHaveLength(before + 1);
  const [link] = /https?:\/\/\S+\/portal\/sign-in#\S+/.exec((await letters()).at(-1)!.body)!;
  await page.goto(link.replace(/^https?:\/\/[^/]+/, origin));
}

/** Axe finds nothing, light and dark, and nothing hangs over the edge. */
export async function expectUsable(page: Page): Promise<void> {
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`),
      `${page.url()}, ${scheme}`,
    ).toEqual([]);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), page.url()).toBeLessThanOrEqual(0);
  await page.emulateMedia({ colorScheme: "light" });
}

/** For a person to look at: `PICTURES=<folder> npm run test:only -- src/cli/portal`. */
export async function clientPicture(page: Page, name: string): Promise<void> {
  const folder = process.env["PICTURES"];
  if (folder === undefined) return;
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(folder, `${name}_${colorScheme}.png`), fullPage: true });
  }
  await page.emulateMedia({ colorScheme: "light" });
}
