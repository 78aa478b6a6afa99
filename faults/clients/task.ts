/** What one process does: whatever came in from clients, then a round of automations, of the portal and of writing back, as the program's own do. */
import { createConnectors } from "../../src/connectors/index.ts";
import { work } from "../../src/automations/work.ts";
import type { AutomationDeps } from "../../src/automations/deps.ts";
import { connect, type Db } from "../../src/db/pool.ts";
import { systemClock, type Clock } from "../../src/lib/clock.ts";
import { armCrashPoint, type CrashPoint } from "../../src/lib/crash_point.ts";
import { createLog } from "../../src/lib/log.ts";
import { createSendMail } from "../../src/lib/mail.ts";
import { unlimited } from "../../src/lib/pacer.ts";
import { Secret } from "../../src/lib/secret.ts";
import type { Owner } from "../../src/mirror/store.ts";
import type { Provider } from "../../src/model/kinds.ts";
import type { OutboxDeps } from "../../src/outbox/deps.ts";
import { fileSpace, openFile } from "../../src/outbox/files.ts";
import { createOutbox } from "../../src/outbox/outbox.ts";
import { writeTurn } from "../../src/outbox/turn.ts";
import type { By } from "../../src/outbox/types.ts";
import { saveAnswers, submitForm } from "../../src/portal/forms.ts";
import { takeMail } from "../../src/portal/mail_in.ts";
import { writeAsClient, writeAsMember } from "../../src/portal/messages.ts";
import { matterOf } from "../../src/portal/person.ts";
import { PortalRefused, type PortalDeps, type PortalPerson } from "../../src/portal/types.ts";
import { portalWork } from "../../src/portal/work.ts";
import type { Database } from "../writes/database.ts";

/** What comes in; whoever sent it sends it again where no answer came. */
export type Errand =
  | { do: "message"; person: PortalPerson; matter_id: string; key: string; body: string }
  | { do: "answer"; of: { contact_id: string; matter_id: string }; member: { member_id: string; name: string }; key: string; body: string }
  | { do: "form"; person: PortalPerson; request_id: string; answers: Record<string, string> }
  | { do: "mail"; secret: string; raw: string };

export interface Task {
  database: Database;
  provider: Provider;
  /** The simulated provider's. */
  url: string;
  smtp_url: string;
  owner: Owner;
  /** By connection. */
  tokens: Record<string, string>;
  data_dir: string;
  now: string;
  lease_ms: number;
  errands: Errand[];
  /** What it does after the errands; all of it unless told. */
  only?: "automations" | "portal";
  crash: { point: CrashPoint; nth: number } | null;
}

const FROM = "Marlow & Finch <mail@marlow.example>";
const PORTAL_URL = "https://portal.marlow.example";
const BY: By = { name: "faults", tell: async () => {} };
const MAX_BYTES = 10 * 1024 * 1024;
const noTexts = (): Promise<never> => Promise.reject(new Error("no texts are sent here"));

interface Deps {
  automations: AutomationDeps;
  portal: PortalDeps;
  outbox: OutboxDeps;
}

function depsOf(task: Task, db: Db): Deps {
  const { provider, url } = task;
  const connectors = createConnectors({ clio_url: url, mycase_api_url: url, mycase_auth_url: url });
  const clock: Clock = { now: () => new Date(task.now), sleep: systemClock.sleep };
  const log = createLog({ log_level: "silent" });
  const files = fileSpace({ data_dir: task.data_dir, max_file_bytes: MAX_BYTES, s3: null });
  const outbox: OutboxDeps = {
    ...{ db, providers: connectors, clock, log, random: () => 0.5, ready: () => Promise.resolve() },
    session: ({ connection_id, region, firm_uuid }) =>
      Promise.resolve({
        ...{ region, firm_uuid, pacer: unlimited, fetch, clock: systemClock },
        tokens: {
          access_token: () => Promise.resolve(task.tokens[connection_id] ?? ""),
          refresh: () => Promise.reject(new Error(`${provider}'s token is good`)),
        },
      }),
    open_file: (file) => openFile(files.storage, file),
  };
  const send = createSendMail({ smtp_url: new Secret(task.smtp_url), from: FROM });
  const door = createOutbox(outbox);
  return {
    outbox,
    automations: {
      ...{ db, clock, log, providers: connectors, outbox: door },
      mail: { from: async () => FROM, sender: async () => send },
      unsubscribe_url: () => `${PORTAL_URL}/portal/unsubscribe/x`,
    },
    portal: {
      ...{ db, clock, log, connectors, outbox: door, url: PORTAL_URL },
      files,
      mailer: async () => send,
      // No firm here sends texts: their senders have tests of their own.
      texting: { sealer: { keyId: noTexts, seal: noTexts, open: noTexts }, provider_url: "http://texts.invalid", fetch: noTexts },
      deliverMail: () => {},
      inBackground: () => {},
    },
  };
}

export async function carryOut(task: Task): Promise<void> {
  const db = await connect(task.database.url, { max: 8 }, task.database.backend);
  try {
    const deps = depsOf(task, db);
    if (task.crash) armCrashPoint(task.crash.point, task.crash.nth);
    for (const errand of task.errands) await run(deps.portal, task.owner, errand);
    if (task.only !== "portal") await work(deps.automations, { lease_ms: task.lease_ms });
    if (task.only !== "automations") await portalWork(deps.portal, { lease_ms: task.lease_ms });
    if (task.only === undefined) await writeTurn(deps.outbox, task.owner, new AbortController().signal);
  } finally {
    await db.close();
  }
}

async function run(deps: PortalDeps, owner: Owner, errand: Errand): Promise<void> {
  switch (errand.do) {
    case "message": {
      const { person, matter_id, key, body } = errand;
      const matter = await matterOf(deps.db.kysely, person, matter_id, deps.clock.now(), "write");
      return writeAsClient(deps, person, matter, { key, body, document_ids: [] }, BY);
    }
    case "answer": {
      const { member, key, body, of } = errand;
      return writeAsMember(deps, { ...owner, ...of }, member, { key, body, document_ids: [], seen_seq: null }, BY);
    }
    case "form": {
      const { person, request_id, answers } = errand;
      const given = Object.fromEntries(Object.entries(answers).map(([key, value]) => [key, { value, revision: 1 }]));
      // The same device again: what was handed in is handed in.
      await saveAnswers(deps, person, request_id, given).catch((error: unknown) => {
        if (!(error instanceof PortalRefused && error.code === "read_only")) throw error;
      });
      return submitForm(deps, person, request_id);
    }
    case "mail": {
      const taken = await takeMail(deps, errand.secret, new TextEncoder().encode(errand.raw));
      if (taken !== "taken") throw new Error(`a client's letter was ${taken}`);
    }
  }
}
