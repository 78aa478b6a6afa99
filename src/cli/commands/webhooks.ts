/** `privity webhooks list|renew|replay`: what the providers tell at once, and what to do when they do not (B-SYN-8). */
import { tendNow } from "../../sync/webhooks/care.ts";
import { replayDeliveries } from "../../sync/webhooks/store_inbox.ts";
import { listSubscriptions, type SubscriptionView } from "../../sync/webhooks/store_subscriptions.ts";
import { tellFirst, telling } from "../acting.ts";
import { chooseConnection, chooseConnections } from "../choose.ts";
import { CliError, table, type Output } from "../output.ts";
import type { Program } from "../program.ts";

const DAY_MS = 86_400_000;

async function subscriptionsOf(program: Program, named?: string): Promise<SubscriptionView[]> {
  const since = new Date(program.sync.clock.now().getTime() - DAY_MS).toISOString();
  const connections = await chooseConnections(program, named);
  return (
    await Promise.all(connections.map((one) => listSubscriptions(program.db.kysely, one.firm_id, [one.connection_id], since)))
  ).flat();
}

export async function listWebhooks(program: Program, output: Output, options: { connection?: string }): Promise<void> {
  const rows = await subscriptionsOf(program, options.connection);
  output.result(rows, () => {
    if (rows.length === 0) return ["Nothing is subscribed to: `privity webhooks renew` says why."];
    const lines = rows.map((row) => [
      row.provider,
      row.model,
      row.silent_since === null ? row.state : `silent since ${row.silent_since}`,
      row.expires_at ?? "never",
      row.last_delivery_at ?? "never",
      String(row.deliveries),
    ]);
    return table([["FROM", "MODEL", "STATE", "EXPIRES", "LAST DELIVERY", "IN 24 HOURS"], ...lines]);
  });
}

/** Asks the provider what it has, and makes anew what is missing, suspended or expired. */
export async function renewWebhooks(program: Program, output: Output, options: { connection?: string }): Promise<void> {
  for (const connection of await chooseConnections(program, options.connection)) {
    if (program.webhooks.hooks_url(connection.provider) === null)
      output.note(`${connection.provider} cannot reach ${program.config.url}: set PRIVITY_URL to an https address that it can.`);
    await tellFirst(program, connection.firm_id, "webhooks.check", connection.connection_id);
    const { error, had } = await tendNow(program.webhooks, connection);
    if (!had) throw new CliError("another process is looking after these webhooks at the moment; try again in a minute");
    if (error !== null) throw new CliError(`${connection.provider}: ${error}`);
  }
  await listWebhooks(program, output, options);
}

export async function replayWebhooks(
  program: Program,
  output: Output,
  options: { connection?: string; from: string; to?: string },
): Promise<void> {
  const connection = await chooseConnection(program, options.connection);
  const now = program.sync.clock.now().toISOString();
  const range = { from: timeOf("--from", options.from), to: options.to === undefined ? now : timeOf("--to", options.to), now };
  const records = await program.db.transaction(async (trx) => {
    const asked = await replayDeliveries(trx, connection, range);
    await telling(connection.firm_id, "webhooks.replay", connection.connection_id, { ...range, records: asked })(trx);
    return asked;
  });
  output.result({ records }, () => [
    `${records} records that were named between ${range.from} and ${range.to} are read again by \`privity serve\` or \`privity work\`.`,
  ]);
}

function timeOf(option: string, text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new CliError(`${option} ${text} is no time; write it as 2026-11-21T06:00:00Z`);
  return at.toISOString();
}
