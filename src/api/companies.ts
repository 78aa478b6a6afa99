/** Names of MyCase companies, which are reference only (B-SYN-9) and have no table of their own. */
import type { ConnectionRow } from "../connections/store_lists.ts";
import { readRaw } from "../mirror/store.ts";
import type { ApiDeps } from "./deps.ts";

export async function readCompanyNames(deps: ApiDeps, connection: ConnectionRow, ids: string[]): Promise<Map<string, string>> {
  const { mapper } = deps.connectors[connection.provider];
  const raw = await readRaw(deps.db.kysely, connection, "company", ids);
  return new Map([...raw].map(([id, record]) => [id, mapper.company(record).name]));
}
