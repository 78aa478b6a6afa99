/**
 * Where a mail service delivers what clients and members answer by e-mail: the raw letter (RFC 5322), as it came. Before the guard, as the
 * providers' webhooks are: the address itself is the proof.
 */
import type { Context } from "hono";
import { MAX_MAIL_BYTES, takeMail } from "../../portal/mail_in.ts";
import type { PortalDeps } from "../../portal/types.ts";
import type { Api } from "../route.ts";

export function mailInHook(app: Pick<Api, "post">, deps: PortalDeps): void {
  app.post("/hooks/mail/:secret", async (c) => {
    const raw = await readBounded(c);
    if (raw === null) return c.body(null, 413);
    const taken = await takeMail(deps, c.req.param("secret"), raw);
    // A service that is told of a failure sends again; what was held or dropped is done with.
    return taken === "unknown" ? c.body(null, 404) : c.json({ outcome: taken });
  });
}

/** Null when there is too much, which is then not read to its end. */
async function readBounded(c: Context): Promise<Uint8Array | null> {
  const told = c.req.header("content-length");
  if (told !== undefined && !(Number(told) <= MAX_MAIL_BYTES)) return null;
  const reader = c.req.raw.body?.getReader();
  if (!reader) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
    if (done || !value) return new Uint8Array(Buffer.concat(chunks, size));
    size += value.length;
    if (size > MAX_MAIL_BYTES) {
      await reader.cancel().catch(() => undefined);
      return null;
    }
    chunks.push(value);
  }
}
