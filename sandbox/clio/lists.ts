/** What each list of clio.md 8 offers: its rows, filters, orders and page maximum. */
import type { Row } from "../kit/types.ts";
import type { WrittenParent } from "../kit/written.ts";
import { communication, note, webhook } from "./activity_resources.ts";
import { document, folder } from "./document_resource.ts";
import { contact } from "./contact_resource.ts";
import type { Filter } from "./filters.ts";
import { booleanFilter, choiceFilter, choicesFilter, dateFilter, idFilter, onlyFilter, queryFilter, textFilter, wrong } from "./filters.ts";
import { customField } from "./values.ts";
import { customFieldSet, group, matterStage, practiceArea, user } from "./firm_resources.ts";
import { matter, matterWithoutStaff, relationship } from "./matter_resource.ts";
import type { ClioResource } from "./resource.ts";
import type {
  CommunicationRow,
  ContactRow,
  CustomFieldRow,
  DocumentRow,
  FolderRow,
  MatterRow,
  NoteRow,
  TableName,
  UserRow,
} from "./rows.ts";
import { FIELD_TYPES } from "./rows.ts";
import type { Permission } from "./switches.ts";
import type { View } from "./view.ts";

export interface List<R extends Row> {
  table: TableName;
  permissions: readonly Permission[];
  resource(view: View): ClioResource<R>;
  /** Rows per page at most, and by default. */
  maximum: number;
  filters: Record<string, Filter<R>>;
  /** Names that `order` takes, with what is compared; null: the list takes no `order`. */
  orders: Record<string, (row: R, view: View) => string | number | null> | null;
  /** Communications come by date unless told otherwise (clio.md 3). */
  default_order?: string;
  /** Whether the user may see the row at all. */
  sees?(row: R, view: View): boolean;
  /** Values of custom fields can be filtered by. */
  custom_values?: boolean;
  /** Rows that need another parameter to be listed. */
  hides?(row: R, url: URL): boolean;
  /** Filters whose rows an index holds: of a table that is written to, nobody looks through all rows. */
  indexed?: Record<string, WrittenParent["kind"]>;
  /** Whether one can be read by its id (matter stages cannot). */
  single: boolean;
}

const plain = <R extends Row>(
  table: TableName,
  permissions: Permission[],
  resource: () => ClioResource<R>,
  rest: Partial<Omit<List<R>, "table" | "permissions">> = {},
): List<R> => ({ table, permissions, resource, maximum: 200, filters: {}, orders: { id: (row) => row.id }, single: true, ...rest });

const name = (row: { name: string }): string => row.name;

const contacts = plain<ContactRow>("contacts", ["contacts"], contact, {
  orders: { id: (row) => row.id, name, shared_at: () => null },
  sees: (row, view) => view.viewer.sees_contact(row.id),
  custom_values: true,
  filters: {
    type: choiceFilter("type", ["Company", "Person"], (row) => row.type),
    client_only: onlyFilter("client_only", (row) => row.is_client),
    clio_connect_only: onlyFilter("clio_connect_only", () => false),
    email_only: onlyFilter("email_only", (row) => row.email_addresses.length > 0),
    initial: (value) =>
      /^[A-Z]$/.test(value) ? (row) => (row.last_name ?? row.name).toUpperCase().startsWith(value) : wrong("initial", value),
    query: queryFilter((row) => [
      row.name,
      ...row.email_addresses.map((one) => one.address),
      ...row.phone_numbers.map((one) => one.number),
    ]),
    shared_resource_id: idFilter("shared_resource_id", () => null),
  },
});

const userName = (id: number | null, view: View): string | null => (id === null ? null : (view.tables.users.get(id)?.name ?? null));
const clientName = (row: MatterRow, view: View): string | null =>
  row.client_id === null ? null : (view.tables.contacts.get(row.client_id)?.name ?? null);

