/** What a person may look into, and whether anything may go in: asked anew for every request. */
import { localDay } from "../projection/environment.ts";
import { readMattersOf, type MatterRow } from "./store_matters.ts";
import { PortalRefused, type PortalDb, type PortalMatterAccess, type PortalPerson } from "./types.ts";

/** How long a closed matter can still be read. */
export const READ_ONLY_DAYS = 90;
const DAY_MS = 86_400_000;

type Who = Pick<PortalPerson, "firm_id" | "connection_id" | "contact_id">;

/** Open ones first. */
export async function mattersOf(db: PortalDb, person: Who, now: Date): Promise<PortalMatterAccess[]> {
  return (await readMattersOf(db, person, null)).filter((row) => isReadable(row, now)).map(accessOf);
}

/** Throws PortalRefused: "not_found" for what is another's or is not there, "read_only" where something is to go into a closed one. */
export async function matterOf(
  db: PortalDb,
  person: Who,
  matter_id: string,
  now: Date,
  need: "read" | "write",
): Promise<PortalMatterAccess> {
  const [row] = await readMattersOf(db, person, matter_id);
  if (!row || !isReadable(row, now)) throw new PortalRefused("not_found");
  if (need === "write" && isClosed(row)) throw new PortalRefused("read_only");
  return accessOf(row);
}

export const isClosed = (row: Pick<MatterRow, "status">): boolean => row.status === "closed";

/** A closed one of which nobody knows since when stays: it was open when we last could tell. */
export function isReadable(row: Pick<MatterRow, "status" | "ended_on" | "time_zone">, now: Date): boolean {
  if (!isClosed(row) || row.ended_on === null) return true;
  const days = (Date.parse(localDay(now, row.time_zone)) - Date.parse(row.ended_on)) / DAY_MS;
  return days <= READ_ONLY_DAYS;
}

/** The last day on which it can be read; null: it is open, or nobody knows since when it is closed. */
export const readableUntil = (row: Pick<MatterRow, "status" | "ended_on">): string | null =>
  isClosed(row) && row.ended_on !== null ? new Date(Date.parse(row.ended_on) + READ_ONLY_DAYS * DAY_MS).toISOString().slice(0, 10) : null;

const accessOf = (row: MatterRow): PortalMatterAccess => ({ matter_id: row.matter_id, title: row.title, read_only: isClosed(row) });
