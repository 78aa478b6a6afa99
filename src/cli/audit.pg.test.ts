/** Whoever works at the command line is on record like anybody else: every command that writes tells the audit log. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptInvitation } from "../accounts/sign_up.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { readConfig } from "../lib/config.ts";
import { openProgram } from "./program.ts";
import { startSandboxes, type Sandboxes } from "./sandboxes.ts";

const PROGRAM = new URL("main.ts", import.meta.url).pathname;

let db: TestDb;
let dir: string;
let sandboxes: Sandboxes;
let env: Record<string, string>;
beforeAll(async () => {
  db = await testDatabase();
  dir = mkdtempSync(join(tmpdir(), "privity-cli-audit-"));
  sandboxes = await startSandboxes(["--auto-consent"]);
  env = { PATH: process.env["PATH"] ?? "", DATABASE_URL: db.url, PRIVITY_DATA_DIR: dir, PRIVITY_LOG: "error", ...sandboxes.environment };
}, 60_000);
afterAll(async () => {
  await sandboxes?.stop();
  await db?.drop();
  rmSync(dir, { recursive: true, force: true });
});

const run = (...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((done) => {
    execFile(process.execPath, [PROGRAM, ...args], { env }, (error, out, err) =>
      done({ code: error ? Number(error.code ?? -1) : 0, out, err }),
    );
  });

/** What a command is called, and its commands in turn, by its own help. */
async function commandsBelow(...group: string[]): Promise<string[]> {
  const { out } = await run(...group, "--help");
  const listed = [...(out.split("Commands:")[1] ?? "").matchAll(/^ {2}([a-z]+)/gm)]
    .map((found) => found[1]!)
    .filter((name) => name !== "help");
  return listed.map((name) => [...group, name].join(" "));
}

const READING = [
  "contacts",
  "why",
  "projects",
  "activities",
  "outbox",
  "delivery",
  "settings get",
  "settings history",
  "member list",
  "firm list",
  "webhooks list",
  "held list",
  "automations list",
  "automations show",
  "automations why",
  "automations batches",
  "doctor",
];
/** Work that was told of when it was asked for; the demo, which has a firm of its own; the schema, which is no firm's. */
const NOBODYS = ["serve", "work", "demo", "sandbox", "migrate"];

const [FIRM, GUEST, PIA] = ["Marlow & Finch", "guest@marlowfinch.example", "paralegal@marlowfinch.example"];
const value = async (query: string) => String(Object.values((await db.pool.query<Record<string, unknown>>(query)).rows[0] ?? {})[0]);

/** Each kind of activity, with what it needs besides the contact and whose it is. */
const LOGGED = [
  ["note", "--body", "She will sign."],
  ["email", "--subject", "Retainer", "--confirmed"],
  ["card", "--subject", "Birthday"],
  ["call"],
  ["text", "--body", "On my way", "--confirmed"],
  ["message", "--body", "See you there"],
  ["document", "--file", PROGRAM],
] as const;
const contact = () => value("select provider_id from contact where state = 'in' order by provider_id limit 1");
const delivery = () => value("select delivery_id from delivery where kind = 'note'");

type Writing = [command: string, args: () => string[] | Promise<string[]>, action: string, before?: () => Promise<unknown>];

/** Every other one, in an order in which each finds what it needs; with what it tells. */
const WRITING: Writing[] = [
  ["firm add", () => [FIRM], "firm.create"],
  ["connect", () => ["clio", "--follow", "--port", "0"], "connection.connect"],
  ["sync", () => [], "run.start"],
  ["settings set", () => ["tags.city", "true"], "settings.change"],
  ["settings rollback", () => ["1"], "settings.change"],
  ["settings preview", () => ["tags.city", "true", "--apply"], "settings.preview"],
  ["member add", () => [PIA, "--name", "Pia"], "member.add"],
  ...LOGGED.map(([kind, ...more]): Writing => [`log ${kind}`, async () => [await contact(), "--author", PIA, ...more], "activity.log"]),
  ["outbox cancel", async () => [await delivery()], "delivery.cancel"],
  ["outbox retry", async () => [await delivery()], "delivery.retry"],
  ["restored", () => [], "outbox.restored"],
  ["member invite", () => [GUEST, "--name", "Guest"], "invitation.create"],
  ["member link", () => [GUEST], "sign_in.link", acceptGuest],
  ["member reset", () => [GUEST], "password.reset_link"],
  ["webhooks renew", () => [], "webhooks.check"],
  ["webhooks replay", () => ["--from", "2026-01-01T00:00:00Z"], "webhooks.replay"],
  ["held refuse", async () => [await value("select run_id from sync_run limit 1")], "held.refuse", hold],
  ["held approve", async () => [await value("select run_id from sync_run limit 1")], "held.approve", hold],
  ["automations approve", async () => [await batch(), "--confirm", "1"], "automation_batch.approve", holdStart],
  ["automations dismiss", async () => [await batch(), "--confirm", "1"], "automation_batch.dismiss", holdStart],
  ["automations pause", () => ["--until", "2099-01-01T00:00:00Z"], "automation.pause"],
  ["automations resume", async () => ["--contact", await contact()], "automation.unpause"],
  ["keys rotate", () => [], "keys.rotate"],
  ["verify", () => ["--recompute"], "projection.recompute"],
  ["designate", () => ["clio"], "connection.sync_user", () => db.pool.query("update connection set purpose = 'writeback'")],
  ["disconnect", () => ["clio"], "connection.disconnect"],
  ["erase", async () => ["clio", "--confirm", await value("select account_name from connection")], "connection.erase"],
];

