/** What all of MyCase's writers stand on: one way to send, to list and to read (mycase.md §6). Bodies are flat, lists bare (§0.3). */
import type { Session } from "../../model/connector.ts";
import { VendorError } from "../../model/connector.ts";
import type { Found, Parent, Writing } from "../../model/writing.ts";
import type { Policy } from "../../lib/http.ts";
import { getJson } from "../../lib/http.ts";
import { nextLink } from "../../lib/link_header.ts";
import { idText, timestampText } from "../../lib/shape.ts";
import { fitLine } from "../../lib/text_limit.ts";
import { refusedByUs, writeOnce } from "../../lib/write.ts";
import { isList, ours } from "./reader.ts";

export type MyCaseRow = Record<string, unknown>;

const PAGE_SIZE = 1000;
/** No length is told (mycase.md §6.1); a column that lists show usually holds 255 characters. */
const SUBJECT_LIMIT = 250;
/** One product cuts at 65,536 characters by its own choice (mycase.md §6.1); we stay below that many bytes. */
export const TEXT_LIMIT = 60_000;

export interface MyCaseAccess {
  session: Session;
  /** The host of a simulator that stands in for MyCase; null for MyCase itself. */
  simulator: string | null;
  /** Sent once; the record of the answer. Rejects with a WriteError. */
  post(path: string, body?: MyCaseRow): Promise<MyCaseRow>;
  /** For what MyCase answers without a body: a PUT (204), a call (202). */
  sendBlind(method: "POST" | "PUT", path: string, body: MyCaseRow): Promise<void>;
  drop(path: string): Promise<void>;
  /** Every page. Rejects with a VendorError, like `read`. */
  list(path: string, query?: Record<string, string>): Promise<MyCaseRow[]>;
  read(path: string, query?: Record<string, string>): Promise<MyCaseRow>;
}

export function mycaseAccess(session: Session, policy: Policy, simulator: string | null): MyCaseAccess {
  const address = (path: string, query: Record<string, string> = {}) => {
    const url = new URL(`${policy.origin}/v1/${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url;
  };
  return {
    session,
    simulator,
    async post(path, body) {
      const ask = { url: address(path), method: "POST" as const, complaint: isRecord, ...(body ? { json: body } : {}) };
      return (await writeOnce(session, policy, ask)).value as MyCaseRow;
    },
    async sendBlind(method, path, body) {
      await writeOnce(session, policy, { url: address(path), method, json: body, complaint: () => null });
    },
    async drop(path) {
      await writeOnce(session, policy, { url: address(path), method: "DELETE", complaint: () => null });
    },
    async list(path, query) {
      const rows: MyCaseRow[] = [];
      let url = address(path, { page_size: String(PAGE_SIZE), ...query });
      for (let follows = false; ; follows = true) {
        const answer = await getJson(session, policy, { url, follows, complaint: isList });
        rows.push(...(answer.value as unknown[]).filter((row): row is MyCaseRow => row !== null && typeof row === "object"));
        const next = nextLink(answer.headers.get("link"), url);
        if (next === null) return rows;
        ours(next, url, policy);
        url = next;
      }
    },
    async read(path, query) {
      return (await getJson(session, policy, { url: address(path, query), follows: false, complaint: isRecord })).value as MyCaseRow;
    },
  };
}

function isRecord(value: unknown): string | null {
  return idText((value as MyCaseRow | null)?.["id"]) === null ? "there is no record in it" : null;
}

/** Ids go out as numbers, as the vendor's files have them; beyond 2^53 the digits matter more. */
export function reference(id: string): { id: number | string } {
  if (idText(id) === null) throw refusedByUs("What this should be put at has no id that MyCase knows.");
  return { id: Number.isSafeInteger(Number(id)) ? Number(id) : id };
}

export const idOf = (row: MyCaseRow) => idText(row["id"]) ?? "";
export const textOf = (value: unknown) => (typeof value === "string" ? value : null);

export function subjectOf({ subject, body }: Pick<Writing, "subject" | "body">): string {
  return fitLine(subject, SUBJECT_LIMIT) || fitLine(body.split("\n", 1)[0] ?? "", 80) || "Privity";
}

/** `cases/17` or `clients/17`. */
export function parentPath({ kind, id }: Parent): string {
  if (kind === "thread") throw refusedByUs("MyCase has no place for this in a conversation.");
  return `${kind === "matter" ? "cases" : "clients"}/${encodeURIComponent(id)}`;
}

/** Its own pages live at the firm's address, which a session does not know: the outbox links the contact or case instead. */
export const foundRow = (row: MyCaseRow, progress: Record<string, unknown> | null = null): Found => ({
  provider_id: idOf(row),
  url: null,
  created_at: createdAt(row),
  progress,
});

function createdAt(row: MyCaseRow): string | null {
  try {
    return timestampText(row["created_at"]);
  } catch {
    return null;
  }
}

/** Whether it was made since; where no time is told, it may have been. */
export function madeSince(row: MyCaseRow, since: string): boolean {
  const at = createdAt(row);
  return at === null || at >= since;
}

/** The user whose token this is. */
export async function myId(access: MyCaseAccess): Promise<string> {
  const id = idText((await access.read("me"))["id"]);
  if (id === null) throw new VendorError("transient", "MyCase does not say who the user is");
  return id;
}
