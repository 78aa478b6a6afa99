/** A simulated provider on a port, in a process of its own; its rate limit is off. */
import { createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import type { ContactRow } from "../../sandbox/clio/rows.ts";
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

const people = (): ContactRow[] => {
  const sandbox = opened();
  if (sandbox.provider !== "clio") throw new Error("the storm is Clio's");
  return firstRows(sandbox.tables.contacts, 2000).filter((row) => row.type === "Person" && row.name !== "");
};

export async function personIds({ count }: { count: number }): Promise<number[]> {
  return people()
    .slice(0, count)
    .map((row) => row.id);
}

/** One after the other, each told by a webhook; when each was done, in milliseconds since 1970. */
export async function renamePeople({ ids, every_ms }: { ids: number[]; every_ms: number }): Promise<{ id: number; at: number }[]> {
  const sandbox = opened();
  const done: { id: number; at: number }[] = [];
  if (sandbox.provider !== "clio") return done;
  for (const id of ids) {
    done.push({ id, at: Date.now() });
    sandbox.tables.contacts.update(id, { first_name: "Quagga", last_name: `No. ${id}`, name: `Quagga No. ${id}` });
    await new Promise((wait) => setTimeout(wait, every_ms));
  }
  return done;
}

/** Into another stage of its practice area, told by a webhook; when, in milliseconds since 1970, and which. */
export async function moveStage({ matter_id }: { matter_id: number }): Promise<{ at: number; stage: string }> {
  const sandbox = opened();
  if (sandbox.provider !== "clio") throw new Error("stages are Clio's");
  const { matters, matter_stages } = sandbox.tables;
  const now = matter_stages.get(matters.get(matter_id)!.matter_stage_id!)!;
  const next = [...matter_stages.scan()].find((row) => row.practice_area_id === now.practice_area_id && row.name !== now.name)!;
  const at = Date.now();
  matters.update(matter_id, { matter_stage_id: next.id });
  return { at, stage: next.name };
}

/** Signed deliveries about 200 people, at a steady rate whatever the answers do. Milliseconds from departure to answer, each. */
export async function deliverStorm(input: { rate: number; seconds: number }): Promise<{ ms: number[]; refused: number; seconds: number }> {
  const sandbox = opened();
  const hook = sandbox.provider === "clio" ? [...sandbox.tables.webhooks.scan()].find((one) => one.model === "contact") : undefined;
  if (!hook) throw new Error("nobody has subscribed");
  const ids = people()
    .slice(0, 200)
    .map((row) => row.id);
  const ms: number[] = [];
  let refused = 0;
  const deliver = async (turn: number) => {
    const body = JSON.stringify({
      data: { id: ids[turn % ids.length], etag: `"${turn}"` },
      meta: { event: "updated", webhook_id: hook.id },
    });
    const signature = createHmac("sha256", hook.shared_secret).update(body).digest("hex");
    const began = performance.now();
    const status = await post(hook.url, body, signature);
    ms.push(performance.now() - began);
    if (status !== 200) refused += 1;
  };
  const began = performance.now();
  const sent: Promise<void>[] = [];
  for (let turn = 0; turn < input.rate * input.seconds; turn += 1) {
    const due = began + (turn * 1000) / input.rate;
    if (due - performance.now() > 1) await new Promise((wait) => setTimeout(wait, due - performance.now()));
    sent.push(deliver(turn));
  }
  await Promise.all(sent);
  return { ms, refused, seconds: (performance.now() - began) / 1000 };
}

/** On connections that are kept open, as a provider's messenger keeps them. */
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

function post(url: string, body: string, signature: string): Promise<number> {
  return new Promise((answered, failed) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body), "x-hook-signature": signature };
    const sending = request(url, { method: "POST", agent, headers }, (answer) => {
      answer.resume().once("end", () => answered(answer.statusCode ?? 0));
    });
    sending.once("error", failed);
    sending.end(body);
  });
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
