/** The page in a real browser, for tests: built once for all of them, served by the real server, opened as somebody, held against axe. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { AxeBuilder } from "@axe-core/playwright";
import { serve } from "@hono/node-server";
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import { openBrowser } from "./test_browser.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BUILDS = join(ROOT, "node_modules/.cache/privity-page");
const SOURCES = ["web", "src/api/contract", "package-lock.json"];

/** The folder of the built page. Whoever asks first builds it; it is kept as long as its sources are the same. */
export async function builtPage(): Promise<string> {
  const hash = createHash("sha256");
  for (const path of SOURCES.flatMap(filesOf)) hash.update(path).update(readFileSync(join(ROOT, path)));
  const folder = join(BUILDS, hash.digest("hex").slice(0, 16));
  if (existsSync(folder)) return folder;
  mkdirSync(BUILDS, { recursive: true });
  const making = mkdtempSync(join(BUILDS, "making-"));
  // In a process of its own: in this one React would be built for tests, not for people.
  const vite = [join(ROOT, "node_modules/vite/bin/vite.js"), "build", join(ROOT, "web"), "--logLevel", "warn", "--outDir", making];
  await promisify(execFile)(process.execPath, vite, { cwd: ROOT, env: { ...process.env, NODE_ENV: "production" } });
  try {
    renameSync(making, folder);
  } catch {
    // Another test was quicker.
    rmSync(making, { recursive: true, force: true });
  }
  return folder;
}

function filesOf(path: string): string[] {
  if (path.includes(".")) return [path];
  const entries = readdirSync(join(ROOT, path), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length))
    .toSorted();
}

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

const overhang = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/** Can be read and used by everybody: axe finds nothing, light and dark, on a desk and on a phone, and nothing hangs over a phone's edge. */
export async function expectReadable(page: Page): Promise<void> {
  const size = page.viewportSize()!;
  for (const width of new Set([size.width, 390])) {
    await page.setViewportSize({ width, height: size.height });
    for (const scheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
      expect(await violationsOf(new AxeBuilder({ page })), `${page.url()}, ${scheme}, ${width} wide`).toEqual([]);
    }
    expect(await overhang(page), `${page.url()} hangs over the edge at ${width}`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: "light" });
}

/** For a person to look at: `PICTURES=/tmp/x npm run test:only -- src/api/page`. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["PICTURES"];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
