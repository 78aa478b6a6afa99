/** Writes src/db/tables.ts from the migrated database. `npm run db:types`; CI compares (test/schema.pg.test.ts). */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { generateTables } from "./generate_tables.ts";
import { withScratchDatabase } from "./scratch_database.ts";

const file = fileURLToPath(new URL("../src/db/tables.ts", import.meta.url));
writeFileSync(file, await withScratchDatabase((db) => generateTables(db.url)));
