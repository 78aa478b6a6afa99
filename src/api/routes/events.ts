/** The change feed: what happened since a place that the reader remembers. */
import { z } from "@hono/zod-openapi";
import { messageOf } from "../../events/deliver.ts";
import { readEventClock, readEvents } from "../../events/store.ts";
import { pageQuery } from "../contract/common.ts";
import { eventPageSchema, eventTypeSchema } from "../contract/events.ts";
import * as examples from "../contract/examples_events.ts";
import { actorOf } from "../actor.ts";
import { readCursor, writeCursor } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem, problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";

const seqPart = z.string().regex(/^\d{1,15}$/);

const feedRoute = createRoute({
  method: "get",
  path: "/api/v1/events",
  operationId: "readEvents",
  tags: ["Events"],
  summary: "What happened",
  description:
    "The change feed, the oldest first. Keep `next` and hand it back as `after`: nothing is skipped, nothing comes twice. Without `after` it begins with the oldest kept; with `from=now` it gives the place to begin from now on. Events are kept for 30 days.",
  request: {
    query: z.strictObject({
      type: z
        .union([eventTypeSchema.transform((one) => [one]), z.array(eventTypeSchema).max(20)])
        .optional()
        .openapi({
          description: "Only these types; may stand several times",
          type: "array",
          items: { $ref: "#/components/schemas/EventType" },
        }),
      from: z.enum(["oldest", "now"]).default("oldest").openapi({ description: "Where to begin without `after`" }),
      ...pageQuery,
    }),
  },
  responses: {
    200: json(eventPageSchema, "Events, and where to go on", { items: [examples.event], next: "WyIxMiJd", more: false }),
    ...problemResponses("invalid-request", "invalid-cursor", "cursor-expired"),
  },
});

export function eventRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  app.openapi(feedRoute, async (c) => {
    const { firm_id } = actorOf(c);
    const { type = [], from, after, limit } = c.req.valid("query");
    const place = readCursor(after, [seqPart]);
    const clock = await readEventClock(db, firm_id);
    const begin = place ? Number(place[0]) : from === "now" ? clock.seq : clock.dropped_through;
    if (place && begin < clock.dropped_through)
      throw new Problem("cursor-expired", `Events after this cursor were dropped with age; ${clock.dropped_through - begin} are gone.`);
    const rows = await readEvents(db, firm_id, begin, type, limit + 1);
    const items = rows.slice(0, limit);
    const more = rows.length > limit;
    // Where nothing of these types is left, whoever asks again need not go through the others again.
    const end = more ? items.at(-1)!.seq : Math.max(clock.seq, items.at(-1)?.seq ?? begin, begin);
    return c.json({ items: items.map((row) => ({ id: row.event_id, ...messageOf(row) })), next: writeCursor([String(end)]), more }, 200);
  });
}
