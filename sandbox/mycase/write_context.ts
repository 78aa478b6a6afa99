/** What the writers need, and the rules that they share. */
import type { Random } from "../kit/random.ts";
import type { ObjectStorage } from "../kit/storage.ts";
import type { Row, SandboxClock } from "../kit/types.ts";
import type { Written } from "../kit/written.ts";
import type { Access } from "./access.ts";
import type { FileIndexes } from "./folders.ts";
import type { MyCaseSwitches } from "./switches.ts";
import type { Tables } from "./types.ts";
import type { Serializer } from "./wire.ts";

export interface WriteContext {
  clock: SandboxClock;
  tables: Tables;
  access: Access;
  switches: MyCaseSwitches;
  serializer: Serializer;
  written: Written;
  storage: ObjectStorage;
  indexes: FileIndexes;
  random: Random;
  seed: number;
}

/** One request that writes: the token's user, the path's id, and the row that the id names. */
export interface Call {
  user_id: number;
  request: Request;
  url: URL;
  /** The row under or at which something is written; the firm has none. */
  parent: Row | null;
}

export const done = (): Response => new Response(null, { status: 204 });

export function touch(table: "cases" | "clients" | "companies", id: number | undefined, bumps: boolean, { tables }: WriteContext): void {
  if (bumps && id !== undefined && tables[table].get(id)) tables[table].update(id, {});
}
