/** Texts that are longer than a provider takes. */

/**
 * The text in at most `limit` bytes of UTF-8. What is cut is said, in one sentence; the last line stays where it carries `marker`, since a
 * look-up needs it. Bytes, because a column that counts characters holds as many of them at least.
 */
export function fitText(text: string, limit: number, marker: string): string {
  if (Buffer.byteLength(text) <= limit) return text;
  const lines = text.trimEnd().split("\n");
  const last = lines.at(-1) ?? "";
  const marked = marker !== "" && last.includes(marker) && Buffer.byteLength(last) < limit / 2;
  const ending = `\n[…] This text was too long for this place: the whole of it is in Privity.${marked ? `\n${last}` : ""}`;
  const head = marked ? lines.slice(0, -1).join("\n") : text;
  return cutTo(head, limit - Buffer.byteLength(ending)).trimEnd() + ending;
}

/** With its mark as the last line, where it does not carry it yet: a look-up finds it by that. */
export function withMarker(text: string, marker: string): string {
  return text.includes(marker) ? text : `${text.trimEnd()}\n\nRef. ${marker}`.trimStart();
}

/** One line, for subjects and names. */
export function fitLine(text: string, characters: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  const signs = Array.from(line);
  return signs.length <= characters
    ? line
    : `${signs
        .slice(0, characters - 1)
        .join("")
        .trimEnd()}…`;
}

/** The longest beginning within so many bytes, no character of it halved. */
function cutTo(text: string, bytes: number): string {
  const cut = Buffer.from(text).subarray(0, Math.max(0, bytes));
  let end = cut.length;
  // A byte 10xxxxxx continues a character; where the next one would, its beginning goes too.
  const whole = Buffer.from(text);
  while (end > 0 && end < whole.length && ((whole[end] ?? 0) & 0xc0) === 0x80) end--;
  return cut.subarray(0, end).toString("utf8");
}
