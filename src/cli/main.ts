#!/usr/bin/env -S node --max-semi-space-size=16
/** The command line: every command, its options, and what happens when one fails. */
import { enableCompileCache } from "node:module";
import { Command, Option } from "commander";
import { ConfigError, readConfig, systemEnvironment } from "../lib/config.ts";
import { SyncRefused } from "../sync/run.ts";
import { doctorCommand, verifyCommand } from "./commands/check.ts";
import { connectCommand } from "./commands/connect.ts";
import { demoCommand } from "./commands/demo.ts";
import { decideHeldChanges, listHeldChanges } from "./commands/held.ts";
import { contactsCommand, whyCommand } from "./commands/look.ts";
import { addMember, memberList } from "./commands/member.ts";
import { serveCommand, WEB_DIR } from "./commands/serve.ts";
import { getSettings, setSettings } from "./commands/settings.ts";
import { syncCommand } from "./commands/sync.ts";
import { CliError, createOutput, type Output } from "./output.ts";
import { openProgram, type Program } from "./program.ts";
import { runSandboxes } from "./sandboxes.ts";

enableCompileCache();

const cli = new Command("privity")
  .description(
    "Keeps a law firm's clients close: reads Clio or MyCase, derives who is a client, who owns them, their tags and dates, and says why",
  )
  .option("--json", "print one JSON value instead of text")
  .showHelpAfterError()
  .enablePositionalOptions(false);

const connectionOption = () => new Option("--connection <name>", "clio, mycase, or a connection's id");
const output = (): Output => createOutput(cli.opts<{ json?: boolean }>().json === true);

/** Opens the program for one command and closes it again, whatever happens. */
async function withProgram(work: (program: Program, output: Output) => Promise<void>): Promise<void> {
  const program = await openProgram(readConfig(), { web_dir: WEB_DIR });
  try {
    await work(program, output());
  } finally {
    await program.close();
  }
}

cli
  .command("serve")
  .description("serve the page and the API on this machine, and read what changed every so often")
  .option("--port <port>", "port to listen on (default: PRIVITY_PORT, else 8790)")
  .option("--every <seconds>", "how often to read what changed", "300")
  .action((options) => withProgram((program, out) => serveCommand(program, out, options)));

cli
  .command("demo")
  .description("the main job, from nothing: start both sandboxes, connect, read, derive, serve")
  .option("--once", "end when both firms are read and verified")
  .option("--port <port>", "port of the page (default: PRIVITY_PORT, else 8790)")
  .option("--every <seconds>", "how often to read what changed", "15")
  .option("--sandbox <argument...>", "arguments for the sandboxes, such as --sandbox=--firm=generated", [])
  .action((options) => demoCommand(systemEnvironment(), output(), options));

cli
  .command("sandbox")
  .description("run the Clio and MyCase sandboxes alone; `privity sandbox --help` lists their options")
  .helpOption(false)
  .allowUnknownOption()
  .argument("[arguments...]")
  .action(async (args: string[]) => {
    const child = runSandboxes(args);
    process.once("SIGINT", () => {}); // the terminal tells the child too; it ends by itself
    process.exitCode = await new Promise<number>((ended) => child.once("exit", (code) => ended(code ?? 0)));
  });

cli
  .command("connect <provider>")
  .description("connect a firm's Clio or MyCase: prints where to sign in and takes the answer")
  .option("--region <region>", "Clio: us, eu, ca or au")
  .option("--port <port>", "port of the redirect address http://127.0.0.1:<port>/oauth/callback; the provider has to know it", "8791")
  .option("--preset <name>", "the settings to start with")
  .option("--firm <name>", "the firm's name, when it is new here", "My firm")
  .option("--time-zone <zone>", "the firm's time zone, when it is new here", "America/New_York")
  .option("--country <code>", "the firm's country, when it is new here", "US")
  .option("--follow", "open the address without a browser; works with a simulator that consents by itself")
  .action((provider, options) => withProgram((program, out) => connectCommand(program, out, provider, options)));

cli
  .command("sync")
  .description("read what changed at the provider")
  .addOption(connectionOption())
  .option("--full", "read everything again")
  .option("--matter <id>", "read one matter and its people")
  .option("--contact <id>", "read one contact")
  .action((options) => withProgram((program, out) => syncCommand(program, out, options)));

cli
  .command("contacts")
  .description("list and search contacts")
  .addOption(connectionOption())
  .option("--q <words>", "words to search for")
  .option("--state <state>", "in (default), skipped, out_of_scope, out_of_segment, suspected_gone, tombstone or any")
  .option("--status <status>", "client, active, pending, past or none")
  .option("--tag <tag>", "only those with this tag")
  .option("--limit <n>", "how many", "50")
  .action((options) => withProgram((program, out) => contactsCommand(program, out, options)));

cli
  .command("why <contact>")
  .description("say why a contact is what it is: state, client status, owner, tags, key facts")
  .addOption(connectionOption())
  .action((contact, options) => withProgram((program, out) => whyCommand(program, out, contact, options)));

const settings = cli.command("settings").description("look at and change a connection's settings");
settings
  .command("get [path]")
  .description("all settings, or one by its dotted path")
  .addOption(connectionOption())
  .action((path, options) => withProgram((program, out) => getSettings(program, out, path, options)));
settings
  .command("set <path> [value]")
  .description("change one setting; `-` takes a whole document from standard input")
  .addOption(connectionOption())
  .action((path, value, options) => withProgram((program, out) => setSettings(program, out, path, value, options)));

const member = cli.command("member").description("who owns contacts");
member
  .command("add <email>")
  .description("add a member")
  .requiredOption("--name <name>", "the member's name")
  .option("--admin", "make them an administrator")
  .action((email, options) => withProgram((program, out) => addMember(program, out, email, options)));
member
  .command("list")
  .description("list the members")
  .action(() => withProgram(memberList));

const held = cli.command("held").description("changes that were held because they were unusually many");
held
  .command("list")
  .description("what waits for a decision")
  .addOption(connectionOption())
  .action((options) => withProgram((program, out) => listHeldChanges(program, out, options)));
for (const decision of ["approve", "refuse"] as const) {
  held
    .command(`${decision} <run>`)
    .description(decision === "approve" ? "take the held changes of a run over" : "keep what Privity has")
    .addOption(connectionOption())
    .action((run, options) => withProgram((program, out) => decideHeldChanges(program, out, decision, run, options)));
}

cli
  .command("verify")
  .description("work everything out anew and report any difference")
  .addOption(connectionOption())
  .option("--recompute", "write what was worked out first")
  .action((options) => withProgram((program, out) => verifyCommand(program, out, options)));

cli
  .command("doctor")
  .description("look at the installation and say what is missing")
  .action(() => withProgram(doctorCommand));

cli
  .command("migrate")
  .description("bring the database up to this program's schema; every command does so too")
  .action(() =>
    withProgram(async (program, out) =>
      out.result({ backend: program.db.backend, ok: true }, () => ["The database has this program's schema."]),
    ),
  );

// --json may stand before or after the command.
const asked = process.argv.slice(2);
const json = asked.includes("--json") && asked[0] !== "sandbox";
const args = json ? ["--json", ...asked.filter((arg) => arg !== "--json")] : asked;

try {
  await cli.parseAsync(args, { from: "user" });
} catch (error) {
  if (!(error instanceof CliError || error instanceof ConfigError || error instanceof SyncRefused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
