/**
 * Invariant 7: no secret reaches a log. The main job runs as a program of its own, at the most talkative log level, over both sandboxes;
 * whatever goes over the wire is recorded on the way, and all that the program says is searched for it.
 */
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, request as httpRequest, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, expect, test } from "vitest";
import { startSandboxes } from "../sandbox/main.ts";
import { testDatabase } from "../src/db/testing.ts";
import { within } from "../src/lib/clock.ts";

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
}, 300_000);

test("invariant 7, issue 3, 9: nor a password, a session, an API key, a link's token, a webhook's secret, or a password of the database or the mail server", async () => {
  const dir = mkdtempSync(join(tmpdir(), "privity-logs-"));
  closing.push(() => rmSync(dir, { recursive: true, force: true }));
  const db = await testDatabase();
  closing.push(() => db.drop());
  const env = {
    PATH: process.env["PATH"],
    DATABASE_URL: db.url,
    PRIVITY_DATA_DIR: dir,
    PRIVITY_PORT: "0",
    PRIVITY_LOG: "trace",
    PRIVITY_SMTP_URL: "smtp://privity:mail-server-password-7@127.0.0.1:9",
    PRIVITY_MAIL_FROM: "Privity <privity@hartwellosei.example>",
    PRIVITY_METRICS_TOKEN: "metrics-token-of-this-test",
    PRIVITY_ALLOW_LOCAL_WEBHOOKS: "1",
  };
  const secrets = new Set(["mail-server-password-7", env.PRIVITY_METRICS_TOKEN, decodeURIComponent(new URL(db.url).password)]);
  const keep = (secret: string) => (secrets.add(secret), secret);
  const child = spawn(process.execPath, [PROGRAM, "serve", "--json"], { env, stdio: ["ignore", "pipe", "pipe"] });
  closing.push(() => child.kill("SIGKILL"));
  const ended = new Promise((done) => child.once("exit", done));
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => (said += line));
  const text = await within(120_000, () => new Promise<string>((line) => lines.on("line", (one) => one.includes("http") && line(one))));
  const url = /http:\/\/[\d.]+:\d+/.exec(text)![0];
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}/api/v1${path}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    });
  const give = async <T>(answer: Promise<Response>) => (await (await answer).json()) as T;
  const cookieOf = (answer: Response) => {
    const cookie = answer.headers.getSetCookie()[0]!.split(";")[0]!;
    const value = keep(cookie.slice(cookie.indexOf("=") + 1));
    keep(decodeURIComponent(value).split(".")[0]!);
    return { cookie };
  };

  const [email, password] = ["naomi@hartwellosei.example", keep("the first password of Naomi")];
  const firm = { name: "Hartwell & Osei LLP", time_zone: "UTC", country: "US" };
  let session = cookieOf(await post("/sign-up", { name: "Naomi", email, password, firm }));
  await post("/sign-in", { email, password: keep("a password mistyped") });
  const { key } = await give<{ key: string }>(post("/api-keys", { name: "x", scopes: ["admin"], expires_in_days: 1 }, session));
  const bearer = { authorization: `Bearer ${keep(key)}` };
  await fetch(`${url}/api/v1/me`, { headers: bearer });
  await fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${keep(`${key.slice(0, -6)}wrong6`)}` } });
  await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${env.PRIVITY_METRICS_TOKEN}` } });
  const { link } = await give<{ link: string }>(
    post("/invitations", { name: "Ben", email: "ben@hartwellosei.example", role: "member" }, session),
  );
  const invitation = keep(link.split("#")[1]!);
  await post("/invitations/look", { token: invitation });
  await post("/invitations/look", { token: invitation, unknown: true });
  await post("/invitations/accept", { token: invitation, password: keep("the password that Ben chose") });
  await post("/password-resets", { email });
  const { rows } = await db.pool.query<{ body: string }>("select body from mail where recipient = $1", [email]);
  const reset = keep(/#(\S+)/.exec(rows[0]!.body)![1]!);
  await post("/password-resets/use", { token: reset, password: keep("the second password of Naomi") });
  session = cookieOf(await post("/sign-in", { email, password: "the second password of Naomi" }));
  const factor = await give<{ uri: string; backup_codes: string[] }>(
    post("/me/second-factor", { password: "the second password of Naomi" }, session),
  );
  keep(new URL(factor.uri).searchParams.get("secret")!);
  keep(factor.backup_codes[0]!);
  const hook = await give<{ endpoint_id: string; secret: string }>(post("/webhook-endpoints", { url: "http://127.0.0.1:9/hook" }, session));
  keep(hook.secret);
  keep((await give<{ secret: string }>(post(`/webhook-endpoints/${hook.endpoint_id}/secret`, {}, session))).secret);
  await fetch(`${url}/hooks/clio/${hook.endpoint_id}/${keep("the-token-in-a-webhooks-address")}`, { method: "POST", body: "{}" });
  await fetch(`${url}/sign-in?token=${keep("a-token-in-a-query")}`);

  // The database goes away under it: what is logged then comes from the driver's own errors.
  await db.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  await expect.poll(() => said, { timeout: 20_000 }).toMatch(/a database connection was lost|the job queue met an error/);
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 20_000 }).toBe(200);
  child.kill("SIGTERM");
  await within(20_000, () => ended);

  expect(said).toMatch(/"msg":"request"/);
  expect(said).toMatch(/57P01|terminating connection/);
  const longest = Math.max(...said.split("\n").map((line) => line.length));
  expect(longest, "an error is told in a few lines, without the client that met it").toBeLessThan(6_000);
  expect(said).not.toMatch(/connectionParameters|"client":/);
  const known = [...secrets].filter((secret) => secret !== "");
  expect(known.length).toBeGreaterThanOrEqual(20);
  const forms = known.flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")]);
  expect(forms.filter((form) => said.includes(form)).map((form) => `${form.slice(0, 6)}…`)).toEqual([]);
}, 300_000);
