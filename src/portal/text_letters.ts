/** Whoever wrote a text is told when it comes to nothing after they have looked away; the letter does not say what it said. */
import { queueMail } from "../accounts/store_mail.ts";
import { textLetter } from "./letters_staff.ts";
import { readWriter, type TextOut } from "./store_texts.ts";
import type { PortalDb, PortalDeps } from "./types.ts";

/** Until then it stands before their eyes. */
const LOOKED_AWAY_MS = 45_000;

/** In the transaction of what became of it. */
export async function tellWriter(
  trx: PortalDb,
  { clock, url }: Pick<PortalDeps, "clock" | "url">,
  text: TextOut,
  came_to: "not_sent" | "unknown" | "not_delivered",
  why: string,
): Promise<void> {
  if (text.purpose !== "message") return;
  if (came_to !== "not_delivered" && clock.now().getTime() - Date.parse(text.created_at) < LOOKED_AWAY_MS) return;
  const writer = await readWriter(trx, text);
  if (writer === null || writer.mode === "none") return;
  const page =
    writer.thread_id === null ? `contacts/${text.connection_id}/${encodeURIComponent(text.contact_id)}` : `inbox/${writer.thread_id}`;
  await queueMail(trx, text.firm_id, textLetter(writer.email, { client: writer.client, came_to, why }, `${url}/${page}`));
}
