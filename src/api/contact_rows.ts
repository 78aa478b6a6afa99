/** Contacts of a list: what a query asks for, and how a row is told. */
import type { Context } from "hono";
import type { ConnectionRow } from "../connections/store_lists.ts";
import { CONTACT_STATES } from "../model/kinds.ts";
import type { ContactFilter, ContactListRow, ContactPosition } from "../projection/store_lists.ts";
import type { ContactView } from "../projection/types.ts";
import type { ContactFilterQuery, ContactRow } from "./contract/contacts.ts";
import type { ApiDeps } from "./deps.ts";
import { linkTo, openScope, type Scope } from "./scope.ts";

export async function openList(deps: ApiDeps, c: Context, query: ContactFilterQuery): Promise<{ scope: Scope; filter: ContactFilter }> {
  const { connection, state, q, ...rest } = query;
  const scope = await openScope(deps, c, connection);
  return { scope, filter: { ...rest, search: q, states: state === "any" ? CONTACT_STATES : [state] } };
}

export const positionOf = (row: ContactListRow): ContactPosition => ({
  sort_name: row.sort_name,
  connection_id: row.connection_id,
  provider_id: row.provider_id,
});

export function identityOf(deps: ApiDeps, connection: ConnectionRow, provider_id: string, name: string) {
  return {
    connection_id: connection.connection_id,
    provider: connection.provider,
    provider_id,
    name,
    link: linkTo(deps, connection, "contact", provider_id),
  };
}

export function presentRow(deps: ApiDeps, connection: ConnectionRow, row: ContactListRow): ContactRow {
  const { view } = row;
  return {
    ...identityOf(deps, connection, row.provider_id, view.name),
    job_title: view.job_title,
    company_name: view.company_name,
    email: view.channels.emails[0] ?? null,
    phone: view.channels.phones[0]?.number ?? null,
    state: view.state,
    client_status: view.client_status,
    owner: row.owner_member_id === null ? null : { member_id: row.owner_member_id, name: row.owner_name ?? "" },
    tags: view.tags.map((tag) => tag.name),
    birthday: birthdayOf(view),
    last_activity_at: row.last_activity_at,
    health: (["duplicate", "issue", "held"] as const).filter((name) => row[name]),
  };
}

/** Both show where both exist, and a member's own is the one that is used (B-KEY-3). */
function birthdayOf({ key_facts }: ContactView): string | null {
  const birthdays = key_facts.filter((fact) => fact.date !== null && fact.label.toLowerCase() === "birthday");
  return (birthdays.find((fact) => fact.origin === "manual") ?? birthdays[0])?.date ?? null;
}
