/**
 * Whose turn it is (B-SYN-11). Every connection has a lane per kind of work, and is served in the order of virtual time: what it has had of
 * the workers so far. Whoever begins to wait starts where the least served of those who wait stands, so that nobody saves up turns by being
 * idle. A millisecond of waiting counts as much as one of work, so that nobody waits for ever while others keep coming. Pure.
 */
export const LANE_KINDS = ["sync", "record", "projection", "write"] as const;
export type LaneKind = (typeof LANE_KINDS)[number];

/** What reads and works out. Writes have places of their own: nothing that is read keeps them waiting. */
export const READING: readonly LaneKind[] = ["sync", "record", "projection"];
export const WRITING: readonly LaneKind[] = ["write"];

/** 0: a person waits, or a webhook told; 1: what changed, as planned; 2: everything. */
export type LaneRank = 0 | 1 | 2;

/**
 * How far ahead of others a rank may go, in virtual time. A head start and no absolute order: who waits long enough comes to its turn
 * whatever else goes on (no lane starves), but a first sync of an hour never makes a person wait for its end.
 */
export const HEAD_START_MS: Record<LaneRank, number> = { 0: 600_000, 1: 60_000, 2: 0 };

/** A turn is cut at its next page once it has lasted so long and others wait. */
export const TURN_MS = 10_000;

/** The same for writes, for which a person waits. */
export const WRITE_TURN_MS = 1_000;

export interface Lane {
  firm_id: string;
  connection_id: string;
  kind: LaneKind;
  rank: LaneRank;
  fence: number;
  failures: number;
}

/** How a turn ended. */
export interface Outcome {
  /** Not finished: wait for the next turn at once. */
  again: boolean;
  /** When it is planned next; null: not planned. Ignored with `again`. */
  due_at: Date | null;
  /** What that was worked out from; null: as it was. */
  planned_from: string | null;
  rank: LaneRank;
  failures: number;
}
