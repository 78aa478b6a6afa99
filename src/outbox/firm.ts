/** What is the same for all deliveries of a connection: settings, who may write, who stands for whom. */
import { listConnections } from "../connections/store.ts";
import { readSettings } from "../connections/store_settings.ts";
import type { Owner } from "../mirror/store.ts";
import type { OperationPromise, Operation, WritingSide } from "../model/writing.ts";
import type { Settings } from "../model/settings.ts";
import { mapStaff } from "../projection/mapping.ts";
import { readKind, readMembers } from "../projection/store_context.ts";
import type { Member } from "../projection/types.ts";
import { readConnection, type ConnectionForSync } from "../sync/store_connection.ts";
import type { OutboxDeps } from "./deps.ts";
import { settleWindow } from "./settle.ts";
import type { Db } from "./store.ts";
import { readAllSeen } from "./store_settle.ts";
import { way, type Way, type Writer } from "./way.ts";

/** What decides where something goes. */
export interface Terms {
  connection: ConnectionForSync;
  settings: Settings;
  side: WritingSide;
}

export interface Firm extends Terms {
  members: ReadonlyMap<string, Member>;
  /** The provider's ids of each member. */
  staff_ids: ReadonlyMap<string, readonly string[]>;
  writers: readonly Writer[];
  /** Since when its connection stands as it does: what nobody could do before that counts for no three days. */
  since: string;
  /** The settle windows as they stand, per operation; what was learned since counts from the next time this is read. */
  windows: ReadonlyMap<Operation, number>;
}

/** Where the firm's own connection is ended nothing is sent or looked up, by whomever: it waits until that is connected again (B-CON-7). */
export const isOpen = (firm: Firm): boolean => firm.connection.state === "connected";

export const ownAccount = (firm: Firm): Writer => firm.writers.find((one) => one.connection_id === firm.connection.connection_id)!;

export async function loadTerms(deps: Pick<OutboxDeps, "providers">, db: Db, owner: Owner): Promise<Terms> {
  const connection = await readConnection(db, owner.connection_id);
  if (!connection || connection.firm_id !== owner.firm_id) throw new Error(`there is no connection ${owner.connection_id}`);
  const { settings } = await readSettings(db, owner);
  return { connection, settings, side: deps.providers[connection.provider].writing };
}

export async function loadFirm(deps: Pick<OutboxDeps, "providers">, db: Db, owner: Owner): Promise<Firm> {
  const terms = await loadTerms(deps, db, owner);
  const { connection, settings, side } = terms;
  const { mapper } = deps.providers[connection.provider];
  const members = await readMembers(db, owner.firm_id);
  const staff = (await readKind(db, owner, "staff")).map(({ raw }) => mapper.staff(raw));
  const mapping = mapStaff({ settings, staff: new Map(staff.map((facts) => [facts.provider_id, facts])), members });
  const staff_ids = new Map<string, string[]>();
  for (const { staff_id, member } of mapping.values())
    if (member) staff_ids.set(member.member_id, [...(staff_ids.get(member.member_id) ?? []), staff_id]);
  const writers = await listConnections({ kysely: db }, { firm_id: owner.firm_id, provider: connection.provider });
  const since = writers.find((one) => one.connection_id === owner.connection_id)!.state_since;
  const by_id = new Map(members.map((member) => [member.member_id, member]));
  const seen = await readAllSeen(db, owner);
  const windows = new Map(side.promises.map((promise) => [promise.operation, settleWindow(promise, seen.get(promise.operation) ?? [])]));
  return { ...terms, members: by_id, staff_ids, writers, since, windows };
}

export function windowIn(firm: Firm, operation: Operation): number {
  const window_ms = firm.windows.get(operation);
  if (window_ms === undefined) throw new Error(`this provider cannot write a ${operation}`);
  return window_ms;
}

export function promiseOf(side: WritingSide, operation: Operation): OperationPromise {
  const promise = side.promises.find((one) => one.operation === operation);
  if (!promise) throw new Error(`this provider cannot write a ${operation}`);
  return promise;
}

/** B-WRB-3, with what this firm has. */
export function wayOf(firm: Firm, author_member_id: string): Way {
  if (!isOpen(firm)) return { held: "firm_not_connected" };
  const author = firm.members.get(author_member_id) ?? { member_id: author_member_id, name: "", email: "", active: false };
  return way({
    author,
    author_staff_ids: firm.staff_ids.get(author_member_id) ?? [],
    writers: firm.writers,
    on_behalf_allowed: firm.settings.writeback.on_behalf,
  });
}

/** How the provider knows the author; the writer, where it does not. */
export const staffIdOf = (firm: Firm, author_member_id: string, chosen: { writer: Writer; on_behalf: boolean }): string =>
  chosen.on_behalf ? (firm.staff_ids.get(author_member_id)?.[0] ?? chosen.writer.user_id) : chosen.writer.user_id;
