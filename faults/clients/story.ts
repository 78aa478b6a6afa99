/**
 * What happens in a firm between a kill and the next: two matters come into another phase, a new client comes, clients write, answer forms and send
 * letters, a member answers. Whoever gets no answer sends it again, and two processes do the same work at once.
 */
import { newId } from "../../src/lib/ids.ts";
import { settleNotice } from "../../src/portal/manage_notices.ts";
import { resolveSend } from "../../src/automations/allow.ts";
import { replyAddress } from "../../src/portal/reply_address.ts";
import { readMailIn } from "../../src/portal/store_mail_in.ts";
import { readThreadOf } from "../../src/portal/store_messages.ts";
import type { Diary } from "./diary.ts";
import type { Client } from "./office.ts";
import type { Errand } from "./task.ts";
import type { ClientsWorld } from "./world.ts";

const MINUTE = 60_000;
const PDF = "%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n";

/** Who has a thread and an open form from the time before. */
export interface Before {
  wrote: Client;
  answered: Client;
}

/** A matter comes into its second phase: a letter, a notice, a form. */
export function enterPhase({ office }: ClientsWorld, diary: Diary, client: Client): void {
  office.enterPhase(client.matter_id);
  diary.expect("K1", client);
  diary.expect("phase", client);
  diary.expect("form", client);
  diary.asked.push(client);
}

/** What is told by the provider's webhooks, and what came in meanwhile. */
export async function news(world: ClientsWorld, diary: Diary, before: Before | null): Promise<{ errands: Errand[]; after: Before }> {
  const after = { wrote: world.nextClient(), answered: world.nextClient() };
  for (const client of [after.wrote, after.answered]) enterPhase(world, diary, client);
  diary.expect("K2", world.newClient());
  await world.settle();
  return { errands: [...(before ? await later(world, diary, before) : []), ...writing(world, diary, after)], after };
}

function writing(world: ClientsWorld, diary: Diary, { wrote, answered }: Before): Errand[] {
  const [asked, answer] = [`M1-${wrote.name}.`, `M2-${answered.name}.`];
  diary.messages.push(asked, answer);
  diary.expect("message", answered);
  const member = { member_id: world.authors[0].member_id, name: "Ada" };
  const { contact_id, matter_id } = answered;
  return [
    { do: "message", person: world.person(wrote), matter_id: wrote.matter_id, key: newId(), body: `When is it? ${asked}` },
    { do: "answer", of: { contact_id, matter_id }, member, key: newId(), body: `On Monday. ${answer}` },
  ];
}

async function later(world: ClientsWorld, diary: Diary, { wrote, answered }: Before): Promise<Errand[]> {
  const forms = await Promise.all([wrote, answered].map((client) => formOf(world, diary, client)));
  return [...forms, ...(await lettersOf(world, diary, wrote))];
}

async function formOf(world: ClientsWorld, diary: Diary, client: Client): Promise<Errand> {
  const { rows } = await world.db.pool.query<{ request_id: string }>(
    "select request_id from form_request where firm_id = $1 and contact_id = $2 order by created_at",
    [world.owner.firm_id, client.contact_id],
  );
  const request_id = rows[0]?.request_id;
  if (request_id === undefined) throw new Error(`${client.name} was sent no form`);
  const answers = { court: `V1-${client.name}`, theory: `V2-${client.name}` };
  diary.forms.push({ client, answers });
  return { do: "form", person: world.person(client), request_id, answers };
}

