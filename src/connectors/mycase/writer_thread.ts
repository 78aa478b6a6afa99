/**
 * MyCase's message threads: the client portal's messages. A client among the recipients may be told of it by e-mail, and only then a list
 * shows the thread; a thread of staff alone, or a message in a thread, can be read back by no request (mycase.md §6.3).
 */
import type { Party, Writing } from "../../model/writing.ts";
import { fitText } from "../../lib/text_limit.ts";
import { refusedByUs } from "../../lib/write.ts";
import type { OperationWriter } from "../../lib/writer.ts";
import { VendorError } from "../../model/connector.ts";
import type { MyCaseAccess } from "./writer_access.ts";
import { foundRow, idOf, madeSince, parentPath, reference, subjectOf, TEXT_LIMIT } from "./writer_access.ts";

export function mycaseThreads(access: MyCaseAccess): OperationWriter {
  return {
    async create(writing) {
      const { parent, matter_id, from, to } = writing;
      const case_id = parent.kind === "matter" ? parent.id : matter_id;
      const path = case_id === null ? "message_threads" : `${parentPath({ kind: "matter", id: case_id })}/message_threads`;
      const made = await access.post(path, {
        ...textsOf(writing),
        sender: senderOf(from),
        client_recipients: idsOf(to, "contact"),
        staff_recipients: idsOf(to, "staff"),
      });
      return { provider_id: idOf(made), url: null, progress: null };
    },
    /** Without a mark, since the client could read it: subject and first message, word for word, made since. */
    async find(writing, since) {
      const [client] = clientsOf(writing);
      if (!client) throw new VendorError("broken", "MyCase shows a conversation among staff in no list.");
      const { subject, first_message_body } = textsOf(writing);
      const rows = await access.list(`${parentPath({ kind: "contact", id: client.id })}/message_threads`);
      return rows
        .filter((row) => row["subject"] === subject && row["first_message_body"] === first_message_body && madeSince(row, since))
        .map((row) => foundRow(row));
    },
    update: null,
  };
}

export function mycaseMessages(access: MyCaseAccess): OperationWriter {
  return {
    async create(writing) {
      const { parent, from, body, marker } = writing;
      if (parent.kind !== "thread") throw refusedByUs("A message needs the conversation that it belongs to.");
      const path = `message_threads/${encodeURIComponent(parent.id)}/messages`;
      const made = await access.post(path, { sender: senderOf(from), body: fitText(body, TEXT_LIMIT, marker) });
      return { provider_id: idOf(made), url: null, progress: null };
    },
    find: null,
    update: null,
  };
}

export const clientsOf = ({ to }: Writing): Party[] => to.filter((party) => party.kind === "contact");

const idsOf = (parties: Party[], kind: Party["kind"]) => parties.filter((one) => one.kind === kind).map(({ id }) => reference(id));

function textsOf(writing: Writing) {
  const subject = subjectOf(writing);
  return { subject, first_message_body: fitText(writing.body, TEXT_LIMIT, writing.marker) || subject };
}

/** A member of staff or a contact, by an id that does not say which (mycase.md §6.3). */
function senderOf([sender]: Party[]) {
  if (!sender) throw refusedByUs("MyCase wants to know who sent the message; nobody is named.");
  return reference(sender.id);
}
