/** What a browser has to fetch before anybody can work (scripts/web_size.ts). */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { webSizes } from "../scripts/web_size.ts";
import { builtPage } from "../src/api/test_page.ts";

const made = mkdtempSync(join(tmpdir(), "privity-size-"));
afterAll(() => rmSync(made, { recursive: true, force: true }));

test("the first load is at most 250 KB of JavaScript, each page's own part at most 80 KB, the clients' app at most 120 KB in all, and pages are parts of their own", async () => {
  const sizes = webSizes(await builtPage());
  expect(sizes.filter(({ ok }) => !ok)).toEqual([]);
  expect(sizes[0]).toMatchObject({ part: "first load", goal: 250 });
  expect(sizes[1]).toMatchObject({ part: "the clients' app", goal: 120 });
  for (const page of ["contacts", "contact", "settings", "outbox", "me"])
    expect(sizes.map(({ part }) => part)).toContain(`src/pages/${page}.tsx`);
}, 180_000);

test("what is fetched at once with a page counts for it, what is fetched later does not, and too much is said", () => {
  mkdirSync(join(made, ".vite"));
  // Noise, so that gzip cannot make it small.
  const noise = (kb: number) => Buffer.from(Array.from({ length: kb * 1024 }, () => Math.floor(Math.random() * 256)));
  const chunks = { "entry.js": 100, "contacts.js": 20, "shared.js": 70, "runs.js": 20, "later.js": 200 };
  for (const [file, kb] of Object.entries(chunks)) writeFileSync(join(made, file), noise(kb));
  const manifest = {
    "index.html": { file: "entry.js", dynamicImports: ["src/pages/contacts.tsx", "src/pages/runs.tsx"] },
    "src/pages/contacts.tsx": { file: "contacts.js" },
    "src/pages/runs.tsx": { file: "runs.js", imports: ["_shared.js"], dynamicImports: ["src/parts/later.tsx"] },
    "_shared.js": { file: "shared.js" },
    "src/parts/later.tsx": { file: "later.js" },
  };
  writeFileSync(join(made, ".vite/manifest.json"), JSON.stringify(manifest));
  const sizes = webSizes(made).map(({ part, kb, ok }) => ({ part, kb: Math.round(kb), ok }));
  expect(sizes).toEqual([
    { part: "first load", kb: 120, ok: true },
    { part: "src/parts/later.tsx", kb: 200, ok: false },
    { part: "src/pages/runs.tsx", kb: 90, ok: false },
    { part: "src/pages/contacts.tsx", kb: 20, ok: true },
  ]);
});
