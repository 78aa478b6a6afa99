/**
 * What somebody logs about a contact: seven kinds, each with the fields that it has and no others (issue 4, B-WRB-1). What comes in is
 * read into one shape, in which a field that a kind does not have is null or empty.
 */
import { z } from "zod";
import type { ActivityKind } from "./settings.ts";

type Direction = "in" | "out";

export interface ActivityDraft {
  kind: ActivityKind;
  contact: { connection_id: string; provider_id: string };
  /** The chosen matter's id at the provider; null: none chosen (B-WRB-4). */
  matter_id: string | null;
  /** The member in whose name it is; null: whoever asks. */
  author_id: string | null;
  direction: Direction | null;
  /** ISO; null: now. */
  occurred_at: string | null;
  subject: string;
  /** Plain text. */
  body: string;
  /** An e-mail as it came, still with everything in it; cleaned before it is kept. */
  body_html: string | null;
  /** The other side's e-mail address or phone number. */
  address: string | null;
  /** Portal messages: which conversation; null: the contact's only one. */
  conversation: string | null;
  file_ids: string[];
  /** The asker knows that others share the address (B-CTC-6). */
  confirmed: boolean;
}

const MAX_BODY = 100_000;
/** HTML carries much that is no text. The API's own bound on bodies is a little higher. */
const MAX_HTML = 200_000;
const MAX_FILES = 20;

/** PostgreSQL takes no NUL in a text. */
const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes("\0"), "must not contain a NUL");
const said = (max: number) => text(max).refine((value) => value.trim() !== "", "must not be blank");

const subject = text(255).default("").describe("One line");
const body = said(MAX_BODY).describe("Plain text");
const direction = z.enum(["in", "out"]).describe("`in`: from the contact; `out`: to the contact");
const file_ids = z
  .array(z.uuid())
  .max(MAX_FILES)
  .refine((ids) => new Set(ids).size === ids.length, "must not name a file twice")
  .default([])
  .describe("Attachments: ids of files that were uploaded before");
const phone = text(100)
  .trim()
  .refine((value) => value.replaceAll(/\D/g, "").length >= 3, "must be a phone number such as +1 212 555 0142")
  .nullable()
  .default(null)
  .describe("The other side's number");

const about = {
  contact: z
    .strictObject({ connection_id: z.uuid(), provider_id: text(200).min(1) })
    .describe("Whom it is about: the contact's connection, and its id at the provider"),
  matter_id: text(200)
    .min(1)
    .nullable()
    .default(null)
    .describe("The matter's id at the provider: it is written there instead of on the contact (B-WRB-4)"),
  author_id: z.uuid().nullable().default(null).describe("The member in whose name it is written; an admin may name another. Null: you"),
  occurred_at: z.iso.datetime({ offset: true }).nullable().default(null).describe("When it happened; null: now"),
};
const confirmed = z.boolean().default(false).describe("True: log it although other contacts share the address or number (B-CTC-6)");

const emailSchema = z
  .strictObject({
    kind: z.literal("email"),
    ...about,
    direction,
    address: z.email("must be an e-mail address").max(320).nullable().default(null).describe("The other side's address"),
    subject,
    body: text(MAX_BODY).default("").describe("Plain text; or send `body_html`"),
    body_html: text(MAX_HTML).nullable().default(null).describe("HTML, of which only what is harmless is kept"),
    file_ids,
    confirmed,
  })
  .refine((email) => email.body.trim() === "" || email.body_html === null, {
    path: ["body_html"],
    message: "send `body` or `body_html`, not both",
  })
  .refine((email) => [email.subject, email.body, email.body_html ?? ""].some((part) => part.trim() !== ""), {
    path: ["body"],
    message: "an e-mail needs a subject or a body",
  });
const noteSchema = z.strictObject({ kind: z.literal("note"), ...about, subject, body });
const cardSchema = z
  .strictObject({
    kind: z.literal("card"),
    ...about,
    subject: subject.describe("The occasion"),
    body: text(MAX_BODY).default("").describe("What was written on it"),
  })
  .refine((card) => card.subject.trim() !== "" || card.body.trim() !== "", {
    path: ["subject"],
    message: "a card needs an occasion or its words",
  });
