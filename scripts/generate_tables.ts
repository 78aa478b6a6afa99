/** The types of all tables, by kysely-codegen, from a migrated database; values as `src/db/types.ts` reads them. */
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";

const TYPES = {
  int8: "number",
  date: "string",
  timestamp: "string",
  timestamptz: "string",
  numeric: "string",
  json: "unknown",
  jsonb: "unknown",
};

export async function generateTables(url: string): Promise<string> {
  const bin = createRequire(import.meta.url)
    .resolve("kysely-codegen")
    .replace(/dist.*$/, "dist/cli/bin.js");
  const args = ["--dialect", "postgres", "--url", url, "--print", "--exclude-pattern", "kysely_*", "--type-mapping", JSON.stringify(TYPES)];
  const { stdout } = await promisify(execFile)(process.execPath, [bin, ...args], { maxBuffer: 1 << 24, env: {} });
  const start = stdout.indexOf("import type");
  if (start < 0) throw new Error(`kysely-codegen printed no types: ${stdout}`);
  const types = stdout.slice(start).replaceAll("export ", "").replace("interface DB {", "export interface Tables {");
  return `/** Written by \`npm run db:types\` from the migrated database. Not to be edited. */\n${types.trimEnd()}\n`;
}
