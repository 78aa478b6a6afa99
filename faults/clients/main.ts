/** `npm run faults -- --only clients`: what clients are told, write and answer, under kills, doubled work and a mail server that misbehaves. */
import { fileURLToPath } from "node:url";
import { systemClock } from "../../src/lib/clock.ts";
import type { Provider } from "../../src/model/kinds.ts";
import type { Proof } from "../mutations.ts";
import { sideBySide, type Task } from "../side_by_side.ts";
import type { Database } from "../writes/database.ts";
import { emptyChain, POINTS, runChain, type ChainResult } from "./chain.ts";
import { CLIENTS_MUTATIONS, proveClients, type ClientsMutation } from "./mutations.ts";
import { printClients, reportOf, writeClients, type ClientsRun } from "./report.ts";

export interface ClientsAsked {
  quick: boolean;
  json: boolean;
  write_docs: boolean;
  /** This one alone; null: all. */
  seed: number | null;
}

const PROVIDERS = ["clio", "mycase"] as const;
const SEEDS = [1, 2, 3];

export async function runClients(database: Database, { quick, json, write_docs, seed }: ClientsAsked): Promise<boolean> {
  const began = systemClock.now().getTime();
  const run: ClientsRun = { chains: [], proofs: [], quick: quick || seed !== null, seconds: 0 };
  const seeds = seed === null ? (quick ? [1] : SEEDS) : [seed];
  const points = (index: number) => (quick ? POINTS.filter((_, place) => place % 4 === index) : POINTS);
  const proofs = seed === null ? CLIENTS_MUTATIONS : [];
  const tasks: Task[] = [
    ...seeds.flatMap((one) =>
      PROVIDERS.map(
        (provider, index): Task =>
          async () =>
            void run.chains.push(await chainOf(database, provider, one, points(index))),
      ),
    ),
    ...proofs.map(
      (mutation): Task =>
        async () =>
          void run.proofs.push(await proofOf(database, mutation)),
    ),
  ];
  await sideBySide(tasks);
  run.seconds = Math.round((systemClock.now().getTime() - began) / 1000);
  const report = reportOf(run);
  if (json) console.log(JSON.stringify(report));
  else printClients(report);
  const path = fileURLToPath(new URL("../../docs/faults.md", import.meta.url));
  if (write_docs && report.ok) writeClients(path, report, systemClock.now().toISOString().slice(0, 10));
  return report.ok;
}

const thrown = (error: unknown): string[] => [`threw ${error instanceof Error ? error.stack : String(error)}`];

const chainOf = (database: Database, provider: Provider, seed: number, points: typeof POINTS): Promise<ChainResult> =>
  runChain(database, { provider, seed, points }).catch((error: unknown) => ({ ...emptyChain(provider, seed), violations: thrown(error) }));

const proofOf = (database: Database, mutation: ClientsMutation): Promise<Proof> =>
  proveClients(database, mutation).catch((error: unknown) => ({
    ...{ guard: mutation.guard, provider: mutation.provider, clean: false, caught: false },
    violations: thrown(error),
  }));
