/**
 * A text that came. It is kept before anything else is done with it, once by the provider's id; then it joins the conversation with the one who has
 * the number, about their one open matter. Where that is not clear a member says whose it is. STOP and its like are a number's, whoever has it.
 */
import { audit } from "../accounts/store_audit.ts";
import { readFirm } from "../accounts/store_firms.ts";
import { newId } from "../lib/ids.ts";
import { plainText } from "../outbox/clean.ts";
import { OutboxRefused, type By } from "../outbox/types.ts";
import { hear, type Heard } from "../texting/keywords.ts";
import { authorOf, MAX_MESSAGE, writeAsClient } from "./messages.ts";
import { matterOf, mattersOf } from "./person.ts";
import { asClient } from "./sign_in.ts";
import {
  insertTextIn,
  listComing,
  moveTextIn,
  readNumbers,
  startNumber,
  stopNumber,
  whoHas,
  type Haver,
  type TextIn,
} from "./store_texts_in.ts";
import { takeMedia } from "./text_media.ts";
import { PortalRefused, type PortalDb, type PortalDeps } from "./types.ts";

export interface CameIn {
  sid: string;
  from: string;
  body: string;
  media: { type: string; url: string | null }[];
  /** What the provider took it for by itself: STOP, START or HELP. */
  opt_out: string | null;
}

const MOST_MEDIA = 10;

/** Gives what is answered at once; null: nothing, as for what the provider answers itself. */
export async function takeText(deps: PortalDeps, firm_id: string, came: CameIn): Promise<string | null> {
  const received_at = deps.clock.now().toISOString();
  const number = came.from.slice(0, 100);
  const row: TextIn = {
    ...{ firm_id, text_id: newId(deps.clock), sid: came.sid, number, body: plainText(came.body).slice(0, MAX_MESSAGE), received_at },
    media: came.media.slice(0, MOST_MEDIA).map(({ type, url }) => ({ type: type.slice(0, 100), url: url?.slice(0, 1000) ?? null })),
    ...{ word: null, state: "coming", reason: null, connection_id: null, contact_id: null, matter_id: null },
  };
  const heard = await deps.db.transaction(async (trx) => {
    const [standing] = await readNumbers(trx, firm_id, [number]);
    const said = hear(came.body, came.opt_out, Boolean(standing?.stopped_at));
    if (!(await insertTextIn(trx, { ...row, word: said?.word ?? null }))) return "again";
    await obey(trx, row, said);
    return said;
  });
  if (heard === "again") return null;
  const placed = place(deps, { ...row, word: heard?.word ?? null });
  // Twilio waits 15 s for an answer, and pictures may take longer.
  if (row.media.length > 0) deps.inBackground(placed);
  else await placed;
  return heard?.ours ? answerTo(heard, (await readFirm(deps.db.kysely, firm_id)).name) : null;
}

async function obey(trx: PortalDb, { firm_id, number, received_at }: TextIn, heard: Heard | null): Promise<void> {
  const of = { firm_id, number };
  const by = asClient(firm_id, number);
  if (heard?.word === "stop" && (await stopNumber(trx, of, { word: heard.word, at: received_at })))
    await audit(trx, by, "text.stop", number);
  if (heard?.word === "start" && (await startNumber(trx, of))) await audit(trx, by, "text.start", number);
}

/** To words that the provider leaves to us: Spanish ones. */
const answerTo = ({ word }: Heard, firm: string): string =>
  ({
    stop: `${firm}: no recibirá más mensajes de texto nuestros. Para recibirlos de nuevo, responda INICIAR.`,
    start: `${firm}: volverá a recibir nuestros mensajes de texto. Para no recibirlos, responda ALTO.`,
    help: `${firm}: escríbanos aquí o llame al bufete. Para no recibir más mensajes, responda ALTO.`,
  })[word];

/** What was kept and not placed, as its process died. */
export async function placeTexts(deps: PortalDeps): Promise<void> {
  for (const row of await listComing(deps.db.kysely, 100)) await place(deps, row);
}

