/** Who asks: set once by the sign-in middleware, read by every route. */
import type { Context } from "hono";
import type { Actor } from "../model/actor.ts";

export type { Actor } from "../model/actor.ts";

const KEY = "actor";

export function setActor(c: Context, actor: Actor): void {
  c.set(KEY, actor);
}

export function actorOf(c: Context): Actor {
  const actor = c.get(KEY) as Actor | undefined;
  if (!actor) throw new Error("a route was reached without sign-in; the middleware has to come before it");
  return actor;
}
