/** What happened is stored with everything that is to be delivered, in one transaction; then it is sent at once. */
import { crashPoint } from "../lib/crash_point.ts";
import { newId } from "../lib/ids.ts";
import type { Owner } from "../mirror/store.ts";
import { listContactMatters } from "../projection/store_lists_contact.ts";
import type { Settings } from "../model/settings.ts";
import { groupKey } from "./conversation.ts";
import type { OutboxDeps } from "./deps.ts";
import { loadTerms, type Terms } from "./firm.ts";
import { newMarker } from "./marker.ts";
import { isEditable, later, lookAnew } from "./outcome.ts";
import { FILED, place, type Place } from "./place.ts";
import { insertDelivery, linkActivity, lockGroup, move, working, type DeliveryRow, type NewDelivery, type Work } from "./store.ts";
import { insertActivity, readActivityBySource, readNamed } from "./store_activities.ts";
import { OutboxRefused, type By, type NewActivity } from "./types.ts";

/** Gives the activity's id; the earlier one's where the same source told it before. */
export async function log(deps: OutboxDeps, firm_id: string, input: NewActivity, by: By): Promise<string> {
  const owner = { firm_id, connection_id: input.connection_id };
  const known = input.source_key === null ? null : await readActivityBySource(deps.db.kysely, firm_id, input.source_key);
  if (known !== null) return known;
  const terms = await loadTerms(deps, deps.db.kysely, owner);
  await check(deps, owner, input);
  const where = await placeOf(deps, terms, input);
  const at = deps.clock.now().toISOString();
  const activity_id = newId(deps.clock);
  const made = await working(deps.db, owner, at, async (work) => {
    const told = { kept_here: where === null, needs_filing: where?.needs_filing ?? false, at };
    const stored = await insertActivity(work.trx, firm_id, activity_id, input, told);
    if (stored === null) return null;
    if (where !== null) await plan(deps, terms, work, { ...input, activity_id }, where);
    await by.tell(work.trx, "activity.log", stored, { kind: input.kind });
    return stored;
  });
  crashPoint("write:logged");
  if (made === null) return (await readActivityBySource(deps.db.kysely, firm_id, input.source_key!))!;
  if (where !== null) await deps.ready(owner);
  return made;
}

async function check(deps: OutboxDeps, owner: Owner, input: NewActivity): Promise<void> {
  const here = await readNamed(deps.db.kysely, owner, input);
  if (!here.contact) throw new OutboxRefused("contact_not_here", "There is no such contact in this connection");
  if (input.matter_id !== null && !here.matter) throw new OutboxRefused("matter_not_here", "There is no such matter in this connection");
  if (!here.author) throw new OutboxRefused("author_not_here", "There is no such member");
  if (here.files < new Set(input.file_ids).size) throw new OutboxRefused("file_not_here", "One of the files was not uploaded, or is gone");
  if (input.kind === "document" && input.file_ids.length === 0)
    throw new OutboxRefused("file_not_here", "A document needs a file: upload it first");
}

export async function placeOf(
  deps: OutboxDeps,
  terms: Terms,
  input: Pick<NewActivity, "connection_id" | "contact_id" | "matter_id" | "kind">,
): Promise<Place | null> {
  const { provider } = terms.connection;
  const asks = input.matter_id === null && FILED.includes(input.kind);
  const matters = asks ? await listContactMatters(deps.db.kysely, terms.connection, provider, input.contact_id) : [];
  const has_open_matters = matters.some((matter) => matter.status === "open" && !matter.left_out);
  return place({ ...input, provider, settings: terms.settings.writeback, has_open_matters });
}

type Logged = NewActivity & { activity_id: string };

export async function plan(deps: OutboxDeps, terms: Terms, work: Work, input: Logged, where: Place): Promise<void> {
  if (input.kind === "document") {
    // One file is one record.
    for (const file_id of input.file_ids) await planOne(deps, terms, work, input, where, { file_id });
    return;
  }
  if (where.grouped === null) return planOne(deps, terms, work, input, where, {});
  const group_key = groupKey(input, terms.connection.firm_time_zone);
  const head = await lockGroup(work.trx, work.owner, group_key);
  if (head === null) return planOne(deps, terms, work, input, where, { group_key });
  if (where.grouped === "record") return joinRecord(terms, work, head, input.activity_id);
  return planMessage(deps, terms, work, input, head);
}

