/**
 * `npm run web:size`: how much JavaScript a browser fetches, gzipped. First load: the entry, the contacts page, and all that both import at once.
 * A page's own part: what it adds to that. Ends with status 1 when one is over its bound.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const FIRST_LOAD_KB = 250;
const PAGE_KB = 80;
/** The clients' app in all, with its styles and every page of it. */
const PORTAL_KB = 120;
const PORTAL = "portal/index.html";
const ENTRY = "index.html";
const FIRST_PAGE = "src/pages/contacts.tsx";

interface Chunk {
  file: string;
  imports?: string[];
  css?: string[];
  dynamicImports?: string[];
}
type Manifest = Record<string, Chunk>;

export interface Size {
  /** `first load`, or the page's source. */
  part: string;
  kb: number;
  goal: number;
  ok: boolean;
}

export function webSizes(dir: string): Size[] {
  const manifest = JSON.parse(readFileSync(join(dir, ".vite/manifest.json"), "utf8")) as Manifest;
  const bytes = new Map<string, number>();
  const sizeOf = (file: string): number => {
    if (!bytes.has(file)) bytes.set(file, gzipSync(readFileSync(join(dir, file))).byteLength);
    return bytes.get(file)!;
  };
  const entry = withImports(manifest, ENTRY);
  const first = new Set([...entry, ...withImports(manifest, FIRST_PAGE)]);
  const size = (part: string, files: Iterable<string>, goal: number): Size => {
    const kb = Math.round([...files].reduce((sum, file) => sum + sizeOf(file), 0) / 102.4) / 10;
    return { part, kb, goal, ok: kb <= goal };
  };
  const parts = Object.keys(manifest).filter((name) => name !== ENTRY && /^src\/(pages|parts)\//.test(name));
  return [
    size("first load", first, FIRST_LOAD_KB),
    ...(manifest[PORTAL] ? [size("the clients' app", portalFiles(manifest), PORTAL_KB)] : []),
    // What every page needs is counted once, above; the contacts page is a page like the others too.
    ...parts.map((name) => size(name, without(withImports(manifest, name), entry), PAGE_KB)).toSorted((a, b) => b.kb - a.kb),
  ];
}

const without = (files: Set<string>, others: Set<string>): string[] => [...files].filter((file) => !others.has(file));

/** Its page, and all that it may fetch later. */
function portalFiles(manifest: Manifest): Set<string> {
  const names = [PORTAL, ...Object.keys(manifest).filter((name) => name.startsWith("portal/src/"))];
  const files = new Set(names.flatMap((name) => [...withImports(manifest, name)]));
  for (const name of names) for (const each of manifest[name]!.css ?? []) files.add(each);
  return files.add(PORTAL);
}

/** The files that are fetched together with this one. */
function withImports(manifest: Manifest, name: string, files = new Set<string>()): Set<string> {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`the build has no ${name}`);
  if (files.has(chunk.file)) return files;
  files.add(chunk.file);
  for (const each of chunk.imports ?? []) withImports(manifest, each, files);
  return files;
}

function table(sizes: readonly Size[]): string {
  const width = Math.max(...sizes.map(({ part }) => part.length));
  return sizes
    .map(({ part, kb, goal, ok }) => `${part.padEnd(width)}  ${kb.toFixed(1).padStart(6)} KB of ${goal}${ok ? "" : "  OVER"}`)
    .join("\n");
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
  const dir = mkdtempSync(join(tmpdir(), "privity-web-size-"));
  try {
    const configFile = join(import.meta.dirname, "../web/vite.config.ts");
    await build({ configFile, logLevel: "warn", build: { outDir: dir } });
    const sizes = webSizes(dir);
    console.log(values.json ? JSON.stringify(sizes, null, 2) : table(sizes));
    process.exitCode = sizes.every(({ ok }) => ok) ? 0 : 1;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

if (import.meta.main) await main();
