/** What people do at the provider: clients with a matter each, which come into another phase; new ones; the fields that forms write into. */
import type { ClioSandbox } from "../../sandbox/clio/sandbox.ts";
import type { MyCaseSandbox } from "../../sandbox/mycase/types.ts";
import type { Provider } from "../../src/model/kinds.ts";
import { defaultSettings } from "../../src/model/presets.ts";
import type { Settings } from "../../src/model/settings.ts";

/** A person at the provider, and a matter of theirs. */
export interface Client {
  contact_id: string;
  matter_id: string;
  /** Nobody else's: what is written about them is told apart by it. */
  name: string;
  email: string;
}

export interface Office {
  /** `shown`: in an area whose matters clients see, in its first phase. */
  addClient(number: number, shown: boolean): Client;
  /** Of the second phase. */
  enterPhase(matter_id: string): void;
  /** The matter's custom fields that the form asks for. */
  fields: { court: string; theory: string };
  /** What such a field says at the provider now. */
  value(matter_id: string, field_id: string): unknown[];
}

const AREA = "Family Law";
const OTHER_AREA = "Real Estate";
const [FIRST, SECOND] = ["Petition", "Settlement"];
export const PHASE = "Negotiation";

const phase = (name: string, stage: string) => ({ name, happened: "This has happened.", next: "This comes.", stages: [stage] });

/** Matters of one area are shown to their main client, and told of by message; everything is written back at once. */
export function settingsFor(provider: Provider): Settings {
  const settings = defaultSettings(provider);
  const on = { email: true, note: true, card: true, call: true, text: true, message: true, document: true };
  return {
    ...settings,
    contacts: { ...settings.contacts, scope: "all" },
    writeback: { ...settings.writeback, ...on, message_minutes: 0, document_minutes: 0 },
    projects: {
      ...settings.projects,
      on: true,
      types: [{ name: "Family", matches: [AREA], fields: [], phases: [phase("Filed", FIRST), phase(PHASE, SECOND)] }],
      shown: { matters: "all", field: null },
      notified: { matters: "all", field: null },
      participants: { rule: "main_client", groups: [] },
    },
  };
}

const nameOf = (number: number): string => `Nova${String(number).padStart(3, "0")}`;
const emailOf = (name: string): string => `${name.toLowerCase()}@clients.example`;

export const openOffice = (sandbox: ClioSandbox | MyCaseSandbox, lead_id: number): Office =>
  sandbox.provider === "clio" ? clioOffice(sandbox, lead_id) : mycaseOffice(sandbox, lead_id);

/** As a new row: the table gives id and times. */
const anew = <R extends { id: number; created_at: string; updated_at: string }>(row: R) => {
  const { id: _id, created_at: _created, updated_at: _updated, ...rest } = row;
  return rest;
};

const firstOf = <R>(rows: Iterable<R>, is: (row: R) => boolean): R => {
  for (const row of rows) if (is(row)) return row;
  throw new Error("the simulated firm has no such row");
};

function mycaseOffice({ tables }: MyCaseSandbox, lead_id: number): Office {
  const field = (name: string) => String(firstOf(tables.custom_fields.scan(), (row) => row.parent_type === "case" && row.name === name).id);
  const person = anew(firstOf(tables.clients.scan(), () => true));
  const case_row = anew(firstOf(tables.cases.scan(), () => true));
  return {
    fields: { court: field("Court"), theory: field("Theory of the case") },
    addClient(number, shown) {
      const name = nameOf(number);
      const email = emailOf(name);
      const blank = { middle_name: null, people_group: null, birthdate: null, archived: false, notes: null, custom_field_values: [] };
      const phones = { cell_phone_number: null, work_phone_number: null, home_phone_number: null, fax_phone_number: null };
      const { id } = tables.clients.insert({ ...person, ...blank, ...phones, first_name: name, last_name: "Rivera", email });
      const open = { status: "open" as const, closed_date: null, opened_date: "2026-03-04", sol_date: null };
      const team = [{ id: lead_id, lead_lawyer: true, originating_lawyer: true, case_rate: null }];
      const stage = shown ? { practice_area: AREA, case_stage: FIRST } : { practice_area: OTHER_AREA, case_stage: null };
      const people = { clients: [{ id }], companies: [], billing_contact: { id }, staff: team };
      const made = tables.cases.insert({
        ...{ ...case_row, ...open, ...stage, ...people },
        ...{ name: `Case ${name}`, case_number: name, custom_field_values: [] },
      });
      return { contact_id: String(id), matter_id: String(made.id), name, email };
    },
    enterPhase: (matter_id) => void tables.cases.update(Number(matter_id), { case_stage: SECOND }),
    value: (matter_id, field_id) =>
      (tables.cases.get(Number(matter_id))?.custom_field_values ?? [])
        .filter((one) => String(one.custom_field.id) === field_id)
        .map((one) => one.value),
  };
}

function clioOffice({ tables, clock }: ClioSandbox, lead_id: number): Office {
  const field = (name: string) =>
    String(firstOf(tables.custom_fields.scan(), (row) => row.parent_type === "Matter" && row.name === name).id);
  const area = (name: string) => firstOf(tables.practice_areas.scan(), (row) => row.name === name).id;
  const stage = (name: string) =>
    firstOf(tables.matter_stages.scan(), (row) => row.practice_area_id === area(AREA) && row.name === name).id;
  const person = anew(firstOf(tables.contacts.scan(), (row) => row.type === "Person"));
  const matter = anew(firstOf(tables.matters.scan(), () => true));
  return {
    fields: { court: field("Court"), theory: field("Theory of the case") },
    addClient(number, shown) {
      const name = nameOf(number);
      const email = emailOf(name);
      const blank = { prefix: null, title: null, middle_name: null, date_of_birth: null, company_id: null, is_co_counsel: false };
      const empty = { phone_numbers: [], addresses: [], web_sites: [], custom_field_values: [] };
      const { id } = tables.contacts.insert({
        ...{ ...person, ...blank, ...empty, first_name: name, last_name: "Rivera", name: `${name} Rivera`, is_client: true },
        email_addresses: [{ id: 700_000 + number, name: "Home", address: email, primary: true }],
      });
      const open = { status: "Open" as const, open_date: "2026-03-04", pending_date: null, close_date: null };
      const staff = { responsible_attorney_id: lead_id, originating_attorney_id: lead_id, responsible_staff_id: null, user_id: lead_id };
      const made = tables.matters.insert({
        ...{ ...matter, ...open, ...staff, client_id: id, group_id: null, custom_field_values: [] },
        ...{ number: 80_000 + number, display_number: `${80_000 + number}-${name}`, description: `Case ${name}` },
        practice_area_id: area(shown ? AREA : OTHER_AREA),
        ...{ matter_stage_id: shown ? stage(FIRST) : null, matter_stage_updated_at: null },
      });
      return { contact_id: String(id), matter_id: String(made.id), name, email };
    },
    enterPhase: (matter_id) =>
      void tables.matters.update(Number(matter_id), {
        matter_stage_id: stage(SECOND),
        matter_stage_updated_at: clock.now().toISOString(),
      }),
    value: (matter_id, field_id) =>
      (tables.matters.get(Number(matter_id))?.custom_field_values ?? [])
        .filter((one) => String(one.custom_field_id) === field_id)
        .map((one) => one.value),
  };
}
