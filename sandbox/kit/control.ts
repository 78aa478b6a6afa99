/** What a vendor tells the control page and the control API about itself. Both live under `/sandbox` on the sandbox's own origin. */
import type { ListLag } from "./list_lag.ts";
import type { ObjectStorage } from "./storage.ts";
import type { Row, Sandbox, Table } from "./types.ts";
import type { WebhookSender } from "./webhooks.ts";
import type { Written, WrittenParent } from "./written.ts";

export interface FormField {
  name: string;
  label: string;
  type: "text" | "checkbox";
  value: string | boolean;
}

export interface ContactLine {
  id: number;
  name: string;
  email: string;
  phone: string;
  /** Short words beside the name: client, company, archived. */
  marks: string[];
}

export interface ControlSurface {
  sandbox: Sandbox;
  title: string;
  colour: string;
  firm: string;
  switches: Record<string, unknown>;
  webhooks: WebhookSender;
  written: Written;
  lag: ListLag;
  storage: ObjectStorage;
  /** Clients whom the provider would have told of a message by e-mail: the latest, and how many in all. */
  would_email(): { count: number; entries: readonly object[] };
  tables: Record<string, Table<Row>>;
  contacts: {
    table: string;
    /** What was written under this contact: on itself, and on its matters. */
    parents(row: Row): WrittenParent[];
    line(row: Row): ContactLine;
    form(row: Row): FormField[];
    /** The change that the form's values make. */
    change(row: Row, values: Record<string, string | boolean>): Record<string, unknown>;
  };
  users(): { id: number; name: string }[];
  grant(user_id?: number): Record<string, unknown>;
  revoke(user_id: number): void;
  settle(): Promise<void>;
}

export const CONTROL = "/sandbox";

/** Contacts whose name, e-mail or phone holds the text. Looks through so many rows at most: firms can be large. */
const LOOKED_THROUGH = 50_000;

export function searchContacts(
  surface: ControlSurface,
  query: string,
  after_id: number,
  limit: number,
): { lines: ContactLine[]; more: boolean } {
  const table = surface.tables[surface.contacts.table];
  const wanted = query.trim().toLowerCase();
  const lines: ContactLine[] = [];
  let looked = 0;
  for (const row of table?.scan({ after_id }) ?? []) {
    if (++looked > LOOKED_THROUGH) break;
    const line = surface.contacts.line(row);
    const found =
      wanted === "" ||
      String(line.id) === wanted ||
      [line.name, line.email, line.phone].some((text) => text.toLowerCase().includes(wanted));
    if (!found) continue;
    if (lines.length === limit) return { lines, more: true };
    lines.push(line);
  }
  return { lines, more: false };
}

/** A switch's value from a text: JSON where it reads so, else the text itself. It must be of the type that the switch has. */
export function switchValue(name: string, text: unknown, current: unknown): unknown {
  let value = text;
  if (typeof text === "string") {
    try {
      value = JSON.parse(text);
    } catch {
      value = text;
    }
  }
  if (current === undefined) throw new Error(`There is no switch ${name}`);
  const nullable = current === null || value === null;
  if (!nullable && (typeof value !== typeof current || Array.isArray(value) !== Array.isArray(current)))
    throw new Error(`${name} must be like ${JSON.stringify(current)}`);
  return value;
}

export function setSwitch(surface: ControlSurface, name: string, text: unknown): void {
  surface.switches[name] = switchValue(name, text, surface.switches[name]);
}
