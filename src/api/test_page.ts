/** The page in a real browser, for tests: served by the real server, opened as somebody, held against axe. */
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { serve } from "@hono/node-server";
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import { openBrowser } from "./test_browser.ts";

export { builtPage } from "./test_build.ts";

export interface View {
  /** As a request carries it: `name=value; …`. Nobody's by default. */
  cookie?: string;
  width?: number;
  scheme?: "light" | "dark";
}

export interface Site {
  origin: string;
  browser: Browser;
  /** What browsers complained of: scripts that failed, styles that the policy refused. */
  complaints: string[];
  /** Opens an address and waits until something is to be seen there. */
  open(path: string, view?: View): Promise<Page>;
  close(): Promise<void>;
}

export async function openSite(app: { fetch: (request: Request) => Response | Promise<Response> }, port = 0): Promise<Site> {
  const browser = await openBrowser();
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port });
  await new Promise((ready) => server.once("listening", ready));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const complaints: string[] = [];
  return {
    origin,
    browser,
    complaints,
    open: async (path, { cookie, width = 1200, scheme = "light" } = {}) => {
      const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 } });
      await context.addCookies(cookiesOf(cookie ?? "", origin));
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      page.on("console", (message) => message.type() === "error" && complaints.push(`${path}: ${message.text()}`));
      page.on("pageerror", (error) => complaints.push(`${path}: ${error.message}`));
      await page.goto(origin + path);
      await settled(page);
      return page;
    },
    close: async () => {
      await browser.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const cookiesOf = (cookie: string, url: string) =>
  cookie
    .split("; ")
    .filter(Boolean)
    .map((pair) => ({ name: pair.slice(0, pair.indexOf("=")), value: pair.slice(pair.indexOf("=") + 1), url }));

/** The page has a heading and nothing of it is loading any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator("main h1").waitFor();
  await page
    .getByText(/^Loading /)
    .first()
    .waitFor({ state: "detached" });
}

async function violationsOf(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
}

const COLOURS = ["color-contrast", "link-in-text-block"];

const overhang = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/** Nothing fades in or out any more. Several frames in a row, since what is about to move does not move yet. */
const atRest = (page: Page) =>
  page.evaluate(async () => {
    const moves = (each: Animation) => each.playState === "running" && each.effect?.getComputedTiming().endTime !== Infinity;
    for (let still = 0; still < 3; still = document.getAnimations().some(moves) ? 0 : still + 1) {
      await new Promise((drawn) => requestAnimationFrame(drawn));
    }
  });

/** A message that went away while it was being looked at is no finding: what is found has to stand there when all is still. */
async function violationsAtRest(page: Page, axe: AxeBuilder): Promise<string[]> {
  await atRest(page);
  const found = await violationsOf(axe);
  if (found.length === 0) return found;
  await atRest(page);
  return violationsOf(axe);
}

async function show(page: Page, scheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme });
  await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
}

/** Can be read and used by everybody: axe finds nothing, light and dark, on a desk and on a phone, and nothing hangs over a phone's edge. */
export async function expectReadable(page: Page): Promise<void> {
  const size = page.viewportSize()!;
  for (const width of new Set([size.width, 390])) {
    await page.setViewportSize({ width, height: size.height });
    for (const scheme of ["light", "dark"] as const) {
      await show(page, scheme);
      const axe = new AxeBuilder({ page });
      // Of all that axe looks at, only colours are others in the dark.
      if (scheme === "dark") axe.withRules(COLOURS);
      expect(await violationsAtRest(page, axe), `${page.url()}, ${scheme}, ${width} wide`).toEqual([]);
    }
    await expect.poll(() => overhang(page), { message: `${page.url()} hangs over the edge at ${width}` }).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize(size);
  await show(page, "light");
}

/**
 * Does something at the moment when the page sends what somebody has just pressed for (a POST to this address). Done before the press instead,
 * the page may hear of it first by what it asks by itself every few seconds, and be another page by the time of the press.
 */
export async function whenItSends(page: Page, address: string, work: () => Promise<unknown>): Promise<void> {
  let done = false;
  await page.route(address, async (route) => {
    if (!done && route.request().method() === "POST") {
      done = true;
      await work();
    }
    await route.continue();
  });
}

/** For a person to look at: `PICTURES=/tmp/x npm run test:only -- src/api/page`. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["PICTURES"];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
