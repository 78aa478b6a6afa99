/** What `privity doctor` finds about the installation, and what it says to do. */
import { createServer } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openAccounts } from "../../accounts/open.ts";
import { newDataKey } from "../../connections/envelope.ts";
import { openVault } from "../../connections/vault.ts";
import { testDatabase, type TestDb } from "../../db/testing.ts";
import { makeFirm } from "../../api/test_firm.ts";
import { openQueue } from "../../jobs/queue.ts";
import { systemClock, type Clock } from "../../lib/clock.ts";
import { readConfig, type Environment } from "../../lib/config.ts";
import { createLog } from "../../lib/log.ts";
import { Secret } from "../../lib/secret.ts";
import { openTestS3 } from "../../outbox/test_s3.ts";
import { installationFindings } from "./installation.ts";

let db: TestDb;
let dir: string;
beforeAll(async () => {
  db = await testDatabase();
  dir = mkdtempSync(join(tmpdir(), "privity-doctor-"));
});
afterAll(async () => {
  await db?.drop();
  rmSync(dir, { recursive: true, force: true });
});

const KEY = newDataKey().toString("base64");
const log = createLog({ log_level: "silent" });

async function look(env: Environment, clock: Clock = systemClock): Promise<Record<string, { ok: boolean; says: string }>> {
  const config = readConfig({ PRIVITY_DATA_DIR: dir, PRIVITY_SECRET_KEY: KEY, PRIVITY_URL: "http://127.0.0.1:9", ...env });
  const secret = new Secret("signs nothing here");
  const accounts = openAccounts({ db, log, clock, url: config.url, secret, set_up_code: new Secret("ABCDE-FGHJK") });
  const found = await installationFindings({ config, db, accounts, sync: { clock } });
  return Object.fromEntries(found.map(({ what, ...looked }) => [what, looked]));
}

/** A server on a free port of this machine. */
async function listening(server: { listen(port: number, host: string, ready: () => void): unknown }): Promise<void> {
  await new Promise<void>((ready) => void server.listen(0, "127.0.0.1", ready));
}
const portOf = (server: { address(): unknown }) => (server.address() as { port: number }).port;

test("issue 3, 9: on a machine of its own all is well, without mail and before it is started", async () => {
  const found = await look({});
  expect(Object.values(found).filter(({ ok }) => !ok)).toEqual([]);
  expect(found["Mail"]!.says).toMatch(/kept, not sent/);
  expect(found["Address"]!.says).toMatch(/not running.*privity serve/);
  expect(found["Sign-up"]!.says).toContain("ABCDE-FGHJK");
});

test("where files lie is tried out: the data folder, or a bucket that takes them, or one that does not, with what to look at", async () => {
  expect((await look({}))["Files"]).toMatchObject({ ok: true, says: expect.stringContaining(join(dir, "files")) as string });
  const s3 = await openTestS3();
  expect((await look(s3.environment))["Files"]).toMatchObject({ ok: true, says: expect.stringContaining("“firm-files”") as string });
  expect(await s3.keys()).toEqual([]);
  const wrong = (await look({ ...s3.environment, PRIVITY_S3_SECRET_ACCESS_KEY: "hunter2hunter2" }))["Files"]!;
  expect(wrong).toMatchObject({ ok: false, says: expect.stringMatching(/refused us.*PRIVITY_S3_SECRET_ACCESS_KEY/) as string });
  expect(wrong.says).not.toContain("hunter2");
  await s3.close();
});

