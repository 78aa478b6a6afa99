/** Takes the rows of one page apart: good ones as they came, bad ones with a reason that a paralegal can act on (F25, F26 of the engine notes). */
import type { CheckedRow } from "../model/connector.ts";
import type { TextSigns } from "./json.ts";
import { someText, storable } from "./json.ts";
import type { Check } from "./shape.ts";
import { idText, timestamp, timestampText } from "./shape.ts";

/** Characters of one row as JSON. Real rows have a few thousand. */
export const ROW_LIMIT = 1_000_000;

export interface RowRules {
  /** The provider's name, for the reasons. */
  name: string;
  shape: Check;
  /** A reason of the provider's own, such as a record that it shows only in part. Looked at first. */
  refuse?: (raw: Record<string, unknown>) => string | null;
}

/** `signs` of the text that the rows came in. */
export function checkRows(values: readonly unknown[], signs: TextSigns, rules: RowRules): CheckedRow[] {
  const unusual = signs.nul || signs.surrogates || signs.length > ROW_LIMIT;
  return values.map((value) => checkRow(value, unusual ? signs : null, rules));
}

function checkRow(value: unknown, signs: TextSigns | null, rules: RowRules): CheckedRow {
  if (value === null || typeof value !== "object" || Array.isArray(value))
    return bad(value, null, `${rules.name} sent something that is no record.`);
  const raw = value as Record<string, unknown>;
  const provider_id = idText(raw["id"]);
  if (provider_id === null) return bad(raw, null, `${rules.name} sent this record without a usable id.`);
  const reason = (signs && unstorable(raw, signs, rules.name)) ?? rules.refuse?.(raw) ?? misshapen(raw, rules);
  return reason === null ? { ok: true, provider_id, updated_at: timestampText(raw["updated_at"]), raw } : bad(raw, provider_id, reason);
}

function misshapen(raw: Record<string, unknown>, rules: RowRules): string | null {
  const late = timestamp(raw["updated_at"]);
  const flaw = late ? { ...late, at: "updated_at" } : rules.shape(raw);
  if (flaw === null) return null;
  return `The field “${flaw.at}” should hold ${flaw.expected}, but ${rules.name} sent ${flaw.found}.`;
}

function unstorable(raw: Record<string, unknown>, signs: TextSigns, name: string): string | null {
  if (signs.nul && someText(raw, (text) => text.includes("\u0000"))) {
    return `A text in this record holds an invisible character (NUL) that cannot be stored; please type it anew in ${name}.`;
  }
  if (signs.surrogates && someText(raw, (text) => !text.isWellFormed())) {
    return `A text in this record holds half of a character, which cannot be stored; please type it anew in ${name}.`;
  }
  if (signs.length > ROW_LIMIT && JSON.stringify(raw).length > ROW_LIMIT) {
    return `This record is larger than ${ROW_LIMIT / 1_000_000} MB; please shorten its longest text in ${name}.`;
  }
  return null;
}

function bad(raw: unknown, provider_id: string | null, reason: string): CheckedRow {
  return { ok: false, provider_id, reason, raw: storable(raw) };
}
