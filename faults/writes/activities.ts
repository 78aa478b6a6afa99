/** What the people of the firm log: all seven kinds, some texts of one conversation, some edits, so that every operation comes up. */
import type { Random } from "../../sandbox/kit/random.ts";
import type { Db } from "../../src/db/pool.ts";
import { newId } from "../../src/lib/ids.ts";
import type { ActivityKind } from "../../src/model/settings.ts";
import { edit } from "../../src/outbox/change.ts";
import { log } from "../../src/outbox/log.ts";
import type { By } from "../../src/outbox/types.ts";
import { contentOf } from "./content.ts";
import { markOf } from "./marks.ts";
import type { WritesWorld } from "./world.ts";

/** Nobody asks after these in the audit log. */
export const BY: By = { name: "faults", tell: () => Promise.resolve() };

/** Weights; together 100. */
const SHARES: Record<"clio" | "mycase", readonly [ActivityKind, number][]> = {
  clio: [
    ["note", 30],
    ["email", 14],
    ["card", 4],
    ["call", 12],
    ["text", 20],
    ["message", 12],
    ["document", 8],
  ],
  mycase: [
    ["note", 26],
    ["email", 12],
    ["card", 4],
    ["call", 22],
    ["text", 18],
    ["message", 10],
    ["document", 8],
  ],
};

function drawKind(provider: "clio" | "mycase", random: Random): ActivityKind {
  let left = random.int(100);
  for (const [kind, share] of SHARES[provider]) if ((left -= share) < 0) return kind;
  return "note";
}

export interface Logged {
  activity_id: string;
  mark: string;
  kind: ActivityKind;
  revision: number;
  author: 0 | 1;
}

/** Who writes with whom about what. */
interface Talk {
  contact_id: string;
  matter_id: string | null;
  author: 0 | 1;
  address: string;
}

/** Of the texts, so many go on with the conversation before. */
const SAME_CONVERSATION = 0.4;

export class Diary {
  readonly logged: Logged[] = [];
  readonly #world: WritesWorld;
  readonly #random: Random;
  #serial = 0;
  #talk: Talk | null = null;

  constructor(world: WritesWorld, random: Random) {
    this.#world = world;
    this.#random = random;
  }

  /** Logs so many, a few at a time, as several people would. */
  async log(count: number, kinds: readonly ActivityKind[] | null = null): Promise<void> {
    for (let left = count; left > 0; left -= SIDE_BY_SIDE)
      await Promise.all(Array.from({ length: Math.min(left, SIDE_BY_SIDE) }, () => this.#one(kinds)));
  }

  /** Some of those that can be changed are. */
  async edit(share: number): Promise<void> {
    for (const one of this.logged) {
      if (one.kind === "document" || one.kind === "text" || one.kind === "message" || this.#random.next() >= share) continue;
      one.revision += 1;
      await edit(this.#world.calm, this.#world.owner.firm_id, one.activity_id, { body: textOf(one) }, BY);
    }
  }

  async #one(kinds: readonly ActivityKind[] | null): Promise<void> {
    const { provider, authors, owner, calm } = this.#world;
    const random = this.#random;
    const kind = kinds ? random.pick(kinds) : drawKind(provider, random);
    this.#serial += 1;
    const goes_on = kind === "text" && this.#talk !== null && random.next() < SAME_CONVERSATION;
    const talk = goes_on ? this.#talk! : this.#newTalk(kind);
    if (kind === "text") this.#talk = talk;
    const { author } = talk;
    const one: Logged = { activity_id: "", mark: markOf(this.#serial), kind, revision: 1, author };
    const file_ids = kind === "document" ? [await this.#file(`${one.mark}r1.txt`)] : [];
    one.activity_id = await log(
      calm,
      owner.firm_id,
      {
        connection_id: owner.connection_id,
        contact_id: talk.contact_id,
        matter_id: talk.matter_id,
        kind,
        direction: kind === "note" || kind === "card" || kind === "document" ? null : random.int(2) === 0 ? "in" : "out",
        occurred_at: this.#world.clock.now().toISOString(),
        author_member_id: authors[author].member_id,
        subject: kind === "document" ? "" : "For the file",
        body: kind === "document" ? "" : textOf(one),
        address: kind === "text" || kind === "call" ? talk.address : null,
        conversation: null,
        file_ids,
        source: "api",
        source_key: null,
      },
      BY,
    );
    this.logged.push(one);
  }

  #newTalk(kind: ActivityKind): Talk {
    const { contact_id, matter_id } = this.#random.pick(this.#world.places);
    // MyCase keeps documents with cases only.
    const with_matter = kind === "document" || this.#random.int(2) === 0;
    return {
      contact_id,
      matter_id: with_matter ? (matter_id ?? (kind === "document" ? this.#anyMatter() : null)) : null,
      author: this.#random.int(10) < 6 ? 0 : 1,
      address: `+1555${String(this.#serial).padStart(7, "0")}`,
    };
  }

  #anyMatter(): string {
    const { places } = this.#world;
    for (let tries = 0; tries < 50; tries++) {
      const { matter_id } = this.#random.pick(places);
      if (matter_id !== null) return matter_id;
    }
    throw new Error("nobody in this firm has a matter");
  }

  async #file(name: string): Promise<string> {
    const { db, owner, clock } = this.#world;
    return addFile(db, owner.firm_id, name, clock.now().toISOString());
  }
}

const SIDE_BY_SIDE = 8;

/** As if it had been uploaded. */
export async function addFile(db: Db, firm_id: string, name: string, at: string): Promise<string> {
  const file_id = newId();
  const { media_type, size, sha256 } = contentOf({ name, media_type: "text/plain" });
  await db.pool.query(
    "insert into file (firm_id, file_id, name, media_type, size, sha256, created_at) values ($1, $2, $3, $4, $5, $6, $7)",
    [firm_id, file_id, name, media_type, size, sha256, at],
  );
  return file_id;
}

const textOf = ({ mark, revision }: Logged): string => `${mark}r${revision}. We went through the papers and agreed on what comes next.`;
