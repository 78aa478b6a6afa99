/** Rows as people get to see them. */
import type { WritingSide } from "../model/writing.ts";
import { standing } from "./reasons.ts";
import type { ListedRow } from "./store_lists.ts";
import type { DeliverySummary } from "./types.ts";

export function summary(row: ListedRow, side: WritingSide): DeliverySummary {
  return {
    firm_id: row.firm_id,
    connection_id: row.connection_id,
    delivery_id: row.delivery_id,
    kind: row.kind,
    operation: row.operation,
    state: row.state,
    since: row.since,
    attempt: row.attempt,
    reason: standing(row.reason, row.words),
    contact_id: row.contact_id,
    contact_name: row.contact_name,
    matter_id: row.matter_id,
    parent: row.parent_kind === null || row.parent_id === null ? null : { kind: row.parent_kind, id: row.parent_id },
    author_member_id: row.author_member_id,
    author_name: row.author_name,
    way: wayOfRow(row),
    provider_id: row.provider_id,
    url: row.url,
    occurred_at: row.occurred_at,
    created_at: row.created_at,
    delivered_at: row.delivered_at,
    next_at: row.due_at,
    editable: row.delivered_at === null || side.promises.some((promise) => promise.operation === row.operation && promise.editable),
  };
}

/** Accounts move between connections: the one that has it by now. */
const wayOfRow = (row: ListedRow): DeliverySummary["way"] =>
  row.way_connection_id === null
    ? null
    : { connection_id: row.way_connection_id, user_name: row.writer_name ?? "", on_behalf: row.on_behalf };