/** Doing it twice harms nothing. */
async function place(deps: PortalDeps, row: TextIn): Promise<void> {
  const db = deps.db.kysely;
  const end = (to: Omit<Parameters<typeof moveTextIn>[2], "at">) =>
    deps.db.transaction(async (trx) => {
      // A word alone asks nobody for anything.
      const state = to.state === "held" && (row.word === "stop" || row.word === "start") ? "noted" : to.state;
      const at = deps.clock.now().toISOString();
      if ((await moveTextIn(trx, row, { ...to, state, at })) && state === "held")
        await audit(trx, asClient(row.firm_id, row.number), "text.held", row.text_id, { reason: to.reason });
    });
  const havers = await whoHas(db, row.firm_id, row.number);
  if (havers.length !== 1) return end({ state: "held", reason: havers.length === 0 ? "unknown" : "several" });
  const [haver] = havers as [Haver];
  const open = (await mattersOf(db, { firm_id: row.firm_id, ...haver }, deps.clock.now())).filter((one) => !one.read_only);
  if (open.length !== 1) return end({ state: "held", reason: open.length === 0 ? "no_matter" : "several_matters" });
  const of = { connection_id: haver.connection_id, contact_id: haver.contact_id, matter_id: open[0]!.matter_id };
  const by = byClient(row.firm_id, haver.name);
  const joined = await join(deps, row, { ...of, name: haver.name }, by);
  // The next round fetches what hangs on it.
  if (joined === "later") return;
  if (joined) await end({ state: "taken", of });
  else await end({ state: "held", reason: "closed" });
}

const byClient = (firm_id: string, name: string): By => ({ name, tell: (trx, ...what) => audit(trx, asClient(firm_id, name), ...what) });

/** Into the thread of the matter where it is shown to them, else an activity of theirs. The same text again is the same message. False: it cannot be; "later": what hangs on it cannot be had now. */
export async function join(
  deps: PortalDeps,
  row: TextIn,
  to: { connection_id: string; contact_id: string; matter_id: string | null; name: string },
  by: By,
): Promise<boolean | "later"> {
  const { firm_id, number } = row;
  const { connection_id, contact_id, matter_id, name } = to;
  const person = { firm_id, connection_id, contact_id, name, access_id: "", email: "", language: "en" as const };
  try {
    const matter = matter_id === null ? null : await shownMatter(deps, person, matter_id);
    if (matter !== null) {
      const taken = await takeMedia(deps, person, matter, row, by);
      if (taken === "later") return taken;
      const { document_ids, refused } = taken;
      const body = bodyOf(row.body, refused, document_ids.length);
      const written = { key: `text ${row.text_id}`, body, document_ids, way: "text" as const, text: { number } };
      await writeAsClient(deps, person, matter, written, by);
      return true;
    }
    const author_member_id = await authorOf(deps, { firm_id, connection_id, contact_id, matter_id: matter_id ?? "" });
    await deps.outbox.logActivity(
      firm_id,
      {
        ...{ connection_id, contact_id, matter_id, kind: "text", direction: "in", occurred_at: row.received_at, author_member_id },
        ...{
          subject: "",
          body: bodyOf(row.body, typesOf(row), 0),
          address: number,
          conversation: null,
          file_ids: [],
          source: "portal",
          source_key: `text ${row.text_id}`,
        },
      },
      by,
    );
    return true;
  } catch (error) {
    if (error instanceof PortalRefused || error instanceof OutboxRefused) return false;
    throw error;
  }
}

async function shownMatter(deps: PortalDeps, person: Parameters<typeof writeAsClient>[1], matter_id: string) {
  return matterOf(deps.db.kysely, person, matter_id, deps.clock.now(), "write").catch((error: unknown) => {
    if (error instanceof PortalRefused && error.code === "not_found") return null;
    throw error;
  });
}

const typesOf = ({ media }: TextIn): string[] => media.map(({ type }) => type);

/** With what hung on it and was not taken: where such can be sent is said too. */
function bodyOf(body: string, refused: readonly string[], taken: number): string {
  if (refused.length === 0) return body || (taken > 0 ? "(by text, see the documents)" : "(an empty text)");
  const what = `${refused.length === 1 ? "1 file" : `${refused.length} files`} (${[...new Set(refused)].join(", ")})`;
  const note = `[${what} came with this text and was not taken. Documents can be sent in the portal.]`;
  return body === "" ? note : `${body}\n\n${note}`;
}
