/** Chromium out of npm, for the tests of the page: no package of the system is needed. */
import type { Browser } from "playwright-core";

/** The build in npm is for Linux on x64; elsewhere an installed Chrome serves. */
export async function openBrowser(): Promise<Browser> {
  // Makes the package unpack the libraries that a bare system lacks. Its own list of arguments turns web security off: not used.
  process.env["AWS_LAMBDA_JS_RUNTIME"] ??= "nodejs22.x";
  const { chromium } = await import("playwright-core");
  if (process.platform !== "linux" || process.arch !== "x64") return chromium.launch({ channel: "chrome" });
  const { default: packed } = await import("@sparticuz/chromium");
  return chromium.launch({ executablePath: await packed.executablePath(), args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
}
