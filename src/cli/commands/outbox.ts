/** `privity outbox`, `privity delivery` and `privity restored`: activities on their way to the provider, and what can be done about them. */
import type { Delivery, DeliveryStory, OutboxAnswer } from "../../api/contract/deliveries.ts";
import { listFirms } from "../../accounts/store_firms.ts";
import { holdAfterRestore } from "../../automations/restored.ts";
import { holdToldAfterRestore } from "../../portal/restored.ts";
import { tellFirst } from "../acting.ts";
import { ask, send } from "../asking.ts";
import { chooseConnection, chooseFirm } from "../choose.ts";
import { CliError, table, type Output } from "../output.ts";
import type { Program } from "../program.ts";

export interface OutboxOptions {
  firm?: string;
  connection?: string;
  state?: string;
  kind?: string;
  reason?: string;
  contact?: string;
  limit: string;
}

const HEADINGS = ["ID", "STATE", "SINCE", "KIND", "CONTACT", "WHY, OR WHERE"];

export const deliveryLine = (row: Delivery): string[] => [
  row.delivery_id,
  row.state.replace("_", " "),
  row.since,
  row.kind,
  row.contact_name,
  row.reason?.words ?? row.url ?? row.provider_id ?? "",
];

async function firmOf(program: Program, options: Pick<OutboxOptions, "firm" | "connection">) {
  const connection = options.connection === undefined ? null : await chooseConnection(program, options.connection);
  const { firm_id } = connection ?? (await chooseFirm(program, options.firm));
  return { firm_id, connection_id: connection?.connection_id };
}

/** Without a filter the sums, with one the deliveries that fit. */
export async function outboxCommand(program: Program, output: Output, options: OutboxOptions): Promise<void> {
  const { firm_id, connection_id } = await firmOf(program, options);
  const wanted = { state: options.state, kind: options.kind, reason: options.reason, contact: options.contact };
  if (Object.values(wanted).every((value) => value === undefined)) return sums(program, output, firm_id, connection_id);
  const query = new URLSearchParams({ limit: options.limit });
  for (const [name, value] of Object.entries({ ...wanted, connection: connection_id })) if (value !== undefined) query.set(name, value);
  const answer = await ask<{ items: Delivery[]; next: string | null }>(program, firm_id, `/deliveries?${query}`);
  output.result(answer, () =>
    answer.items.length === 0
      ? ["There is none."]
      : [...table([HEADINGS, ...answer.items.map(deliveryLine)]), ...(answer.next ? ["… more: raise --limit"] : [])],
  );
}

async function sums(program: Program, output: Output, firm_id: string, connection_id: string | undefined): Promise<void> {
  const { connections } = await ask<OutboxAnswer>(program, firm_id, "/outbox");
  const shown = connections.filter((row) => connection_id === undefined || row.connection_id === connection_id);
  output.result({ connections: shown }, () =>
    shown.flatMap((row) => [
      `${row.account_name} (${row.provider})`,
      ...Object.entries(row.by_state)
        .filter(([, count]) => count > 0)
        .map(([state, count]) => `  ${state.replace("_", " ")}: ${count > 10_000 ? "more than 10,000" : count}`),
      ...(row.oldest_queued_at ? [`  the oldest waits since ${row.oldest_queued_at}`] : []),
      ...(row.needs_filing > 0 ? [`  waiting for a matter to be chosen: ${row.needs_filing}`] : []),
      ...row.windows.map(
        ({ promise, window_ms }) =>
          `  ${promise.operation}: ${promise.look_up === "none" ? "cannot be looked up; a person decides" : `looked up after ${Math.round(window_ms / 1000)} s`}`,
      ),
    ]),
  );
}

export async function deliveryCommand(program: Program, output: Output, delivery_id: string, options: { firm?: string }): Promise<void> {
  const { firm_id } = await chooseFirm(program, options.firm);
  const story = await ask<DeliveryStory>(program, firm_id, `/deliveries/${encodeURIComponent(delivery_id)}`);
  output.result(story, () => [
    `${story.kind} about ${story.contact_name}, by ${story.author.name}`,
    `  state: ${story.state.replace("_", " ")} since ${story.since}${story.reason ? ` – ${story.reason.words}` : ""}`,
    ...(story.reason?.remedy ? [`  to do: ${story.reason.remedy}`] : []),
    `  at the provider: ${story.url ?? story.provider_id ?? "nothing yet"}`,
    ...(story.parent ? [`  where: ${story.parent.kind} ${story.parent.id}`] : []),
    ...(story.way ? [`  written by: ${story.way.user_name}${story.way.on_behalf ? " on behalf of the author" : ""}`] : []),
    ...(story.next_at ? [`  next: ${story.next_at}`] : []),
    ...table(
      story.events.map((event) => [
        `  ${event.at}`,
        event.to ?? "",
        [event.event.replaceAll("_", " "), event.words].filter(Boolean).join(": "),
      ]),
    ),
  ]);
}

type Act = "retry" | "cancel";
interface Changed {
  done: string[];
  refused: { delivery_id: string; state: string; words: string }[];
  more: boolean;
}

/** Those that are named, or all that fit the options. */
export async function changeDeliveries(program: Program, output: Output, what: Act, ids: string[], options: OutboxOptions): Promise<void> {
  const { firm_id, connection_id } = await firmOf(program, options);
  const filter = {
    ...(options.state === undefined ? {} : { states: [options.state] }),
    ...(options.kind === undefined ? {} : { kinds: [options.kind] }),
    ...(options.reason === undefined ? {} : { reason: options.reason }),
    ...(options.contact === undefined ? {} : { contact_id: options.contact }),
    ...(connection_id === undefined ? {} : { connection_id }),
  };
  const named = Object.keys(filter).length > 0;
  if (ids.length > 0 === named) throw new CliError(`Say which: ids, or --state, --kind, --reason, --contact or --connection, and not both`);
  const answer: Changed = { done: [], refused: [], more: false };
  do {
    const part = await send<Changed>(program, firm_id, "POST", `/deliveries/${what}`, named ? { filter } : { ids });
    answer.done.push(...part.done);
    answer.refused = part.refused;
    answer.more = part.more;
  } while (answer.more);
  output.result(answer, () => [
    `${answer.done.length} ${what === "retry" ? "will be sent" : "will not be sent"}.`,
    ...table(answer.refused.map((row) => [row.delivery_id, row.state.replace("_", " "), row.words])),
  ]);
}

/** After a backup was put back (F31). */
export async function restoredCommand(program: Program, output: Output): Promise<void> {
  const firms = await listFirms(program.db.kysely);
  for (const { firm_id } of firms) await tellFirst(program, firm_id, "outbox.restored", firm_id);
  const held = await holdAfterRestore(program.portal);
  const to_clients = await holdToldAfterRestore(program.portal);
  const result = await program.outbox.restored("command line");
  output.result({ ...result, held, to_clients, firms: firms.length }, () => [
    `${result.looked_up} deliveries are looked up at the provider before anything is sent.`,
    `${held} starts of automations are held, and what the next sync finds with them: \`privity automations batches\``,
    `${to_clients} letters and texts to clients are held until a member says whether they arrived: ${program.portal.url}/clients`,
  ]);
}
