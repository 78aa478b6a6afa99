/** The page as people get it, built once for all tests and the bench. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BUILDS = join(ROOT, "node_modules/.cache/privity-page");
const SOURCES = ["web", "src/api/contract", "package-lock.json"];

/** The folder of the built page. Whoever asks first builds it; it is kept as long as its sources are the same. */
export async function builtPage(): Promise<string> {
  const hash = createHash("sha256");
  for (const path of SOURCES.flatMap(filesOf)) hash.update(path).update(readFileSync(join(ROOT, path)));
  const folder = join(BUILDS, hash.digest("hex").slice(0, 16));
  if (existsSync(folder)) return folder;
  mkdirSync(BUILDS, { recursive: true });
  const making = mkdtempSync(join(BUILDS, "making-"));
  // In a process of its own: in this one React would be built for tests, not for people.
  const vite = [join(ROOT, "node_modules/vite/bin/vite.js"), "build", join(ROOT, "web"), "--logLevel", "warn", "--outDir", making];
  await promisify(execFile)(process.execPath, vite, { cwd: ROOT, env: { ...process.env, NODE_ENV: "production" } });
  try {
    renameSync(making, folder);
  } catch {
    // Another test was quicker.
    rmSync(making, { recursive: true, force: true });
  }
  return folder;
}

function filesOf(path: string): string[] {
  if (path.includes(".")) return [path];
  const entries = readdirSync(join(ROOT, path), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length))
    .toSorted();
}
