/** What a fault run found, as a table or as one JSON object. */
import { CRASH_POINTS } from "../src/lib/crash_point.ts";
import type { KillResult } from "./kill.ts";
import type { Proof } from "./mutations.ts";
import type { SeedResult } from "./seed.ts";
import type { StoryResult } from "./service.ts";
import type { Rehearsal } from "./tokens.ts";

/** The faults of `engine-notes.md` that reading has to stand. */
const FAULTS: Record<string, string> = {
  F1: "killed at each named crash point",
  F3: "answer or request lost, 5xx",
  F12: "many updates in one second, equal times over a page border",
  F13: "rows edited, added, moved while paging",
  F14: "page token expired or refused",
  F15: "empty, truncated, forbidden pages, rows missing from a list",
  F16: "40 % of the matters hidden from the user",
  F17: "true deletes of one and of 60 %, merges",
  F18: "429 storms, every kind of Retry-After, limit lowered",
  F25: "new, missing, null, retyped fields, unknown words",
  F26: "NUL, half characters, 5 MB",
  F27: "HTML, maintenance, TLS and DNS failures, redirects, broken bodies",
};

/** Of so many seeds, each fault must have been met once by one at least (sometimes-assertion). */
const SEEDS_PER_FAULT = 5;

export interface FaultRun {
  seeds: SeedResult[];
  kills: KillResult[];
  proofs: Proof[];
  rehearsals: Rehearsal[];
  stories: StoryResult[];
  /** Whether each fault must have been reached; not when a single seed is repeated. */
  whole: boolean;
  seconds: number;
  backend: string;
}

export interface FaultRow {
  id: string;
  what: string;
  reached: number;
  needed: number;
  violations: number;
}

export interface Report {
  ok: boolean;
  faults: FaultRow[];
  seeds: { run: number; failed: number; syncs: number; requests: number };
  crash_points: {
    cases: number;
    failed: number;
    points_reached: number;
    points: number;
    pages_read_again_at_most: number;
    recovery_ms_at_most: number;
  };
  tokens: Omit<Rehearsal, "violations">[];
  guards: { proved: number; of: number; list: { guard: string; provider: string; clean: boolean; caught: boolean }[] };
  failures: { replay: string; violations: string[] }[];
  seconds: number;
  backend: string;
}

export const replaySeed = (seed: number): string => `npm run faults -- --seed ${seed}`;
export const replayKill = (one: KillResult): string => `npm run faults -- --kill ${one.provider}/${one.mode}/${one.point}/${one.nth}`;
const replayStory = (fault: string): string => `npm run faults -- --story ${fault}`;
const REPLAY_TOKENS = "npm run faults -- --only tokens";
const replayProof = (): string => "npm run faults -- --only guards";

