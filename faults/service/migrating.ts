/** A process that migrates a database by a folder, and may be killed at it. */
import { migrate } from "../../src/db/migrate.ts";
import { connect } from "../../src/db/pool.ts";

const [url = "", folder = ""] = process.argv.slice(2);
const db = await connect(url, { max: 2 }, "server");
await migrate(db, folder);
await db.close();
