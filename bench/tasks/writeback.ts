/** Writing back, measured: the fault mix of issue 4 at both providers, kills of real processes, and how soon a write is there. */
import { randomInt } from "node:crypto";
import { createJobs } from "../../src/jobs/jobs.ts";
import { workerDefaults } from "../../src/jobs/worker.ts";
import { migrate } from "../../src/db/migrate.ts";
import { connect, type Db } from "../../src/db/pool.ts";
import { systemClock } from "../../src/lib/clock.ts";
import type { Owner } from "../../src/mirror/store.ts";
import type { Provider } from "../../src/model/kinds.ts";
import type { OutboxDeps } from "../../src/outbox/deps.ts";
import { log } from "../../src/outbox/log.ts";
import { CHAINS, runChain } from "../../faults/writes/kill.ts";
import { runPolicy, type Policy } from "../../faults/writes/policies.ts";
import { runMix } from "../../faults/writes/run.ts";
import { MIX, type Mix } from "../../faults/writes/world.ts";
import { canFind, type Tally } from "../../faults/writes/check.ts";
import { createConnectors } from "../../src/connectors/index.ts";
import type { Operation } from "../../src/model/writing.ts";
import { syncDeps } from "./sync.ts";
import type { OpenedSandbox } from "./sandbox.ts";

export interface Counted {
  deliveries: number;
  seconds: number;
  duplicates: number;
  missing: number;
  unlookable_duplicates: number;
  /** Unknown ones of those that nothing can show, neither settled nor in `needs_review`. */
  unlookable_unsettled: number;
  would_email: number;
  /** Documents whose bytes were compared. */
  compared: number;
  reached: Record<string, number>;
  violations: string[];
}

interface Asked {
  database_url: string;
  provider: Provider;
}

const database = (url: string) => ({ url, backend: "server" as const });

async function migrated(url: string): Promise<void> {
  const db = await connect(url, { max: 2 }, "server");
  try {
    await migrate(db);
  } finally {
    await db.close();
  }
}

function counted(
  provider: Provider,
  by_operation: ReadonlyMap<Operation, Tally>,
  violations: readonly string[],
): Omit<Counted, "deliveries" | "seconds" | "would_email" | "compared" | "reached"> {
  const side = createConnectors()[provider].writing;
  const sum = (lookable: boolean, of: keyof Tally) =>
    [...by_operation].reduce((total, [operation, tally]) => total + (canFind({ side }, operation) === lookable ? tally[of] : 0), 0);
  return {
    duplicates: sum(true, "duplicates"),
    missing: sum(true, "missing"),
    unlookable_duplicates: sum(false, "duplicates"),
    unlookable_unsettled: violations.filter((what) => /^mycase (thread|message) .* it ended as /.test(what)).length,
    violations: violations.slice(0, 10),
  };
}

/** A worker that dies or stalls strikes all that it has in hand: about one delivery in a hundred by death, two by a stall (issue 4). */
const PARALLEL = 32;
const SHARED_OUT: Mix = { ...MIX, dies_after_send: 0.01 / PARALLEL, stalls: 0.02 / PARALLEL };

export async function deliverUnderMix({
  database_url,
  provider,
  ...asked
}: Asked & { deliveries: number; at_most_s: number; contacts: number; wave: number }): Promise<Counted> {
  await migrated(database_url);
  const { contacts, ...rest } = asked;
  const filling = { firm: "generated", seed: 7, contacts, matters: contacts / 2, relationships: 0 } as const;
  const mix = await runMix(database(database_url), { provider, seed: 1, filling, parallel: PARALLEL, mix: SHARED_OUT, ...rest });
  const { deliveries, seconds, would_email, compared, reached } = mix;
  return { deliveries, seconds, would_email, compared, reached, ...counted(provider, mix.by_operation, mix.violations) };
}

/** Two chains of processes come to every named place: a document's at one provider, a note's at the other. */
export async function killWhileWriting({ database_url, provider }: Asked): Promise<Counted> {
  const kind = provider === "clio" ? "document" : "note";
  const chain = CHAINS.find((one) => one.provider === provider && one.kind === kind)!;
  const began = performance.now();
  const result = await runChain(database(database_url), chain);
  const deliveries = [...result.by_operation.values()].reduce((sum, tally) => sum + tally.written, 0);
  const reached = { killed: result.killed.length, halted: result.halted };
  return {
    deliveries,
    seconds: (performance.now() - began) / 1000,
    would_email: 0,
    compared: result.compared,
    reached,
    ...counted(provider, result.by_operation, result.violations),
  };
}

export async function comparePolicy({ database_url, provider, policy, deliveries }: Asked & { policy: Policy; deliveries: number }) {
  await migrated(database_url);
  return runPolicy(database(database_url), policy, { provider, seed: 9, deliveries });
}

export interface Delays {
  /** Milliseconds from logged to delivered, each. */
  alone: number[];
  /** The same while the firm itself and another one are being read for the first time. */
  beside: number[];
}

