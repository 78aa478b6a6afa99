/**
 * MyCase's call log: accepted with 202 and no word of what became of it, so that every call is looked for, and may yet be refused in silence
 * (mycase.md §6.2). It takes neither a case nor a length.
 */
import type { Writing } from "../../model/writing.ts";
import { fitLine, fitText, withMarker } from "../../lib/text_limit.ts";
import { refusedByUs } from "../../lib/write.ts";
import type { OperationWriter } from "../../lib/writer.ts";
import type { MyCaseAccess } from "./writer_access.ts";
import { foundRow, reference, TEXT_LIMIT, textOf } from "./writer_access.ts";

/** A call cannot be read by its id (mycase.md §6.2): so far back its list is read to see whether it is ours. */
const LATELY_MS = 7 * 86_400_000;

export function mycaseCalls(access: MyCaseAccess): OperationWriter {
  const find = async ({ marker }: Writing, since: string) => {
    const rows = await access.list("calls", { "filter[updated_after]": since });
    return rows.filter((row) => textOf(row["message"])?.includes(marker)).map((row) => foundRow(row));
  };
  return {
    async create(writing) {
      await access.sendBlind("POST", "calls", bodyOf(writing));
      return { provider_id: null, url: null, progress: null };
    },
    find,
    removal: {
      async isOurs(writing, provider_id) {
        const since = new Date(access.session.clock.now().getTime() - LATELY_MS).toISOString();
        return (await find(writing, since)).some((one) => one.provider_id === provider_id);
      },
      remove: (provider_id) => access.drop(`calls/${encodeURIComponent(provider_id)}`),
    },
    async update(writing, provider_id) {
      await access.sendBlind("PUT", `calls/${encodeURIComponent(provider_id)}`, bodyOf(writing));
      return { provider_id, url: null, progress: null };
    },
  };
}

/** `resolved`, or the firm gets an open "return this call"; exactly one of client, lead and caller_name, whatever the schema says (mycase.md §6.2). */
function bodyOf(writing: Writing) {
  if (writing.staff_id === null) throw refusedByUs("MyCase wants to know whom the call was for; nobody of the firm is named.");
  return {
    called_at: writing.occurred_at,
    caller_phone_number: writing.phone_number || "unknown",
    call_for: reference(writing.staff_id),
    message: fitText(withMarker(messageOf(writing), writing.marker), TEXT_LIMIT, writing.marker),
    call_type: writing.direction === "out" ? "outgoing" : "incoming",
    resolved: true,
    ...otherSide(writing),
  };
}

/** A call has no subject of its own. */
function messageOf({ subject, body }: Writing): string {
  const first = fitLine(subject, 250);
  return first === "" || body.startsWith(first) ? body : `${first}\n\n${body}`;
}

function otherSide({ parent, from, to, phone_number }: Writing) {
  const contact = parent.kind === "contact" ? parent : [...from, ...to].find((party) => party.kind === "contact");
  return contact ? { client: reference(contact.id) } : { caller_name: phone_number || "unknown" };
}
