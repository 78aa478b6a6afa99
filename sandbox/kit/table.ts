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
  /** Ids of the overlay in order. Replaced when an id comes between or goes, so that a scan under way keeps what it began with. */
  #sorted: number[] = [];
  readonly #changes = new Changes();
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
    const base = this.#base;
    const overlay = this.#scanned(since);
    const end = overlay.length;
    let place = lowerBound(overlay, after);
    if (base && (since === undefined || since <= base.newest)) {
      for (let index = this.#baseAfter(after); index < base.count; index++) {
        if (since !== undefined && base.updated_at && base.updated_at(index) < since) continue;
        const plain = overlay.length === 0 && this.#removed.size === 0;
        const id = plain ? 0 : this.#baseId(index);
        for (; place < end && (overlay[place] as number) < id; place++) yield* this.#edited(overlay[place] as number, since);
        if (!plain && (this.#overlay.has(id) || this.#removed.has(id))) continue;
        const row = base.at(index);
        if (since === undefined || row.updated_at >= since) yield row;
      }
    }
    for (; place < end; place++) yield* this.#edited(overlay[place] as number, since);
  }

  /** Ids of the overlay to look at, in order: all, or, where few rows changed since, only these. */
  #scanned(since: string | undefined): readonly number[] {
    return (since !== undefined && this.#changes.since(since, this.#overlay.size >> 2)) || this.#sorted;
  }

  #set(row: R): void {
    if (!this.#overlay.has(row.id)) this.#sorted = inserted(this.#sorted, row.id);
    this.#overlay.set(row.id, row);
    this.#changes.add(row.updated_at, row.id, this.#overlay);
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
    this.#set(full);
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
    this.#set(row);
    this.#tell({ action: "updated", row, before });
    return row;
  }

  remove(id: number): void {
    const row = this.get(id);
    if (!row) throw new Error(`No ${this.#name} ${id}`);
    if (this.#overlay.delete(id)) this.#sorted = this.#sorted.toSpliced(lowerBound(this.#sorted, id) - 1, 1);
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

/** Which row changed when, in the order of time: whoever asks for the latest changes among many rows looks at these alone. */
class Changes {
  #times: string[] = [];
  #ids: number[] = [];

  add(at: string, id: number, rows: ReadonlyMap<number, Row>): void {
    if (this.#times.length > 2 * rows.size + 1_000) this.#forgetOutdated(rows);
    const last = this.#times.at(-1);
    const place = last === undefined || last <= at ? this.#times.length : this.#place(at);
    this.#times.splice(place, 0, at);
    this.#ids.splice(place, 0, id);
  }

  /** Ids in order; null when these are more than `most`. */
  since(at: string, most: number): number[] | null {
    const place = this.#place(at);
    if (this.#ids.length - place > most) return null;
    return [...new Set(this.#ids.slice(place))].toSorted((a, b) => a - b);
  }

  #place(at: string): number {
    let low = 0;
    let high = this.#times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#times[middle] as string) >= at) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #forgetOutdated(rows: ReadonlyMap<number, Row>): void {
    const latest = [...rows.values()].toSorted((a, b) => (a.updated_at < b.updated_at ? -1 : Number(a.updated_at > b.updated_at)));
    this.#times = latest.map((row) => row.updated_at);
    this.#ids = latest.map((row) => row.id);
  }
}

/** The ids with one more. The usual one, higher than all, is added in place: a scan looks no further than where the list ended. */
function inserted(ids: number[], id: number): number[] {
  if (ids.length > 0 && (ids.at(-1) as number) > id) return ids.toSpliced(lowerBound(ids, id), 0, id);
  ids.push(id);
  return ids;
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
