/** Commands about what starts by itself. */
import type { Command } from "commander";
import {
  decideBatchCommand,
  listAutomationsCommand,
  listBatchesCommand,
  pauseCommand,
  showAutomationCommand,
  whyAutomationsCommand,
} from "./commands/automations.ts";
import { connectionOption, firmOption, type WithProgram } from "./options.ts";

export function declareAutomations(cli: Command, withProgram: WithProgram): void {
  const automations = cli.command("automations").description("what starts by itself, what is held, and why");
  automations
    .command("list")
    .description("list the automations, and how many they started")
    .addOption(firmOption())
    .action((options) => withProgram((program, out) => listAutomationsCommand(program, out, options)));
  automations
    .command("show <automation>")
    .description("one automation by name or id: what it does, and what it started or not")
    .addOption(firmOption())
    .option("--limit <n>", "so many starts at most", "20")
    .action((name, options) => withProgram((program, out) => showAutomationCommand(program, out, name, options)));
  automations
    .command("why <contact>")
    .description("what automations did for a contact, and why not")
    .addOption(connectionOption())
    .option("--limit <n>", "so many starts at most", "20")
    .action((contact, options) => withProgram((program, out) => whyAutomationsCommand(program, out, contact, options)));
  automations
    .command("batches")
    .description("what is held until an admin decides")
    .addOption(firmOption())
    .option("--all", "also those that were decided")
    .action((options) => withProgram((program, out) => listBatchesCommand(program, out, options)));
  for (const decision of ["approve", "dismiss"] as const)
    automations
      .command(`${decision} <batch>`)
      .description(decision === "approve" ? "let all that a batch still holds start" : "dismiss all that a batch still holds, for good")
      .addOption(firmOption())
      .option("--confirm <count>", "how many you mean, as `batches` says it")
      .action((batch, options) => withProgram((program, out) => decideBatchCommand(program, out, decision, batch, options)));
  for (const pause of [true, false]) {
    const command = automations
      .command(pause ? "pause" : "resume")
      .description(pause ? "pause automations for the firm, a contact or a matter" : "end a pause")
      .addOption(firmOption())
      .addOption(connectionOption())
      .option("--contact <id>", "for this contact alone")
      .option("--matter <id>", "for this matter alone");
    if (pause) command.option("--until <time>", "such as 2026-12-01T08:00:00Z (default: until somebody ends it)");
    command.action((options) => withProgram((program, out) => pauseCommand(program, out, pause, options)));
  }
}
