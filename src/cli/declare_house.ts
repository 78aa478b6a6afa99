/** Commands about the house itself: members, firms, webhooks, held changes, keys. */
import type { Command } from "commander";
import { addFirm, firmList } from "./commands/firm.ts";
import { decideHeldChanges, listHeldChanges } from "./commands/held.ts";
import { rotateKeysCommand } from "./commands/keys.ts";
import { addMember, inviteMember, memberList, printResetLink, printSignInLink } from "./commands/member.ts";
import { listWebhooks, renewWebhooks, replayWebhooks } from "./commands/webhooks.ts";
import { connectionOption, firmOption, type WithProgram } from "./options.ts";

export function declareHouse(cli: Command, withProgram: WithProgram): void {
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
}
