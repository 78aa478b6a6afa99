/** Rows that lists show only a while after they were made, although they can be read by id: read-after-write lag. */
import { hashUnit } from "./random.ts";
import type { Row, SandboxClock, Table } from "./types.ts";

export interface LagOfKind {
  /** Share of the new rows, 0 to 1. */
  rate: number;
  from_ms: number;
  to_ms: number;
}

export interface LagPlan {
  seed: number;
  /** By table name; `*` for all others that are written. */
  kinds: Record<string, LagOfKind>;
}

export class ListLag {
  readonly #clock: SandboxClock;
  readonly #until = new Map<string, Map<number, number>>();
  readonly #kinds: string[] = [];
  #plan: LagPlan = { seed: 1, kinds: {} };
  #hidden_ever = 0;
  #swept_at = 0;

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  /** From now on; rows that are hidden already stay so until their time comes. */
  set(plan: LagPlan): void {
    const odd = Object.keys(plan.kinds).find((kind) => kind !== "*" && !this.#kinds.includes(kind));
    if (odd !== undefined) throw new Error(`${odd} is not written; known are ${this.#kinds.join(", ")} and *`);
    this.#plan = plan;
  }

  plan(): LagPlan {
    return this.#plan;
  }

  /** How many rows were ever hidden. */
  reached(): number {
    return this.#hidden_ever;
  }

  /** Which rows are hidden is a matter of seed and id alone. */
  watch<R extends Row>(kind: string, table: Table<R>): void {
    const salt = this.#kinds.push(kind);
    const until = new Map<number, number>();
    this.#until.set(kind, until);
    table.on(({ action, row }) => {
      const lag = this.#plan.kinds[kind] ?? this.#plan.kinds["*"];
      if (action !== "created" || !lag || hashUnit(this.#plan.seed, row.id, salt) >= lag.rate) return;
      const share = hashUnit(this.#plan.seed, row.id, salt + 1_000);
      until.set(row.id, this.#clock.now().getTime() + lag.from_ms + share * (lag.to_ms - lag.from_ms));
      if (++this.#hidden_ever % 1_000 === 0) this.#sweep();
    });
  }

  hides(kind: string, id: number): boolean {
    return this.listedAt(kind, id) !== null;
  }

  /** When lists will show it; null: they do already. */
  listedAt(kind: string, id: number): string | null {
    const until = this.#until.get(kind)?.get(id);
    return until === undefined || until <= this.#clock.now().getTime() ? null : new Date(until).toISOString();
  }

  /** How many rows lists do not show yet: of one kind, or of all. */
  hidden(kind?: string): number {
    this.#sweep();
    if (kind !== undefined) return this.#until.get(kind)?.size ?? 0;
    return [...this.#until.values()].reduce((sum, until) => sum + until.size, 0);
  }

  #sweep(): void {
    const now = this.#clock.now().getTime();
    if (now === this.#swept_at) return;
    this.#swept_at = now;
    for (const until of this.#until.values()) for (const [id, at] of until) if (at <= now) until.delete(id);
  }
}
