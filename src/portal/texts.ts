/**
 * A member's text to a client. It is kept before it leaves, and becomes part of the conversation once the provider has it: what was refused is
 * in no file. Nothing goes to a number that was stopped; one that others have too is asked about first.
 */
import { readSettings } from "../connections/store_settings.ts";
import { newId } from "../lib/ids.ts";
import { plainText } from "../outbox/clean.ts";
import type { By } from "../outbox/types.ts";
import { listClientsOf } from "./store_inbox.ts";
import { readTextAccount } from "./store_text_account.ts";
import { insertText, lockText, moveText, type TextOut } from "./store_texts.ts";
import { readHaver } from "./store_texts_in.ts";
import { finishNotice } from "./text_notices.ts";
import { numbersOf, type TextNumber } from "./text_numbers.ts";
import { PortalRefused, type PortalDb, type PortalDeps } from "./types.ts";

/** Twilio takes 1,600 characters (docs/messaging/api/message-resource, Body); that are ten parts and more, each paid for. */
export const MAX_TEXT = 1600;

export interface TextTo {
  firm_id: string;
  connection_id: string;
  contact_id: string;
  /** Null: of no matter. */
  matter_id: string | null;
}

export interface TextDraft {
  /** Made where it is written: the same again is the same text. */
  key: string;
  body: string;
  /** Null: the first that they can be texted by. */
  number: string | null;
  /** Whoever sends it knows that others have the number too. */
  confirmed: boolean;
}

/** Why no text goes, for the person who asked. */
export class TextRefused extends Error {
  override readonly name = "TextRefused";
  readonly code: "off" | "no_number" | "stopped" | "shared";
  readonly shared_with: readonly string[];
  constructor(code: TextRefused["code"], message: string, shared_with: readonly string[] = []) {
    super(message);
    this.code = code;
    this.shared_with = shared_with;
  }
}

/** Null: the contact is not here. */
export async function readNumbersOf(db: PortalDb, of: Omit<TextTo, "matter_id">): Promise<TextNumber[] | null> {
  const haver = await readHaver(db, of);
  if (haver === null) return null;
  const { settings } = await readSettings(db, of);
  return numbersOf(db, { firm_id: of.firm_id, country: settings.contacts.country }, haver);
}

/** Kept, and due now; `sendTexts` has it leave. */
export async function writeText(
  deps: PortalDeps,
  to: TextTo,
  draft: TextDraft,
  member: { member_id: string; name: string },
  by: By,
): Promise<string> {
  const db = deps.db.kysely;
  const body = plainText(draft.body);
  if (body === "") throw new PortalRefused("invalid", "There is nothing in the text.");
  if (body.length > MAX_TEXT)
    throw new PortalRefused("invalid", `A text has at most ${MAX_TEXT} characters. Write longer ones in the portal.`);
  if (!(await readTextAccount(db, to.firm_id))?.sending)
    throw new TextRefused("off", "The firm has not set up texting, or has switched it off.");
  const { number } = await numberFor(db, to, draft);
  const text_id = newId(deps.clock);
  const kept = await deps.db.transaction(async (trx) => {
    const at = deps.clock.now().toISOString();
    const row = {
      ...to,
      text_id,
      purpose: "message" as const,
      notice_id: null,
      member_id: member.member_id,
      by_name: member.name,
      number,
      body,
    };
    const { made, text_id: kept_id } = await insertText(trx, { ...row, key: `message ${draft.key}` }, at);
    if (made) await by.tell(trx, "text.write", text_id, { connection_id: to.connection_id, contact_id: to.contact_id, number });
    return kept_id;
  });
  return kept;
}

async function numberFor(db: PortalDb, to: TextTo, draft: Pick<TextDraft, "number" | "confirmed">): Promise<TextNumber> {
  const numbers = await readNumbersOf(db, to);
  if (numbers === null) throw new PortalRefused("not_found", "There is no such contact, or they cannot be used now.");
  const chosen = draft.number === null ? numbers[0] : numbers.find((one) => one.number === draft.number);
  if (!chosen)
    throw new TextRefused(
      "no_number",
      draft.number === null ? "They have no number that a text can go to." : "This number is none that a text to them can go to.",
    );
  if (chosen.stopped_at !== null)
    throw new TextRefused("stopped", `They answered STOP from ${chosen.number}. Nothing goes there until they text START.`);
  if (chosen.shared_with.length > 0 && !draft.confirmed)
    throw new TextRefused("shared", `${chosen.number} is also that of ${namesOf(chosen.shared_with)}.`, chosen.shared_with);
  return chosen;
}

const namesOf = (names: readonly string[]): string =>
  names.slice(0, 3).join(", ") + (names.length > 3 ? ` and ${names.length - 3} more` : "");

/** Whether they can read of the matter in the portal: then there is a thread for it. */
export async function hasThread(db: PortalDb, of: TextTo): Promise<boolean> {
  const { matter_id } = of;
  if (matter_id === null) return false;
  return (await listClientsOf(db, { ...of, matter_id })).some((one) => one.contact_id === of.contact_id && one.open);
}

/**
 * A member's word. `now`: it goes at this hour too. `sent`: it is there, they have seen it. `again`: it is not, or what stood in the way is
 * mended; it is tried once more. `drop`: it is not to go.
 */
export type TextWord = "now" | "sent" | "again" | "drop";

/** What can be said of it as it stands. */
export function wordsFor({ state }: Pick<TextOut, "state">): TextWord[] {
  if (state === "queued") return ["now", "drop"];
  if (state === "needs_review") return ["sent", "again", "drop"];
  return state === "failed" ? ["again", "drop"] : [];
}

/** False: it is in another state by now, or there is none. */
export async function settleText(
  deps: Pick<PortalDeps, "db" | "clock">,
  firm_id: string,
  text_id: string,
  word: TextWord,
  by: By,
): Promise<boolean> {
  return deps.db.transaction(async (trx) => {
    const text = await lockText(trx, firm_id, text_id);
    if (text === null || !wordsFor(text).includes(word)) return false;
    const at = deps.clock.now().toISOString();
    if (word === "sent") await moveText(trx, text, { state: "sent" }, at);
    else if (word === "drop") await moveText(trx, text, { state: "cancelled", reason: "dropped" }, at);
    else await moveText(trx, text, { state: "queued", due_at: at, at_once: word === "now" }, at);
    await finishNotice(trx, { ...text, ...(word === "sent" ? { state: "sent" } : {}) }, at);
    await by.tell(trx, "text.settle", text_id, { word });
    return true;
  });
}
