/** The service under faults: sign-in to the provider, webhooks, jobs, PostgreSQL and disks. Each story is real: processes, sockets, a database. */
import { connect } from "../src/db/pool.ts";
import type { FaultDatabase } from "./database.ts";
import { duplicated, lost } from "./service/deliveries.ts";
import { databases } from "./service/databases.ts";
import { disks } from "./service/disks.ts";
import { forged } from "./service/forged.ts";
import { clocks } from "./service/clocks.ts";
import { leaving, passwords } from "./service/leaving.ts";
import { regions } from "./service/regions.ts";
import { rules } from "./service/rules.ts";
import { versions } from "./service/versions.ts";
import type { Story, Told } from "./service/story.ts";

export const STORIES: readonly Story[] = [duplicated, lost, forged, passwords, clocks, databases, disks, versions, rules, leaving, regions];

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
