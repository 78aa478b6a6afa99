/**
 * Texts as UTF-8, many of them side by side in one piece of memory outside of the heap that is searched for garbage: thousands of texts that
 * wait for a moment to be written would be copied there several times over.
 */
const PIECE = 256 * 1024;
/** UTF-8 takes three bytes at most for what counts as one in a string. */
const WIDEST = 3;

let piece = Buffer.alloc(0);
let used = 0;

/** The text's bytes. Its piece of memory lives as long as any text in it: for what is soon written and forgotten. */
export function bytesOf(text: string): Buffer {
  const most = text.length * WIDEST;
  if (most > PIECE / 4) return Buffer.from(text);
  if (most > piece.length - used) [piece, used] = [Buffer.allocUnsafeSlow(PIECE), 0];
  const from = used;
  used += piece.write(text, from);
  return piece.subarray(from, used);
}

export const textOf = (bytes: Buffer): string => bytes.toString();

/** All of them in a row, with one byte between each and the next. */
export function joinBytes(parts: readonly Buffer[], separator: number): Buffer {
  const joined = Buffer.allocUnsafeSlow(
    Math.max(
      parts.reduce((sum, part) => sum + part.length + 1, -1),
      0,
    ),
  );
  let at = 0;
  for (const part of parts) {
    if (at > 0) joined[at++] = separator;
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
