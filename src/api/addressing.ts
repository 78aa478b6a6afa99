/** With which e-mail or number a contact was reached, and who else has it: whoever sends to a shared one is asked first (B-CTC-6). */
import type { ConnectionRow } from "../connections/store_lists.ts";
import { readSettings } from "../connections/store_settings.ts";
import type { ActivityDraft } from "../model/activity.ts";
import { readPhone } from "../projection/phone.ts";
import { listDuplicatesOf, readContact } from "../projection/store_lists_contact.ts";
import type { ApiDeps } from "./deps.ts";
import { Problem } from "./problems.ts";

/** The address as it is stored: E.164, or an e-mail in lower case. The contact's only one where none was given, so that its texts are one conversation. */
export async function addressOf(deps: ApiDeps, connection: ConnectionRow, draft: ActivityDraft): Promise<string | null> {
  if (draft.address === null) {
    const known = draft.kind === "call" ? [] : await channelsOf(deps, connection, draft);
    return known.length === 1 ? known[0]! : null;
  }
  if (draft.kind === "email") return draft.address;
  const { settings } = await readSettings(deps.db.kysely, connection);
  const read = readPhone(draft.address, settings.contacts.country);
  if (read) return read.number;
  const message = "must be a phone number; with its country, such as +1 212 555 0142, where it is a foreign one";
  throw new Problem("invalid-request", "The number cannot be read.", { errors: [{ path: "number", message }] });
}

/** What the contact can be reached by in this way. */
async function channelsOf(deps: ApiDeps, connection: ConnectionRow, draft: ActivityDraft): Promise<string[]> {
  const contact = await readContact(deps.db.kysely, connection, draft.contact.provider_id);
  if (!contact || (draft.kind !== "email" && draft.kind !== "text")) return [];
  const { emails, phones } = contact.view.channels;
  return draft.kind === "email" ? emails : [...new Set(phones.map((phone) => phone.number))];
}

/** B-CTC-6. Where the address is not known, each that the contact has may have been used. */
export async function askIfShared(deps: ApiDeps, connection: ConnectionRow, draft: ActivityDraft, address: string | null): Promise<void> {
  if (draft.confirmed || draft.direction !== "out" || (draft.kind !== "email" && draft.kind !== "text")) return;
  const used = address === null ? await channelsOf(deps, connection, draft) : [address];
  const others = await listDuplicatesOf(deps.db.kysely, connection, draft.contact.provider_id, used);
  if (others.length === 0) return;
  const all = [...new Set(others.map((other) => other.name || "somebody without a name"))];
  const names = all.slice(0, 3);
  const more = all.length > 3 ? ` and ${all.length - 3} more` : "";
  throw new Problem(
    "shared-address",
    `${[...new Set(others.flatMap((other) => other.shared))].join(", ")} is also that of ${names.join(", ")}${more}.`,
    {
      contacts: others.map(({ connection_id, provider_id, name, shared }) => ({ connection_id, provider_id, name, shared })),
    },
  );
}
