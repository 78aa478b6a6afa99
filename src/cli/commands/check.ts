/** `privity verify`, `privity doctor` and `privity migrate`: is everything as it should be? */
import { existsSync } from "node:fs";
import { requireMigrated } from "../../db/migrate.ts";
import { serverVersion } from "../../db/pool.ts";
import { project } from "../../projection/driver.ts";
import { verify, type Verification } from "../../projection/verify.ts";
import { PROVIDERS, type Provider } from "../../model/kinds.ts";
import { tellFirst } from "../acting.ts";
import { chooseConnections } from "../choose.ts";
import { table, type Output } from "../output.ts";
import type { Program } from "../program.ts";
import { automationFinding } from "./automations.ts";
import { installationFindings } from "./installation.ts";
import { permissionFindings } from "./permissions.ts";
import { WEB_DIR } from "./serve.ts";

export interface VerifyOptions {
  connection?: string;
  recompute?: boolean;
}

export async function verifyCommand(program: Program, output: Output, options: VerifyOptions): Promise<void> {
  const results: (Verification & { provider: Provider; connection_id: string })[] = [];
  for (const connection of await chooseConnections(program, options.connection)) {
    const deps = { db: program.db, mapper: program.connectors[connection.provider].mapper, clock: program.sync.clock };
    if (options.recompute) {
      await tellFirst(program, connection.firm_id, "projection.recompute", connection.connection_id);
      await project(deps, connection, { kind: "recompute", id: null }, { recompute: true });
    }
    const verification = await verify(deps, connection);
    results.push({ provider: connection.provider, connection_id: connection.connection_id, ...verification });
  }
  output.result({ connections: results, differences: results.reduce((sum, result) => sum + result.differences.length, 0) }, () =>
    results.flatMap((result) => [
      `${result.provider}: ${result.checked.contacts} contacts, ${result.checked.matters} matters worked out anew; ${result.differences.length} differ${result.pending ? " (changes are still being worked out)" : ""}`,
      ...result.differences
        .slice(0, 20)
        .map((difference) => `  ${difference.entity} ${difference.provider_id}: ${difference.fields.join(", ")}`),
    ]),
  );
  if (results.some((result) => result.differences.length > 0)) process.exitCode = 1;
}

export interface Finding {
  what: string;
  ok: boolean;
  says: string;
}

export async function doctorCommand(program: Program, output: Output): Promise<void> {
  const { config, db } = program;
  const version = await serverVersion(db.pool);
  const findings: Finding[] = [
    { what: "Node", ok: Number(process.versions.node.split(".")[0]) >= 24, says: process.version },
    {
      what: "Database",
      ok: true,
      says: `PostgreSQL ${version.text}, ${db.backend === "embedded" ? `its own, in ${config.data_dir}` : "by DATABASE_URL"}`,
    },
    { what: "Schema", ...(await schemaFinding(program)) },
    { what: "Web app", ok: existsSync(WEB_DIR), says: existsSync(WEB_DIR) ? "built" : "not built: run `npm run build`" },
    ...(await installationFindings(program)),
    ...(await permissionFindings(program)),
    await automationFinding(program),
    ...PROVIDERS.map((provider) => {
      const client = config.oauthClient(provider, null);
      return { what: `${provider} application`, ok: true, says: client ? `client id ${client.client_id}` : "none set; needed to connect" };
    }),
  ];
  output.result({ ok: findings.every((finding) => finding.ok), findings }, () =>
    table(findings.map((finding) => [finding.ok ? "ok " : "!! ", finding.what, finding.says])),
  );
  if (findings.some((finding) => !finding.ok)) process.exitCode = 1;
}

async function schemaFinding(program: Program): Promise<{ ok: boolean; says: string }> {
  return requireMigrated(program.db).then(
    () => ({ ok: true, says: "up to date" }),
    (error: unknown) => ({ ok: false, says: error instanceof Error ? error.message : String(error) }),
  );
}