const matters = plain<MatterRow>("matters", ["matters"], matter, {
  resource: (view) => (view.switches.responsible_staff_field ? matter() : matterWithoutStaff()),
  sees: (row, view) => view.viewer.sees_matter(row),
  custom_values: true,
  orders: {
    id: (row) => row.id,
    display_number: (row) => row.display_number,
    custom_number: (row) => row.custom_number,
    "client.name": clientName,
    open_date: (row) => row.open_date,
    close_date: (row) => row.close_date,
    pending_date: (row) => row.pending_date,
    updated_at: (row) => row.updated_at,
    created_at: (row) => row.created_at,
    matter_stage_updated_at: (row) => row.matter_stage_updated_at,
    "practice_area.name": (row, view) =>
      row.practice_area_id === null ? null : (view.tables.practice_areas.get(row.practice_area_id)?.name ?? null),
    "matter_stage.name": (row, view) =>
      row.matter_stage_id === null ? null : (view.tables.matter_stages.get(row.matter_stage_id)?.name ?? null),
    "responsible_attorney.name": (row, view) => userName(row.responsible_attorney_id, view),
    "originating_attorney.name": (row, view) => userName(row.originating_attorney_id, view),
    "statute_of_limitations.due_at": () => null,
    grants: () => null,
  },
  filters: {
    status: choicesFilter("status", ["open", "pending", "closed"], (row) => row.status.toLowerCase()),
    client_id: idFilter("client_id", (row) => row.client_id),
    practice_area_id: idFilter("practice_area_id", (row) => row.practice_area_id),
    responsible_attorney_id: idFilter("responsible_attorney_id", (row) => row.responsible_attorney_id),
    responsible_staff_id: idFilter("responsible_staff_id", (row) => row.responsible_staff_id),
    originating_attorney_id: idFilter("originating_attorney_id", (row) => row.originating_attorney_id),
    group_id: idFilter("group_id", (row) => row.group_id),
    billable: booleanFilter("billable", (row) => row.billable),
    "open_date[]": dateFilter("open_date[]", (row) => row.open_date),
    "close_date[]": dateFilter("close_date[]", (row) => row.close_date),
    "pending_date[]": dateFilter("pending_date[]", (row) => row.pending_date),
    query: queryFilter((row, view) => [row.display_number, String(row.number), row.description, clientName(row, view)]),
  },
});

const users = plain<UserRow>("users", ["users"], user, {
  maximum: 2000,
  orders: {
    id: (row) => row.id,
    name,
    email: (row) => row.email,
    enabled: (row) => Number(row.enabled),
    first_name: (row) => row.first_name,
    last_name: (row) => row.last_name,
    initials: (row) => row.first_name,
    subscription_type: (row) => row.subscription_type,
  },
  hides: (row, url) => row.co_counsel && url.searchParams.get("include_co_counsel") !== "true",
  filters: {
    enabled: booleanFilter("enabled", (row) => row.enabled),
    name: textFilter(name),
    pending_setup: booleanFilter("pending_setup", (row) => row.pending_setup),
    role: (value) =>
      ["admin", "accounts", "billing", "reports"].includes(value) ? (row) => row.roles.includes(value) : wrong("role", value),
    subscription_type: choiceFilter("subscription_type", ["attorney", "nonattorney"], (row) => row.subscription_type.toLowerCase()),
  },
});

const custom_fields = plain<CustomFieldRow>("custom_fields", ["custom_fields"], customField, {
  orders: { id: (row) => row.id, name, display_order: (row) => row.display_order },
  filters: {
    deleted: booleanFilter("deleted", (row) => row.deleted),
    field_type: choiceFilter("field_type", FIELD_TYPES, (row) => row.field_type),
    parent_type: (value, view) => {
      const lower = view.switches.parent_type_any_case ? value.toLowerCase() : value;
      return lower === "matter" || lower === "contact" ? (row) => row.parent_type.toLowerCase() === lower : wrong("parent_type", value);
    },
    query: queryFilter((row) => [row.name]),
    visible_and_required: onlyFilter("visible_and_required", (row) => row.displayed && row.required),
  },
});

const notes = plain<NoteRow>("notes", ["notes"], note, {
  orders: { id: (row) => row.id, date: (row) => row.date, author: (row) => row.author_id, updated_at: (row) => row.updated_at },
  sees: (row, view) => seesParent(row, view),
  indexed: { contact_id: "contact", matter_id: "matter" },
  filters: {
    contact_id: idFilter("contact_id", (row) => row.contact_id),
    matter_id: idFilter("matter_id", (row) => row.matter_id),
    has_time_entries: onlyFilter("has_time_entries", () => false),
    query: queryFilter((row) => [row.subject, row.detail]),
    type: () => null,
  },
});

function seesParent(row: { matter_id: number | null; contact_id: number | null }, view: View): boolean {
  if (row.contact_id !== null && !view.viewer.sees_contact(row.contact_id)) return false;
  const parent = row.matter_id === null ? undefined : view.tables.matters.get(row.matter_id);
  return !parent || view.viewer.sees_matter(parent);
}

