/**
 * The clients' portal: how soon a phase that changed at the provider can be read there, and how much a phone that was never here waits for.
 * Lines are slow in two ways. "Fast 3G" of Chrome's own tools, which says 562.5 ms for each request, since it knows nothing of what a
 * real line asks twice; and the one that Lighthouse calculates with, 150 ms there and back.
 */
import type { Browser } from "playwright-core";
import { openBrowser } from "../../src/api/test_browser.ts";
import { builtPage } from "../../src/api/test_build.ts";
import type { Bench } from "../bench.ts";
import { forInformation, median, p95, withGoal, type Told } from "../figures.ts";
import { phaseOf, SESSION_COOKIE, type ServedPortal } from "../tasks/portal.ts";
import { Worker } from "../worker.ts";

/** Bytes a second, and milliseconds. */
const DEVTOOLS_FAST_3G = { offline: false, downloadThroughput: 180_000, uploadThroughput: 84_375, latency: 562.5 };
const LIGHTHOUSE_SLOW_4G = { offline: false, downloadThroughput: (1638.4 * 1000) / 8, uploadThroughput: (750 * 1000) / 8, latency: 150 };
type Line = typeof DEVTOOLS_FAST_3G;

const POLL_MS = 10;
const GIVE_UP_MS = 30_000;

export async function portalPart(bench: Bench): Promise<Told[]> {
  const { changes, loads } = bench.sizes.quick ? { changes: 10, loads: 2 } : { changes: 60, loads: 7 };
  const firm = await bench.sync("clio", bench.sizes.requests);
  const { worker: sandbox } = await bench.sandbox("clio", bench.sizes.requests);
  const worker = new Worker({ as_shipped: true });
  const browser = await openBrowser();
  try {
    const { sync: _sync, ...place } = firm;
    const served = await worker.ask("servePortal", { ...place, web_dir: await builtPage(), count: changes });
    if (served.matters.length < changes) throw new Error(`only ${served.matters.length} clients have a matter to look at`);
    const seen: number[] = [];
    for (const { matter_id, token } of served.matters) {
      const { at, stage } = await sandbox.ask("moveStage", { matter_id: Number(matter_id) });
      seen.push(((await phaseShows(served, matter_id, token, phaseOf(stage))) - at) / 1000);
    }
    const [matter] = served.matters;
    const pages = {
      sign_in: { path: "/portal", token: null },
      matters: { path: "/portal", token: matter!.token },
      matter: { path: `/portal/matters/${matter!.matter_id}`, token: matter!.token },
    };
    const told: Told[] = [
      withGoal("portal.phase_visible_p50", median(seen), "s", 2),
      forInformation("portal.phase_visible_p95", p95(seen), "s"),
    ];
    let largest = 0;
    for (const [name, page] of Object.entries(pages)) {
      const [slow, quicker] = [
        await visits(browser, served, page, DEVTOOLS_FAST_3G, loads),
        await visits(browser, served, page, LIGHTHOUSE_SLOW_4G, loads),
      ];
      largest = Math.max(largest, ...slow.map(({ bytes }) => bytes));
      told.push(
        withGoal(`portal.lcp_${name}`, median(slow.map(({ lcp }) => lcp)) / 1000, "s", 1.5),
        forInformation(`portal.lcp_${name}_slowest`, Math.max(...slow.map(({ lcp }) => lcp)) / 1000, "s"),
        withGoal(`portal.lcp_${name}_150ms`, median(quicker.map(({ lcp }) => lcp)) / 1000, "s", 1.5),
        forInformation(`portal.ready_${name}`, median(slow.map(({ ready }) => ready)) / 1000, "s"),
      );
    }
    return [...told, withGoal("portal.first_load", largest / 1000, "KB", 120)];
  } finally {
    await browser.close();
    await worker.stop();
    await bench.drop(firm);
  }
}

/** When the client's own API says so, in milliseconds since 1970. */
async function phaseShows({ origin }: ServedPortal, matter_id: string, token: string, phase: string): Promise<number> {
  const until = Date.now() + GIVE_UP_MS;
  while (Date.now() < until) {
    const answer = await fetch(`${origin}/portal/api/v1/matters/${matter_id}`, { headers: { cookie: `${SESSION_COOKIE}=${token}` } });
    const body = (await answer.json()) as { phase?: { name: string } | null };
    if (answer.status === 200 && body.phase?.name === phase) return Date.now();
    // One person may ask so often a minute; it says when to go on.
    if (answer.status !== 200 && answer.status !== 429) throw new Error(`${answer.status} ${JSON.stringify(body)}`);
    await new Promise((wait) => setTimeout(wait, answer.status === 429 ? 1000 : POLL_MS));
  }
  return Number.POSITIVE_INFINITY;
}

interface Visit {
  /** Milliseconds until the largest of what is to be read was there. */
  lcp: number;
  /** Until everything that came was there and the page takes keys. */
  ready: number;
  /** Over the line, headers and all. */
  bytes: number;
}

interface PageToVisit {
  path: string;
  token: string | null;
}

/** Each by a browser that has never been here. */
async function visits(browser: Browser, { origin }: ServedPortal, page: PageToVisit, line: Line, count: number): Promise<Visit[]> {
  const found: Visit[] = [];
  // The first one finds the server's own caches cold.
  for (let visit = 0; visit <= count; visit++) {
    const one = await visitOnce(browser, origin, page, line);
    if (visit > 0) found.push(one);
  }
  return found;
}

async function visitOnce(browser: Browser, origin: string, { path, token }: PageToVisit, line: Line): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    serviceWorkers: "block",
  });
  try {
    if (token !== null) await context.addCookies([{ name: SESSION_COOKIE, value: token, url: origin }]);
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    let bytes = 0;
    wire.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
    await wire.send("Network.enable");
    await wire.send("Network.emulateNetworkConditions", line);
    await page.goto(origin + path, { waitUntil: "load" });
    // Taken over by the app, which puts the keyboard at its title.
    await page.waitForFunction(() => document.activeElement?.tagName === "H1");
    const ready = await page.evaluate(() => performance.now());
    // What comes late would be the largest then.
    await page.waitForTimeout(1000);
    const lcp = await page.evaluate(
      () =>
        new Promise<number>((seen) =>
          new PerformanceObserver((list) => seen(list.getEntries().at(-1)!.startTime)).observe({
            type: "largest-contentful-paint",
            buffered: true,
          }),
        ),
    );
    return { lcp, ready, bytes };
  } finally {
    await context.close();
  }
}
