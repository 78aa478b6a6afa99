/** Dates and references worth remembering of a contact (B-KEY-1 to 3). */
import { PROVIDER_NAMES } from "../model/kinds.ts";
import { isInAudience } from "./audience.ts";
import type { PreparedContext } from "./prepare.ts";
import { because, contactSource } from "./reasons.ts";
import { isLeapYear, realDay, squeeze } from "./text.ts";
import type { ClientStatus, ContactInput, KeyFactView, Reason } from "./types.ts";

const EARLIEST_BIRTHDAY = "1900-01-01";

export interface KeyFacts {
  key_facts: KeyFactView[];
  issues: Reason[];
  /** A birthday in the future becomes one that can be believed on its day. */
  revisit_on: string | null;
}

export function keyFactsOf(input: ContactInput, status: ClientStatus | null, never: Reason | null, ctx: PreparedContext): KeyFacts {
  const found: KeyFacts = { key_facts: [], issues: [], revisit_on: null };
  if (input.facts.type === "person") {
    addBirthday(input, status, never, ctx, found);
    addCustomDates(input, ctx, found);
    addProviderId(input, ctx, found);
  }
  addManual(input, ctx, found);
  return found;
}

/** The target decides who has the birthday; a date that cannot be true is listed for everybody (B-KEY-1). */
function addBirthday(
  { facts }: ContactInput,
  status: ClientStatus | null,
  never: Reason | null,
  ctx: PreparedContext,
  found: KeyFacts,
): void {
  const target = ctx.settings.key_facts.birthday;
  const value = facts.date_of_birth?.trim() ?? "";
  if (target === "none" || value === "") return;
  const sources = [contactSource(facts, "date_of_birth")];
  const date = realDay(value);
  if (date === null) found.issues.push(because("B-KEY-1", "birthday_unreadable", { value: value.slice(0, 40) }, sources));
  else if (date < EARLIEST_BIRTHDAY) found.issues.push(because("B-KEY-1", "birthday_before_1900", { value: date }, sources));
  else if (date > ctx.day) {
    found.issues.push(because("B-KEY-1", "birthday_future", { value: date }, sources));
    found.revisit_on = date;
  } else if (isInAudience(target, status, never)) {
    found.key_facts.push({
      label: "Birthday",
      origin: "provider",
      date,
      text: "",
      reason: because("B-KEY-1", "birthday", { target }, sources),
    });
  }
}

function addCustomDates({ facts }: ContactInput, ctx: PreparedContext, found: KeyFacts): void {
  for (const field of ctx.date_fields) {
    for (const { field_id, value } of facts.custom_values) {
      const text = field_id === field.provider_id && value !== null ? String(value).trim() : "";
      if (text === "") continue;
      const label = squeeze(field.name);
      const date = realDay(text);
      const sources = [contactSource(facts, "custom_values"), { kind: "custom_field" as const, id: field.provider_id }];
      if (date === null) {
        found.issues.push(because("B-KEY-2", "custom_date_unreadable", { field: label, value: text.slice(0, 40) }, sources));
      } else {
        found.key_facts.push({
          label,
          origin: "provider",
          date,
          text: "",
          reason: because("B-KEY-2", "custom_date", { field: label }, sources),
        });
      }
    }
  }
}

function addProviderId({ facts }: ContactInput, ctx: PreparedContext, found: KeyFacts): void {
  if (!ctx.settings.key_facts.provider_id) return;
  const provider = PROVIDER_NAMES[ctx.provider];
  const reason = because("B-KEY-2", "provider_id", { provider }, [contactSource(facts)]);
  found.key_facts.push({ label: `${provider} id`, origin: "provider", date: null, text: facts.provider_id, reason });
}

/** B-KEY-3: where both exist both show. */
function addManual({ manual_key_facts }: ContactInput, ctx: PreparedContext, found: KeyFacts): void {
  for (const fact of manual_key_facts.toSorted((a, b) => (a.key_fact_id < b.key_fact_id ? -1 : 1))) {
    const member = ctx.members_by_id.get(fact.member_id)?.name ?? "a former member";
    const reason = because("B-KEY-3", "manual_key_fact", { member }, [{ kind: "member", id: fact.member_id }]);
    found.key_facts.push({ label: fact.label, origin: "manual", date: fact.date, text: fact.text, reason });
  }
}

/** On which day of a year a date falls: 29 February on the 28th in other years (B-KEY-3). The date may lack its year: --MM-DD. */
export function fallsOn(date: string, year: number): string {
  const month_day = date.slice(-5);
  return `${String(year).padStart(4, "0")}-${month_day === "02-29" && !isLeapYear(year) ? "02-28" : month_day}`;
}

/** The next day, from `day` on, on which the date falls (B-KEY-3); days are the firm's. */
export function nextOccurrence(date: string, day: string): string {
  const year = Number(day.slice(0, 4));
  const this_year = fallsOn(date, year);
  return this_year >= day ? this_year : fallsOn(date, year + 1);
}
