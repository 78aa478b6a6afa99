/** What somebody wrote in an answer by e-mail, without what their program quotes below it. Pure. */

/** Lines that programs put above the quote, in English and Spanish; some are broken over two lines. */
const BEGINS = [
  /^\s*On\b.{4,200}\bwrote:\s*$/i,
  /^\s*El\b.{4,200}\bescribi[óo]:\s*$/i,
  /^\s*-{2,}\s*(original message|mensaje original|forwarded message|mensaje reenviado)\s*-{2,}\s*$/i,
  /^\s*_{10,}\s*$/,
  /^\s*(from|de):\s.+@.+$/i,
  /^--\s*$/,
  /^\s*(sent from my|get outlook for|enviado desde mi|obtener outlook para)\b/i,
];

export function withoutQuote(text: string): string {
  const lines = text.replaceAll(/\r\n?/g, "\n").split("\n");
  const kept: string[] = [];
  for (const [index, line] of lines.entries()) {
    const pair = `${line} ${lines[index + 1] ?? ""}`.trim();
    const quotes =
      BEGINS.some((pattern) => pattern.test(line)) ||
      (/^\s*(On|El)\b/.test(line) && BEGINS.slice(0, 2).some((pattern) => pattern.test(pair)));
    if (quotes) break;
    if (/^\s*>/.test(line)) {
      // Answers between the lines are no longer told from what they answer: everything stays.
      if (lines.slice(index).some((later) => later.trim() !== "" && !/^\s*>/.test(later) && !BEGINS.some((pattern) => pattern.test(later))))
        kept.push(line);
      else break;
      continue;
    }
    kept.push(line);
  }
  return kept.join("\n").trim();
}
