/** All records of a kind, batch by batch. */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { scanRecords, type MirrorRow, type Owner } from "../mirror/store.ts";
import type { Kind } from "../model/kinds.ts";

const BATCH = 1000;

/** The next batch is asked for while one is being looked at. */
export async function* batches(trx: Kysely<Tables>, owner: Owner, kind: Kind): AsyncGenerator<MirrorRow[]> {
  for (let rows = await scanRecords(trx, owner, kind, "", BATCH); rows.length > 0;) {
    const ahead = scanRecords(trx, owner, kind, rows.at(-1)!.provider_id, BATCH);
    ahead.catch(() => {}); // awaited below
    yield rows;
    rows = await ahead;
  }
}
