/** What was written into the provider, for tests and the control page: by whom, where, with which mark, and how often each mark occurs. */
import type { ListLag } from "./list_lag.ts";
import { indexTable } from "./table_index.ts";
import type { TableIndex } from "./table_index.ts";
import type { Row, Table } from "./types.ts";

export interface WrittenParent {
  kind: "contact" | "company" | "matter" | "thread" | "folder";
  id: number;
}

/** What a kind tells of one of its rows. */
export interface Description {
  author_id: number | null;
  parents: WrittenParent[];
  title: string;
  text: string;
  /** Marks outside the texts: values of external properties. */
  marks?: string[];
  /** Anything else worth a look, in few words. */
  detail?: string;
  file?: WrittenFile;
}

/** A document's bytes, of which only number and hash are kept. */
export interface WrittenFile {
  name: string;
  size: number;
  sha256: string | null;
  complete: boolean;
  versions: number;
}

export interface WrittenRecord extends Required<Omit<Description, "marks" | "file">> {
  /** The table's name. */
  kind: string;
  id: number;
  author: string;
  markers: string[];
  created_at: string;
  updated_at: string;
  /** When lists will show it; null: they do already. */
  listed_at: string | null;
  file: WrittenFile | null;
}

export interface WrittenFilter {
  kind?: string;
  /** Such as `matter:12`. */
  parent?: string;
  marker?: string;
  author_id?: number;
  /** Within one kind: only rows after this one. */
  after_id?: number;
  limit?: number;
  /** Newest first. */
  newest?: boolean;
}

export interface WrittenKind<R extends Row> {
  table: Table<R>;
  describe(row: R): Description;
}

/** A mark in a text: `Ref. ` and letters and digits without a blank. */
const MARK = /\bRef\.\s*([0-9A-Za-z]{8,40})\b/g;

export class Written {
  readonly #kinds = new Map<string, WrittenKind<Row> & { parents: TableIndex; markers: TableIndex }>();
  readonly #lag: ListLag;
  readonly #author: (id: number) => string | undefined;
  #pending = 0;

  constructor(lag: ListLag, author: (id: number) => string | undefined) {
    this.#lag = lag;
    this.#author = author;
  }

  add<R extends Row>(kind: string, one: WrittenKind<R>): void {
    this.#lag.watch(kind, one.table);
    const parents = indexTable(one.table, (row) => one.describe(row).parents.map(parentKey));
    const markers = indexTable(one.table, (row) => markersOf(one.describe(row)));
    this.#kinds.set(kind, { ...(one as unknown as WrittenKind<Row>), parents, markers });
  }

  kinds(): string[] {
    return [...this.#kinds.keys()];
  }

  totals(): Record<string, number> {
    return Object.fromEntries([...this.#kinds].map(([kind, { table }]) => [kind, table.count()]));
  }

  /** Ids of the rows under a parent, or with a mark, ascending: also what the provider's own lists go by. */
  idsUnder(kind: string, parent: WrittenParent): readonly number[] {
    return this.#kinds.get(kind)?.parents.ids(parentKey(parent)) ?? [];
  }

  idsWith(kind: string, marker: string): readonly number[] {
    return this.#kinds.get(kind)?.markers.ids(marker) ?? [];
  }

  /** How often a mark occurs, over all kinds, rows that no list shows yet included. */
  count(marker: string): number {
    return this.kinds().reduce((sum, kind) => sum + this.idsWith(kind, marker).length, 0);
  }

  /** Every mark with its records (`notes:12`), those that occur at least so often. */
  *markers(minimum = 1): Iterable<{ marker: string; count: number; records: string[] }> {
    const told = new Set<string>();
    const several = this.#kinds.size > 1;
    for (const { markers } of this.#kinds.values()) {
      for (const [marker] of markers.keys()) {
        if (told.has(marker)) continue;
        const records = this.kinds().flatMap((kind) => this.idsWith(kind, marker).map((id) => `${kind}:${id}`));
        if (several && records.length > 1) told.add(marker);
        if (records.length >= minimum) yield { marker, count: records.length, records };
      }
    }
  }

  records(filter: WrittenFilter = {}): WrittenRecord[] {
    const { limit = 200, newest = false } = filter;
    const kinds = filter.kind === undefined ? this.kinds() : [filter.kind];
    const found = kinds.flatMap((kind) => this.#ofKind(kind, filter, limit));
    if (kinds.length > 1) found.sort((a, b) => (a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : 0));
    return newest ? (kinds.length > 1 ? found.toReversed() : found).slice(0, limit) : found.slice(0, limit);
  }

  #ofKind(kind: string, filter: WrittenFilter, limit: number): WrittenRecord[] {
    const known = this.#kinds.get(kind);
    if (!known) throw new Error(`${kind} is not written; known are ${this.kinds().join(", ")}`);
    const rows = [...this.#rows(known, filter)];
    const fitting: WrittenRecord[] = [];
    for (const row of filter.newest ? rows.toReversed() : rows) {
      if (fitting.length === limit) break;
      const record = this.#record(kind, row, known.describe(row));
      if (filter.author_id !== undefined && record.author_id !== filter.author_id) continue;
      if (filter.marker !== undefined && !record.markers.includes(filter.marker)) continue;
      fitting.push(record);
    }
    return fitting;
  }

  #rows(
    { table, parents, markers }: { table: Table<Row>; parents: TableIndex; markers: TableIndex },
    filter: WrittenFilter,
  ): Iterable<Row> {
    const after = filter.after_id ?? 0;
    const ids =
      filter.parent === undefined ? (filter.marker === undefined ? null : markers.ids(filter.marker)) : parents.ids(filter.parent);
    return ids === null ? table.scan({ after_id: after }) : ids.filter((id) => id > after).flatMap((id) => table.get(id) ?? []);
  }

  #record(kind: string, row: Row, told: Description): WrittenRecord {
    const { author_id, parents, title, text, detail = "", file = null } = told;
    const author = author_id === null ? "" : (this.#author(author_id) ?? String(author_id));
    const { id, created_at, updated_at } = row;
    const listed_at = this.#lag.listedAt(kind, id);
    return { kind, id, author_id, author, parents, title, text, detail, markers: markersOf(told), created_at, updated_at, listed_at, file };
  }

  /** Writes that were taken and are not carried out yet. */
  get pending(): number {
    return this.#pending;
  }

  /** Counts one as pending until the returned function is called. */
  expect(): () => void {
    this.#pending++;
    let open = true;
    return () => {
      if (open) this.#pending--;
      open = false;
    };
  }
}

export const parentKey = ({ kind, id }: WrittenParent): string => `${kind}:${id}`;

function markersOf({ title, text, detail, marks }: Description): string[] {
  const found = new Set(marks);
  for (const words of [title, text, detail ?? ""])
    if (words.includes("Ref.")) for (const [, mark] of words.matchAll(MARK)) found.add(mark as string);
  return [...found];
}
