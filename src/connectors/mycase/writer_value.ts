/**
 * A custom field's value on a case or client: read, compared, sent alone, read again. A PUT may add where it should replace, and what it does
 * to fields that it does not name nobody tells (mycase.md §6.5, §6.6): both are looked at afterwards, and stop the next one.
 */
import type { Writing, Written } from "../../model/writing.ts";
import { WriteError } from "../../model/writing.ts";
import { conflict, sameValue, valueText } from "../../lib/custom_value.ts";
import { idText } from "../../lib/shape.ts";
import { asWriteError, beforeWriting, refusedByUs } from "../../lib/write.ts";
import type { OperationWriter } from "../../lib/writer.ts";
import type { MyCaseAccess, MyCaseRow } from "./writer_access.ts";
import { parentPath, reference, textOf } from "./writer_access.ts";

/** A PUT repeats the names that a POST needs (mycase.md §6.5). */
const NAMES = { cases: ["name"], clients: ["first_name", "last_name"] };

export function mycaseValues(access: MyCaseAccess): OperationWriter {
  const read = async (writing: Writing) => presentOf(await access.read(...placeOf(writing)), fieldOf(writing).id);

  const set = async (writing: Writing): Promise<Written> => {
    const { id, value, expected } = fieldOf(writing);
    const [now, type] = await typed(writing).catch((error: unknown) => {
      throw beforeWriting(error, "MyCase");
    });
    if (now.entries > 1) throw refusedByUs(`MyCase holds this field ${now.entries} times on one record; please mend that there first.`);
    if (sameValue(now.value, value, type)) return written(id);
    if (!sameValue(now.value, expected, type)) throw conflict("MyCase", now.value);
    if (value === null) throw refusedByUs("MyCase offers no way to empty this field; please empty it there.");
    const [path] = placeOf(writing);
    const names = NAMES[writing.parent.kind === "matter" ? "cases" : "clients"].map((name) => [name, now.record[name]]);
    const custom_field_values = [{ custom_field: reference(id), value: asTyped(value, type) }];
    await access.sendBlind("PUT", path, { ...(Object.fromEntries(names) as MyCaseRow), custom_field_values });
    const then = await read(writing).catch((error: unknown) => {
      throw asWriteError(error, true, "MyCase");
    });
    confirm(now, then, value, type);
    return written(id);
  };

  /** The entry says its type on cases only; elsewhere the definition does (mycase.md §2.3). */
  const typed = async (writing: Writing): Promise<[Present, string | null]> => {
    const now = await read(writing);
    const type = now.type ?? textOf((await access.read(`custom_fields/${encodeURIComponent(fieldOf(writing).id)}`))["field_type"]);
    return [now, type];
  };

  return {
    create: set,
    update: set,
    async find(writing) {
      const { id, value } = fieldOf(writing);
      const [now, type] = await typed(writing);
      return now.entries < 2 && sameValue(now.value, value, type) ? [{ ...written(id), provider_id: id, created_at: null }] : [];
    },
  };
}

const written = (provider_id: string): Written => ({ provider_id, url: null, progress: null });

function fieldOf({ field }: Writing) {
  if (field === null) throw refusedByUs("It is not said which field to fill.");
  return field;
}

function placeOf({ parent }: Writing): [string, Record<string, string>] {
  return [parentPath(parent), parent.kind === "matter" ? { "field[custom_field]": "id,field_type" } : {}];
}

interface Present {
  record: MyCaseRow;
  /** How many entries the field has; more than one is the mark of a PUT that added. */
  entries: number;
  value: string | null;
  type: string | null;
}

function presentOf(record: MyCaseRow, field_id: string): Present {
  const values = record["custom_field_values"];
  const fieldIn = (entry: MyCaseRow | null) => entry?.["custom_field"] as MyCaseRow | null | undefined;
  const entries = (Array.isArray(values) ? (values as (MyCaseRow | null)[]) : []).filter(
    (entry) => idText(fieldIn(entry)?.["id"]) === field_id,
  );
  const time = (entry: MyCaseRow | null) => textOf(entry?.["updated_at"]) ?? "";
  const newest = entries.toSorted((a, b) => time(b).localeCompare(time(a)))[0] ?? null;
  return { record, entries: entries.length, value: valueText(newest?.["value"]), type: textOf(fieldIn(newest)?.["field_type"]) };
}

function asTyped(value: string, type: string | null): string | number | boolean {
  if (type === "boolean") return value === "true";
  return (type === "numeric" || type === "currency") && value.trim() !== "" && Number.isFinite(Number(value)) ? Number(value) : value;
}

/** It was carried out, but not as it should be; again would not mend it. */
function confirm(before: Present, after: Present, value: string, type: string | null): void {
  const lost = Object.keys(before.record).filter((name) => !isBlank(before.record[name]) && isBlank(after.record[name]));
  const words =
    after.entries > 1
      ? "MyCase added a second entry for this field instead of replacing the first; please mend that there."
      : lost.length > 0
        ? `MyCase emptied other fields of this record (${lost.join(", ")}); please mend that there.`
        : sameValue(after.value, value, type)
          ? null
          : "MyCase took the value but shows another one.";
  if (words !== null) throw new WriteError("no", { lasting: true, words, status: null, retry_after_ms: null, failure: "broken" });
}

const isBlank = (value: unknown) => value == null || value === "" || (Array.isArray(value) && value.length === 0);
