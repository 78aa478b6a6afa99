/** Answers by e-mail: whose they are, what of them is kept, and what waits for a member. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashOf } from "../accounts/tokens.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import { fileSpace } from "../outbox/files.ts";
import type { By } from "../outbox/types.ts";
import { decideHeld } from "./mail_held.ts";
import { takeMail } from "./mail_in.ts";
import { keyOf, writeAsClient, writeAsMember } from "./messages.ts";
import { matterOf } from "./person.ts";
import { withoutQuote } from "./quoted.ts";
import { newReplyKey, replyAddress, threadOfReply } from "./reply_address.ts";
import { putAccess } from "./store_access.ts";
import { documentsOfMessages } from "./store_documents.ts";
import { listHeldMail, putMailIn, readMailIn } from "./store_mail_in.ts";
import { listMessages, readThreadOf } from "./store_messages.ts";
import { addressOf, openPortal, shown, somebody, type Portal } from "./test_portal.ts";

let db: TestDb;
let folder: string;
beforeAll(async () => {
  db = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "privity-mail-in-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await db.drop();
});

const by: By = { name: "Ada Marsh", tell: async () => {} };
const PDF = "%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n";

interface Story {
  portal: Portal;
  /** Where Lucía's answers go. */
  reply: string;
  lucia: string;
  mail(from: string, text: string, more?: { to?: string; id?: string; headers?: string[]; attach?: [string, string] }): Promise<string>;
  messages(): Promise<{ author_name: string; body: string; way: string; direction: string; message_id: string }[]>;
}

async function withLucia(): Promise<Story> {
  const portal = await openPortal(db);
  const { house, deps } = portal;
  const secret = newId();
  deps.files = fileSpace({ data_dir: folder, max_file_bytes: 1024 * 1024, s3: null });
  await putMailIn(db.kysely, {
    ...{ firm_id: house.firm_id, domain: "reply.marsh.example", secret_hash: hashOf(secret), reply_key: newReplyKey() },
    ...{ set_by: "Ada", set_at: house.now().toISOString() },
  });
  await house.put("contact", [somebody(1, "Lucia", house.firm_id), somebody(2, "Hugo", house.firm_id)]);
  await house.put("matter", [shown(51, 1, [1])]);
  const { person } = await portal.enter(addressOf("lucia", portal));
  const matter = await matterOf(db.kysely, person, "51", house.now(), "write");
  await writeAsClient(deps, person, matter, { key: "first", body: "When is the hearing?", document_ids: [] }, by);
  const thread = (await readThreadOf(db.kysely, keyOf(person, "51")))!;
  const reply = replyAddress((await readMailIn(db.kysely, house.firm_id))!, thread.thread_id);
  return {
    ...{ portal, reply, lucia: person.email },
    async mail(from, text, { to = reply, id = `<${newId()}@mail.example>`, headers = [], attach } = {}) {
      const head = [`From: Somebody <${from}>`, `To: The firm <${to}>`, "Subject: Re: You have a message", `Message-ID: ${id}`, ...headers];
      const whole =
        attach === undefined
          ? [...head, "Content-Type: text/plain; charset=utf-8", "", text]
          : [...head, "Content-Type: multipart/mixed; boundary=b", "", "--b", "Content-Type: text/plain", "", text, "--b",
              `Content-Disposition: attachment; filename="${attach[0]}"`, "Content-Type: application/pdf", "", attach[1], "--b--"]; // oxfmt-ignore
      return takeMail(deps, secret, new TextEncoder().encode(whole.join("\r\n")));
    },
    messages: () => listMessages(db.kysely, house.firm_id, thread.thread_id, { before: null, limit: 50 }),
  };
}

test("a client's answer by e-mail is one message of their thread, without what it quotes, however often it is delivered", async () => {
  const { mail, messages, lucia } = await withLucia();
  const text =
    "Monday is fine.\r\n\r\nOn Tue, Nov 17, 2026 at 10:00 AM Marsh Law <mail@marsh.example>\r\nwrote:\r\n> There is a new message for you.\r\n";
  for (let times = 0; times < 3; times++) expect(await mail(lucia.toUpperCase(), text, { id: "<same@mail.example>" })).toBe("taken");
  expect((await messages()).slice(1)).toMatchObject([
    { author_name: "Lucia Rivera", body: "Monday is fine.", way: "email", direction: "in" },
  ]);
});

test("what hangs on it is checked like any document; what is refused is named in the message, and the rest arrives", async () => {
  const { mail, messages, lucia, portal } = await withLucia();
  expect(await mail(lucia, "Here it is", { attach: ["../Letter.pdf", PDF] })).toBe("taken");
  expect(await mail(lucia, "And this", { attach: ["virus.exe", PDF] })).toBe("taken");
  const [, good, bad] = await messages();
  expect(await documentsOfMessages(db.kysely, portal.house.firm_id, [good!.message_id])).toMatchObject([
    { name: "Letter.pdf", direction: "in" },
  ]);
  expect(bad!.body).toBe("And this\n\n[virus.exe came with this e-mail and was not taken: files of its kind or size are refused.]");
});

test("a member answers from their own address; the client is told as of any other answer", async () => {
  const { mail, messages, portal } = await withLucia();
  expect(await mail("ada@marsh.example", "On the 4th.")).toBe("taken");
  expect((await messages()).at(-1)).toMatchObject({ author_name: "Ada Marsh", direction: "out", way: "email" });
  await portal.look();
  expect(portal.told).toMatchObject([{ subject: "You have a message: Case 51", reply_to: expect.stringMatching(/^reply\+/) as string }]);
});

