/** What the pictures in docs/screens are taken with: Privity in a process of its own, a browser, and a bound on how large one may be. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, statSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";

const ROOT = join(import.meta.dirname, "..");
const FOLDER = join(ROOT, "docs/screens");
const LARGEST_KB = 200;

export interface Running {
  /** Waits until the program has printed something like this. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  stop(): Promise<void>;
}

export function run(command: string[], env: Record<string, string>): Running {
  const child: ChildProcess = spawn(process.execPath, [join(ROOT, "src/cli/main.ts"), ...command], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data: Buffer) => (text += data.toString()));
  const said = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(text);
      if (found) return found;
      if (child.exitCode !== null) throw new Error(`privity ${command.join(" ")} ended:\n${text}`);
      await new Promise((later) => setTimeout(later, 100));
    }
  };
  const stop = async () => {
    if (child.exitCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  return { said, stop };
}

export async function freePort(): Promise<string> {
  const probe = createServer();
  await new Promise<void>((ready) => void probe.listen(0, "127.0.0.1", ready));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return String(port);
}

export interface View {
  width?: number;
  height?: number;
  scheme?: "light" | "dark";
}

export async function openPage(browser: Browser, { width = 1200, height = 800, scheme = "light" }: View = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    deviceScaleFactor: 1,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  return page;
}

export async function settled(page: Page): Promise<void> {
  await page.locator("main h1").waitFor();
  await page
    .getByText(/^Loading /)
    .first()
    .waitFor({ state: "detached" });
}

export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path });
  const kb = Math.round(statSync(path).size / 1024);
  console.log(`${name}.png  ${kb} KB`);
  if (kb > LARGEST_KB) throw new Error(`${name}.png is larger than ${LARGEST_KB} KB`);
}
