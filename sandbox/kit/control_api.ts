/** The JSON control API `/sandbox/api/…`: a test in another process drives the sandbox by it. */
import type { LagOfKind } from "./list_lag.ts";
import { countMarkers, readWritten } from "./control_written.ts";
import type { ControlSurface } from "./control.ts";
import { CONTROL, searchContacts, setSwitch } from "./control.ts";
import type { AnyFault, FaultRates, Row, Table } from "./types.ts";
import { ALL_FAULTS } from "./types.ts";
import type { WebhookKnobs } from "./webhooks.ts";

type Body = Record<string, unknown>;

export async function answerControlApi(request: Request, url: URL, surface: ControlSurface): Promise<Response> {
  const path = url.pathname.slice(`${CONTROL}/api`.length);
  try {
    const answer =
      request.method === "GET" ? read(path, url, surface) : await change(path, (await request.json().catch(() => ({}))) as Body, surface);
    return answer === undefined ? Response.json({ error: `No ${request.method} ${url.pathname}` }, { status: 404 }) : Response.json(answer);
  } catch (error) {
    return Response.json({ error: error instanceof Error ? error.message : "failed" }, { status: 400 });
  }
}

function tableOf(surface: ControlSurface, name: unknown): Table<Row> {
  const table = typeof name === "string" ? surface.tables[name] : undefined;
  if (!table) throw new Error(`table must be one of ${Object.keys(surface.tables).join(", ")}`);
  return table;
}

function read(path: string, url: URL, surface: ControlSurface): unknown {
  const { sandbox } = surface;
  const query = url.searchParams;
  if (path === "/state") return state(surface);
  if (path === "/log") return { entries: sandbox.log.entries().slice(-Number(query.get("limit") ?? 200)), totals: sandbox.log.totals() };
  if (path === "/count") return { count: sandbox.log.count(filterOf(query)) };
  if (path === "/deliveries") return { deliveries: surface.webhooks.deliveries() };
  if (path === "/contacts")
    return searchContacts(surface, query.get("query") ?? "", Number(query.get("after_id") ?? 0), Number(query.get("limit") ?? 50));
  const told = readWritten(path, url, surface);
  if (told !== undefined) return told;
  const [, kind, table, id] = path.split("/");
  if (kind !== "rows") return undefined;
  if (id !== undefined) return tableOf(surface, table).get(Number(id)) ?? undefined;
  return { rows: rowsOf(tableOf(surface, table), Number(query.get("after_id") ?? 0), Number(query.get("limit") ?? 200)) };
}

function rowsOf(table: Table<Row>, after_id: number, limit: number): Row[] {
  const rows: Row[] = [];
  for (const row of table.scan({ after_id })) {
    if (rows.length === limit) break;
    rows.push(row);
  }
  return rows;
}

function filterOf(query: URLSearchParams): { method?: string; route?: string; status?: number; fault?: string } {
  const texts = Object.fromEntries(
    ["method", "route", "fault"].flatMap((name) => (query.has(name) ? [[name, query.get(name) ?? ""]] : [])),
  );
  return query.has("status") ? { ...texts, status: Number(query.get("status")) } : texts;
}

function state(surface: ControlSurface): Body {
  const { sandbox } = surface;
  return {
    provider: sandbox.provider,
    firm: surface.firm,
    now: sandbox.clock.now().toISOString(),
    counts: sandbox.counts(),
    floor: sandbox.floor(),
    requests: sandbox.log.count(),
    switches: surface.switches,
    faults: { ...sandbox.faults.plan(), reached: sandbox.faults.reached() },
    lag: { ...surface.lag.plan(), hidden: surface.lag.hidden(), reached: surface.lag.reached() },
    written: { ...surface.written.totals(), pending: surface.written.pending },
    webhooks: surface.webhooks.knobs,
    users: surface.users(),
  };
}

async function change(path: string, body: Body, surface: ControlSurface): Promise<unknown> {
  const { sandbox } = surface;
  switch (path) {
    case "/markers":
      return countMarkers(body, surface);
    case "/lag":
      surface.lag.set({ seed: Number(body["seed"] ?? 1), kinds: (body["kinds"] ?? {}) as Record<string, LagOfKind> });
      return surface.lag.plan();
    case "/edit":
      return tableOf(surface, body["table"]).update(
        Number(body["id"]),
        body["change"] as Partial<Row>,
        body["bump"] === false ? { bump: false } : {},
      );
    case "/insert":
      return tableOf(surface, body["table"]).insert(body["row"] as Row);
    case "/delete":
      tableOf(surface, body["table"]).remove(Number(body["id"]));
      return { ok: true };
    case "/faults":
      setFaults(body, surface);
      return { rates: sandbox.faults.rates(), reached: sandbox.faults.reached() };
    case "/switches":
      for (const [name, value] of Object.entries(body)) setSwitch(surface, name, value);
      return surface.switches;
    case "/clock":
      await sandbox.clock.advance(Number(body["advance_ms"] ?? 0));
      return { now: sandbox.clock.now().toISOString() };
    case "/grant":
      return surface.grant(body["user_id"] === undefined ? undefined : Number(body["user_id"]));
    case "/revoke":
      surface.revoke(Number(body["user_id"]));
      return { ok: true };
    case "/webhooks":
      return Object.assign(surface.webhooks.knobs, body as Partial<WebhookKnobs>);
    case "/settle":
      await surface.settle();
      return { ok: true };
    case "/log/reset":
      sandbox.log.reset();
      return { ok: true };
    default:
      return undefined;
  }
}

/** `{seed, rates, write_rates?, storage_rates?, late_ms?}`, `{script: {fault, route, times}}` or `{clear: true}`. */
function setFaults(body: Body, surface: ControlSurface): void {
  const { faults } = surface.sandbox;
  if (body["clear"] === true) faults.clear();
  const script = body["script"] as { fault: string; route?: string; times?: number } | undefined;
  if (script) faults.script(faultName(script.fault), new RegExp(script.route ?? ""), script.times ?? 1);
  const plan: Partial<FaultRates> = Object.fromEntries(
    ["rates", "write_rates", "storage_rates", "late_ms"].flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]]])),
  );
  const rates = [plan.rates, plan.write_rates, plan.storage_rates];
  for (const name of rates.flatMap((one) => Object.keys(one ?? {}))) faultName(name);
  if (Object.keys(plan).length > 0) faults.set({ rates: {}, ...plan, seed: Number(body["seed"] ?? 1) });
}

export function faultName(name: string): AnyFault {
  if (!(ALL_FAULTS as readonly string[]).includes(name)) throw new Error(`${name} is no fault; known are ${ALL_FAULTS.join(", ")}`);
  return name as AnyFault;
}
