/** What a row is shown to: the user, the switches, and the small conversions that every resource needs. */
import { hash } from "../kit/random.ts";
import type { Row } from "../kit/types.ts";
import type { ClioTables, DocumentVersion, MatterRow, Revised, UserRow } from "./rows.ts";
import type { ClioSwitches } from "./switches.ts";

/** What a user may see (clio.md 1.3). */
export interface Viewer {
  user: UserRow;
  sees_contact(id: number): boolean;
  sees_matter(row: MatterRow): boolean;
}

export interface View {
  tables: ClioTables;
  switches: ClioSwitches;
  viewer: Viewer;
  account: { id: number; name: string; created_at: string };
  /** `custom_field_ids[]`: only these values are shown; null: all. */
  custom_field_ids: ReadonlySet<number> | null;
  /** Where a version's bytes go; absent where that is not told. */
  put_url?: (version: DocumentVersion) => string;
}

export function shownTime(time: string, switches: ClioSwitches): string {
  const offset = switches.timestamp_offset;
  if (offset === "Z" || offset === "+00:00") return time.slice(0, 19) + offset;
  const hours = Number(offset.slice(0, 3));
  return new Date(new Date(time).getTime() + hours * 3_600_000).toISOString().slice(0, 19) + offset;
}

const hex = (number: number): string => number.toString(16).padStart(8, "0");

/** 32 hex digits inside quotes that belong to the value (clio.md 5.1); changes with `updated_at` and `revision`. */
export function etagOf(name: string, row: Row & Revised): string {
  let text = 0;
  for (let place = 0; place < row.updated_at.length; place++) text = (Math.imul(text, 31) + row.updated_at.charCodeAt(place)) | 0;
  for (let place = 0; place < name.length; place++) text = (Math.imul(text, 31) + name.charCodeAt(place)) | 0;
  text = (text + (row.revision ?? 0)) | 0;
  return `"${hex(hash(text, row.id, 1))}${hex(hash(text, row.id, 2))}${hex(hash(text, row.id, 3))}${hex(hash(text, row.id, 4))}"`;
}
