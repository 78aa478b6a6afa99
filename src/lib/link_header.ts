/** The target of `rel="next"` in a `Link` header (RFC 8288); null where there is none. */
export function nextLink(header: string | null, base: URL): URL | null {
  if (header === null) return null;
  for (const [, target, parameters] of header.matchAll(/<([^>]*)>([^<]*)/g)) {
    const relations = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(parameters ?? "");
    const named = (relations?.[1] ?? relations?.[2] ?? "").toLowerCase().split(/\s+/);
    if (named.includes("next") && target !== undefined && URL.canParse(target, base.href)) return new URL(target, base);
  }
  return null;
}