async function hold(): Promise<void> {
  await db.pool.query(`
    insert into parked_change (firm_id, connection_id, run_id, kind, provider_id, effect, read_at, state)
    select r.firm_id, r.connection_id, r.run_id, 'contact', 'nobody', 'gone', now(), 'held' from (select * from sync_run limit 1) r
    on conflict (firm_id, connection_id, run_id, kind, provider_id) do update set state = 'held'`);
}

const batch = () => value("select batch_id from automation_batch where state = 'open'");
/** One start that a first sync would have brought about. */
async function holdStart(): Promise<void> {
  await db.pool.query(`
    with made as (
      insert into automation (firm_id, automation_id, name, version, created_at) select firm_id, gen_random_uuid(), 'Welcome', 1, now() from firm
      returning firm_id, automation_id
    ), version as (
      insert into automation_version (firm_id, automation_id, version, document, created_by, created_at)
      select firm_id, automation_id, 1, '{"trigger": {"kind": "new_client"}, "conditions": [], "steps": [{"kind": "wait", "days": 1, "hours": 0}]}', 'x', now() from made
    ), batch as (
      insert into automation_batch (firm_id, batch_id, provider, cause, cause_id, created_at)
      select firm_id, gen_random_uuid(), 'clio', 'first_sync', gen_random_uuid(), now() from made returning firm_id, batch_id
    )
    insert into automation_start (firm_id, start_id, automation_id, version, provider, contact_id, occasion, cause, state, reason, since, created_at, batch_id)
    select firm_id, gen_random_uuid(), automation_id, 1, 'clio', '1', 'client', 'first_sync', 'held', 'first_sync', now(), now(), batch_id
    from made join batch using (firm_id)`);
}

async function acceptGuest(): Promise<void> {
  const body = await value(`select body from mail where recipient = '${GUEST}'`);
  const program = await openProgram(readConfig(env));
  try {
    await acceptInvitation(program.accounts, { headers: new Headers(), address: null }, /#(\S+)/.exec(body)![1]!, "correct horse battery");
  } finally {
    await program.close();
  }
}

test("issue 3, 1: every command is known to read, to write, or to be nobody's", async () => {
  const first = await commandsBelow();
  const groups = ["settings", "member", "firm", "webhooks", "held", "automations", "keys", "log", "outbox"];
  const below = (await Promise.all(groups.map((group) => commandsBelow(group)))).flat();
  const all = [...first.filter((name) => name === "outbox" || !groups.includes(name)), ...below];
  expect(all.length).toBeGreaterThan(30);
  expect(all.toSorted()).toEqual([...READING, ...NOBODYS, ...WRITING.map(([command]) => command)].toSorted());
}, 180_000);

test("issue 3, 1: every command that writes is on record as the command line's", async () => {
  for (const [command, args, action, before] of WRITING) {
    await before?.();
    const since = await value("select coalesce(max(audit_id), 0) from audit");
    const ended = await run(...command.split(" "), ...(await args()));
    const { rows } = await db.pool.query<{ action: string; actor: string; via: string }>(
      "select action, actor, via from audit where audit_id > $1",
      [since],
    );
    expect(rows, `${command}: ${ended.err}`).toContainEqual({ action, actor: "command line", via: "command_line" });
    expect(ended.code, `${command}: ${ended.err}`).toBe(0);
  }
}, 900_000);
