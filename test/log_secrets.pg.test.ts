/**
 * Invariant 7: no secret reaches a log. The main job runs as a program of its own, at the most talkative log level, over both sandboxes;
 * whatever goes over the wire is recorded on the way, and all that the program says is searched for it.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, request as httpRequest, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { startSandboxes } from "../sandbox/main.ts";
import { testDatabase } from "../src/db/testing.ts";

const PROGRAM = join(import.meta.dirname, "../src/cli/main.ts");
const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

/** Whether lists are answered with an error page that repeats what it was sent, as some servers do. */
const echo = { on: false };

/** Passes everything on and notes what is secret in it. */
async function listenIn(target: string, secrets: Set<string>): Promise<string> {
  const server: Server = createServer((request, response) => {
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    if (bearer) secrets.add(bearer);
    noteFields(new URL(request.url ?? "/", target).searchParams, secrets);
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      noteBody(body.toString(), secrets);
      if (bearer && echo.on) {
        response.writeHead(400, { "content-type": "text/html" }).end(`<h1>Error</h1> authorization: Bearer ${bearer} token=${bearer}`);
        return;
      }
      const onward = httpRequest(new URL(request.url ?? "/", target), { method: request.method, headers: request.headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => parts.push(chunk));
        answer.on("end", () => {
          const text = Buffer.concat(parts);
          if (request.url?.includes("token")) noteBody(text.toString(), secrets);
          for (const cookie of answer.headers["set-cookie"] ?? []) secrets.add(cookie.split(";")[0]!.split("=")[1]!);
          if (answer.headers.location) noteFields(new URL(answer.headers.location, target).searchParams, secrets);
          response.writeHead(answer.statusCode ?? 502, answer.headers).end(text);
        });
      });
      onward.end(body);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

const SECRET = /^(access_token|refresh_token|client_secret|code|state)$/;

function noteFields(fields: URLSearchParams, secrets: Set<string>): void {
  for (const [name, value] of fields) if (SECRET.test(name)) secrets.add(value);
}

function noteBody(text: string, secrets: Set<string>): void {
  if (!text.startsWith("{")) return noteFields(new URLSearchParams(text), secrets);
  for (const [name, value] of Object.entries(JSON.parse(text) as Record<string, unknown>))
    if (SECRET.test(name) && typeof value === "string") secrets.add(value);
}

test("invariant 7, B-CON-5: nothing that the program says holds a token, a code, a client secret or a key, at any log level", async () => {
  const dir = mkdtempSync(join(tmpdir(), "privity-logs-"));
  closing.push(() => rmSync(dir, { recursive: true, force: true }));
  const db = await testDatabase();
  closing.push(() => db.drop());
  const sandboxes = await startSandboxes({ clio_port: 0, mycase_port: 0, auto_consent: true, no_rate_limit: true });
  closing.push(() => sandboxes.close());
  const { CLIO_CLIENT_SECRET, MYCASE_CLIENT_SECRET } = sandboxes.environment;
  const secrets = new Set([CLIO_CLIENT_SECRET!, MYCASE_CLIENT_SECRET!]);
  const clio = await listenIn(sandboxes.clio.url, secrets);
  const mycase = await listenIn(sandboxes.mycase.url, secrets);
  const env = {
    ...sandboxes.environment,
    PATH: process.env["PATH"],
    PRIVITY_CLIO_URL: clio,
    PRIVITY_MYCASE_AUTH_URL: mycase,
    PRIVITY_MYCASE_API_URL: mycase,
    PRIVITY_DATA_DIR: dir,
    DATABASE_URL: db.url,
    PRIVITY_LOG: "trace",
  };
  const run = (...args: string[]) =>
    new Promise<{ code: number; text: string }>((done) => {
      execFile(process.execPath, [PROGRAM, ...args, "--json"], { env, maxBuffer: 50_000_000 }, (error, stdout, stderr) =>
        done({ code: error ? Number(error.code ?? -1) : 0, text: `${stdout}\n${stderr}` }),
      );
    });
  const good = await run("demo", "--once");
  expect(good.code, good.text.slice(-3000)).toBe(0);
  echo.on = true;
  env.PRIVITY_DATA_DIR = join(dir, "demo"); // where the demo keeps its key
  const bad = await run("sync");
  expect(bad.code, bad.text.slice(-3000)).toBe(1);
  expect(bad.text).toContain("a sync run failed");
  const text = good.text + bad.text;
  expect(text.split("\n").filter((line) => line.includes("asked the provider")).length, "the log was there").toBeGreaterThan(10);

  const file = readdirSync(dir, { recursive: true, encoding: "utf8" }).find((name) => name.endsWith("secret.key"));
  secrets.add(readFileSync(join(dir, file!), "utf8").trim());
  secrets.add(decodeURIComponent(new URL(db.url).password));
  const known = [...secrets].filter((secret) => secret !== undefined && secret !== "");
  expect(known.length, "tokens of both, codes, states, client secrets, the key").toBeGreaterThanOrEqual(9);
  const forms = known.flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")]);
  expect(forms.filter((form) => text.includes(form)).map((form) => `${form.slice(0, 4)}…`)).toEqual([]);
}, 90_000);
