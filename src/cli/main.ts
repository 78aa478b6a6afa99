#!/usr/bin/env -S node --max-semi-space-size=16 --heap-growing-percent=50
/** The command line: every command, its options, and what happens when one fails. */
import { enableCompileCache } from "node:module";
import { Command, Option } from "commander";
import { ConfigError, readConfig, systemEnvironment, withPort } from "../lib/config.ts";
import { ACTIVITY_KINDS, type ActivityKind } from "../model/settings.ts";
import { SyncRefused } from "../sync/run.ts";
import { doctorCommand, verifyCommand } from "./commands/check.ts";
import { connectCommand } from "./commands/connect.ts";
import { demoCommand } from "./commands/demo.ts";
import { decideHeldChanges, listHeldChanges } from "./commands/held.ts";
import { designateCommand, disconnectCommand, eraseCommand } from "./commands/leave.ts";
import { activitiesCommand, logCommand } from "./commands/log.ts";
import { contactsCommand, whyCommand } from "./commands/look.ts";
import { addFirm, firmList } from "./commands/firm.ts";
import { addMember, inviteMember, memberList, printResetLink, printSignInLink } from "./commands/member.ts";
import { changeDeliveries, deliveryCommand, outboxCommand, restoredCommand } from "./commands/outbox.ts";
import { previewSettings, rollBackSettings, settingsHistory } from "./commands/review.ts";
import { serveCommand, WEB_DIR } from "./commands/serve.ts";
import { rotateKeysCommand } from "./commands/keys.ts";
import { getSettings, setSettings } from "./commands/settings.ts";
import { syncCommand } from "./commands/sync.ts";
import { workCommand } from "./commands/work.ts";
import { listWebhooks, renewWebhooks, replayWebhooks } from "./commands/webhooks.ts";
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
const firmOption = () => new Option("--firm <name>", "which firm, by name or id, where there are several");
const everyOption = () =>
  new Option("--every <seconds>", "read that often, instead of at the times of the settings; the same in all processes");
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

const LOGGED: Record<ActivityKind, string> = {
  email: "an e-mail",
  note: "a note",
  card: "a card that was sent",
  call: "a call",
  text: "a text message",
  message: "a message in the portal",
  document: "a document: --file says which",
};
const has = (kind: ActivityKind, ...kinds: ActivityKind[]) => kinds.includes(kind);
const log = cli.command("log").description("log what happened with a contact; it is written to the provider where the settings say so");
for (const kind of ACTIVITY_KINDS) {
  const one = log
    .command(`${kind} <contact>`)
    .description(LOGGED[kind])
    .addOption(connectionOption())
    .option("--author <email>", "whose activity it is, where there are several members")
    .option("--matter <id>", "on which matter it belongs, by its id at the provider")
    .option("--at <time>", "when it happened, such as 2026-11-21T06:00:00Z (default: now)")
    .option("--body <text>", "what was said or written; `-` takes it from standard input");
  if (!has(kind, "text")) one.option("--subject <line>", "in one line");
  if (has(kind, "email", "call", "text", "message")) one.option("--in", "from the contact (default: to the contact)");
  if (has(kind, "call", "text")) one.option("--number <number>", "the contact's number");
  if (has(kind, "email")) one.option("--address <address>", "the contact's e-mail address").option("--html", "the body is HTML");
  if (has(kind, "message")) one.option("--conversation <name>", "which of the contact's conversations");
  if (has(kind, "email", "text")) one.option("--confirmed", "log it although others share the address or number");
  if (has(kind, "email", "text", "message")) one.option("--file <path...>", "attachments");
  if (has(kind, "document")) one.requiredOption("--file <path>", "the document");
  one.action((contact, options) => withProgram((program, out) => logCommand(program, out, kind, contact, options)));
}

cli
  .command("activities <contact>")
  .description("what was logged of a contact, and how it stands at the provider")
  .addOption(connectionOption())
  .option("--limit <n>", "how many", "50")
  .action((contact, options) => withProgram((program, out) => activitiesCommand(program, out, contact, options)));

