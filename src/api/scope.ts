/** Whose data a request is about: the firm of whoever asks, and those of its connections that it names. Every query takes its ids from here. */
import type { Context } from "hono";
import { readFirm } from "../accounts/store_firms.ts";
import { listConnectionRows, type ConnectionRow } from "../connections/store_lists.ts";
import { usableZone } from "../lib/time_zone.ts";
import type { Mapper } from "../model/facts.ts";
import { actorOf } from "./actor.ts";
import type { ApiDeps } from "./deps.ts";
import { Problem } from "./problems.ts";

export interface Scope {
  firm_id: string;
  firm: { name: string; time_zone: string; country: string };
  /** What is stored as the firm's time zone and is none (times are told in UTC then); null: all is well. */
  unknown_zone: string | null;
  connections: Map<string, ConnectionRow>;
  /** Of the connections that read, the ones asked for. */
  connection_ids: string[];
}

export async function openScope(deps: ApiDeps, c: Context, wanted?: string): Promise<Scope> {
  const db = deps.db.kysely;
  const firm = await readFirm(db, actorOf(c).firm_id);
  const rows = await listConnectionRows(db, firm.firm_id);
  const connections = new Map(rows.map((row) => [row.connection_id, row]));
  if (wanted !== undefined && connections.get(wanted)?.erasing_since !== null) throw unknownConnection(wanted);
  const reading = rows.filter((row) => row.purpose === "sync" && row.erasing_since === null).map((row) => row.connection_id);
  const { firm_id, name, country } = firm;
  const time_zone = usableZone(firm.time_zone);
  const unknown_zone = time_zone === firm.time_zone ? null : firm.time_zone;
  return {
    firm_id,
    firm: { name, time_zone, country },
    unknown_zone,
    connections,
    connection_ids: wanted === undefined ? reading : [wanted],
  };
}

export async function openConnection(deps: ApiDeps, c: Context, connection_id: string): Promise<ConnectionRow> {
  const scope = await openScope(deps, c, connection_id);
  const connection = connectionOf(scope, connection_id);
  if (connection.erasing_since !== null) throw new Problem("not-found", "The data of this connection is being erased.");
  return connection;
}

export function connectionOf(scope: Scope, connection_id: string): ConnectionRow {
  const connection = scope.connections.get(connection_id);
  if (!connection) throw unknownConnection(connection_id);
  return connection;
}

const unknownConnection = (id: string): Problem => new Problem("not-found", `There is no connection ${id}.`);

type Linkable = Parameters<Mapper["link"]>[0];

/** The provider's own page of a record (B-CTC-7). */
export function linkTo(deps: ApiDeps, connection: ConnectionRow, kind: Linkable, provider_id: string): string | null {
  return deps.connectors[connection.provider].mapper.link(kind, provider_id, { region: connection.region, firm_url: connection.firm_url });
}
