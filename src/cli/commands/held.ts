/** `privity held`: changes that a run held because they were unusually many, and an admin's word on them (B-SYN-6). */
import { readFirm } from "../../projection/store_context.ts";
import { decideHeld } from "../../sync/decision.ts";
import { listHeld } from "../../sync/store_parked.ts";
import { telling } from "../acting.ts";
import { chooseConnection, chooseConnections } from "../choose.ts";
import { CliError, table, type Output } from "../output.ts";
import type { Program } from "../program.ts";

const EFFECTS = { gone: "not found at the provider", blanked: "would lose their name or last channel" } as const;

export async function listHeldChanges(program: Program, output: Output, options: { connection?: string }): Promise<void> {
  const connections = await chooseConnections(program, options.connection);
  const held = (
    await Promise.all(
      connections.map(async (connection) =>
        (await listHeld(program.db.kysely, connection)).map((row) => ({ provider: connection.provider, ...row })),
      ),
    )
  ).flat();
  output.result(held, () => {
    if (held.length === 0) return ["Nothing is held."];
    const rows = held.map((row) => [
      row.run_id,
      row.provider,
      `${row.count} ${row.kind}s ${EFFECTS[row.effect]}`,
      `e.g. ${row.sample.join(", ")}`,
    ]);
    return [
      ...table([["RUN", "FROM", "WHAT", ""], ...rows]),
      "Look at some of them at the provider, then: privity held approve <run>, or privity held refuse <run>",
    ];
  });
}

export async function decideHeldChanges(
  program: Program,
  output: Output,
  decision: "approve" | "refuse",
  run_id: string,
  options: { connection?: string },
): Promise<void> {
  const connection = await chooseConnection(program, options.connection);
  const held = (await listHeld(program.db.kysely, connection)).filter((row) => row.run_id === run_id);
  if (held.length === 0) throw new CliError(`Run ${run_id} holds nothing; \`privity held list\` shows what is held`);
  const { country } = await readFirm(program.db.kysely, connection);
  const now = program.sync.clock.now().toISOString();
  const count = held.reduce((sum, row) => sum + row.count, 0);
  const tell = telling(connection.firm_id, `held.${decision}`, run_id, { count });
  await decideHeld(program.db, program.connectors[connection.provider], { owner: connection, run_id, decision, country, now, tell });
  await program.project(connection.connection_id, { kind: "member", id: null }, false);
  output.result({ run_id, decision, count }, () => [
    decision === "approve"
      ? `${count} changes were taken over from the provider.`
      : `${count} changes were refused; what Privity has stays. The next full sync asks again.`,
  ]);
}
