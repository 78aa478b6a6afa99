import type { Row, Table } from "./types.ts";

/** Ids by key. One id per key is the usual case, and needs no list. */
export interface TableIndex {
  /** Ascending. */
  ids(key: string): readonly number[];
  keys(): Iterable<[key: string, ids: readonly number[]]>;
  /** How many keys there are. */
  size(): number;
}

/** Kept up to date with the table, so that nobody has to look through all of its rows. */
export function indexTable<R extends Row>(table: Table<R>, keysOf: (row: R) => Iterable<string>): TableIndex {
  const held = new Map<string, number | number[]>();
  const add = (key: string, id: number): void => {
    const own = held.get(key);
    if (own === undefined) held.set(key, id);
    else held.set(key, [...listed(own).filter((one) => one < id), id, ...listed(own).filter((one) => one > id)]);
  };
  const append = (key: string, id: number): void => {
    const own = held.get(key);
    if (Array.isArray(own) && (own.at(-1) as number) < id) own.push(id);
    else add(key, id);
  };
  const take = (key: string, id: number): void => {
    const left = listed(held.get(key)).filter((one) => one !== id);
    if (left.length === 0) held.delete(key);
    else held.set(key, left.length === 1 ? (left[0] as number) : left);
  };
  for (const row of table.scan()) for (const key of new Set(keysOf(row))) append(key, row.id);
  table.on(({ action, row, before }) => {
    const was = before === undefined ? new Set<string>() : new Set(keysOf(before));
    const is = action === "deleted" ? new Set<string>() : new Set(keysOf(row));
    for (const key of was) if (!is.has(key)) take(key, row.id);
    for (const key of is) if (!was.has(key)) append(key, row.id);
  });
  return {
    ids: (key) => listed(held.get(key)),
    *keys() {
      for (const [key, own] of held) yield [key, listed(own)];
    },
    size: () => held.size,
  };
}

const listed = (own: number | number[] | undefined): readonly number[] => (own === undefined ? [] : typeof own === "number" ? [own] : own);
