/** The small firm shows its family matters to clients: Lucía's, whose address others have too, with a friend who is no client. */
import { readSettings, writeSettings } from "../connections/store_settings.ts";
import { connectors } from "../connectors/index.ts";
import { portalWork } from "../portal/work.ts";
import { project } from "../projection/driver.ts";
import { clock, type TestApi } from "./test_api.ts";
import { NOW, read } from "./test_firm.ts";

export async function showMatters(api: TestApi): Promise<void> {
  const owner = { firm_id: api.firm.firm_id, connection_id: api.firm.clio };
  const { settings, version } = await readSettings(api.db.kysely, owner);
  const types = [{ name: "Family", matches: ["Family Law"], fields: [], phases: [] }];
  const participants = { rule: "by_group" as const, groups: [{ group: "Friend", role: "Friend" }] };
  const projects = { ...settings.projects, on: true, types, participants, shown: { matters: "all" as const, field: null } };
  await writeSettings(api.db.kysely, owner, {
    settings: { ...settings, projects },
    ...{ note: null, created_by: "test", at: NOW.toISOString(), if_version: version },
  });
  await read(api.db, clock, owner, "clio", [
    ["contact", [{ id: 1060, type: "Person", name: "Theo Marsh", first_name: "Theo", last_name: "Marsh", updated_at: "2026-11-18T14:02:10Z", email_addresses: [{ name: "Home", address: "theo@marsh.example", primary: true }] }]],
    ["relationship", [{ id: 903, description: "Friend", matter: { id: 5012 }, contact: { id: 1060 }, updated_at: "2026-11-01T09:00:00Z" }]],
  ]); // oxfmt-ignore
  await project({ db: api.db, mapper: connectors.clio.mapper, clock }, owner, { kind: "settings", id: String(version + 1) });
  // Theo is no client, and takes part.
  await portalWork(api.deps.portal);
}
