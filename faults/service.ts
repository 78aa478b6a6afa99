/** The service under faults: sign-in to the provider, webhooks, jobs, PostgreSQL and disks. Each story is real: processes, sockets, a database. */
import { connect } from "../src/db/pool.ts";
import type { FaultDatabase } from "./database.ts";
import type { Proof } from "./mutations.ts";
import { duplicated, lost } from "./service/deliveries.ts";
import { databases } from "./service/databases.ts";
import { disks } from "./service/disks.ts";
import { forged } from "./service/forged.ts";
import { clocks } from "./service/clocks.ts";
import { leaving, passwords } from "./service/leaving.ts";
import { giants, storms } from "./service/limits.ts";
import { regions } from "./service/regions.ts";
import { rules } from "./service/rules.ts";
import { versions } from "./service/versions.ts";
import type { Story, Told } from "./service/story.ts";

export const STORIES: readonly Story[] = [
  duplicated,
  lost,
  forged,
  storms,
  giants,
  passwords,
  clocks,
  databases,
  disks,
  versions,
  rules,
  leaving,
  regions,
];

export interface StoryResult extends Told {
  fault: string;
  what: string;
  needed: number;
  seconds: number;
}

export async function playStory(database: FaultDatabase, story: Story, broken = false): Promise<StoryResult> {
  const began = performance.now();
  const db = await connect(database.url, { max: 8 }, database.backend);
  try {
    const { reached, violations } = await story.play({ database, db }, broken);
    const { fault, what, needed } = story;
    return { fault, what, needed, reached, violations, seconds: Math.round((performance.now() - began) / 100) / 10 };
  } finally {
    await db.close();
  }
}

/** A story whose guard is taken away must find something wrong; that it finds nothing with the guard, the story itself says. */
export async function proveStory(database: FaultDatabase, story: Story & { guard: string }): Promise<Proof> {
  const { violations } = await playStory(database, story, true);
  return { guard: story.guard, provider: "service", clean: true, caught: violations.length > 0, violations };
}

export const guarded = (stories: readonly Story[]): (Story & { guard: string })[] =>
  stories.flatMap((story) => (story.guard === undefined ? [] : [{ ...story, guard: story.guard }]));
