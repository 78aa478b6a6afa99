/** Mail reaches a real SMTP server, is tried again, and is never lost nor sent twice. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { systemClock, type Clock } from "../lib/clock.ts";
import { newId } from "../lib/ids.ts";
import { createLog } from "../lib/log.ts";
import { Secret } from "../lib/secret.ts";
import { invitationLetter } from "./letters.ts";
import { deliverMail, type MailingDeps } from "./mailing.ts";
import { insertFirm } from "./store_firms.ts";
import { queueMail, retryMail } from "./store_mail.ts";

let db: TestDb;
let server: SMTPServer;
let deps: MailingDeps;
let now = new Date("2099-01-01T09:00:00Z");
let refusing = false;
let breaking = false;
const arrived: Email[] = [];
const firm_id = newId();
const clock: Clock = { now: () => now, sleep: systemClock.sleep };

beforeAll(async () => {
  db = await testDatabase();
  await insertFirm(db.kysely, { firm_id, name: "Hartwell & Osei LLP", time_zone: "UTC", country: "US" });
  server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    onAuth: ({ username, password }, _session, answer) =>
      username === "privity" && password === "a password" ? answer(null, { user: username }) : answer(new Error("who are you")),
    onRcptTo: (_address, _session, answer) => answer(refusing ? new Error("mailbox full") : null),
    onData: (stream, session, answer) =>
      void buffer(stream)
        .then((bytes) => PostalMime.parse(bytes))
        .then((email) => (breaking ? breakOff(session.id) : (arrived.push(email), answer())), answer),
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  const installed = {
    smtp_url: new Secret(`smtp://privity:a%20password@127.0.0.1:${port}`),
    from: "Privity <privity@hartwellosei.example>",
  };
  // No firm has a server of its own here: `api/mail.pg.test.ts` has those.
  const locked = () => Promise.reject(new Error("nothing is sealed here"));
  const sealer = { keyId: locked, seal: locked, open: locked };
  deps = { db, clock, log: createLog({ log_level: "silent" }, { write: () => {} }), server: { sealer, installed, allow_local: true } };
});
beforeEach(async () => {
  arrived.length = 0;
  refusing = false;
  await db.pool.query("delete from mail");
});
afterAll(async () => {
  await new Promise<void>((closed) => server.close(closed));
  await db.drop();
});

const letter = invitationLetter(
  "ben@hartwellosei.example",
  "Hartwell & Osei LLP",
  "Naomi Okafor",
  "https://privity.example/invitation#token",
);
const kept = async () =>
  (
    await db.pool.query<{ state: string; attempts: number; body: string; error: string | null }>(
      "select state, attempts, body, error from mail order by mail_id",
    )
  ).rows;

test("a letter arrives whole, from whom the configuration says, and what is kept no longer holds the link", async () => {
  await queueMail(db.kysely, firm_id, letter);
  expect(await deliverMail(deps)).toBe(1);
  expect(arrived).toMatchObject([
    {
      subject: "Hartwell & Osei LLP invites you to Privity",
      from: { address: "privity@hartwellosei.example" },
      to: [{ address: "ben@hartwellosei.example" }],
    },
  ]);
  expect(arrived[0]?.text).toContain("https://privity.example/invitation#token");
  expect(await kept()).toEqual([{ state: "sent", attempts: 1, body: "", error: null }]);
  expect(await deliverMail(deps)).toBe(0);
});

test("a refused letter is tried again later, and given up after eight tries, with the server's reason", async () => {
  await queueMail(db.kysely, firm_id, letter);
  refusing = true;
  expect(await deliverMail(deps)).toBe(0);
  expect(await deliverMail(deps), "not before its time").toBe(0);
  expect(await kept()).toMatchObject([{ state: "waiting", attempts: 1, error: expect.stringContaining("mailbox full") }]);
  for (let attempt = 2; attempt <= 8; attempt++) {
    now = new Date(now.getTime() + 3 * 3600_000);
    await deliverMail(deps);
  }
  expect(await kept()).toMatchObject([{ state: "failed", attempts: 8 }]);
  refusing = false;
  expect(await deliverMail(deps)).toBe(0);
});

test("several processes send each letter once", async () => {
  for (let count = 0; count < 12; count++) await queueMail(db.kysely, firm_id, letter);
  const sent = await Promise.all([deliverMail(deps), deliverMail(deps), deliverMail(deps)]);
  expect(sent.reduce((sum, count) => sum + count, 0)).toBe(12);
  expect(arrived).toHaveLength(12);
});

test("a letter that was taken by a process which died then is sent again as the same e-mail, which mailboxes know by its Message-ID", async () => {
  await queueMail(db.kysely, firm_id, letter);
  await deliverMail(deps);
  await dieBeforeTheMark();
  await deliverMail(deps);
  expect(arrived).toHaveLength(2);
  expect(new Set(arrived.map((email) => email.messageId)).size).toBe(1);
  expect(arrived[0]!.messageId).toMatch(/^<[0-9a-f-]{36}@hartwellosei\.example>$/);
});

test("a letter to a client that may have left does not leave again by itself: an admin is told, and may send it again", async () => {
  await queueMail(db.kysely, firm_id, letter, { once: true });
  await deliverMail(deps);
  await dieBeforeTheMark();
  expect(await deliverMail(deps)).toBe(0);
  expect(arrived).toHaveLength(1);
  expect(await kept()).toMatchObject([{ state: "failed", error: expect.stringContaining("It may have left") }]);
  const { rows } = await db.pool.query<{ mail_id: string }>("select mail_id from mail");
  await retryMail(db.kysely, firm_id, rows[0]!.mail_id, now.toISOString());
  expect(await deliverMail(deps)).toBe(1);

  breaking = true;
  await queueMail(db.kysely, firm_id, letter, { once: true });
  await queueMail(db.kysely, firm_id, letter);
  await deliverMail(deps);
  breaking = false;
  expect(
    (await kept()).filter((row) => row.state !== "sent"),
    "the connection broke after the text had left",
  ).toMatchObject([{ state: "failed", error: expect.stringContaining("It may have left") }, { state: "waiting" }]);
  refusing = true;
  await queueMail(db.kysely, firm_id, letter, { once: true });
  await deliverMail(deps);
  expect((await kept()).at(-1), "a server that said no has not got it").toMatchObject({ state: "waiting", attempts: 1 });
});

/** The text is through, the answer never comes. */
function breakOff(session: string): void {
  for (const connection of server.connections as Set<{ id: string; close(): void }>) if (connection.id === session) connection.close();
}

/** As the row is when a process was killed between the server's yes and the mark; a minute and more ago. */
async function dieBeforeTheMark(): Promise<void> {
  const text = [letter.text, now];
  await db.pool.query("update mail set state = 'waiting', body = $1, sent_at = null, handing_since = $2, next_at = $2", text);
}

test("without an SMTP server everything waits for one", async () => {
  const without = { ...deps, server: { ...deps.server, installed: null } };
  await queueMail(db.kysely, firm_id, letter);
  expect(await deliverMail(without)).toBe(0);
  expect(await kept()).toMatchObject([{ state: "waiting", attempts: 0 }]);
  expect(await deliverMail(deps)).toBe(1);
});

test("what happens in a transaction that is rolled back mails nobody", async () => {
  await expect(
    db.transaction(async (trx) => {
      await queueMail(trx, firm_id, letter);
      throw new Error("it did not happen");
    }),
  ).rejects.toThrow("it did not happen");
  expect(await deliverMail(deps)).toBe(0);
});
