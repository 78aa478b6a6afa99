import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesBelow, ROOT } from "./imports.ts";

/** What only one machine knows. Public names that a reader needs (vendors' hosts, github.com, npmjs.com's pages) are none of these. */
const TELLTALE: [RegExp, string][] = [
  [/(?<![\w.$~/-])\/(?:home|Users|root|work|mnt|srv|opt|workspace)\/[\w.-]+/, "a path of one machine"],
  [/\b[A-Z]:\\Users\\/, "a path of one machine"],
  [/"resolved":\s*"https?:/, "a registry in the lock file"],
  [/\bregistry\s*=\s*https?:|--registry[= ]https?:/, "a registry"],
  [/\b(?:registry|artifactory|nexus|verdaccio|proxy)\.[a-z0-9-]+\.[a-z]{2,}\/(?!.*\bexample\b)/i, "a registry's host"],
  [/-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/, "a private key"],
];

const complaintsAbout = (path: string, text: string): string[] =>
  TELLTALE.filter(([pattern]) => pattern.test(text)).map(([pattern, name]) => `${path}: ${name} (${pattern.exec(text)?.[0]})`);

/** What git would hand on; every file where there is no git. */
function files(): string[] {
  if (!existsSync(join(ROOT, ".git"))) return filesBelow(".");
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" });
  return listed.split("\n").filter((path) => path !== "" && existsSync(join(ROOT, path)));
}

test("no file names a machine's paths or a registry's host", () => {
  const all = files().filter((path) => path !== "test/clean.test.ts");
  expect(all.length).toBeGreaterThan(100);
  expect(all.flatMap((path) => complaintsAbout(path, readFileSync(join(ROOT, path), "latin1")))).toEqual([]);
});

const planted = [
  "cd /home/ann/privity",
  'open("/root/x")',
  '"resolved": "https://r.example/a.tgz"',
  "registry=https://r.example/",
  "https://nexus.corp.net/repository/npm/",
];
for (const text of planted) {
  test(`a planted ${JSON.stringify(text)} is found`, () => {
    expect(complaintsAbout("x", text)).not.toEqual([]);
  });
}

test("an address's own path is not taken for a machine's", () => {
  expect(complaintsAbout("x", "https://app.clio.com/work/contacts ./home/page src/root/x ~/work/x")).toEqual([]);
});
