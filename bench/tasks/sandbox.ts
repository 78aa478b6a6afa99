/** A simulated provider on a port, in a process of its own; its rate limit is off. */
import { createClioSandbox, type ClioSandbox } from "../../sandbox/clio/sandbox.ts";
import { serve } from "../../sandbox/kit/serve.ts";
import type { Row, Table } from "../../sandbox/kit/types.ts";
import { createMyCaseSandbox } from "../../sandbox/mycase/sandbox.ts";
import type { MyCaseSandbox } from "../../sandbox/mycase/types.ts";
import type { Provider } from "../../src/model/kinds.ts";

export interface Size {
  contacts: number;
  matters: number;
  relationships: number;
}

export interface OpenedSandbox {
  provider: Provider;
  url: string;
  access_token: string;
  /** MyCase tells it at the code exchange only. */
  firm_uuid: string | null;
  firm_name: string;
  /** Requests of a full read at best. */
  floor: number;
  staff: { name: string; email: string }[];
}

let open: ClioSandbox | MyCaseSandbox | null = null;

export async function openSandbox(input: { provider: Provider; size: Size }): Promise<OpenedSandbox> {
  const filling = { firm: "generated", seed: 7, ...input.size } as const;
  const sandbox =
    input.provider === "clio"
      ? createClioSandbox({ filling, switches: { rate_limit: null } })
      : createMyCaseSandbox({ filling, switches: { rate_limit: null } });
  open = sandbox;
  const server = await serve(sandbox, { port: 0 });
  const staff =
    sandbox.provider === "clio"
      ? [...sandbox.tables.users.scan()].map((user) => ({ name: user.name, email: user.email }))
      : [...sandbox.tables.staff.scan()].map((one) => ({ name: `${one.first_name} ${one.last_name}`, email: one.email ?? "" }));
  return {
    provider: input.provider,
    url: server.url,
    access_token: sandbox.grant().access_token,
    firm_uuid: sandbox.provider === "mycase" ? sandbox.firm.uuid : null,
    firm_name: sandbox.firm.name,
    floor: sandbox.floor(),
    staff: staff.filter((one) => one.email !== ""),
  };
}

/** Requests since the last time, by route. */
export async function sandboxRequests(_input: null): Promise<Record<string, number>> {
  const sandbox = opened();
  const counts: Record<string, number> = {};
  for (const entry of sandbox.log.entries()) counts[entry.route] = (counts[entry.route] ?? 0) + 1;
  sandbox.log.reset();
  return counts;
}

/** Edits so many contacts as their firm would. */
export async function touchContacts(input: { count: number }): Promise<void> {
  const sandbox = opened();
  if (sandbox.provider === "clio") {
    for (const { id } of firstRows(sandbox.tables.contacts, input.count))
      sandbox.tables.contacts.update(id, { title: "Moved to the new office" });
  } else {
    for (const { id } of firstRows(sandbox.tables.clients, input.count))
      sandbox.tables.clients.update(id, { notes: "Moved to the new office" });
  }
}

function firstRows<R extends Row>(table: Table<R>, count: number): R[] {
  const rows: R[] = [];
  for (const row of table.scan()) {
    if (rows.length >= count) break;
    rows.push(row);
  }
  return rows;
}

function opened(): ClioSandbox | MyCaseSandbox {
  if (!open) throw new Error("no sandbox was opened in this process");
  return open;
}
