/**
 * Group commit: whatever arrives while one batch is being stored goes into the next, so that a storm costs a few transactions and nobody
 * waits for more than two. `add` resolves once its item is durable.
 */

export class Overloaded extends Error {
  override readonly name = "Overloaded";
}

export interface GroupOptions<T> {
  store(items: readonly T[]): Promise<void>;
  /** Items in one transaction, and items that may wait. */
  at_once: number;
  at_most: number;
}

export function groupCommit<T>({ store, at_once, at_most }: GroupOptions<T>): { add(item: T): Promise<void> } {
  let waiting: { item: T; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let storing = false;

  const flush = async () => {
    storing = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, at_once);
      waiting = waiting.slice(at_once);
      try {
        await store(batch.map(({ item }) => item));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    storing = false;
  };

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= at_most) return reject(new Overloaded(`${waiting.length} deliveries wait to be stored`));
        waiting.push({ item, resolve, reject });
        if (!storing) void flush();
      }),
  };
}
