/** The firm's tables, with the rules that tie them: what touches what, and what goes with what (clio.md 7). */
import type { GeneratedBase } from "../kit/table.ts";
import { createTable } from "../kit/table.ts";
import type { Row, SandboxClock, Table } from "../kit/types.ts";
import type {
  Account,
  ClioTables,
  ContactRow,
  CustomFieldRow,
  CustomFieldSetRow,
  GroupRow,
  MatterRow,
  MatterStageRow,
  PracticeAreaRow,
  RelationshipRow,
  Revised,
  UserRow,
} from "./rows.ts";
import type { ClioSwitches } from "./switches.ts";

/** What a firm starts with. Ids ascending. */
export interface ClioFill {
  account: Account;
  contacts: GeneratedBase<ContactRow>;
  matters: GeneratedBase<MatterRow>;
  relationships: GeneratedBase<RelationshipRow>;
  users: GeneratedBase<UserRow>;
  practice_areas: GeneratedBase<PracticeAreaRow>;
  matter_stages: GeneratedBase<MatterStageRow>;
  custom_fields: GeneratedBase<CustomFieldRow>;
  custom_field_sets: GeneratedBase<CustomFieldSetRow>;
  groups: GeneratedBase<GroupRow>;
}

/** Rows that are few, as a base. */
export function rowsBase<R extends Row>(rows: readonly R[]): GeneratedBase<R> {
  const sorted = rows.toSorted((a, b) => a.id - b.id);
  const places = new Map(sorted.map((row, place) => [row.id, place]));
  const newest = sorted.reduce((latest, row) => (row.updated_at > latest ? row.updated_at : latest), "");
  return { count: sorted.length, at: (index) => sorted[index] as R, index_of: (id) => places.get(id), newest };
}

export function createTables(fill: ClioFill, clock: SandboxClock, switches: ClioSwitches): ClioTables {
  const based = <R extends Row>(name: string, base: GeneratedBase<R>): Table<R> => createTable<R>({ base, clock, name });
  const empty = <R extends Row>(name: string): Table<R> => createTable<R>({ clock, name });
  const tables: ClioTables = {
    contacts: withRules(based("contact", fill.contacts), CONTACT_CHILDREN, switches, nameFromParts),
    matters: withRules(based("matter", fill.matters), MATTER_CHILDREN, switches, stageTime(clock)),
    relationships: based("relationship", fill.relationships),
    users: based("user", fill.users),
    practice_areas: based("practice area", fill.practice_areas),
    matter_stages: based("matter stage", fill.matter_stages),
    custom_fields: based("custom field", fill.custom_fields),
    custom_field_sets: based("custom field set", fill.custom_field_sets),
    groups: based("group", fill.groups),
    webhooks: empty("webhook"),
    notes: empty("note"),
    communications: empty("communication"),
    documents: empty("document"),
    folders: empty("folder"),
  };
  tieMatters(tables, switches);
  tieRelationships(tables, switches);
  return tables;
}

const CONTACT_CHILDREN = new Set(["email_addresses", "phone_numbers", "addresses", "web_sites", "custom_field_values"]);
const MATTER_CHILDREN = new Set(["custom_field_values"]);

/** Whether a change to children alone touches the parent, and its etag, are switches (clio.md 5.1, 7). */
function withRules<R extends Row & Revised>(
  table: Table<R>,
  children: ReadonlySet<string>,
  switches: ClioSwitches,
  derive: (row: Partial<R>, before: R | undefined) => Partial<R>,
): Table<R> {
  return {
    get: (id) => table.get(id),
    count: () => table.count(),
    scan: (options) => table.scan(options),
    on: (listener) => table.on(listener),
    remove: (id) => table.remove(id),
    insert: (row) => table.insert({ ...row, ...derive(row as Partial<R>, undefined) }),
    update(id, change, options = {}) {
      const before = table.get(id);
      const keys = Object.keys(change);
      const onlyChildren = keys.length > 0 && keys.every((key) => children.has(key));
      const bump = options.bump ?? (onlyChildren ? switches.child_change_bumps_parent : true);
      const marked = !onlyChildren || switches.child_change_changes_etag;
      const revision = (before?.revision ?? 0) + (marked ? 1 : 0);
      return table.update(id, { ...change, ...derive(change as Partial<R>, before), revision }, { bump });
    },
  };
}

