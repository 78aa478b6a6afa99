/** A story of the service under one fault of the engine notes: what is done, how often the fault was met, and what was wrong. */
import type { Db } from "../../src/db/pool.ts";
import type { FaultDatabase } from "../database.ts";

export interface Story {
  fault: string;
  /** What the table calls it. */
  what: string;
  /** So often at least the fault must have been met, or the story says nothing. */
  needed: number;
  /** The guard that `broken` takes away: then something must be found wrong. */
  guard?: string;
  play(tools: Tools, broken: boolean): Promise<Told>;
}

export interface Tools {
  database: FaultDatabase;
  /** The database that all stories share; each has a firm of its own in it. */
  db: Db;
}

export interface Told {
  reached: number;
  violations: string[];
}

/** Gathers what is wrong. */
export class Findings {
  readonly violations: string[] = [];

  /** Something that must hold. */
  must(holds: boolean, otherwise: string): void {
    if (!holds) this.violations.push(otherwise);
  }

  add(wrong: readonly string[], when: string): void {
    this.violations.push(...wrong.map((what) => `${when}: ${what}`));
  }
}
