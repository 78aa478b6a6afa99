/** Which firm and which connections a command is about. */
import { insertFirm } from "../connections/store_firms.ts";
import { readOnlyFirm } from "../connections/store_lists.ts";
import { listConnections, type ConnectionRow } from "../connections/store.ts";
import { newId } from "../lib/ids.ts";
import { CliError } from "./output.ts";
import type { Program } from "./program.ts";

/** The connections that read; `named` is a provider or a connection's id. */
export async function chooseConnections(program: Program, named?: string): Promise<ConnectionRow[]> {
  const all = (await listConnections(program.db)).filter((row) => row.purpose === "sync");
  if (all.length === 0) throw new CliError("Nothing is connected yet: run `privity connect clio` or `privity connect mycase` first");
  const chosen = named === undefined ? all : all.filter((row) => row.provider === named || row.connection_id === named);
  if (chosen.length === 0)
    throw new CliError(
      `There is no connection ${named}; there are: ${all.map((row) => `${row.provider} ${row.connection_id}`).join(", ")}`,
    );
  return chosen;
}

export async function chooseConnection(program: Program, named?: string): Promise<ConnectionRow> {
  const chosen = await chooseConnections(program, named);
  if (chosen.length > 1) throw new CliError(`Say which connection: ${chosen.map((row) => `--connection ${row.provider}`).join(" or ")}`);
  return chosen[0]!;
}

/** The firm of this installation; made when it is first needed. */
export async function ensureFirm(program: Program, firm: { name: string; time_zone: string; country: string }): Promise<string> {
  const known = await readOnlyFirm(program.db.kysely);
  if (known) return known.firm_id;
  const firm_id = newId(program.sync.clock);
  await insertFirm(program.db.kysely, { firm_id, ...firm });
  return firm_id;
}
