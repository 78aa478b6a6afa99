/**
 * `privity demo`: the main job on a fresh database. Starts the two sandboxes (or uses the simulators that the environment names), connects
 * to both by real HTTP and OAuth, reads everything, derives, verifies, and serves the page while it keeps both current.
 */
import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createSignInLink } from "../../accounts/sign_in.ts";
import { isFresh, signUp } from "../../accounts/sign_up.ts";
import { insertMember } from "../../accounts/store_firms.ts";
import { listConnections, type ConnectionRow } from "../../connections/store.ts";
import { readConfig, withPort, type Config, type Environment } from "../../lib/config.ts";
import { newId } from "../../lib/ids.ts";
import { PROVIDERS, type Kind, type Provider } from "../../model/kinds.ts";
import { readKind } from "../../projection/store_context.ts";
import { countContacts } from "../../projection/store_views.ts";
import { verify } from "../../projection/verify.ts";
import { requestFloor } from "../../sync/plan.ts";
import type { RunRow } from "../../sync/store_lists.ts";
import { chooseFirm } from "../choose.ts";
import { connectOne, followAuthorize } from "../connecting.ts";
import { CliError, table, type Output } from "../output.ts";
import { openProgram, type Program } from "../program.ts";
import { startSandboxes, type Sandboxes } from "../sandboxes.ts";
import { followMembers } from "./member.ts";
import { startServing, WEB_DIR } from "./serve.ts";
import { syncAll } from "./sync.ts";
import { workUntilStopped } from "./work.ts";

export interface DemoOptions {
  once?: boolean;
  port?: string;
  every: string;
  sandbox: string[];
}

const PERSON_MS = 10 * 60_000;

export async function demoCommand(environment: Environment, output: Output, options: DemoOptions): Promise<void> {
  const started = process.hrtime.bigint();
  const simulated = environment["PRIVITY_CLIO_URL"] !== undefined && environment["PRIVITY_MYCASE_API_URL"] !== undefined;
  const sandboxes = simulated ? null : await startSandboxes(["--auto-consent", ...options.sandbox]);
  try {
    const config = await freshConfig(withPort({ ...environment, ...sandboxes?.environment }, options.once ? "0" : options.port));
    const program = await openProgram(config, { web_dir: WEB_DIR, every_ms: Number(options.every) * 1000 });
    try {
      await runDemo(program, output, options, sandboxes, started);
    } finally {
      await program.close();
    }
  } finally {
    await sandboxes?.stop();
  }
}

/** A data folder of its own, emptied first. A database that the environment names is used as it is, never emptied. */
async function freshConfig(environment: Environment): Promise<Config> {
  const config = readConfig(environment);
  const data_dir = join(config.data_dir, "demo");
  if (config.database_url === null) await rm(data_dir, { recursive: true, force: true });
  return { ...config, data_dir, s3: null, secret_key_file: join(data_dir, "secret.key") };
}

async function runDemo(
  program: Program,
  output: Output,
  options: DemoOptions,
  sandboxes: Sandboxes | null,
  started: bigint,
): Promise<void> {
  const serving = await startServing(program, program.config.port);
  try {
    if (!options.once) output.note(`The page at ${serving.url} fills while the firms are read; a link to come in follows.`);
    const admin = await makeAdmin(program);
    const connections = await connectBoth(program, output, admin.firm_id);
    const runs = await syncAll(program, output, connections, { mode: "incremental", trigger: "demo" });
    await addMembers(program, connections);
    const summary = await summarise(program, connections, runs);
    if (options.once) {
      output.result(summary, () => table(summaryRows(summary)));
    } else {
      output.note(table(summaryRows(summary)).join("\n"));
      output.note(`\nReady after ${(Number(process.hrtime.bigint() - started) / 1e9).toFixed(1)} s. The page is at ${serving.url}.`);
      for (const line of await waysIn(program, admin)) output.note(line);
      if (sandboxes)
        output.note(
          `Change somebody at ${sandboxes.environment["PRIVITY_CLIO_URL"]}/sandbox or ${sandboxes.environment["PRIVITY_MYCASE_API_URL"]}/sandbox and watch it arrive. Stop with Ctrl-C.`,
        );
      await workUntilStopped(program, true);
    }
    if (summary.verify.differences > 0 || runs.some((run) => run.state !== "succeeded")) process.exitCode = 1;
  } finally {
    await serving.stop();
  }
}

interface DemoAdmin {
  firm_id: string;
  /** Null: somebody signed up before, in a database that the environment names. */
  password: string | null;
}

const ADMIN_EMAIL = "admin@marlowfinch.example";

