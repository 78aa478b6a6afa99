/** Who sees what (clio.md 1.3): matters by group and by working on them, contacts of restricted users by the matters that they see. */
import type { ClioTables, MatterRow, UserRow } from "./rows.ts";
import type { Viewer } from "./view.ts";

/** A user with one of these roles cannot be restricted. */
const UNRESTRICTABLE = new Set(["admin", "accounts", "billing", "reports"]);

export const isAdmin = (user: UserRow): boolean => user.account_owner || user.roles.includes("admin");
const isRestricted = (user: UserRow): boolean =>
  user.restricted && !user.account_owner && !user.roles.some((role) => UNRESTRICTABLE.has(role));

/** What of a matter decides who sees it, and whom its viewers see. */
const TELLING = [
  "client_id",
  "group_id",
  "responsible_attorney_id",
  "originating_attorney_id",
  "responsible_staff_id",
  "user_id",
  "custom_field_values",
] as const;

export interface Visibility {
  viewer(user: UserRow): Viewer;
  /** Whether the user could see the contact before the change that is being told: a deleted contact is tied to nothing any more. */
  saw_contact(user: UserRow, id: number): boolean;
}

export function createVisibility(tables: ClioTables): Visibility {
  let version = 0;
  for (const name of ["relationships", "users", "groups"] as const) tables[name].on(() => version++);
  // A contact or matter that was merely touched, as every note on it does, is seen by whoever saw it before.
  tables.contacts.on(({ row, before, action }) => {
    if (action !== "updated" || row.created_by !== before?.created_by || row.is_co_counsel !== before.is_co_counsel) version++;
  });
  tables.matters.on(({ row, before, action }) => {
    if (action !== "updated" || !before || TELLING.some((name) => row[name] !== before[name])) version++;
  });
  const seen = new Map<number, { version: number; contacts: Set<number> }>();

  const seesMatter = (user: UserRow, row: MatterRow): boolean => {
    if (isAdmin(user)) return true;
    const works = [row.responsible_attorney_id, row.originating_attorney_id, row.responsible_staff_id, row.user_id].includes(user.id);
    const group = row.group_id === null ? undefined : tables.groups.get(row.group_id);
    const closed = group !== undefined && group.type !== "AccountGroup";
    if (works || (closed && group.user_ids.includes(user.id))) return true;
    return !closed && user.matter_access === "all";
  };

  const contactsOf = (user: UserRow): Set<number> => {
    const known = seen.get(user.id);
    if (known?.version === version) return known.contacts;
    const contacts = new Set<number>();
    const matters = new Set<number>();
    const contactFields = new Set([...tables.custom_fields.scan()].filter((one) => one.field_type === "contact").map((one) => one.id));
    for (const row of tables.matters.scan()) {
      if (!seesMatter(user, row)) continue;
      matters.add(row.id);
      if (row.client_id !== null) contacts.add(row.client_id);
      for (const value of row.custom_field_values) if (contactFields.has(value.custom_field_id)) contacts.add(Number(value.value));
    }
    for (const row of tables.relationships.scan()) if (matters.has(row.matter_id)) contacts.add(row.contact_id);
    for (const row of tables.contacts.scan()) if (row.created_by === user.id || row.is_co_counsel) contacts.add(row.id);
    seen.set(user.id, { version, contacts });
    return contacts;
  };

  return {
    viewer: (user) => ({
      user,
      sees_contact: isRestricted(user) ? (id) => contactsOf(user).has(id) : () => true,
      sees_matter: (row) => seesMatter(user, row),
    }),
    saw_contact: (user, id) => !isRestricted(user) || (seen.get(user.id)?.contacts.has(id) ?? false),
  };
}
