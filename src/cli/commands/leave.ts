/** `privity designate`, `privity disconnect`, `privity erase`: whose account reads, and how a connection ends (B-CON-2, B-CON-7). */
import { DesignateRefused } from "../../connections/designate.ts";
import { listConnections, readConnection, type ConnectionRow } from "../../connections/store.ts";
import { EraseRefused } from "../../sync/erase.ts";
import { telling } from "../acting.ts";
import { CliError, type Output } from "../output.ts";
import type { Program } from "../program.ts";

/** Any connection, by its id, its provider or the user's name at the provider; several that fit are told. */
async function choose(program: Program, named: string): Promise<ConnectionRow> {
  const all = await listConnections(program.db);
  const fit = all.filter((row) => [row.connection_id, row.provider, row.user_name, row.user_email].includes(named));
  const one = fit.length > 1 ? fit.filter((row) => row.purpose === "sync" && row.provider === named) : fit;
  if (one.length === 1) return one[0]!;
  const there = (fit.length > 1 ? fit : all).map((row) => `${row.connection_id} (${row.provider}, ${row.account_name}, ${row.user_name})`);
  throw new CliError(
    `${fit.length > 1 ? "Several connections fit" : `There is no connection ${named}`}; there are:\n  ${there.join("\n  ")}`,
  );
}

export async function designateCommand(program: Program, output: Output, named: string): Promise<void> {
  const row = await choose(program, named);
  const done = await program.connecting
    .designate(row, ({ connection_id, user_name, from }) =>
      telling(row.firm_id, "connection.sync_user", connection_id, { user_name, from }),
    )
    .catch((error: unknown) => {
      throw error instanceof DesignateRefused ? new CliError(error.message) : error;
    });
  output.result(done, () => [
    done.moved ? `${done.user_name} reads for ${row.account_name} from now on; what was read stays.` : `${done.user_name} does so already.`,
  ]);
}

export async function disconnectCommand(program: Program, output: Output, named: string): Promise<void> {
  const row = await choose(program, named);
  const { account_name, user_name, purpose, provider } = row;
  const tell = telling(row.firm_id, "connection.disconnect", row.connection_id, { account_name, user_name, purpose });
  const done = await program.connecting.disconnect(row, "command line", tell);
  if (!done) throw new CliError(`${account_name} is being erased already`);
  output.result({ connection_id: row.connection_id, ...done }, () => [
    `${account_name} (${provider}) is disconnected; its tokens are deleted, what was synced is kept.`,
    ...(done.revoked === false
      ? [`${provider} could not be told: ${done.said ?? "no answer"}. Remove Privity there by hand, among the connected applications.`]
      : []),
    `To erase what was synced: privity erase ${row.connection_id} --confirm "${account_name}"`,
  ]);
}

export async function eraseCommand(program: Program, output: Output, named: string, options: { confirm: string }): Promise<void> {
  const row = await choose(program, named);
  const tell = (account_name: string) => telling(row.firm_id, "connection.erase", row.connection_id, { account_name });
  await program.connecting.eraseHere(row, options.confirm, tell).catch((error: unknown) => {
    throw error instanceof EraseRefused ? new CliError(error.message) : error;
  });
  if (await readConnection(program.db, row)) throw new CliError("The erasure was interrupted; it goes on by itself where Privity works");
  output.result({ connection_id: row.connection_id, erased: true }, () => [`Everything that was kept of ${row.account_name} is erased.`]);
}
