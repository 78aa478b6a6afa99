/**
 * How many starts of one automation a day are usual. What comes on top of them, an import that went wrong at the provider or a rule that nobody
 * thought through, waits for somebody to look (B-AUT-2). Pure.
 */
import { wallClock } from "../sync/due.ts";
import type { Verdict } from "./types.ts";

const FEWEST = 25;
const OF_CONTACTS = 0.01;

/** `set`: what the firm has set; null: it follows from how many contacts there are. */
export const usualADay = (set: number | null, contacts: number): number => set ?? Math.max(FEWEST, Math.ceil(contacts * OF_CONTACTS));

/** Whether it matters how many contacts there are. */
export const dependsOnContacts = (set: number | null, starts: number): boolean => set === null && starts > FEWEST;

/** Those that would start by themselves, or be held one by one: what a batch holds is not among them. */
export const wouldStart = ({ state }: Verdict): boolean => state === "running" || state === "held";

export interface Day {
  /** How many started today already. */
  so_far: number;
  usual: number;
}

/** Of so many more, in their order: how many go on, and with which count the others are held. */
export function dividedBy({ so_far, usual }: Day, more: number): { go_on: number; count: number } {
  return { go_on: Math.min(more, Math.max(0, usual - so_far)), count: so_far + more };
}

const DAY_MS = 24 * 3_600_000;

/** When the firm's day began; on a day whose clock changes, an hour off. */
export function dayBegan(zone: string, now: Date): Date {
  const wall = wallClock(zone, now.getTime());
  return new Date(now.getTime() - (wall % DAY_MS));
}
