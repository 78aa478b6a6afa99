/** Many texts as one parameter: PostgreSQL splits them several times faster than it takes them out of a JSON document around them. */
import { sql, type RawBuilder } from "kysely";
import { joinBytes } from "../lib/bytes.ts";

/** Control characters, which JSON writes as escapes: they stand in no JSON text, nor in ids, hashes and times. */
const SEPARATOR = "\x1e";
const INNER_SEPARATOR = "\x1f";

/** What people typed may hold even these; nobody sees them, so a blank does. */
const clean = (text: string): string => text.replaceAll(SEPARATOR, " ").replaceAll(INNER_SEPARATOR, " ");

const split = (joined: string): RawBuilder<unknown> => sql`unnest(string_to_array(${joined}::text, ${SEPARATOR}))`;

/** A set-returning expression, one row per text, for `rows from (…)`. To PostgreSQL a single empty text is no text at all: a null, beside others. */
export const unnestTexts = (texts: readonly string[]): RawBuilder<unknown> => split(texts.map(clean).join(SEPARATOR));

/** The same for what cannot hold such a character: JSON as text, ids, hashes, times, our own words. */
export const unnestPlain = (texts: readonly string[]): RawBuilder<unknown> => split(texts.join(SEPARATOR));

/** `unnestPlain` for texts that are bytes already: they go to PostgreSQL as they are. None may be empty. */
export const unnestBytes = (texts: readonly Buffer[]): RawBuilder<unknown> =>
  sql`unnest(string_to_array(${joinBytes(texts, SEPARATOR.charCodeAt(0))}::text, ${SEPARATOR}))`;

/** The same for lists of texts, each to be read with `listOf`. No text of a list may be empty. */
export const unnestLists = (lists: readonly (readonly string[])[]): RawBuilder<unknown> =>
  split(lists.map((list) => list.map(clean).join(INNER_SEPARATOR)).join(SEPARATOR));

export const listOf = (column: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`coalesce(string_to_array(${column}, ${INNER_SEPARATOR}), '{}')`;
