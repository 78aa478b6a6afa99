/**
 * Writing to each other. A message and the activity by which it is written back are stored in one transaction, with the notices that it
 * brings; the same message sent twice is one message. Nobody is told what it says, only that it is there.
 */
import { queueMail } from "../accounts/store_mail.ts";
import { readSettings } from "../connections/store_settings.ts";
import { newId } from "../lib/ids.ts";
import { plainText } from "../outbox/clean.ts";
import type { By } from "../outbox/types.ts";
import { staffLetter } from "./letters_staff.ts";
import { tellClient } from "./notices.ts";
import { replyAddress } from "./reply_address.ts";
import { attachDocuments, filesOfDocuments } from "./store_documents.ts";
import { readColleagues } from "./store_inbox.ts";
import {
  answersSince,
  dropMessageNotices,
  firstUnread,
  insertMessage,
  lockThread,
  markRead,
  putMemberRead,
  readThreadOf,
  type Message,
  type Thread,
  type ThreadKey,
} from "./store_messages.ts";
import { readMailIn } from "./store_mail_in.ts";
import { toldOf, writerFor } from "./whose.ts";
import { PortalRefused, type PortalDb, type PortalDeps, type PortalPerson } from "./types.ts";

export const MAX_MESSAGE = 20_000;
/** Messages in a row are one notice. */
const TOGETHER_MS = 60 * 60_000;

export interface Written {
  /** Made where it is written: the same again is the same message. */
  key: string;
  body: string;
  document_ids: readonly string[];
  way?: Message["way"];
  /** It went or came as a text: an activity of that kind, and a day's texts with one number are one record (B-WRB-1). */
  text?: { number: string };
}

/** A colleague has answered since this member last looked; nothing was sent. */
export class AnsweredMeanwhile extends Error {
  override readonly name = "AnsweredMeanwhile";
  readonly answers: Message[];
  constructor(answers: Message[]) {
    super(`${answers.map((one) => one.author_name).join(", ")} answered meanwhile`);
    this.answers = answers;
  }
}

/** The matter has been asked for with `matterOf(…, "write")` before. */
export async function writeAsClient(
  deps: PortalDeps,
  person: PortalPerson,
  matter: { matter_id: string; title: string },
  written: Written,
  by: By,
): Promise<void> {
  const of = keyOf(person, matter.matter_id);
  const author_member_id = await authorOf(deps, of);
  const store = async (trx: PortalDb, thread: Thread, made: Made) => {
    const at = deps.clock.now().toISOString();
    const since = await firstUnread(trx, thread, "in", new Date(Date.parse(at) - TOGETHER_MS).toISOString());
    const row = { ...made, direction: "in" as const, member_id: null, author_name: person.name };
    await insertMessage(trx, thread, { ...row, way: written.way ?? "portal", sent_at: at });
    // Whoever writes has read what stands above.
    await markRead(trx, thread, "out", thread.last_seq, { by: person.name, at });
    await dropMessageNotices(trx, thread, at);
    if (since === null) await tellStaff(trx, deps, thread, { kind: "message", matter: matter.title, client: person.name });
  };
  await write(deps, of, { ...written, direction: "in", author_member_id, store }, by);
  deps.deliverMail();
}

/** Throws AnsweredMeanwhile where a colleague wrote after `seen_seq`. */
export async function writeAsMember(
  deps: PortalDeps,
  of: ThreadKey,
  member: { member_id: string; name: string },
  written: Written & { seen_seq: number | null },
  by: By,
): Promise<void> {
  const store = async (trx: PortalDb, thread: Thread, made: Made) => {
    const at = deps.clock.now().toISOString();
    if (written.seen_seq !== null) {
      const answers = await answersSince(trx, thread, written.seen_seq, member.member_id);
      if (answers.length > 0) throw new AnsweredMeanwhile(answers);
    }
    const first = await firstUnread(trx, thread, "out", new Date(Date.parse(at) - TOGETHER_MS).toISOString());
    const row = { ...made, direction: "out" as const, member_id: member.member_id, author_name: member.name };
    const seq = await insertMessage(trx, thread, { ...row, way: written.way ?? "portal", sent_at: at });
    await putMemberRead(trx, thread, member.member_id, seq);
    // They have it on their phone.
    if (written.text !== undefined) return;
    const { firm_id, connection_id, matter_id, contact_id } = thread;
    await tellClient(trx, deps, {
      ...{ firm_id, connection_id, matter_id, contact_id },
      kind: "message",
      occasion: `message ${thread.thread_id} ${first ?? seq}`,
    });
  };
  await write(deps, of, { ...written, direction: "out", author_member_id: member.member_id, store }, by);
}

interface Writing extends Written {
  direction: "in" | "out";
  author_member_id: string;
  store(trx: PortalDb, thread: Thread, made: Made): Promise<void>;
}

type Made = Pick<Message, "message_id" | "activity_id" | "body">;

