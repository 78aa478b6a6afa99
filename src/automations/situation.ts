/** All that the guard and the texts of one start need, read as it is now. */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { nextOccurrence } from "../projection/key_facts.ts";
import { localDay } from "../projection/environment.ts";
import { guard, type Finding, type Pause } from "./guard.ts";
import { factCounts } from "./facts.ts";
import { houseOf } from "./ledger.ts";
import { readFirmName, readFirmPause, readMatter, readPeople, type MatterRow, type PersonRow } from "./store_people.ts";
import type { Values } from "./template.ts";
import type { Account, Automation, Start } from "./types.ts";

type Db = Kysely<Tables>;

export interface Situation {
  person: PersonRow;
  matter: MatterRow | null;
  pause: Pause | null;
}

export type About = Pick<Start, "contact_id" | "matter_id" | "about" | "approved_by">;

/** Null: there is no such contact any more. */
export async function readSituation(db: Db, account: Account, start: About, now: Date): Promise<Situation | null> {
  const at = now.toISOString();
  const people = await readPeople(db, account, [start.contact_id], { survivors: true, now: at });
  const person = people.get(start.contact_id);
  if (!person) return null;
  const matter = start.matter_id === null ? null : await readMatter(db, account, start.matter_id, at);
  return { person, matter, pause: await readFirmPause(db, account.firm_id, at) };
}

/** `sends`: whether an e-mail is meant, and not only something within the firm. */
export function judge(account: Account, automation: Automation, start: About, situation: Situation, sends: boolean): Finding | null {
  const { person, matter, pause } = situation;
  const { kind } = automation.document.trigger;
  const phase = start.about["phase"] ?? null;
  const about = { kind, matter, matter_id: start.matter_id, phase, sends, approved: start.approved_by !== null };
  const found = guard(person, about, houseOf(account, pause));
  if (found !== null || kind !== "key_fact") return found;
  const label = start.about["label"] ?? "";
  return factCounts(person.key_facts, label) ? null : { effect: "never", code: "fact_gone", params: { label }, until: null };
}

const DAY_WORDS = new Intl.DateTimeFormat("en-US", { timeZone: "UTC", month: "long", day: "numeric" });

export async function valuesOf(db: Db, account: Account, start: About, { person, matter }: Situation, now: Date): Promise<Values> {
  const label = start.about["label"] ?? null;
  const fact = label === null ? null : factCounts(person.key_facts, label);
  const today = localDay(now, account.time_zone);
  const day = fact?.date == null ? null : nextOccurrence(fact.date, today);
  return {
    "contact.first_name": person.first_name,
    "contact.last_name": person.last_name,
    "contact.name": person.name,
    "contact.company": person.company_name,
    "owner.name": person.owner?.name ?? "",
    "owner.email": person.owner?.email ?? "",
    "firm.name": await readFirmName(db, account.firm_id),
    "matter.name": matter?.name ?? "",
    "matter.number": matter?.number ?? "",
    "matter.practice_area": matter?.practice_area ?? "",
    "matter.phase": start.about["phase"] ?? matter?.phase ?? "",
    "fact.label": fact?.label ?? "",
    "fact.date": day === null ? "" : DAY_WORDS.format(new Date(`${day}T00:00:00Z`)),
  };
}
