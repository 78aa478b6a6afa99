/** What a run of the writing faults found. */
import { WRITE_CRASH_POINTS } from "../../src/lib/crash_point.ts";
import type { Provider } from "../../src/model/kinds.ts";
import type { Operation } from "../../src/model/writing.ts";
import type { Proof } from "../mutations.ts";
import { addTallies, type Tally } from "./check.ts";
import type { ChainResult } from "./kill.ts";
import type { PolicyResult } from "./policies.ts";
import type { MixResult } from "./run.ts";
import type { StoryResult } from "./stories.ts";

export interface WritesRun {
  mixes: MixResult[];
  chains: ChainResult[];
  stories: StoryResult[];
  proofs: Proof[];
  policies: PolicyResult[];
  quick: boolean;
  seconds: number;
}

interface FaultRow {
  id: string;
  what: string;
  reached: number;
  needed: number;
}

export interface WritesReport {
  ok: boolean;
  faults: FaultRow[];
  by_operation: Record<Provider, [Operation, Tally][]>;
  deliveries: number;
  duplicates: number;
  missing: number;
  would_email: number;
  /** Documents whose bytes were compared. */
  compared: number;
  kills: { killed: number; points: number; of: number };
  guards: Proof[];
  policies: PolicyResult[];
  violations: string[];
  seconds: number;
}

const WHAT: Record<string, { what: string; needed: number; quick: number }> = {
  F2: { what: "killed before and after each step of a write", needed: 80, quick: 8 },
  F4: { what: "answer lost after the provider did it", needed: 100, quick: 2 },
  F5: { what: "request lost before the provider did it", needed: 100, quick: 2 },
  F6: { what: "5xx before and after the provider did it", needed: 100, quick: 2 },
  F7: { what: "a call taken with 202 and dropped in silence", needed: 20, quick: 5 },
  F8: { what: "shown by lists up to ten minutes late", needed: 500, quick: 10 },
  upload: { what: "a document's bytes cut, refused, lost or slow", needed: 20, quick: 1 },
  F24: { what: "a worker halted for minutes wakes", needed: 50, quick: 5 },
  F31: { what: "deliveries of an old backup that was put back", needed: 20, quick: 5 },
};

export function reportOf(run: WritesRun): WritesReport {
  const faults = Object.entries(WHAT).map(([id, { what, needed, quick }]) => ({
    id,
    what,
    reached: reachedOf(run, id),
    needed: run.quick ? quick : needed,
  }));
  const by_operation = Object.fromEntries(
    (["clio", "mycase"] as const).map((provider) => [provider, talliesOf(run, provider)]),
  ) as WritesReport["by_operation"];
  const tallies = Object.values(by_operation).flatMap((list) => list.map(([, tally]) => tally));
  const points = new Set(run.chains.flatMap((chain) => chain.killed));
  const unproved = run.proofs.filter((proof) => !proof.clean || !proof.caught);
  const violations = [
    ...run.mixes.flatMap((mix) => mix.violations.map((what) => `seed ${mix.seed}: ${what}`)),
    ...run.chains.flatMap((chain) => chain.violations.map((what) => `kills of ${chain.provider}/${chain.kind}: ${what}`)),
    ...run.stories.flatMap((story) => story.violations.map((what) => `${story.fault}: ${what}`)),
    ...unproved.map(
      (proof) =>
        `guard, ${proof.provider}: ${proof.guard}: ${proof.clean ? "nothing was noticed when it was away" : `not clean with it: ${proof.violations.slice(0, 3).join("; ")}`}`,
    ),
    ...(run.quick ? [] : WRITE_CRASH_POINTS.filter((point) => !points.has(point)).map((point) => `F2: nobody was killed at ${point}`)),
  ];
  return {
    ok: violations.length === 0 && faults.every((row) => row.reached >= row.needed),
    faults,
    by_operation,
    deliveries: sum(tallies, (tally) => tally.written),
    duplicates: sum(tallies, (tally) => tally.duplicates),
    missing: sum(tallies, (tally) => tally.missing),
    would_email: sum(run.mixes, (mix) => mix.would_email),
    compared: sum([...run.mixes, ...run.chains, ...run.stories], (one) => one.compared),
    kills: { killed: sum(run.chains, (chain) => chain.killed.length), points: points.size, of: WRITE_CRASH_POINTS.length },
    guards: run.proofs,
    policies: run.policies,
    violations,
    seconds: run.seconds,
  };
}

function reachedOf({ mixes, chains, stories }: WritesRun, id: string): number {
  const told = (...names: string[]) => sum(mixes, (mix) => names.reduce((total, name) => total + (mix.reached[name] ?? 0), 0));
  const inStories = sum(stories, (story) => (story.fault === id ? story.reached : 0));
  if (id === "F2") return sum(chains, (chain) => chain.killed.length) + told("died_after_send");
  if (id === "F4") return told("answer_dropped");
  if (id === "F5") return told("request_dropped");
  if (id === "F6") return told("error_500_before", "error_500_after");
  if (id === "F8") return told("seen_late");
  if (id === "upload") return told("upload_cut", "upload_truncated", "upload_refused", "maintenance_503", "upload_slow");
  if (id === "F24")
    return inStories + told("stalled_before_send", "stalled_after_answer", "left_late") + sum(chains, (chain) => chain.halted);
  return inStories;
}

function talliesOf({ mixes, chains, stories }: WritesRun, provider: Provider): [Operation, Tally][] {
  const tallies = new Map<Operation, Tally>();
  for (const one of [...mixes, ...chains, ...stories]) if (one.provider === provider) addTallies(tallies, one.by_operation);
  return [...tallies].toSorted(([a], [b]) => a.localeCompare(b));
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number => items.reduce((total, item) => total + of(item), 0);

export function printWrites(report: WritesReport): void {
  for (const row of report.faults)
    console.log(
      `${row.id.padEnd(7)}${row.what.padEnd(52)}${String(row.reached).padStart(7)} of ${row.needed}${row.reached < row.needed ? "  not reached often enough" : ""}`,
    );
  console.log("");
  for (const [provider, list] of Object.entries(report.by_operation))
    for (const [operation, tally] of list)
      console.log(
        `${provider.padEnd(7)}${operation.padEnd(15)}${Object.entries(tally)
          .map(([key, n]) => `${key} ${n}`)
          .join(", ")}`,
      );
  for (const { policy, provider, deliveries, duplicates, missing } of report.policies)
    console.log(`${policy} at ${provider}: of ${deliveries}, ${duplicates} duplicates, ${missing} missing`);
  console.log(
    `killed ${report.kills.killed} times at ${report.kills.points} of ${report.kills.of} places; guards proved by mutation: ${report.guards.filter((one) => one.clean && one.caught).length}/${report.guards.length}`,
  );
  for (const violation of report.violations.slice(0, 40)) console.log(`  ${violation}`);
  console.log(`\n${report.ok ? "ok" : "FAILED"} after ${report.seconds} s`);
}
