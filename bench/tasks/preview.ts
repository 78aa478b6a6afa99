/** A change of settings tried on a whole firm: how long it takes, and how much memory. */
import { randomUUID } from "node:crypto";
import { readSettings } from "../../src/connections/store_settings.ts";
import { createConnectors } from "../../src/connectors/index.ts";
import { connect } from "../../src/db/pool.ts";
import { systemClock } from "../../src/lib/clock.ts";
import type { Owner } from "../../src/mirror/store.ts";
import { runPreview } from "../../src/projection/preview.ts";
import { insertPreview, readPreview } from "../../src/projection/store_preview.ts";
import type { OpenedSandbox } from "./sandbox.ts";

export interface PreviewResult {
  seconds: number;
  contacts_changed: number;
  peak_mb: number;
}

/** Tags, owners and the window of matters at once: every stage that a preview can have, and nearly every contact changes. */
export async function previewSettings(input: { database_url: string; sandbox: OpenedSandbox; owner: Owner }): Promise<PreviewResult> {
  const { owner, sandbox } = input;
  const db = await connect(input.database_url, {}, "server");
  try {
    const { settings, version } = await readSettings(db.kysely, owner);
    const tried = {
      ...settings,
      sync: { ...settings.sync, matters_first_years: 5 },
      tags: { ...settings.tags, city: !settings.tags.city, lead_attorney: "all" as const },
    };
    const preview_id = randomUUID();
    const at = systemClock.now().toISOString();
    await insertPreview(db.kysely, owner, { preview_id, settings: tried, base_version: version, created_by: "bench", at });
    await db.pool.query("checkpoint");
    const began = performance.now();
    await runPreview({ db, mapper: createConnectors()[sandbox.provider].mapper, clock: systemClock }, owner, preview_id);
    const seconds = (performance.now() - began) / 1000;
    const preview = await readPreview(db.kysely, owner, preview_id);
    if (!preview?.outcome) throw new Error(`the preview failed: ${preview?.error}`);
    return { seconds, contacts_changed: preview.outcome.changed, peak_mb: process.resourceUsage().maxRSS / 1024 };
  } finally {
    await db.close();
  }
}
