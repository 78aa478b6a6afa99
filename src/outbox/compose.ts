/** What the provider gets to read: subject, body, parties, marker (B-WRB-1, B-WRB-3). Pure. */
import type { Provider } from "../model/kinds.ts";
import type { ActivityKind } from "../model/settings.ts";
import type { Operation, Parent, Party, Writing } from "../model/writing.ts";
import type { FieldValue } from "./store.ts";
import { dayOf, inOrder, speaker, transcript, type Line } from "./conversation.ts";

export interface Told extends Line {
  subject: string;
  address: string | null;
  files: readonly { file_id: string; name: string }[];
}

export interface ComposeInput {
  provider: Provider;
  kind: ActivityKind;
  operation: Operation;
  parent: Parent;
  marker: string;
  matter_id: string | null;
  contact: { id: string; name: string; phone: string | null };
  /** What this record carries, at least one. */
  told: readonly Told[];
  grouped: boolean;
  /** The field of a custom value. */
  field: FieldValue | null;
  /** The one file of a document. */
  file: { name: string } | null;
  author_name: string;
  /** The author as the provider knows them; the writer, where it does not. */
  author_staff_id: string;
  /** The contact's owner and the matter's lead, as the provider knows them: who is told of a thread besides the author. */
  recipients: readonly string[];
  client_recipients: boolean;
  on_behalf: boolean;
  time_zone: string;
}

/** All but a document's bytes, which are opened when it is sent. */
export type Payload = Omit<Writing, "content">;

export function compose(input: ComposeInput): Payload {
  const told = inOrder(input.told);
  const first = told[0]!;
  const staff: Party = { kind: "staff", id: input.author_staff_id };
  const client: Party = { kind: "contact", id: input.contact.id };
  const { from, to } = partiesOf(input, first, staff, client);
  const head = input.on_behalf ? [`on behalf of ${input.author_name}`] : [];
  const tail = input.file === null && marksBody(input.operation, to) ? [`Ref. ${input.marker}`] : [];
  const body = [...head, ...bodyOf(input, told), ...tail].filter((part) => part !== "").join("\n\n");
  return {
    operation: input.operation,
    parent: input.parent,
    marker: input.marker,
    subject: input.field ? `Custom field “${input.field.name}”` : subjectOf(input, first),
    body: input.field ? (input.field.value ?? "") : body,
    occurred_at: first.occurred_at,
    day: dayOf(first.occurred_at, input.time_zone),
    direction: first.direction,
    channel: input.operation === "communication" ? (input.kind === "message" ? "email" : "phone") : null,
    from,
    to,
    phone_number: input.operation === "call" ? (first.address ?? input.contact.phone ?? "") : null,
    staff_id: input.author_staff_id,
    matter_id: input.matter_id,
    field: input.field && { id: input.field.id, value: input.field.value, expected: input.field.expected },
  };
}

/** Only where no client can read it; Clio communications and all documents carry it beside the text (decision 0020). */
function marksBody(operation: Operation, to: readonly Party[]): boolean {
  if (operation === "thread") return to.every((party) => party.kind === "staff");
  return operation === "note" || operation === "call";
}

function partiesOf(input: ComposeInput, first: Told, staff: Party, client: Party): Pick<Writing, "from" | "to"> {
  if (input.operation === "thread" || input.operation === "message") {
    const others = [...new Set(input.recipients)].filter((id) => id !== staff.id).map((id): Party => ({ kind: "staff", id }));
    const told = others.length > 0 ? others : [staff];
    // A portal message may e-mail the client: never without the admin's leave (B-WRB-1).
    return { from: [staff], to: input.client_recipients ? [...told, client] : told };
  }
  return first.direction === "in" ? { from: [client], to: [staff] } : { from: [staff], to: [client] };
}

const toward = (direction: "in" | "out" | null, name: string) => (direction === "in" ? `from ${name}` : `to ${name}`);
const after = (text: string) => (text.trim() === "" ? "" : `: ${text.trim()}`);

function subjectOf({ kind, contact, file, time_zone }: ComposeInput, first: Told): string {
  const whom = toward(first.direction, contact.name);
  switch (kind) {
    case "email":
      return `E-mail ${whom}${after(first.subject)}`;
    case "call":
      return `Call ${whom}${after(first.subject)}`;
    case "card":
      return `Card ${toward("out", contact.name)}${after(first.subject)}`;
    case "text":
      return `Text messages with ${contact.name}, ${dayOf(first.occurred_at, time_zone)}`;
    case "message":
      return `Portal message ${whom}${after(first.subject)}`;
    case "document":
      return first.subject.trim() || (file?.name ?? "");
    case "note":
      return first.subject.trim() || firstLine(first.body);
  }
}

const firstLine = (body: string): string => {
  const line = body.trim().split("\n", 1)[0]!.trim();
  return line.length <= 80 ? line || "Note" : `${line.slice(0, 79)}…`;
};

function bodyOf(input: ComposeInput, told: readonly Told[]): string[] {
  const first = told[0]!;
  if (input.file !== null) return [first.body];
  if (input.kind === "text" && input.grouped) return [transcript(told, input.contact.name, input.time_zone), attachmentsOf(told)];
  // In a thread each text is a message of its own, from the author: so it says whose words they are.
  if (input.operation === "thread" || input.operation === "message")
    return [`${speaker(first, input.contact.name)}: ${first.body}`, attachmentsOf(told)];
  return [metaOf(input, first), first.body, attachmentsOf(told)];
}

/** When, and by which address: a note has no fields for them. */
function metaOf({ kind, time_zone }: ComposeInput, first: Told): string {
  if (kind === "note") return "";
  const at = new Intl.DateTimeFormat("en-US", { timeZone: time_zone, dateStyle: "medium", timeStyle: "short" }).format(
    new Date(first.occurred_at),
  );
  return [at.replaceAll("\u202f", " "), first.address === null ? "" : toward(first.direction, first.address)]
    .filter((part) => part !== "")
    .join(", ");
}

function attachmentsOf(told: readonly Told[]): string {
  const names = told.flatMap((one) => one.files.map((file) => file.name));
  return names.length === 0 ? "" : `Attached: ${names.join(", ")}`;
}
