/** A firm's own SMTP server by the API, against a real one (B-WHY-5). */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { deliverMail, type MailingDeps } from "../accounts/mailing.ts";
import { complaintAboutServer, resealMailServer } from "../accounts/mail_server.ts";
import { insertFirm } from "../accounts/store_firms.ts";
import { queueMail } from "../accounts/store_mail.ts";
import { newId } from "../lib/ids.ts";
import type { Mail, MailServer, MailTest } from "./contract/mail.ts";
import { openTestApi, send, type TestApi } from "./test_api.ts";
import { openSmtpSink, type SmtpSink } from "./test_smtp.ts";

let api: TestApi;
let smtp: SmtpSink;
let mailing: MailingDeps;
beforeAll(async () => {
  [api, smtp] = await Promise.all([openTestApi(), openSmtpSink()]);
  // Mail is due by the database's own time.
  const clock = { ...api.deps.clock, now: () => new Date("2099-01-01T09:00:00Z") };
  mailing = { db: api.db, clock, log: api.deps.log, server: api.deps.mail_server };
});
afterAll(async () => {
  await smtp?.close();
  await api?.close();
});
beforeEach(async () => {
  smtp.arrived.length = 0;
  smtp.refuse(null);
  await api.db.pool.query("delete from mail");
  await api.db.pool.query("delete from mail_server");
});

const own = (more: object = {}) => ({
  ...{ host: "127.0.0.1", port: smtp.port, security: "none", username: "privity", password: "a password" },
  from_address: "Office <office@hartwellosei.example>",
  ...more,
});
const set = (more: object = {}, status = 200) => api.ask<MailServer>("/api/v1/mail-server", send("PUT", own(more)), status);
const letter = { to: "ben@hartwellosei.example", subject: "A letter", text: "with a link" };
const queue = (firm_id = api.firm.firm_id) => queueMail(api.db.kysely, firm_id, letter);
const kept = async () =>
  (await api.db.pool.query<{ state: string; attempts: number; error: string | null }>("select state, attempts, error from mail order by 1"))
    .rows;

test("B-WHY-5: a firm's own server sends its mail, also where the installation has none; another firm's waits", async () => {
  const other = newId();
  await insertFirm(api.db.kysely, { firm_id: other, name: "Another", time_zone: "UTC", country: "US" });
  expect(await set()).toMatchObject({ own: { host: "127.0.0.1", username: "privity" }, installed: false });
  await queue();
  await queue(other);
  expect(await deliverMail(mailing)).toBe(1);
  expect(smtp.arrived).toMatchObject([{ from: { address: "office@hartwellosei.example" }, subject: "A letter" }]);
  expect(await kept()).toMatchObject([{ state: "sent" }, { state: "waiting", attempts: 0 }]);
});

test("B-WHY-5: the password is given back nowhere, and lies sealed", async () => {
  await set();
  const { rows } = await api.db.pool.query<{ row: string }>(
    "select s::text || (select string_agg(a::text, ' ') from audit a) as row from mail_server s",
  );
  const seen = JSON.stringify(await api.ask("/api/v1/mail-server")) + rows[0]!.row;
  expect(seen).toContain("privity");
  expect(seen).not.toContain("a password");
  expect(seen).not.toContain(Buffer.from("a password").toString("hex"));
});

test("B-WHY-5: the kept password goes to no other server and no other name, and opens after the keys were exchanged", async () => {
  await set();
  for (const more of [{ host: "127.0.0.2" }, { username: "root" }])
    expect(await set({ ...more, password: "" }, 400)).toMatchObject({ errors: [{ path: "password" }] });
  await set({ password: "", from_address: "desk@hartwellosei.example" });
  await api.deps.vault.rotate();
  expect(await resealMailServer(api.db.kysely, api.deps.vault, api.firm.firm_id)).toBe(1);
  await queue();
  expect(await deliverMail(mailing)).toBe(1);
  expect(smtp.arrived).toMatchObject([{ from: { address: "desk@hartwellosei.example" } }]);
});

test("B-WHY-5: a test mail goes to whoever asks, and a refusal comes back in words with the server's own", async () => {
  const tried = () => api.ask<MailTest>("/api/v1/mail-server/test", send("POST", {}));
  expect(await tried()).toMatchObject({ sent: false, words: expect.stringContaining("There is no mail server yet") });
  await set();
  expect(await tried()).toMatchObject({ sent: true, to: "naomi@hartwellosei.example" });
  expect(smtp.arrived).toMatchObject([{ to: [{ address: "naomi@hartwellosei.example" }], subject: "A test from Privity" }]);
  smtp.refuse("mailbox full");
  expect((await tried()).words).toMatch(/^The server refused the sender or the recipient. The server said: .*mailbox full/);
  smtp.refuse(null);
  await set({ password: "not the password" });
  expect((await tried()).words).toMatch(/^The server did not accept the user name and password. The server said: .*who are you/);
  await set({ port: 1 });
  expect((await tried()).words).toMatch(/^Nothing answers at this server and port/);
});

test("B-WHY-5: mail that failed is listed with its reason and tried again by hand; what it says is not shown", async () => {
  await set();
  await queue();
  await api.db.pool.query("update mail set state = 'failed', attempts = 8, error = 'mailbox full'");
  const text = await (await api.request("/api/v1/mail?state=failed")).text();
  expect(text).not.toContain("with a link");
  const { items } = await api.ask<{ items: Mail[] }>("/api/v1/mail?state=failed");
  expect(items).toMatchObject([{ recipient: "ben@hartwellosei.example", error: "mailbox full", attempts: 8 }]);
  await api.ask(`/api/v1/mail/${items[0]!.mail_id}/retry`, send("POST", {}));
  expect(await deliverMail(mailing)).toBe(1);
  expect(await kept()).toMatchObject([{ state: "sent", error: null }]);
  await api.ask(`/api/v1/mail/${items[0]!.mail_id}/retry`, send("POST", {}), 404);
});

test("a typed-in server must not lead into the machine's own network, unless the installation allows it", async () => {
  const complaint = (more: object, allow_local = false) =>
    complaintAboutServer({ host: "smtp.example.com", port: 587, security: "starttls", username: "privity", ...more }, allow_local)?.path ??
    null;
  expect(complaint({})).toBe(null);
  expect(complaint({ host: "127.0.0.1" })).toBe("host");
  expect(complaint({ host: "10.1.2.3" })).toBe("host");
  expect(complaint({ host: "a host" })).toBe("host");
  expect(complaint({ port: 6379 })).toBe("port");
  expect(complaint({ security: "none" }), "a password is never sent in the clear").toBe("security");
  expect(complaint({ host: "127.0.0.1", port: 6379, security: "none" }, true)).toBe(null);
  // A name that leads there is found out when it is looked up.
  await set({ host: "localhost" });
  await queue();
  await deliverMail({ ...mailing, server: { ...mailing.server, allow_local: false } });
  expect(await kept()).toMatchObject([{ state: "waiting", error: "localhost leads into a private network." }]);
  expect(smtp.arrived).toEqual([]);
});

test("a line break in the sender's address makes no header of its own", async () => {
  expect(await set({ from_address: "a@b.example\r\nBcc: c@d.example" }, 400)).toMatchObject({ errors: [{ path: "from_address" }] });
});
