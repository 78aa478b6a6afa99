/** Why a contact or matter would change, in one sentence for each field: what a preview's rows say besides old and new (B-WHY-1, B-WHY-3). Pure. */
import type { FieldChange } from "./compare.ts";
import { explain } from "./explain.ts";
import type { ProjectView } from "./project_types.ts";
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

/** Null before: it is worked out for the first time. Null after: nothing is worked out for clients any more. */
export function withProjectWhys(changes: readonly FieldChange[], before: ProjectView | null, after: ProjectView | null): PreviewChange[] {
  const reasons = (change: FieldChange) => (after && projectReason(change, after)) ?? (before && projectReason(change, before));
  return changes.map((change) => {
    const reason = reasons(change);
    return { ...change, why: reason ? explain(reason) : null };
  });
}

function projectReason({ field, old, new: now }: FieldChange, view: ProjectView): Reason | null {
  switch (field) {
    case "project_type":
      return view.type.reason;
    case "phase":
    case "messages_paused":
      return view.phase.reason;
    case "shown":
      return view.shown.reason;
    case "notified":
      return view.notified.reason;
    case "portal_participant": {
      const { contact_id } = (now ?? old) as { contact_id: string };
      return view.participants.find((each) => each.contact_id === contact_id)?.reason ?? null;
    }
    default:
      return null;
  }
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
