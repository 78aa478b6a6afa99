/** A program that is told to stop stops by itself, in order, within seconds. */
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, expect, test } from "vitest";
import { startSandboxes } from "../sandbox/main.ts";
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
    const text = await within(120_000, () => new Promise<string>((line) => lines.on("line", (one) => one.includes("http") && line(one))));
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
}, 300_000);

/** Passes everything on, after a pause: as a provider far away. */
async function farAway(target: string, pause: { ms: number }): Promise<{ url: string; waiting: () => number; close(): void }> {
  let waiting = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      waiting += 1;
      setTimeout(() => {
        const onward = httpRequest(new URL(request.url ?? "/", target), { method: request.method, headers: request.headers }, (answer) => {
          waiting -= 1;
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        });
        onward.on("error", () => response.destroy());
        onward.end(Buffer.concat(chunks));
      }, pause.ms);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    waiting: () => waiting,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test("issue 3, 9: serve, told to stop in the middle of a page of a sync, stores it, hands the run over, answers what was asked, and ends with 0", async () => {
  const db = await testDatabase();
  const home = mkdtempSync(join(dir, "sync-"));
  const pause = { ms: 0 };
  const sandboxes = await startSandboxes({ clio_port: 0, mycase_port: 0, auto_consent: true, no_rate_limit: true });
  const clio = await farAway(sandboxes.clio.url, pause);
  const env = {
    ...sandboxes.environment,
    PATH: process.env["PATH"],
    PRIVITY_CLIO_URL: clio.url,
    DATABASE_URL: db.url,
    PRIVITY_DATA_DIR: home,
    PRIVITY_PORT: "0",
    PRIVITY_LOG: "warn",
  };
  const serve = async () => {
    const child = spawn(process.execPath, [PROGRAM, "serve", "--json"], { env, stdio: ["ignore", "pipe", "pipe"] });
    const ended = new Promise<number | null>((done) => child.once("exit", done));
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    const lines = createInterface({ input: child.stdout });
    const text = await within(120_000, () => new Promise<string>((line) => lines.on("line", (one) => one.includes("http") && line(one))));
    return { child, ended, url: /http:\/\/[\d.]+:\d+/.exec(text)![0], said: () => said };
  };
  const run = async () => {
    const { rows } = await db.pool.query<{ state: string; fence: number; free: boolean; pages: number }>(
      `select r.state, r.fence, r.lease_until <= now() as free, (select sum(pages)::int from sync_listing l where l.run_id = r.run_id) as pages
      from sync_run r where mode = 'first'`,
    );
    return rows;
  };
  const until = { timeout: 60_000, interval: 50 };
  const living: { kill(signal: "SIGKILL"): unknown }[] = [];
  try {
    const connected = await new Promise<number>((done) =>
      execFile(process.execPath, [PROGRAM, "connect", "clio", "--follow", "--port", "0"], { env }, (error) => done(error ? 1 : 0)),
    );
    expect(connected).toBe(0);
    pause.ms = 700;
    const first = await serve();
    living.push(first.child);
    await expect.poll(async () => (await run())[0]?.pages ?? 0, until).toBeGreaterThan(0);
    // So that it cannot end before it is told to stop.
    pause.ms = 3_000;
    await expect.poll(() => clio.waiting(), until).toBeGreaterThan(0);
    const stored = (await run())[0]!.pages;
    const asked = fetch(`${first.url}/api/v1/sign-in`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: "nobody@marlowfinch.example", password: "a password that takes its time" }),
    });
    await expect
      .poll(async () => (await db.pool.query("select 1 from auth.attempt")).rowCount, { timeout: 10_000, interval: 2 })
      .toBeGreaterThan(0);
    first.child.kill("SIGTERM");
    const told_at = Date.now();
    expect((await asked).status, "what was asked before is answered").toBe(401);
    expect(await within(15_000, () => first.ended)).toBe(0);
    expect(Date.now() - told_at).toBeLessThan(15_000);
    expect(first.said(), "a normal stop warns of nothing").not.toMatch(/"level":"(warn|error)"/);
    const [left] = await run();
    expect(left).toMatchObject({ state: "running", free: true, fence: 1 });
    expect(left!.pages, "the page in hand was stored").toBeGreaterThan(stored);

    pause.ms = 0;
    const second = await serve();
    living.push(second.child);
    await expect.poll(async () => (await run())[0], until).toMatchObject({ state: "succeeded", fence: 2 });
    expect(await run(), "the same run, taken up").toHaveLength(1);
    second.child.kill("SIGTERM");
    expect(await within(15_000, () => second.ended)).toBe(0);
  } finally {
    for (const child of living) child.kill("SIGKILL");
    clio.close();
    await sandboxes.close();
    await db.drop();
  }
}, 300_000);
