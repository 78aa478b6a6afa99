/** Building blocks of the resources: scalars, associations, and children without a table of their own. */
import type { Row } from "../kit/types.ts";
import type { Field, Getter, Resource } from "./fields.ts";
import { compileNames, defaultNames } from "./fields.ts";
import type { Revised } from "./rows.ts";
import type { View } from "./view.ts";
import { etagOf, shownTime } from "./view.ts";

export type ClioField<R> = Field<R, View>;
export type ClioResource<R> = Resource<R, View>;

export const scalar = <R>(get: Getter<R, View>): ClioField<R> => ({ kind: "scalar", get });

/** Scalars that are stored under their own name. */
export const stored = <R>(...names: (keyof R & string)[]): [string, ClioField<R>][] =>
  names.map((name) => [name, scalar((row) => row[name])]);

/** `id`, `etag`, `created_at`, `updated_at` of a stored row. */
export function rowFields<R extends Row & Revised>(name: string): [string, ClioField<R>][] {
  return [
    ["id", scalar((row) => row.id)],
    ["etag", scalar((row) => etagOf(name, row))],
    ["created_at", scalar((row, view) => shownTime(row.created_at, view.switches))],
    ["updated_at", scalar((row, view) => shownTime(row.updated_at, view.switches))],
  ];
}

/** A child takes its times from its parent. */
export type Child<C> = C & Row & Revised;
export const childOf = <C extends { id: number }>(parent: Row & Revised, child: C): Child<C> => ({
  ...child,
  created_at: parent.created_at,
  updated_at: parent.updated_at,
  revision: parent.revision ?? 0,
});

/** What the user may not see of an association (clio.md 8.1). */
export class Redacted {
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
}

/** Compiles both looks of a bare second level; the switch chooses when the row is shown. */
function compileNested<T>(resource: ClioResource<T>, inner: string[] | null, depth: 1 | 2): Getter<T, View> {
  if (inner || depth === 1) return compileNames(resource, inner ?? defaultNames(resource), 2);
  const short = compileNames(resource, ["id"], 2);
  const long = compileNames(resource, defaultNames(resource), 2);
  return (row, view) => (view.switches.bare_second_level === "id" ? short : long)(row, view);
}

/** An association with one row, none (null), or one that the user may not see. */
export function one<R, T>(resource: () => ClioResource<T>, get: (row: R, view: View) => T | Redacted | null | undefined): ClioField<R> {
  return {
    kind: "association",
    compile(inner, depth) {
      const show = compileNested(resource(), inner, depth);
      const names = inner ?? ["id", "etag"];
      return (row, view) => {
        const found = get(row, view);
        if (found instanceof Redacted) return redacted(found, names, view);
        return found ? show(found, view) : null;
      };
    },
  };
}

export function many<R, T>(resource: () => ClioResource<T>, get: (row: R, view: View) => (T | Redacted)[]): ClioField<R> {
  return {
    kind: "association",
    compile(inner, depth) {
      const show = compileNested(resource(), inner, depth);
      const names = inner ?? ["id", "etag"];
      return (row, view) => get(row, view).map((item) => (item instanceof Redacted ? redacted(item, names, view) : show(item, view)));
    },
  };
}

function redacted(found: Redacted, names: readonly string[], view: View): Record<string, unknown> {
  const blank = view.switches.redacted_keys === "all_null" ? Object.fromEntries(names.map((name) => [name, null])) : {};
  return { ...blank, id: found.id, redacted: true };
}

/** Associations that the sandbox knows by name only: always empty, whatever is asked inside. */
export const emptyOnes = <R>(...names: string[]): [string, ClioField<R>][] =>
  names.map((name) => [name, { kind: "association", compile: () => () => null } satisfies ClioField<R>]);
export const emptyLists = <R>(...names: string[]): [string, ClioField<R>][] =>
  names.map((name) => [name, { kind: "association", compile: () => () => [] } satisfies ClioField<R>]);

export const resource = <R>(name: string, ...fields: [string, ClioField<R>][][]): ClioResource<R> => ({
  name,
  fields: new Map(fields.flat()),
});

/** Defined once, at the first use: resources refer to each other in circles. */
export function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
