/**
 * A firm of any size as a pure function of (seed, index): nothing is kept, any row can be made on its own.
 * Who is a client follows from the matters: the clients are spread evenly over the contacts, and every one of them has a matter.
 */
import { hash } from "../kit/random.ts";
import type { GeneratedBase } from "../kit/table.ts";
import type { Filling } from "../kit/types.ts";
import { generatedOffice } from "./generated_office.ts";
import type { Office } from "./generated_office.ts";
import * as pool from "./generated_pools.ts";
import type { ContactRow, CustomValue, EmailAddress, MatterRow, PhoneNumber, RelationshipRow } from "./rows.ts";
import type { ClioFill } from "./tables.ts";

export type GeneratedFilling = Extract<Filling, { firm: "generated" }>;

/** Ids ascend with the index and leave gaps. */
const STEP = 7;
const CONTACT_IDS = 310_000_000;
const MATTER_IDS = 1_610_000_000;
const RELATIONSHIP_IDS = 710_000_000;

/** What the firm's numbers imply; every maker takes it. */
interface Plan {
  seed: number;
  contacts: number;
  matters: number;
  relationships: number;
  /** How many contacts are clients: three of five, but no more than there are matters. */
  clients: number;
  office: Office;
}

const at = <T>(items: readonly T[], chance: number): T => items[chance % items.length] as T;
const idAt = (plan: Plan, first: number, index: number): number => first + index * STEP + (hash(plan.seed, index, first & 0xff) % STEP);

function indexed(plan: Plan, first: number, count: number, id: number): number {
  const index = Math.floor((id - first) / STEP);
  return index >= 0 && index < count && idAt(plan, first, index) === id ? index : -1;
}

/** The day on which row `index` of `count` was created: ids ascend with time, roughly. */
function createdDay(plan: Plan, index: number, count: number, salt: number): number {
  const last = pool.DAYS.length - 1;
  return Math.min(last, Math.floor((index / count) * (last - 40)) + (hash(plan.seed, index, salt) % 40));
}

/** Later changes crowd soon after the creation. */
function updatedDay(plan: Plan, index: number, created: number, salt: number): number {
  const chance = hash(plan.seed, index, salt) / 2 ** 32;
  return created + Math.floor(chance * chance * chance * (pool.DAYS.length - created));
}

const contactId = (plan: Plan, index: number): number => idAt(plan, CONTACT_IDS, index);

/** Clients before this index: the clients lie evenly among the contacts. */
const clientsBefore = (plan: Plan, index: number): number => Math.floor((index * plan.clients) / plan.contacts);
const isClient = (plan: Plan, index: number): boolean => clientsBefore(plan, index + 1) > clientsBefore(plan, index);
/** The index of the client with this ordinal. */
const clientIndex = (plan: Plan, ordinal: number): number => Math.ceil(((ordinal + 1) * plan.contacts) / plan.clients) - 1;

/** One in ten is a company, among clients one in twelve. */
const isCompany = (plan: Plan, index: number): boolean => hash(plan.seed, index, 11) % 1000 < (isClient(plan, index) ? 80 : 130);

function companyName(plan: Plan, index: number): string {
  const chance = hash(plan.seed, index, 12);
  return `${at(pool.COMPANY_HEAD, chance)} ${at(pool.COMPANY_BODY, chance >>> 6)} ${at(pool.COMPANY_TAIL, chance >>> 12)}`;
}

const firstName = (plan: Plan, index: number): string => at(pool.FIRST, hash(plan.seed, index, 13));
const lastName = (plan: Plan, index: number): string => at(pool.LAST, hash(plan.seed, index, 14));

/** The company that one in eight persons belongs to: the next company along, if there is one nearby. */
function companyOf(plan: Plan, index: number): number | null {
  if (hash(plan.seed, index, 15) % 8 !== 0) return null;
  for (let other = index + 1; other < Math.min(index + 40, plan.contacts); other++)
    if (isCompany(plan, other)) return contactId(plan, other);
  return null;
}

const plainAscii = (text: string): string =>
  text
    .normalize("NFD")
    .replaceAll(/[^a-zA-Z]/g, "")
    .toLowerCase();
const FIRST_MAIL = new Map(pool.FIRST.map((name) => [name, plainAscii(name) || "x"]));
const LAST_MAIL = new Map(pool.LAST.map((name) => [name, plainAscii(name) || "x"]));

function ownAddress(plan: Plan, index: number): string {
  const domain = at(pool.DOMAINS, hash(plan.seed, index, 16));
  if (isCompany(plan, index)) return `office${index}@${domain}`;
  return `${FIRST_MAIL.get(firstName(plan, index))}.${LAST_MAIL.get(lastName(plan, index))}${index}@${domain}`;
}

