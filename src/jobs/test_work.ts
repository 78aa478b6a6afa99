/** A worker in a process of its own, as `privity work` is one; it ends at SIGTERM. */
import { connect } from "../db/pool.ts";
import { jobsFor } from "./test_firms.ts";

export interface WorkTask {
  database: { url: string; backend: "embedded" | "server" };
  sandbox_url: string;
  token: string;
  lease_ms: number;
}

process.once("message", (task: WorkTask) => {
  void (async () => {
    const db = await connect(task.database.url, { max: 5 }, task.database.backend);
    const jobs = jobsFor(db, task.sandbox_url, task.token, { lease_ms: task.lease_ms });
    const working = await jobs.work({ lease_ms: task.lease_ms, poll_ms: 100 });
    process.once("SIGTERM", () => {
      void (async () => {
        await working.stop();
        await db.close();
        process.disconnect();
      })();
    });
    process.send?.("working");
  })();
});
