/** From queued to sending: by whom, where and with which words, committed before the first byte leaves (intent before request). */
import { recordOwnWrite } from "../mirror/store.ts";
import type { OperationPromise, Parent } from "../model/writing.ts";
import { compose, type Payload } from "./compose.ts";
import { LEASE_EXTRA_MS, type OutboxDeps } from "./deps.ts";
import { touched } from "./echo.ts";
import { promiseOf, staffIdOf, wayOf, type Firm } from "./firm.ts";
import { lockDelivery, move, type Db, type DeliveryRow, type Work } from "./store.ts";
import { readLeads, readRecipients, readTold, readFiles } from "./store_activities.ts";
import { takeQueued } from "./store_claim.ts";
import type { FileRow } from "./types.ts";
import type { Writer } from "./way.ts";

export interface Claimed {
  row: DeliveryRow & { payload: Payload };
  writer: Writer;
  promise: OperationPromise;
  file: FileRow | null;
}

export async function claim(deps: OutboxDeps, firm: Firm, work: Work, room: number): Promise<Claimed[]> {
  const rows = await takeQueued(work.trx, work.owner, work.at, room);
  if (rows.length === 0) return [];
  const material = await readMaterial(work.trx, firm, rows);
  const claimed: Claimed[] = [];
  for (const row of rows) {
    const one = await claimOne(deps, firm, work, row, material);
    if (one) claimed.push(one);
  }
  return claimed;
}

async function claimOne(deps: OutboxDeps, firm: Firm, work: Work, row: DeliveryRow, material: Material): Promise<Claimed | null> {
  const chosen = wayOf(firm, row.author_member_id);
  if ("held" in chosen) return hold(work, row, chosen.held);
  if (await wouldReachClient(work.trx, firm, row)) return hold(work, row, "client_would_see");
  const payload = payloadFor(firm, row, material, chosen);
  if (!payload) return hold(work, row, "contact_gone");
  const promise = promiseOf(firm.side, row.operation);
  const now = Date.parse(work.at);
  const sending = await move(work, row, "claimed", {
    payload,
    writer_connection_id: chosen.writer.connection_id,
    writer_user_id: chosen.writer.user_id,
    writer_name: chosen.writer.user_name,
    on_behalf: chosen.on_behalf,
    fence: row.fence + 1,
    lease_until: new Date(now + promise.timeout_ms + (deps.lease_extra_ms ?? LEASE_EXTRA_MS)).toISOString(),
    sent_at: work.at,
    attempt: row.attempt + 1,
    creates: row.creates + (row.step === "create" ? 1 : 0),
    blocks: true,
    sending_revision: row.revision,
    due_at: null,
    looks: 0,
    absent: 0,
    absent_ms: null,
  });
  if (!sending) return null;
  for (const { kind, provider_id } of touched(payload.parent, payload.matter_id))
    await recordOwnWrite(work.trx, work.owner, kind, provider_id, work.at);
  return { row: { ...sending, payload }, writer: chosen.writer, promise, file: material.files.get(row.file_id ?? "") ?? null };
}

async function hold(work: Work, row: DeliveryRow, reason: string): Promise<null> {
  await move(work, row, "held_back", { reason, due_at: null });
  return null;
}

/** A message in a thread that has the client among its recipients, which since then may no longer be (B-WRB-1). */
async function wouldReachClient(trx: Db, firm: Firm, row: DeliveryRow): Promise<boolean> {
  if (row.operation !== "message" || row.waits_for === null || firm.settings.writeback.client_recipients) return false;
  const head = await lockDelivery(trx, row.firm_id, row.waits_for);
  return head?.payload?.to.some((party) => party.kind === "contact") ?? false;
}

export interface Material {
  told: Awaited<ReturnType<typeof readTold>>;
  recipients: Awaited<ReturnType<typeof readRecipients>>;
  leads: Awaited<ReturnType<typeof readLeads>>;
  files: ReadonlyMap<string, FileRow>;
}

/** What these deliveries are put together from, read once for all of them. */
export async function readMaterial(db: Db, firm: Firm, rows: readonly DeliveryRow[]): Promise<Material> {
  const owner = firm.connection;
  const files = await readFiles(
    db,
    owner.firm_id,
    rows.map((row) => row.file_id).filter((id) => id !== null),
  );
  return {
    told: await readTold(
      db,
      owner.firm_id,
      rows.map((row) => row.delivery_id),
    ),
    recipients: await readRecipients(
      db,
      owner,
      rows.map((row) => row.contact_id),
    ),
    leads: await readLeads(
      db,
      owner,
      rows.map((row) => row.matter_id).filter((id) => id !== null),
    ),
    files: new Map(files.map((file) => [file.file_id, file])),
  };
}

/** Null where nothing is left to tell, or nobody to tell it of. */
export function payloadFor(
  firm: Firm,
  row: DeliveryRow,
  material: Material,
  chosen: { writer: Writer; on_behalf: boolean },
): Payload | null {
  const told = material.told.get(row.delivery_id);
  const contact = material.recipients.get(row.contact_id);
  if (!told || !contact || row.parent_id === null || row.parent_kind === null) return null;
  const parent: Parent = { kind: row.parent_kind, id: row.parent_id };
  const owner_ids = contact.owner_member_id === null ? [] : (firm.staff_ids.get(contact.owner_member_id) ?? []);
  return compose({
    provider: firm.connection.provider,
    kind: row.kind,
    operation: row.operation,
    parent,
    marker: row.marker,
    matter_id: row.matter_id,
    contact: { id: contact.provider_id, name: contact.name, phone: contact.phone },
    told,
    grouped: row.group_key !== null && row.operation !== "thread",
    field: row.field,
    file: material.files.get(row.file_id ?? "") ?? null,
    author_name: firm.members.get(row.author_member_id)?.name ?? "",
    author_staff_id: staffIdOf(firm, row.author_member_id, chosen),
    recipients: [...owner_ids.slice(0, 1), ...(material.leads.get(row.matter_id ?? "") ?? [])],
    client_recipients: firm.settings.writeback.client_recipients,
    on_behalf: chosen.on_behalf,
    time_zone: firm.connection.firm_time_zone,
  });
}
