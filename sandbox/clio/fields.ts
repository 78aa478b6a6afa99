/** The `fields` grammar of clio.md 2, as strict as the vendor's: one level of braces, every unknown name refuses the whole request. */
import { ClioError } from "./errors.ts";

export interface Selected {
  name: string;
  /** Names in braces; null when there were none. */
  inner: string[] | null;
}

const refuse = (name: string): never => {
  throw new ClioError(400, `${name} is not a valid field`);
};

/**
 * The vendor's parser ends a group at the first closing brace: with braces inside braces, the last name of the outer group keeps a brace and is
 * refused as `picklist_option} is not a valid field` (seen live, clio.md 2). Blanks are not trimmed.
 */
export function parseFields(text: string): Selected[] {
  const selected: Selected[] = [];
  let rest = text;
  while (rest !== "") {
    if (rest.startsWith(",")) return refuse("");
    const part = /^([^,{}]+)(?:\{([^}]*)\})?(,|$)/.exec(rest);
    if (!part) return refuse(wrongName(rest));
    const [whole, name, group, comma] = part as unknown as [string, string, string | undefined, string];
    if (group?.includes("{")) return refuse(wrongName(rest));
    const inner = group === undefined ? null : group.split(",");
    if (inner?.includes("")) return refuse("");
    selected.push({ name, inner });
    rest = rest.slice(whole.length);
    if (comma === "," && rest === "") return refuse("");
  }
  return selected;
}

/** The name with its left-over brace: of the outer group's last item, without that item's own braces. */
function wrongName(rest: string): string {
  let depth = 0;
  let group = "";
  for (const sign of rest) {
    if (sign === "{") depth++;
    else if (sign === "}") depth--;
    else if (depth === 1) group += sign;
    if (depth < 0 || (depth === 0 && sign === "}")) break;
  }
  return `${group.split(",").at(-1) ?? ""}}`;
}

/** What a row is shown to, and by which habits of the vendor. */
export type Getter<R, V> = (row: R, view: V) => unknown;

export type Field<R, V> =
  | { kind: "scalar"; get: Getter<R, V> }
  /** `inner` null: bare, so the association's defaults at this depth. */
  | { kind: "association"; compile(inner: string[] | null, depth: 1 | 2): Getter<R, V> };

export interface Resource<R, V> {
  name: string;
  fields: Map<string, Field<R, V>>;
}

/** What is shown without `fields`: id and etag, where the resource has one. */
export const defaultNames = <R, V>(resource: Resource<R, V>): string[] => ["id", "etag"].filter((name) => resource.fields.has(name));

/** Turns a `fields` text into the function that shows a row. */
export function compileFields<R, V>(resource: Resource<R, V>, text: string | null): Getter<R, V> {
  return text === null || text === "" ? compileNames(resource, defaultNames(resource), 1) : compile(resource, parseFields(text), 1);
}

export function compileNames<R, V>(resource: Resource<R, V>, names: readonly string[], depth: 1 | 2): Getter<R, V> {
  const selected = names.map((name) => ({ name, inner: null }));
  return compile(resource, selected, depth);
}

function compile<R, V>(resource: Resource<R, V>, selected: readonly Selected[], depth: 1 | 2): Getter<R, V> {
  const getters = new Map<string, Getter<R, V>>();
  for (const { name, inner } of selected) {
    const field = resource.fields.get(name);
    if (!field || (field.kind === "scalar" && inner)) return refuse(name);
    getters.set(name, field.kind === "scalar" ? field.get : field.compile(inner, depth));
  }
  const names = [...getters.keys()];
  const functions = [...getters.values()];
  return (row, view) => {
    const shown: Record<string, unknown> = {};
    for (let place = 0; place < names.length; place++) shown[names[place] as string] = (functions[place] as Getter<R, V>)(row, view);
    return shown;
  };
}
