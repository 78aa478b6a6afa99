/** What belongs together: one conversation's firm-local day is one record, or one thread (B-WRB-1). Pure. */
import type { ActivityKind } from "../model/settings.ts";

export interface Talk {
  kind: ActivityKind;
  contact_id: string;
  matter_id: string | null;
  address: string | null;
  conversation: string | null;
  occurred_at: string;
}

/** The firm's day of a moment, YYYY-MM-DD. */
export function dayOf(at: string, time_zone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: time_zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(at));
}

/** The same for whatever goes into one record. The matter is part of it: what was filed elsewhere is another record. */
export function groupKey(talk: Talk, time_zone: string): string {
  const conversation = talk.conversation ?? talk.address ?? "";
  return JSON.stringify([talk.kind, talk.contact_id, talk.matter_id ?? "", conversation, dayOf(talk.occurred_at, time_zone)]);
}

export interface Line {
  activity_id: string;
  occurred_at: string;
  direction: "in" | "out" | null;
  author_name: string;
  body: string;
}

/** As a conversation is read: by time, then in the order in which they were logged. */
export const inOrder = <L extends Pick<Line, "occurred_at" | "activity_id">>(lines: readonly L[]): L[] =>
  lines.toSorted((a, b) => Date.parse(a.occurred_at) - Date.parse(b.occurred_at) || (a.activity_id < b.activity_id ? -1 : 1));

/** The full transcript, one text per paragraph, with the firm's time and who said it. */
export function transcript(lines: readonly Line[], contact_name: string, time_zone: string): string {
  const time = new Intl.DateTimeFormat("en-US", { timeZone: time_zone, hour: "numeric", minute: "2-digit" });
  return inOrder(lines)
    .map((line) => `${time.format(new Date(line.occurred_at)).replaceAll("\u202f", " ")} ${speaker(line, contact_name)}: ${line.body}`)
    .join("\n");
}

export const speaker = (line: Pick<Line, "direction" | "author_name">, contact_name: string): string =>
  line.direction === "in" ? contact_name : line.author_name;
