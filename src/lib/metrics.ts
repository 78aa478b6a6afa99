/**
 * What this process counts for Prometheus. Names follow its conventions (base units, `_total` for counters). Labels hold kinds of things
 * only, never a firm, a person or a record: whoever sees a dashboard learns how much happens, not to whom.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

export interface Metrics {
  request(route: string, method: string, status: number, seconds: number): void;
  run(provider: string, mode: string, outcome: string, seconds: number): void;
  vendorRequest(provider: string, status: number | null): void;
  records(provider: string, kind: string, rows: { changed: number; unchanged: number; quarantined: number }): void;
  tokenRefresh(provider: string, outcome: "refreshed" | "refused" | "failed"): void;
  delivery(outcome: "delivered" | "retried" | "failed"): void;
  /** A figure that is asked for at each reading. */
  watch(name: string, help: string, read: () => Promise<number>): void;
  /** All of it, in Prometheus' text form. */
  text(): Promise<{ type: string; body: string }>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  // Memory, CPU and event loop lag of the process, under their usual names.
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, labelNames: string[]) => new Counter({ name, help, labelNames, registers });
  const requests = new Histogram({
    name: "privity_http_request_duration_seconds",
    help: "How long requests to the API took, by route, method and status",
    labelNames: ["route", "method", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const runs = new Histogram({
    name: "privity_sync_run_duration_seconds",
    help: "How long sync runs took that ended here, by provider, mode and outcome",
    labelNames: ["provider", "mode", "outcome"],
    buckets: [1, 5, 15, 60, 300, 900, 3600, 14_400],
    registers,
  });
  const vendor = counter("privity_vendor_requests_total", "Requests to providers, by status; `none`: no answer", ["provider", "status"]);
  const records = counter("privity_records_ingested_total", "Rows taken in from providers, by what became of them", [
    "provider",
    "kind",
    "result",
  ]);
  const refreshes = counter("privity_token_refreshes_total", "Refreshes of grants, by outcome", ["provider", "outcome"]);
  const deliveries = counter("privity_webhook_deliveries_total", "Attempts to deliver events to endpoints, by outcome", ["outcome"]);
  return {
    request: (route, method, status, seconds) => requests.observe({ route, method, status: String(status) }, seconds),
    run: (provider, mode, outcome, seconds) => runs.observe({ provider, mode, outcome }, seconds),
    vendorRequest: (provider, status) => vendor.inc({ provider, status: status === null ? "none" : String(status) }),
    records: (provider, kind, rows) => {
      for (const [result, count] of Object.entries(rows)) if (count > 0) records.inc({ provider, kind, result }, count);
    },
    tokenRefresh: (provider, outcome) => refreshes.inc({ provider, outcome }),
    delivery: (outcome) => deliveries.inc({ outcome }),
    watch: (name, help, read) =>
      void new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await read());
        },
      }),
    text: async () => ({ type: registry.contentType, body: await registry.metrics() }),
  };
}