/** Two answers by e-mail, one with a document. */
async function lettersOf(world: ClientsWorld, diary: Diary, client: Client): Promise<Errand[]> {
  const { db, owner, mail_secret: secret } = world;
  const thread = await readThreadOf(db.kysely, { ...owner, contact_id: client.contact_id, matter_id: client.matter_id });
  if (!thread) throw new Error(`${client.name} has no thread`);
  const to = replyAddress((await readMailIn(db.kysely, owner.firm_id))!, thread.thread_id);
  return [1, 2].map((nth): Errand => {
    const mark = `E${nth}-${client.name}.`;
    const name = `D${nth}-${client.name}.pdf`;
    diary.messages.push(mark);
    diary.documents.push(name);
    const head = [
      `From: ${client.name} <${client.email}>`,
      `To: ${to}`,
      "Subject: Re: You have a message",
      `Message-ID: <${mark}${world.seed}@clients.example>`,
    ];
    const parts = [
      "--b",
      "Content-Type: text/plain",
      "",
      `Here it is. ${mark}`,
      "--b",
      `Content-Disposition: attachment; filename="${name}"`,
    ];
    const raw = [
      ...head,
      "Content-Type: multipart/mixed; boundary=b",
      "",
      ...parts,
      "Content-Type: application/pdf",
      "",
      `${PDF}%${name}\n`,
      "--b--",
    ];
    return { do: "mail", secret, raw: raw.join("\r\n") };
  });
}

/** In an order of their own. */
export function shuffled<T>(world: ClientsWorld, list: readonly T[]): T[] {
  const rest = [...list];
  return Array.from(list, () => rest.splice(world.random.int(rest.length), 1)[0]!);
}

/** Everything that was told is told once more, as to a process that looked at it a moment before another one was done with it. */
export async function tellAgain({ db, owner }: ClientsWorld, from_seq: number): Promise<void> {
  for (const clock of ["automation_clock", "portal_clock", "form_clock"])
    await db.pool.query(`update ${clock} set event_seq = least(event_seq, $2) where firm_id = $1`, [owner.firm_id, from_seq]);
}

export async function lastSeq({ db, owner }: ClientsWorld): Promise<number> {
  const { rows } = await db.pool.query<{ seq: number }>("select seq::float8 as seq from event_clock where firm_id = $1", [owner.firm_id]);
  return rows[0]?.seq ?? 0;
}

interface Row {
  id: string;
  automated: boolean;
  message_id: string;
  state: string;
}

export const LETTER_ROWS = `
  select send_id as id, true as automated, message_id, state, reason, address, contact_id, subject from automation_send where firm_id = $1
  union all select notice_id, false, message_id, state, reason, address, contact_id, subject from portal_notice where firm_id = $1 and way = 'email'`;

const lettersIn = async ({ db, owner }: ClientsWorld, states: readonly string[]): Promise<Row[]> =>
  (await db.pool.query<Row>(`select * from (${LETTER_ROWS}) letters where state = any($2)`, [owner.firm_id, states])).rows;

/** Of whatever a dead process had in hand nobody knows. */
export async function noteDoubts(world: ClientsWorld, diary: Diary): Promise<void> {
  for (const { message_id } of await lettersIn(world, ["sending"])) diary.doubted.add(message_id);
}

/** Rounds until nothing is left to be done by itself. */
export async function rest(world: ClientsWorld): Promise<void> {
  for (let rounds = 0; rounds < 8; rounds++) {
    await world.pass(16 * MINUTE);
    await world.round();
    const { rows } = await world.db.pool.query(
      `select 1 from delivery where firm_id = $1 and state in ('queued', 'sending', 'unknown')
       union all select 1 from (${LETTER_ROWS}) letters where state in ('queued', 'sending')`,
      [world.owner.firm_id],
    );
    if (rows.length === 0) return;
  }
}

/** A member looks at each letter of which nobody knows, or that was refused, and says the truth: it is there, or it is to be sent again. */
export async function review(world: ClientsWorld): Promise<number> {
  const { db, owner, sink } = world;
  const there = new Set(sink.arrived.map((one) => one.message_id));
  const letters = await lettersIn(world, ["needs_review", "failed"]);
  const at = world.now().toISOString();
  for (const { id, automated, message_id } of letters) {
    const word = there.has(message_id) ? ("sent" as const) : ("again" as const);
    const by = { name: "Ada", at, tell: async () => {} };
    if (automated)
      await db.transaction((trx) =>
        resolveSend(trx, { now: world.now, sleep: async () => {} }, owner.firm_id, id, { by: by.name, at, outcome: word }),
      );
    else await settleNotice({ db }, owner.firm_id, id, word, by);
  }
  return letters.length;
}
