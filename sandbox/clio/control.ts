import type { ControlSurface, FormField } from "../kit/control.ts";
import type { Row, Table } from "../kit/types.ts";
import type { WrittenParent } from "../kit/written.ts";
import { COLOUR } from "./oauth.ts";
import type { ContactRow } from "./rows.ts";
import type { ClioSandbox } from "./sandbox.ts";

const TEXTS = [
  ["first_name", "First name"],
  ["middle_name", "Middle name"],
  ["last_name", "Last name"],
  ["title", "Job title"],
  ["date_of_birth", "Date of birth (YYYY-MM-DD)"],
] as const;
const FLAGS = [
  ["is_client", "Client"],
  ["is_co_counsel", "Co-counsel"],
] as const;

const email = (row: ContactRow) => row.email_addresses.find((one) => one.primary) ?? row.email_addresses[0];
const phone = (row: ContactRow) => row.phone_numbers.find((one) => one.primary) ?? row.phone_numbers[0];

function form(row: ContactRow): FormField[] {
  const names = row.type === "Company" ? ([["name", "Name"]] as const) : TEXTS;
  return [
    ...names.map(([name, label]): FormField => ({ name, label, type: "text", value: row[name] ?? "" })),
    { name: "email", label: "Primary e-mail", type: "text", value: email(row)?.address ?? "" },
    { name: "phone", label: "Primary phone", type: "text", value: phone(row)?.number ?? "" },
    ...FLAGS.map(([name, label]): FormField => ({ name, label, type: "checkbox", value: row[name] })),
  ];
}

/** Only what differs from the row. */
function change(row: ContactRow, values: Record<string, string | boolean>): Record<string, unknown> {
  const differs = form(row).filter((field) => values[field.name] !== undefined && values[field.name] !== field.value);
  const changed: Record<string, unknown> = {};
  for (const { name, type } of differs) {
    const value = values[name];
    if (name === "email") changed["email_addresses"] = channel(row.email_addresses, email(row)?.id, row.id, { address: value as string });
    else if (name === "phone") changed["phone_numbers"] = channel(row.phone_numbers, phone(row)?.id, row.id, { number: value as string });
    else changed[name] = type === "text" && value === "" && name !== "name" ? null : value;
  }
  return changed;
}

/** The list with this entry changed, added, or, when blank, taken out. */
function channel<T extends { id: number }>(list: readonly T[], id: number | undefined, owner: number, value: Partial<T>): T[] {
  const blank = Object.values(value).every((text) => text === "");
  if (id === undefined) return blank ? [...list] : [...list, { id: owner * 10, name: "Home", primary: true, ...value } as unknown as T];
  return blank ? list.filter((one) => one.id !== id) : list.map((one) => (one.id === id ? { ...one, ...value } : one));
}

/** Looked through only when a person opens the page. */
function mattersOf(contact_id: number, { tables }: ClioSandbox): WrittenParent[] {
  const found: WrittenParent[] = [];
  for (const row of tables.matters.scan()) if (row.client_id === contact_id) found.push({ kind: "matter", id: row.id });
  return found;
}

export function clioControl(sandbox: ClioSandbox): ControlSurface {
  return {
    sandbox,
    title: "Clio sandbox",
    colour: COLOUR,
    firm: sandbox.firm.name,
    switches: sandbox.switches as unknown as Record<string, unknown>,
    webhooks: sandbox.webhooks,
    written: sandbox.written,
    lag: sandbox.lag,
    storage: sandbox.storage,
    would_email: () => ({ count: 0, entries: [] }),
    tables: sandbox.tables as unknown as Record<string, Table<Row>>,
    contacts: {
      table: "contacts",
      parents: (row) => [{ kind: "contact", id: row.id }, ...mattersOf(row.id, sandbox)],
      line(row) {
        const own = row as ContactRow;
        const marks = [own.type === "Company" && "company", own.is_client && "client", own.is_co_counsel && "co-counsel"].filter(
          (mark) => mark !== false,
        );
        return { id: own.id, name: own.name, email: email(own)?.address ?? "", phone: phone(own)?.number ?? "", marks };
      },
      form: (row) => form(row as ContactRow),
      change: (row, values) => change(row as ContactRow, values),
    },
    users: () => [...sandbox.tables.users.scan()].map(({ id, name }) => ({ id, name })),
    grant: (user_id) => ({ ...sandbox.grant(user_id) }),
    revoke: (user_id) => sandbox.revoke(user_id),
    settle: () => sandbox.settle(),
  };
}
