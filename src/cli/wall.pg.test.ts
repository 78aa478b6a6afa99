/**
 * The wall between firms on work that no request asks for (invariant 7): runs, projection, previews, webhook care, events on their way out and
 * mail. Two firms of one installation have the same ids at the provider; everything of the second one has a canary in it. Then the first one's
 * work is done, by the program's own commands and workers: nothing of the second one is in what it wrote, logged, mailed or sent, and no row
 * of the second one has changed.
 */
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deliverMail } from "../accounts/mailing.ts";
import { listFirms } from "../accounts/store_firms.ts";
import { acceptInvitation, invite } from "../accounts/sign_up.ts";
import { makeSecret } from "../events/secrets.ts";
import { insertEndpoint } from "../events/store_endpoints.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { within } from "../lib/clock.ts";
import { readConfig } from "../lib/config.ts";
import { newId } from "../lib/ids.ts";
import { commandLine } from "../model/actor.ts";
import { insertTag } from "../projection/store_additions.ts";
import { tellAdmins } from "../sync/notices.ts";
import { openProgram } from "./program.ts";
import { startSandboxes, type Sandboxes } from "./sandboxes.ts";
import { daytimeZone } from "./test_connected.ts";

const PROGRAM = new URL("main.ts", import.meta.url).pathname;
const CANARY = "Zaunkoenig";

let db: TestDb;
let dir: string;
const closing: (() => unknown)[] = [];
/** What the endpoint of each firm was sent, and who was mailed what. */
const pushed: Record<string, string> = { one: "", two: "" };
const mails: { to: string; text: string }[] = [];
let hooks: Server;
let smtp: SMTPServer;

const listening = (server: { listen(port: number, host: string, ready: () => void): unknown }) =>
  new Promise<void>((ready) => void server.listen(0, "127.0.0.1", ready));
const portOf = (server: { address(): unknown }) => (server.address() as { port: number }).port;

beforeAll(async () => {
  db = await testDatabase();
  dir = mkdtempSync(join(tmpdir(), "privity-wall-"));
  hooks = createServer((request, response) => {
    const whose = request.url!.slice(1);
    request.setEncoding("utf8").on("data", (text: string) => (pushed[whose] += text));
    request.on("end", () => response.end());
  });
  await listening(hooks);
  smtp = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    onData(stream, session, done) {
      let text = "";
      stream.setEncoding("utf8").on("data", (part: string) => (text += part));
      stream.on("end", () => {
        mails.push({ to: session.envelope.rcptTo.map((each) => each.address).join(), text });
        done();
      });
    },
  });
  await listening(smtp);
}, 60_000);
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
  hooks?.close();
  await new Promise<void>((closed) => smtp.close(() => closed()));
  await db?.drop();
  rmSync(dir, { recursive: true, force: true });
});

const envFor = (sandboxes: Sandboxes): Record<string, string> => ({
  ...sandboxes.environment,
  PATH: process.env["PATH"] ?? "",
  DATABASE_URL: db.url,
  PRIVITY_DATA_DIR: dir,
  PRIVITY_LOG: "trace",
  PRIVITY_ALLOW_LOCAL_WEBHOOKS: "1",
  PRIVITY_SMTP_URL: `smtp://127.0.0.1:${portOf(smtp.server)}`,
  PRIVITY_MAIL_FROM: "Privity <privity@privity.example>",
});

let logged = "";
const run = (env: Record<string, string>, ...args: string[]) =>
  new Promise<string>((done, failed) => {
    execFile(process.execPath, [PROGRAM, ...args], { env, maxBuffer: 100_000_000 }, (error, out, err) => {
      logged += out + err;
      if (error) failed(new Error(`privity ${args.join(" ")}: ${err.slice(-2000)}`));
      else done(out);
    });
  });

/** A firm of this name, connected and read, with an admin, an endpoint, a tag and new settings of its own. */
async function makeFirm(
  env: Record<string, string>,
  mark: string,
  hook: "one" | "two",
): Promise<{ firm_id: string; connection_id: string }> {
  await run(env, "firm", "add", `${mark} & Partners`);
  // No new day begins for it meanwhile.
  await db.pool.query("update firm set time_zone = $1", [daytimeZone()]);
  await run(env, "connect", "clio", "--firm", `${mark} & Partners`, "--follow", "--port", "0");
  const program = await openProgram({ ...readConfig(env), log_level: "silent" });
  try {
    const { rows } = await db.pool.query<{ firm_id: string; connection_id: string }>(
      "select c.firm_id, c.connection_id from connection c join firm f using (firm_id) where f.name = $1",
      [`${mark} & Partners`],
    );
    const owner = rows[0]!;
    const { firm_id } = owner;
    const person = { name: `${mark} Admin`, email: `admin@${mark.toLowerCase()}.example`, role: "admin" } as const;
    const { link } = await invite(program.accounts, commandLine(firm_id), person);
    await acceptInvitation(program.accounts, { headers: new Headers(), address: null }, link.split("#")[1]!, "a password of their own");
    const place = { firm_id, endpoint_id: newId() };
    const { key_id, sealed } = await makeSecret(program.vault, place);
    const at = new Date().toISOString();
    const url = `http://127.0.0.1:${portOf(hooks)}/${hook}`;
    await insertEndpoint(db.kysely, { ...place, url, description: mark, event_types: [], key_id, secret: sealed, at });
    await run(env, "sync", "--connection", owner.connection_id);
    const first = await db.pool.query<{ provider_id: string }>(
      "select provider_id from contact where connection_id = $1 and state = 'in' limit 1",
      [owner.connection_id],
    );
    const member = await db.pool.query<{ member_id: string }>("select member_id from member where firm_id = $1 limit 1", [firm_id]);
    const tag = { name: `${mark} tag`, by: member.rows[0]!.member_id, at };
    await db.transaction((trx) => insertTag(trx, owner, first.rows[0]!.provider_id, tag));
    await program.project(owner.connection_id, { kind: "recompute", id: null }, true);
    return owner;
  } finally {
    await program.close();
  }
}

