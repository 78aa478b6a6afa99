/** F28: an older process works on while a newer one changes the schema; a change that is cut off leaves nothing; the older one starts no more. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { fork } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { migrate, migrationState } from "../../src/db/migrate.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { compareServed } from "../served.ts";
import { allRead, anyRun, inOffice, readNow } from "./office.ts";
import { comesAbout, privity } from "./process.ts";
import { Findings, type Story } from "./story.ts";

const MIGRATIONS = fileURLToPath(new URL("../../src/db/migrations", import.meta.url));
const MIGRATING = fileURLToPath(new URL("migrating.ts", import.meta.url));
const SLOW = { page_size: 3, switches: { rate_limit: 500 }, before: () => systemClock.sleep(60) };

/** What a next version might bring: tables and columns more, none less (docs/operate.md, upgrades). */
const NEXT = `
  create table next_thing (firm_id uuid not null references firm on delete cascade, next_id uuid not null, primary key (firm_id, next_id));
  alter table record add column next_note text;
  alter table sync_run add column next_count int not null default 0;
  alter table connection add column next_since timestamptz;`;

export const versions: Story = {
  fault: "F28",
  what: "old and new version together, a migration cut off, the way back",
  needed: 4,
  guard: "a program refuses a database that a newer one has changed (F28)",
  async play({ database }, broken) {
    const found = new Findings();
    const folder = mkdtempSync(join(tmpdir(), "privity-next-"));
    cpSync(MIGRATIONS, folder, { recursive: true });
    try {
      await inOffice(await database.another(), { provider: "clio", firms: 1, workers: 2, ...SLOW }, async (office) => {
        const { db, worlds, workers, surroundings } = office;
        const [world] = worlds;
        found.must(await comesAbout(() => anyRun(db), 60_000), "F28: no worker began to read");

        // A migration that is killed half-way leaves nothing behind.
        const next = join(folder, "0900_next.sql");
        writeFileSync(next, `${NEXT}\n select pg_sleep(20);`);
        const child = fork(MIGRATING, [db.url, folder], { stdio: "ignore" });
        const sleeping = "select 1 from pg_stat_activity where query like '%pg_sleep(20)%' and pid <> pg_backend_pid()";
        found.must(
          await comesAbout(async () => (await db.pool.query(sleeping)).rows.length > 0, 20_000),
          "F28: the migration did not begin",
        );
        child.kill("SIGKILL");
        await once(child, "exit");
        await db.pool.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(20)%' and pid <> pg_backend_pid()",
        );
        const half = await migrationState(db, folder);
        found.must(half.pending.join() === "0900_next", `F28: a migration that was cut off left ${JSON.stringify(half)}`);

        // Now it is carried out, by two at once, while the older processes work.
        writeFileSync(next, NEXT);
        const since = world.clock.now();
        const applied = await Promise.all([migrate(db, folder), migrate(db, folder)]);
        found.must(applied.flat().join() === "0900_next", `F28: two migrating at once applied ${applied.flat().join()}`);
        for (const id of world.vendor.contacts().slice(0, 9)) world.vendor.editContact(id, "After the new version came");
        found.must(
          await comesAbout(() => readNow(db).then(() => allRead(db, since)), 60_000, 500),
          "F28: the older processes do not go on with the newer schema",
        );
        for (const worker of workers) found.must(worker.isRunning(), `F28: an older worker ended: ${worker.said().slice(-500)}`);

        // The way back: the older program does not start any more, and says why.
        if (broken) await db.pool.query("delete from kysely_migration where name = '0900_next'");
        const older = privity(["work"], surroundings);
        const code = await Promise.race([older.ended, systemClock.sleep(15_000).then(() => "works" as const)]);
        found.must(code !== "works" && code !== 0, "F28: the older program started on a newer database");
        found.must(broken || /newer Privity \(0900_next\)/.test(older.said()), `F28: it does not say why: ${older.said().slice(-300)}`);
        await older.stop();
        await Promise.all(workers.map((worker) => worker.stop()));
        found.add(await compareServed(world), "old and new together");
      });
      return { reached: 4, violations: found.violations };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