/** About one in a hundred shares the address of somebody a little earlier. */
function emails(plan: Plan, index: number, chance: number): EmailAddress[] {
  if (chance % 100 < 9) return [];
  const shared = index > 6 && hash(plan.seed, index, 17) % 100 === 0;
  const address = ownAddress(plan, shared ? index - 1 - (chance % 5) : index);
  const list = [{ id: CONTACT_IDS + index * 4, name: chance & 64 ? "Home" : "Work", address, primary: true }];
  if (chance % 7 === 0)
    list.push({ id: CONTACT_IDS + index * 4 + 1, name: "Other", address: `second${index}@example.com`, primary: false });
  return list;
}

const PHONE_NAMES = ["Mobile", "Work", "Home", "Fax", "Other"];

/** Numbers as typed: five manners of writing, unique up to a few hundred thousand. */
function phoneText(number: number, manner: number): string {
  const area = at(pool.AREA_CODES, Math.floor(number / 10_000));
  const line = String(number % 10_000).padStart(4, "0");
  if (manner === 0) return `(${area}) 555-${line}`;
  if (manner === 1) return `${area}-555-${line}`;
  if (manner === 2) return `+1 ${area} 555 ${line}`;
  return manner === 3 ? `${area}555${line}` : `${area}.555.${line} x${(number % 90) + 10}`;
}

function phones(index: number, chance: number): PhoneNumber[] {
  if (chance % 100 < 22) return [];
  const spread = (index * 7919) % 900_000;
  const list = [
    { id: CONTACT_IDS + index * 4, name: at(PHONE_NAMES, chance >>> 9), number: phoneText(spread, (chance >>> 5) % 5), primary: true },
  ];
  if (chance % 5 === 0)
    list.push({
      id: CONTACT_IDS + index * 4 + 1,
      name: "Work",
      number: phoneText((spread + 450_007) % 900_000, (chance >>> 7) % 5),
      primary: false,
    });
  return list;
}

function addresses(index: number, chance: number): ContactRow["addresses"] {
  if (chance % 100 < 25) return [];
  const [city, province, postal_code] = at(pool.PLACES, chance >>> 4);
  const street = `${(chance % 9800) + 100} ${at(pool.STREETS, chance >>> 8)} ${at(pool.STREET_KINDS, chance >>> 14)}`;
  return [
    { id: CONTACT_IDS + index * 4, name: chance & 8 ? "Home" : "Work", street, city, province, postal_code, country: "US", primary: true },
  ];
}

/** One row in three has two values, the others one; types rotate through the definitions of this parent. */
function values(plan: Plan, parent: "Contact" | "Matter", index: number, chance: number): CustomValue[] {
  const makers = plan.office.values[parent];
  const first = (parent === "Contact" ? 2_000_000_000 : 3_000_000_000) + index * 4;
  const list = [{ id: first, ...at(makers, chance)(chance >>> 3) }];
  if (chance % 3 === 0) list.push({ id: first + 1, ...at(makers, chance + 1)(chance >>> 5) });
  return list;
}

function contact(plan: Plan, index: number): ContactRow {
  const chance = hash(plan.seed, index, 1);
  const more = hash(plan.seed, index, 2);
  const day = createdDay(plan, index, plan.contacts, 3);
  const company = isCompany(plan, index);
  const first = company ? null : firstName(plan, index);
  const last = company ? null : lastName(plan, index);
  const middle = company || chance % 4 !== 0 ? null : at(pool.FIRST, more);
  // One in forty cannot be reached by any channel.
  const reachable = hash(plan.seed, index, 18) % 40 !== 0;
  return {
    id: contactId(plan, index),
    created_at: pool.timeOn(day, chance),
    updated_at: contactUpdated(plan, index),
    type: company ? "Company" : "Person",
    name: company ? companyName(plan, index) : middle ? `${first} ${middle} ${last}` : `${first} ${last}`,
    prefix: !company && chance % 12 === 0 ? "Dr." : null,
    title: !company && more % 4 === 0 ? at(pool.TITLES, more >>> 3) : null,
    first_name: first,
    middle_name: middle,
    last_name: last,
    date_of_birth: company || more % 10 < 3 ? null : pool.bornOn(more >>> 2),
    is_client: isClient(plan, index),
    is_co_counsel: more % 250 === 1,
    company_id: company ? null : companyOf(plan, index),
    email_addresses: reachable ? emails(plan, index, chance) : [],
    phone_numbers: reachable ? phones(index, more) : [],
    addresses: reachable ? addresses(index, hash(plan.seed, index, 4)) : [],
    web_sites: [],
    custom_field_values: values(plan, "Contact", index, hash(plan.seed, index, 5)),
    created_by: null,
  };
}

/** Never before the row's creation, also within one day: the updated time is then the created one. */
function contactUpdated(plan: Plan, index: number): string {
  const created = createdDay(plan, index, plan.contacts, 3);
  const updated = updatedDay(plan, index, created, 6);
  return pool.timeOn(updated, updated === created ? hash(plan.seed, index, 1) : hash(plan.seed, index, 7));
}

