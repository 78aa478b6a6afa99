/** What was sent becomes part of the conversation, and of the client's file: once, by its key (B-WRB-1). */
import { crashPoint } from "../lib/crash_point.ts";
import { OutboxRefused } from "../outbox/types.ts";
import { isUndelivered, wordsForCode } from "../texting/twilio_words.ts";
import { sourceKeyOf, writeAsMember } from "./messages.ts";
import { listUnloggedTexts, markTextLogged, type TextOut } from "./store_texts.ts";
import { hasThread } from "./texts.ts";
import { PortalRefused, type PortalDeps } from "./types.ts";

const PAGE = 50;

/** What was sent becomes a message of the thread and an activity, once, by its key; a notice an activity alone. */
export async function tellTexts(deps: PortalDeps, text_id: string | null): Promise<void> {
  for (const text of await listUnloggedTexts(deps.db.kysely, PAGE, text_id)) {
    await tell(deps, text).catch((error: unknown) => {
      // Contact, matter or member are gone since: there is nothing to write it to.
      if (!(error instanceof OutboxRefused || error instanceof PortalRefused)) throw error;
      deps.log.warn({ text_id: text.text_id, reason: error.code }, "a text could not be told as an activity");
    });
    crashPoint("text:logged");
    await markTextLogged(deps.db.kysely, text, sourceKeysOf(text), deps.clock.now().toISOString());
  }
}

/** Whoever wrote it told the audit log then. */
async function tell(deps: PortalDeps, text: TextOut): Promise<void> {
  const by = { name: text.by_name, tell: async () => {} };
  const { firm_id, connection_id, contact_id, matter_id, number, member_id } = text;
  const of = { firm_id, connection_id, contact_id, matter_id };
  if (text.purpose === "message" && matter_id !== null && (await hasThread(deps.db.kysely, of))) {
    const written = { key: keyOfText(text), body: text.body, document_ids: [], seen_seq: null, way: "text" as const, text: { number } };
    return writeAsMember(deps, { ...of, matter_id }, { member_id, name: text.by_name }, written, by);
  }
  await deps.outbox.logActivity(
    firm_id,
    {
      ...{ connection_id, contact_id, matter_id, kind: "text", direction: "out", occurred_at: text.sent_at!, author_member_id: member_id },
      ...{ subject: "", body: bodyOf(text), address: number, conversation: null, file_ids: [] },
      ...{ source: "portal", source_key: keyOfText(text) },
    },
    by,
  );
}

const keyOfText = ({ text_id }: TextOut): string => `text ${text_id}`;
/** Of its activity, whichever way it became one. */
const sourceKeysOf = (text: TextOut): string[] => [
  keyOfText(text),
  ...(text.matter_id === null ? [] : [sourceKeyOf({ ...text, matter_id: text.matter_id }, keyOfText(text))]),
];

/** What the client's file says of one that did not arrive. */
export const bodyOf = ({ body, delivery, delivery_code }: Pick<TextOut, "body" | "delivery" | "delivery_code">): string =>
  isUndelivered(delivery) ? `${body}\n[Not delivered. ${wordsForCode(delivery_code) ?? "The network does not say why."}]` : body;
