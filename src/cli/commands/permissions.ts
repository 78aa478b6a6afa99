/** For `privity doctor`: what each connected account may do at its provider, asked anew (B-CON-3). */
import { refusedOf } from "../../connections/probe.ts";
import { listConnections, readConnection } from "../../connections/store.ts";
import { VendorError } from "../../model/connector.ts";
import type { Program } from "../program.ts";

interface Finding {
  what: string;
  ok: boolean;
  says: string;
}

export async function permissionFindings(program: Program): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const row of await listConnections(program.db)) {
    const what = `${row.account_name} (${row.provider}, as ${row.user_name})`;
    if (row.state !== "connected") {
      findings.push({ what, ok: row.ended_by !== null, says: row.state_reason ?? "disconnected" });
      continue;
    }
    const silent = await program.connecting.probe(row).then(
      () => null,
      (error: unknown) => {
        if (error instanceof VendorError) return error.message;
        throw error;
      },
    );
    const refused = refusedOf((await readConnection(program.db, row))?.probe ?? null);
    const says = refused.map((each) => `${each.what}: ${each.said ?? "refused"} ${each.remedy ?? ""}`).join("; ");
    // Silence is no fault of this installation, and passes. Without webhooks everything arrives all the same, later.
    findings.push({
      what,
      ok: refused.every((each) => each.what === "webhooks"),
      says: [silent, says].filter(Boolean).join("; ") || "may read what it needs",
    });
  }
  return findings;
}
