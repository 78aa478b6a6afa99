/** Matters and relationships (clio.md 8.2, 8.3), and the lists of people on one matter. */
import type { ContactRow, MatterRow, RelationshipRow } from "./rows.ts";
import type { ClioField, ClioResource } from "./resource.ts";
import { Redacted, emptyLists, emptyOnes, lazy, many, one, resource, rowFields, scalar, stored } from "./resource.ts";
import { contact, contactParts, customFieldSetAssociation, seenContact, setsOf } from "./contact_resource.ts";
import { group, matterStage, practiceArea, user } from "./firm_resources.ts";
import { valuesField } from "./values.ts";
import { shownTime } from "./view.ts";
import type { View } from "./view.ts";

export function seenMatter(id: number | null, view: View): MatterRow | Redacted | undefined {
  const row = id === null ? undefined : view.tables.matters.get(id);
  return row && !view.viewer.sees_matter(row) ? new Redacted(row.id) : row;
}

const userOf = (get: (row: MatterRow) => number | null) =>
  one(user, (row: MatterRow, view: View) => {
    const id = get(row);
    return id === null ? null : view.tables.users.get(id);
  });

export const matter: () => ClioResource<MatterRow> = lazy(() =>
  resource<MatterRow>(
    "Matter",
    rowFields("Matter"),
    stored<MatterRow>("number", "display_number", "custom_number", "description", "status", "location", "client_reference", "client_id"),
    stored<MatterRow>("billable", "billing_method", "open_date", "close_date", "pending_date"),
    [
      ["maildrop_address", scalar((row) => `matter-${row.id}@maildrop.clio.sandbox`)],
      ["currency", scalar(() => ({ id: 1, code: "USD", sign: "$" }))],
      ["shared", scalar(() => false)],
      ["has_tasks", scalar(() => false)],
      ["last_activity_date", scalar((row) => row.updated_at.slice(0, 10))],
      [
        "matter_stage_updated_at",
        scalar((row, view) => row.matter_stage_updated_at && shownTime(row.matter_stage_updated_at, view.switches)),
      ],
      ["client", one(contact, (row, view) => seenContact(row.client_id, view))],
      [
        "practice_area",
        one(practiceArea, (row, view) => (row.practice_area_id === null ? null : view.tables.practice_areas.get(row.practice_area_id))),
      ],
      [
        "matter_stage",
        one(matterStage, (row, view) => (row.matter_stage_id === null ? null : view.tables.matter_stages.get(row.matter_stage_id))),
      ],
      ["responsible_attorney", userOf((row) => row.responsible_attorney_id)],
      ["originating_attorney", userOf((row) => row.originating_attorney_id)],
      ["responsible_staff", userOf((row) => row.responsible_staff_id)],
      ["user", userOf((row) => row.user_id)],
      ["group", one(group, (row, view) => (row.group_id === null ? null : view.tables.groups.get(row.group_id)))],
      ["relationships", many(relationship, (row, view) => relationshipsOf(row.id, view))],
      ["custom_field_values", valuesField("Matter", contact)],
      ["custom_field_set_associations", many(customFieldSetAssociation, (_row, view) => setsOf("Matter", view))],
    ],
    emptyLists("matter_bill_recipients", "account_balances", "task_template_list_instances", "split_invoice_payers"),
    emptyOnes(
      "folder",
      "statute_of_limitations",
      "custom_rate",
      "contingency_fee",
      "evergreen_retainer",
      "matter_budget",
      "legal_aid_uk_matter",
    ),
  ),
);

/** Older vendor documents lack `responsible_staff` (clio.md 8.2). */
export const matterWithoutStaff: () => ClioResource<MatterRow> = lazy(() => ({
  name: "Matter",
  fields: new Map([...matter().fields].filter(([name]) => name !== "responsible_staff")),
}));