/** Notes of one firm, by a worker as it is shipped, over real HTTP; the rate budget is free. */
export async function timeWrites(asked: {
  database_url: string;
  sandbox: OpenedSandbox;
  owner: Owner;
  other: { sandbox: OpenedSandbox; owner: Owner };
  count: number;
}): Promise<Delays> {
  const db = await connect(asked.database_url, {}, "server");
  const sync = syncDeps(db, asked.sandbox);
  const others = syncDeps(db, asked.other.sandbox);
  const outbox: OutboxDeps = {
    db,
    providers: sync.connectors,
    session: sync.session,
    clock: systemClock,
    log: sync.log,
    random: () => randomInt(1_000_000) / 1_000_000,
    open_file: () => {
      throw new Error("there are no files here");
    },
    ready: (owner) => jobs.write(owner),
  };
  const session: typeof sync.session = (connection, ...rest) =>
    connection.connection_id === asked.other.owner.connection_id ? others.session(connection, ...rest) : sync.session(connection, ...rest);
  const jobs = createJobs({
    sync: { ...sync, session, connectors: sync.connectors },
    outbox,
    every: null,
    tokens: () => NO_TOKENS,
    chores: [],
  });
  const working = await jobs.work(workerDefaults);
  const author = await prepareAuthor(db, asked.owner);
  const contacts = await contactsOf(db, asked.owner, asked.count);
  try {
    const alone = await write(outbox, db, asked.owner, author, contacts, () => Promise.resolve(true));
    const runs = await Promise.all([
      jobs.ask(asked.owner.connection_id, { mode: "full", trigger: "bench" }),
      jobs.ask(asked.other.owner.connection_id, { mode: "full", trigger: "bench" }),
    ]);
    const reading = async () => {
      const { rows } = await db.pool.query<{ n: number }>(
        "select count(*)::int as n from sync_run where run_id = any($1) and state = 'running'",
        [runs.map((run) => run.run_id)],
      );
      return rows[0]!.n > 0;
    };
    return { alone, beside: await write(outbox, db, asked.owner, author, contacts, reading) };
  } finally {
    await working.stop();
    await db.close();
  }
}

const NO_TOKENS = {
  access_token: () => Promise.reject(new Error("nobody refreshes here")),
  refresh: () => Promise.reject(new Error("nobody refreshes here")),
} as never;

/** A member whose own connection is the firm's. */
async function prepareAuthor(db: Db, { firm_id, connection_id }: Owner): Promise<string> {
  const { rows } = await db.pool.query<{ member_id: string; name: string; email: string }>(
    "select member_id, name, email from member where firm_id = $1 and active order by member_id limit 1",
    [firm_id],
  );
  const { member_id, name, email } = rows[0]!;
  await db.pool.query("update connection set user_name = $2, user_email = $3 where connection_id = $1", [connection_id, name, email]);
  return member_id;
}

async function contactsOf(db: Db, { firm_id, connection_id }: Owner, count: number): Promise<string[]> {
  const { rows } = await db.pool.query<{ provider_id: string }>(
    "select provider_id from contact where firm_id = $1 and connection_id = $2 and state = 'in' order by provider_id limit $3",
    [firm_id, connection_id, count],
  );
  return rows.map((row) => row.provider_id);
}

const EVERY_MS = 40;

/** One note after the other, as long as `goes_on`. */
async function write(
  outbox: OutboxDeps,
  db: Db,
  owner: Owner,
  author_member_id: string,
  contacts: readonly string[],
  goes_on: () => Promise<boolean>,
): Promise<number[]> {
  const ids: string[] = [];
  for (const contact_id of contacts) {
    if (!(await goes_on())) break;
    const id = await log(
      outbox,
      owner.firm_id,
      {
        connection_id: owner.connection_id,
        contact_id,
        matter_id: null,
        kind: "note",
        direction: null,
        occurred_at: systemClock.now().toISOString(),
        author_member_id,
        subject: "For the file",
        body: "What was said.",
        address: null,
        conversation: null,
        file_ids: [],
        source: "api",
        source_key: null,
      },
      { name: "bench", tell: () => Promise.resolve() },
    );
    ids.push(id);
    await systemClock.sleep(EVERY_MS);
  }
  for (;;) {
    const { rows } = await db.pool.query<{ ms: number | null; state: string; words: string }>(
      `select extract(epoch from d.delivered_at - d.created_at)::float8 * 1000 as ms, d.state, d.words
       from delivery d join delivery_activity using (firm_id, delivery_id) where firm_id = $1 and activity_id = any($2::uuid[])`,
      [owner.firm_id, ids],
    );
    const stuck = rows.find((row) => row.state === "held" || row.state === "failed");
    if (stuck) throw new Error(`a note was not delivered: ${stuck.state}, ${stuck.words}`);
    const ms = rows.flatMap((row) => row.ms ?? []);
    if (ms.length === ids.length) return ms;
    await systemClock.sleep(100);
  }
}
