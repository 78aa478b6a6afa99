/** What the provider's custom fields hold and who is in its people groups: counted over the mirror, record by record. */
import type { CustomFieldFacts, CustomValueFact, Mapper } from "../model/facts.ts";
import { rawOf, scanRecords, type Owner } from "../mirror/store.ts";
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { customText, isTicked } from "./tag_text.ts";
import { foldKey, squeeze } from "./text.ts";

const BATCH = 1000;
/** A firm with more is counted over these, and told so. */
export const COUNTED_AT_MOST = 100_000;
/** Of a field that is different for everybody, such as a file number, no more values than these are told apart. */
const TOLD_APART = 500;

export interface FoundValues {
  /** How many records hold anything in the field. */
  records: number;
  values: { text: string; records: number }[];
  /** Whether there are more values than were told apart. */
  more: boolean;
}

export interface FoundGroup {
  contacts: number;
  examples: string[];
}

const EXAMPLES = 3;

export interface Found {
  fields: Map<string, FoundValues>;
  groups: Map<string, FoundGroup>;
  counted: number;
  /** There are records that were not counted. */
  cut: boolean;
}

export async function findValues(
  db: Kysely<Tables>,
  owner: Owner,
  mapper: Mapper,
  kind: "contact" | "matter",
  fields: ReadonlyMap<string, CustomFieldFacts>,
): Promise<Found> {
  const tally = newValueTally(fields, mapper.provider);
  const groups: Found["groups"] = new Map();
  let [counted, cut] = [0, false];
  for (let rows = await scanRecords(db, owner, kind, "", BATCH); rows.length > 0;) {
    if (counted >= COUNTED_AT_MOST) {
      cut = true;
      break;
    }
    for (const row of rows) {
      if (row.presence === "tombstone") continue;
      counted++;
      if (kind === "matter") tally.add(mapper.matter(rawOf(row)).custom_values);
      else {
        const facts = mapper.contact(rawOf(row));
        tally.add(facts.custom_values);
        if (facts.people_group_id !== null) join(groups, facts.people_group_id, facts.name || `${facts.first_name} ${facts.last_name}`);
      }
    }
    rows = rows.length < BATCH ? [] : await scanRecords(db, owner, kind, rows.at(-1)!.provider_id, BATCH);
  }
  return { fields: tally.found(), groups, counted, cut };
}

function join(groups: Found["groups"], id: string, name: string): void {
  const group = groups.get(id) ?? { contacts: 0, examples: [] };
  group.contacts++;
  if (group.examples.length < EXAMPLES) group.examples.push(squeeze(name));
  groups.set(id, group);
}

/** Pure: values as B-TAG-7 writes them, told apart as B-TAG-8 compares. */
export function newValueTally(fields: ReadonlyMap<string, CustomFieldFacts>, provider: Mapper["provider"]) {
  const kept = new Map<string, { records: number; more: boolean; values: Map<string, { text: string; records: number }> }>();
  const addOne = (id: string, texts: ReadonlySet<string>) => {
    const field = kept.get(id) ?? { records: 0, more: false, values: new Map() };
    kept.set(id, field);
    field.records++;
    for (const text of texts) {
      const known = field.values.get(foldKey(text));
      if (known) known.records++;
      else if (field.values.size < TOLD_APART) field.values.set(foldKey(text), { text, records: 1 });
      else field.more = true;
    }
  };
  return {
    add(values: readonly CustomValueFact[]): void {
      const by_field = Map.groupBy(values, (value) => value.field_id);
      for (const [id, theirs] of by_field) {
        const texts = new Set(theirs.map(({ value }) => valueText(fields.get(id), value, provider)).filter((text) => text !== ""));
        if (texts.size > 0) addOne(id, texts);
      }
    },
    found: (): Map<string, FoundValues> =>
      new Map(
        [...kept].map(([id, { records, more, values }]) => [
          id,
          { records, more, values: [...values.values()].toSorted((a, b) => b.records - a.records || (a.text < b.text ? -1 : 1)) },
        ]),
      ),
  };
}

/** A box that is not ticked says nothing (B-TAG-7). */
function valueText(field: CustomFieldFacts | undefined, value: CustomValueFact["value"], provider: Mapper["provider"]): string {
  if (field?.type === "checkbox") return isTicked(value) ? "ticked" : "";
  return squeeze(customText(field, value, provider));
}
