/** Serves the clients' portal over a synced firm, as `privity serve` would, with the receiving end of webhooks and the loop that works on them. */
import { createServer, type AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { hashOf, newToken } from "../../src/accounts/tokens.ts";
import { createApi } from "../../src/api/app.ts";
import { readSettings, writeSettings } from "../../src/connections/store_settings.ts";
import { connect, type Db } from "../../src/db/pool.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { newId } from "../../src/lib/ids.ts";
import type { Owner } from "../../src/mirror/store.ts";
import type { Connector } from "../../src/model/connector.ts";
import type { ProjectSettings } from "../../src/model/settings_projects.ts";
import { putAccess } from "../../src/portal/store_access.ts";
import { insertSession } from "../../src/portal/store_sessions.ts";
import { project } from "../../src/projection/driver.ts";
import { tendNow } from "../../src/sync/webhooks/care.ts";
import { startWebhookLoop } from "../../src/sync/webhooks/loop.ts";
import { apiDeps } from "./api.ts";
import type { OpenedSandbox } from "./sandbox.ts";
import { syncDeps } from "./sync.ts";

export interface ServedPortal {
  origin: string;
  /** Matters in a stage, each with the session of its client. */
  matters: { matter_id: string; token: string }[];
}

export const SESSION_COOKIE = "privity_portal";
export const phaseOf = (stage: string): string => `Step: ${stage}`;

interface Input {
  database_url: string;
  sandbox: OpenedSandbox;
  owner: Owner;
  web_dir: string;
  count: number;
}

/** Listens, subscribes, and works until its process ends. */
export async function servePortal({ database_url, sandbox, owner, web_dir, count }: Input): Promise<ServedPortal> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const db = await connect(database_url, {}, "server");
  const deps = await apiDeps(db, { web_dir, url: origin });
  const server = serve({ fetch: createApi(deps).fetch, hostname: "127.0.0.1", port });
  await new Promise((ready) => server.once("listening", ready));
  const sync = syncDeps(db, sandbox);
  await showMatters(db, owner, sync.connectors.clio.mapper);
  const webhooks = { ...sync, vault: deps.vault, hooks_url: () => origin, syncSoon: () => Promise.resolve() };
  const { error } = await tendNow(webhooks, owner);
  if (error !== null) throw new Error(error);
  startWebhookLoop(webhooks);
  return { origin, matters: await clientsOf(db, owner, count) };
}

/** Every matter is shown to its main client, each stage in words of its own. */
async function showMatters(db: Db, owner: Owner, mapper: Connector["mapper"]): Promise<void> {
  const { rows } = await db.pool.query<{ stage: string }>(
    "select distinct stage from matter where firm_id = $1 and connection_id = $2 and stage <> ''",
    [owner.firm_id, owner.connection_id],
  );
  const phases = rows.map(({ stage }) => ({
    name: phaseOf(stage),
    happened: `We have done what belongs to “${stage}”, and the other side has been told of it.`,
    next: "They answer, as a rule within six weeks. We call you then; until that day there is nothing that you have to do.",
    stages: [stage],
  }));
  const { settings, version } = await readSettings(db.kysely, owner);
  const projects: ProjectSettings = {
    ...settings.projects,
    on: true,
    types: [{ name: "Case", matches: [], fields: [], phases }],
    default_type: "Case",
    shown: { matters: "all", field: null },
  };
  const at = systemClock.now().toISOString();
  const change = { settings: { ...settings, projects }, note: null, created_by: "bench", at, if_version: version };
  const id = String(await writeSettings(db.kysely, owner, change));
  await project({ db, mapper, clock: systemClock }, owner, { kind: "settings", id });
}

/** Of clients all over the firm, one matter each. */
async function clientsOf(db: Db, owner: Owner, count: number): Promise<ServedPortal["matters"]> {
  const { rows } = await db.pool.query<{ matter_id: string; contact_id: string; email: string }>(
    `select distinct on (md5(c.provider_id)) p.provider_id as matter_id, c.provider_id as contact_id, lower(c.view->'emails'->0->>'address') as email
     from project p join contact c on c.firm_id = p.firm_id and c.connection_id = p.connection_id and c.provider_id = p.participant_ids[1]
     where p.firm_id = $1 and p.connection_id = $2 and p.shown and p.open and p.phase is not null and c.state = 'in' and c.view->'emails'->0 is not null
     order by md5(c.provider_id), p.provider_id limit $3`,
    [owner.firm_id, owner.connection_id, count],
  );
  return Promise.all(
    rows.map(async ({ matter_id, contact_id, email }) => {
      const at = systemClock.now();
      const of = { ...owner, contact_id };
      const access = { access_id: newId(systemClock), email, source: "participant" as const, language: "en" as const, by: null };
      const put = await putAccess(db.kysely, of, { ...access, at: at.toISOString() });
      if (!put) throw new Error(`${contact_id} may not come in`);
      const token = newToken();
      await insertSession(db.kysely, {
        ...{
          firm_id: owner.firm_id,
          access_id: put.access_id,
          session_id: newId(systemClock),
          token_hash: hashOf(token),
          email,
          browser: "",
        },
        ...{ created_at: at.toISOString(), expires_at: new Date(at.getTime() + 3_600_000).toISOString() },
      });
      return { matter_id, token };
    }),
  );
}

/** The address has to be known before anything listens there. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((ready) => void probe.listen(0, "127.0.0.1", ready));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}
