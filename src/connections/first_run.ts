/** Where a firm stands in its first run: told from what is there, so that it can be left at any step and gone on with anywhere. Pure. */
import type { Provider } from "../model/kinds.ts";

export const STEPS = ["firm", "provider", "connect", "reader", "preset", "reading", "review", "done"] as const;
export type Step = (typeof STEPS)[number];

export interface FirstRun {
  firm_named_at: string | null;
  provider: Provider | null;
  region: string | null;
  /** Whose account is to read. */
  connection_id: string | null;
  refusal: string | null;
  refused_at: string | null;
  finished_at: string | null;
}

export const NOT_BEGUN: FirstRun = {
  firm_named_at: null,
  provider: null,
  region: null,
  connection_id: null,
  refusal: null,
  refused_at: null,
  finished_at: null,
};

interface Known {
  connection_id: string;
  provider: Provider;
  purpose: "sync" | "writeback";
  state: "connected" | "disconnected";
  first_synced_at: string | null;
  erasing_since: string | null;
}

/** `row`: null before anybody has begun; a firm that was connected in another way (the command line, the demo) has nothing to go through. */
export function stepOf(row: FirstRun | null, all: readonly Known[]): Step {
  const standing = all.filter((each) => each.erasing_since === null);
  const reading = readerOf(row, standing);
  if (!row) return reading ? "done" : "firm";
  if (row.finished_at !== null) return "done";
  // Once something reads, there is no way back but to disconnect it.
  if (reading) return reading.first_synced_at === null ? "reading" : "review";
  if (row.firm_named_at === null) return "firm";
  if (row.provider === null) return "provider";
  const connected = standing.filter((each) => each.provider === row.provider && each.state === "connected");
  if (connected.length === 0) return "connect";
  return connected.some((each) => each.connection_id === row.connection_id) ? "preset" : "reader";
}

/** The connection that the first run is about: of the chosen provider where there is one. */
export function readerOf<Row extends Known>(row: FirstRun | null, all: readonly Row[]): Row | undefined {
  const readers = all.filter((each) => each.purpose === "sync" && each.erasing_since === null);
  return readers.find((each) => each.provider === row?.provider) ?? readers[0];
}
