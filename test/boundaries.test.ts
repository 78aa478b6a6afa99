import { expect, test } from "vitest";
import { importsOf, sourcesBelow, type Source } from "./imports.ts";
import { arrowsUp, environmentReaders, sqlOutsideStores, timeAndChance } from "./rooms.ts";

const sources = sourcesBelow("src", "sandbox", "web", "bench", "faults");
const planted = (path: string, text: string): Source[] => [{ path, text }];

test("arrows between the rooms point down", () => {
  expect(arrowsUp(sources)).toEqual([]);
});

test("only stores hold SQL", () => {
  expect(sqlOutsideStores(sources)).toEqual([]);
});

test("only the clock knows the time, and nothing draws lots or fetches by itself", () => {
  expect(timeAndChance(sources)).toEqual([]);
});

test("only the configuration reads the environment", () => {
  expect(environmentReaders(sources)).toEqual([]);
});

test("the check sees the whole house, and most of its imports", () => {
  const seen = sources.filter(({ path }) => path.startsWith("src/"));
  expect(seen.length).toBeGreaterThan(80);
  expect(new Set(seen.map(({ path }) => path.split("/")[1]))).toEqual(
    new Set([
      "accounts",
      "api",
      "automations",
      "cli",
      "connections",
      "connectors",
      "db",
      "events",
      "jobs",
      "lib",
      "mirror",
      "model",
      "outbox",
      "portal",
      "projection",
      "sync",
      "texting",
    ]),
  );
  expect(seen.flatMap(importsOf).filter((target) => target.startsWith("src/")).length).toBeGreaterThan(200);
  expect(
    seen.flatMap(importsOf).filter((target) => target.startsWith("..")),
    "imports that were not resolved",
  ).toEqual([]);
});

const wrong: [string, string, string, RegExp][] = [
  ["up by a type", "src/mirror/rules.ts", 'import type { Run } from "../sync/run.ts";', /arrows point down/],
  ["up by a re-export", "src/db/pool.ts", 'export { x } from "../api/app.ts";', /arrows point down/],
  ["up by a dynamic import", "src/sync/run.ts", 'const { x } = await import("../cli/program.ts");', /arrows point down/],
  ["up over several lines", "src/projection/tags.ts", 'import {\n  a,\n  b,\n} from "../sync/plan.ts";', /arrows point down/],
  ["up from the ground", "src/lib/retry.ts", 'import { Db } from "../db/pool.ts";', /leans on nothing above/],
  ["to the other connector", "src/connectors/clio/reader.ts", 'import { x } from "../mycase/wire.ts";', /cannot reach each other/],
  ["to the database from a connector", "src/connectors/clio/reader.ts", 'import { x } from "../../db/pool.ts";', /model and lib only/],
  ["into src from the sandbox", "sandbox/clio/oauth.ts", 'import type { Kind } from "../../src/model/kinds.ts";', /shares no code/],
  ["into the sandbox from code", "src/sync/run.ts", 'import { x } from "../../sandbox/kit/types.ts";', /only the command line and tests/],
  ["into src from a page", "web/src/page.tsx", 'import { x } from "../../src/db/pool.ts";', /contract only/],
  ["into a tool", "src/api/app.ts", 'import { x } from "../../test/fake_clock.ts";', /does not lean on tests/],
  ["to a room that nobody planned", "src/api/app.ts", 'import { x } from "../helpers/x.ts";', /no room of the house/],
];
for (const [what, path, text, complaint] of wrong) {
  test(`a planted arrow is found: ${what}`, () => {
    expect(arrowsUp(planted(path, text))).toEqual([expect.stringMatching(complaint) as string]);
  });
}

test("what is allowed is not found: down, within a room, a comment, a test that uses the sandbox", () => {
  expect(arrowsUp(planted("src/api/app.ts", 'import { x } from "../sync/run.ts";'))).toEqual([]);
  expect(arrowsUp(planted("src/connectors/index.ts", 'import { clio } from "./clio/index.ts";'))).toEqual([]);
  expect(arrowsUp(planted("src/mirror/rules.ts", '// import { x } from "../sync/run.ts";\n/* from "../api/app.ts" */'))).toEqual([]);
  expect(arrowsUp(planted("src/connectors/clio/reader.test.ts", 'import { x } from "../../../sandbox/clio/view.ts";'))).toEqual([]);
  expect(arrowsUp(planted("src/cli/commands/demo.ts", 'const x = await import("../../../sandbox/kit/serve.ts");'))).toEqual([]);
});

const otherOffences: [string, (sources: Source[]) => string[], string][] = [
  ["SQL by tag", sqlOutsideStores, "const rows = await sql<Row>`select 1`.execute(db);"],
  ["SQL by builder", sqlOutsideStores, 'await db.selectFrom("contact").execute();'],
  ["SQL by query", sqlOutsideStores, 'await deps.db.pool.query("select 1");'],
  ["the time", timeAndChance, "const at = new Date();"],
  ["the time in milliseconds", timeAndChance, "const at = Date.now();"],
  ["a timer", timeAndChance, "await new Promise((done) => setTimeout(done, 5));"],
  ["lots", timeAndChance, "const x = Math.random();"],
  ["the network", timeAndChance, 'const answer = await fetch("https://x.example");'],
  ["the environment", environmentReaders, "const url = process.env.DATABASE_URL;"],
];
for (const [what, check, text] of otherOffences) {
  test(`a planted use is found: ${what}`, () => {
    expect(check(planted("src/sync/run.ts", text))).toHaveLength(1);
  });
}

test("what only looks like it is not found", () => {
  const innocent =
    '// fetch( in a comment, new Date()\nconst a = new Date(text); const b = deps.fetch(request); const c = "setTimeout( Date.now("; clock.now();';
  expect(timeAndChance(planted("src/sync/run.ts", innocent))).toEqual([]);
  expect(sqlOutsideStores(planted("src/sync/store_lists.ts", "sql`select 1`"))).toEqual([]);
});
