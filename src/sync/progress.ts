/** How far a run is: per kind what was read, how fast, and how long it will take (B-SYN-7). Pure. */
import type { Kind } from "../model/kinds.ts";
import type { ListingProgressRow } from "./store_lists.ts";

export interface KindProgress {
  kind: Kind;
  state: ListingProgressRow["state"];
  read: number;
  changed: number;
  quarantined: number;
  total: number | null;
  rows_per_second: number | null;
  seconds_left: number | null;
  note: string | null;
}

export interface RunProgress {
  kinds: KindProgress[];
  rows_read: number;
  rows_per_second: number | null;
  seconds_left: number | null;
}

/** `until`: now, or when the run ended. */
export function progressOf(
  run: { started_at: string; running: boolean },
  listings: readonly ListingProgressRow[],
  until: Date,
): RunProgress {
  const kinds = [...new Set(listings.map((listing) => listing.kind))].map((kind) =>
    kindProgress(
      kind,
      listings.filter((listing) => listing.kind === kind),
      until,
    ),
  );
  const rows_read = kinds.reduce((sum, kind) => sum + kind.read, 0);
  const rows_per_second = rate(rows_read, run.started_at, until);
  return { kinds, rows_read, rows_per_second, seconds_left: run.running ? timeLeft(kinds, rows_per_second) : null };
}

function kindProgress(kind: Kind, parts: readonly ListingProgressRow[], until: Date): KindProgress {
  const sum = (pick: (part: ListingProgressRow) => number) => parts.reduce((total, part) => total + pick(part), 0);
  const state = stateOf(parts);
  const read = sum((part) => part.rows_read);
  const total = totalOf(parts);
  const began = parts.map((part) => part.first_page_at).filter((time) => time !== null);
  const first = began.length === 0 ? null : began.reduce((a, b) => (Date.parse(a) < Date.parse(b) ? a : b));
  const rows_per_second = state === "reading" && first !== null ? rate(read, first, until) : null;
  return {
    kind,
    state,
    read,
    changed: sum((part) => part.rows_changed),
    quarantined: sum((part) => part.rows_quarantined),
    total,
    rows_per_second,
    seconds_left: rows_per_second && total !== null ? round(Math.max(0, total - read) / rows_per_second) : null,
    note:
      parts
        .map((part) => part.note)
        .filter((note) => note !== null)
        .join("; ") || null,
  };
}

/** One part refused makes the kind refused: it is not whole. */
function stateOf(parts: readonly ListingProgressRow[]): ListingProgressRow["state"] {
  for (const state of ["refused", "reading"] as const) if (parts.some((part) => part.state === state)) return state;
  if (parts.every((part) => part.state === "done")) return "done";
  return parts.some((part) => part.state === "done") ? "reading" : "waiting";
}

/** The provider's totals are hints: where more came than it said, that counts; where it has not said it of every part, nothing does. */
function totalOf(parts: readonly ListingProgressRow[]): number | null {
  let total = 0;
  for (const part of parts) {
    if (part.state === "done") total += part.rows_read;
    else if (part.total === null) return null;
    else total += Math.max(part.total, part.rows_read);
  }
  return total;
}

function timeLeft(kinds: readonly KindProgress[], rows_per_second: number | null): number | null {
  const open = kinds.filter((kind) => kind.state === "waiting" || kind.state === "reading");
  if (!rows_per_second || open.some((kind) => kind.total === null)) return null;
  return round(open.reduce((sum, kind) => sum + kind.total! - kind.read, 0) / rows_per_second);
}

function rate(rows: number, from: string, until: Date): number | null {
  const seconds = (until.getTime() - Date.parse(from)) / 1000;
  return seconds > 0 && rows > 0 ? Math.max(0.1, round(rows / seconds)) : null;
}

const round = (value: number): number => Math.round(value * 10) / 10;