/** Every name and e-mail at the provider gets the canary; the ids stay those of the other sandbox. */
async function renameEverybody({ environment }: Sandboxes): Promise<void> {
  const url = `${environment["PRIVITY_CLIO_URL"]}/sandbox/api`;
  const post = (path: string, body: unknown) =>
    fetch(`${url}/${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  for (const table of ["contacts", "users", "matters", "practice_areas"]) {
    const listed = (await (await fetch(`${url}/rows/${table}`)).json()) as { rows?: Record<string, unknown>[] } | Record<string, unknown>[];
    for (const row of Array.isArray(listed) ? listed : (listed.rows ?? [])) {
      const change: Record<string, string> = {};
      for (const field of ["name", "last_name", "description", "title"])
        if (typeof row[field] === "string") change[field] = `${CANARY} ${String(row["id"])}`;
      await post("edit", { table, id: row["id"], change });
    }
  }
}

/** All rows of a firm; without what every process of the installation moves on for all firms alike. */
async function rowsOf(firm_id: string): Promise<string> {
  const { rows } = await db.pool.query<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'firm_id'
      and table_name not in ('lane', 'webhook_care', 'mail', 'webhook_delivery', 'webhook_attempt') order by 1`,
  );
  const tables: unknown[] = [];
  for (const { name } of rows)
    tables.push([name, (await db.pool.query(`select t::text from "${name}" t where firm_id = $1 order by 1`, [firm_id])).rows]);
  return JSON.stringify(tables);
}

test("invariant 7: runs, projection, previews, webhook care, pushed events and mail of one firm hold nothing of another", async () => {
  const [one, two] = [await startSandboxes(["--auto-consent"]), await startSandboxes(["--auto-consent"])];
  closing.push(
    () => one.stop(),
    () => two.stop(),
  );
  await renameEverybody(two);
  const second = await makeFirm(envFor(two), CANARY, "two");
  const env = envFor(one);
  logged = "";
  const first = await makeFirm(env, "Amsel", "one");
  // The second firm's canaries are there to be seen, under ids that the first one has too.
  const before = await rowsOf(second.firm_id);
  expect(before.split(CANARY).length).toBeGreaterThan(100);
  const ids = await db.pool.query(
    "select provider_id from contact where connection_id = $1 intersect select provider_id from contact where connection_id = $2",
    [first.connection_id, second.connection_id],
  );
  expect(ids.rowCount).toBeGreaterThan(30);
  // It is nobody's turn: its lanes are not due, and its provider is not this sandbox.
  await db.pool.query("update lane set due_at = now() + interval '1 day', ready = false where connection_id = $1", [second.connection_id]);
  await db.pool.query("update webhook_care set due_at = now() + interval '1 day' where connection_id = $1", [second.connection_id]);

  const connection = ["--connection", first.connection_id];
  const contact = String(ids.rows[0]!["provider_id"]);
  for (const args of [
    ["sync", "--full", ...connection],
    ["sync", "--contact", contact, ...connection],
    ["settings", "preview", "tags.city", "true", "--apply", ...connection],
    ["settings", "preview", "contacts.scope", "clients", ...connection],
    ["verify", "--recompute", ...connection],
  ])
    await run(env, ...args);
  await db.pool.query("update connection set blind_since = now(), account_name = 'Amsel LLP' where connection_id = $1", [
    first.connection_id,
  ]);
  const worker = spawn(process.execPath, [PROGRAM, "work"], { env, stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise((done) => worker.once("exit", done));
  closing.push(() => worker.kill("SIGKILL"));
  worker.stderr.setEncoding("utf8").on("data", (text: string) => (logged += text));
  await db.pool.query("update lane set due_at = now() where connection_id = $1", [first.connection_id]);
  const until = { timeout: 90_000, interval: 500 };
  await expect.poll(() => pushed["one"]!.length, until).toBeGreaterThan(0);
  worker.kill("SIGTERM");
  expect(await within(20_000, () => ended)).toBe(0);
  // What the worker does once a minute, without the minute.
  const program = await openProgram({ ...readConfig(env), log_level: "silent" });
  for (const firm of await listFirms(db.kysely)) await tellAdmins(db, firm.firm_id, new Date(), program.config.url);
  await deliverMail(program.mailing);
  await program.close();
  expect(mails.filter(({ to, text }) => to === "admin@amsel.example" && text.includes("Amsel LLP"))).toHaveLength(1);

  expect(await rowsOf(second.firm_id), "no row of the second firm was touched").toBe(before);
  expect(await rowsOf(first.firm_id), "no row of the first firm knows the second").not.toContain(CANARY);
  expect(pushed["one"]).not.toContain(CANARY);
  expect(pushed["one"]).not.toContain(second.connection_id);
  expect(pushed["two"]).not.toContain(first.connection_id);
  const letters = await db.pool.query<{ recipient: string }>("select recipient from mail where firm_id = $1", [first.firm_id]);
  expect(new Set(letters.rows.map(({ recipient }) => recipient)), "its letters go to its own people").toEqual(
    new Set(["admin@amsel.example"]),
  );
  for (const { to, text } of mails) {
    if (to === "admin@amsel.example") expect(text).not.toContain(CANARY);
    else expect(text).not.toContain("Amsel");
  }
  const lines = logged
    .split("\n")
    .filter((line) => line.includes(CANARY) || line.includes(second.firm_id) || line.includes(second.connection_id));
  expect(lines, "no line of the first firm's work names the second").toEqual([]);
}, 900_000);
