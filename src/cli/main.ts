#!/usr/bin/env -S node --max-semi-space-size=32 --heap-growing-percent=50 --no-parallel-scavenge
/** The command line: every command, its options, and what happens when one fails. */
import { enableCompileCache } from "node:module";
import { Command } from "commander";
import { ConfigError, readConfig, systemEnvironment, withPort } from "../lib/config.ts";
import { SyncRefused } from "../sync/run.ts";
import { doctorCommand, verifyCommand } from "./commands/check.ts";
import { connectCommand } from "./commands/connect.ts";
import { demoCommand } from "./commands/demo.ts";
import { designateCommand, disconnectCommand, eraseCommand } from "./commands/leave.ts";
import { contactsCommand, whyCommand } from "./commands/look.ts";
import { projectsCommand } from "./commands/projects.ts";
import { previewSettings, rollBackSettings, settingsHistory } from "./commands/review.ts";
import { serveCommand, WEB_DIR } from "./commands/serve.ts";
import { getSettings, setSettings } from "./commands/settings.ts";
import { syncCommand } from "./commands/sync.ts";
import { workCommand } from "./commands/work.ts";
import { declareAutomations } from "./declare_automations.ts";
import { declareHouse } from "./declare_house.ts";
import { declareWriting } from "./declare_writing.ts";
import { connectionOption, everyOption, firmOption } from "./options.ts";
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

const output = (): Output => createOutput(cli.opts<{ json?: boolean }>().json === true);

/** Opens the program for one command and closes it again, whatever happens. */
async function withProgram(work: (program: Program, output: Output) => Promise<void>, every?: string, port?: string): Promise<void> {
  const every_ms = every === undefined ? null : Number(every) * 1000;
  const program = await openProgram(readConfig(withPort(systemEnvironment(), port)), { web_dir: WEB_DIR, every_ms });
  try {
    await work(program, output());
  } finally {
    await program.close();
  }
}

cli
  .command("serve")
  .description("serve the page and the API, and work as `privity work` does")
  .option("--port <port>", "port to listen on (default: PRIVITY_PORT, else 8790)")
  .addOption(everyOption())
  .option("--no-work", "leave the work to `privity work`")
  .action((options) => withProgram((program, out) => serveCommand(program, out, options), options.every, options.port));

cli
  .command("work")
  .description("read what is due, and whatever else waits; any number of these may run, also on other machines")
  .addOption(everyOption())
  .option("--turns <n>", "connections that are worked on side by side", "8")
  .action((options) => withProgram((program, out) => workCommand(program, out, options), options.every));

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
  .action(async () => {
    // As they stand: `--json` would be taken for our own.
    const child = runSandboxes(process.argv.slice(process.argv.indexOf("sandbox") + 1));
    process.once("SIGINT", () => {}); // the terminal tells the child too; it ends by itself
    process.exitCode = await new Promise<number>((ended) => child.once("exit", (code) => ended(code ?? 0)));
  });

cli
  .command("connect <provider>")
  .description("connect a firm's Clio or MyCase: prints where to sign in and takes the answer")
  .option("--region <region>", "Clio: us, eu, ca or au")
  .option("--port <port>", "port of the redirect address http://127.0.0.1:<port>/oauth/callback; the provider has to know it", "8791")
  .option("--preset <name>", "the settings to start with")
  .option("--firm <name>", "which firm, by name; made when it is new here")
  .option("--time-zone <zone>", "the firm's time zone, when it is new here", "America/New_York")
  .option("--country <code>", "the firm's country, when it is new here", "US")
  .option("--follow", "open the address without a browser; works with a simulator that consents by itself")
  .action((provider, options) => withProgram((program, out) => connectCommand(program, out, provider, options)));

cli
  .command("designate <connection>")
  .description("whose account reads for the firm: a connection's id, or the user's name at the provider; what was read stays")
  .action((named) => withProgram((program, out) => designateCommand(program, out, named)));

cli
  .command("disconnect <connection>")
  .description("end a connection: removes its webhooks, revokes it at the provider, deletes its tokens; keeps what was synced")
  .action((named) => withProgram((program, out) => disconnectCommand(program, out, named)));

cli
  .command("erase <connection>")
  .description("erase everything that was kept of a disconnected connection; cannot be undone")
  .requiredOption("--confirm <name>", "the firm's name at the provider, as `privity disconnect` shows it")
  .action((named, options) => withProgram((program, out) => eraseCommand(program, out, named, options)));

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
  .addOption(firmOption())
  .action((options) => withProgram((program, out) => contactsCommand(program, out, options)));

cli
  .command("why <contact>")
  .description("say why a contact is what it is: state, client status, owner, tags, key facts")
  .addOption(connectionOption())
  .action((contact, options) => withProgram((program, out) => whyCommand(program, out, contact, options)));

cli
  .command("projects")
  .description("say how matters are mapped for clients, and what has no type, phase or role yet")
  .addOption(connectionOption())
  .action((options) => withProgram((program, out) => projectsCommand(program, out, options)));

declareWriting(cli, withProgram);

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

settings
  .command("history")
  .description("versions of the settings: who, when, and what changed")
  .addOption(connectionOption())
  .option("--limit <n>", "how many", "20")
  .action((options) => withProgram((program, out) => settingsHistory(program, out, options)));
settings
  .command("preview <path> [value]")
  .description("say what a change would do to the whole firm; `-` takes a whole document from standard input")
  .addOption(connectionOption())
  .option("--apply", "put it in force, if nothing has moved meanwhile")
  .action((path, value, options) => withProgram((program, out) => previewSettings(program, out, path, value, options)));
settings
  .command("rollback <version>")
  .description("go back to an earlier version")
  .addOption(connectionOption())
  .action((version, options) => withProgram((program, out) => rollBackSettings(program, out, version, options)));

declareAutomations(cli, withProgram);
declareHouse(cli, withProgram);

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
