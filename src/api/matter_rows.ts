/** Matters of a list: what a query asks for, and how a row is told. */
import type { Context } from "hono";
import { pausedAmong } from "../automations/store_bulk_pauses.ts";
import type { ConnectionRow } from "../connections/store_lists.ts";
import type { MatterFilter, MatterListRow, MatterPosition } from "../projection/store_lists_matters.ts";
import type { MatterView } from "../projection/types.ts";
import type { MatterFilterQuery, MatterRow } from "./contract/matters.ts";
import type { ApiDeps } from "./deps.ts";
import { connectionOf, linkTo, openScope, type Scope } from "./scope.ts";

export interface OpenMatters {
  scope: Scope;
  /** Of the connections asked for, those in which something can fit. */
  ids: string[];
  filter: MatterFilter;
}

export async function openMatters(deps: ApiDeps, c: Context, query: MatterFilterQuery): Promise<OpenMatters> {
  const { connection, status, practice_area, stage, q: search } = query;
  const scope = await openScope(deps, c, connection);
  const staff = staffOf(query.staff);
  const ids = staff ? scope.connection_ids.filter((id) => id === staff.connection_id) : scope.connection_ids;
  return { scope, ids, filter: { status, practice_area, stage, search, staff_id: staff?.staff_id } };
}

/** A person's id at one provider may be another's at the other. */
function staffOf(text: string | undefined): { connection_id: string; staff_id: string } | null {
  return text === undefined ? null : { connection_id: text.slice(0, 36), staff_id: text.slice(37) };
}

export const matterPosition = (row: MatterListRow): MatterPosition => ({
  updated_at: row.updated_at ?? "",
  connection_id: row.connection_id,
  provider_id: row.provider_id,
});

export function matterIdentity(deps: ApiDeps, connection: ConnectionRow, view: MatterView) {
  const { provider_id, number, name, status, practice_area, stage, opened_on, closed_on, updated_at, left_out } = view;
  return {
    connection_id: connection.connection_id,
    provider: connection.provider,
    provider_id,
    number,
    name,
    status,
    practice_area,
    stage,
    opened_on,
    closed_on,
    updated_at,
    left_out,
    link: linkTo(deps, connection, "matter", provider_id),
  };
}

export async function presentMatters(deps: ApiDeps, scope: Scope, rows: readonly MatterListRow[]): Promise<MatterRow[]> {
  const at = deps.clock.now().toISOString();
  const paused = new Map<string, Set<string>>();
  for (const [provider, of] of Map.groupBy(rows, (row) => connectionOf(scope, row.connection_id).provider)) {
    const ids = of.map((row) => row.provider_id);
    paused.set(provider, await pausedAmong(deps.db.kysely, { firm_id: scope.firm_id, provider }, ids, at));
  }
  return rows.map((row) => {
    const connection = connectionOf(scope, row.connection_id);
    return {
      ...matterIdentity(deps, connection, row.view),
      description: row.view.description,
      main_client: row.main_client_name,
      paused: paused.get(connection.provider)!.has(row.provider_id),
    };
  });
}