function matterClient(plan: Plan, index: number): number {
  // The first matters give every client one; the others go to anybody among the clients.
  return clientIndex(plan, index < plan.clients ? index : hash(plan.seed, index, 41) % plan.clients);
}

function matter(plan: Plan, index: number): MatterRow {
  const chance = hash(plan.seed, index, 42);
  const more = hash(plan.seed, index, 43);
  const day = createdDay(plan, index, plan.matters, 44);
  const share = chance % 100;
  const status = share < 30 ? "Open" : share < 35 ? "Pending" : "Closed";
  const client = matterClient(plan, index);
  const surname = isCompany(plan, client) ? (companyName(plan, client).split(" ")[0] as string) : lastName(plan, client);
  const { office } = plan;
  const area = at(office.areas, more);
  const attorney = at(office.attorneys, more >>> 7);
  const opened = pool.DAYS[day] as string;
  const closing = Math.min(pool.DAYS.length - 1, day + 20 + (more % 900));
  return {
    id: idAt(plan, MATTER_IDS, index),
    created_at: pool.timeOn(day, chance),
    updated_at: matterUpdated(plan, index),
    number: index + 1,
    display_number: `${String(index + 1).padStart(5, "0")}-${surname}`,
    custom_number: null,
    description: `${at(pool.SUBJECTS, chance >>> 7)} ${surname}`,
    status,
    client_reference: chance % 9 === 0 ? `PO-${index}` : null,
    location: null,
    billable: chance % 20 !== 0,
    billing_method: chance % 3 === 0 ? "flat" : "hourly",
    open_date: opened,
    pending_date: status === "Pending" ? opened : null,
    close_date: status === "Closed" ? (pool.DAYS[closing] as string) : null,
    matter_stage_updated_at: null,
    client_id: contactId(plan, client),
    practice_area_id: area.id,
    matter_stage_id: more % 5 === 0 ? null : at(area.stages, more >>> 11),
    responsible_attorney_id: more % 33 === 0 ? null : attorney,
    originating_attorney_id: chance % 10 < 3 ? null : chance % 3 === 0 ? at(office.attorneys, chance >>> 9) : attorney,
    responsible_staff_id: chance % 2 === 0 ? at(office.assistants, chance >>> 5) : null,
    user_id: attorney,
    group_id: chance % 20 === 7 ? at(office.groups, chance >>> 4) : null,
    custom_field_values: values(plan, "Matter", index, hash(plan.seed, index, 45)),
  };
}

function matterUpdated(plan: Plan, index: number): string {
  const created = createdDay(plan, index, plan.matters, 44);
  const updated = updatedDay(plan, index, created, 46);
  return pool.timeOn(updated, updated === created ? hash(plan.seed, index, 42) : hash(plan.seed, index, 47));
}

function relationship(plan: Plan, index: number): RelationshipRow {
  const chance = hash(plan.seed, index, 61);
  const on = Math.floor((index * plan.matters) / plan.relationships);
  const time = relationshipUpdated(plan, index);
  return {
    id: idAt(plan, RELATIONSHIP_IDS, index),
    created_at: time,
    updated_at: time,
    description: at(pool.ROLES, chance),
    matter_id: idAt(plan, MATTER_IDS, on),
    contact_id: contactId(plan, hash(plan.seed, index, 62) % plan.contacts),
  };
}

const relationshipUpdated = (plan: Plan, index: number): string =>
  pool.timeOn(createdDay(plan, index, plan.relationships, 63), hash(plan.seed, index, 64));

function base<R>(
  plan: Plan,
  first: number,
  count: number,
  make: (plan: Plan, index: number) => R,
  updated: (plan: Plan, index: number) => string,
): GeneratedBase<R> {
  return {
    count,
    newest: pool.NEWEST,
    at: (index) => make(plan, index),
    id_at: (index) => idAt(plan, first, index),
    index_of: (id) => indexed(plan, first, count, id),
    updated_at: (index) => updated(plan, index),
  };
}

export function generatedFill(filling: GeneratedFilling): ClioFill {
  const { seed, contacts } = filling;
  const matters = contacts === 0 ? 0 : filling.matters;
  const relationships = matters === 0 ? 0 : filling.relationships;
  const office = generatedOffice(filling);
  const plan: Plan = { seed, contacts, matters, relationships, clients: Math.min(Math.ceil(contacts * 0.6), matters), office };
  return {
    ...office.fill,
    contacts: base(plan, CONTACT_IDS, contacts, contact, contactUpdated),
    matters: base(plan, MATTER_IDS, matters, matter, matterUpdated),
    relationships: base(plan, RELATIONSHIP_IDS, relationships, relationship, relationshipUpdated),
  };
}
