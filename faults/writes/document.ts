/** docs/writeback.md: what is promised of each way of writing, in the connectors' own sentences, and what was counted. */
import type { Provider } from "../../src/model/kinds.ts";
import type { OperationPromise } from "../../src/model/writing.ts";
import type { Tally } from "./check.ts";
import type { WritesReport } from "./report.ts";

export interface Told {
  report: WritesReport;
  promises: Record<Provider, readonly OperationPromise[]>;
  lease_ms: number;
  /** YYYY-MM-DD. */
  day: string;
}

const NAMES: Record<Provider, string> = { clio: "Clio", mycase: "MyCase" };
const OPERATIONS: Record<string, string> = {
  note: "Note",
  communication: "Communication",
  call: "Call",
  thread: "Message thread (staff only)",
  message: "Message in a thread",
  document: "Document",
  custom_value: "Custom field value",
};
const COLUMNS: readonly (keyof Tally)[] = ["written", "unknown", "found", "sent_again", "needs_review", "waiting", "duplicates", "missing"];

export function writebackDocument({ report, promises, lease_ms, day }: Told): string {
  const settle_ms = Math.max(...Object.values(promises).flatMap((list) => list.map((one) => one.settle_ms)));
  const timeout_ms = Math.max(...Object.values(promises).flatMap((list) => list.map((one) => one.timeout_ms)));
  const bound_s = Math.round((timeout_ms + lease_ms + 1.5 * settle_ms) / 1000);
  return `# Writing back

Made by \`npm run faults -- --only writes --write-docs\` on ${day}; the sentences are the connectors' own (\`promises\`), the numbers were counted at the
simulated providers. How it works is in [decision 0020](decisions/0020-outbox.md).

## The promise

Every activity is at the provider **effectively once**. Neither Clio nor MyCase knows keys that make a repeated request harmless, so "exactly once" in the
strict sense is impossible for anybody. What Privity does instead: the intent is stored before the request leaves; a request leaves once; what became of a lost
answer is looked up, twice, after a settle window, before anything is sent again; and where no look-up is possible it is never sent again by
itself: the delivery says *needs review*, and a person decides.

The bounds:

- The provider shows what it took within the **settle window**: at least ${settle_ms / 60_000} minutes, per provider and operation, longer where look-ups have taught so (twice the longest
  of the last thousand). Absence counts only when two look-ups after that window, half a window apart, show nothing.
- A request that was stuck on its way is carried out within ${bound_s} seconds of leaving (time-out, lease, window and a half). One that lands later than that would be a
  second record: whatever was sent more than once is therefore looked at again after an hour and after a day, the younger one is removed where the provider
  can, and every case is told.
- Nobody removes the mark from a note or call before its outcome is settled.
- MyCase may take a call and drop it without a word. It is sent again at most three times; then it is shown as not confirmed.

${(["clio", "mycase"] as const).map((provider) => ofProvider(provider, promises[provider], report)).join("\n")}
*Custom field values* are written by the answers of forms (B-WRB-9), which say what they expect to find; killed and hanging workers around them are in \`src/portal/forms.pg.test.ts\`, and their writer is held to its sentences by \`src/connectors/writing.test.ts\`.

## What was counted

${number(report.deliveries)} deliveries: under the mix of lost requests (2 %), lost answers (3 %), 5xx before (2 %) and after the fact (1 %), records that lists show up to ten minutes late (20 %),
workers that die after sending, that stall for minutes, or whose request leaves a minute late; processes that are killed at each of ${report.kills.of} named places
(${report.kills.killed} kills) or halted beyond their lease; calls dropped in silence; uploads cut, refused, lost or slow; an old backup put back. Of ${number(report.compared)} documents the bytes at the provider were compared with those that were uploaded.

| | what | met |
| --- | --- | ---: |
${report.faults.map((row) => `| ${row.id} | ${row.what} | ${number(row.reached)} |`).join("\n")}

*Unknown*: the answer was lost, or the worker. *Found*: the look-up showed it (calls are always learned of this way). *Sent again*: two look-ups showed that it was not there,
or repeating does no harm. *Needs review*: a person decides. *Waiting*: a message whose thread needs a review. *Missing* does not count what is shown as needing a review. E-mails that a client would have got: ${report.would_email}.

Under the same mix, other policies:

| policy | provider | deliveries | duplicates | missing |
| --- | --- | ---: | ---: | ---: |
${report.policies.map((one) => `| ${one.policy === "retry_always" ? "retry on any error" : "never retry"} | ${NAMES[one.provider]} | ${number(one.deliveries)} | ${one.duplicates} | ${one.missing} |`).join("\n")}
| **Privity** | both | ${number(report.deliveries)} | **${report.duplicates}** | **${report.missing}** |

Each guard is proved by taking it away, whereupon the checker must find records twice: ${[...new Set(report.guards.map((one) => one.guard))].join("; ")}. Proved: ${report.guards.filter((one) => one.clean && one.caught).length} of ${report.guards.length}.

**What is scaled.** The mix, the stories and the proofs run on a clock that jumps over waits: no window or lease is shortened. The kills run in real time: settle window 4 s instead
of ${settle_ms / 60_000} minutes, request time-out 1 s instead of ${timeout_ms / 1000} s, lease 0.5 s longer than that instead of ${lease_ms / 1000} s.
`;
}

function ofProvider(provider: Provider, promises: readonly OperationPromise[], report: WritesReport): string {
  const tallies = new Map(report.by_operation[provider]);
  const head = `## ${NAMES[provider]}

| | ${COLUMNS.map((column) => column.replace("_", " ")).join(" | ")} |
| --- | ${COLUMNS.map(() => "---:").join(" | ")} |
${promises
  .flatMap(({ operation }) => {
    const tally = tallies.get(operation);
    return tally ? [`| ${OPERATIONS[operation]} | ${COLUMNS.map((column) => number(tally[column])).join(" | ")} |`] : [];
  })
  .join("\n")}
`;
  const sentences = promises.map(
    (one) => `### ${NAMES[provider]}: ${OPERATIONS[one.operation]?.toLowerCase()}

- *How a duplicate is prevented.* ${one.prevents}
- *How an unknown outcome is settled.* ${one.settles}
- *What remains.* ${one.remains}
`,
  );
  return [head, ...sentences].join("\n");
}

const number = (n: number): string => n.toLocaleString("en-US");