interface Special {
  group_key?: string;
  file_id?: string;
}

async function planOne(
  deps: OutboxDeps,
  terms: Terms,
  work: Work,
  input: Logged,
  where: Place,
  { group_key, file_id }: Special,
): Promise<void> {
  const waits = where.parent === null;
  const row = newRow(deps, terms, work, input, {
    operation: where.operation,
    parent_kind: where.parent?.kind ?? null,
    parent_id: where.parent?.id ?? null,
    group_key: group_key ?? null,
    file_id: file_id ?? null,
    state: waits ? "held" : "queued",
    reason: waits ? "needs_filing" : null,
    waits_for: null,
  });
  // Null: somebody else logged the group's first one at the same moment.
  if ((await insertDelivery(work, row, input.activity_id)) === null) await plan(deps, terms, work, input, where);
}

type Placed = "operation" | "parent_kind" | "parent_id" | "group_key" | "file_id" | "state" | "reason" | "waits_for";

function newRow(deps: OutboxDeps, terms: Terms, work: Work, input: Logged, placed: Pick<NewDelivery, Placed>): NewDelivery {
  return {
    delivery_id: newId(deps.clock),
    kind: input.kind,
    contact_id: input.contact_id,
    matter_id: input.matter_id,
    author_member_id: input.author_member_id,
    occurred_at: input.occurred_at,
    marker: newMarker(),
    due_at: placed.state === "held" ? null : later(work.at, cadence(terms.settings.writeback, input.kind)),
    ...placed,
  };
}

/** B-WRB-10: counted until it is delivered, so that it leaves a little before. */
const LEAVES_BEFORE_MS = 30_000;

export function cadence(settings: Settings["writeback"], kind: NewActivity["kind"]): number {
  const minutes = kind === "message" ? settings.message_minutes : kind === "document" ? settings.document_minutes : 0;
  return Math.max(minutes * 60_000 - LEAVES_BEFORE_MS, 0);
}

/** A late text amends the day's record, wherever that stands (B-WRB-1). */
async function joinRecord(terms: Terms, work: Work, head: DeliveryRow, activity_id: string): Promise<void> {
  await linkActivity(work.trx, work.owner.firm_id, head.delivery_id, activity_id);
  await amend(terms, work, head);
}

/** What a delivery says has changed: it replaces what was not sent yet, and is written as a change where it is there already (B-WRB-8). */
export async function amend(terms: Pick<Terms, "side">, work: Work, row: DeliveryRow): Promise<void> {
  // A screen said so before the edit.
  if (row.state === "delivered" && !isEditable(terms, row)) return;
  const anew = { due_at: work.at, first_queued_at: work.at };
  const revision = row.revision + 1;
  if (row.state === "failed" && row.doubt) await move(work, row, "looked_again", { ...anew, revision, ...lookAnew(work.at) });
  else if (row.state === "failed") await move(work, row, "amended", { ...anew, revision });
  else if (row.state === "delivered") await move(work, row, "amended", { ...anew, revision, step: "update" });
  else await move(work, row, "amended", { revision });
}

/** Each text of a thread is a message of its own; it waits until the thread is there. */
async function planMessage(deps: OutboxDeps, terms: Terms, work: Work, input: Logged, head: DeliveryRow): Promise<void> {
  const there = head.state === "delivered" && head.provider_id !== null;
  await insertDelivery(
    work,
    newRow(deps, terms, work, input, {
      operation: "message",
      parent_kind: there ? "thread" : null,
      parent_id: there ? head.provider_id : null,
      group_key: null,
      file_id: null,
      state: there ? "queued" : "held",
      reason: there ? null : "waits_for_thread",
      waits_for: head.delivery_id,
    }),
    input.activity_id,
  );
}
