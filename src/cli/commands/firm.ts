/** `privity firm add|list`: an installation may hold several firms, walled off from each other. */
import { audit } from "../../accounts/store_audit.ts";
import { insertFirm, listFirms } from "../../accounts/store_firms.ts";
import { firmSchema } from "../../api/contract/accounts.ts";
import { newId } from "../../lib/ids.ts";
import { commandLine } from "../../model/actor.ts";
import { CliError, table, type Output } from "../output.ts";
import type { Program } from "../program.ts";

export async function addFirm(
  program: Program,
  output: Output,
  name: string,
  options: { timeZone: string; country: string },
): Promise<void> {
  const read = firmSchema.safeParse({ name, time_zone: options.timeZone, country: options.country });
  if (!read.success) throw new CliError(read.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("\n"));
  if ((await listFirms(program.db.kysely)).some((firm) => firm.name === read.data.name))
    throw new CliError(`There is a firm ${name} already`);
  const firm_id = newId(program.sync.clock);
  await program.db.transaction(async (trx) => {
    await insertFirm(trx, { firm_id, ...read.data });
    await audit(trx, commandLine(firm_id), "firm.create", firm_id, { firm: read.data.name });
  });
  output.result({ firm_id, ...read.data }, () => [
    `${read.data.name} is there. Invite its admin: privity member invite EMAIL --name NAME --admin --firm "${read.data.name}"`,
  ]);
}

export async function firmList(program: Program, output: Output): Promise<void> {
  const firms = await listFirms(program.db.kysely);
  output.result(firms, () =>
    table([["NAME", "TIME ZONE", "COUNTRY", "ID"], ...firms.map((firm) => [firm.name, firm.time_zone, firm.country, firm.firm_id])]),
  );
}
