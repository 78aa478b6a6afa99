/** A delivery's bytes, with a bound. */
import type { Context } from "hono";

/** Null when there are too many of them, which are then not read to their end. */
export async function readBounded(c: Context, limit: number): Promise<Uint8Array | null> {
  const told = c.req.header("content-length");
  if (told !== undefined && !(Number(told) <= limit)) return null;
  const reader = c.req.raw.body?.getReader();
  if (!reader) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
    if (done || !value) return Buffer.concat(chunks, size);
    size += value.length;
    if (size > limit) {
      await reader.cancel().catch(() => undefined);
      return null;
    }
    chunks.push(value);
  }
}
