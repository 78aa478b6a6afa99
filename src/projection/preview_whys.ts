/** Why a contact would change, in one sentence for each field: what a preview's rows say besides old and new (B-WHY-1, B-WHY-3). Pure. */
import type { FieldChange } from "./compare.ts";
import { explain } from "./explain.ts";
import { tagKey } from "./tag_text.ts";
import type { ContactView, Reason } from "./types.ts";

export interface PreviewChange extends FieldChange {
  /** Null where the provider's word is all there is to it. */
  why: string | null;
}

export function withWhys(changes: readonly FieldChange[], before: ContactView, after: ContactView): PreviewChange[] {
  return changes.map((change) => {
    const reason = reasonOf(change, before, after);
    return { ...change, why: reason ? explain(reason) : null };
  });
}

/** What is gone has its reason in the view before. */
function reasonOf({ field, old, new: now }: FieldChange, before: ContactView, after: ContactView): Reason | null {
  switch (field) {
    case "state":
    case "state_reason":
      return after.state_reason;
    case "client_status":
      return after.status_reason;
    case "owner":
      return after.owner.reason;
    case "never_engage":
    case "prospect":
      return after.never_engage ?? before.never_engage;
    case "tag": {
      const [view, name] = now === null ? [before, old] : [after, now];
      return view.tags.find((tag) => tagKey(tag.name) === tagKey(String(name)))?.reasons[0] ?? null;
    }
    case "key_fact": {
      const [view, fact] = now === null ? [before, old] : [after, now];
      const { label } = fact as { label: string };
      return view.key_facts.find((each) => each.label === label)?.reason ?? null;
    }
    default:
      return null;
  }
}
