/** Chromium out of npm, for the tests of the page: no package of the system is needed. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";

/** The build in npm is for Linux on x64; elsewhere an installed Chrome serves. */
export async function openBrowser(): Promise<Browser> {
  // Makes the package unpack the libraries that a bare system lacks. Its own list of arguments turns web security off: not used.
  process.env["AWS_LAMBDA_JS_RUNTIME"] ??= "nodejs22.x";
  const { chromium } = await import("playwright-core");
  if (process.platform !== "linux" || process.arch !== "x64") return chromium.launch({ channel: "chrome" });
  await unpack();
  const { default: packed } = await import("@sparticuz/chromium");
  return chromium.launch({ executablePath: await packed.executablePath(), args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
}

const BROWSER = "chromium";

/**
 * The package takes a browser that is there for a ready one, also while another test is still writing it. So it is unpacked aside, and put in
 * its place when it is whole; the browser last.
 */
async function unpack(): Promise<void> {
  if (existsSync(join(tmpdir(), BROWSER))) return;
  const aside = mkdtempSync(join(tmpdir(), "privity-chromium-"));
  const program = 'const { default: packed } = await import("@sparticuz/chromium"); await packed.executablePath();';
  const env = { ...process.env, TMPDIR: aside };
  await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], { cwd: import.meta.dirname, env });
  for (const name of readdirSync(aside).toSorted((a, b) => Number(a === BROWSER) - Number(b === BROWSER))) {
    try {
      renameSync(join(aside, name), join(tmpdir(), name));
    } catch (error) {
      // A folder that another test was quicker to put there.
      if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    }
  }
  rmSync(aside, { recursive: true, force: true });
}
