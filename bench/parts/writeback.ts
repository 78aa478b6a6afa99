/**
 * Issue 4: deliveries under the fault mix, what the sandbox has in the end, and how soon a write is there. The mix runs on a clock that jumps over
 * waits, nothing scaled; the kills run in real time with settle windows of seconds (`faults/writes/kill_task.ts`); the quick part leaves them to
 * the quick fault run. Where the machine does not manage all deliveries in the time there is, `writeback.not_written` says how many are left.
 */
import type { Bench } from "../bench.ts";
import { forInformation, median, p99, withGoal, type Told } from "../figures.ts";
import type { Counted } from "../tasks/writeback.ts";
import { askOnce } from "../worker.ts";

const PROVIDERS = ["clio", "mycase"] as const;

export async function writebackPart(bench: Bench): Promise<Told[]> {
  const { quick } = bench.sizes;
  // What is timed has the machine to itself.
  const timed = await delays(bench);
  const mixes = await underMix(bench);
  const kills = quick ? [] : await killed(bench);
  const all = [...mixes, ...kills];
  const sum = (of: "duplicates" | "missing" | "unlookable_duplicates" | "unlookable_unsettled" | "would_email") =>
    all.reduce((total, one) => total + one[of], 0);
  const deliveries = all.reduce((total, one) => total + one.deliveries, 0);
  const not_written = Math.max(bench.sizes.writeback.deliveries - mixes.reduce((total, one) => total + one.deliveries, 0), 0);
  if (not_written > 0) bench.say(`the time was over before ${not_written} of ${bench.sizes.writeback.deliveries} deliveries were written`);
  for (const one of all) {
    bench.say(`${one.deliveries} deliveries in ${one.seconds.toFixed(1)} s: ${JSON.stringify(one.reached)}`);
    for (const what of one.violations) bench.say(`  ${what}`);
  }
  const rate = mixes.reduce((total, one) => total + one.deliveries, 0) / Math.max(...mixes.map((one) => one.seconds));
  return [
    withGoal("writeback.duplicates", sum("duplicates"), "records", 0),
    withGoal("writeback.missing", sum("missing"), "records", 0),
    withGoal("writeback.unlookable_duplicates", sum("unlookable_duplicates"), "records", 0),
    withGoal("writeback.unlookable_unsettled", sum("unlookable_unsettled"), "deliveries", 0),
    withGoal("writeback.would_email", sum("would_email"), "e-mails", 0),
    withGoal(
      "writeback.violations",
      all.reduce((total, one) => total + one.violations.length, 0),
      "findings",
      0,
    ),
    withGoal("writeback.not_written", not_written, "deliveries", 0),
    forInformation("writeback.deliveries", deliveries, "deliveries"),
    forInformation(
      "writeback.documents_compared",
      all.reduce((total, one) => total + one.compared, 0),
      "documents",
    ),
    forInformation("writeback.rate", rate, "deliveries/s"),
    ...(await otherPolicies(bench, quick ? 40 : 1_000)),
    ...timed,
  ];
}

async function inDatabases<T>(
  bench: Bench,
  work: (database_url: string, provider: (typeof PROVIDERS)[number]) => Promise<T>,
): Promise<T[]> {
  const server = await bench.server();
  return Promise.all(
    PROVIDERS.map(async (provider) => {
      const url = await server.create();
      try {
        return await work(url, provider);
      } finally {
        await server.drop(url);
      }
    }),
  );
}

const underMix = (bench: Bench): Promise<Counted[]> => {
  const { deliveries, at_most_s, contacts, wave } = bench.sizes.writeback;
  return inDatabases(bench, (database_url, provider) =>
    askOnce("deliverUnderMix", { database_url, provider, deliveries: deliveries / 2, at_most_s, contacts, wave }),
  );
};

const killed = (bench: Bench): Promise<Counted[]> =>
  inDatabases(bench, (database_url, provider) => askOnce("killWhileWriting", { database_url, provider }));

async function otherPolicies(bench: Bench, deliveries: number): Promise<Told[]> {
  const always = await inDatabases(bench, (database_url, provider) =>
    askOnce("comparePolicy", { database_url, provider, policy: "retry_always", deliveries: deliveries / 2 }),
  );
  const never = await inDatabases(bench, (database_url, provider) =>
    askOnce("comparePolicy", { database_url, provider, policy: "never_retry", deliveries: deliveries / 2 }),
  );
  bench.say(`other policies: ${always.reduce((sum, one) => sum + one.deliveries, 0)} deliveries each`);
  return [
    forInformation(
      "writeback.retry_always_duplicates",
      always.reduce((sum, one) => sum + one.duplicates, 0),
      "records",
    ),
    forInformation(
      "writeback.never_retry_missing",
      never.reduce((sum, one) => sum + one.missing, 0),
      "records",
    ),
  ];
}

/** The firm has been read once; then it and another one are read as a whole, each for as long as that takes. */
async function delays(bench: Bench): Promise<Told[]> {
  const server = await bench.server();
  const { opened: sandbox } = await bench.sandbox("clio", bench.sizes.requests);
  const { opened: large } = await bench.sandbox("clio", bench.sizes.quarter);
  const firm = await bench.sync("clio", bench.sizes.requests);
  const other = await askOnce("prepareFirm", { database_url: firm.database_url, sandbox: large });
  try {
    const { alone, beside } = await askOnce(
      "timeWrites",
      {
        database_url: firm.database_url,
        sandbox,
        owner: firm.owner,
        other: { sandbox: large, owner: other },
        count: bench.sizes.writeback.timed,
      },
      { as_shipped: true },
    );
    bench.say(`${beside.length} writes were logged while the firm itself and another one were read`);
    if (beside.length === 0) throw new Error("no write was logged while the firms were read");
    return [
      withGoal("writeback.logged_to_delivered_p50", median(alone) / 1000, "s", 1),
      withGoal("writeback.logged_to_delivered_p99", p99(alone) / 1000, "s", 5),
      withGoal("writeback.delay_beside_first_sync", (p99(beside) - median(alone)) / 1000, "s", 2),
    ];
  } finally {
    await server.drop(firm.database_url);
  }
}
