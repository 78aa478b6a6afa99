/** Which contacts the firm works with, by their provider tags (B-SEG-1). A change applies at once: everything stays in the mirror. */
import type { PreparedContext } from "./prepare.ts";
import { because, settingSource } from "./reasons.ts";
import { tagKey } from "./tag_text.ts";
import type { Reason, TagView } from "./types.ts";

/** Why a contact with these tags is out of the segment; null when it is in. An empty list restricts nothing. */
export function outOfSegment(tags: readonly TagView[], ctx: PreparedContext): Reason | null {
  const wanted = ctx.segment_keys;
  if (wanted.size === 0) return null;
  const has = new Set(tags.filter((tag) => tag.origins.includes("provider")).map((tag) => tagKey(tag.name)));
  const named = ctx.settings.segment.tags;
  const sources = [settingSource("segment")];
  switch (ctx.settings.segment.mode) {
    case "any":
      return named.some((tag) => has.has(tagKey(tag))) ? null : because("B-SEG-1", "segment_any", { tags: named.join(", ") }, sources);
    case "all": {
      const missing = named.filter((tag) => !has.has(tagKey(tag)));
      return missing.length === 0 ? null : because("B-SEG-1", "segment_all", { tags: missing.join(", ") }, sources);
    }
    case "none": {
      const found = named.filter((tag) => has.has(tagKey(tag)));
      return found.length === 0 ? null : because("B-SEG-1", "segment_none", { tags: found.join(", ") }, sources);
    }
  }
}
