/** A PostgreSQL of a story's own, which may be ended without warning and started again at the same address; on a disk of its own if asked. */
import { spawn, spawnSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { openCluster, stopServer } from "../../src/db/embedded.ts";
import { binaries, isAlive, runner, running, SERVER_ENV } from "../../src/db/embedded_server.ts";
import { migrate } from "../../src/db/migrate.ts";
import { connect } from "../../src/db/pool.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { watchVersions } from "../audit.ts";

const PATIENCE_MS = 30_000;
const BALLAST = 60;

export interface OwnServer {
  url: string;
  dir: string;
  /** As a power cut would end it: nothing is written any more (`pg_ctl stop -m immediate`). */
  crash(): Promise<void>;
  start(): Promise<void>;
  restart(): Promise<void>;
  /** Leaves no room on its disk, or gives it back. Only with a disk of its own. */
  fill(): void;
  free(): void;
  drop(): Promise<void>;
}

export interface ServerOptions {
  /** Megabytes of a memory disk of its own; null: where everything else is. */
  disk_mb?: number;
  settings?: Readonly<Record<string, string>>;
}

/** Whether this machine lets us have a disk of our own. */
export function canMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  const dir = mkdtempSync(join(tmpdir(), "privity-mount-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", dir]).status === 0;
  if (mounted) spawnSync("umount", [dir]);
  rmSync(dir, { recursive: true, force: true });
  return mounted;
}

export async function ownServer(options: ServerOptions = {}): Promise<OwnServer> {
  const dir = mkdtempSync(join(tmpdir(), "privity-faults-server-"));
  const on_disk = options.disk_mb !== undefined;
  if (on_disk) spawnSync("mount", ["-t", "tmpfs", "-o", `size=${options.disk_mb}m,mode=755`, "tmpfs", dir]);
  const cluster = await openCluster(dir, { settings: { fsync: "off" } });
  const password = new URL(cluster.url("postgres")).password;
  await cluster.stop();
  await stopServer(dir);
  const port = await freePort();
  const data = join(dir, "postgres", "data");
  const url = `postgres://privity:${password}@127.0.0.1:${port}/stories`;
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "100",
    shared_buffers: "64MB",
    max_wal_size: "64MB",
    min_wal_size: "32MB",
    fsync: "off", // a restart of the program loses nothing that was written; a power cut of this machine is not what is tried
    ...options.settings,
  };
  const start = async () => {
    const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const run = runner();
    const [command, all] = run.command(join(binaries(), "bin", "postgres"), ["-D", data, "-p", String(port), ...args]);
    const log = openSync(join(tmpdir(), `${dir.split("/").at(-1)}.log`), "a");
    spawn(command, all, { ...run.ids, env: SERVER_ENV, detached: true, stdio: ["ignore", log, log], cwd: "/" }).unref();
    closeSync(log);
    await until(() => running(data)?.ready ?? false, "the story's PostgreSQL did not start");
  };
  const crash = async () => {
    const server = running(data);
    if (!server) return;
    process.kill(server.pid, "SIGQUIT");
    await until(() => !isAlive(server.pid), "the story's PostgreSQL did not end");
  };
  const ballast = join(dir, "ballast");
  await start();
  await asAdmin(url, "create database stories");
  await prepare(url);
  return {
    url,
    dir,
    crash,
    start,
    restart: async () => {
      await crash();
      await start();
    },
    fill() {
      mkdirSync(ballast, { recursive: true });
      const megabyte = Buffer.alloc(1024 * 1024, 1);
      for (const size of [megabyte, megabyte.subarray(0, 65_536), megabyte.subarray(0, 4096)])
        for (let n = 0; n < BALLAST * 40; n += 1) {
          try {
            writeFileSync(join(ballast, `${size.length}-${n}`), size);
          } catch {
            break;
          }
        }
    },
    free: () => rmSync(ballast, { recursive: true, force: true }),
    async drop() {
      await crash();
      if (on_disk) spawnSync("umount", [dir]);
      rmSync(dir, { recursive: true, force: true });
      rmSync(join(tmpdir(), `${dir.split("/").at(-1)}.log`), { force: true });
    },
  };
}

async function prepare(url: string): Promise<void> {
  const db = await connect(url, { max: 2 }, "server");
  try {
    await migrate(db);
    await watchVersions(db);
  } finally {
    await db.close();
  }
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: Object.assign(new URL(url), { pathname: "/postgres" }).href });
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function until(done: () => boolean, complaint: string): Promise<void> {
  const deadline = systemClock.now().getTime() + PATIENCE_MS;
  while (!done()) {
    if (systemClock.now().getTime() > deadline) throw new Error(complaint);
    await systemClock.sleep(20);
  }
}

function freePort(): Promise<number> {
  return new Promise((given, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => given(typeof address === "object" && address ? address.port : 0));
    });
  });
}
