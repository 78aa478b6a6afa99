/** A run's progress for people: bars on a terminal, now and then a plain line elsewhere. What it shows is read from the database. */
import { Listr } from "listr2";
import type { Db } from "../db/pool.ts";
import { systemClock } from "../lib/clock.ts";
import type { Owner } from "../mirror/store.ts";
import { readRunRow, type RunRow } from "../sync/store_lists.ts";
import type { Output } from "./output.ts";

export interface Followed {
  owner: Owner;
  run_id: string;
  title: string;
  done: Promise<unknown>;
}

const TERMINAL_MS = 200;
const PLAIN_MS = 2000;

/** Shows the runs until all have ended. */
export async function followRuns(db: Db, output: Output, runs: Followed[]): Promise<void> {
  if (output.json || !process.stderr.isTTY) return followPlainly(db, output, runs);
  const tasks = runs.map((run) => ({
    title: run.title,
    task: async (_: unknown, task: { output: string; title: string }) => {
      await watch(db, run, TERMINAL_MS, (row) => (task.output = progressLine(row, true)));
      const row = await readRunRow(db.kysely, run.owner.firm_id, run.run_id);
      if (row) task.title = `${run.title}: ${outcomeLine(row)}`;
    },
  }));
  await new Listr(tasks, { concurrent: true, renderer: "default", rendererOptions: { collapseSubtasks: false } }).run();
}

async function followPlainly(db: Db, output: Output, runs: Followed[]): Promise<void> {
  await Promise.all(
    runs.map(async (run) => {
      await watch(db, run, PLAIN_MS, (row) => output.note(`${run.title}: ${progressLine(row, false)}`));
      const row = await readRunRow(db.kysely, run.owner.firm_id, run.run_id);
      if (row) output.note(`${run.title}: ${outcomeLine(row)}`);
    }),
  );
}

async function watch(db: Db, run: Followed, every_ms: number, show: (row: RunRow) => void): Promise<void> {
  let ended = false;
  const end = run.done.then(
    () => (ended = true),
    () => (ended = true),
  );
  for (;;) {
    await Promise.race([end, systemClock.sleep(every_ms)]);
    if (ended) return;
    const row = await readRunRow(db.kysely, run.owner.firm_id, run.run_id);
    if (row) show(row);
  }
}

const WIDTH = 24;

export function progressLine(row: RunRow, bar: boolean): string {
  const { done, total, rate, left } = measure(row);
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const drawn = bar ? `${"█".repeat(Math.round(share * WIDTH)).padEnd(WIDTH, "░")} ` : "";
  const what = row.phase === "projecting" ? "deriving" : row.phase;
  const of = total > 0 ? ` of ${total.toLocaleString("en")}` : "";
  const speed = rate > 0 ? `, ${Math.round(rate).toLocaleString("en")}/s` : "";
  return `${drawn}${what} ${done.toLocaleString("en")}${of}${speed}${left === null ? "" : `, ${left} s left`}`;
}

/** Rows so far, of how many, how fast, and the seconds that are left by that speed. */
function measure(row: RunRow): { done: number; total: number; rate: number; left: number | null } {
  if (row.pass) return { done: row.pass.done, total: row.pass.total, rate: 0, left: null };
  const done = row.listings.reduce((sum, listing) => sum + listing.rows_read, 0);
  const known = row.listings.every((listing) => listing.total !== null || listing.state === "done");
  const total = known ? row.listings.reduce((sum, listing) => sum + Math.max(listing.total ?? 0, listing.rows_read), 0) : 0;
  const seconds = (systemClock.now().getTime() - Date.parse(row.started_at)) / 1000;
  const rate = seconds > 0 ? done / seconds : 0;
  return { done, total, rate, left: total > 0 && rate > 0 ? Math.ceil((total - done) / rate) : null };
}

export function outcomeLine(row: RunRow): string {
  const rows = row.listings.reduce((sum, listing) => sum + listing.rows_read, 0);
  const changed = row.listings.reduce((sum, listing) => sum + listing.rows_changed, 0);
  const seconds = row.finished_at === null ? 0 : (Date.parse(row.finished_at) - Date.parse(row.started_at)) / 1000;
  const work = `${rows.toLocaleString("en")} rows read, ${changed.toLocaleString("en")} changed, ${row.requests} requests, ${seconds.toFixed(1)} s`;
  if (row.state === "succeeded") return `done: ${work}`;
  return `${row.state}: ${row.error ?? ""}${row.remedy ? `; ${row.remedy}` : ""} (${work})`;
}
