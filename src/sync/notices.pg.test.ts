import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { noticeOf, tellAdmins } from "./notices.ts";

const owner = { firm_id: randomUUID(), connection_id: randomUUID() };
const NOW = new Date("2026-11-21T09:00:00Z");
let db: TestDb;

beforeAll(async () => {
  db = await testDatabase();
  await sql`insert into firm (firm_id, name) values (${owner.firm_id}, 'Quill & Co')`.execute(db.kysely);
  await sql`
    insert into member (firm_id, member_id, name, email, role, active) values
      (${owner.firm_id}, ${randomUUID()}, 'Ada', 'ada@quill.example', 'admin', true),
      (${owner.firm_id}, ${randomUUID()}, 'Bo', 'bo@quill.example', 'admin', false),
      (${owner.firm_id}, ${randomUUID()}, 'Cy', 'cy@quill.example', 'member', true)`.execute(db.kysely);
  await sql`
    insert into connection (firm_id, connection_id, provider, account_id, account_name, user_id, user_name, user_email)
    values (${owner.firm_id}, ${owner.connection_id}, 'mycase', '1', 'Quill & Co', '1', 'Ada', 'ada@quill.example')`.execute(db.kysely);
  await sql`
    insert into connection_grant (firm_id, connection_id, key_id, access_token, refresh_token, obtained_at, expires_at)
    values (${owner.firm_id}, ${owner.connection_id}, ${randomUUID()}, '\\x00', '\\x00', '2026-11-20T09:00:00Z', '2026-11-22T09:00:00Z')`.execute(
    db.kysely,
  );
});
afterAll(() => db?.drop());

const tell = (now = NOW) => tellAdmins(db, owner.firm_id, now, "https://privity.example");
const letters = async () =>
  (
    await sql<{ recipient: string; subject: string; body: string }>`select recipient, subject, body from mail order by mail_id`.execute(
      db.kysely,
    )
  ).rows;

test("B-CON-5: a healthy connection is no news", async () => {
  expect(await tell()).toBe(0);
  expect(noticeOf({ health: "degraded", since: NOW.toISOString() })).toBeNull();
});

test("B-CON-5, B-SYN-6: each finding is told to the active admins once, whoever looks and how often, and again when it comes anew", async () => {
  await sql`update connection set blind_since = '2026-11-21T06:00:00Z'`.execute(db.kysely);
  const told = await Promise.all([tell(), tell(), tell(), tell()]);
  expect(told.reduce((sum, n) => sum + n, 0)).toBe(1);
  expect(await letters()).toEqual([
    {
      recipient: "ada@quill.example",
      subject: "Privity holds unusually many changes from Quill & Co (MyCase)",
      body: expect.stringMatching(/Look at the held changes[^]*2026-11-21 06:00 UTC[^]*https:\/\/privity\.example\/attention/),
    },
  ]);
  await sql`update connection set blind_since = null`.execute(db.kysely);
  expect(await tell()).toBe(0);
  await sql`update connection set blind_since = '2026-11-22T06:00:00Z'`.execute(db.kysely);
  expect(await tell()).toBe(1);
  await sql`update connection set blind_since = null`.execute(db.kysely);
});

test("B-CON-5: a grant that ends within a week and could not be refreshed, then a dead one, are told one after the other", async () => {
  await sql`update connection_grant set refresh_refused_at = '2026-11-21T08:00:00Z'`.execute(db.kysely);
  expect([await tell(), await tell()]).toEqual([1, 0]);
  await sql`update connection set state = 'disconnected', state_reason = 'The grant was revoked.', state_since = '2026-11-21T08:30:00Z'`.execute(
    db.kysely,
  );
  expect([await tell(), await tell()]).toEqual([1, 0]);
  expect((await letters()).slice(-2).map((letter) => letter.subject)).toEqual([
    "Privity's access to Quill & Co (MyCase) is about to end",
    "Privity has lost its access to Quill & Co (MyCase)",
  ]);
});
