/** Which cases a client or a company is on, turned round from the cases, which are the truth (fact sheet 4.11). */
import type { Table } from "../kit/types.ts";
import type { Case } from "./types.ts";

export type PartyKind = "clients" | "companies";

/** The answer for rows that a generator makes; it knows nothing of later edits. */
export type BaseLinks = (kind: PartyKind, id: number) => number[];

export class CaseLinks {
  readonly #base: BaseLinks;
  /** Cases that were inserted, edited or removed: the generator no longer speaks for them. */
  readonly #touched = new Set<number>();
  readonly #index: Record<PartyKind, Map<number, Set<number>>> = { clients: new Map(), companies: new Map() };

  constructor(cases: Table<Case>, base: BaseLinks = () => []) {
    this.#base = base;
    cases.on(({ action, row, before }) => {
      if (before && this.#touched.has(row.id)) this.#each(before, (cases) => cases.delete(row.id));
      this.#touched.add(row.id);
      if (action !== "deleted") this.#each(row, (cases) => cases.add(row.id));
    });
  }

  #each(row: Case, change: (cases: Set<number>) => void): void {
    for (const kind of ["clients", "companies"] as const) {
      for (const { id } of row[kind]) {
        let cases = this.#index[kind].get(id);
        if (!cases) this.#index[kind].set(id, (cases = new Set()));
        change(cases);
      }
    }
  }

  /** Ids ascending. */
  casesOf(kind: PartyKind, id: number): number[] {
    const base = this.#base(kind, id);
    if (this.#touched.size === 0) return base;
    const edited = this.#index[kind].get(id);
    return [...base.filter((one) => !this.#touched.has(one)), ...(edited ?? [])].sort((a, b) => a - b);
  }
}
