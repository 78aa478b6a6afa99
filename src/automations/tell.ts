/** What was sent becomes an activity of the contact, and so is written back to the provider (B-WRB-1): once, by its key. */
import { crashPoint } from "../lib/crash_point.ts";
import { OutboxRefused } from "../outbox/types.ts";
import type { AutomationDeps } from "./deps.ts";
import { listUnlogged, markLogged, type Send } from "./store_sends.ts";

const PAGE = 100;

export async function tellSent(deps: AutomationDeps): Promise<number> {
  const rows = await listUnlogged(deps.db.kysely, PAGE);
  for (const send of rows) {
    await tell(deps, send, send.automation).catch((error: unknown) => {
      // The contact or its owner is gone since: there is nothing to write it to.
      if (!(error instanceof OutboxRefused)) throw error;
      deps.log.warn({ send_id: send.send_id, reason: error.code }, "an automated e-mail could not be told as an activity");
    });
    crashPoint("send:logged");
    await markLogged(deps.db.kysely, send, deps.clock.now().toISOString());
  }
  return rows.length;
}

async function tell({ outbox }: AutomationDeps, send: Send, automation: string): Promise<void> {
  const input = {
    connection_id: send.connection_id,
    contact_id: send.contact_id,
    matter_id: send.matter_id,
    kind: "email" as const,
    direction: "out" as const,
    occurred_at: send.sent_at!,
    author_member_id: send.author_member_id!,
    subject: send.subject!,
    body: send.body!,
    address: send.address,
    conversation: null,
    file_ids: [],
    source: "automation" as const,
    source_key: `automation:${send.send_id}`,
  };
  // Nobody asked for it at this moment: who made the automation is told where that is kept.
  await outbox.logActivity(send.firm_id, input, { name: `automation ${automation}`, tell: async () => {} });
}
