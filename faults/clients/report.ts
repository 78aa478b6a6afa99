/** What a run of the clients' faults found, as a table, as JSON, and as its part of docs/faults.md. */
import { readFileSync, writeFileSync } from "node:fs";
import type { CrashPoint } from "../../src/lib/crash_point.ts";
import type { Proof } from "../mutations.ts";
import { POINTS, type ChainResult } from "./chain.ts";
import type { Fate } from "./sink.ts";

export interface ClientsRun {
  chains: ChainResult[];
  proofs: Proof[];
  quick: boolean;
  seconds: number;
}

interface Row {
  what: string;
  met: number;
  needed: number;
}

export interface ClientsReport {
  ok: boolean;
  rows: Row[];
  seeds: number;
  kills: number;
  points: number;
  of: number;
  letters: number;
  reviewed: number;
  would_email: number;
  guards: { proved: number; list: Proof[] };
  violations: string[];
  seconds: number;
}

const FATES: Partial<Record<Fate, string>> = {
  cut_before_text: "connection cut before the text left",
  cut_after_text: "connection cut with the whole text in the mail server's hands",
  busy_4xx: "mail server busy (4xx)",
  refused_5xx: "mail server refused (5xx)",
  slow: "mail server slow to answer",
};

export function reportOf({ chains, proofs, quick, seconds }: ClientsRun): ClientsReport {
  const sum = (of: (chain: ChainResult) => number) => chains.reduce((total, chain) => total + of(chain), 0);
  const killed = new Set<CrashPoint>(chains.flatMap((chain) => chain.killed));
  const row = (what: string, met: number, needed: number): Row => ({ what, met, needed: quick ? Math.min(needed, 1) : needed });
  const rows = [
    row(
      "process killed (SIGKILL) at a named place",
      sum((chain) => chain.killed.length),
      chains.length * POINTS.length,
    ),
    row(
      "two processes at the same work",
      sum((chain) => chain.doubled),
      chains.length * POINTS.length,
    ),
    row(
      "everything that was told is told again",
      sum((chain) => chain.told_again),
      2 * chains.length,
    ),
    row(
      "webhooks of the provider, each twice and in any order",
      sum((chain) => chain.hooks),
      50 * chains.length,
    ),
    ...Object.entries(FATES).map(([fate, what]) =>
      row(
        what,
        sum((chain) => chain.met.get(fate as Fate) ?? 0),
        2 * chains.length,
      ),
    ),
    row(
      "letters from clients, each at least twice, in any order",
      sum((chain) => chain.documents),
      10 * chains.length,
    ),
    row(
      "messages of the portal, each at least twice",
      sum((chain) => chain.messages - chain.documents),
      10 * chains.length,
    ),
    row(
      "forms handed in at least twice, each with two custom values",
      sum((chain) => chain.forms),
      10 * chains.length,
    ),
  ];
  const violations = [
    ...(quick ? [] : POINTS.filter((point) => !killed.has(point)).map((point) => `nobody was killed at ${point}`)),
    ...proofs
      .filter((proof) => !proof.clean || !proof.caught)
      .map(
        (proof) =>
          `guard: ${proof.guard}: ${proof.clean ? "nothing was noticed when it was away" : "not clean with it"}: ${proof.violations.slice(0, 3).join("; ")}`,
      ),
    ...chains.flatMap((chain) => chain.violations.map((what) => `${chain.provider}, seed ${chain.seed}: ${what}`)),
  ];
  return {
    ok: violations.length === 0 && rows.every(({ met, needed }) => met >= needed),
    rows,
    seeds: chains.length,
    kills: sum((chain) => chain.killed.length),
    points: killed.size,
    of: POINTS.length,
    letters: sum((chain) => chain.letters),
    reviewed: sum((chain) => chain.reviewed),
    would_email: sum((chain) => chain.would_email),
    guards: { proved: proofs.filter((proof) => proof.clean && proof.caught).length, list: proofs },
    violations,
    seconds,
  };
}

export function printClients(report: ClientsReport): void {
  for (const { what, met, needed } of report.rows)
    console.log(`${what.padEnd(66)}${String(met).padStart(6)} of ${needed}${met < needed ? "  not met often enough" : ""}`);
  console.log(`\nkilled ${report.kills} times at ${report.points} of ${report.of} places in ${report.seeds} firms`);
  console.log(
    `${report.letters} letters arrived, ${report.reviewed} were held for a person or refused; the provider would have e-mailed ${report.would_email}`,
  );
  console.log(`guards proved by mutation: ${report.guards.proved}/${report.guards.list.length}`);
  for (const violation of report.violations.slice(0, 40)) console.log(`  ${violation}`);
  console.log(`\n${report.ok ? "ok" : "FAILED"} after ${report.seconds} s`);
}

const [BEGIN, END] = ["<!-- clients: made by --only clients --write-docs -->", "<!-- /clients -->"];
const number = (n: number): string => n.toLocaleString("en-US");

/** Puts the figures between the marks of docs/faults.md. */
export function writeClients(path: string, report: ClientsReport, day: string): void {
  const text = readFileSync(path, "utf8");
  const [from, until] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || until < from) throw new Error(`${path} has no place for what was counted`);
  writeFileSync(path, text.slice(0, from + BEGIN.length) + figures(report, day) + text.slice(until));
}

const figures = (report: ClientsReport, day: string): string => `

Of ${day}, in ${number(report.seconds)} s: ${report.seeds} firms, ${number(report.kills)} kills at ${report.points} of ${report.of} places. ${number(report.letters)} letters arrived, none twice; ${number(report.reviewed)} were
held for a person or refused, each for a reason that the mail server or a dead process gave. E-mails that the provider would have sent to clients: ${report.would_email}.

| what | met |
| --- | ---: |
${report.rows.map(({ what, met }) => `| ${what} | ${number(met)} |`).join("\n")}

Guards proved by taking them away: ${report.guards.proved} of ${report.guards.list.length}: ${report.guards.list.map(({ guard }) => guard).join("; ")}.

`;
