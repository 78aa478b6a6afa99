/** The rules of the house (design.md): which room may look into which, and what only one place may do. Each gives the offences it finds. */
import { importsOf, withoutComments, type Source } from "./imports.ts";

/** Rooms by floor, lowest first. Rooms of one floor may see each other only where it says so. */
const FLOORS: Record<string, number> = {
  lib: 0,
  model: 0,
  connectors: 0,
  db: 1,
  texting: 1,
  accounts: 2,
  connections: 2,
  events: 3,
  mirror: 3,
  projection: 4,
  sync: 5,
  outbox: 6,
  automations: 7,
  portal: 8,
  jobs: 9,
  api: 10,
  cli: 11,
};
/** Plain things that every room stands on; they see each other. */
const GROUND = new Set(["lib", "model"]);

export const isTest = (path: string) => /\.test\.tsx?$/.test(path) || /\/test(ing)?(_[a-z]+)?\.ts$/.test(path);

interface Place {
  top: string;
  room: string | null;
  /** clio or mycase, for files inside a connector. */
  connector: string | null;
}

function placeOf(path: string): Place {
  const [top = "", room = "", inside = ""] = path.split("/");
  if (top !== "src") return { top, room: null, connector: null };
  return { top, room, connector: room === "connectors" && !inside.endsWith(".ts") ? inside : null };
}

/** Imports that point up, across, or out of the house. Tests may use the sandboxes and `test/`; code may not. */
export function arrowsUp(sources: readonly Source[]): string[] {
  return sources.flatMap((source) =>
    importsOf(source)
      .filter((target) => /^(src|sandbox|web|bench|faults|test|scripts)\//.test(target))
      .map((target) => ({ target, complaint: complaintAbout(source.path, target) }))
      .filter(({ complaint }) => complaint !== null)
      .map(({ target, complaint }) => `${source.path} imports ${target}: ${complaint}`),
  );
}

function complaintAbout(path: string, target: string): string | null {
  const from = placeOf(path);
  const to = placeOf(target);
  if (from.top === "sandbox" && to.top === "src") return "the sandbox shares no code with src, so that one misreading cannot hide in both";
  if (from.top === "web" && to.top === "src" && !isTest(path) && !target.startsWith("src/api/contract"))
    return "the web app takes types from the API's contract only";
  if (from.top !== "src") return null;
  if (to.top === "sandbox") return from.room === "cli" || isTest(path) ? null : "only the command line and tests run the sandboxes";
  if (to.top !== "src") return isTest(path) ? null : "code does not lean on tests or tools";
  return upwards(path, from, to);
}

function upwards(path: string, from: Place, to: Place): string | null {
  const [floor, target] = [FLOORS[from.room ?? ""], FLOORS[to.room ?? ""]];
  if (floor === undefined || target === undefined) return `src/${floor === undefined ? from.room : to.room} is no room of the house`;
  if (from.room === to.room) {
    if (from.connector && to.connector && from.connector !== to.connector) return "connectors cannot reach each other";
    return null;
  }
  if (from.room === "connectors") return GROUND.has(to.room ?? "") || isTest(path) ? null : "a connector sees model and lib only";
  if (GROUND.has(from.room ?? "") && GROUND.has(to.room ?? "")) return null;
  if (from.room === "lib" || from.room === "model") return "the ground leans on nothing above";
  return target < floor ? null : "arrows point down";
}

const SQL =
  /\bsql\s*(?:<[^`]*>)?`|\bsql\.(?:raw|table|ref)\b|\.(?:selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\(|\b(?:pool|client)\.query\(/;

/** SQL outside stores and the database room. */
export function sqlOutsideStores(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => path.startsWith("src/") && !path.startsWith("src/db/") && !isTest(path) && !/\/store[a-z_]*\.ts$/.test(path))
    .filter(({ text }) => SQL.test(withoutTexts(text)))
    .map(({ path }) => `${path} holds SQL: only stores do`);
}

const CHANCE: [RegExp, string][] = [
  [/\bDate\.now\(/, "Date.now"],
  [/\bnew Date\(\s*\)/, "new Date()"],
  [/(?<![\w.])(?:setTimeout|setInterval)\(/, "a timer"],
  [/\bMath\.random\(/, "Math.random"],
  [/\bperformance\.now\(/, "performance.now"],
  [/(?<![\w.])fetch\(/, "fetch"],
];

/** `fetch` as an argument is the right way to have it. */
const FETCH_GIVEN = /[({,]\s*fetch\s*[,}:]/;

/** Time, chance and the network are arguments: only the clock, and the one that hands over `fetch`, touch them. */
export function timeAndChance(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => path.startsWith("src/") && !isTest(path) && !["src/lib/clock.ts", "src/lib/network.ts"].includes(path))
    .flatMap(({ path, text }) => {
      const code = withoutTexts(text);
      return CHANCE.filter(([pattern, name]) => pattern.test(code) && !(name === "fetch" && FETCH_GIVEN.test(code))).map(
        ([, name]) => `${path} uses ${name}`,
      );
    });
}

/** Only the configuration reads the environment. */
export function environmentReaders(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => path.startsWith("src/") && !isTest(path) && path !== "src/lib/config.ts")
    .filter(({ text }) => /\bprocess\.env\b/.test(withoutTexts(text)))
    .map(({ path }) => `${path} reads the environment: only src/lib/config.ts does`);
}

/** A word inside a plain text is no code; template texts stay, since SQL lives in them. */
const withoutTexts = (text: string) => withoutComments(text).replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
