/** `privity contacts` and `privity why`: asks the program's own API, so that the command line says what the screens say. */
import type { Contact, ContactRow } from "../../api/contract/contacts.ts";
import { ask } from "../asking.ts";
import { table, type Output } from "../output.ts";
import type { Program } from "../program.ts";
import { chooseConnection, chooseFirm } from "../choose.ts";

export interface ContactsOptions {
  connection?: string;
  q?: string;
  state?: string;
  status?: string;
  tag?: string;
  limit: string;
  firm?: string;
}

export async function contactsCommand(program: Program, output: Output, options: ContactsOptions): Promise<void> {
  const query = new URLSearchParams({ limit: options.limit });
  const connection = options.connection === undefined ? null : await chooseConnection(program, options.connection);
  if (connection) query.set("connection", connection.connection_id);
  const { firm_id } = connection ?? (await chooseFirm(program, options.firm));
  for (const name of ["q", "state", "status", "tag"] as const) if (options[name] !== undefined) query.set(name, options[name]);
  const answer = await ask<{ items: ContactRow[]; next: string | null }>(program, firm_id, `/contacts?${query}`);
  output.result(answer, () => {
    const rows = answer.items.map((item) => [
      item.provider_id,
      item.name,
      item.client_status ?? "-",
      item.owner?.name ?? "-",
      item.tags.join(", "),
    ]);
    return [
      ...table([["ID", "NAME", "CLIENT", "OWNER", "TAGS"], ...rows]),
      ...(answer.next ? ["… more: raise --limit, or search with --q"] : []),
    ];
  });
}

export async function whyCommand(program: Program, output: Output, contact_id: string, options: { connection?: string }): Promise<void> {
  const connection = await chooseConnection(program, options.connection);
  const contact = await ask<Contact>(
    program,
    connection.firm_id,
    `/contacts/${connection.connection_id}/${encodeURIComponent(contact_id)}`,
  );
  output.result(contact, () => [
    contact.name,
    ...(contact.link ? [`  ${contact.link}`] : []),
    `  state: ${contact.state} – ${contact.state_why.sentence}`,
    `  client: ${contact.client_status ?? "no"} – ${contact.status_why.sentence}`,
    `  owner: ${contact.owner.name ?? "nobody"} – ${contact.owner.why.sentence}`,
    ...contact.tags.map((tag) => `  tag ${tag.name} – ${tag.whys.map((why) => why.sentence).join(" ")}`),
    ...contact.key_facts.map((fact) => `  ${fact.label}: ${fact.date ?? fact.text} – ${fact.why.sentence}`),
  ]);
}
