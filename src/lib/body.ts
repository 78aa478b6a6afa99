/** Reading an answer's body with a bound, so that no provider can fill our memory. */

export class BodyError extends Error {
  override readonly name = "BodyError";
  readonly reason: "too_large" | "cut_short";
  constructor(reason: "too_large" | "cut_short", message: string) {
    super(message);
    this.reason = reason;
  }
}

/** The body as text. Bytes that are not UTF-8 become U+FFFD. Rejects with a BodyError, or with what the connection threw. */
export async function readText(response: Response, limit: number): Promise<string> {
  const bytes = await readBytes(response, limit);
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return bytes.toString("utf8", start);
}

/** The body's bytes. Rejects as `readText` does. */
export async function readBytes(response: Response, limit: number): Promise<Buffer> {
  const told = announcedLength(response);
  if (told !== null && told > limit) {
    await discard(response);
    throw new BodyError("too_large", `the answer is larger than ${limit} bytes`);
  }
  const bytes = await collect(response, limit);
  if (told !== null && bytes.length < told) throw new BodyError("cut_short", `${bytes.length} of ${told} bytes came`);
  return bytes;
}

/** Frees the connection of an answer that nobody reads. */
export async function discard(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => undefined);
}

/** `Content-Length` counts the bytes on the wire: of use only where these were not compressed. */
function announcedLength(response: Response): number | null {
  const header = response.headers.get("content-length");
  if (header === null || !/^\d+$/.test(header) || response.headers.get("content-encoding") !== null) return null;
  return Number(header);
}

async function collect(response: Response, limit: number): Promise<Buffer> {
  const reader = response.body?.getReader();
  if (!reader) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks, size);
    size += value.length;
    if (size > limit) {
      await reader.cancel().catch(() => undefined);
      throw new BodyError("too_large", `the answer is larger than ${limit} bytes`);
    }
    chunks.push(value);
  }
}
