/** Marlow & Finch LLP, put together. */
import { COMPANIES } from "./companies.ts";
import { CASE_ROLES, CUSTOM_FIELDS, PEOPLE_GROUPS, PRACTICE_AREAS, REFERRAL_SOURCES } from "./fields.ts";
import { LEADS, LOCATIONS } from "./leads.ts";
import { MATTERS } from "./matters.ts";
import { MERGES, PEOPLE } from "./people.ts";
import { STAFF, USER_GROUPS } from "./staff.ts";
import type { ImaginaryFirm, Office } from "./types.ts";

const FIRM: ImaginaryFirm = {
  name: "Marlow & Finch LLP",
  time_zone: "America/Los_Angeles",
  country: "US",
  offices: {
    clio: { account_id: 700_412, url: "https://app.clio.com", uuid: "5b0e8f7a-1c52-4a3e-9d1f-3f6f2a9c7e10" },
    mycase: { account_id: 48_211, url: "https://marlowfinch.mycase.com", uuid: "c0a4d9d2-77e6-4b61-8f5b-9a2f0d6f1b34" },
  },
  address: {
    label: "Work",
    street: "610 West Ash Street",
    street2: "Suite 1400",
    city: "San Diego",
    state: "CA",
    zip: "92101",
    country: "US",
  },
  phone: "(619) 555-0100",
  staff: STAFF,
  people: PEOPLE,
  companies: COMPANIES,
  matters: MATTERS,
  custom_fields: CUSTOM_FIELDS,
  practice_areas: PRACTICE_AREAS,
  people_groups: PEOPLE_GROUPS,
  case_roles: CASE_ROLES,
  referral_sources: REFERRAL_SOURCES,
  user_groups: USER_GROUPS,
  locations: LOCATIONS,
  leads: LEADS,
  merges: MERGES,
};

/** The firm as one vendor's office has it: rows that only the other has are left out, and with them what names them. */
export function imaginaryFirm(office: Office): ImaginaryFirm {
  const here = <T extends { only?: Office }>(rows: T[]) => rows.filter((row) => row.only === undefined || row.only === office);
  return {
    ...FIRM,
    staff: here(FIRM.staff),
    people: here(FIRM.people),
    companies: here(FIRM.companies),
    matters: here(FIRM.matters).map((matter) => ({ ...matter, people: here(matter.people) })),
    custom_fields: here(FIRM.custom_fields),
  };
}

/** A row's place in the whole list (of both offices), from 0: the base of its vendor id. Throws on an unknown key. */
export function placeOf(list: "staff" | "people" | "companies" | "matters" | "custom_fields" | "leads", key: string): number {
  const place = FIRM[list].findIndex((row) => row.key === key);
  if (place < 0) throw new Error(`The imaginary firm has no ${list} row "${key}"`);
  return place;
}
