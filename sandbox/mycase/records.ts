/** Changing a client or a case as a whole (fact sheet 6.5, 6.6): what a PUT leaves out, adds or replaces is for switches to say. */
import type { Row, Table } from "../kit/types.ts";
import type { Body } from "./input.ts";
import { choice, flag, list, optionalRef, readBody, ref, refs, text, wrong } from "./input.ts";
import type { Address, Case, CaseStaff, Client, CustomField, CustomValue, Named, Ref } from "./types.ts";
import type { Call, WriteContext } from "./write_context.ts";
import { done } from "./write_context.ts";

const ADDRESS = ["address1", "address2", "city", "state", "zip_code", "country"] as const;
const CLIENT_TEXTS = [
  "email",
  "middle_name",
  "cell_phone_number",
  "work_phone_number",
  "home_phone_number",
  "fax_phone_number",
  "birthdate",
  "notes",
] as const;
const CASE_TEXTS = ["case_number", "opened_date", "description", "sol_date"] as const;

/** Those that were sent; those that were not as the switch says. */
function texts<K extends string>(body: Body, names: readonly K[], { switches }: WriteContext): Partial<Record<K, string | null>> {
  const read = (name: K): string | null => (body[name] === null || body[name] === "" ? null : text(body, name, switches.text_maximum));
  const sent = names.filter((name) => body[name] !== undefined || switches.put_omitted === "cleared");
  return Object.fromEntries(sent.map((name) => [name, body[name] === undefined ? null : read(name)])) as Partial<Record<K, string | null>>;
}

/** All six keys, or none. */
function address(body: Body): { address?: Address } {
  const given = body["address"];
  if (given === undefined || given === null) return {};
  const lacking = ADDRESS.find((name) => typeof (given as Body)[name] !== "string");
  if (lacking !== undefined) wrong(`/address/${lacking}`, "can't be blank");
  return { address: given as Address };
}

export async function changeClient(call: Call, context: WriteContext): Promise<Response> {
  const { tables } = context;
  const row = call.parent as Client;
  const body = await readBody(call.request);
  if (body["middle_name"] !== undefined && body["middle_initial"] !== undefined) wrong("/middle_initial", "can't be sent with middle_name");
  const change: Partial<Client> = {
    ...texts(body, CLIENT_TEXTS, context),
    ...address(body),
    first_name: text(body, "first_name", null),
    last_name: text(body, "last_name", null),
  };
  const group = optionalRef(body, "people_group");
  if (group && !tables.people_groups.get(group.id)) wrong("/people_group/id", "does not exist");
  if (group) change.people_group = group;
  if (change.email != null && change.email.toLowerCase() !== row.email?.toLowerCase()) unique(tables.clients, "email", change.email);
  if (body["custom_field_values"] !== undefined) change.custom_field_values = values("client", row.custom_field_values, body, context);
  tables.clients.update(row.id, change);
  return done();
}

export async function changeCase(call: Call, context: WriteContext): Promise<Response> {
  const { tables, switches } = context;
  const row = call.parent as Case;
  const body = await readBody(call.request);
  if (body["contacts"] !== undefined && body["clients"] !== undefined) wrong("/contacts", "can't be sent with clients");
  const change: Partial<Case> = { ...texts(body, CASE_TEXTS, context), name: text(body, "name", null) };
  if (change.name !== row.name) unique(tables.cases, "name", change.name as string);
  if (body["status"] !== undefined) change.status = choice<Case["status"]>(body, "status", ["open", "closed"], row.status);
  for (const [field, known] of [
    ["practice_area", tables.practice_areas],
    ["case_stage", tables.case_stages],
  ] as const)
    if (body[field] !== undefined || switches.put_omitted === "cleared") change[field] = named(body[field], known);
  const billing = body["billing_contact"] === undefined ? undefined : ref(body, "billing_contact");
  if (billing) change.billing_contact = billing;
  const added = <R extends Ref>(own: R[], sent: R[]): R[] =>
    switches.put_arrays === "replace" ? sent : [...own.filter((one) => !sent.some((other) => other.id === one.id)), ...sent];
  if (body["clients"] !== undefined) change.clients = added(row.clients, existing(body, "clients", tables.clients));
  if (body["companies"] !== undefined) change.companies = added(row.companies, existing(body, "companies", tables.companies));
  if (body["staff"] !== undefined) change.staff = added(row.staff, staff(body, tables.staff));
  if (body["custom_field_values"] !== undefined) change.custom_field_values = values("case", row.custom_field_values, body, context);
  tables.cases.update(row.id, change);
  return done();
}

