/** Cursors of lists: opaque to whoever hands them back, checked when they come. */
import { z } from "@hono/zod-openapi";
import { text } from "./contract/common.ts";
import { Problem } from "./problems.ts";

/** A part of a cursor that is any text. */
export const anyText = text(3000);
/** A part that is a time, or "" for none. */
export const timeOrNone = z.union([z.literal(""), z.iso.datetime({ offset: true })]);

export function writeCursor(position: readonly string[]): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

/** Null for no cursor; a Problem for one that this list did not give. `parts` says what its places hold. */
export function readCursor(cursor: string | undefined, parts: readonly z.ZodType<string>[]): string[] | null {
  if (cursor === undefined) return null;
  const position = parse(Buffer.from(cursor, "base64url").toString());
  if (Array.isArray(position) && position.length === parts.length && parts.every((part, index) => part.safeParse(position[index]).success))
    return position as string[];
  throw new Problem("invalid-cursor", "The cursor in `after` cannot be read.");
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/** Cuts the one row that was read too many, and says where the next page begins. */
export function page<Row>(rows: Row[], limit: number, position: (row: Row) => readonly string[]): { items: Row[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? writeCursor(position(last)) : null };
}
