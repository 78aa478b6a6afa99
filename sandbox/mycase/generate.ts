/**
 * A firm of any size out of a seed, without memory: every row is a pure function of its place, and so is every link in both directions
 * (`links.ts`), because who is on which case is decided by permutations that can be turned round.
 */
import { hash } from "../kit/random.ts";
import type { GeneratedBase } from "../kit/table.ts";
import { CaseMap } from "./case_map.ts";
import { fillNameLists, GENERATED } from "./generated_lists.ts";
import type { Address, Case, CaseStaff, Client, Company, CustomValue, Firm, Tables } from "./types.ts";
import { CELL_CODES, CITIES, COMPANY_KINDS, COMPANY_WORDS, FIRST_NAMES, HOME_CODES, LAST_NAMES, STREETS, WORK_CODES } from "./names.ts";

export interface GeneratedSize {
  seed: number;
  contacts: number;
  matters: number;
  relationships: number;
}

export const FIRST_CLIENT = 30_000_001;
export const FIRST_COMPANY = 6_000_001;
export const FIRST_CASE = 12_000_001;

const SECOND = 1_000;
const DAY = 86_400 * SECOND;
/** Everything was last touched before this moment; half of it within the two years before. */
const END = Date.parse("2026-09-30T20:00:00Z");
const START = Date.parse("2014-02-03T16:00:00Z");
const NEWEST = new Date(END).toISOString();

export class GeneratedFirm {
  readonly size: GeneratedSize;
  readonly map: CaseMap;
  readonly clients: GeneratedBase<Client>;
  readonly companies: GeneratedBase<Company>;
  readonly cases: GeneratedBase<Case>;

