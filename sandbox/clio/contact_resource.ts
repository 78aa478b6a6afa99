/** Contacts (clio.md 8.1) and what hangs on them. */
import type { Address, ContactRow, CustomFieldSetRow, EmailAddress, PhoneNumber, WebSite } from "./rows.ts";
import type { Child, ClioField, ClioResource } from "./resource.ts";
import { Redacted, childOf, emptyLists, emptyOnes, lazy, many, one, resource, rowFields, scalar, stored } from "./resource.ts";
import { valuesField } from "./values.ts";
import type { View } from "./view.ts";

export const emailAddress = lazy(() =>
  resource<Child<EmailAddress>>("EmailAddress", rowFields("EmailAddress"), stored<Child<EmailAddress>>("name", "address", "primary")),
);
export const phoneNumber = lazy(() =>
  resource<Child<PhoneNumber>>("PhoneNumber", rowFields("PhoneNumber"), stored<Child<PhoneNumber>>("name", "number", "primary")),
);
export const address = lazy(() =>
  resource<Child<Address>>(
    "Address",
    rowFields("Address"),
    stored<Child<Address>>("name", "street", "city", "province", "postal_code", "country", "primary"),
  ),
);
export const webSite = lazy(() =>
  resource<Child<WebSite>>("WebSite", rowFields("WebSite"), stored<Child<WebSite>>("name", "address", "default_web_site")),
);
const avatar = lazy(() => resource<ContactRow>("Avatar", rowFields("Avatar"), [["url", scalar(() => null)]]));
export const customFieldSetAssociation = lazy(() =>
  resource<CustomFieldSetRow>("CustomFieldSetAssociation", rowFields("CustomFieldSetAssociation"), [["display_order", scalar(() => 0)]]),
);

/** The flagged one, else the first. */
const primary = <T extends { primary: boolean }>(items: readonly T[]): T | undefined => items.find((item) => item.primary) ?? items[0];
const secondary = <T extends { primary: boolean }>(items: readonly T[]): T | undefined => items.find((item) => item !== primary(items));

export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((part) => String.fromCodePoint(part.codePointAt(0) ?? 32).trim())
    .join("");

/** What contacts, matter contacts, related contacts and clients have in common. */
export const contactParts = <R>(contactOf: (row: R, view: View) => ContactRow): [string, ClioField<R>][] => [
  ...(["name", "first_name", "middle_name", "last_name", "type", "prefix", "title"] as const).map((name): [string, ClioField<R>] => [
    name,
    scalar((row, view) => contactOf(row, view)[name]),
  ]),
  ["initials", scalar((row, view) => initialsOf(contactOf(row, view).name))],
  ["primary_email_address", scalar((row, view) => primary(contactOf(row, view).email_addresses)?.address ?? null)],
  ["secondary_email_address", scalar((row, view) => secondary(contactOf(row, view).email_addresses)?.address ?? null)],
  ["primary_phone_number", scalar((row, view) => primary(contactOf(row, view).phone_numbers)?.number ?? null)],
  ["secondary_phone_number", scalar((row, view) => secondary(contactOf(row, view).phone_numbers)?.number ?? null)],
  ["client_connect_user_id", scalar(() => null)],
  ["avatar", one(avatar, (row, view) => contactOf(row, view))],
  ["company", one(contact, (row, view) => seenContact(contactOf(row, view).company_id, view))],
  ["addresses", many(address, (row, view) => children(contactOf(row, view), "addresses"))],
  ["email_addresses", many(emailAddress, (row, view) => children(contactOf(row, view), "email_addresses"))],
  ["phone_numbers", many(phoneNumber, (row, view) => children(contactOf(row, view), "phone_numbers"))],
  ["web_sites", many(webSite, (row, view) => children(contactOf(row, view), "web_sites"))],
  ["primary_address", one(address, (row, view) => child(contactOf(row, view), primary(contactOf(row, view).addresses)))],
  ["secondary_address", one(address, (row, view) => child(contactOf(row, view), secondary(contactOf(row, view).addresses)))],
  ["primary_web_site", one(webSite, (row, view) => child(contactOf(row, view), contactOf(row, view).web_sites[0]))],
  ["secondary_web_site", one(webSite, (row, view) => child(contactOf(row, view), contactOf(row, view).web_sites[1]))],
];

function children<K extends "addresses" | "email_addresses" | "phone_numbers" | "web_sites">(
  row: ContactRow,
  kind: K,
): Child<ContactRow[K][number]>[] {
  return (row[kind] as ContactRow[K][number][]).map((item) => childOf(row, item));
}
const child = <T extends { id: number }>(row: ContactRow, item: T | undefined): Child<T> | null => (item ? childOf(row, item) : null);

/** The contact, its redacted shadow, or nothing. */
export function seenContact(id: number | null, view: View): ContactRow | Redacted | undefined {
  const row = id === null ? undefined : view.tables.contacts.get(id);
  return row && !view.viewer.sees_contact(row.id) ? new Redacted(row.id) : row;
}

export const contact: () => ClioResource<ContactRow> = lazy(() =>
  resource<ContactRow>(
    "Contact",
    rowFields("Contact"),
    contactParts<ContactRow>((row) => row).filter(([name]) => name !== "secondary_web_site"),
    stored<ContactRow>("date_of_birth", "is_client", "is_co_counsel"),
    [
      ["clio_connect_email", scalar(() => null)],
      ["locked_clio_connect_email", scalar(() => false)],
      ["ledes_client_id", scalar(() => null)],
      ["has_clio_for_clients_permission", scalar(() => false)],
      ["is_clio_for_client_user", scalar(() => false)],
      ["is_bill_recipient", scalar((row) => row.is_client)],
      ["sales_tax_number", scalar(() => null)],
      ["currency", scalar(() => ({ id: 1, code: "USD", sign: "$" }))],
      [
        "primary_work_address",
        one(address, (row) =>
          child(
            row,
            row.addresses.find((item) => item.name === "Work"),
          ),
        ),
      ],
      ["custom_field_values", valuesField("Contact", contact)],
      ["custom_field_set_associations", many(customFieldSetAssociation, (_row, view) => setsOf("Contact", view))],
    ],
    emptyLists("instant_messengers", "related_contacts", "account_balances", "activity_rates", "notification_methods"),
    emptyOnes("folder", "payment_profile", "co_counsel_rate", "legal_aid_uk_contact"),
  ),
);

export function setsOf(parent_type: "Contact" | "Matter", view: View): CustomFieldSetRow[] {
  return [...view.tables.custom_field_sets.scan()].filter((row) => row.parent_type === parent_type && row.displayed);
}
