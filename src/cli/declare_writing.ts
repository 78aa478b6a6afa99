/** Commands about what happened with contacts, and its way to the providers. */
import type { Command } from "commander";
import { ACTIVITY_KINDS, type ActivityKind } from "../model/settings.ts";
import { activitiesCommand, logCommand } from "./commands/log.ts";
import { changeDeliveries, deliveryCommand, outboxCommand, restoredCommand } from "./commands/outbox.ts";
import { connectionOption, firmOption, type WithProgram } from "./options.ts";

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

export function declareWriting(cli: Command, withProgram: WithProgram): void {
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
}