  constructor(size: GeneratedSize) {
    this.size = size;
    this.map = new CaseMap(size);
    const base = <R>(count: number, first: number, salt: number, at: (index: number) => R): GeneratedBase<R> => ({
      count,
      at,
      id_at: (index) => first + index,
      index_of: (id) => (id >= first && id < first + count ? id - first : undefined),
      newest: NEWEST,
      updated_at: (index) => updatedAt(size.seed, index, salt),
    });
    this.clients = base(size.contacts, FIRST_CLIENT, SALT.client, (index) => this.#client(index));
    this.companies = base(this.map.companies, FIRST_COMPANY, SALT.company, (index) => this.#company(index));
    this.cases = base(size.matters, FIRST_CASE, SALT.case, (index) => this.#case(index));
  }

  /** The short lists are stored; returns who the firm is. */
  fill(tables: Tables): Firm {
    fillNameLists(tables);
    const { seed } = this.size;
    const uuid = `00000000-0000-4000-8000-${String(seed).padStart(12, "0").slice(-12)}`;
    const office = {
      id: 50_001,
      name: "Main office",
      main_phone: "(619) 555-0100",
      fax_phone: "",
      address: GENERATED.office,
      created_at: GENERATED.at,
      updated_at: GENERATED.at,
    };
    return { name: `Generated Law Group ${seed}`, url: `https://generated-${seed}.mycase.com`, uuid, office };
  }

  #client(index: number): Client {
    const { seed } = this.size;
    const names = hash(seed, index, SALT.name);
    const first = FIRST_NAMES[names % FIRST_NAMES.length] as string;
    const last = LAST_NAMES[(names >>> 12) % LAST_NAMES.length] as string;
    const h = hash(seed, index, SALT.client_details);
    const { created_at, updated_at } = times(seed, index, SALT.client);
    // 2 % have no channel at all, a quarter of the rest lacks one or two.
    const silent = h % 50 === 0;
    return {
      id: FIRST_CLIENT + index,
      email: silent || h % 9 === 3 ? null : `${first}.${last}.${index}@clientpost.example`.toLowerCase(),
      first_name: first,
      middle_name: h % 5 === 0 ? (FIRST_NAMES[(h >>> 8) % FIRST_NAMES.length] as string) : null,
      last_name: last,
      address: silent || h % 4 === 1 ? null : address(seed, index),
      cell_phone_number: silent || h % 7 === 2 ? null : phoneNumber(CELL_CODES, seed, household(h, index)),
      work_phone_number:
        h % 11 === 4 && !silent ? phoneNumber(WORK_CODES, seed, index, h % 3 === 0 ? ` ext. ${100 + (h % 900)}` : "") : null,
      home_phone_number: h % 6 === 5 && !silent ? phoneNumber(HOME_CODES, seed, index) : null,
      fax_phone_number: h % 97 === 0 ? phoneNumber(WORK_CODES, seed, index + 1) : null,
      people_group: h % 8 === 7 ? null : { id: GENERATED.people_groups + ((h >>> 4) % 40 === 0 ? 1 + ((h >>> 10) % 5) : 0) },
      notes:
        h % 3 === 0 ? "Called the office first; prefers to be reached in the afternoon. Referred by a former client of the firm." : null,
      birthdate: h % 10 < 7 ? isoDate(-12_000 + ((h >>> 3) % 24_000)) : null,
      archived: h % 61 === 7,
      custom_field_values: clientValues(h, created_at, updated_at),
      created_at,
      updated_at,
    };
  }

  #company(index: number): Company {
    const { seed } = this.size;
    const h = hash(seed, index, SALT.company_name);
    const word = COMPANY_WORDS[h % COMPANY_WORDS.length] as string;
    const kind = COMPANY_KINDS[(h >>> 8) % COMPANY_KINDS.length] as string;
    const slug = `${word}${kind}${index}`.toLowerCase();
    return {
      id: FIRST_COMPANY + index,
      name: `${word} ${kind} ${index + 1}, Inc.`,
      email: `office@${slug}.example`,
      website: `https://${slug}.example`,
      main_phone_number: phoneNumber(WORK_CODES, seed, index + 2),
      fax_phone_number: null,
      address: address(seed, index + 7),
      notes: null,
      clients: this.map.clientsOfCompany(index).map((client) => ({ id: FIRST_CLIENT + client })),
      custom_field_values: [],
      archived: h % 83 === 0,
      ...times(seed, index, SALT.company),
    };
  }

  #case(index: number): Case {
    const { seed } = this.size;
    const h = hash(seed, index, SALT.case_details);
    const { created_at, updated_at } = times(seed, index, SALT.case);
    const closed = h % 10 < 6;
    const area = (h >>> 5) % GENERATED.areas.length;
    const last = LAST_NAMES[(h >>> 9) % LAST_NAMES.length] as string;
    const payer = this.map.payerOf(index);
    return {
      id: FIRST_CASE + index,
      name: `${last}, ${GENERATED.areas[area] as string} ${String(index + 1).padStart(6, "0")}`,
      case_number: h % 13 === 0 ? null : `${created_at.slice(0, 4)}-${String(index + 1).padStart(6, "0")}`,
      description:
        "Opened after an intake call; documents are in the shared folder, correspondence with the other side goes through the paralegal.",
      opened_date: created_at.slice(0, 10),
      closed_date: closed ? updated_at.slice(0, 10) : null,
      sol_date: h % 17 === 0 ? "2027-06-30" : null,
      practice_area: GENERATED.areas[area] as string,
      case_stage: h % 6 === 0 ? null : (GENERATED.stages[(h >>> 13) % GENERATED.stages.length] as string),
      status: closed ? "closed" : "open",
      outstanding_balance: (h >>> 7) % 90 === 0 ? 1250.5 : 0,
      billing_contact: payer && { id: (payer.company ? FIRST_COMPANY : FIRST_CLIENT) + payer.index },
      billing_type: h % 4 === 0 ? "flat" : "hourly",
      clients: this.map.clientsOfCase(index).map((client) => ({ id: FIRST_CLIENT + client })),
      companies: payer?.company ? [{ id: FIRST_COMPANY + payer.index }] : [],
      staff: caseStaff(h),
      custom_field_values:
        h % 3 === 0
          ? [
              value(GENERATED.fields + 8, "Superior Court", created_at, updated_at),
              value(GENERATED.fields + 9, (h >>> 6) % 2 === 0, created_at, updated_at),
            ]
          : [],
      created_at,
      updated_at,
    };
  }
}

const SALT = { name: 1, client: 2, client_details: 3, address: 4, company: 5, company_name: 6, case: 7, case_details: 8 } as const;

