import type { Row, SandboxClock, Table } from "./types.ts";

/** Rows that are made on demand: a pure function of the index, ids ascending with the index. Times are `toISOString()` texts. */
export interface GeneratedBase<R> {
  count: number;
  at(index: number): R;
  /** -1 or undefined when no base row has this id. */
  index_of(id: number): number | undefined;
  /** Highest `updated_at` of any base row: a scan for later changes need not look at the base at all. */
  newest: string;
  /** The id alone, where that is cheaper than the row. */
  id_at?(index: number): number;
  /** The time alone, where that is cheaper than the row. */
  updated_at?(index: number): string;
}

type TableEvent<R> = { action: "created" | "updated" | "deleted"; row: R; before: R | undefined };

/** Texts compare as times only when they are written alike. */
const canonical = (time: string): string => {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) throw new Error(`Not a time: ${time}`);
  return date.toISOString();
};

/** A base of generated rows, and beside it a map of the rows that were inserted or edited since, and a set of those removed. */
export function createTable<R extends Row>(options: { base?: GeneratedBase<R>; clock: SandboxClock; name: string }): Table<R> {
  return new OverlaidTable<R>(options.base, options.clock, options.name);
}

class OverlaidTable<R extends Row> implements Table<R> {
  readonly #base: GeneratedBase<R> | undefined;
  readonly #clock: SandboxClock;
  readonly #name: string;
  readonly #overlay = new Map<number, R>();
  readonly #removed = new Set<number>();
  readonly #listeners: ((event: TableEvent<R>) => void)[] = [];
  /** Ids of the overlay in order; undefined after an insert. */
  #sorted: number[] | undefined;
  #count: number;
  #highest: number;

  constructor(base: GeneratedBase<R> | undefined, clock: SandboxClock, name: string) {
    this.#base = base && base.count > 0 ? base : undefined;
    this.#clock = clock;
    this.#name = name;
    this.#count = this.#base?.count ?? 0;
    this.#highest = this.#base ? this.#baseId(this.#base.count - 1) : 0;
  }

  #baseId(index: number): number {
    const base = this.#base as GeneratedBase<R>;
    return base.id_at ? base.id_at(index) : base.at(index).id;
  }

  /** The first base index whose id is higher than `id`. */
  #baseAfter(id: number): number {
    if (!this.#base) return 0;
    let low = 0;
    let high = this.#base.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#baseId(middle) > id) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  get(id: number): R | undefined {
    const edited = this.#overlay.get(id);
    if (edited || this.#removed.has(id) || !this.#base) return edited;
    const index = this.#base.index_of(id);
    return index === undefined || index < 0 ? undefined : this.#base.at(index);
  }

  count(): number {
    return this.#count;
  }

  *scan(options: { after_id?: number; updated_since?: string } = {}): Iterable<R> {
    const after = options.after_id ?? -1;
    const since = options.updated_since === undefined ? undefined : canonical(options.updated_since);
    this.#sorted ??= [...this.#overlay.keys()].toSorted((a, b) => a - b);
    const overlay = this.#sorted;
    let place = lowerBound(overlay, after);
    const base = this.#base;
    if (base && (since === undefined || since <= base.newest)) {
      for (let index = this.#baseAfter(after); index < base.count; index++) {
        if (since !== undefined && base.updated_at && base.updated_at(index) < since) continue;
        const plain = overlay.length === 0 && this.#removed.size === 0;
        const id = plain ? 0 : this.#baseId(index);
        for (; place < overlay.length && (overlay[place] as number) < id; place++) yield* this.#edited(overlay[place] as number, since);
        if (!plain && (this.#overlay.has(id) || this.#removed.has(id))) continue;
        const row = base.at(index);
        if (since === undefined || row.updated_at >= since) yield row;
      }
    }
    for (; place < overlay.length; place++) yield* this.#edited(overlay[place] as number, since);
  }

  *#edited(id: number, since: string | undefined): Iterable<R> {
    const row = this.#overlay.get(id);
    if (row && (since === undefined || row.updated_at >= since)) yield row;
  }

  insert(row: Omit<R, "id" | "created_at" | "updated_at"> & Partial<Row>): R {
    const now = this.#clock.now().toISOString();
    const id = row.id ?? this.#highest + 1;
    if (this.get(id)) throw new Error(`${this.#name} ${id} exists already`);
    const created_at = row.created_at === undefined ? now : canonical(row.created_at);
    const updated_at = row.updated_at === undefined ? (row.created_at === undefined ? now : created_at) : canonical(row.updated_at);
    const full = { ...row, id, created_at, updated_at } as unknown as R;
    this.#overlay.set(id, full);
    this.#sorted = undefined;
    this.#count++;
    this.#highest = Math.max(this.#highest, id);
    this.#tell({ action: "created", row: full, before: undefined });
    return full;
  }

  update(id: number, change: Partial<Omit<R, "id">>, options: { bump?: boolean } = {}): R {
    const before = this.get(id);
    if (!before) throw new Error(`No ${this.#name} ${id}`);
    const told = (change as Partial<Row>).updated_at;
    const bumped = options.bump === false ? before.updated_at : this.#clock.now().toISOString();
    const row = { ...before, ...change, id, updated_at: told === undefined ? bumped : canonical(told) } as R;
    if (!this.#overlay.has(id)) this.#sorted = undefined;
    this.#overlay.set(id, row);
    this.#tell({ action: "updated", row, before });
    return row;
  }

  remove(id: number): void {
    const row = this.get(id);
    if (!row) throw new Error(`No ${this.#name} ${id}`);
    this.#overlay.delete(id);
    this.#sorted = undefined;
    this.#removed.add(id);
    this.#count--;
    this.#tell({ action: "deleted", row, before: row });
  }

  on(listener: (event: TableEvent<R>) => void): void {
    this.#listeners.push(listener);
  }

  #tell(event: TableEvent<R>): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/** The first place in `ids` that holds a higher id than `after`. */
function lowerBound(ids: readonly number[], after: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] as number) > after) high = middle;
    else low = middle + 1;
  }
  return low;
}