/** The firm and its first admin, as on the page's first screen. */
async function makeAdmin(program: Program): Promise<DemoAdmin> {
  if (!(await isFresh(program.accounts))) return { firm_id: (await chooseFirm(program)).firm_id, password: null };
  const password = randomBytes(12).toString("base64url");
  const firm = { name: "Marlow & Finch", time_zone: "America/New_York", country: "US" };
  const { firm_id } = await signUp(program.accounts, { name: "Demo Admin", email: ADMIN_EMAIL, password, firm });
  return { firm_id, password };
}

async function waysIn(program: Program, { password }: DemoAdmin): Promise<string[]> {
  if (password === null) return ["Sign in as you did before; `privity member link EMAIL` prints a link that signs in."];
  return [
    `Come in by this link, once, within ten minutes:\n  ${await createSignInLink(program.accounts, ADMIN_EMAIL)}`,
    `Or sign in as ${ADMIN_EMAIL} with the password ${password}`,
  ];
}

async function connectBoth(program: Program, output: Output, firm_id: string): Promise<ConnectionRow[]> {
  for (const provider of PROVIDERS) {
    const region = program.connectors[provider].regions[0] ?? null;
    const ask = async (authorize_url: string) => {
      if (await followAuthorize(authorize_url)) return;
      output.note(`Please sign in to ${provider} at\n  ${authorize_url}`);
    };
    const connected = await connectOne(program, { firm_id, provider, region, port: 0, ask, wait_ms: PERSON_MS });
    output.note(`Connected to ${connected.identity.account_name} (${provider}) as ${connected.identity.user_name}.`);
  }
  return (await listConnections(program.db, { firm_id })).filter((row) => row.purpose === "sync");
}

/** The demo's firm takes on its own staff as members, all but the last of each office: so that the list of the unmapped has somebody to show. */
async function addMembers(program: Program, connections: ConnectionRow[]): Promise<void> {
  for (const connection of connections) {
    const { mapper } = program.connectors[connection.provider];
    const staff = (await readKind(program.db.kysely, connection, "staff")).map(({ raw }) => mapper.staff(raw));
    const members = staff.filter((person) => person.active && person.email !== "").slice(0, -1);
    for (const person of members) {
      const role = members[0] === person ? ("admin" as const) : ("member" as const);
      await insertMember(program.db.kysely, connection.firm_id, {
        member_id: newId(program.sync.clock),
        name: person.name,
        email: person.email,
        role,
      });
    }
  }
  for (const firm_id of new Set(connections.map((row) => row.firm_id))) await followMembers(program, firm_id, null);
}

interface Summary {
  firms: {
    provider: Provider;
    contacts: number;
    matters: number;
    staff: number;
    skipped: number;
    requests: number;
    floor: number;
    seconds: number;
  }[];
  verify: { differences: number };
}

async function summarise(program: Program, connections: ConnectionRow[], runs: RunRow[]): Promise<Summary> {
  const summary: Summary = { firms: [], verify: { differences: 0 } };
  for (const run of runs) {
    const connection = connections.find((row) => row.connection_id === run.connection_id);
    if (!connection) throw new CliError("a run of the demo has no connection");
    const connector = program.connectors[connection.provider];
    const states = await countContacts(program.db.kysely, connection);
    const read = new Map<Kind, number>();
    for (const listing of run.listings) read.set(listing.kind, (read.get(listing.kind) ?? 0) + listing.rows_read);
    const checked = await verify({ db: program.db, mapper: connector.mapper, clock: program.sync.clock }, connection);
    summary.verify.differences += checked.differences.length;
    summary.firms.push({
      provider: connection.provider,
      contacts: Object.values(states).reduce((sum, count) => sum + count, 0),
      matters: read.get("matter") ?? 0,
      staff: read.get("staff") ?? 0,
      skipped: states["skipped"] ?? 0,
      requests: run.requests,
      floor: requestFloor(connector, read),
      seconds: run.finished_at === null ? 0 : (Date.parse(run.finished_at) - Date.parse(run.started_at)) / 1000,
    });
  }
  return summary;
}

function summaryRows(summary: Summary): string[][] {
  const rows = summary.firms.map((firm) =>
    [
      firm.provider,
      firm.contacts,
      firm.matters,
      firm.staff,
      firm.skipped,
      `${firm.requests} (floor ${firm.floor})`,
      firm.seconds.toFixed(1),
    ].map(String),
  );
  return [
    ["FIRM", "CONTACTS", "MATTERS", "STAFF", "SKIPPED", "REQUESTS", "SECONDS"],
    ...rows,
    ["verify", `${summary.verify.differences} differences`],
  ];
}
