/** Who asks: set once by the sign-in middleware, read by every route. */
import type { Context } from "hono";

export interface Actor {
  firm_id: string;
  /** Null for an API key that belongs to nobody any more, and for the command line. */
  member_id: string | null;
  name: string;
  role: "admin" | "member";
  via: "session" | "api_key" | "command_line";
  /** What an API key may do; null: whatever the role may. */
  scopes: readonly Scope[] | null;
}

export const SCOPES = ["read", "write", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

const KEY = "actor";

export function setActor(c: Context, actor: Actor): void {
  c.set(KEY, actor);
}

export function actorOf(c: Context): Actor {
  const actor = c.get(KEY) as Actor | undefined;
  if (!actor) throw new Error("a route was reached without sign-in; the middleware has to come before it");
  return actor;
}
