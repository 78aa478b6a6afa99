/** The contacts page over the large firm in a real browser: until one can work with it, and from a key to the rows that answer it. */
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../../src/api/test_browser.ts";
import { builtPage } from "../../src/api/test_build.ts";
import type { Bench } from "../bench.ts";
import { forInformation, median, p95, withGoal, type Told } from "../figures.ts";
import type { ServedPage } from "../tasks/web.ts";
import { Worker } from "../worker.ts";

const WARM_UP = 2;
const SLOWEST_TOLD = 5;
const SEARCH = 'main input[type="search"]';

export async function webPart(bench: Bench): Promise<Told[]> {
  const { database_url, owner } = await bench.large();
  const { loads, words } = bench.sizes.quick ? { loads: 3, words: 4 } : { loads: 7, words: 25 };
  const worker = new Worker({ as_shipped: true });
  const browser = await openBrowser();
  try {
    const served = await worker.ask("servePage", { database_url, owner, web_dir: await builtPage(), words });
    const opened: number[] = [];
    // The server's own first answers are slower; a page that is opened is not the first of the day.
    for (let load = 0; load < loads + WARM_UP; load++) opened.push(await timeToWork(browser, served));
    const typed = await typeWords(browser, served);
    for (const { text, ms } of typed.toSorted((a, b) => b.ms - a.ms).slice(0, SLOWEST_TOLD))
      bench.say(`${ms.toFixed(1)} ms after typing "${text}"`);
    const times = typed.map(({ ms }) => ms);
    return [
      withGoal("web.contacts_interactive", median(opened.slice(WARM_UP)) / 1000, "s", 1),
      forInformation("web.contacts_interactive_slowest", Math.max(...opened.slice(WARM_UP)) / 1000, "s"),
      withGoal("web.search_typing_p95", p95(times), "ms", 100),
      forInformation("web.search_typing_median", median(times), "ms"),
      forInformation("web.search_typing_keys", times.length, "keys"),
    ];
  } finally {
    await browser.close();
    await worker.stop();
  }
}

/** A browser that has never been here: nothing in its cache. */
async function openPage(browser: Browser, { origin, cookie }: ServedPage): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  const pairs = cookie.split("; ").map((pair) => ({ name: pair.slice(0, pair.indexOf("=")), value: pair.slice(pair.indexOf("=") + 1) }));
  await context.addCookies(pairs.map((pair) => ({ ...pair, url: origin })));
  return context.newPage();
}

/** Milliseconds from asking for the address until rows are there and the search field takes a letter. */
async function timeToWork(browser: Browser, served: ServedPage): Promise<number> {
  const page = await openPage(browser, served);
  await page.addInitScript((search) => {
    const look = () => {
      const field = document.querySelector<HTMLInputElement>(search);
      if (!field || document.querySelectorAll("main tbody tr").length === 0) return void requestAnimationFrame(look);
      field.focus();
      if (document.activeElement === field) Object.assign(window, { works_at: performance.now() });
    };
    requestAnimationFrame(look);
  }, SEARCH);
  await page.goto(`${served.origin}/contacts`);
  await page.waitForFunction(() => "works_at" in window);
  const at = await page.evaluate(() => (window as unknown as { works_at: number }).works_at);
  await page.keyboard.type("z");
  if ((await page.inputValue(SEARCH)) !== "z") throw new Error("the search field took no letter");
  await page.context().close();
  return at;
}

interface Typed {
  text: string;
  ms: number;
}

/** Types names letter by letter. What the rows must be is asked of the API before, so that no earlier answer is taken for the right one. */
async function typeWords(browser: Browser, served: ServedPage): Promise<Typed[]> {
  const page = await openPage(browser, served);
  await page.goto(`${served.origin}/contacts`);
  await page.locator("main tbody tr").first().waitFor();
  const typed: Typed[] = [];
  for (const word of served.words) {
    await page.fill(SEARCH, "");
    await rowsAre(page, await expectedRows(served, ""));
    let shown = await expectedRows(served, "");
    for (let length = 1; length <= Math.min(word.length, 8); length++) {
      const text = word.slice(0, length);
      const expected = await expectedRows(served, text.trim());
      const change = expected.join() !== shown.join();
      const done = rowsAre(page, expected);
      // A letter that no key of the browser's keyboard has is put in as an input method does.
      await page.locator(SEARCH).pressSequentially(text.at(-1)!);
      const ms = await done;
      // Where the same people fit as before there is nothing to see.
      if (change) typed.push({ text, ms });
      shown = expected;
    }
  }
  await page.context().close();
  return typed;
}

async function expectedRows({ origin, cookie }: ServedPage, q: string): Promise<string[]> {
  const response = await fetch(`${origin}/api/v1/contacts?${new URLSearchParams(q === "" ? {} : { q }).toString()}`, {
    headers: { cookie },
  });
  const { items } = (await response.json()) as { items: { connection_id: string; provider_id: string }[] };
  return items.map((item) => `/contacts/${item.connection_id}/${encodeURIComponent(item.provider_id)}`);
}

/** Resolves when these rows are painted, with the milliseconds since the key that was pressed last. */
function rowsAre(page: Page, expected: string[]): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        let pressed_at = performance.now();
        document.addEventListener("keydown", (event) => (pressed_at = event.timeStamp), { once: true, capture: true });
        const look = () => {
          const rows = [...document.querySelectorAll("main tbody tr")].map((row) => row.querySelector("a[href]")?.getAttribute("href"));
          if (rows.join() === wanted.join()) resolve(performance.now() - pressed_at);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    expected,
  );
}
