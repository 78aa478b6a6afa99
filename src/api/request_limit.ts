/**
 * How often one key or session may ask: a steady rate with some burst, so that a program run wild keeps the others' answers quick. Counted in
 * each process by itself: exactness is not the point. Sign-in has limits of its own (`accounts/limits.ts`).
 */
import { createHash } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import type { Actor } from "../model/actor.ts";
import type { ApiDeps } from "./deps.ts";
import { Problem } from "./problems.ts";

/** A quarter of a minute's worth may come at once. */
const BURST_MINUTES = 0.25;
const SWEEP_AT = 10_000;

interface Bucket {
  left: number;
  at: number;
}

export function limitRequests(
  { requests_per_minute, clock }: Pick<ApiDeps, "requests_per_minute" | "clock">,
  askedBy: (c: Context) => string | null = asker,
): MiddlewareHandler {
  const per_minute = requests_per_minute ?? null;
  const buckets = new Map<string, Bucket>();
  return async (c, next) => {
    const who = askedBy(c);
    if (per_minute !== null && who !== null && !take(buckets, who, per_minute, clock.now().getTime()))
      throw new Problem("too-many-requests", `More than ${per_minute} requests a minute came from this key or session.`);
    await next();
  };
}

/** Each key by itself; of the sessions of one member all together. Nobody yet: coming in has other limits. */
function asker(c: Context): string | null {
  const actor = c.get("actor") as Actor | undefined;
  if (!actor || actor.via === "command_line") return null;
  if (actor.via === "session") return `member ${actor.member_id}`;
  return createHash("sha256")
    .update(c.req.header("authorization") ?? "")
    .digest("base64");
}

function take(buckets: Map<string, Bucket>, who: string, per_minute: number, now: number): boolean {
  const most = Math.max(1, per_minute * BURST_MINUTES);
  const refilled = ({ left, at }: Bucket) => Math.min(most, left + (Math.max(0, now - at) * per_minute) / 60_000);
  if (buckets.size >= SWEEP_AT) for (const [key, bucket] of buckets) if (refilled(bucket) >= most) buckets.delete(key);
  const left = refilled(buckets.get(who) ?? { left: most, at: now });
  buckets.set(who, { left: left >= 1 ? left - 1 : left, at: now });
  return left >= 1;
}
