/**
 * Where the providers deliver their webhooks. Outside `/api/v1` and before the guard: they come from elsewhere, signed in as nobody, under
 * whatever name this installation has; the address itself is the proof (`sync/webhooks/receive.ts`).
 */
import type { Context } from "hono";
import type { Receiver } from "../../sync/webhooks/receive.ts";
import type { Api } from "../route.ts";

/** A record with all its fields is far smaller (clio.md §6.1: 1000 characters of field names). */
const BODY_LIMIT = 256 * 1024;

export function hookRoutes(app: Pick<Api, "post">, receiver: Receiver): void {
  app.post("/hooks/:provider/:connection_id/:token", async (c) => {
    const { provider, connection_id, token } = c.req.param();
    const body = await readBounded(c);
    if (body === null) {
      receiver.refuseLarge(connection_id);
      return c.body(null, 413);
    }
    const { status, headers } = await receiver.receive({ provider, connection_id, token, headers: c.req.raw.headers, body });
    return c.body(null, status, headers);
  });
}

/** The raw bytes; null when there are too many of them, which are then not read to their end. */
async function readBounded(c: Context): Promise<Uint8Array | null> {
  const told = c.req.header("content-length");
  if (told !== undefined && !(Number(told) <= BODY_LIMIT)) return null;
  const reader = c.req.raw.body?.getReader();
  if (!reader) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
    if (done || !value) return Buffer.concat(chunks, size);
    size += value.length;
    if (size > BODY_LIMIT) {
      await reader.cancel().catch(() => undefined);
      return null;
    }
    chunks.push(value);
  }
}
