/** Filters of lists: a parameter's text becomes a test of a row, or a 400. */
import type { Row } from "../kit/types.ts";
import { ClioError } from "./errors.ts";
import type { ContactRow, CustomFieldRow, MatterRow } from "./rows.ts";
import type { ClioSwitches } from "./switches.ts";
import type { View } from "./view.ts";

export type Test<R> = (row: R) => boolean;
/** Null: this value filters nothing. */
export type Filter<R> = (value: string, view: View, now: Date) => Test<R> | null;

export const wrong = (name: string, value: string): never => {
  throw new ClioError(400, `${value} is not a valid value for ${name}`);
};

export function booleanFilter<R>(name: string, get: (row: R, view: View) => boolean): Filter<R> {
  return (value, view) => {
    if (value !== "true" && value !== "false") return wrong(name, value);
    return (row) => get(row, view) === (value === "true");
  };
}

/** `true` keeps only such rows, `false` keeps all. */
export function onlyFilter<R>(name: string, get: (row: R) => boolean): Filter<R> {
  return (value) => {
    if (value !== "true" && value !== "false") return wrong(name, value);
    return value === "true" ? get : null;
  };
}

export function idFilter<R>(name: string, get: (row: R) => number | null, nullable = false): Filter<R> {
  return (value) => {
    if (nullable && value === "null") return (row) => get(row) === null;
    if (!/^\d+$/.test(value)) return wrong(name, value);
    return (row) => get(row) === Number(value);
  };
}

export function choiceFilter<R>(name: string, choices: readonly string[], get: (row: R) => string): Filter<R> {
  return (value) => (choices.includes(value) ? (row) => get(row) === value : wrong(name, value));
}

/** A comma list, each of the choices. */
export function choicesFilter<R>(name: string, choices: readonly string[], get: (row: R) => string): Filter<R> {
  return (value) => {
    const wanted = value.split(",");
    const odd = wanted.find((one) => !choices.includes(one));
    return odd === undefined ? (row) => wanted.includes(get(row)) : wrong(name, odd);
  };
}

export const textFilter =
  <R>(get: (row: R) => string | null): Filter<R> =>
  (value) =>
  (row) =>
    get(row) === value;

/** Search is served from an index that lags behind writes (clio.md 7): fresh rows are not found. */
export function queryFilter<R extends Row>(texts: (row: R, view: View) => (string | null)[]): Filter<R> {
  return (value, view, now) => {
    const wanted = value.toLowerCase();
    const indexed = new Date(now.getTime() - view.switches.query_index_lag_seconds * 1000).toISOString();
    return (row) => row.updated_at <= indexed && texts(row, view).some((text) => text?.toLowerCase().includes(wanted));
  };
}

/** `>=2020-01-01` and its like. */
export function dateFilter<R>(name: string, get: (row: R) => string | null): Filter<R> {
  return (value) => {
    const [, operator, date] = /^(>=|<=|>|<|=)(\d{4}-\d{2}-\d{2})$/.exec(value) ?? [];
    if (!operator || !date) return wrong(name, value);
    return (row) => {
      const own = get(row);
      return own !== null && holds(own, operator, date);
    };
  };
}

function holds<T extends string | number>(own: T, operator: string, wanted: T): boolean {
  if (operator === "=") return own === wanted;
  if (operator === ">") return own > wanted;
  if (operator === "<") return own < wanted;
  return operator === ">=" ? own >= wanted : own <= wanted;
}

const COMPARED = new Set(["currency", "date", "time", "numeric"]);

/** `custom_field_values[12]=>=5`, or several as `[<=50, >=45]` (clio.md 8.6). */
export function customValueFilter<R extends ContactRow | MatterRow>(field_id: number, text: string, view: View): Test<R> {
  const definition = view.tables.custom_fields.get(field_id);
  if (!definition) return wrong("custom_field_values", String(field_id));
  const conditions = /^\[.*\]$/.test(text) ? text.slice(1, -1).split(/,\s*/) : [text];
  const tests = conditions.map((condition) => conditionTest(definition, condition));
  return (row) => {
    const own = row.custom_field_values.find((value) => value.custom_field_id === field_id)?.value ?? null;
    return own !== null && tests.every((test) => test(own));
  };
}

function conditionTest(definition: CustomFieldRow, condition: string): (own: string | number | boolean) => boolean {
  const [, operator = "=", wanted = ""] = /^(>=|<=|>|<|=)?(.*)$/.exec(condition) ?? [];
  if (operator !== "=" && !COMPARED.has(definition.field_type)) return wrong("custom_field_values", condition);
  const numeric = definition.field_type === "currency" || definition.field_type === "numeric";
  return (own) => (numeric ? holds(Number(own), operator, Number(wanted)) : holds(String(own), operator, wanted));
}

/** `created_since` and `updated_since`: inclusive or not, to the second or finer (clio.md 7). */
export function sinceTest(time: string, switches: ClioSwitches): { scan_from: string; test: (time: string) => boolean } {
  const at = new Date(time);
  if (!/\d{4}-\d{2}-\d{2}/.test(time) || Number.isNaN(at.getTime())) return wrong("a time", time);
  const cut = switches.since_precision === "seconds" ? 19 : 23;
  const since = at.toISOString().slice(0, cut);
  const inclusive = switches.since_is_inclusive;
  return {
    scan_from: cut === 19 ? `${since}.000Z` : `${since}Z`,
    test: (own) => (inclusive ? own.slice(0, cut) >= since : own.slice(0, cut) > since),
  };
}
