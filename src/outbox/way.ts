/** Who writes it (B-WRB-3): the author's own connection, else held or, where an admin allows it, the sync user on their behalf. Pure. */

export interface Writer {
  connection_id: string;
  purpose: "sync" | "writeback";
  state: "connected" | "disconnected";
  user_id: string;
  user_name: string;
  user_email: string;
}

export interface WayInput {
  author: { member_id: string; name: string; email: string; active: boolean };
  /** The provider's user ids that stand for the author, by the firm's own rules (B-CON-8). */
  author_staff_ids: readonly string[];
  /** All of the firm's connections to this provider. */
  writers: readonly Writer[];
  on_behalf_allowed: boolean;
}

export type Way = { writer: Writer; on_behalf: boolean } | { held: "author_not_connected" | "firm_not_connected" };

export function way(input: WayInput): Way {
  const connected = input.writers.filter((writer) => writer.state === "connected");
  const own = connected.filter((writer) => isAuthor(writer, input)).toSorted((a, b) => rank(a) - rank(b))[0];
  if (own) return { writer: own, on_behalf: false };
  const sync = connected.find((writer) => writer.purpose === "sync");
  return sync && input.on_behalf_allowed ? { writer: sync, on_behalf: true } : { held: "author_not_connected" };
}

/** Somebody who left the firm writes no more in their own name. */
const isAuthor = (writer: Writer, { author, author_staff_ids }: WayInput): boolean =>
  author.active &&
  (author_staff_ids.includes(writer.user_id) ||
    (author.email !== "" && writer.user_email.trim().toLowerCase() === author.email.trim().toLowerCase()));

const rank = (writer: Writer) => (writer.purpose === "writeback" ? 0 : 1);
