/** What the outbox says, as the API says it. */
import { audit } from "../accounts/store_audit.ts";
import type { Activity as Stored, By, DeliverySummary, FileRow, OutboxRefused } from "../outbox/types.ts";
import type { Actor } from "../model/actor.ts";
import type { Activity, File } from "./contract/activities.ts";
import type { Delivery } from "./contract/deliveries.ts";
import { Problem } from "./problems.ts";

export const byOf = (actor: Actor): By => ({ name: actor.name, tell: (trx, ...what) => audit(trx, actor, ...what) });

/** Fields of a request that name what is not there. */
const FIELDS = { matter_not_here: "matter_id", file_not_here: "file_ids", author_not_here: "author_id" } as const;

export function refusal({ code, message }: OutboxRefused): Problem {
  switch (code) {
    case "not_found":
    case "contact_not_here":
      return new Problem("not-found", message);
    case "not_now":
      return new Problem("not-now", message);
    case "not_editable":
      return new Problem("not-editable", message);
    default:
      return new Problem("invalid-request", message, { errors: [{ path: FIELDS[code], message }] });
  }
}

export function presentFile({ firm_id: _firm, ...file }: FileRow): File {
  return file;
}

export function presentDelivery(row: DeliverySummary): Delivery {
  const { firm_id: _firm, author_member_id, author_name, ...rest } = row;
  return { ...rest, author: { member_id: author_member_id, name: author_name } };
}

export function presentActivity(activity: Stored): Activity {
  const { activity_id, connection_id, contact_id, matter_id, kind, direction, occurred_at, subject, body, address, conversation } =
    activity;
  const { source, kept_here, revision, created_at, edited_at } = activity;
  return {
    ...{ activity_id, connection_id, contact_id, matter_id, kind, direction, occurred_at, subject, body, address, conversation },
    ...{ source, kept_here, revision, created_at, edited_at },
    author: { member_id: activity.author_member_id, name: activity.author_name },
    files: activity.files.map(presentFile),
    deliveries: activity.deliveries.map(presentDelivery),
  };
}
