/** A custom field's value on a contact or matter: read, compared, written under the version that was read (clio.md §9.5, §5.1). */
import type { Writing, Written } from "../../model/writing.ts";
import { idText } from "../../lib/shape.ts";
import { conflict, sameValue, valueText } from "../../lib/custom_value.ts";
import { beforeWriting, refusedByUs } from "../../lib/write.ts";
import type { OperationWriter } from "../../lib/writer.ts";
import type { ClioAccess, ClioRow } from "./writer_access.ts";
import { idValue, textOf } from "./writer_access.ts";

/** A definition inside an entry comes bare, with its id (clio.md §2). */
const FIELDS = "id,etag,custom_field_values{id,field_type,value,custom_field}";

interface Present {
  etag: string | null;
  entry_id: string | null;
  type: string | null;
  value: string | null;
}

export function clioValues(access: ClioAccess): OperationWriter {
  const pathOf = ({ parent }: Writing) => `${parent.kind === "matter" ? "matters" : "contacts"}/${encodeURIComponent(parent.id)}`;
  const read = async (writing: Writing) => presentOf(await access.read(pathOf(writing), FIELDS), fieldOf(writing).id);

  const set = async (writing: Writing): Promise<Written> => {
    const { id, value, expected } = fieldOf(writing);
    const now = await read(writing).catch((error: unknown) => {
      throw beforeWriting(error, "Clio");
    });
    if (sameValue(now.value, value, now.type)) return written(now.entry_id ?? id, writing);
    if (!sameValue(now.value, expected, now.type)) throw conflict("Clio", now.value);
    const headers: Record<string, string> = now.etag === null ? {} : { "if-match": now.etag };
    const data = { custom_field_values: [entryFor(now, id, value)] };
    const answer = presentOf(await access.send("PATCH", pathOf(writing), FIELDS, data, headers), id);
    return written(answer.entry_id ?? id, writing);
  };

  const written = (provider_id: string, writing: Writing): Written => ({ provider_id, url: access.link(writing.parent), progress: null });

  return {
    create: set,
    update: set,
    async find(writing) {
      const { id, value } = fieldOf(writing);
      const now = await read(writing);
      if (!sameValue(now.value, value, now.type)) return [];
      return [{ ...written(now.entry_id ?? id, writing), provider_id: now.entry_id ?? id, created_at: null }];
    },
  };
}

function fieldOf({ field }: Writing) {
  if (field === null) throw refusedByUs("It is not said which field to fill.");
  return field;
}

/** Clearing takes the entry away altogether, so that only one with a value has an id that counts (clio.md §9.5). */
function entryFor(now: Present, id: string, value: string | null): ClioRow {
  if (now.entry_id === null || now.value === null) return { custom_field: { id: idValue(id) }, value };
  return value === null ? { id: now.entry_id, _destroy: true } : { id: now.entry_id, value };
}

function presentOf(record: ClioRow, field_id: string): Present {
  const values = record["custom_field_values"];
  const entries = Array.isArray(values) ? (values as (ClioRow | null)[]) : [];
  const entry = entries.find((one) => idText((one?.["custom_field"] as ClioRow | null | undefined)?.["id"]) === field_id);
  const value = entry?.["value"];
  // A picklist's value is its option's id, seen bare and as a record (clio.md §8.6).
  const bare = value !== null && typeof value === "object" ? (value as ClioRow)["id"] : value;
  return {
    etag: textOf(record["etag"]),
    entry_id: textOf(entry?.["id"]) ?? idText(entry?.["id"]),
    type: textOf(entry?.["field_type"]),
    value: valueText(bare),
  };
}
