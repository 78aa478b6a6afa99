/** An imaginary MyCase or Clio firm whose records tests change as they like: each change goes through the one door and the real rules. */
import { writeSettings } from "../connections/store_settings.ts";
import { connectors } from "../connectors/index.ts";
import type { TestDb } from "../db/testing.ts";
import { systemClock, type Clock } from "../lib/clock.ts";
import { newId } from "../lib/ids.ts";
import { createLog } from "../lib/log.ts";
import type { Letter, SendMail } from "../lib/mail.ts";
import { Secret } from "../lib/secret.ts";
import type { AutomationDocument } from "../model/automation.ts";
import type { CheckedRow } from "../model/connector.ts";
import type { Kind, Provider } from "../model/kinds.ts";
import { defaultSettings } from "../model/presets.ts";
import type { Settings } from "../model/settings.ts";
import { createOutbox } from "../outbox/outbox.ts";
import { project } from "../projection/driver.ts";
import { ingest, waiting } from "../sync/ingest.ts";
import type { AutomationDeps } from "./deps.ts";
import { insertAutomation, putTemplate, readAutomation, switchAutomation } from "./store_automations.ts";
import type { Automation } from "./types.ts";
import { unsubscribeUrl } from "./unsubscribe.ts";
import { work } from "./work.ts";

export const PORTAL = "https://portal.marsh.example";
export const UNSUBSCRIBE_KEY = new Secret("a key for tests");

export type Raw = Record<string, unknown> & { id: number };
export interface About {
  mode: string;
  trigger: string;
}

/** A Tuesday, 10 in the morning in New York. */
export const START = new Date("2026-11-17T15:00:00.000Z");
const LATE = "2026-11-01T09:00:00Z";

export interface House {
  firm_id: string;
  connection_id: string;
  provider: Provider;
  ada: string;
  ben: string;
  deps: AutomationDeps;
  /** What the mail server was handed. */
  letters: (Letter & { last_lines: string | undefined })[];
  now(): Date;
  to(iso: string): void;
  later(days: number): void;
  put(kind: Kind, rows: Raw[], about?: About): Promise<void>;
  set(change: (settings: Settings) => Settings): Promise<void>;
  firstSync(): Promise<void>;
  gone(contact_id: number, presence: "suspected_gone" | "tombstone"): Promise<void>;
  template(body: string, fallbacks?: Record<string, string | null>): Promise<string>;
  automation(document: AutomationDocument): Promise<Automation>;
  /** All that one chore does. */
  look(): Promise<void>;
  starts(): Promise<Record<string, unknown>[]>;
  sends(): Promise<Record<string, unknown>[]>;
  rows<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
}