test("from anybody else's address it is held: a stranger, another client, an address of two, a forged token, another firm's", async () => {
  const { mail, messages, portal, reply, lucia } = await withLucia();
  const { firm_id } = portal.house;
  expect(await mail("stranger@elsewhere.example", "I am Lucia")).toBe("held");
  // Also one who may come in.
  const hugo = { access_id: newId(), email: addressOf("hugo", portal), source: "invited" as const, language: "en" as const };
  await putAccess(db.kysely, { ...portal.house, contact_id: "2" }, { ...hugo, by: "Ada", at: portal.house.now().toISOString() });
  expect(await mail(hugo.email, "I am Hugo")).toBe("held");
  expect(await mail(lucia, "forged", { to: reply.replace(/\+(.)/, (_, sign: string) => `+${sign === "0" ? "1" : "0"}`) })).toBe("held");
  const other = await withLucia();
  expect(await mail(lucia, "into another firm's", { to: other.reply })).toBe("held");
  await portal.house.put("contact", [somebody(3, "Mateo", firm_id, { email: lucia })]);
  expect(await mail(lucia, "whose is this")).toBe("held");
  expect(await messages()).toHaveLength(1);
  expect(await other.messages()).toHaveLength(1);
  expect((await listHeldMail(db.kysely, firm_id, 9)).map((one) => one.reason).toReversed()).toEqual([
    ...["other_sender", "other_sender", "no_thread", "no_thread", "several"],
  ]);
});

test("a held letter is the client's when a member says so, once; or nobody's, and then what it said is gone", async () => {
  const { mail, messages, portal } = await withLucia();
  const { firm_id } = portal.house;
  await mail("lucia@work.example", "From my other address");
  await mail("stranger@elsewhere.example", "Buy pills");
  const [pills, hers] = await listHeldMail(db.kysely, firm_id, 9);
  await decideHeld(portal.deps, firm_id, hers!.mail_id, "take", by);
  await expect(decideHeld(portal.deps, firm_id, hers!.mail_id, "take", by)).rejects.toMatchObject({ code: "not_found" });
  await decideHeld(portal.deps, firm_id, pills!.mail_id, "dismiss", by);
  expect((await messages()).slice(1)).toMatchObject([{ author_name: "Lucia Rivera", body: "From my other address", direction: "in" }]);
  expect(await listHeldMail(db.kysely, firm_id, 9)).toEqual([]);
  expect(await portal.house.rows("select body from portal_mail_held where firm_id = $1 and body <> ''", [firm_id])).toEqual([]);
});

test("what programs send by themselves is dropped; a secret that nobody has is no address; a closed matter takes nothing", async () => {
  const { mail, messages, lucia, portal } = await withLucia();
  for (const header of ["Auto-Submitted: auto-replied", "Precedence: bulk", "Return-Path: <>", "List-Id: <x.example>"])
    expect(await mail(lucia, "I am away", { headers: [header] }), header).toBe("dropped");
  expect(await mail("mailer-daemon@mail.example", "Undelivered")).toBe("dropped");
  expect(await takeMail(portal.deps, "nobody's", new Uint8Array())).toBe("unknown");
  await portal.house.put("matter", [shown(51, 1, [1], { status: "closed", closed_date: portal.house.now().toISOString().slice(0, 10) })]);
  expect(await mail(lucia, "too late")).toBe("held");
  expect(await messages()).toHaveLength(1);
});

test("an answer written to a notice goes where the notice says", async () => {
  const { portal, reply, lucia } = await withLucia();
  const thread = { ...portal.house, matter_id: "51", contact_id: "1" };
  const of = { firm_id: thread.firm_id, connection_id: thread.connection_id, matter_id: "51", contact_id: "1" };
  const answer = { key: newId(), body: "Yes", document_ids: [], seen_seq: null };
  await writeAsMember(portal.deps, of, { member_id: portal.house.ada, name: "Ada Marsh" }, answer, by);
  await portal.look();
  expect(portal.told).toMatchObject([{ to: lucia, reply_to: reply }]);
  const staff = await portal.house.rows("select reply_to from mail where firm_id = $1 and subject like '%has written%'", [of.firm_id]);
  expect(staff).toEqual([{ reply_to: reply }]);
});

test("a reply address is for one thread of one firm, whatever case it comes in", () => {
  const of = { firm_id: newId(), domain: "reply.marsh.example", reply_key: newReplyKey() };
  const thread_id = newId();
  const address = replyAddress(of, thread_id);
  expect(address.split("@")[0]!.length).toBeLessThanOrEqual(64);
  expect(threadOfReply(of, ["other@x.example", address.toUpperCase()])).toBe(thread_id);
  expect(threadOfReply({ ...of, firm_id: newId() }, [address])).toBeNull();
  expect(threadOfReply({ ...of, reply_key: newReplyKey() }, [address])).toBeNull();
  expect(threadOfReply({ ...of, domain: "other.example" }, [address])).toBeNull();
});

test("quotes are cut in both languages, and answers between the lines stay whole", () => {
  expect(withoutQuote("Yes.\n\nEl mar, 17 nov 2026, Marsh Law <m@x.example> escribió:\n> Hola\n")).toBe("Yes.");
  expect(withoutQuote("Yes.\n-----Original Message-----\nFrom: x")).toBe("Yes.");
  expect(withoutQuote("Yes.\n\n> What?\n")).toBe("Yes.");
  expect(withoutQuote("> When?\nOn Monday.\n> Where?\nAt court.")).toBe("> When?\nOn Monday.\n> Where?\nAt court.");
  expect(withoutQuote("On Monday we wrote to the school.\nThank you.\n-- \nLucia")).toBe("On Monday we wrote to the school.\nThank you.");
});
