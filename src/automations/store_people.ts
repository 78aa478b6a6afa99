/** What the guard and the texts need to know of people and matters, as they are now. Reads only. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { ContactState } from "../model/kinds.ts";
import type { KeyFactView } from "../projection/types.ts";
import type { MatterFor, Pause, Person } from "./guard.ts";
import type { Account } from "./types.ts";

type Db = Kysely<Tables>;

export interface PersonRow extends Person {
  first_name: string;
  last_name: string;
  company_name: string;
  key_facts: KeyFactView[];
  /** A member noted it down: they want no letters at all. */
  opted_out_by_firm: boolean;
}

interface Row {
  contact_id: string;
  state: ContactState;
  skip_code: string | null;
  takes_part: boolean;
  never_engage: boolean;
  about: { name: string; first_name: string; last_name: string; company_name: string; emails: string[]; key_facts: KeyFactView[] };
  owner: Person["owner"];
  shared_with: string[];
  opted_out: boolean;
  opted_out_by_firm: boolean;
  survivor: boolean;
  paused: boolean;
  paused_until: string | null;
}

/**
 * Whoever only pays a MyCase case is its client and takes no part in it (section 5): a parent, say. `survivors`: whether to look for people who are gone and had the same e-mail or phone; only
 * new clients are asked that.
 */
export async function readPeople(
  db: Db,
  account: Account,
  ids: readonly string[],
  { survivors, now }: { survivors: boolean; now: string },
): Promise<Map<string, PersonRow>> {
  if (ids.length === 0) return new Map();
  const { firm_id, connection_id, provider } = account;
  const { rows } = await sql<Row>`
    with gone as materialized (
      select provider_id, array(select json_array_elements_text(view->'channels'->'emails'))
        || array(select p->>'number' from json_array_elements(view->'channels'->'phones') p) as keys
      from contact where ${survivors} and firm_id = ${firm_id} and connection_id = ${connection_id} and state in ('tombstone', 'suspected_gone')
    ), people as materialized (
      select c.*, array(select json_array_elements_text(c.view->'channels'->'emails')) as emails,
        array(select p->>'number' from json_array_elements(c.view->'channels'->'phones') p) as phones
      from contact c where c.firm_id = ${firm_id} and c.connection_id = ${connection_id} and c.provider_id = any(${ids}::text[])
    )
    select c.provider_id as contact_id, c.state, c.skip_code, (c.view->>'takes_part')::boolean and (${provider !== "mycase"} or exists (
        select 1 from participation p where p.firm_id = c.firm_id and p.connection_id = c.connection_id and p.person_id = c.provider_id
          and p.person_type <> 'company' and p.capacity = 'on_case')) as takes_part,
      c.view->'never_engage' is not null and c.view->>'never_engage' is not null as never_engage,
      json_build_object('name', c.view->'name', 'first_name', c.view->'first_name', 'last_name', c.view->'last_name',
        'company_name', c.view->'company_name', 'emails', c.view->'channels'->'emails', 'key_facts', c.view->'key_facts') as about,
      case when m.member_id is not null
        then json_build_object('member_id', m.member_id, 'name', m.name, 'email', m.email, 'active', m.active) end as owner,
      array(select d.view->>'name' from contact d where d.firm_id = ${firm_id} and d.state = 'in' and d.channel_keys @> c.emails[1:1]
        and c.emails <> '{}' and not (d.connection_id = c.connection_id and d.provider_id = c.provider_id)
        order by d.sort_name, d.provider_id limit 10) as shared_with,
      exists (select 1 from automation_opt_out o where o.firm_id = ${firm_id} and o.address = any(c.emails)) as opted_out,
      exists (select 1 from automation_opt_out o where o.firm_id = ${firm_id} and o.address = any(c.emails) and o.via = 'member') as opted_out_by_firm,
      exists (select 1 from gone g where g.provider_id <> c.provider_id and g.keys && (c.emails || c.phones)) as survivor,
      z.firm_id is not null as paused, z.until as paused_until
    from people c
    left join member m on m.firm_id = c.firm_id and m.member_id = c.owner_member_id
    left join automation_pause z on z.firm_id = c.firm_id and z.kind = 'contact' and z.provider = ${provider} and z.target_id = c.provider_id
      and (z.until is null or z.until > ${now}::timestamptz)`.execute(db);
  return new Map(
    rows.map(({ about, paused, paused_until, ...row }) => [
      row.contact_id,
      { ...row, ...about, pause: paused ? { until: paused_until } : null },
    ]),
  );
}

export interface MatterRow extends MatterFor {
  name: string;
  number: string;
  practice_area: string;
}

/** Where projects are off there is none of a matter, and every matter's people are told. */
export async function readMatter(db: Db, account: Account, matter_id: string, now: string): Promise<MatterRow | null> {
  const { firm_id, connection_id, provider } = account;
  const { rows } = await sql<{
    presence: string;
    status: string;
    main_client_id: string | null;
    lead: boolean;
    name: string;
    number: string;
    practice_area: string;
    has_project: boolean;
    phase: string | null;
    notified: boolean | null;
    messages_paused: boolean | null;
    paused: boolean;
    paused_until: string | null;
  }>`
    select x.presence, x.status, coalesce(n.contact_id, x.main_client_id) as main_client_id, coalesce((x.view->>'lead')::boolean, false) as lead,
      x.name, x.number, x.practice_area, p.firm_id is not null as has_project, p.phase, p.notified, p.messages_paused,
      z.firm_id is not null as paused, z.until as paused_until
    from matter x
    left join project p on p.firm_id = x.firm_id and p.connection_id = x.connection_id and p.provider_id = x.provider_id
    left join main_client n on n.firm_id = x.firm_id and n.connection_id = x.connection_id and n.matter_id = x.provider_id
    left join automation_pause z on z.firm_id = x.firm_id and z.kind = 'matter' and z.provider = ${provider} and z.target_id = x.provider_id
      and (z.until is null or z.until > ${now}::timestamptz)
    where x.firm_id = ${firm_id} and x.connection_id = ${connection_id} and x.provider_id = ${matter_id} and not x.left_out`.execute(db);
  const row = rows[0];
  if (!row) return null;
  return {
    matter_id,
    present: row.presence === "present",
    open: row.status !== "closed",
    lead: row.lead,
    main_client_id: row.main_client_id,
    phase: row.phase,
    notified: !row.has_project || row.notified === true,
    messages_paused: row.messages_paused === true,
    pause: row.paused ? { until: row.paused_until } : null,
    ...{ name: row.name, number: row.number, practice_area: row.practice_area },
  };
}

export async function readFirmName(db: Db, firm_id: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`select name from firm where firm_id = ${firm_id}`.execute(db);
  return rows[0]?.name ?? "";
}

export async function isActiveMember(db: Db, firm_id: string, member_id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from member where firm_id = ${firm_id} and member_id = ${member_id} and active`.execute(db);
  return rows.length > 0;
}

export async function readFirmPause(db: Db, firm_id: string, now: string): Promise<Pause | null> {
  const { rows } = await sql<{ until: string | null }>`
    select until from automation_pause where firm_id = ${firm_id} and kind = 'firm' and (until is null or until > ${now}::timestamptz)`.execute(
    db,
  );
  return rows[0] ?? null;
}
