/** What the control page shows and edits of a MyCase contact. */
import type { ContactLine, ControlSurface, FormField } from "../kit/control.ts";
import type { Row, Table } from "../kit/types.ts";
import { COLOUR } from "./oauth.ts";
import type { Address, Client, MyCaseSandbox } from "./types.ts";

const TEXTS = [
  ["first_name", "First name"],
  ["middle_name", "Middle name"],
  ["last_name", "Last name"],
  ["email", "E-mail"],
  ["cell_phone_number", "Cell phone"],
  ["work_phone_number", "Work phone"],
  ["home_phone_number", "Home phone"],
  ["fax_phone_number", "Fax"],
  ["birthdate", "Date of birth (YYYY-MM-DD)"],
] as const;
const ADDRESS = [
  ["address1", "Street"],
  ["address2", "Second line"],
  ["city", "City"],
  ["state", "State"],
  ["zip_code", "Postal code"],
  ["country", "Country"],
] as const;
const NO_ADDRESS: Address = { address1: "", address2: "", city: "", state: "", zip_code: "", country: "" };

function line(row: Client): ContactLine {
  const name = [row.first_name, row.middle_name, row.last_name].filter(Boolean).join(" ");
  const phone = row.cell_phone_number ?? row.work_phone_number ?? row.home_phone_number ?? "";
  return { id: row.id, name, email: row.email ?? "", phone, marks: row.archived ? ["archived"] : [] };
}

export function mycaseControl(sandbox: MyCaseSandbox): ControlSurface {
  const { tables } = sandbox;

  function form(row: Client): FormField[] {
    const group = row.people_group && tables.people_groups.get(row.people_group.id);
    return [
      ...TEXTS.map(([name, label]): FormField => ({ name, label, type: "text", value: row[name] ?? "" })),
      { name: "people_group", label: "People group (its name)", type: "text", value: group?.name ?? "" },
      ...ADDRESS.map(([name, label]): FormField => ({ name, label, type: "text", value: row.address?.[name] ?? "" })),
      { name: "archived", label: "Archived", type: "checkbox", value: row.archived },
    ];
  }

  /** Only what differs from the row. */
  function change(row: Client, values: Record<string, string | boolean>): Partial<Client> {
    const changed: Partial<Client> = {};
    let address = row.address;
    for (const { name } of form(row).filter((field) => values[field.name] !== undefined && values[field.name] !== field.value)) {
      const value = values[name] as string;
      if (name === "archived") changed.archived = values[name] === true;
      else if (name === "people_group") changed.people_group = value === "" ? null : { id: groupId(value) };
      else if (name in NO_ADDRESS) address = { ...(address ?? NO_ADDRESS), [name]: value };
      else Object.assign(changed, { [name]: value === "" ? null : value });
    }
    if (address === row.address) return changed;
    const blank = address === null || Object.values(address).every((text) => text === "");
    return { ...changed, address: blank ? null : address };
  }

  function groupId(name: string): number {
    for (const group of tables.people_groups.scan()) if (group.name.toLowerCase() === name.trim().toLowerCase()) return group.id;
    throw new Error(`There is no people group ${name}`);
  }

  return {
    sandbox,
    title: "MyCase sandbox",
    colour: COLOUR,
    firm: sandbox.firm.name,
    switches: sandbox.switches as unknown as Record<string, unknown>,
    webhooks: sandbox.webhooks,
    written: sandbox.written,
    lag: sandbox.lag,
    storage: sandbox.storage,
    would_email: () => ({ count: sandbox.would_email_count(), entries: sandbox.would_email }),
    tables: tables as unknown as Record<string, Table<Row>>,
    contacts: {
      table: "clients",
      parents: (row) => [{ kind: "contact", id: row.id }, ...sandbox.casesOf(row.id).map((id) => ({ kind: "matter" as const, id }))],
      line: (row) => line(row as Client),
      form: (row) => form(row as Client),
      change: (row, values) => ({ ...change(row as Client, values) }),
    },
    users: () => [...tables.staff.scan()].map((one) => ({ id: one.id, name: `${one.first_name} ${one.last_name}` })),
    grant: (user_id) => ({ ...sandbox.grant(user_id) }),
    revoke: (user_id) => sandbox.revoke(user_id),
    settle: () => sandbox.settle(),
  };
}
