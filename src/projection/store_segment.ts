/** Who would be in with another segment, counted over the tags that contacts have now (B-SEG-1). Reads only; one walk of the table per question. */
import { sql, type Kysely, type RawBuilder } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";
import type { Settings } from "../model/settings.ts";
import { mine } from "./store_owner.ts";
import { tagKey } from "./tag_text.ts";

type Db = Kysely<Tables>;
type Segment = Settings["segment"];

/** The segment is looked at last (B-CTC-4): only these two states depend on it. */
const CANDIDATES = sql`c.state in ('in', 'out_of_segment')`;

export interface SegmentContact {
  provider_id: string;
  name: string;
}

export interface SegmentCount {
  candidates: number;
  in: number;
  coming: number;
  leaving: number;
  tags: { key: string; contacts: number }[];
  examples: { coming: SegmentContact[]; leaving: SegmentContact[] };
}

const EXAMPLES = 5;

/**
 * `manual_tag` is looked into because members' tags stand among a contact's tags and do not count here: of the few contacts that have one of
 * the wanted ones from a member, the view says whether a rule gives it too.
 */
const candidates = (owner: Owner, keys: readonly string[]) => sql`
  contact c left join lateral (
    select array(
      select lower(t->>'name') from json_array_elements(c.view->'tags') t where (t->'origins')::jsonb ? 'provider'
    ) as keys
    where c.provider_id in (
      select contact_id from manual_tag where ${mine(owner)} and lower(name) = any(${keys}::text[]))
  ) by_rules on true
  where c.firm_id = ${owner.firm_id} and c.connection_id = ${owner.connection_id} and ${CANDIDATES}`;

const KEYS = sql`coalesce(by_rules.keys, c.tag_keys)`;

function fits({ mode }: Segment, keys: readonly string[]): RawBuilder<unknown> {
  if (keys.length === 0) return sql`true`;
  if (mode === "all") return sql`${KEYS} @> ${keys}::text[]`;
  return mode === "any" ? sql`${KEYS} && ${keys}::text[]` : sql`not (${KEYS} && ${keys}::text[])`;
}

export async function countSegment(db: Db, owner: Owner, segment: Segment): Promise<SegmentCount> {
  const keys = [...new Set(segment.tags.map(tagKey))];
  const fit = fits(segment, keys);
  const from = candidates(owner, keys);
  const [counted, tags] = await Promise.all([
    sql<Omit<SegmentCount, "tags" | "examples">>`
      select count(*)::int as candidates, (count(*) filter (where ${fit}))::int as "in",
        (count(*) filter (where ${fit} and c.state <> 'in'))::int as coming,
        (count(*) filter (where not ${fit} and c.state = 'in'))::int as leaving
      from ${from}`.execute(db),
    sql<{ key: string; contacts: number }>`
      select key, count(*)::int as contacts from (select unnest(${KEYS}) as key from ${from} and ${KEYS} && ${keys}::text[]) k
      where key = any(${keys}::text[]) group by key`.execute(db),
  ]);
  const { coming, leaving } = counted.rows[0]!;
  const examples = async (n: number, which: RawBuilder<unknown>) =>
    n === 0
      ? []
      : (
          await sql<SegmentContact>`
            select c.provider_id, c.view->>'name' as name from ${from} and ${which} limit ${EXAMPLES}`.execute(db)
        ).rows;
  const [come, leave] = await Promise.all([
    examples(coming, sql`c.state <> 'in' and ${fit}`),
    examples(leaving, sql`c.state = 'in' and not ${fit}`),
  ]);
  return { ...counted.rows[0]!, tags: tags.rows, examples: { coming: come, leaving: leave } };
}

export interface CandidateTag {
  key: string;
  name: string;
  contacts: number;
}

/** The tags that contacts have whom the segment decides on, in it or not, the most frequent first; spelled as with the lowest id. */
export async function listCandidateTags(db: Db, owner: Owner, search: string | undefined, limit: number): Promise<CandidateTag[]> {
  const { rows } = await sql<{ key: string; contacts: number; tags: { name: string; origins: string[] }[] }>`
    with counted as (
      select key, count(*)::int as contacts, min(c.provider_id) as example from contact c, unnest(c.tag_keys) as key
      where c.firm_id = ${owner.firm_id} and c.connection_id = ${owner.connection_id} and ${CANDIDATES}
        and (${search ?? null}::text is null or position(lower(${search ?? ""}) in key) > 0)
      group by key order by count(*) desc, key limit ${limit}
    )
    select t.key, t.contacts, c.view->'tags' as tags from counted t
    join contact c on c.firm_id = ${owner.firm_id} and c.connection_id = ${owner.connection_id} and c.provider_id = t.example
    order by t.contacts desc, t.key`.execute(db);
  return rows.flatMap(({ key, contacts, tags }) => {
    const tag = tags.find((each) => each.name.toLowerCase() === key);
    return tag?.origins.includes("provider") ? [{ key, contacts, name: tag.name }] : [];
  });
}
