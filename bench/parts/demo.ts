/** The first command of the README, as it stands, in an empty data directory. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bench } from "../bench.ts";
import { withGoal, type Told } from "../figures.ts";
import { SHIPPED_FLAGS } from "../worker.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export async function demoPart(bench: Bench): Promise<Told[]> {
  const own_seconds = await secondsOf(process.execPath, [...SHIPPED_FLAGS, "src/cli/main.ts", "demo", "--once", "--json"]);
  const own = withGoal("demo.own_seconds", own_seconds, "s", 10);
  if (bench.sizes.quick) return [own];
  return [withGoal("demo.seconds", await secondsOf("npm", ["run", "demo", "--", "--once", "--json"]), "s", 60), own];
}

async function secondsOf(command: string, args: string[]): Promise<number> {
  const data_dir = mkdtempSync(join(tmpdir(), "privity-bench-demo-"));
  try {
    const { DATABASE_URL: _, ...env } = process.env;
    const began = performance.now();
    const child = spawn(command, args, { cwd: ROOT, env: { ...env, PRIVITY_DATA_DIR: data_dir }, stdio: ["ignore", "pipe", "inherit"] });
    let out = "";
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    const [status] = (await once(child, "close")) as [number | null];
    const seconds = (performance.now() - began) / 1000;
    if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with status ${status}`);
    const { firms, verify } = JSON.parse(out.slice(out.indexOf("{"))) as { firms: unknown[]; verify: { differences: number | unknown[] } };
    const differences = typeof verify.differences === "number" ? verify.differences : verify.differences.length;
    if (firms.length !== 2 || differences !== 0) throw new Error(`the demo synced ${firms.length} firms with ${differences} differences`);
    return seconds;
  } finally {
    rmSync(data_dir, { recursive: true, force: true });
  }
}
