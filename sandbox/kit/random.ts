/** Chance that can be repeated: everything random in the sandboxes comes from a seed. */

/** Mixes a seed, an index and a salt into 32 bits, so that any row can be made without making those before it. */
export function hash(seed: number, index: number, salt = 0): number {
  let h = (seed ^ Math.imul(index + 0x9e3779b9, 0x85ebca6b) ^ Math.imul(salt + 0x7f4a7c15, 0xc2b2ae35)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The same as a number from 0 to just under 1. */
export const hashUnit = (seed: number, index: number, salt = 0): number => hash(seed, index, salt) / 2 ** 32;

export interface Random {
  /** From 0 to just under 1. */
  next(): number;
  /** A whole number from 0 to `below` - 1. */
  int(below: number): number;
  pick<T>(items: readonly T[]): T;
}

export function createRandom(seed: number): Random {
  let step = 0;
  const next = () => hashUnit(seed, step++);
  const int = (below: number) => Math.floor(next() * below);
  return {
    next,
    int,
    pick<T>(items: readonly T[]): T {
      if (items.length === 0) throw new Error("Nothing to pick from");
      return items[int(items.length)] as T;
    },
  };
}
