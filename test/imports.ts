/** The repository's own source files and what they import, read without a compiler. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

export interface Source {
  /** From the root, with forward slashes. */
  path: string;
  text: string;
}

const SOURCE = /\.(ts|tsx|mjs)$/;
const LEFT_OUT = new Set(["node_modules", ".git", "dist", "coverage", ".privity"]);

export function filesBelow(folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    if (LEFT_OUT.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...filesBelow(path));
    else if (entry.isFile()) found.push(path);
  }
  return found;
}

export function sourcesBelow(...folders: string[]): Source[] {
  return folders
    .flatMap(filesBelow)
    .filter((path) => SOURCE.test(path))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
}

/** Comments go, texts stay: an import is told by its text. Good enough for code that a formatter keeps in shape. */
export function withoutComments(text: string): string {
  return text.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|\/\*[\s\S]*?\*\/|(?<![:\\/])\/\/(?!\/)[^\n]*/g,
    (_, kept: string | undefined) => kept ?? "",
  );
}

/** Every import, also of types, and dynamic ones: relative ones as a path from the root, others as written. */
export function importsOf(source: Source): string[] {
  const text = withoutComments(source.text);
  const patterns = [
    /\b(?:import|export)\b[^"';]*?\bfrom\s*["']([^"']+)["']/g,
    /\bimport\s*["']([^"']+)["']/g,
    /\bimport\s*\(\s*["']([^"']+)["']/g,
  ];
  const names = patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ""));
  return names.map((name) => (name.startsWith(".") ? relative(ROOT, join(ROOT, dirname(source.path), name)).replaceAll("\\", "/") : name));
}
