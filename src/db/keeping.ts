/**
 * Work that keeps one connection while it asks for others: a lock that ends with its session, a long look at one moment. At most half of
 * a pool may be kept like that; if all were, each would wait for one that nobody gives back.
 */
import type pg from "pg";
import type { Db } from "./pool.ts";

class Places {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async use<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((come) => this.#waiting.push(come));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}

interface Kept {
  all: Places;
  /** Whoever waits for the same thing waits without a connection. */
  same: Map<string, { places: Places; wanted: number }>;
}

const kept = new WeakMap<pg.Pool, Kept>();

/** `same`: of what may be done once at a time, here or elsewhere; null: any number. */
export async function keepingConnection<T>({ pool }: Pick<Db, "pool">, same: string | null, work: () => Promise<T>): Promise<T> {
  const held = kept.get(pool) ?? { all: new Places(Math.max(1, Math.floor(pool.options.max / 2))), same: new Map() };
  kept.set(pool, held);
  if (same === null) return held.all.use(work);
  const one = held.same.get(same) ?? { places: new Places(1), wanted: 0 };
  held.same.set(same, one);
  one.wanted += 1;
  try {
    return await one.places.use(() => held.all.use(work));
  } finally {
    if ((one.wanted -= 1) === 0) held.same.delete(same);
  }
}
