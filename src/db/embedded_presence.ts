/** Who uses the embedded server: so that the last one to leave can stop it. */
import { Client } from "pg";
import { systemClock } from "../lib/clock.ts";

/** Connections of this name always stand beside a presence. */
export const POOL_NAME = "privity";
const LOOK_AGAIN_MS = 20;

/** Each user of the server holds one connection for as long as it lives: so the last one knows that it is the last, also after kills. */
export async function enter(url: string): Promise<Client | null> {
  const presence = new Client({ connectionString: url, application_name: "privity presence" });
  presence.on("error", () => {}); // the server was stopped under us; whoever works with it will notice
  try {
    await presence.connect();
    return presence;
  } catch (error) {
    const code = (error as { code?: string }).code ?? "";
    if (["57P01", "57P03", "ECONNREFUSED", "ECONNRESET"].includes(code) || /terminated unexpectedly/.test(String(error))) return null;
    throw error;
  }
}

/** One leaves after the other, or two would each take the other for somebody who stays. Who has just left is still seen for a moment. */
export async function isLast(presence: Client): Promise<boolean> {
  await presence.query("select pg_advisory_lock(hashtext('privity presence'))");
  for (let look = 0; look < 5; look += 1) {
    const others = await presence.query(
      `select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() and application_name <> $1 limit 1`,
      [POOL_NAME],
    );
    if (others.rowCount === 0) return true;
    await systemClock.sleep(LOOK_AGAIN_MS);
  }
  return false;
}

const GOODBYE_MS = 1_000;

/** The last one's own connections have said goodbye; a stop that comes before the server has heard it would cut them off. */
export async function untilAlone(presence: Client): Promise<void> {
  const deadline = systemClock.now().getTime() + GOODBYE_MS;
  for (;;) {
    const others = await presence.query(
      "select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() limit 1",
    );
    if (others.rowCount === 0 || systemClock.now().getTime() > deadline) return;
    await systemClock.sleep(LOOK_AGAIN_MS);
  }
}
