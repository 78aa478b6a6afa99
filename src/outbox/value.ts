/** A custom value on its way to the provider (B-WRB-9): a delivery as any other, of the activity that brought it, for a field of its matter. */
import { crashPoint } from "../lib/crash_point.ts";
import { newId } from "../lib/ids.ts";
import type { OutboxDeps } from "./deps.ts";
import { newMarker } from "./marker.ts";
import { insertDelivery, lockGroup, working } from "./store.ts";
import { readActivityRow } from "./store_activities.ts";
import { OutboxRefused, type By, type NewValue } from "./types.ts";

export async function writeValue(deps: OutboxDeps, firm_id: string, value: NewValue, by: By): Promise<string> {
  const activity = await readActivityRow(deps.db.kysely, firm_id, value.activity_id);
  if (!activity || activity.matter_id === null) throw new OutboxRefused("not_found", "There is no such activity with a matter");
  const { connection_id, contact_id, matter_id } = activity;
  const owner = { firm_id, connection_id };
  const group_key = `value:${value.source_key}`;
  const at = deps.clock.now().toISOString();
  const delivery_id = await working(deps.db, owner, at, async (work) => {
    const made = await insertDelivery(
      work,
      {
        ...{ delivery_id: newId(deps.clock), kind: activity.kind, operation: "custom_value", contact_id, matter_id },
        ...{ parent_kind: "matter", parent_id: matter_id, waits_for: null, group_key, file_id: null },
        ...{ author_member_id: value.author_member_id, occurred_at: at, marker: newMarker(), field: value.field },
        ...{ state: "queued", reason: null, due_at: at },
      },
      value.activity_id,
    );
    if (made === null) return (await lockGroup(work.trx, owner, group_key))?.delivery_id ?? null;
    await by.tell(work.trx, "value.write", made.delivery_id, { matter_id, field: value.field.name });
    return made.delivery_id;
  });
  crashPoint("write:logged");
  // It was cancelled by somebody in the moment between.
  if (delivery_id === null) throw new OutboxRefused("not_now", "It was cancelled just now");
  await deps.ready(owner);
  return delivery_id;
}
