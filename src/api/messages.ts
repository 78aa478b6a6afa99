/** What the portal's messages and documents are in the answers of both APIs. */
import type { Context } from "hono";
import { FileRefused } from "../outbox/files.ts";
import { documentsOfMessages, type SharedDocument as StoredDocument } from "../portal/store_documents.ts";
import type { ThreadLine } from "../portal/store_inbox.ts";
import type { Message } from "../portal/store_messages.ts";
import { textsOfActivities } from "../portal/store_texts.ts";
import type { PortalDb } from "../portal/types.ts";
import type { InboxThread, PortalMessage, SharedDocument } from "./contract/messages.ts";
import { Problem, type ProblemType } from "./problems.ts";
import { deliveryOf } from "./texts.ts";

export const presentDocument = (row: StoredDocument): SharedDocument => ({
  ...{ document_id: row.document_id, from_client: row.direction === "in", by: row.by_name, name: row.name, media_type: row.media_type },
  ...{ size: row.size, note: row.note, shared_at: row.shared_at, received_at: row.received_at, received_by: row.received_by },
});

export async function presentMessages(db: PortalDb, firm_id: string, rows: readonly Message[]): Promise<PortalMessage[]> {
  const documents = await documentsOfMessages(
    db,
    firm_id,
    rows.map((row) => row.message_id),
  );
  const of = Map.groupBy(documents, (one) => one.message_id);
  const texts = await textsOfActivities(
    db,
    firm_id,
    rows.filter((row) => row.way === "text" && row.direction === "out").map((row) => row.activity_id),
  );
  const sent = new Map(texts.map((one) => [one.activity_id, deliveryOf(one)]));
  return rows.map((row) => ({
    ...{ seq: row.seq, from_client: row.direction === "in", author: row.author_name, body: row.body },
    ...{ sent_at: row.sent_at, read_at: row.read_at, read_by: row.read_by, way: row.way },
    delivery: sent.get(row.activity_id) ?? null,
    documents: (of.get(row.message_id) ?? []).map(presentDocument),
  }));
}

export const presentThread = (row: ThreadLine): InboxThread => ({
  ...{
    thread_id: row.thread_id,
    connection_id: row.connection_id,
    contact_id: row.contact_id,
    contact_name: row.contact_name ?? row.contact_id,
  },
  ...{ matter_id: row.matter_id, matter_title: row.matter_title || row.matter_id, read_only: row.matter_status === "closed" },
  ...{ state: row.state, unread: row.unread, last_seq: row.last_seq, last_at: row.last_at },
  assigned: row.assigned_member_id === null ? null : { member_id: row.assigned_member_id, name: row.assigned_name ?? "" },
  last:
    row.last === null
      ? null
      : {
          from_client: row.last.direction === "in",
          author: row.last.author_name,
          body: row.last.body,
          read_at: row.last.read_at && new Date(row.last.read_at).toISOString(),
        },
});

export const FILE_PROBLEMS: Record<FileRefused["reason"], ProblemType> = {
  too_large: "file-too-large",
  cut_short: "file-broken",
  other_content: "file-broken",
  too_slow: "too-slow",
  no_space: "disk-full",
};

/** For `catch`: a refused file as what is answered. */
export function asProblem(error: unknown): never {
  if (error instanceof FileRefused) throw new Problem(FILE_PROBLEMS[error.reason], error.message);
  throw error;
}

export function announcedSize(c: Context): number | null {
  const announced = c.req.header("content-length");
  return announced !== undefined && /^\d{1,15}$/.test(announced) ? Number(announced) : null;
}

/** As a download that no browser shows in place, and never of the type that somebody gave it. */
export const downloadHeaders = (file: { name: string; size: number }): Record<string, string> => ({
  "content-type": "application/octet-stream",
  "content-length": String(file.size),
  "content-disposition": dispositionOf(file.name),
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox",
});

/** RFC 6266: the plain name for old programs, the right one for the others. */
function dispositionOf(name: string): string {
  const plain = name.replaceAll(/[^\u0020-\u007E]|["\\%]/g, "_");
  const whole = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