export function reportOf(run: FaultRun): Report {
  const { seeds, kills, proofs, rehearsals, stories } = run;
  const faults = [
    ...Object.entries(FAULTS).map(([id, what]) => (id === "F1" ? killRow(what, run) : seedRow(id, what, run))),
    ...rehearsals.map(tokenRow),
    ...stories.map(storyRow),
  ]
    .filter((row) => row.needed > 0 || row.reached > 0)
    .toSorted((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
  const failures = [
    ...seeds.filter((one) => one.violations.length > 0).map((one) => ({ replay: replaySeed(one.seed), violations: one.violations })),
    ...kills.filter((one) => one.violations.length > 0).map((one) => ({ replay: replayKill(one), violations: one.violations })),
    ...rehearsals
      .filter((one) => one.violations.length > 0)
      .map((one) => ({ replay: REPLAY_TOKENS, violations: one.violations.map((what) => `${one.name}: ${what}`) })),
    ...stories.filter((one) => one.violations.length > 0).map((one) => ({ replay: replayStory(one.fault), violations: one.violations })),
    ...proofs.filter((one) => !one.clean || !one.caught).map((one) => ({ replay: replayProof(), violations: [unproved(one)] })),
  ];
  const points = new Set(kills.filter((one) => one.reached).map((one) => one.point));
  return {
    ok: failures.length === 0 && faults.every((row) => row.reached >= row.needed),
    faults,
    seeds: {
      run: seeds.length,
      failed: seeds.filter((one) => one.violations.length > 0).length,
      syncs: sum(seeds, (one) => one.runs),
      requests: sum(seeds, (one) => one.requests),
    },
    crash_points: {
      cases: kills.length,
      failed: kills.filter((one) => one.violations.length > 0).length,
      points_reached: points.size,
      points: CRASH_POINTS.length,
      pages_read_again_at_most: Math.max(0, ...kills.map((one) => one.pages_again)),
      recovery_ms_at_most: Math.max(0, ...kills.map((one) => one.recovery_ms)),
    },
    tokens: rehearsals.map(({ violations: _violations, ...told }) => told),
    guards: {
      proved: proofs.filter((one) => one.clean && one.caught).length,
      of: proofs.length,
      list: proofs.map(({ guard, provider, clean, caught }) => ({ guard, provider, clean, caught })),
    },
    failures,
    seconds: run.seconds,
    backend: run.backend,
  };
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number => items.reduce((total, item) => total + of(item), 0);

function seedRow(id: string, what: string, { seeds, whole }: FaultRun): FaultRow {
  const reached = sum(seeds, (one) => one.reached[id] ?? 0);
  const failed = seeds.filter((one) => (one.reached[id] ?? 0) > 0 && one.violations.length > 0).length;
  return { id, what, reached, needed: whole && seeds.length > 0 ? Math.ceil(seeds.length / SEEDS_PER_FAULT) : 0, violations: failed };
}

/** Every named place must have been reached. */
function killRow(what: string, { kills, whole }: FaultRun): FaultRow {
  const reached = new Set(kills.filter((one) => one.reached).map((one) => one.point));
  const complete = whole && kills.length > 0 && reached.size < CRASH_POINTS.length;
  return {
    id: "F1",
    what,
    reached: kills.filter((one) => one.reached).length,
    needed: complete ? kills.length + 1 : whole ? kills.length : 0,
    violations: kills.filter((one) => one.violations.length > 0).length,
  };
}

/** Every twentieth answer is lost: fewer, and the rehearsal was none. */
const LOST_SHARE = 0.03;

function tokenRow({ name, expiries, lost, violations }: Rehearsal): FaultRow {
  const what = `refresh answers lost at ${name}, two workers, slow, revoked`;
  return { id: "F20", what, reached: lost, needed: Math.floor(expiries * LOST_SHARE), violations: violations.length > 0 ? 1 : 0 };
}

const storyRow = ({ fault, what, needed, reached, violations }: StoryResult): FaultRow => ({
  id: fault,
  what,
  reached,
  needed,
  violations: violations.length > 0 ? 1 : 0,
});

const unproved = (one: Proof): string =>
  one.clean
    ? `${one.guard}, ${one.provider}: nothing was noticed when the guard was away`
    : `${one.guard}, ${one.provider}: not clean with the guard: ${one.violations.join("; ")}`;

export function printReport(report: Report): void {
  const { seeds, crash_points, guards, tokens } = report;
  const width = Math.max(...report.faults.map((row) => row.what.length));
  console.log(`${"fault".padEnd(6)}${"what".padEnd(width + 2)}${"reached".padStart(8)}${"needed".padStart(8)}${"failed".padStart(8)}`);
  for (const row of report.faults) {
    const numbers = [row.reached, row.needed, row.violations].map((n) => String(n).padStart(8)).join("");
    console.log(
      `${row.id.padEnd(6)}${row.what.padEnd(width + 2)}${numbers}${row.reached < row.needed ? "  not reached often enough" : ""}`,
    );
  }
  console.log("");
  if (seeds.run > 0) console.log(`seeds: ${seeds.run}, of which ${seeds.failed} failed; ${seeds.syncs} syncs, ${seeds.requests} requests`);
  if (crash_points.cases > 0) {
    console.log(
      `kills: ${crash_points.cases}, of which ${crash_points.failed} failed; ${crash_points.points_reached} of ${crash_points.points} crash points reached`,
    );
    console.log(
      `       at most ${crash_points.pages_read_again_at_most} pages read again, work resumed after at most ${crash_points.recovery_ms_at_most} ms`,
    );
  }
  for (const one of tokens) {
    console.log(
      `tokens, ${one.name}: ${one.expiries} expiries, ${one.refreshes} refreshes, ${one.most_at_once} at once at most; ${one.lost} answers lost, ${one.failed} requests failed, ${one.revoked} revoked: ${one.dead} dead`,
    );
  }
  if (guards.of > 0) console.log(`guards proved by mutation: ${guards.proved}/${guards.of}`);
  for (const failure of report.failures) {
    console.log(`\n${failure.replay}`);
    for (const violation of failure.violations.slice(0, 20)) console.log(`  ${violation}`);
    if (failure.violations.length > 20) console.log(`  and ${failure.violations.length - 20} more`);
  }
  console.log(`\n${report.ok ? "ok" : "FAILED"} after ${report.seconds} s, ${report.backend} PostgreSQL`);
}