/** A person's name follows from its parts unless it is told. */
function nameFromParts(row: Partial<ContactRow>, before: ContactRow | undefined): Partial<ContactRow> {
  const touched = row.first_name !== undefined || row.middle_name !== undefined || row.last_name !== undefined;
  if (row.name !== undefined || !touched) return {};
  const parts = [row.first_name ?? before?.first_name, row.middle_name ?? before?.middle_name, row.last_name ?? before?.last_name];
  return { name: parts.filter(Boolean).join(" ") };
}

const stageTime =
  (clock: SandboxClock) =>
  (row: Partial<MatterRow>, before: MatterRow | undefined): Partial<MatterRow> =>
    before && row.matter_stage_id !== undefined && row.matter_stage_id !== before.matter_stage_id
      ? { matter_stage_updated_at: clock.now().toISOString() }
      : {};

const where = <R extends Row>(table: Table<R>, test: (row: R) => boolean): R[] => [...table.scan()].filter(test);

/** A matter takes its relationships and notes with it; what else hangs on it survives without it. */
function tieMatters(tables: ClioTables, switches: ClioSwitches): void {
  tables.matters.on(({ action, row, before }) => {
    if (action === "deleted") {
      for (const one of where(tables.relationships, (one) => one.matter_id === row.id)) tables.relationships.remove(one.id);
      for (const one of where(tables.notes, (one) => one.matter_id === row.id)) tables.notes.remove(one.id);
      for (const one of where(tables.communications, (one) => one.matter_id === row.id))
        tables.communications.update(one.id, { matter_id: null });
      for (const one of where(tables.documents, (one) => one.matter_id === row.id)) tables.documents.update(one.id, { matter_id: null });
      setClientFlag(tables, row.client_id, switches);
    } else if (row.client_id !== before?.client_id) {
      setClientFlag(tables, row.client_id, switches);
      setClientFlag(tables, before?.client_id ?? null, switches);
    }
  });
}

/** `is_client` follows the matters (clio.md 8.1). */
function setClientFlag(tables: ClioTables, contact_id: number | null, switches: ClioSwitches): void {
  const row = contact_id === null ? undefined : tables.contacts.get(contact_id);
  if (!row) return;
  let is_client = false;
  for (const matter of tables.matters.scan()) {
    if (matter.client_id !== row.id) continue;
    is_client = true;
    break;
  }
  if (is_client !== row.is_client) tables.contacts.update(row.id, { is_client }, { bump: switches.client_flag_bumps_contact });
}

function tieRelationships(tables: ClioTables, switches: ClioSwitches): void {
  tables.relationships.on(({ row }) => {
    if (switches.relationship_change_bumps_matter && tables.matters.get(row.matter_id)) tables.matters.update(row.matter_id, {});
    if (switches.relationship_change_bumps_contact && tables.contacts.get(row.contact_id)) tables.contacts.update(row.contact_id, {});
  });
  tables.contacts.on(({ action, row }) => {
    if (action !== "deleted") return;
    for (const one of where(tables.relationships, (one) => one.contact_id === row.id)) tables.relationships.remove(one.id);
  });
}

/** The loser is deleted, the winner is updated, what named the loser names the winner (clio.md 7: expected, not documented). */
export function mergeContacts(tables: ClioTables, winner_id: number, loser_id: number): ContactRow {
  const loser = tables.contacts.get(loser_id);
  const winner = tables.contacts.get(winner_id);
  if (!loser || !winner || loser === winner) throw new Error("Two different contacts are needed");
  for (const one of where(tables.relationships, (one) => one.contact_id === loser_id))
    tables.relationships.update(one.id, { contact_id: winner_id });
  for (const one of where(tables.matters, (one) => one.client_id === loser_id)) tables.matters.update(one.id, { client_id: winner_id });
  tables.contacts.remove(loser_id);
  return tables.contacts.update(winner_id, {
    email_addresses: [...winner.email_addresses, ...loser.email_addresses.map((one) => ({ ...one, primary: false }))],
    phone_numbers: [...winner.phone_numbers, ...loser.phone_numbers.map((one) => ({ ...one, primary: false }))],
    addresses: [...winner.addresses, ...loser.addresses.map((one) => ({ ...one, primary: false }))],
    is_client: winner.is_client || loser.is_client,
  });
}
