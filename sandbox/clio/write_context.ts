/** What the writers of notes, communications and documents need, and the rules that they share. */
import type { ObjectStorage } from "../kit/storage.ts";
import type { TableIndex } from "../kit/table_index.ts";
import type { SandboxClock } from "../kit/types.ts";
import type { Written } from "../kit/written.ts";
import { ClioError } from "./errors.ts";
import type { Data } from "./input.ts";
import { bounded, list, nextChild, reference, refuse } from "./input.ts";
import type { ClioTables, ExternalProperty, MatterRow, TableName } from "./rows.ts";
import type { ClioSwitches } from "./switches.ts";
import type { Viewer } from "./view.ts";

export interface WriteContext {
  clock: SandboxClock;
  tables: ClioTables;
  switches: ClioSwitches;
  written: Written;
  storage: ObjectStorage;
  /** Root folders by `matter:12` or `contact:12`. */
  root_folders: TableIndex;
  seed: number;
}

/** Who writes: the token's user, and what they may see. */
export type Writer = Viewer;

function missing(name: string, context: WriteContext): never {
  throw new ClioError(context.switches.missing_parent_status, `${name} does not exist`);
}

export function writableMatter(data: Data, writer: Writer, context: WriteContext): MatterRow | null {
  const id = reference(data, "matter");
  if (id === undefined || id === null) return null;
  return parentMatter(id, writer, context);
}

export function parentMatter(id: number, writer: Writer, context: WriteContext): MatterRow {
  const row = context.tables.matters.get(id);
  return row && writer.sees_matter(row) ? row : missing("matter", context);
}

export function parentContact(id: number, writer: Writer, context: WriteContext): number {
  return context.tables.contacts.get(id) && writer.sees_contact(id) ? id : missing("contact", context);
}

/** The record under which something was written, as touched by it. */
export function touchMatter(id: number | null, bumps: boolean, { tables }: WriteContext): void {
  if (bumps && id !== null && tables.matters.get(id)) tables.matters.update(id, {});
}

export function touchContact(id: number | null, bumps: boolean, { tables }: WriteContext): void {
  if (bumps && id !== null && tables.contacts.get(id)) tables.contacts.update(id, {});
}

/** At most so many on one record (clio.md 9.2, 9.4). */
const PROPERTIES = 5;

/** With an id: changed, or with `_destroy` taken out; without: added. */
export function externalProperties(
  kind: TableName,
  own: readonly ExternalProperty[],
  value: unknown,
  context: WriteContext,
): ExternalProperty[] {
  let properties = [...own];
  for (const item of list("external_properties", value)) {
    const id = item["id"] === undefined ? undefined : Number(item["id"]);
    const known = properties.find((one) => one.id === id);
    if (id !== undefined && !known) refuse(`external_properties ${id} does not exist`);
    if (item["_destroy"] === true) {
      properties = properties.filter((one) => one !== known);
      continue;
    }
    const made = checkedProperty(kind, { id: id ?? nextChild(), ...known, ...named(item, known) }, context);
    properties = known ? properties.map((one) => (one === known ? made : one)) : [...properties, made];
  }
  return properties.length > PROPERTIES ? refuse(`At most ${PROPERTIES} external_properties are allowed`) : properties;
}

function named(item: Data, known: ExternalProperty | undefined): { name: string; value: string } {
  const { name = known?.name, value = known?.value } = item;
  if (typeof name !== "string" || name === "" || typeof value !== "string") return refuse("external_properties need a name and a value");
  return { name, value };
}

function checkedProperty(kind: TableName, property: ExternalProperty, { switches, tables, written }: WriteContext): ExternalProperty {
  bounded("value", property.value, switches.external_property_maximum);
  if (!switches.external_property_unique) return property;
  const table = tables[kind as "communications" | "documents"];
  const taken = written
    .idsWith(kind, property.value)
    .some((id) => table.get(id)?.external_properties.some((one) => one.name === property.name && one.id !== property.id));
  return taken ? refuse("An external property with this name and value exists already") : property;
}

/** Users to be told; they must exist. What would be sent to them is staff's own business: no client is among them. */
export function checkSubscribers(value: unknown, { tables }: WriteContext): void {
  if (value === undefined) return;
  for (const item of list("notification_event_subscribers", value)) {
    if (item["user_id"] !== undefined && !tables.users.get(Number(item["user_id"]))) refuse("notification_event_subscribers names no user");
  }
}
