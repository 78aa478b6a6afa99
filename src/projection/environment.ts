/** What the driver works with while it projects one connection. */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { usableZone } from "../lib/time_zone.ts";
import { knownIds, type Owner } from "../mirror/store.ts";
import type { Mapper } from "../model/facts.ts";
import type { Kind } from "../model/kinds.ts";
import type { Settings } from "../model/settings.ts";
import { mattersSince } from "./window.ts";
import { prepare, type PreparedContext } from "./prepare.ts";
import { hasAdditions } from "./store_added.ts";
import { readFirm, readKind, readMembers } from "./store_context.ts";

/** What a change is due to, for history (B-WHY-2). */
export interface Cause {
  kind: "run" | "settings" | "day" | "member" | "recompute";
  id: string | null;
}

export interface Environment {
  owner: Owner;
  mapper: Mapper;
  context: PreparedContext;
  /** Whether any member has added anything: most firms' first passes need not ask. */
  additions: boolean;
  /** Whether any main client was named by hand. */
  named_clients: boolean;
  /** Where the contact stage finds the matters: a preview may have tried other ones. */
  matters: "matter" | "preview_matter";
}

export async function loadEnvironment(
  db: Kysely<Tables>,
  owner: Owner,
  mapper: Mapper,
  settings: Settings,
  now: Date,
): Promise<Environment> {
  const firm = await readFirm(db, owner);
  const names = async (kind: Kind) => new Map((await readKind(db, owner, kind)).map(({ raw }) => byId(mapper.name(raw))));
  const staff = (await readKind(db, owner, "staff")).map(({ raw }) => byId(mapper.staff(raw)));
  const custom_fields = (await readKind(db, owner, "custom_field")).map(({ raw }) => byId(mapper.custom_field(raw)));
  const context = prepare({
    provider: mapper.provider,
    settings,
    day: localDay(now, firm.time_zone),
    country: settings.contacts.country,
    matters_since: mattersSince(settings, firm.connected_at),
    staff: new Map(staff),
    members: await readMembers(db, owner.firm_id),
    practice_areas: await names("practice_area"),
    stages: await names("stage"),
    people_groups: await names("people_group"),
    custom_fields: new Map(custom_fields),
  });
  return { owner, mapper, context, ...(await hasAdditions(db, owner)), matters: "matter" };
}

const byId = <Facts extends { provider_id: string }>(facts: Facts): [string, Facts] => [facts.provider_id, facts];

/** The firm's day. */
export function localDay(now: Date, time_zone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: usableZone(time_zone), year: "numeric", month: "2-digit", day: "2-digit" }).format(
    now,
  );
}

/** Which of these are persons, and which companies, in the mirror. Clio keeps both in one list. */
export async function knownPeople(
  db: Kysely<Tables>,
  env: Environment,
  ids: string[],
): Promise<{ persons: Set<string>; companies: Set<string> }> {
  const persons = await knownIds(db, env.owner, "contact", ids);
  const companies = env.mapper.provider === "mycase" ? await knownIds(db, env.owner, "company", ids) : new Set<string>();
  return { persons, companies };
}