const communications = plain<CommunicationRow>("communications", ["communications"], communication, {
  default_order: "date(asc)",
  orders: { id: (row) => row.id, date: (row) => row.date, received_at: (row) => row.received_at, matter: (row) => row.matter_id },
  sees: (row, view) => seesParent({ matter_id: row.matter_id, contact_id: null }, view),
  indexed: { contact_id: "contact", matter_id: "matter" },
  filters: {
    contact_id: (value) => (row) => [...row.senders, ...row.receivers].some((one) => one.type === "Contact" && one.id === Number(value)),
    user_id: idFilter("user_id", (row) => row.user_id),
    matter_id: idFilter("matter_id", (row) => row.matter_id, true),
    type: choiceFilter("type", ["EmailCommunication", "PhoneCommunication"], (row) => row.type),
    date: textFilter((row) => row.date),
    received_at: (value) => (row) => new Date(row.received_at).getTime() === new Date(value).getTime(),
    received_since: (value) => (row) => new Date(row.received_at) >= new Date(value),
    received_before: (value) => (row) => new Date(row.received_at) < new Date(value),
    having_time_entries: onlyFilter("having_time_entries", () => false),
    query: queryFilter((row) => [row.subject, row.body]),
  },
});

const filed = <R extends DocumentRow | FolderRow>(): Pick<List<R>, "sees" | "hides" | "filters"> => ({
  sees: (row, view) => seesParent(row, view),
  hides: (row, url) => row.deleted_at !== null && url.searchParams.get("include_deleted") !== "true",
  filters: {
    contact_id: idFilter("contact_id", (row) => row.contact_id),
    matter_id: idFilter("matter_id", (row) => row.matter_id),
    parent_id: idFilter("parent_id", (row) => row.parent_id),
    query: queryFilter((row) => [row.name]),
  },
});

const documents = plain<DocumentRow>("documents", ["documents"], document, {
  ...filed<DocumentRow>(),
  hides: (row, url) =>
    (row.deleted_at !== null && url.searchParams.get("include_deleted") !== "true") ||
    (!row.fully_uploaded && url.searchParams.get("show_uncompleted") !== "true"),
  indexed: { contact_id: "contact", matter_id: "matter", parent_id: "folder" },
  orders: {
    id: (row) => row.id,
    name,
    created_at: (row) => row.created_at,
    updated_at: (row) => row.updated_at,
    received_at: (row) => row.received_at,
    document_number: (row) => row.id,
  },
});

/** By the path's last segment. */
export const LISTS: Record<TableName, List<never>> = {
  contacts,
  matters,
  relationships: plain("relationships", ["matters", "contacts"], relationship, {
    orders: null,
    sees: (row, view) => seesParent(row, view),
    filters: { contact_id: idFilter("contact_id", (row) => row.contact_id), matter_id: idFilter("matter_id", (row) => row.matter_id) },
  }),
  users,
  practice_areas: plain("practice_areas", ["matters"], practiceArea, {
    orders: { id: (row) => row.id, name, category: (row) => row.category, code: (row) => row.code },
    filters: { name: textFilter(name), code: textFilter((row) => row.code) },
  }),
  matter_stages: plain("matter_stages", ["matters"], matterStage, {
    orders: null,
    single: false,
    filters: { practice_area_id: idFilter("practice_area_id", (row) => row.practice_area_id) },
  }),
  custom_fields,
  custom_field_sets: plain("custom_field_sets", ["custom_fields"], customFieldSet, {
    orders: { id: (row) => row.id, name, parent_type: (row) => row.parent_type },
    filters: {
      displayed: booleanFilter("displayed", (row) => row.displayed),
      parent_type: choiceFilter("parent_type", ["Matter", "Contact"], (row) => row.parent_type),
      query: queryFilter((row) => [row.name]),
    },
  }),
  groups: plain("groups", ["users"], group, {
    orders: { id: (row) => row.id, name },
    filters: {
      archived: booleanFilter("archived", (row) => row.archived),
      name: textFilter(name),
      query: queryFilter((row) => [row.name]),
      type: choiceFilter("type", ["AccountGroup", "AdhocGroup", "UserGroup"], (row) => row.type),
      user_id: (value) => (row) => row.user_ids.includes(Number(value)),
    },
  }),
  webhooks: plain("webhooks", ["webhooks"], webhook, { sees: (row, view) => row.user_id === view.viewer.user.id }),
  notes,
  communications,
  documents,
  folders: plain<FolderRow>("folders", ["documents"], folder, { ...filed<FolderRow>(), orders: { id: (row) => row.id, name } }),
};