/** The last update's moment: rather recent than old. */
function updatedMs(seed: number, index: number, salt: number): number {
  const h = hash(seed, index, salt);
  const recent = (h & 1) === 0 ? 730 * DAY : END - START;
  return END - Math.floor(((h >>> 1) / 0x80000000) * (recent / SECOND)) * SECOND;
}

const updatedAt = (seed: number, index: number, salt: number): string => isoTime(updatedMs(seed, index, salt));

const dates = new Map<number, string>();
const clocks: string[] = [];

/** The date of a day since 1970; kept, because a firm has far more rows than days. */
function isoDate(day: number): string {
  let date = dates.get(day);
  if (date === undefined) dates.set(day, (date = new Date(day * DAY).toISOString().slice(0, 10)));
  return date;
}

/** `toISOString` for whole seconds, put together from parts that are kept: the generator writes two times per row. */
function isoTime(ms: number): string {
  const day = Math.floor(ms / DAY);
  const second = (ms - day * DAY) / SECOND;
  const clock = (clocks[second] ??= new Date(second * SECOND).toISOString().slice(10));
  return isoDate(day) + clock;
}

function times(seed: number, index: number, salt: number): { created_at: string; updated_at: string } {
  const updated = updatedMs(seed, index, salt);
  const age = hash(seed, index, salt + 100) / 2 ** 32;
  const created = updated - Math.floor((age * age * Math.min(updated - START, 1_500 * DAY)) / SECOND) * SECOND;
  return { created_at: isoTime(created), updated_at: isoTime(updated) };
}

/**
 * 555 numbers all over the country: each kind has its own area codes, and a permutation keeps numbers apart, so that only who
 * shares a household shares a phone.
 */
function phoneNumber(codes: readonly string[], seed: number, index: number, extension = ""): string {
  const slot = (index * 7919 + seed * 31) % (codes.length * 10_000);
  const line = String(Math.floor(slot / codes.length)).padStart(4, "0");
  return `(${codes[slot % codes.length] as string}) 555-${line}${extension}`;
}

/** One in forty has the cell phone of the contact before. */
const household = (h: number, index: number): number => (h % 40 === 9 && index > 0 ? index - 1 : index);

function address(seed: number, index: number): Address {
  const h = hash(seed, index, SALT.address);
  const [city, prefix] = CITIES[h % CITIES.length] as readonly [string, string];
  const street = STREETS[(h >>> 6) % STREETS.length] as string;
  const address2 = h % 5 === 0 ? `Apt ${(h >>> 3) % 60}` : "";
  return {
    address1: `${100 + ((h >>> 4) % 9000)} ${street} Street`,
    address2,
    city,
    state: "CA",
    zip_code: `${prefix}${String((h >>> 9) % 100).padStart(2, "0")}`,
    country: "US",
  };
}

const value = (id: number, content: CustomValue["value"], created_at: string, updated_at: string): CustomValue => ({
  custom_field: { id },
  value: content,
  created_at,
  updated_at,
});

function clientValues(h: number, created_at: string, updated_at: string): CustomValue[] {
  const values = [value(GENERATED.fields, GENERATED.languages[(h >>> 11) % GENERATED.languages.length] as string, created_at, updated_at)];
  if (h % 4 === 0) values.push(value(GENERATED.fields + 1, h % 8 === 0, created_at, updated_at));
  if (h % 5 === 0) values.push(value(GENERATED.fields + 3, (h >>> 5) % 6, created_at, updated_at));
  return values;
}

/** One lead in eight of ten cases, an originator in half of them, a paralegal everywhere. */
function caseStaff(h: number): CaseStaff[] {
  const lead = GENERATED.staff + ((h >>> 3) % GENERATED.attorneys);
  const originator = GENERATED.staff + ((h >>> 8) % GENERATED.attorneys);
  const staff: CaseStaff[] = [];
  if (h % 10 < 8) staff.push({ id: lead, lead_lawyer: true, originating_lawyer: lead === originator, case_rate: "350.0" });
  if (h % 2 === 0 && (staff.length === 0 || originator !== lead))
    staff.push({ id: originator, lead_lawyer: false, originating_lawyer: true, case_rate: null });
  staff.push({
    id: GENERATED.staff + GENERATED.attorneys + ((h >>> 15) % GENERATED.others),
    lead_lawyer: false,
    originating_lawyer: false,
    case_rate: null,
  });
  return staff;
}
