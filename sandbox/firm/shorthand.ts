/** Short ways to write the firm's tables. */
import type { EmailAddress, Phone, PostalAddress, Timed } from "./types.ts";

export function mail(address: string, label = "Home", primary?: boolean): EmailAddress {
  return { address, label, ...(primary === undefined ? {} : { primary }) };
}

export const cell = (number: string, primary?: boolean): Phone => ({
  number,
  label: "Mobile",
  ...(primary === undefined ? {} : { primary }),
});
export const work = (number: string): Phone => ({ number, label: "Work" });
export const home = (number: string): Phone => ({ number, label: "Home" });
export const fax = (number: string): Phone => ({ number, label: "Fax" });

/** An address in California unless told otherwise. */
export function at(street: string, zip: string, city = "San Diego", rest: Partial<PostalAddress> = {}): PostalAddress {
  return { label: "Home", street, city, state: "CA", zip, country: "US", ...rest };
}

const DAY = 86_400_000;

/**
 * Times for the rows that do not tell theirs: made one after another over the years, and touched in an order of their own,
 * so that sorting by id, by creation and by update give three different lists.
 */
export function timed<T extends object>(
  rows: (T & Partial<Timed>)[],
  first_created: string,
  not_before?: (row: T) => string | undefined,
): (T & Timed)[] {
  return rows.map((row, place) => {
    const created = row.created ?? new Date(Date.parse(first_created) + place * 47 * DAY + ((place * 7919) % 480) * 60_000).toISOString();
    const touched = Date.parse("2026-09-28T00:00:00Z") - ((place * 37) % 240) * DAY + ((place * 104_729) % 1440) * 60_000;
    const updated = row.updated ?? new Date(Math.max(touched, Date.parse(created), Date.parse(not_before?.(row) ?? created))).toISOString();
    return { ...row, created: plain(created), updated: plain(updated) };
  });
}

/** Whole seconds, as both vendors write their times. */
function plain(time: string): string {
  return time.replace(/\.\d+Z$/, "Z");
}
