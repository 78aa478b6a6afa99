/** What a firm and its clients write to each other and share: as the client's app and as the members' inbox get it. */
import { z } from "@hono/zod-openapi";
import { deliverySchema } from "./texts.ts";
import { connectionQuery, idParam, pageOf, pageQuery, text, time } from "./common.ts";

const MAX_MESSAGE = 20_000;
const MAX_ATTACHED = 20;

export const threadParam = idParam("thread_id", "The thread's id");
export const documentParam = idParam("document_id", "The document's id");

const document_ids = z
  .array(z.uuid())
  .max(MAX_ATTACHED)
  .default([])
  .describe("Documents that go with it: ids of what was shared before, by the same side with the same person");
const key = z.uuid().describe("Made by whoever writes: the same once more is the same message");
const message = text(MAX_MESSAGE)
  .refine((value) => value.trim() !== "", "must not be blank")
  .describe("Plain text");

export const sharedDocumentSchema = z
  .object({
    document_id: z.uuid(),
    from_client: z.boolean(),
    by: z.string().describe("Who shared it"),
    name: z.string(),
    media_type: z.string(),
    size: z.number().int().min(0).describe("Bytes"),
    note: z.string(),
    shared_at: time,
    received_at: time.nullable().describe("When the other side first got it; null: not yet"),
    received_by: z.string().nullable(),
  })
  .openapi("SharedDocument");
export type SharedDocument = z.infer<typeof sharedDocumentSchema>;

export const portalMessageSchema = z
  .object({
    seq: z.number().int().describe("Counts the messages of the thread, from 1"),
    from_client: z.boolean(),
    author: z.string(),
    body: z.string().describe("Plain text"),
    sent_at: time,
    read_at: time.nullable().describe("When the other side first read it; null: not yet"),
    read_by: z.string().nullable(),
    way: z.enum(["portal", "email", "text"]).describe("How it came or went"),
    delivery: deliverySchema.nullable().describe("Of a text that the firm sent: whether it arrived"),
    documents: z.array(sharedDocumentSchema),
  })
  .openapi("PortalMessage");
export type PortalMessage = z.infer<typeof portalMessageSchema>;

export const portalThreadSchema = z
  .object({
    items: z.array(portalMessageSchema).describe("The latest 200, the earliest of them first"),
    unread: z.number().int().describe("Of the firm's, those that the client has not read"),
    read_only: z.boolean().describe("The matter is closed"),
  })
  .openapi("PortalThread");
export type PortalThread = z.infer<typeof portalThreadSchema>;

