/** Automated e-mails leave by the firm's own mail server where it has one, as real letters to real servers, each with a way to stop them. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deleteMailServer } from "../accounts/store_mail_server.ts";
import { setMailServer, type MailServerDeps } from "../accounts/mail_server.ts";
import { openSmtpSink, type SmtpSink } from "../api/test_smtp.ts";
import { matter, openHouse, person, STAFF, UNSUBSCRIBE_KEY, type House } from "../automations/test_house.ts";
import { recipientOf } from "../automations/unsubscribe.ts";
import { openVault, type Vault } from "../connections/vault.ts";
import { connectors } from "../connectors/index.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { readConfig } from "../lib/config.ts";
import { Secret } from "../lib/secret.ts";
import type { Outbox } from "../outbox/types.ts";
import { joinAutomating } from "./automating.ts";

let db: TestDb;
let dir: string;
let vault: Vault;
let firms: SmtpSink;
let installed: SmtpSink;
let house: House;
beforeAll(async () => {
  db = await testDatabase();
  dir = mkdtempSync(join(tmpdir(), "privity-automating-"));
  vault = await openVault(db, readConfig({ PRIVITY_DATA_DIR: dir }));
  [firms, installed] = [await openSmtpSink(), await openSmtpSink()];
});
afterAll(async () => {
  await Promise.all([firms?.close(), installed?.close()]);
  await db?.drop();
  rmSync(dir, { recursive: true, force: true });
});
/** One new client whom nobody has welcomed yet. */
beforeEach(async () => {
  house = await openHouse(db);
  await house.put("staff", STAFF);
  await house.firstSync();
  await house.look();
  const template_id = await house.template("Welcome.");
  await house.automation({ trigger: { kind: "new_client" }, conditions: [], steps: [{ kind: "email", template_id }] });
  await house.put("contact", [person(10, "Nora")]);
  await house.put("matter", [matter(500, 10, [10])]);
});

const atInstallation = (): MailServerDeps["installed"] => ({
  smtp_url: new Secret(`smtp://privity:a%20password@127.0.0.1:${installed.port}`),
  from: "Privity <privity@host.example>",
});

async function look(more: Partial<MailServerDeps> = {}, url = "https://portal.marsh.example"): Promise<void> {
  const automating = joinAutomating({
    ...{ db, connectors, clock: house.deps.clock, log: house.deps.log, outbox: house.deps.outbox as Outbox },
    config: { ...readConfig({ PRIVITY_DATA_DIR: dir }), url },
    mail_server: { sealer: vault, installed: atInstallation(), allow_local: true, ...more },
    unsubscribe_key: UNSUBSCRIBE_KEY,
    stop: new AbortController().signal,
  });
  await automating.soon(house.firm_id);
}

async function ownServer(): Promise<void> {
  const server = {
    host: "127.0.0.1",
    port: firms.port,
    security: "none" as const,
    username: "privity",
    from_address: "office@marsh.example",
  };
  await setMailServer(
    db.kysely,
    vault,
    house.firm_id,
    { ...server, password: "a password" },
    { name: "Ada", at: house.now().toISOString() },
  );
}
const counts = () => [firms.arrived.length, installed.arrived.length];
const headersOf = (sink: SmtpSink) => Object.fromEntries(sink.arrived.at(-1)!.headers.map(({ key, value }) => [key, value]));

test("B-AUT-3: an e-mail leaves by the firm's own mail server and address, else by the installation's", async () => {
  const before = counts();
  await look();
  expect(counts()).toEqual([before[0], before[1]! + 1]);
  expect(installed.arrived.at(-1)).toMatchObject({ from: { name: "Ada Marsh", address: "privity@host.example" } });
  expect(installed.arrived.at(-1)!.messageId).toMatch(/@host\.example>$/);
  await ownServer();
  await house.put("contact", [person(11, "Otto")]);
  await house.put("matter", [matter(501, 11, [11])]);
  await look();
  expect(counts()).toEqual([before[0]! + 1, before[1]! + 1]);
  expect(firms.arrived.at(-1)).toMatchObject({
    from: { name: "Ada Marsh", address: "office@marsh.example" },
    replyTo: [{ address: "ada@marsh.example" }],
  });
  expect(firms.arrived.at(-1)!.messageId).toMatch(/@marsh\.example>$/);
});

test("B-AUT-4: it carries the link by which its reader stops such e-mails, and the headers of one click where that is encrypted", async () => {
  await look();
  const headers = headersOf(installed);
  const url = /^<(https:\/\/portal\.marsh\.example\/portal\/unsubscribe\/([\w-]+))>$/.exec(headers["list-unsubscribe"] ?? "");
  expect(recipientOf(UNSUBSCRIBE_KEY, url?.[2] ?? "")).toEqual({ firm_id: house.firm_id, address: "nora@rivera.example" });
  expect(headers["list-unsubscribe-post"]).toBe("List-Unsubscribe=One-Click");
  expect(installed.arrived.at(-1)!.text).toBe(
    `Welcome.\n\n-- \nNo more e-mails like this from Marsh Law / No recibir más correos como este de Marsh Law:\n${url![1]}\n`,
  );
  expect(await house.sends()).toMatchObject([{ body: "Welcome." }]);
});

test("B-AUT-4: without TLS there is no one click, which is for https alone (RFC 8058)", async () => {
  await look({}, "http://127.0.0.1:8790");
  const headers = headersOf(installed);
  expect(headers["list-unsubscribe"]).toMatch(/^<http:\/\/127\.0\.0\.1:8790\/portal\/unsubscribe\//);
  expect(headers["list-unsubscribe-post"]).toBeUndefined();
});

test("B-AUT-3: without a mail server e-mails wait, say so, and leave once there is one", async () => {
  const before = counts();
  await look({ installed: null });
  expect(await house.sends()).toMatchObject([{ state: "queued", reason: "no_mail_server" }]);
  await ownServer();
  house.to(new Date(house.now().getTime() + 16 * 60_000).toISOString());
  await look({ installed: null });
  expect(await house.sends()).toMatchObject([{ state: "sent" }]);
  expect(counts()).toEqual([before[0]! + 1, before[1]]);
});

test("B-AUT-4: a server that must not be reached was asked nothing, so the e-mail is tried again and needs nobody's look", async () => {
  await ownServer();
  await look({ allow_local: false });
  expect(await house.sends()).toMatchObject([{ state: "queued", reason: "unreachable" }]);
  await deleteMailServer(db.kysely, house.firm_id);
  house.to(new Date(house.now().getTime() + 16 * 60_000).toISOString());
  await look();
  expect(await house.sends()).toMatchObject([{ state: "sent" }]);
});