export async function openHouse(db: TestDb, provider: Provider = "mycase", mail?: SendMail, start = START): Promise<House> {
  let now = start;
  const clock: Clock = { now: () => now, sleep: systemClock.sleep };
  const firm_id = newId();
  const connection_id = newId();
  const [ada, ben] = [newId(), newId()];
  const owner = { firm_id, connection_id };
  const connector = connectors[provider];
  const letters: House["letters"] = [];
  const errors: string[] = [];
  const log = createLog({ log_level: "error" }, { write: (line) => void errors.push(line) });
  const outbox = createOutbox({
    ...{ db, providers: connectors, clock, log },
    session: () => Promise.reject(new Error("nothing is written here")),
    random: () => 0.5,
    open_file: () => {
      throw new Error("there are no files here");
    },
    ready: async () => {},
  });
  const send: SendMail =
    mail ??
    (async (letter) => {
      const [text = "", last_lines] = letter.text.split("\n\n-- \n");
      letters.push({ ...letter, text, last_lines });
    });
  const deps: AutomationDeps = {
    ...{ db, clock, log, outbox, providers: connectors },
    mail: { from: async () => "Marsh Law <mail@marsh.example>", sender: async () => send },
    unsubscribe_url: (of_firm, address) => unsubscribeUrl(PORTAL, UNSUBSCRIBE_KEY, { firm_id: of_firm, address }),
  };
  const rows: House["rows"] = async <Row extends object>(text: string, values: unknown[] = []) =>
    (await db.pool.query<Row>(text, values)).rows;

  await rows("insert into firm (firm_id, name) values ($1, 'Marsh Law')", [firm_id]);
  await rows(
    `insert into member (firm_id, member_id, name, email, role) values ($1, $2, 'Ada Marsh', 'ada@marsh.example', 'admin'),
      ($1, $3, 'Ben Okoro', 'ben@marsh.example', 'member')`,
    [firm_id, ada, ben],
  );
  await rows(
    `insert into connection (firm_id, connection_id, provider, region, account_id, account_name, user_id, user_name, user_email)
    values ($1, $2, $3, $4, '1', 'Marsh Law', '1', 'Ada Marsh', 'ada@marsh.example')`,
    [firm_id, connection_id, provider, provider === "clio" ? "us" : null],
  );
  let version = 0;
  let settings = defaultSettings(provider);
  const write = async () => {
    const given = { settings, note: null, created_by: "test", at: now.toISOString(), if_version: version || null };
    await writeSettings(db.kysely, owner, given);
    version += 1;
  };
  await write();

  async function put(kind: Kind, list: Raw[], about: About = { mode: "incremental", trigger: "schedule" }): Promise<void> {
    const run_id = newId();
    await rows(
      `insert into sync_run (firm_id, run_id, connection_id, mode, trigger, state, phase, lease_until) values ($1, $2, $3, $4, $5, 'succeeded', 'finished', now())`,
      [firm_id, run_id, connection_id, about.mode, about.trigger],
    );
    const checked = list.map((raw): CheckedRow => {
      const full = { updated_at: LATE, ...raw };
      return { ok: true, provider_id: String(raw.id), updated_at: now.toISOString(), raw: { ...full, updated_at: now.toISOString() } };
    });
    const at = now.toISOString();
    await db.transaction((trx) =>
      ingest(trx, { owner, connector, kind, run_id, rows: waiting(checked), read_at: at, now: at, country: "US", harmful: "take" }),
    );
    await project({ db, mapper: connector.mapper, clock }, owner, { kind: "run", id: run_id });
    now = new Date(now.getTime() + 1000);
  }

  return {
    ...{ firm_id, connection_id, provider, ada, ben, deps, letters, rows, put },
    now: () => now,
    to: (iso) => void (now = new Date(iso)),
    later: (days) => void (now = new Date(now.getTime() + days * 86_400_000)),
    async set(change) {
      settings = change(settings);
      await write();
      await project({ db, mapper: connector.mapper, clock }, owner, { kind: "settings", id: String(version) });
    },
    async firstSync() {
      await rows("update connection set first_synced_at = $2 where connection_id = $1", [connection_id, now.toISOString()]);
    },
    async gone(contact_id, presence) {
      const { rows: found } = await db.pool.query<{ seq: number }>(
        "update mirror_clock set seq = seq + 1 where connection_id = $1 returning seq",
        [connection_id],
      );
      await rows(
        "update record set presence = $3, presence_since = $4, seq = $5 where connection_id = $1 and kind = 'contact' and provider_id = $2",
        [connection_id, String(contact_id), presence, now.toISOString(), found[0]!.seq],
      );
      await project({ db, mapper: connector.mapper, clock }, owner, { kind: "run", id: newId() });
    },
    async template(body, fallbacks = {}) {
      const template_id = newId();
      const at = now.toISOString();
      await putTemplate(db.kysely, firm_id, {
        ...{ template_id, name: "A letter", subject: "From Marsh Law", body, fallbacks, updated_by: "Ada", updated_at: at },
      });
      return template_id;
    },
    async automation(document) {
      const automation_id = newId();
      const saved = { document, member_id: ada, by: "Ada", at: now.toISOString() };
      await insertAutomation(db.kysely, firm_id, automation_id, "An automation", saved);
      await switchAutomation(db.kysely, firm_id, automation_id, true, now.toISOString());
      return (await readAutomation(db.kysely, firm_id, automation_id))!;
    },
    async look() {
      await work(deps, { firm_id });
      if (errors.length > 0) throw new Error(errors.join(""));
    },
    starts: () =>
      rows(
        `select contact_id, occasion, state, reason, cause, batch_id is not null as in_batch from automation_start where firm_id = $1
        order by contact_id, occasion`,
        [firm_id],
      ),
    sends: () =>
      rows("select contact_id, state, reason, address, subject, body, due_at from automation_send where firm_id = $1 order by send_id", [
        firm_id,
      ]),
  };
}

/** MyCase's rows, as short as they may be. */
export const person = (id: number, first_name: string, more: Record<string, unknown> = {}): Raw => ({
  id,
  first_name,
  last_name: "Rivera",
  email: `${first_name.toLowerCase()}@rivera.example`,
  archived: false,
  ...more,
});
export const matter = (id: number, payer: number, people: number[], more: Record<string, unknown> = {}): Raw => ({
  id,
  name: `Case ${id}`,
  case_number: `2026-${id}`,
  status: "open",
  practice_area: "Family Law",
  opened_date: "2026-03-04",
  billing_contact: { id: payer },
  clients: people.map((one) => ({ id: one })),
  staff: [{ id: 1, lead_lawyer: true, originating_lawyer: false }],
  ...more,
});
export const STAFF: Raw[] = [
  { id: 1, first_name: "Ada", last_name: "Marsh", email: "ada@marsh.example", type: "Attorney", title: "Partner", active: true },
  { id: 2, first_name: "Ben", last_name: "Okoro", email: "ben@marsh.example", type: "Attorney", title: "Associate", active: true },
];
