/** A program that is told to stop stops by itself, in order, within seconds. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, expect, test } from "vitest";
import { testDatabase } from "../src/db/testing.ts";
import { within } from "../src/lib/clock.ts";

const PROGRAM = join(import.meta.dirname, "../src/cli/main.ts");
const dir = mkdtempSync(join(tmpdir(), "privity-stop-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test("serve, told to stop, takes nothing new, lets go of idle and silent clients, and ends with 0", async () => {
  const db = await testDatabase();
  const env = { PATH: process.env["PATH"], DATABASE_URL: db.url, PRIVITY_DATA_DIR: dir, PRIVITY_PORT: "0", PRIVITY_LOG: "warn" };
  const child = spawn(process.execPath, [PROGRAM, "serve", "--json"], { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<number | null>((done) => child.once("exit", done));
  try {
    const lines = createInterface({ input: child.stdout });
    const text = await within(30_000, () => new Promise<string>((line) => lines.on("line", (one) => one.includes("http") && line(one))));
    const url = /http:\/\/[\d.]+:\d+/.exec(text)![0];
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ ready: true, database: true, stopping: false });
    // Half a request: whoever sends no more must not hold the program up.
    const silent = connect(Number(new URL(url).port), "127.0.0.1");
    silent.on("error", () => {});
    silent.write("GET /healthz HTTP/1.1\r\nHost: x\r\n");
    await new Promise((sent) => silent.once("connect", sent));
    child.kill("SIGTERM");
    expect(await within(15_000, () => ended)).toBe(0);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow("fetch failed");
  } finally {
    child.kill("SIGKILL");
    await db.drop();
  }
}, 60_000);
