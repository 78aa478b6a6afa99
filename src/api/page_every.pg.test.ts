/**
 * Every screen, in a real browser over the small firm with something of everything in it: held against axe in both schemes, on a desk and on a
 * phone. A page that is added to web/src/routes.tsx and not here fails the last test.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createApi } from "./app.ts";
import { newId } from "../lib/ids.ts";
import { clock, openTestApi, type TestApi } from "./test_api.ts";
import { breakRow } from "./test_firm.ts";
import { builtPage, expectReadable, openSite, picture, type Site } from "./test_page.ts";
import { makeIds, type Ids } from "./test_walk.ts";

let api: TestApi;
let ids: Ids;
let site: Site;

beforeAll(async () => {
  api = await openTestApi();
  await breakRow(api.db, { firm_id: api.firm.firm_id, connection_id: api.firm.clio }, newId(clock));
  ids = await makeIds(api);
  site = await openSite(createApi({ ...api.deps, web_dir: await builtPage() }));
}, 180_000);

afterAll(async () => {
  await site?.close();
  await api?.close();
});

afterEach(async () => {
  for (const context of site.browser.contexts()) await context.close();
});

/** As in routes.tsx; `query` shows another part of the same page. */
const SCREENS: { at: string; query?: string[]; nobody?: true }[] = [
  { at: "/contacts", query: ["q=nobody-is-called-that", "state=any", "status=past"] },
  { at: "/contacts/$connection_id/$provider_id" },
  { at: "/clients", query: ["standing=shared"] },
  { at: "/matters" },
  { at: "/matters/$connection_id/$provider_id" },
  { at: "/outbox", query: ["show=filing"] },
  { at: "/outbox/$delivery_id" },
  { at: "/runs" },
  { at: "/runs/$run_id" },
  { at: "/attention", query: ["show=skipped", "show=broken", "show=hidden", "show=duplicates"] },
  { at: "/settings/{-$section}" },
  { at: "/automations", query: ["show=batches", "show=emails", "show=templates", "show=rules"] },
  { at: "/automations/$automation_id" },
  { at: "/automation-templates/$template_id" },
  { at: "/automation-batches/$batch_id" },
  { at: "/automation-starts/$start_id" },
  { at: "/tasks", query: ["whose=all&state=done"] },
  { at: "/inbox" },
  { at: "/inbox/$thread_id" },
  { at: "/forms" },
  { at: "/forms/$form_id" },
  { at: "/form-requests/$request_id" },
  { at: "/start" },
  { at: "/connections" },
  { at: "/members" },
  { at: "/api-keys" },
  { at: "/webhooks" },
  { at: "/webhooks/$endpoint_id" },
  { at: "/mail" },
  { at: "/texting" },
  { at: "/audit" },
  { at: "/me" },
  { at: "/sign-in", nobody: true },
  { at: "/forgotten", nobody: true },
  { at: "/new-password", nobody: true },
  { at: "/invitation", nobody: true },
];

function addressOf(at: string): string {
  const matter: Ids = at.startsWith("/matters/") ? { ...ids, provider_id: "5012" } : ids;
  return at.replace(/\/\{-\$\w+\}/, "").replaceAll(/\$(\w+)/g, (_, name: string) => matter[name]!);
}

test.each(SCREENS)(
  "everybody can read and use $at, light and dark, on a desk and on a phone: axe finds nothing, nothing hangs over the edge",
  async ({ at, query = [], nobody }) => {
    for (const part of ["", ...query.map((each) => `?${each}`)]) {
      const page = await site.open(addressOf(at) + part, nobody ? {} : { cookie: api.cookie });
      for (const why of await page.locator("details.why").all()) await why.evaluate((details: HTMLDetailsElement) => (details.open = true));
      expect(new URL(page.url()).pathname, "it leads nowhere else").toBe(addressOf(at));
      await expectReadable(page);
      await picture(page, (at + part).replaceAll(/[/?=$-]+/g, " ").trim());
      await page.context().close();
    }
  },
  120_000,
);

test("so are the sections of the settings", async () => {
  const start = await site.open("/settings", { cookie: api.cookie });
  const links = start.locator('main a[href^="/settings/"]');
  await expect.poll(() => links.count()).toBeGreaterThan(3);
  const sections = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")!));
  for (const section of new Set(sections)) {
    const page = await site.open(section, { cookie: api.cookie });
    await expectReadable(page);
    await page.context().close();
  }
}, 240_000);

test("no page of the app is missing here, and the browser complained of none", () => {
  const source = readFileSync(join(import.meta.dirname, "../../web/src/routes.tsx"), "utf8");
  const routes = [...source.matchAll(/^ {2}(?:page|adminPage|open)\(\s*"([^"]+)"/gm)].map(([, path]) => path!);
  expect(routes.length).toBeGreaterThan(15);
  expect(routes.toSorted()).toEqual(SCREENS.map(({ at }) => at).toSorted());
  expect(site.complaints.filter((line) => !/status of 4\d\d/.test(line))).toEqual([]);
});
