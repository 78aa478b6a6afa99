/**
 * Where the providers deliver their webhooks. Outside `/api/v1` and before the guard: they come from elsewhere, signed in as nobody, under
 * whatever name this installation has; the address itself is the proof (`sync/webhooks/receive.ts`).
 */
import type { Receiver } from "../../sync/webhooks/receive.ts";
import type { Api } from "../route.ts";
import { readBounded } from "./read_bounded.ts";

/** A record with all its fields is far smaller (clio.md §6.1: 1000 characters of field names). */
const BODY_LIMIT = 256 * 1024;

export function hookRoutes(app: Pick<Api, "post">, receiver: Receiver): void {
  app.post("/hooks/:provider/:connection_id/:token", async (c) => {
    const { provider, connection_id, token } = c.req.param();
    const body = await readBounded(c, BODY_LIMIT);
    if (body === null) {
      receiver.refuseLarge(connection_id);
      return c.body(null, 413);
    }
    const { status, headers } = await receiver.receive({ provider, connection_id, token, headers: c.req.raw.headers, body });
    return c.body(null, status, headers);
  });
}