/** The same again, by its key, is the same activity. */
export const sourceKeyOf = ({ connection_id, matter_id, contact_id }: ThreadKey, key: string): string =>
  `portal message ${connection_id} ${matter_id} ${contact_id} ${key}`;

async function write(deps: PortalDeps, of: ThreadKey, writing: Writing, by: By): Promise<void> {
  const body = plainText(writing.body);
  if (body === "") throw new PortalRefused("invalid", "There is nothing in the message.");
  if (body.length > MAX_MESSAGE) throw new PortalRefused("invalid", `A message has at most ${MAX_MESSAGE} characters.`);
  const given = [...new Set(writing.document_ids)];
  const file_ids = await filesOfDocuments(deps.db.kysely, of, writing.direction, given);
  if (file_ids.length < given.length) throw new PortalRefused("not_found", "One of the attachments is not there.");
  const thread_id = (await readThreadOf(deps.db.kysely, of))?.thread_id ?? newId(deps.clock);
  const at = deps.clock.now().toISOString();
  const tell: By["tell"] = async (trx, _action, activity_id) => {
    const thread = await lockThread(trx, of, { thread_id, at });
    const message_id = newId(deps.clock);
    await writing.store(trx, thread, { message_id, activity_id, body });
    await attachDocuments(trx, of, message_id, given);
    await by.tell(trx, "portal.message", thread.thread_id, { direction: writing.direction, activity_id });
  };
  const kind = writing.text ? ("text" as const) : ("message" as const);
  const talk = writing.text ? { address: writing.text.number, conversation: null } : { address: null, conversation: thread_id };
  await deps.outbox.logActivity(
    of.firm_id,
    {
      ...{ connection_id: of.connection_id, contact_id: of.contact_id, matter_id: of.matter_id },
      ...{ kind, direction: writing.direction, occurred_at: at, author_member_id: writing.author_member_id },
      ...{ subject: "", body, ...talk, file_ids },
      ...{ source: "portal", source_key: sourceKeyOf(of, writing.key) },
    },
    { name: by.name, tell },
  );
}

/** In whose name what a client sends is written back. */
export async function authorOf(deps: Pick<PortalDeps, "db">, of: ThreadKey): Promise<string> {
  const [colleagues, { settings }] = await Promise.all([readColleagues(deps.db.kysely, of), readSettings(deps.db.kysely, of)]);
  const member_id = writerFor(colleagues, settings.writeback.on_behalf);
  if (member_id === null) throw new PortalRefused("invalid", "The firm has nobody who could take this in.");
  return member_id;
}

/** In the transaction of what it tells of; the letter says neither what it is nor whose, and the inbox has it anyway: rather not told than twice. */
export async function tellStaff(
  trx: PortalDb,
  deps: Pick<PortalDeps, "url">,
  of: ThreadKey & { thread_id: string },
  about: { kind: "message" | "document"; matter: string; client: string },
): Promise<void> {
  for (const { email } of toldOf(await readColleagues(trx, of)))
    await queueMail(
      trx,
      of.firm_id,
      { ...staffLetter(email, about, `${deps.url}/inbox/${of.thread_id}`), ...(await replyToOf(trx, of.firm_id, of.thread_id)) },
      { once: true },
    );
}

/** Where answers by e-mail are set up, each letter about a thread can be answered. */
export async function replyToOf(trx: PortalDb, firm_id: string, thread_id: string): Promise<{ reply_to?: string }> {
  const domain = await readMailIn(trx, firm_id);
  return domain === null ? {} : { reply_to: replyAddress(domain, thread_id) };
}

export const keyOf = (person: Pick<PortalPerson, "firm_id" | "connection_id" | "contact_id">, matter_id: string): ThreadKey => ({
  ...{ firm_id: person.firm_id, connection_id: person.connection_id, contact_id: person.contact_id },
  matter_id,
});

/** The client has what members wrote before them. */
export async function readByClient(deps: PortalDeps, person: PortalPerson, matter_id: string, through: number, by: By): Promise<void> {
  const thread = await readThreadOf(deps.db.kysely, keyOf(person, matter_id));
  if (!thread) return;
  const at = deps.clock.now().toISOString();
  await deps.db.transaction(async (trx) => {
    const read = await markRead(trx, thread, "out", through, { by: person.name, at });
    if (read === 0) return;
    await dropMessageNotices(trx, thread, at);
    await by.tell(trx, "portal.message_read", thread.thread_id, { through });
  });
}

export async function readByMember(
  deps: PortalDeps,
  thread: Thread,
  member: { member_id: string; name: string },
  through: number,
  by: By,
): Promise<void> {
  const at = deps.clock.now().toISOString();
  const seq = Math.min(through, thread.last_seq);
  await deps.db.transaction(async (trx) => {
    const moved = await putMemberRead(trx, thread, member.member_id, seq);
    const read = await markRead(trx, thread, "in", seq, { by: member.name, at });
    if (moved || read > 0) await by.tell(trx, "portal.message_read", thread.thread_id, { through: seq });
  });
}
