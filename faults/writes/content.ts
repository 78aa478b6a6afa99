/** The bytes of each document: others for each name, so that none can pass for another. */
import { createHash } from "node:crypto";
import type { Content } from "../../src/model/writing.ts";

export function contentOf({ name, media_type }: { name: string; media_type: string }): Content {
  const bytes = new TextEncoder().encode(`${name}: ${"A document that was written for a test.\n".repeat(40)}`);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { name, media_type, size: bytes.length, sha256, open: () => piecewise(bytes) };
}

const PIECE = 256;

/** In pieces, so that an upload can break in the middle. */
function piecewise(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(bytes.subarray(at, at + PIECE));
      at += PIECE;
      if (at >= bytes.length) controller.close();
    },
  });
}
