/** `privity sync`: reads what changed, everything, or one record. */
import type { ConnectionRow } from "../../connections/store.ts";
import { readRunRow, type RunRow } from "../../sync/store_lists.ts";
import type { SyncRequest } from "../../sync/run.ts";
import { CliError, type Output } from "../output.ts";
import { telling } from "../acting.ts";
import { followRuns, outcomeLine, type Followed } from "../progress.ts";
import type { Program } from "../program.ts";
import { chooseConnections } from "../choose.ts";

export interface SyncOptions {
  connection?: string;
  full?: boolean;
  matter?: string;
  contact?: string;
}

export async function syncCommand(program: Program, output: Output, options: SyncOptions): Promise<void> {
  const connections = await chooseConnections(program, options.connection);
  const request = requestOf(options);
  if (request.mode === "record" && connections.length > 1)
    throw new CliError("Say which connection: --connection clio or --connection mycase");
  const rows = await syncAll(program, output, connections, request);
  output.result(rows, () => rows.map((row) => `${row.provider} ${row.account_name}: ${outcomeLine(row)}`));
  if (rows.some((row) => row.state === "failed")) process.exitCode = 1;
}

function requestOf(options: SyncOptions): SyncRequest {
  if (options.matter !== undefined) return { mode: "record", kind: "matter", id: options.matter, trigger: "command line" };
  if (options.contact !== undefined) return { mode: "record", kind: "contact", id: options.contact, trigger: "command line" };
  return { mode: options.full ? "full" : "incremental", trigger: "command line" };
}

/** Runs all connections side by side, showing progress. */
export async function syncAll(program: Program, output: Output, connections: ConnectionRow[], request: SyncRequest): Promise<RunRow[]> {
  const followed: Followed[] = [];
  for (const connection of connections) {
    const { trigger: _, ...what } = request;
    const tell = telling(connection.firm_id, "run.start", connection.connection_id, what);
    const { run_id, done } = await program.startSync(connection.connection_id, request, tell);
    followed.push({ owner: connection, run_id, title: `${connection.provider} ${connection.account_name}`, done });
  }
  await followRuns(program.db, output, followed);
  await Promise.all(followed.map((run) => run.done));
  const rows = await Promise.all(followed.map((run) => readRunRow(program.db.kysely, run.owner.firm_id, run.run_id)));
  return rows.filter((row) => row !== null);
}
