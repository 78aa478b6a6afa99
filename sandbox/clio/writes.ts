/** Changes through the API: contacts, matters, relationships (clio.md 8.1 to 8.3, 9.5). */
import type { Data } from "./input.ts";
import { nextChild, reference, refuse, sent, text } from "./input.ts";
import type { ClioSwitches } from "./switches.ts";
import type { WriteContext } from "./write_context.ts";
import type { ClioTables, ContactRow, CustomFieldRow, CustomValue, MatterRow, RelationshipRow, UserRow } from "./rows.ts";

type Context = Pick<WriteContext, "tables" | "switches">;

/** More of one kind than this is refused (clio.md 5.2, 4.0.13). */
const CHILDREN_MAXIMUM = 20;
/** The read flag's name differs from the write flag's (clio.md 8.1). */
const FLAGS = {
  email_addresses: "default_email",
  phone_numbers: "default_number",
  addresses: "primary",
  web_sites: "default_web_site",
} as const;
type ChildKind = keyof typeof FLAGS;
const CHILD_TEXTS: Record<ChildKind, readonly string[]> = {
  email_addresses: ["name", "address"],
  phone_numbers: ["name", "number"],
  addresses: ["name", "street", "city", "province", "postal_code", "country"],
  web_sites: ["name", "address"],
};

function children(kind: ChildKind, own: readonly { id: number }[], value: unknown): unknown[] {
  if (!Array.isArray(value)) return refuse(`${kind} must be a list`);
  const flag = kind === "web_sites" ? "default_web_site" : "primary";
  let list = own.map((one) => ({ ...one })) as (Data & { id: number })[];
  for (const item of value as Data[]) {
    const id = item["id"] === undefined ? undefined : Number(item["id"]);
    if (item["_destroy"] === true) {
      list = list.filter((one) => one.id !== id);
      continue;
    }
    const known = list.find((one) => one.id === id);
    if (id !== undefined && !known) refuse(`${kind} ${id} does not exist`);
    const blank = Object.fromEntries(CHILD_TEXTS[kind].map((name) => [name, name === "name" ? "Other" : ""]));
    const target: Data & { id: number } = known ?? { ...blank, id: nextChild(), [flag]: list.length === 0 };
    Object.assign(target, sent(item, CHILD_TEXTS[kind]));
    if (item[FLAGS[kind]] === true) for (const one of list) one[flag] = false;
    if (typeof item[FLAGS[kind]] === "boolean") target[flag] = item[FLAGS[kind]];
    if (!known) list.push(target);
  }
  if (list.length > CHILDREN_MAXIMUM) refuse(`A contact can have at most ${CHILDREN_MAXIMUM} ${kind}`);
  return list;
}

/** New: `{custom_field:{id}, value}`; change: `{id, value}`; clear: `{id, _destroy:true}` with the composite id (clio.md 9.5). */
function customValues(
  tables: ClioTables,
  parent: "Contact" | "Matter",
  own: readonly CustomValue[],
  value: unknown,
  switches: ClioSwitches,
): CustomValue[] {
  if (!Array.isArray(value)) return refuse("custom_field_values must be a list");
  let list = [...own];
  for (const item of value as Data[]) {
    const named = item["id"] != null;
    const known = list.find((one) => named && compositeId(tables, one) === item["id"]);
    if (named && !known) refuse(`custom_field_values ${JSON.stringify(item["id"])} does not exist`);
    if (item["_destroy"] === true) {
      list = list.filter((one) => one !== known);
      continue;
    }
    const field_id = known?.custom_field_id ?? reference(item, "custom_field");
    const definition = typeof field_id === "number" ? tables.custom_fields.get(field_id) : undefined;
    if (!definition || definition.parent_type !== parent) return refuse("custom_field is not valid");
    const checked = checkedValue(definition, item["value"]);
    const set = known ?? list.find((one) => one.custom_field_id === definition.id);
    if (set && set !== known && switches.new_value_for_set_field === "refuse") refuse(`${definition.name} has a value already`);
    if (set && (set === known || switches.new_value_for_set_field === "replace"))
      list = list.map((one) => (one === set ? { ...one, value: checked } : one));
    else list.push({ id: nextChild(), custom_field_id: definition.id, value: checked });
  }
  return list;
}

/** `text_line-55001`: the type and the value's own id (clio.md 8.6). */
function compositeId(tables: ClioTables, value: CustomValue): string {
  return `${tables.custom_fields.get(value.custom_field_id)?.field_type}-${value.id}`;
}

function checkedValue(definition: CustomFieldRow, value: unknown): CustomValue["value"] {
  if (value !== null && !["string", "number", "boolean"].includes(typeof value)) return refuse("value is not valid");
  const known =
    definition.field_type !== "picklist" || value === null || definition.picklist_options.some((option) => option.id === Number(value));
  return known ? (value as CustomValue["value"]) : refuse("value is not one of the picklist's options");
}

function contactChange({ tables, switches }: Context, data: Data, before: ContactRow | undefined): Partial<ContactRow> {
  const change = { ...sent(data, ["first_name", "middle_name", "last_name", "prefix", "title", "date_of_birth"]) } as Partial<ContactRow>;
  if (data["name"] !== undefined) change.name = text(data["name"]) ?? "";
  for (const kind of Object.keys(FLAGS) as ChildKind[]) {
    if (data[kind] !== undefined) Object.assign(change, { [kind]: children(kind, before?.[kind] ?? [], data[kind]) });
  }
  if (data["custom_field_values"] !== undefined) {
    change.custom_field_values = customValues(tables, "Contact", before?.custom_field_values ?? [], data["custom_field_values"], switches);
  }
  const company_id = reference(data, "company");
  if (company_id !== undefined) change.company_id = company_id;
  return change;
}

