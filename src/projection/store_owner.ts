/** Whose rows: every table of the projection is keyed by firm and connection. */
import { sql } from "kysely";
import type { Owner } from "../mirror/store.ts";

export const mine = (owner: Owner) => sql`firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`;
