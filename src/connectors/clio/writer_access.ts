/** What all of Clio's writers stand on: one way to send, to list and to read, and how ids, subjects and parents are written (clio.md §9). */
import type { Session } from "../../model/connector.ts";
import type { Parent, Writing } from "../../model/writing.ts";
import type { Policy } from "../../lib/http.ts";
import { getJson } from "../../lib/http.ts";
import { idText } from "../../lib/shape.ts";
import { fitLine } from "../../lib/text_limit.ts";
import { refusedByUs, writeOnce } from "../../lib/write.ts";
import type { OperationWriter } from "../../lib/writer.ts";
import type { ClioList, ClioMemory } from "./reader.ts";
import { isList, ours } from "./reader.ts";

export type ClioRow = Record<string, unknown>;

/** The name of our mark among a record's external properties (clio.md §9). */
export const PROPERTY = "privity_id";

const PAGE_SIZE = 200;
/** No length is told (clio.md §13.17); a text column that shows subjects in lists usually holds 255 characters. */
const SUBJECT_LIMIT = 250;

export interface ClioAccess {
  session: Session;
  memory: ClioMemory;
  /** The host of a simulator that stands in for Clio; null for Clio itself. */
  simulator: string | null;
  /** The page of a contact or matter: notes and documents have none of their own that a link could open. */
  link(parent: Parent): string | null;
  /** Sent once; the record as the answer shows it. Rejects with a WriteError. */
  send(method: "POST" | "PATCH", path: string, fields: string, data: ClioRow, headers?: Record<string, string>): Promise<ClioRow>;
  /** For good, or into the trash (clio.md §9.4). */
  drop(path: string): Promise<void>;
  /** Every page. Rejects with a VendorError, like `read`. */
  list(path: string, fields: string, filters: Record<string, string>): Promise<ClioRow[]>;
  read(path: string, fields: string): Promise<ClioRow>;
}

export function clioAccess(
  session: Session,
  policy: Policy,
  rest: { memory: ClioMemory; simulator: string | null; link(parent: Parent): string | null },
): ClioAccess {
  const address = (path: string, query: Record<string, string>) => {
    const url = new URL(`${policy.origin}/api/v4/${path}.json`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url;
  };
  return {
    ...rest,
    session,
    async send(method, path, fields, data, headers) {
      const ask = { url: address(path, { fields }), method, json: { data }, complaint: isRecord, ...(headers ? { headers } : {}) };
      return recordOf((await writeOnce(session, policy, ask)).value);
    },
    async drop(path) {
      await writeOnce(session, policy, { url: address(path, {}), method: "DELETE", complaint: () => null });
    },
    async list(path, fields, filters) {
      const rows: ClioRow[] = [];
      let url = address(path, { limit: String(PAGE_SIZE), order: "id(asc)", ...filters, fields });
      for (let cursor: string | null = null; ;) {
        const { value } = await getJson(session, policy, { url, follows: cursor !== null, complaint: isList });
        const { data, meta } = value as ClioList;
        rows.push(...data.filter((row): row is ClioRow => row !== null && typeof row === "object"));
        const next = meta?.paging?.next ?? null;
        if (next === null) return rows;
        ours(next, cursor, policy);
        cursor = next;
        url = new URL(next);
      }
    },
    async read(path, fields) {
      return recordOf((await getJson(session, policy, { url: address(path, { fields }), follows: false, complaint: isRecord })).value);
    },
  };
}

const recordOf = (value: unknown) => (value as { data: ClioRow }).data;

function isRecord(value: unknown): string | null {
  return idText((value as { data?: ClioRow | null } | null)?.data?.["id"]) === null ? "there is no record in it" : null;
}

/** Ids go out as numbers, as the vendor's file has them; beyond 2^53 the digits matter more. */
export function idValue(id: string): number | string {
  if (idText(id) === null) throw refusedByUs("What this should be put at has no id that Clio knows.");
  return Number.isSafeInteger(Number(id)) ? Number(id) : id;
}

export const idOf = (row: ClioRow) => idText(row["id"]) ?? "";
export const textOf = (value: unknown) => (typeof value === "string" ? value : null);

export function subjectOf({ subject, body }: Pick<Writing, "subject" | "body">): string {
  return fitLine(subject, SUBJECT_LIMIT) || fitLine(body.split("\n", 1)[0] ?? "", 80) || "Privity";
}

/** Lists are narrowed to the contact or matter, under the same names at all three kinds (clio.md §9.1, §9.2, §9.4). */
export function parentFilter(parent: Parent): Record<string, string> {
  return parent.kind === "matter" ? { matter_id: parent.id } : { contact_id: parent.id };
}

export function hasMark(row: ClioRow, marker: string): boolean {
  const properties = row["external_properties"];
  const list = Array.isArray(properties) ? (properties as (ClioRow | null)[]) : [];
  return list.some((one) => one?.["name"] === PROPERTY && one["value"] === marker);
}

/**
 * First by the property's own filter, then, since nobody tells whether that filter is up to date at once, by what was made since (clio.md §9).
 */
export async function findMarked(
  access: ClioAccess,
  path: string,
  fields: string,
  writing: Writing,
  since: string,
  filters: Record<string, string> = {},
): Promise<ClioRow[]> {
  const { marker, parent } = writing;
  const bounded = { ...filters, created_since: since };
  const by_property = { ...bounded, external_property_name: PROPERTY, external_property_value: marker };
  const found = (await access.list(path, fields, by_property)).filter((row) => hasMark(row, marker));
  if (found.length > 0) return found;
  return (await access.list(path, fields, { ...bounded, ...parentFilter(parent) })).filter((row) => hasMark(row, marker));
}

export function removalOf(access: ClioAccess, path: "communications" | "documents"): NonNullable<OperationWriter["removal"]> {
  const one = (provider_id: string) => `${path}/${encodeURIComponent(provider_id)}`;
  return {
    isOurs: async ({ marker }, provider_id) => hasMark(await access.read(one(provider_id), "id,external_properties{name,value}"), marker),
    remove: (provider_id) => access.drop(one(provider_id)),
  };
}
