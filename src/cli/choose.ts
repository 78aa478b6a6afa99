/** Which firm and which connections a command is about. */
import { insertFirm, listFirms, type FirmRow } from "../accounts/store_firms.ts";
import { listConnections, type ConnectionRow } from "../connections/store.ts";
import { newId } from "../lib/ids.ts";
import { telling } from "./acting.ts";
import { firmSchema } from "../api/contract/accounts.ts";
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

/** The firm that a command is about: the only one, or the one that `named` says by name or id. Among several nothing is guessed. */
export async function chooseFirm(program: Program, named?: string): Promise<FirmRow> {
  const all = await listFirms(program.db.kysely);
  const chosen = named === undefined ? all : all.filter((firm) => firm.firm_id === named || firm.name === named);
  if (chosen.length === 1) return chosen[0]!;
  if (all.length === 0) throw new CliError("There is no firm yet: open the page and sign up, or connect one with `privity connect`");
  const there = all.map((firm) => `${firm.name} (${firm.firm_id})`).join(", ");
  throw new CliError(chosen.length === 0 ? `There is no firm ${named}; there are: ${there}` : `Say which firm with --firm: ${there}`);
}

/** The firm to connect: made when the installation has none yet, or none of this name. */
export async function ensureFirm(
  program: Program,
  named: string | undefined,
  firm: { name: string; time_zone: string; country: string },
): Promise<string> {
  const all = await listFirms(program.db.kysely);
  const known =
    named === undefined && all.length > 0 ? await chooseFirm(program) : all.find((each) => [each.name, each.firm_id].includes(named ?? ""));
  if (known) return known.firm_id;
  const read = firmSchema.safeParse(firm);
  if (!read.success) throw new CliError(read.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("\n"));
  const firm_id = newId(program.sync.clock);
  await program.db.transaction(async (trx) => {
    await insertFirm(trx, { firm_id, ...firm });
    await telling(firm_id, "firm.create", firm_id, { firm: firm.name })(trx);
  });
  return firm_id;
}
