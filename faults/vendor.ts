/** What people do at their provider while we read: one vocabulary over both sandboxes' tables. */
import type { Random } from "../sandbox/kit/random.ts";
import type { ClioSandbox } from "../sandbox/clio/sandbox.ts";
import type { Row, Table } from "../sandbox/kit/types.ts";
import type { MyCaseSandbox } from "../sandbox/mycase/types.ts";
import type { Kind } from "../src/model/kinds.ts";

export interface Vendor {
  readonly sandbox: ClioSandbox | MyCaseSandbox;
  readonly tables: Partial<Record<Kind, Table<Row>>>;
  /** Ids that were ever removed, as `contact/123`: what is said of them depends on when one looked. */
  readonly removed: Set<string>;
  token(): { access_token: string; expires_in: number };
  contacts(): number[];
  matters(): number[];
  editContact(id: number, text: string): void;
  /** Takes the name, or every channel: what the guard calls harm (B-SYN-6). */
  blankContact(id: number): void;
  addContact(random: Random): number;
  editMatter(id: number, text: string): void;
  /** Closes or reopens. */
  turnMatter(id: number): void;
  addMatter(random: Random): number;
  merge(winner_id: number, loser_id: number): void;
  remove(kind: "contact" | "matter", id: number): Row;
  /** Puts a removed row back under its id. */
  restore(kind: "contact" | "matter", row: Row): void;
  /** Another word for whatever ties people to matters: a relationship at Clio, a case's people at MyCase. */
  relink(random: Random): void;
  renameArea(random: Random, text: string): void;
  editStaff(random: Random, text: string): void;
  /** Limits that differ at run time (F18). */
  setLimit(limit: number | null): void;
}

export const idsOf = (table: Table<Row>): number[] => Array.from(table.scan(), (row) => row.id);

const FIRST = ["Ada", "Bruno", "Chloé", "Dmitri", "Esther", "Farid", "Grace", "Hana", "Ivo", "Jun"];
const LAST = ["Abbott", "Brandt", "Castillo", "Dupont", "Eriksen", "Fujita", "García", "Hoang", "Ibsen", "Jansen"];

export const newName = (random: Random) => ({ first_name: random.pick(FIRST), last_name: `${random.pick(LAST)}-${random.int(100_000)}` });
