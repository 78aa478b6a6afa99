/** Who a contact is and how they can be reached (B-CTC-1, 2, 3, 7). */
import type { ContactFacts } from "../model/facts.ts";
import { compareIds } from "../model/kinds.ts";
import { readPhone } from "./phone.ts";
import { squeeze } from "./text.ts";
import type { Channels, ContactInput, ContactView, ProjectionContext } from "./types.ts";

type Identity = Pick<
  ContactView,
  | "provider_id"
  | "type"
  | "name"
  | "first_name"
  | "middle_name"
  | "last_name"
  | "job_title"
  | "company_name"
  | "emails"
  | "phones"
  | "addresses"
  | "date_of_birth"
  | "channels"
>;

export function identityOf(input: ContactInput, ctx: ProjectionContext): Identity {
  const { facts } = input;
  const first_name = facts.first_name.trim();
  const middle_name = facts.middle_name.trim();
  const last_name = facts.last_name.trim();
  const emails = keptEmails(facts, ctx);
  return {
    provider_id: facts.provider_id,
    type: facts.type,
    name: squeeze(facts.name) || squeeze(`${first_name} ${middle_name} ${last_name}`),
    first_name,
    middle_name,
    last_name,
    job_title: facts.job_title.trim(),
    company_name: companiesOf(input)
      .map((company) => company.name)
      .filter((name) => name !== "")
      .join(", "),
    emails,
    phones: facts.phones,
    addresses: facts.addresses,
    date_of_birth: facts.date_of_birth,
    channels: readChannels({ emails, phones: facts.phones, addresses: facts.addresses }, ctx.country),
  };
}

/** The companies that a person belongs to, by id; Clio also names one on the person, which may be hidden from the sync user. */
export function companiesOf(input: ContactInput): ContactInput["companies"] {
  const named = input.facts.company;
  if (named === null && input.companies.length < 2) return input.companies;
  const all = new Map(input.companies.map((company) => [company.id, company]));
  if (named && !all.has(named.id)) all.set(named.id, { ...named, is_client: false });
  return [...all.values()].toSorted((a, b) => compareIds(a.id, b.id));
}

/** B-CTC-2: only the primary one, valid or not. MyCase has one e-mail, so there the setting has no effect. */
function keptEmails(facts: ContactFacts, ctx: ProjectionContext): ContactFacts["emails"] {
  const emails = facts.emails.every((email) => email.address.trim() !== "")
    ? facts.emails
    : facts.emails.filter((email) => email.address.trim() !== "");
  return ctx.settings.contacts.primary_email_only && ctx.provider === "clio" ? emails.slice(0, 1) : emails;
}

/** B-CTC-3: what a person can be reached by. A fax number never counts (B-CTC-1). */
export function readChannels(facts: Pick<ContactFacts, "emails" | "phones" | "addresses">, country: string): Channels {
  const emails: string[] = [];
  for (const { address } of facts.emails) {
    const email = address.trim().toLowerCase();
    if (isEmail(email) && !emails.includes(email)) emails.push(email);
  }
  const phones: Channels["phones"] = [];
  for (const { number, fax } of facts.phones) {
    const phone = fax ? null : readPhone(number, country);
    if (phone && !phones.some((known) => known.number === phone.number && known.extension === phone.extension)) phones.push(phone);
  }
  return { emails, phones, postal: facts.addresses.some(isFullAddress) };
}

const isFullAddress = (address: ContactFacts["addresses"][number]): boolean =>
  address.street.trim() !== "" && address.city.trim() !== "" && address.postal_code.trim() !== "";

/** Valid by form: what a mail server takes without quotes; letters of any script. */
const EMAIL =
  /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+(?=[\p{L}\p{N}-]*\p{L})[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])$/u;

export const isEmail = (text: string): boolean => text.length <= 254 && text.indexOf("@") <= 64 && EMAIL.test(text);

/** B-CTC-3: a first or last name; a company has one name only. */
export const hasName = (facts: ContactFacts): boolean =>
  facts.type === "company" ? facts.name.trim() !== "" : facts.first_name.trim() !== "" || facts.last_name.trim() !== "";

export const hasChannel = (channels: Channels): boolean => channels.emails.length > 0 || channels.phones.length > 0 || channels.postal;