/** An unknown name becomes blank without a word; known ones whatever their casing. */
function named(value: unknown, table: Table<Named>): string | null {
  if (typeof value !== "string") return null;
  for (const row of table.scan()) if (row.name.toLowerCase() === value.toLowerCase()) return row.name;
  return null;
}

function unique<R extends Row>(table: Table<R>, name: keyof R & string, value: string): void {
  for (const row of table.scan()) {
    const own: unknown = row[name];
    if (typeof own === "string" && own.toLowerCase() === value.toLowerCase()) wrong(`/${name}`, "has already been taken");
  }
}

function existing<R extends Row>(body: Body, name: string, table: Table<R>): Ref[] {
  const sent = refs(body, name);
  for (const [place, { id }] of sent.entries()) if (!table.get(id)) wrong(`/${name}/${place}/id`, "does not exist");
  return sent;
}

function staff<R extends Row>(body: Body, table: Table<R>): CaseStaff[] {
  const given = list(body, "staff");
  return existing(body, "staff", table).map(({ id }, place) => ({
    id,
    lead_lawyer: flag(given[place] as Body, "lead_lawyer", false),
    originating_lawyer: flag(given[place] as Body, "originating_lawyer", false),
    case_rate: null,
  }));
}

function values(parent: "client" | "case", own: readonly CustomValue[], body: Body, context: WriteContext): CustomValue[] {
  const { clock, tables, switches } = context;
  const now = clock.now().toISOString();
  const on_put = parent === "client" ? switches.client_values_on_put : switches.case_values_on_put;
  let all = on_put === "replace" ? [] : [...own];
  for (const [place, item] of list(body, "custom_field_values").entries()) {
    const pointer = `/custom_field_values/${place}`;
    const field = tables.custom_fields.get(ref(item, "custom_field").id);
    if (!field || field.parent_type !== parent) return wrong(`${pointer}/custom_field/id`, "does not exist");
    const value = checkedValue(field, item["value"], `${pointer}/value`, context);
    const before = own.find((one) => one.custom_field.id === field.id);
    if (on_put !== "append" || value === null) all = all.filter((one) => one.custom_field.id !== field.id);
    if (value === null) continue;
    const created_at = on_put === "append" ? now : (before?.created_at ?? now);
    all.push({ custom_field: { id: field.id }, value, created_at, updated_at: now });
  }
  return all;
}

/** Null: the value is cleared. A list's value is kept as its text. */
function checkedValue(field: CustomField, value: unknown, pointer: string, { switches }: WriteContext): CustomValue["value"] {
  if (value === null && switches.value_null === "clears") return null;
  if (value === "") return switches.value_empty === "clears" ? null : "";
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return wrong(pointer, "is not valid");
  const { field_type } = field;
  if (field_type === "list") return listed(field, String(value), pointer, switches.value_of_list);
  if (field_type === "boolean")
    return typeof value === "boolean" ? value : /^(true|false)$/.test(String(value)) ? value === "true" : wrong(pointer, "is not valid");
  if (field_type === "date") return /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? value : wrong(pointer, "is not a valid date");
  if (field_type !== "numeric" && field_type !== "currency") return String(value);
  return typeof value === "boolean" || Number.isNaN(Number(value)) ? wrong(pointer, "is not a number") : Number(value);
}

function listed(field: CustomField, value: string, pointer: string, takes: "text" | "key" | "any"): string {
  const fits = field.list_options?.find((one) => (takes !== "key" && one.option === value) || (takes !== "text" && one.key === value));
  return fits?.option ?? wrong(pointer, "is not one of the list's options");
}
