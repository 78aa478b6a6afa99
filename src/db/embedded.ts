/**
 * PostgreSQL in a folder: made on first use, started when it is not running, shared by every process that opens the same folder, and
 * stopped by the last one that leaves. A process that is killed leaves it running; the next one finds it and goes on with it.
 */
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import type { Client } from "pg";
import { systemClock } from "../lib/clock.ts";
import { enter, isLast, untilAlone } from "./embedded_presence.ts";
import { binaries, isAlive, runner, running, SERVER_ENV, type Runner, type Running } from "./embedded_server.ts";

export interface Cluster {
  url(database: string): string;
  /** Leaves. Stops the server when nobody else uses it; gives whether it did. */
  stop(): Promise<boolean>;
  started_here: boolean;
}

export interface ClusterOptions {
  /** Server settings over the defaults below. */
  settings?: Readonly<Record<string, string>>;
  /** How a root process may run the server; for tests. */
  as?: readonly Runner["how"][];
}

const USER = "privity";
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "256MB",
  max_wal_size: "2GB",
  random_page_cost: "1.1",
  jit: "off",
};
const PATIENCE_MS = 30_000;
const STEP_MS = 10;

export async function openCluster(dir: string, options: ClusterOptions = {}): Promise<Cluster> {
  const home = join(resolve(dir), "postgres");
  const data = join(home, "data");
  const run = runner(options.as);
  const deadline = systemClock.now().getTime() + PATIENCE_MS;
  for (;;) {
    const { server, started_here } = await ensureRunning(home, data, run, options.settings ?? {});
    const url = (database: string) =>
      `postgres://${USER}:${readFileSync(join(home, "password"), "utf8")}@127.0.0.1:${server.port}/${database}`;
    const presence = await enter(url("postgres"));
    if (presence) return { url, started_here, stop: () => leave(presence, server.pid) };
    // It was stopped by its last user while we came in.
    if (systemClock.now().getTime() > deadline) throw new Error(`PostgreSQL in ${home} does not let us in; see ${join(home, "log")}`);
    await systemClock.sleep(STEP_MS * 5);
  }
}

async function leave(presence: Client, pid: number): Promise<boolean> {
  const last = await isLast(presence).catch(() => true); // a server that does not answer has nobody left to serve
  if (last && isAlive(pid)) {
    await untilAlone(presence).catch(() => {});
    process.kill(pid, "SIGINT"); // "fast" shutdown: it ends our presence too
    await until(() => !isAlive(pid), "PostgreSQL did not stop");
  }
  await presence.end().catch(() => {});
  return last;
}

/** Stops the server of a folder whoever uses it: for a folder that is about to be removed. */
export async function stopServer(dir: string): Promise<void> {
  const server = running(join(resolve(dir), "postgres", "data"));
  if (!server) return;
  process.kill(server.pid, "SIGINT");
  await until(() => !isAlive(server.pid), "PostgreSQL did not stop");
}

async function ensureRunning(
  home: string,
  data: string,
  run: Runner,
  settings: Readonly<Record<string, string>>,
): Promise<{ server: Running; started_here: boolean }> {
  const found = running(data);
  if (found?.ready) return { server: found, started_here: false };
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if (run.owner) chownSync(home, run.owner.uid, run.owner.gid);
  const unlock = await lockStart(join(home, "starting"));
  try {
    const meanwhile = running(data);
    if (meanwhile) return { server: await ready(data, home, null), started_here: false };
    if (!existsSync(join(data, "PG_VERSION"))) create(home, data, run, settings["fsync"] === "off" ? ["--no-sync"] : []);
    return { server: await start(home, data, run, settings), started_here: true };
  } finally {
    unlock();
  }
}

/** One process at a time creates or starts; the lock of one that died does not count. */
async function lockStart(file: string): Promise<() => void> {
  await until(() => {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const holder = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
      if (holder > 0 && !isAlive(holder)) rmSync(file, { force: true });
      return false;
    }
  }, `Another process is starting PostgreSQL and does not finish (${file})`);
  return () => rmSync(file, { force: true });
}

function create(home: string, data: string, run: Runner, more: string[]): void {
  rmSync(data, { recursive: true, force: true }); // the rest of an interrupted first start
  const password = join(home, "password");
  writeFileSync(password, randomBytes(18).toString("base64url"), { mode: 0o600 });
  if (run.owner) chownSync(password, run.owner.uid, run.owner.gid);
  const args = ["-D", data, "-U", USER, "--auth=scram-sha-256", `--pwfile=${password}`, "--encoding=UTF8", "--data-checksums", ...more];
  const [command, all] = run.command(join(binaries(), "bin", "initdb"), [
    ...args,
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
  ]);
  const made = spawnSync(command, all, { ...run.ids, env: SERVER_ENV, encoding: "utf8" });
  if (made.status === 0) return;
  rmSync(data, { recursive: true, force: true });
  const hint =
    run.how === "unprivileged_user"
      ? ` (it runs as user ${run.owner?.uid}, which must be able to reach that folder: set PRIVITY_DATA_DIR, or DATABASE_URL)`
      : "";
  throw new Error(`PostgreSQL could not be set up in ${home}${hint}: ${made.stderr || made.error?.message || `status ${made.status}`}`);
}

async function start(home: string, data: string, run: Runner, settings: Readonly<Record<string, string>>): Promise<Running> {
  const port = await freePort();
  const args = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const [command, all] = run.command(join(binaries(), "bin", "postgres"), ["-D", data, "-p", String(port), ...args]);
  const logFile = join(home, "log");
  const log = openSync(logFile, existsSync(logFile) && statSync(logFile).size > 5_000_000 ? "w" : "a", 0o600);
  // Detached, since Ctrl-C in a terminal goes to the whole group and would stop the database before us; a file rather than a pipe for
  // what it says, since the pipe would break when we are killed.
  const child = spawn(command, all, { ...run.ids, env: SERVER_ENV, detached: true, stdio: ["ignore", log, log], cwd: "/" });
  closeSync(log);
  let failure: string | null = null;
  child.once("error", (error) => (failure = error.message));
  child.once("exit", (status, signal) => (failure ??= `it ended with ${signal ?? `status ${status}`}`));
  child.unref();
  return ready(data, home, () => failure);
}

async function ready(data: string, home: string, failure: (() => string | null) | null): Promise<Running> {
  let server: Running | null = null;
  await until(
    () => {
      const failed = failure?.();
      if (failed) throw new Error(`PostgreSQL in ${home} did not start, ${failed}: ${tail(join(home, "log"))}`);
      server = running(data);
      return server?.ready ?? false;
    },
    `PostgreSQL in ${home} did not become ready; see ${join(home, "log")}`,
  );
  return server as unknown as Running;
}

const tail = (file: string) => readFileSync(file, "utf8").trimEnd().split("\n").slice(-5).join("\n");

async function until(done: () => boolean, complaint: string): Promise<void> {
  const deadline = systemClock.now().getTime() + PATIENCE_MS;
  while (!done()) {
    if (systemClock.now().getTime() > deadline) throw new Error(complaint);
    await systemClock.sleep(STEP_MS);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolvePort(typeof address === "object" && address ? address.port : 0));
    });
  });
}