/** Only a name given: Clio splits it. */
function splitName(change: Partial<ContactRow>): Partial<ContactRow> {
  if (change.first_name !== undefined || change.last_name !== undefined || !change.name) return {};
  const parts = change.name.trim().split(/\s+/);
  return { first_name: parts.slice(0, -1).join(" ") || null, last_name: parts.at(-1) ?? null };
}

export function createContact(context: Context, data: Data, user: UserRow): ContactRow {
  const { type } = data;
  if (type !== "Person" && type !== "Company") return refuse("type must be Person or Company");
  const change = contactChange(context, data, undefined);
  if (type === "Person") Object.assign(change, splitName(change));
  if (type === "Person" && !change.first_name && !change.last_name)
    return refuse("At least one of first name or last name must be provided");
  if (type === "Company" && !change.name) return refuse("name must be provided");
  const blank = { prefix: null, title: null, first_name: null, middle_name: null, last_name: null, date_of_birth: null, company_id: null };
  const lists = { email_addresses: [], phone_numbers: [], addresses: [], web_sites: [], custom_field_values: [] };
  const name = change.name ?? [change.first_name, change.middle_name, change.last_name].filter(Boolean).join(" ");
  return context.tables.contacts.insert({
    ...blank,
    ...lists,
    is_client: false,
    is_co_counsel: false,
    ...change,
    type,
    name,
    created_by: user.id,
  });
}

export function patchContact(context: Context, row: ContactRow, data: Data): ContactRow {
  const change = contactChange(context, data, row);
  if (row.type === "Person") Object.assign(change, splitName(change));
  const after = { ...row, ...change };
  if (row.type === "Person" && !after.first_name && !after.last_name)
    return refuse("At least one of first name or last name must be provided");
  return context.tables.contacts.update(row.id, change);
}

const STATUSES: Record<string, MatterRow["status"]> = { open: "Open", pending: "Pending", closed: "Closed" };
const MATTER_REFERENCES = [
  "client",
  "practice_area",
  "matter_stage",
  "responsible_attorney",
  "originating_attorney",
  "responsible_staff",
  "group",
] as const;

function matterChange({ tables, switches }: Context, data: Data, before: MatterRow | undefined): Partial<MatterRow> {
  const texts = [
    "description",
    "display_number",
    "custom_number",
    "client_reference",
    "location",
    "open_date",
    "pending_date",
    "close_date",
  ] as const;
  const change = sent(data, texts) as Partial<MatterRow>;
  if (data["status"] !== undefined)
    change.status = STATUSES[text(data["status"]) ?? ""] ?? refuse("status must be open, pending or closed");
  for (const name of MATTER_REFERENCES) {
    const id = reference(data, name);
    if (id !== undefined) Object.assign(change, { [`${name}_id`]: id });
  }
  if (data["custom_field_values"] !== undefined) {
    change.custom_field_values = customValues(tables, "Matter", before?.custom_field_values ?? [], data["custom_field_values"], switches);
  }
  const after = { ...before, ...change };
  const stage = after.matter_stage_id == null ? undefined : tables.matter_stages.get(after.matter_stage_id);
  if (stage && stage.practice_area_id !== after.practice_area_id)
    return refuse("matter_stage does not belong to the matter's practice area");
  return change;
}

export function createMatter(context: Context, data: Data, user: UserRow): MatterRow {
  const { tables } = context;
  const change = matterChange(context, data, undefined);
  if (!change.client_id || !tables.contacts.get(change.client_id)) return refuse("client must be provided");
  if (!change.description) return refuse("description must be provided");
  const number = tables.matters.count() + 1;
  return tables.matters.insert({
    display_number: String(number).padStart(5, "0"),
    custom_number: null,
    status: "Open",
    client_reference: null,
    location: null,
    billable: true,
    billing_method: "hourly",
    open_date: null,
    pending_date: null,
    close_date: null,
    matter_stage_updated_at: null,
    practice_area_id: null,
    matter_stage_id: null,
    responsible_attorney_id: null,
    originating_attorney_id: null,
    responsible_staff_id: null,
    group_id: null,
    custom_field_values: [],
    ...change,
    number,
    description: change.description,
    client_id: change.client_id,
    user_id: user.id,
  });
}

export const patchMatter = (context: Context, row: MatterRow, data: Data): MatterRow =>
  context.tables.matters.update(row.id, matterChange(context, data, row));

export function createRelationship(tables: ClioTables, data: Data): RelationshipRow {
  const contact_id = reference(data, "contact");
  const matter_id = reference(data, "matter");
  if (!contact_id || !tables.contacts.get(contact_id)) return refuse("contact must be provided");
  if (!matter_id || !tables.matters.get(matter_id)) return refuse("matter must be provided");
  return tables.relationships.insert({ contact_id, matter_id, description: text(data["description"] ?? null) ?? "" });
}

export function patchRelationship(tables: ClioTables, row: RelationshipRow, data: Data): RelationshipRow {
  return tables.relationships.update(row.id, { description: text(data["description"] ?? row.description) ?? "" });
}
