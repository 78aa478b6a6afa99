/** What a write's body holds, read piece by piece; what does not fit is a 422. */
import { ClioError } from "./errors.ts";

export type Data = Record<string, unknown>;

export const refuse = (message: string): never => {
  throw new ClioError(422, message);
};

/** Ids of children and values: far above those that firms start with. */
let next_child = 9_000_000_000;
export const nextChild = (): number => next_child++;

export const text = (value: unknown): string | null =>
  typeof value === "string" ? value : value === null ? null : refuse("A text is expected");

/** Of these plain fields those that were sent. */
export function sent<K extends string>(data: Data, names: readonly K[]): Partial<Record<K, string | null>> {
  return Object.fromEntries(names.filter((name) => data[name] !== undefined).map((name) => [name, text(data[name])])) as Partial<
    Record<K, string | null>
  >;
}

export function reference(data: Data, name: string): number | null | undefined {
  const value = data[name];
  if (value === undefined || value === null) return value;
  const id = Number((value as Data)["id"]);
  return Number.isInteger(id) ? id : refuse(`${name} needs an id`);
}

/** A text that must be there, and not longer than the provider takes. */
export function required(data: Data, name: string, maximum: number | null): string {
  const value = data[name];
  if (typeof value !== "string" || value.trim() === "") return refuse(`${name} can't be blank`);
  return bounded(name, value, maximum);
}

export function bounded(name: string, value: string, maximum: number | null): string {
  return maximum !== null && value.length > maximum ? refuse(`${name} is too long (maximum is ${maximum} characters)`) : value;
}

/** A time with its hour, as `toISOString()` writes it. */
export function instant(name: string, value: unknown): string {
  const at = typeof value === "string" && /^\d{4}-\d{2}-\d{2}T/.test(value) ? new Date(value) : null;
  return at && !Number.isNaN(at.getTime()) ? at.toISOString() : refuse(`${name} is not a valid time`);
}

export function day(name: string, value: unknown): string {
  const good = typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(new Date(value).getTime());
  return good ? value : refuse(`${name} is not a valid date`);
}

export function list(name: string, value: unknown): Data[] {
  const good = Array.isArray(value) && value.every((item) => typeof item === "object" && item !== null && !Array.isArray(item));
  return good ? (value as Data[]) : refuse(`${name} must be a list`);
}

/** The calendar day of a time in a zone. */
export function dayIn(at: string, zone: string): string {
  let format = formats.get(zone);
  if (!format) formats.set(zone, (format = new Intl.DateTimeFormat("en-CA", { timeZone: zone })));
  return format.format(new Date(at));
}
const formats = new Map<string, Intl.DateTimeFormat>();
