/** A settings document as the page works with it: one value of it, another value in it, and where two documents differ. */
import type { SettingsAnswer } from "../api.ts";

export type Document = Record<string, unknown>;
export type Described = SettingsAnswer["described"][number];

const isObject = (value: unknown): value is Document => typeof value === "object" && value !== null && !Array.isArray(value);

export const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

export const valueAt = (document: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((place, name) => (isObject(place) ? place[name] : undefined), document);

export function withValue(document: Document, path: string | string[], value: unknown): Document {
  const [name = "", ...rest] = typeof path === "string" ? path.split(".") : path;
  const inner = document[name];
  return { ...document, [name]: rest.length === 0 ? value : withValue(isObject(inner) ? inner : {}, rest, value) };
}

/** The paths of all settings that one document says otherwise than the other. */
export const differing = (described: readonly Described[], a: Document, b: Document): string[] =>
  described.map(({ path }) => path).filter((path) => !isSame(valueAt(a, path), valueAt(b, path)));

/** What is about this firm's own people and fields: no preset knows it. */
const OWN = [
  "matters.lead",
  "contacts.country",
  "contacts.never_engage",
  "owner.primary_member",
  "owner.attorney_rules",
  "tags.custom_fields",
  "key_facts.custom_dates",
  "segment.tags",
  "team.positions",
  "projects",
];

/** Another preset brings its values, and leaves what is the firm's own. */
export function changed(draft: Document, path: string, value: unknown, { presets }: SettingsAnswer): Document {
  const preset = path === "preset" ? presets[String(value)] : undefined;
  if (!preset) return withValue(draft, path, value);
  return OWN.reduce((document, own) => withValue(document, own, valueAt(draft, own)), preset);
}
