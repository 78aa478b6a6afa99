/** `npm run api:types`: the example client's types, from the document that the API serves. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openProgram } from "../src/cli/program.ts";
import { readConfig } from "../src/lib/config.ts";
import { typesOf, type OpenApiDocument } from "./openapi_types.ts";
import { withScratchDatabase } from "./scratch_database.ts";

const FILE = join(import.meta.dirname, "../examples/client/api.d.ts");
const data_dir = mkdtempSync(join(tmpdir(), "privity-types-"));
try {
  await withScratchDatabase(async (db) => {
    const program = await openProgram(readConfig({ DATABASE_URL: db.url, PRIVITY_DATA_DIR: data_dir, PRIVITY_LOG: "warn" }));
    const document = (await (await program.api.request("http://127.0.0.1:8790/api/v1/openapi.json")).json()) as OpenApiDocument;
    writeFileSync(FILE, typesOf(document));
    await program.close();
  });
} finally {
  rmSync(data_dir, { recursive: true, force: true });
}
