/** `privity log …`: what happened with a contact, on its way to the provider. */
import { text as readStream } from "node:stream/consumers";
import type { Activity } from "../../api/contract/activities.ts";
import { listMembers } from "../../connections/store_lists.ts";
import { ask, send, uploadFile } from "../asking.ts";
import { chooseConnection } from "../choose.ts";
import { CliError, table, type Output } from "../output.ts";
import type { Program } from "../program.ts";
import { deliveryLine } from "./outbox.ts";

export interface LogOptions {
  connection?: string;
  author?: string;
  matter?: string;
  at?: string;
  subject?: string;
  body?: string;
  html?: boolean;
  in?: boolean;
  number?: string;
  address?: string;
  conversation?: string;
  /** Several for attachments, one for a document. */
  file?: string[] | string;
  confirmed?: boolean;
}

type Kind = Activity["kind"];
/** Which fields each kind has besides whom, when, who and on which matter. */
const DIRECTED: readonly Kind[] = ["email", "call", "text", "message"];

export async function logCommand(program: Program, output: Output, kind: Kind, contact_id: string, options: LogOptions): Promise<void> {
  const { firm_id, connection_id } = await chooseConnection(program, options.connection);
  const author_id = await authorOf(program, firm_id, options.author);
  const body = options.body === "-" ? await readStream(process.stdin) : options.body;
  const files = [];
  for (const path of [options.file ?? []].flat()) files.push(await uploadFile(program, firm_id, path));
  const file_ids = files.map((file) => file.file_id);
  const form = {
    kind,
    contact: { connection_id, provider_id: contact_id },
    author_id,
    matter_id: options.matter ?? null,
    occurred_at: options.at === undefined ? null : timeOf(options.at),
    ...given("subject", options.subject),
    ...(options.html ? given("body_html", body) : given("body", body)),
    ...(DIRECTED.includes(kind) ? { direction: options.in ? "in" : "out" } : {}),
    ...given("number", options.number),
    ...given("address", options.address),
    ...given("conversation", options.conversation),
    ...(options.confirmed ? { confirmed: true } : {}),
    ...(kind === "document" ? given("file_id", file_ids[0]) : file_ids.length > 0 ? { file_ids } : {}),
  };
  const activity = await send<Activity>(program, firm_id, "POST", "/activities", form);
  output.result(activity, () => linesOf(activity));
}

const given = (name: string, value: string | undefined) => (value === undefined ? {} : { [name]: value });

function linesOf(activity: Activity): string[] {
  if (activity.kept_here)
    return [`Logged ${activity.activity_id}. The settings keep this kind in Privity: nothing is written to the provider.`];
  return [
    `Logged ${activity.activity_id}.`,
    ...table(activity.deliveries.map((delivery) => deliveryLine(delivery))),
    "`privity serve` or `privity work` writes it; `privity delivery <id>` tells how that went.",
  ];
}

/** Somebody at the command line is no member: it is said in whose name. In a firm of one there is no question. */
async function authorOf(program: Program, firm_id: string, email: string | undefined): Promise<string> {
  const members = (await listMembers(program.db.kysely, firm_id)).filter((member) => member.active);
  const chosen = email === undefined ? members : members.filter((member) => member.email.toLowerCase() === email.toLowerCase());
  if (chosen.length === 1) return chosen[0]!.member_id;
  const there = members.map((member) => `--author ${member.email}`).join(" or ");
  throw new CliError(
    members.length === 0
      ? "Nobody is a member yet whose activity it could be: `privity member add` adds somebody"
      : `Say whose activity it is: ${there}`,
  );
}

function timeOf(text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new CliError(`--at ${text} is no time; write it as 2026-11-21T06:00:00Z`);
  return at.toISOString();
}

/** `privity activities CONTACT`: what was logged of a contact. */
export async function activitiesCommand(
  program: Program,
  output: Output,
  contact_id: string,
  options: { connection?: string; limit: string },
): Promise<void> {
  const { firm_id, connection_id } = await chooseConnection(program, options.connection);
  const query = new URLSearchParams({ connection: connection_id, contact: contact_id, limit: options.limit });
  const answer = await ask<{ items: Activity[] }>(program, firm_id, `/activities?${query}`);
  output.result(answer, () => {
    if (answer.items.length === 0) return ["Nothing was logged yet."];
    const rows = answer.items.map((item) => [
      item.occurred_at,
      item.kind,
      item.author.name,
      (item.subject || item.body.split("\n")[0] || (item.files[0]?.name ?? "")).slice(0, 50),
      item.kept_here ? "stays in Privity" : item.deliveries.map((delivery) => delivery.state).join(", "),
    ]);
    return table([["WHEN", "KIND", "BY", "WHAT", "AT THE PROVIDER"], ...rows]);
  });
}
