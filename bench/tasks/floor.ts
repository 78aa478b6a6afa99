/**
 * The floor program: what a straightforward program does that fetches the same pages from the same sandbox, parses them, and stores the
 * rows as they came, page by page, each in one transaction. It judges nothing, derives nothing, and cannot resume. The next page is under
 * way while one is being stored, as in Privity, and the page goes to PostgreSQL whole, the fastest of the ways tried (docs/performance.md).
 */
import pg from "pg";
import { createConnectors } from "../../src/connectors/index.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { nextLink } from "../../src/lib/link_header.ts";
import { unlimited } from "../../src/lib/pacer.ts";
import type { Kind } from "../../src/model/kinds.ts";
import type { OpenedSandbox } from "./sandbox.ts";

export interface FloorResult {
  seconds: number;
  rows: number;
  requests: number;
}

export async function runFloor(input: { database_url: string; sandbox: OpenedSandbox }): Promise<FloorResult> {
  const firsts = await firstPages(input.sandbox);
  const client = new pg.Client({ connectionString: input.database_url });
  await client.connect();
  try {
    await client.query("drop table if exists floor_row");
    await client.query("create table floor_row (kind text not null, id text not null, raw json not null, primary key (kind, id))");
    await client.query("checkpoint");
    const began = performance.now();
    let rows = 0;
    let requests = 0;
    for (const { kind, request } of firsts) {
      for (let page: FloorPage | null = await fetchPage(request); page;) {
        requests += 1;
        const ahead: Promise<FloorPage> | null =
          page.next === null ? null : fetchPage(new Request(page.next, { headers: request.headers }));
        ahead?.catch(() => {}); // awaited below
        await storePage(client, kind, page.rows);
        rows += page.rows.length;
        page = await ahead;
      }
    }
    return { seconds: (performance.now() - began) / 1000, rows, requests };
  } finally {
    await client.end();
  }
}

/** The first request of each listing, exactly as the connector sends it. */
async function firstPages(sandbox: OpenedSandbox): Promise<{ kind: Kind; request: Request }[]> {
  const connector = createConnectors({ clio_url: sandbox.url, mycase_api_url: sandbox.url })[sandbox.provider];
  let sent: Request | null = null;
  const reader = connector.reader({
    region: connector.regions[0] ?? null,
    tokens: { access_token: async () => sandbox.access_token, refresh: async () => sandbox.access_token },
    pacer: unlimited,
    clock: systemClock,
    firm_uuid: sandbox.firm_uuid,
    fetch: async (request) => {
      sent = request;
      return Response.json(sandbox.provider === "clio" ? { data: [], meta: {} } : []);
    },
  });
  const firsts: { kind: Kind; request: Request }[] = [];
  for (const { kind, parts } of connector.plans.filter((plan) => plan.kind !== "lead")) {
    for (const part of parts) {
      await reader.page({ kind, part, since: null, cursor: null });
      const { url, headers } = sent as unknown as Request;
      firsts.push({ kind, request: new Request(url, { headers }) });
    }
  }
  return firsts;
}

interface FloorPage {
  rows: { id: number }[];
  next: string | null;
}

async function fetchPage(request: Request): Promise<FloorPage> {
  const response = await fetch(request);
  if (!response.ok) throw new Error(`${response.status} for ${request.url}`);
  const body = (await response.json()) as { id: number }[] | { data: { id: number }[]; meta?: { paging?: { next?: string } } };
  if (Array.isArray(body)) return { rows: body, next: nextLink(response.headers.get("link"), new URL(request.url))?.href ?? null };
  return { rows: body.data, next: body.meta?.paging?.next ?? null };
}

/** One statement is one transaction. */
async function storePage(client: pg.Client, kind: Kind, rows: { id: number }[]): Promise<void> {
  await client.query("insert into floor_row (kind, id, raw) select $1, r->>'id', r from json_array_elements($2::text::json) r", [
    kind,
    JSON.stringify(rows),
  ]);
}
