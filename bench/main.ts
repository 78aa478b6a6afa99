/**
 * `npm run bench`: what Privity must reach (docs/performance.md), measured on this machine. Goals are ratios within one run wherever
 * the machine would otherwise decide. Ends with status 1 when a goal is missed.
 */
import { availableParallelism, cpus, totalmem } from "node:os";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Bench, FULL, QUICK } from "./bench.ts";
import { judged, plainTable, type Figure, type Told } from "./figures.ts";
import { apiPart } from "./parts/api.ts";
import { automationsPart } from "./parts/automations.ts";
import { demoPart } from "./parts/demo.ts";
import { jobsPart } from "./parts/jobs.ts";
import { portalPart } from "./parts/portal.ts";
import { projectionPart } from "./parts/projection.ts";
import { requestsPart } from "./parts/requests.ts";
import { millionPart, syncPart } from "./parts/sync.ts";
import { webPart } from "./parts/web.ts";
import { webhooksPart } from "./parts/webhooks.ts";
import { writebackPart } from "./parts/writeback.ts";
import { performanceDocument } from "./document.ts";

interface Part {
  /** What its figures are called, without the provider. */
  figures: string[];
  run(bench: Bench): Promise<Told[]>;
  /** Only when it is asked for. */
  on_demand?: true;
}

/** In this order: the later ones look at the firm that `sync` has filled. */
const PARTS: Record<string, Part> = {
  requests: {
    figures: ["sync.requests_over_floor", "sync.incremental_idle_requests_per_kind", "sync.incremental_changed_extra"],
    run: requestsPart,
  },
  sync: { figures: ["sync.full_over_floor_time", "sync.peak_memory", "sync.memory_growth"], run: syncPart },
  projection: { figures: ["projection.settings_change_over_sync"], run: projectionPart },
  automations: { figures: ["automations.evaluate_seconds"], run: automationsPart },
  api: { figures: ["api.contacts_list_p95", "api.contacts_search_p95"], run: apiPart },
  web: { figures: ["web.contacts_interactive", "web.search_typing_p95"], run: webPart },
  jobs: { figures: ["jobs.turn_rate", "jobs.small_firm_lag_ratio", "jobs.small_firm_lag_p99"], run: jobsPart },
  portal: {
    figures: ["portal.phase_visible_p50", "portal.first_load", "portal.lcp_sign_in", "portal.lcp_matters", "portal.lcp_matter"],
    run: portalPart,
  },
  webhooks: { figures: ["webhooks.ack_p99", "webhooks.visible_p50", "webhooks.visible_p99"], run: webhooksPart },
  writeback: {
    figures: ["writeback.duplicates", "writeback.missing", "writeback.logged_to_delivered_p50", "writeback.delay_beside_first_sync"],
    run: writebackPart,
  },
  demo: { figures: ["demo.seconds", "demo.own_seconds"], run: demoPart },
  million: { figures: ["million.peak_memory", "million.memory_growth"], run: millionPart, on_demand: true },
};

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    profile: { type: "string" },
    "write-docs": { type: "boolean", default: false },
  },
});

const chosen = Object.entries(PARTS).filter(([name, part]) =>
  values.only === undefined ? !part.on_demand : values.only in PARTS ? name === values.only : isMeant(values.only, part),
);
if (chosen.length === 0) {
  console.error(`No part is called ${values.only}; there are ${Object.keys(PARTS).join(", ")}.`);
  process.exit(2);
}

/** How the name of one of its figures begins. */
function isMeant(only: string, part: Part): boolean {
  return part.figures.some((figure) => figure.startsWith(only) || only.startsWith(`${figure}.`));
}

const say = (line: string) => console.error(`  ${line}`);
const bench = new Bench(values.quick ? QUICK : FULL, { say, profile: values.profile ?? null });
const figures: Figure[] = [];
try {
  const { backend, version } = await bench.server();
  for (const [name, part] of chosen) {
    say(`${name} …`);
    for (const told of await part.run(bench)) figures.push(judged(told, backend));
  }
  if (values["write-docs"]) {
    const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}, Node ${process.versions.node}, PostgreSQL ${version} (${backend})`;
    const path = fileURLToPath(new URL("../docs/performance.md", import.meta.url));
    writeFileSync(path, performanceDocument(figures, machine, readFileSync(path, "utf8")));
  }
} finally {
  await bench.close();
}
console.log(values.json ? JSON.stringify(figures, null, 2) : plainTable(figures));
process.exitCode = figures.every((figure) => figure.ok) ? 0 : 1;
