/** Gathers a contact's tags: each name once, whoever gives it, spelled as it first came (B-TAG-8). */
import { SOURCES_NAMED } from "./reasons.ts";
import { tagName } from "./tag_text.ts";
import type { Reason, TagView } from "./types.ts";

export interface TagList {
  /** Called in rule order, and within a rule by the lowest id of the record that the tag comes from. */
  add(text: string, origin: "provider" | "manual", reason: Reason): void;
  tags: TagView[];
}

export function tagList(): TagList {
  const by_key = new Map<string, TagView>();
  const tags: TagView[] = [];
  return {
    tags,
    add(text, origin, reason) {
      const name = tagName(text);
      if (name === "") return;
      const key = name.toLowerCase();
      const known = by_key.get(key);
      if (!known) {
        const tag: TagView = { name, origins: [origin], reasons: [reason] };
        by_key.set(key, tag);
        tags.push(tag);
        return;
      }
      if (!known.origins.includes(origin)) known.origins.push(origin);
      mergeReason(known.reasons, reason);
    },
  };
}

/** The same case again is the same reason with one record more: counted all, named a few. */
function mergeReason(reasons: Reason[], reason: Reason): void {
  const at = reasons.findIndex(
    (known) => known.rule === reason.rule && known.code === reason.code && typeof known.params?.["count"] === "number",
  );
  const known = reasons[at];
  if (!known) {
    reasons.push(reason);
    return;
  }
  const room = Math.max(0, SOURCES_NAMED - known.sources.length);
  reasons[at] = {
    ...known,
    params: { ...known.params, count: (known.params?.["count"] as number) + 1 },
    sources: room > 0 ? [...known.sources, ...reason.sources.slice(0, room)] : known.sources,
  };
}
