/** Faults of lists that need rows to act them out. */
import type { FaultContext } from "../kit/pipeline.ts";
import type { Random } from "../kit/random.ts";
import type { Row } from "../kit/types.ts";
import type { ListAnswer } from "./list_answer.ts";
import type { ClioTables, TableName } from "./rows.ts";

interface Disturbed {
  tables: ClioTables;
  random: Random;
}

const EDITABLE = new Set<TableName>(["contacts", "matters", "relationships"]);

/** Faults that need rows: one row goes missing from the page, or one is edited while the list is read. */
export function disturb({ fault, reached }: FaultContext, table: TableName, answer: ListAnswer<Row>, { tables, random }: Disturbed): void {
  if ((fault !== "row_vanishes" && fault !== "edit_while_paging") || answer.rows.length === 0) return;
  const place = random.int(answer.rows.length);
  if (fault === "row_vanishes") answer.data.splice(place, 1);
  else if (EDITABLE.has(table)) edit(tables, table, (answer.rows[place] as Row).id);
  else return;
  reached();
}

function edit(tables: ClioTables, table: TableName, id: number): void {
  if (table === "contacts") tables.contacts.update(id, { title: `Edited while paging ${tables.contacts.get(id)?.revision ?? 0}` });
  else if (table === "matters") tables.matters.update(id, { description: `Edited while paging ${tables.matters.get(id)?.revision ?? 0}` });
  else tables.relationships.update(id, { description: `${tables.relationships.get(id)?.description} *` });
}
