/** Writes src/db/schema.sql from the migrated database. `npm run db:dump`; CI compares (test/schema.pg.test.ts). */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dumpSchema } from "../src/db/schema_dump.ts";
import { withScratchDatabase } from "./scratch_database.ts";

const file = fileURLToPath(new URL("../src/db/schema.sql", import.meta.url));
writeFileSync(file, await withScratchDatabase(dumpSchema));
