/** What hangs on a text: fetched from the provider with a bound, and checked like any document of the client's. */
import { FileRefused } from "../outbox/files.ts";
import type { By } from "../outbox/types.ts";
import { TextFailure } from "../texting/provider.ts";
import { shareAsClient } from "./documents.ts";
import type { TextIn } from "./store_texts_in.ts";
import { readTextAccount } from "./store_text_account.ts";
import { providerOf } from "./text_account.ts";
import { PortalRefused, type PortalDeps, type PortalPerson } from "./types.ts";

/** As long as what cannot be fetched now is asked for again. */
const PATIENCE_MS = 60 * 60_000;

export interface TakenMedia {
  document_ids: string[];
  /** Kinds of those that were not taken. */
  refused: string[];
}

/** "later": the provider does not give it now. The same once more is the same documents. */
export async function takeMedia(
  deps: PortalDeps,
  person: PortalPerson,
  matter: { matter_id: string; title: string },
  row: TextIn,
  by: By,
): Promise<TakenMedia | "later"> {
  const taken: TakenMedia = { document_ids: [], refused: [] };
  for (const [index, { type, url }] of row.media.entries()) {
    const bytes = await fetched(deps, row, url);
    if (bytes === "later") return "later";
    const shared = bytes === null ? null : await keep(deps, person, matter, { row, index, type, bytes }, by);
    if (shared === null) taken.refused.push(type);
    else taken.document_ids.push(shared);
  }
  return taken;
}

async function fetched(deps: PortalDeps, row: TextIn, url: string | null): Promise<Uint8Array | "later" | null> {
  const account = await readTextAccount(deps.db.kysely, row.firm_id);
  if (url === null || account === null) return null;
  try {
    return await (await providerOf(deps.texting, account)).media(url);
  } catch (error) {
    if (!(error instanceof TextFailure)) throw error;
    deps.log.warn({ text_id: row.text_id, code: error.code, reason: error.message }, "what hung on a text could not be fetched");
    const waits = deps.clock.now().getTime() - Date.parse(row.received_at) < PATIENCE_MS;
    return error.meaning !== "refused" && waits ? "later" : null;
  }
}

async function keep(
  deps: PortalDeps,
  person: PortalPerson,
  matter: { matter_id: string; title: string },
  { row, index, type, bytes }: { row: TextIn; index: number; type: string; bytes: Uint8Array },
  by: By,
): Promise<string | null> {
  const name = nameOf(type, index + 1);
  if (name === null) return null;
  const content = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  const given = { name, note: "", size: bytes.length, content, with_message: true, key: `text ${row.text_id} ${index}` };
  const shared = await shareAsClient(deps, person, matter, given, by).catch((error: unknown) => {
    if (error instanceof PortalRefused || error instanceof FileRefused) return null;
    throw error;
  });
  return shared?.document_id ?? null;
}

/** Texts bring no names. Null: of a kind that is not taken, such as films and visiting cards. */
const ENDINGS: Record<string, string> = {
  ...{ "image/jpeg": "jpg", "image/jpg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "image/heic": "heic" },
  ...{ "image/heif": "heif", "image/tiff": "tiff", "image/bmp": "bmp", "application/pdf": "pdf", "text/plain": "txt", "text/csv": "csv" },
};
function nameOf(type: string, count: number): string | null {
  const ending = ENDINGS[type.split(";")[0]!.trim().toLowerCase()];
  if (ending === undefined) return null;
  return `${type.startsWith("image/") ? "Picture" : "Document"} ${count}.${ending}`;
}
