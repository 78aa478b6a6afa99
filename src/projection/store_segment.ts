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
/** As many tags are counted in the same walk; each costs a little, and another walk as much as several. */
const TOGETHER = 12;

const candidates = (owner: Owner) => sql`
  contact c where c.firm_id = ${owner.firm_id} and c.connection_id = ${owner.connection_id} and ${CANDIDATES}`;

function fits({ mode }: Segment, keys: readonly string[]): RawBuilder<unknown> {
  if (keys.length === 0) return sql`true`;
  if (mode === "all") return sql`c.tag_keys @> ${keys}::text[]`;
  return mode === "any" ? sql`c.tag_keys && ${keys}::text[]` : sql`not (c.tag_keys && ${keys}::text[])`;
}

/** The same in the program, for the few contacts of which the table alone does not tell. */
function isIn({ mode }: Segment, keys: readonly string[], theirs: ReadonlySet<string>): boolean {
  if (keys.length === 0) return true;
  if (mode === "all") return keys.every((key) => theirs.has(key));
  return keys.some((key) => theirs.has(key)) === (mode === "any");
}

export async function countSegment(db: Db, owner: Owner, segment: Segment): Promise<SegmentCount> {
  const keys = [...new Set(segment.tags.map(tagKey))];
  const fit = fits(segment, keys);
  const from = candidates(owner);
  const each = keys.length > TOGETHER ? [] : keys.map((key) => sql`(count(*) filter (where c.tag_keys @> array[${key}::text]))::int`);
  const [groups, apart, doubtful] = await Promise.all([
    // As keys of groups, what is asked of each contact is worked out once, side by side.
    sql<{ is_in: boolean; fit: boolean; n: number; each: number[] }>`
      select c.state = 'in' as is_in, ${fit} as fit, count(*)::int as n, array[${each.length === 0 ? sql`` : sql.join(each)}]::int[] as each
      from ${from} group by 1, 2`.execute(db),
    keys.length > TOGETHER ? countTags(db, from, keys) : [],
    readDoubtful(db, owner, keys),
  ]);
  const sum = (which: (group: { is_in: boolean; fit: boolean }) => boolean) =>
    groups.rows.filter(which).reduce((total, group) => total + group.n, 0);
  const together =
    keys.length > TOGETHER ? [] : keys.map((_, index) => groups.rows.reduce((total, group) => total + group.each[index]!, 0));
  const counts = {
    candidates: sum(() => true),
    in: sum(({ fit: fitting }) => fitting),
    coming: sum(({ is_in, fit: fitting }) => fitting && !is_in),
    leaving: sum(({ is_in, fit: fitting }) => !fitting && is_in),
  };
  const count = { ...counts, tags: [...apart, ...together.map((contacts, index) => ({ key: keys[index]!, contacts }))] };
  for (const contact of doubtful) correct(count, segment, keys, contact);
  const examples = await readExamples(
    db,
    from,
    fit,
    count,
    doubtful.map(({ provider_id }) => provider_id),
  );
  return { ...count, tags: count.tags.filter(({ contacts }) => contacts > 0), examples };
}

async function countTags(db: Db, from: RawBuilder<unknown>, keys: readonly string[]): Promise<SegmentCount["tags"]> {
  const { rows } = await sql<{ key: string; contacts: number }>`
    select key, count(*)::int as contacts from (select unnest(c.tag_keys) as key from ${from} and c.tag_keys && ${keys}::text[]) k
    where key = any(${keys}::text[]) group by key`.execute(db);
  return rows;
}

interface Doubtful {
  provider_id: string;
  state: string;
  tags: { name: string; origins: string[] }[];
}

/** Members' tags stand among a contact's tags and do not count here: whoever has a wanted one from a member is looked at closely. */
async function readDoubtful(db: Db, owner: Owner, keys: readonly string[]): Promise<Doubtful[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<Doubtful>`
    select c.provider_id, c.state, c.view->'tags' as tags from ${candidates(owner)} and c.provider_id = any(array(
      select contact_id from manual_tag where ${mine(owner)} and lower(name) = any(${keys}::text[])))`.execute(db);
  return rows;
}

/** What the table said of this contact is taken back where rules give it other tags. */
function correct(count: Omit<SegmentCount, "examples">, segment: Segment, keys: readonly string[], { state, tags }: Doubtful): void {
  const all = new Set(tags.map((tag) => tag.name.toLowerCase()));
  const by_rules = new Set(tags.filter((tag) => tag.origins.includes("provider")).map((tag) => tag.name.toLowerCase()));
  for (const tag of count.tags) if (all.has(tag.key) && !by_rules.has(tag.key)) tag.contacts--;
  const [said, is] = [isIn(segment, keys, all), isIn(segment, keys, by_rules)];
  if (said === is) return;
  const by = is ? 1 : -1;
  count.in += by;
  if (state === "in") count.leaving -= by;
  else count.coming += by;
}

/** The first that are met; those of doubt are left to the counts. */
async function readExamples(
  db: Db,
  from: RawBuilder<unknown>,
  fit: RawBuilder<unknown>,
  { coming, leaving }: { coming: number; leaving: number },
  except: readonly string[],
): Promise<SegmentCount["examples"]> {
  const some = async (n: number, which: RawBuilder<unknown>) =>
    n === 0
      ? []
      : (
          await sql<SegmentContact>`
            select c.provider_id, c.view->>'name' as name from ${from} and ${which} and c.provider_id <> all(${except}::text[])
            limit ${Math.min(n, EXAMPLES)}`.execute(db)
        ).rows;
  const [come, leave] = await Promise.all([
    some(coming, sql`c.state <> 'in' and ${fit}`),
    some(leaving, sql`c.state = 'in' and not ${fit}`),
  ]);
  return { coming: come, leaving: leave };
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