const filtered = (command: Command) =>
  command
    .addOption(connectionOption())
    .addOption(firmOption())
    .option("--state <state>", "held, queued, sending, unknown, delivered, failed, needs_review or cancelled")
    .option("--kind <kind>", ACTIVITY_KINDS.join(", "))
    .option("--reason <code>", "waiting or ended for this reason")
    .option("--contact <id>", "of this contact");
const outbox = filtered(cli.command("outbox"))
  .description("what is on its way to the provider: sums, or those that fit the options")
  .option("--limit <n>", "how many", "50")
  .action((options) => withProgram((program, out) => outboxCommand(program, out, options)));
for (const what of ["retry", "cancel"] as const) {
  filtered(outbox.command(`${what} [ids...]`))
    .description(what === "retry" ? "send again, by ids or by options" : "do not send, by ids or by options")
    // The command above has the same options and takes them first.
    .action((ids, _options, command: Command) =>
      withProgram((program, out) => changeDeliveries(program, out, what, ids, command.optsWithGlobals())),
    );
}
cli
  .command("delivery <id>")
  .description("one delivery's whole story")
  .addOption(firmOption())
  .action((id, options) => withProgram((program, out) => deliveryCommand(program, out, id, options)));
cli
  .command("restored")
  .description("say that a backup of the database was put back: what may have been sent since is looked up before anything is sent")
  .action(() => withProgram(restoredCommand));

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

const member = cli.command("member").description("who owns contacts, and who may sign in");
member
  .command("add <email>")
  .description("add a member")
  .requiredOption("--name <name>", "the member's name")
  .addOption(firmOption())
  .option("--admin", "make them an administrator")
  .action((email, options) => withProgram((program, out) => addMember(program, out, email, options)));
member
  .command("list")
  .description("list the members, and whether they can sign in")
  .addOption(firmOption())
  .action((options) => withProgram((program, out) => memberList(program, out, options)));

member
  .command("invite <email>")
  .description("let somebody sign in: mails an invitation and prints its link")
  .requiredOption("--name <name>", "the member's name")
  .addOption(firmOption())
  .option("--admin", "make them an administrator")
  .action((email, options) => withProgram((program, out) => inviteMember(program, out, email, options)));
member
  .command("link <email>")
  .description("print a link that signs a member in, once")
  .action((email) => withProgram((program, out) => printSignInLink(program, out, email)));

member
  .command("reset <email>")
  .description("print the link by which a member chooses a new password, where no mail can be sent")
  .action((email) => withProgram((program, out) => printResetLink(program, out, email)));

const firm = cli.command("firm").description("the firms of this installation");
firm
  .command("add <name>")
  .description("add a firm")
  .option("--time-zone <zone>", "the firm's time zone", "America/New_York")
  .option("--country <code>", "the firm's country", "US")
  .action((name, options) => withProgram((program, out) => addFirm(program, out, name, options)));
firm
  .command("list")
  .description("list the firms")
  .action(() => withProgram(firmList));

const webhooks = cli.command("webhooks").description("what the providers tell at once");
webhooks
  .command("list")
  .description("what is subscribed to, and whether it speaks")
  .addOption(connectionOption())
  .action((options) => withProgram((program, out) => listWebhooks(program, out, options)));
webhooks
  .command("renew")
  .description("ask the provider what it has, and make anew what is missing, suspended or expired")
  .addOption(connectionOption())
  .action((options) => withProgram((program, out) => renewWebhooks(program, out, options)));
webhooks
  .command("replay")
  .description("read again every record that was named by deliveries of a time")
  .addOption(connectionOption())
  .requiredOption("--from <time>", "received at or after, such as 2026-11-21T06:00:00Z")
  .option("--to <time>", "and before (default: now)")
  .action((options) => withProgram((program, out) => replayWebhooks(program, out, options)));

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
  .command("keys")
  .description("what locks the tokens")
  .command("rotate")
  .description("exchange the keys, while everything runs (docs/operate.md)")
  .action(() => withProgram(rotateKeysCommand));

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