/** No `type`: asking for one is a 400 (clio.md 2). */
export const relationship: () => ClioResource<RelationshipRow> = lazy(() =>
  resource<RelationshipRow>("Relationship", rowFields("Relationship"), stored<RelationshipRow>("description"), [
    ["matter", one(matter, (row, view) => seenMatter(row.matter_id, view))],
    ["contact", one(contact, (row, view) => seenContact(row.contact_id, view))],
  ]),
);

export function relationshipsOf(matter_id: number, view: View): RelationshipRow[] {
  return [...view.tables.relationships.scan()].filter((row) => row.matter_id === matter_id);
}

/** A person on one matter: its client (no relationship) or somebody related. */
export interface MatterPerson {
  id: number;
  created_at: string;
  updated_at: string;
  matter: MatterRow;
  contact: ContactRow;
  relationship: RelationshipRow | null;
}

export function peopleOf(row: MatterRow, view: View): MatterPerson[] {
  const people: MatterPerson[] = [];
  const client = seenContact(row.client_id, view);
  const { created_at, updated_at } = row;
  if (client && !(client instanceof Redacted))
    people.push({ id: client.id, created_at, updated_at, matter: row, contact: client, relationship: null });
  for (const related of relationshipsOf(row.id, view)) {
    const found = seenContact(related.contact_id, view);
    if (!found || found instanceof Redacted) continue;
    people.push({
      id: found.id,
      created_at: related.created_at,
      updated_at: related.updated_at,
      matter: row,
      contact: found,
      relationship: related,
    });
  }
  return people;
}

const personParts = lazy((): [string, ClioField<MatterPerson>][] => [
  ...contactParts<MatterPerson>((row) => row.contact),
  ["custom_field_values", lifted()],
]);

/** The contact's own values, shown on the person. */
function lifted(): ClioField<MatterPerson> {
  const field = valuesField<ContactRow>("Contact", contact);
  return {
    kind: "association",
    compile(inner, depth) {
      const show = field.kind === "association" ? field.compile(inner, depth) : field.get;
      return (row, view) => show(row.contact, view);
    },
  };
}

/** The document names no etag for these two. */
const withoutEtag = (name: string) => rowFields<MatterPerson>(name).filter(([field]) => field !== "etag");

export const matterContact: () => ClioResource<MatterPerson> = lazy(() =>
  resource<MatterPerson>("MatterContacts", rowFields("MatterContacts"), personParts(), [
    ["contact_created_at", scalar((row, view) => shownTime(row.contact.created_at, view.switches))],
    ["contact_updated_at", scalar((row, view) => shownTime(row.contact.updated_at, view.switches))],
    ["description", scalar((row) => row.relationship?.description ?? null)],
    ["is_client", scalar((row) => row.relationship === null)],
    ["matter_id", scalar((row) => row.matter.id)],
    ["matter_number", scalar((row) => row.matter.display_number)],
    ["relationship_name", scalar((row) => row.relationship?.description ?? "Client")],
    ["relationship", one(relationship, (row) => row.relationship)],
  ]),
);

/** Here `id` is the relationship's, and `contact_id` the contact's (clio.md 8.3). */
export const relatedContact: () => ClioResource<MatterPerson> = lazy(() =>
  resource<MatterPerson>("RelatedContacts", withoutEtag("RelatedContacts"), personParts(), [
    ["id", scalar((row) => row.relationship?.id ?? null)],
    ["contact_id", scalar((row) => row.contact.id)],
    ["is_matter_client", scalar(() => false)],
    ["relationship", one(relationship, (row) => row.relationship)],
  ]),
);

const CLIENT_LACKS = new Set([
  "secondary_email_address",
  "secondary_phone_number",
  "primary_address",
  "secondary_address",
  "primary_web_site",
  "secondary_web_site",
]);
export const matterClient: () => ClioResource<MatterPerson> = lazy(() =>
  resource<MatterPerson>(
    "Client",
    withoutEtag("Client"),
    personParts().filter(([name]) => !CLIENT_LACKS.has(name) && name !== "custom_field_values"),
    [
      ["date_of_birth", scalar((row) => row.contact.date_of_birth)],
      ["is_matter_client", scalar(() => true)],
    ],
  ),
);