export const writeMessageSchema = z
  .strictObject({ key, body: message, document_ids })
  .openapi("WritePortalMessage", { example: { key: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e77", body: "When is the hearing?" } });
export const readThroughSchema = z
  .strictObject({ seq: z.number().int().min(1).max(2_000_000_000).describe("Of the last message that was seen") })
  .openapi("ReadThrough", { example: { seq: 1 } });

export const clientUploadQuerySchema = z.strictObject({
  name: text(1000).min(1).openapi({ description: "The file's name; of a path only the last part counts", example: "IMG_0001.jpg" }),
  note: text(2000).default("").openapi({ description: "What it is" }),
  with_message: z.enum(["true", "false"]).default("false").openapi({ description: "A message tells of it: no notice of its own" }),
});
export const portalDocumentsSchema = z
  .object({ items: z.array(sharedDocumentSchema).describe("The latest first"), max_bytes: z.number().int(), endings: z.array(z.string()) })
  .openapi("PortalDocuments");
export type PortalDocuments = z.infer<typeof portalDocumentsSchema>;

// The members' side ---------------------------------------------------------------------------------------------------------------

export const threadLineSchema = z
  .object({
    thread_id: z.uuid(),
    connection_id: z.uuid(),
    contact_id: z.string(),
    contact_name: z.string(),
    matter_id: z.string(),
    matter_title: z.string(),
    read_only: z.boolean().describe("The matter is closed: nothing more is written"),
    state: z.enum(["open", "done"]),
    assigned: z.object({ member_id: z.uuid(), name: z.string() }).nullable(),
    unread: z.number().int().describe("Of the client's, those that you have not read"),
    last_seq: z.number().int(),
    last_at: time,
    last: z
      .object({ from_client: z.boolean(), author: z.string(), body: z.string().describe("Its beginning"), read_at: time.nullable() })
      .nullable(),
  })
  .openapi("InboxThread");
export type InboxThread = z.infer<typeof threadLineSchema>;

export const inboxQuerySchema = z.strictObject({
  show: z
    .enum(["mine", "unassigned", "all"])
    .default("all")
    .openapi({ description: "Assigned to you, or your client's and to nobody; assigned to nobody; all" }),
  state: z.enum(["open", "done", "any"]).default("open").openapi({ description: "Open, done, or both" }),
  unread: z.enum(["true", "false"]).default("false").openapi({ description: "Only what you have not read" }),
  search: text(200).default("").openapi({ description: "In names, matters and what was written" }),
  connection: connectionQuery,
  matter: text(200).min(1).optional().openapi({ description: "On this matter, by its id at the provider" }),
  ...pageQuery,
});
export const inboxPageSchema = pageOf(threadLineSchema, "InboxPage");
export const inboxCountsSchema = z
  .object({ mine: z.number().int(), unassigned: z.number().int(), all: z.number().int() })
  .openapi("InboxCounts", { description: "Open threads with something that you have not read" });
export type InboxCounts = z.infer<typeof inboxCountsSchema>;

export const inboxThreadSchema = threadLineSchema.extend({ messages: z.array(portalMessageSchema) }).openapi("InboxThreadWhole");
export type InboxThreadWhole = z.infer<typeof inboxThreadSchema>;

export const startThreadSchema = z
  .strictObject({ connection_id: z.uuid(), matter_id: text(200).min(1), contact_id: text(200).min(1) })
  .openapi("StartThread", { example: { connection_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10", matter_id: "5012", contact_id: "1042" } });
export const answerThreadSchema = z
  .strictObject({
    key,
    body: message,
    document_ids,
    seen_seq: z
      .number()
      .int()
      .min(0)
      .nullable()
      .default(null)
      .describe("The last message that you saw: refused where a colleague has answered since. Null: send in any case"),
  })
  .openapi("AnswerThread", { example: { key: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e78", body: "On the 4th, at nine.", seen_seq: 1 } });
export const setThreadSchema = z
  .strictObject({
    state: z.enum(["open", "done"]).optional(),
    assigned_to: z.uuid().nullable().optional().describe("A member's id; null: nobody"),
  })
  .refine((set) => set.state !== undefined || set.assigned_to !== undefined, "must change something")
  .openapi("SetThread", { example: { state: "done" } });
export const noticeModeSchema = z
  .strictObject({ mode: z.enum(["mine", "all", "none"]).describe("Letters to you of what clients write: of yours, of all, of none") })
  .openapi("InboxNotices", { example: { mode: "all" } });

export const matterClientsSchema = z
  .object({
    items: z.array(z.object({ contact_id: z.string(), name: z.string() })).describe("Who may be written to: those who take part"),
    read_only: z.boolean().describe("The matter is closed"),
  })
  .openapi("MatterClients");
export type MatterClients = z.infer<typeof matterClientsSchema>;

export const memberDocumentSchema = sharedDocumentSchema
  .extend({ contact_id: z.string(), contact_name: z.string().describe("With whom, or from whom") })
  .openapi("MatterDocument");
export type MatterDocument = z.infer<typeof memberDocumentSchema>;
export const memberDocumentsSchema = z
  .object({ items: z.array(memberDocumentSchema).describe("The latest 200 first") })
  .openapi("MatterDocuments");
export const shareDocumentSchema = z
  .strictObject({
    contact_id: text(200).min(1).describe("With whom"),
    file_id: z.uuid().describe("The id of a file that was uploaded before"),
    note: text(2000).default(""),
    with_message: z.boolean().default(false).describe("A message tells of it: no notice of its own"),
  })
  .openapi("ShareDocument", { example: { contact_id: "1042", file_id: "019402f6-0a00-7c5d-9e42-5f7da03b9c88", note: "" } });