const callSchema = z.strictObject({
  kind: z.literal("call"),
  ...about,
  direction,
  number: phone,
  subject,
  body: text(MAX_BODY).default("").describe("What was said"),
});
const textSchema = z.strictObject({ kind: z.literal("text"), ...about, direction, number: phone, body, file_ids, confirmed });
const messageSchema = z.strictObject({
  kind: z.literal("message"),
  ...about,
  direction,
  conversation: text(200)
    .min(1)
    .nullable()
    .default(null)
    .describe("Which of the contact's conversations in the portal; null: the only one"),
  subject,
  body,
  file_ids,
});
const documentSchema = z.strictObject({
  kind: z.literal("document"),
  ...about,
  file_id: z.uuid().describe("The document: the id of a file that was uploaded before"),
  subject: subject.describe("What it is called; blank: the file's name"),
  body: text(4000).default("").describe("What it is about"),
});

export const activitySchema = z.discriminatedUnion("kind", [
  emailSchema,
  noteSchema,
  cardSchema,
  callSchema,
  textSchema,
  messageSchema,
  documentSchema,
]);
type ActivityForm = z.output<typeof activitySchema>;

/** A card is sent; a note and a document go nowhere. */
const directionOf = (form: ActivityForm): Direction | null => ("direction" in form ? form.direction : form.kind === "card" ? "out" : null);

export function draftOf(form: ActivityForm): ActivityDraft {
  return {
    kind: form.kind,
    contact: form.contact,
    matter_id: form.matter_id,
    author_id: form.author_id,
    direction: directionOf(form),
    occurred_at: form.occurred_at === null ? null : new Date(form.occurred_at).toISOString(),
    subject: "subject" in form ? oneLine(form.subject) : "",
    body: form.body.trim(),
    body_html: "body_html" in form ? form.body_html : null,
    address: addressOf(form),
    conversation: "conversation" in form ? form.conversation : null,
    file_ids: "file_id" in form ? [form.file_id] : "file_ids" in form ? form.file_ids : [],
    confirmed: "confirmed" in form && form.confirmed,
  };
}

function addressOf(form: ActivityForm): string | null {
  if (form.kind === "email") return form.address?.trim().toLowerCase() ?? null;
  return form.kind === "call" || form.kind === "text" ? form.number : null;
}

const oneLine = (line: string) => line.replaceAll(/\s+/g, " ").trim();

/** What can be said anew of an activity that was logged (B-WRB-8). What is left out stays. */
export const activityEditSchema = z
  .strictObject({
    subject: text(255).transform(oneLine).optional(),
    body: text(MAX_BODY).optional().describe("Plain text"),
    body_html: text(MAX_HTML).optional().describe("E-mails: HTML instead of `body`"),
    occurred_at: z.iso
      .datetime({ offset: true })
      .transform((at) => new Date(at).toISOString())
      .optional(),
  })
  .refine((edit) => Object.values(edit).some((value) => value !== undefined), "must change something")
  .refine((edit) => edit.body === undefined || edit.body_html === undefined, {
    path: ["body_html"],
    message: "send `body` or `body_html`, not both",
  });
export type ActivityEdit = z.output<typeof activityEditSchema>;

/** The fields of an edit that this kind does not have. */
const NOT_OF: Record<ActivityKind, (keyof ActivityEdit)[]> = {
  email: [],
  note: ["body_html"],
  card: ["body_html"],
  call: ["body_html"],
  text: ["body_html", "subject"],
  message: ["body_html"],
  document: ["body_html"],
};
const NEEDS_BODY: readonly ActivityKind[] = ["note", "text", "message"];

export interface FieldComplaint {
  path: string;
  message: string;
}

export function complaintsAboutEdit(kind: ActivityKind, edit: ActivityEdit): FieldComplaint[] {
  const foreign = NOT_OF[kind].filter((path) => edit[path] !== undefined).map((path) => ({ path, message: `is not known of a ${kind}` }));
  const blank = NEEDS_BODY.includes(kind) && edit.body?.trim() === "" ? [{ path: "body", message: "must not be blank" }] : [];
  return [...foreign, ...blank];
}

/** Clocks differ a little; what has not happened yet is not logged. */
const CLOCKS_DIFFER_MS = 5 * 60_000;
const EARLIEST = "1970-01-01T00:00:00.000Z";

export function complaintsAboutTime(occurred_at: string | null | undefined, now: Date): FieldComplaint[] {
  if (occurred_at === null || occurred_at === undefined) return [];
  const at = new Date(occurred_at);
  if (at.getTime() > now.getTime() + CLOCKS_DIFFER_MS) return [{ path: "occurred_at", message: "must not lie in the future" }];
  return at.toISOString() < EARLIEST ? [{ path: "occurred_at", message: "must not lie before 1970" }] : [];
}