test("issue 3, 9: an SMTP server is asked; one that is not there or refuses us is told with its reason", async () => {
  const smtp = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    onAuth: (_auth, _session, done) => done(new Error("who are you?")),
  });
  smtp.on("error", () => {});
  await listening(smtp);
  const mail = (url: string) => look({ PRIVITY_SMTP_URL: url, PRIVITY_MAIL_FROM: "Privity <p@x.example>" });
  expect((await mail(`smtp://127.0.0.1:${portOf(smtp.server)}`))["Mail"]).toMatchObject({ ok: true });
  const refused = (await mail(`smtp://privity:a-secret-password@127.0.0.1:${portOf(smtp.server)}`))["Mail"]!;
  expect(refused).toMatchObject({ ok: false, says: expect.stringMatching(/who are you.*PRIVITY_SMTP_URL/) });
  expect(refused.says).not.toContain("a-secret-password");
  await new Promise<void>((closed) => smtp.close(() => closed()));
  expect((await mail("smtp://127.0.0.1:9"))["Mail"]).toMatchObject({ ok: false, says: expect.stringContaining("ECONNREFUSED") });
});

test("issue 3, 9: a clock that is off, by how much and which way", async () => {
  const off = (ms: number): Clock => ({ now: () => new Date(Date.now() + ms), sleep: systemClock.sleep });
  expect((await look({}, off(-420_000)))["Clock"]).toMatchObject({ ok: false, says: expect.stringMatching(/420 s behind .*NTP/) });
  expect((await look({}, off(60_000)))["Clock"]).toMatchObject({ ok: false, says: expect.stringMatching(/60 s ahead/) });
});

test("issue 3, 9: keys that were locked with another key are counted, with what to set", async () => {
  const { firm_id } = await makeFirm(db, systemClock);
  await (await openVault(db, { secret_key: new Secret(KEY), secret_key_file: "" })).keyId(firm_id);
  expect((await look({}))["Keys"]).toMatchObject({ ok: true, says: expect.stringContaining("1 firms") });
  const other = await look({ PRIVITY_SECRET_KEY: newDataKey().toString("base64") });
  expect(other["Keys"]).toMatchObject({ ok: false, says: expect.stringMatching(/1 of .*PRIVITY_SECRET_KEY/) });
});

test("issue 3, 9: work that is overdue is told, and whether anybody works", async () => {
  const connection = (
    await db.pool.query<{ firm_id: string; connection_id: string }>("select firm_id, connection_id from connection limit 1")
  ).rows[0]!;
  await db.pool.query("insert into lane (firm_id, connection_id, kind, due_at) values ($1, $2, 'sync', now() - interval '11 minutes')", [
    connection.firm_id,
    connection.connection_id,
  ]);
  expect((await look({}))["Queue"]).toMatchObject({
    ok: false,
    says: expect.stringMatching(/work of 1 connections waits.*nobody works.*privity serve/),
  });
  const queue = await openQueue({ url: db.url, log, chores: [], errands: [] });
  expect((await look({}))["Queue"]).toMatchObject({ ok: false, says: expect.stringMatching(/somebody works/) });
  await queue.stop();
  await db.pool.query("update lane set lease_until = now() + interval '20 seconds'");
  expect((await look({}))["Queue"]).toMatchObject({ ok: true });
});

test("issue 3, 9: an address that others use has to be https, and lead here", async () => {
  expect((await look({ PRIVITY_URL: "http://privity.example" }))["Address"]).toMatchObject({
    ok: false,
    says: expect.stringMatching(/plain http/),
  });
  const health = { alive: true };
  const server = createServer((_request, response) => response.end(JSON.stringify(health)));
  await listening(server);
  const here = { PRIVITY_URL: `http://127.0.0.1:${portOf(server)}` };
  expect((await look(here))["Address"]).toMatchObject({ ok: true, says: expect.stringMatching(/answers/) });
  health.alive = false;
  expect((await look(here))["Address"]).toMatchObject({ ok: false, says: expect.stringMatching(/somebody else answers/) });
  server.close();
  const nowhere = await look({ PRIVITY_URL: "https://privity.invalid", PRIVITY_HOST: "0.0.0.0" });
  expect(nowhere["Address"]).toMatchObject({ ok: false, says: expect.stringMatching(/nobody answers/) });
});
