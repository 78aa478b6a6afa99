/** Examples of messages and shared documents, for the documents of both APIs. */
import type { InboxThread, MatterDocument, PortalMessage, SharedDocument } from "./messages.ts";

const at = "2026-11-21T10:12:00.000Z";

export const sharedDocument: SharedDocument = {
  document_id: "019402f6-2b00-7c5d-9e42-5f7da03b9c11",
  from_client: true,
  by: "Lucía Rivera",
  name: "IMG_0001.jpg",
  media_type: "image/jpeg",
  size: 2_411_008,
  note: "The letter from the school",
  shared_at: at,
  received_at: null,
  received_by: null,
};
export const portalMessage: PortalMessage = {
  seq: 1,
  from_client: true,
  author: "Lucía Rivera",
  body: "When is the hearing?",
  sent_at: at,
  read_at: "2026-11-21T10:20:00.000Z",
  read_by: "Naomi Okafor",
  way: "portal",
  delivery: null,
  documents: [sharedDocument],
};
export const portalThread = { items: [portalMessage], unread: 0, read_only: false };
export const portalDocuments = { items: [sharedDocument], max_bytes: 104_857_600, endings: ["pdf", "jpg", "docx"] };
export const thread: InboxThread = {
  thread_id: "019402f6-2a00-7c5d-9e42-5f7da03b9c10",
  connection_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10",
  contact_id: "1042",
  contact_name: "Lucía Rivera",
  matter_id: "5012",
  matter_title: "Rivera, custody",
  read_only: false,
  state: "open",
  assigned: null,
  unread: 1,
  last_seq: 1,
  last_at: at,
  last: { from_client: true, author: "Lucía Rivera", body: "When is the hearing?", read_at: null },
};
export const matterDocument: MatterDocument = { ...sharedDocument, contact_id: "1042", contact_name: "Lucía Rivera" };
