/** For `privity doctor`: what the installation itself hangs on, each with what to do about it. */
import { stat } from "node:fs/promises";
import { isFresh } from "../../accounts/sign_up.ts";
import { isLocalOnly } from "../../accounts/set_up_code.ts";
import { checkKeys } from "../../connections/vault.ts";
import { readServerTime } from "../../db/pool.ts";
import { readQueueHealth } from "../../jobs/store_plans.ts";
import { within } from "../../lib/clock.ts";
import { checkMail } from "../../lib/mail.ts";
import { systemFetch } from "../../lib/network.ts";
import { fileSpace } from "../../outbox/files.ts";
import type { Program } from "../program.ts";
import type { Finding } from "./check.ts";

type Looked = Omit<Finding, "what">;
type Look = Pick<Program, "config" | "db" | "accounts"> & { sync: Pick<Program["sync"], "clock"> };

const PATIENCE_MS = 10_000;
const SKEW_MS = 5_000;
const OVERDUE_MS = 10 * 60_000;

export async function installationFindings(program: Look): Promise<Finding[]> {
  const looks: [string, (program: Look) => Promise<Looked>][] = [
    ["Keys", keys],
    ["Clock", clock],
    ["Queue", queue],
    ["Files", files],
    ["Mail", mail],
    ["Address", address],
    ["Sign-up", signUp],
  ];
  return Promise.all(
    looks.map(async ([what, look]) => {
      const looked = await look(program).catch((error: unknown) => ({ ok: false, says: textOf(error) }));
      return { what, ...looked };
    }),
  );
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
const bad = (says: string): Looked => ({ ok: false, says });
const good = (says: string): Looked => ({ ok: true, says });

async function keys({ config, db }: Look): Promise<Looked> {
  const { firms, locked } = await checkKeys(db, config);
  if (locked > 0)
    return bad(
      `${locked} of the firms' keys were locked with another key: set PRIVITY_SECRET_KEY (or its file) to that one, or restore it`,
    );
  if (config.secret_key !== null) return good(`those of ${firms} firms open with PRIVITY_SECRET_KEY`);
  const { mode } = await stat(config.secret_key_file);
  if ((mode & 0o077) !== 0) return bad(`others on this machine can read ${config.secret_key_file}: chmod 600 it`);
  return good(`those of ${firms} firms open with ${config.secret_key_file}; back it up, apart from the database`);
}

async function clock({ db, sync }: Look): Promise<Looked> {
  const before = sync.clock.now().getTime();
  const there = Date.parse(await readServerTime(db.pool));
  const skew = there - (before + sync.clock.now().getTime()) / 2;
  const seconds = Math.round(Math.abs(skew) / 1000);
  if (Math.abs(skew) < SKEW_MS) return good("agrees with the database's");
  return bad(`${seconds} s ${skew > 0 ? "behind" : "ahead of"} the database's: keep both machines' clocks by NTP`);
}

async function queue({ db, sync }: Look): Promise<Looked> {
  const { workers, waiting, since } = await readQueueHealth(db.kysely, new Date(sync.clock.now().getTime() - OVERDUE_MS).toISOString());
  const working = workers ? "somebody works" : "nobody works at the moment";
  if (waiting === 0) return good(`${working}, nothing is overdue`);
  return bad(
    `work of ${waiting} connections waits since ${since}, and ${working}: ${workers ? "start more `privity work`" : "start `privity serve` or `privity work`"}`,
  );
}

/** By writing, reading and deleting something small. */
const files = async ({ config }: Look): Promise<Looked> => good(await fileSpace(config).storage.probe());

async function mail({ config }: Look): Promise<Looked> {
  if (config.mail === null)
    return good("no SMTP server is set: mail is kept, not sent; links come from `privity member invite`, `link` and `reset`");
  return checkMail(config.mail).then(
    () => good("the SMTP server takes mail from us"),
    (error: unknown) => bad(`the SMTP server does not take mail: ${textOf(error)}. Check PRIVITY_SMTP_URL`),
  );
}

async function address({ config }: Look): Promise<Looked> {
  const local = isLocalOnly(config);
  if (!local && config.url.startsWith("http:"))
    return bad(`${config.url} is plain http, and passwords travel on it: put a proxy that ends TLS before it, set PRIVITY_URL to https`);
  const alive = await within(PATIENCE_MS, (signal) =>
    systemFetch(new Request(`${config.url}/healthz`, { signal, redirect: "manual" })),
  ).then(
    async (answer) => answer.ok && ((await answer.json().catch(() => null)) as { alive?: boolean } | null)?.alive === true,
    () => null,
  );
  if (alive) return good(`${config.url} answers`);
  const why = alive === null ? "nobody answers" : "somebody else answers";
  if (local && alive === null) return good(`${config.url}: not running at the moment; \`privity serve\` starts it`);
  return bad(`${why} at ${config.url}: is \`privity serve\` running, does the proxy lead to it, and is PRIVITY_URL right?`);
}

async function signUp({ accounts }: Look): Promise<Looked> {
  if (!(await isFresh(accounts))) return good("the first admin is there");
  if (accounts.set_up_code === null) return good("nobody has signed up; whoever opens the page on this machine can");
  return good(`nobody has signed up; the first one needs the set-up code ${accounts.set_up_code.reveal()}`);
}
