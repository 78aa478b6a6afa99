/**
 * A small firm for the tests of the API: rows as the providers send them, taken in by the real ingest and worked out by the real rules.
 * Clio: a family with one e-mail, a company, a co-counsel, somebody without a channel, a "Duplicate of", a person who is hidden.
 * MyCase: a payer, and the twin of one of Clio's people.
 */
import { writeSettings } from "../connections/store_settings.ts";
import { connectors } from "../connectors/index.ts";
import type { TestDb } from "../db/testing.ts";
import type { Clock } from "../lib/clock.ts";
import { newId } from "../lib/ids.ts";
import { writeQuarantine } from "../mirror/store.ts";
import type { CheckedRow } from "../model/connector.ts";
import type { Kind, Provider } from "../model/kinds.ts";
import { defaultSettings } from "../model/presets.ts";
import { project } from "../projection/driver.ts";
import { ingest, waiting } from "../sync/ingest.ts";

export const NOW = new Date("2026-11-21T09:00:00.000Z");
const READ_AT = "2026-11-21T08:30:00.000Z";

export interface TestFirm {
  firm_id: string;
  members: { naomi: string; ben: string };
  clio: string;
  mycase: string;
}

type Raw = Record<string, unknown> & { id: number };
export type Rows = [Kind, Raw[]][];

const contact = (id: number, first_name: string, last_name: string, more: Record<string, unknown> = {}): Raw => ({
  id,
  type: "Person",
  name: `${first_name} ${last_name}`,
  first_name,
  last_name,
  updated_at: "2026-11-18T14:02:10Z",
  ...more,
});
const email = (address: string) => ({ email_addresses: [{ name: "Home", address, primary: true }] });
const phone = (number: string) => ({ phone_numbers: [{ name: "Mobile", number, primary: true }] });
const naomi = { id: 301, name: "Naomi Okafor" };
const ben = { id: 302, name: "Ben Adler" };
const family_law = { id: 71, name: "Family Law" };

const CLIO: Rows = [
  [
    "staff",
    [
      {
        id: 301,
        name: "Naomi Okafor",
        first_name: "Naomi",
        last_name: "Okafor",
        email: "naomi@hartwellosei.example",
        enabled: true,
        subscription_type: "Attorney",
      },
      {
        id: 302,
        name: "Ben Adler",
        first_name: "Ben",
        last_name: "Adler",
        email: "ben@hartwellosei.example",
        enabled: false,
        subscription_type: "Attorney",
      },
      {
        id: 303,
        name: "Gail Whitmore",
        first_name: "Gail",
        last_name: "Whitmore",
        email: "gail@hartwellosei.example",
        enabled: true,
        subscription_type: "NonAttorney",
      },
    ],
  ],
  [
    "practice_area",
    [
      { id: 71, name: "Family Law" },
      { id: 72, name: "Estate Planning" },
    ],
  ],
  [
    "matter",
    [
      matter(5012, "00012-Rivera", "Open", {
        client: { id: 1042, name: "Lucía Rivera", type: "Person" },
        practice_area: family_law,
        responsible_attorney: naomi,
        description: "Custody",
      }),
      matter(5013, "00013-Bright Foods", "Open", {
        client: { id: 1050, name: "Bright Foods Inc", type: "Company" },
        practice_area: { id: 72, name: "Estate Planning" },
        responsible_attorney: ben,
      }),
      matter(5014, "00014-Stone", "Closed", {
        client: { id: 1044, name: "Walter Stone", type: "Person" },
        responsible_attorney: naomi,
        close_date: "2024-02-01",
      }),
    ],
  ],
  [
    "contact",
    [
      contact(1042, "Lucía", "Rivera", {
        ...email("family@rivera.example"),
        ...phone("(212) 555-0142"),
        date_of_birth: "1988-02-29",
        is_client: true,
      }),
      contact(1043, "Mateo", "Rivera", { ...email("Family@Rivera.example"), is_client: true }),
      contact(1044, "Walter", "Stone", { ...email("walter@stone.example"), date_of_birth: "not a date" }),
      contact(1045, "Ada", "Zqiang", { ...phone("+1 646 555 0177"), is_client: true }),
      contact(1046, "Noor", "Haddad", { phone_numbers: [{ name: "Work fax", number: "212 555 0199" }], is_client: true }),
      contact(1047, "Duplicate of", "Stone, Walter", email("walter@stone.example")),
      contact(1048, "Jo", "Li", { ...email("jo.li@example.com") }),
      contact(1049, "Petra", "Keller", { ...email("petra@bright.example"), company: { id: 1050, name: "Bright Foods Inc" } }),
      { id: 1050, type: "Company", name: "Bright Foods Inc", updated_at: "2026-11-01T09:00:00Z" },
    ],
  ],
  [
    "relationship",
    [
      { id: 901, description: "Opposing party", matter: { id: 5012 }, contact: { id: 1099 }, updated_at: "2026-11-01T09:00:00Z" },
      { id: 902, description: "Witness", matter: { id: 5012 }, contact: { id: 1048 }, updated_at: "2026-11-01T09:00:00Z" },
    ],
  ],
];

const MYCASE: Rows = [
  [
    "staff",
    [
      {
        id: 11,
        first_name: "Ruth",
        last_name: "Abara",
        email: "ruth@hartwellosei.example",
        type: "Attorney",
        title: "Partner",
        active: true,
      },
    ],
  ],
  [
    "matter",
    [
      {
        id: 81,
        name: "Rivera v. Rivera",
        case_number: "2025-081",
        status: "open",
        practice_area: "Family Law",
        opened_date: "2025-03-04",
        billing_contact: { id: 201 },
        clients: [{ id: 201 }, { id: 202 }],
        staff: [{ id: 11, lead_lawyer: true, originating_lawyer: false }],
        updated_at: "2026-11-10T10:00:00Z",
      },
    ],
  ],
  ["company", [{ id: 601, name: "Harbor Trust", clients: [{ id: 202 }], cases: [], archived: false, updated_at: "2026-11-10T10:00:00Z" }]],
  [
    "contact",
    [
      {
        id: 201,
        first_name: "Lucía",
        last_name: "Rivera",
        email: "family@rivera.example",
        cell_phone_number: "212-555-0142",
        archived: false,
        updated_at: "2026-11-10T10:00:00Z",
      },
      {
        id: 202,
        first_name: "Hugo",
        last_name: "Rivera",
        email: "hugo@rivera.example",
        archived: false,
        updated_at: "2026-11-10T10:00:00Z",
      },
      { id: 203, first_name: "Old", last_name: "File", email: "old@file.example", archived: true, updated_at: "2026-11-10T10:00:00Z" },
    ],
  ],
];

function matter(id: number, display_number: string, status: string, more: Record<string, unknown>): Raw {
  return { id, display_number, status, open_date: "2025-03-04", updated_at: `2026-11-1${id - 5010}T14:02:10Z`, ...more };
}

/** The firm with both connections, read once. */
export async function makeFirm(db: TestDb, clock: Clock): Promise<TestFirm> {
  const firm_id = newId(clock);
  const members = { naomi: newId(clock), ben: newId(clock) };
  await db.pool.query("insert into firm (firm_id, name) values ($1, 'Hartwell & Osei LLP')", [firm_id]);
  await db.pool.query(
    `insert into member (firm_id, member_id, name, email, role, active) values
      ($1, $2, 'Naomi Okafor', 'naomi@hartwellosei.example', 'admin', true), ($1, $3, 'Ben Adler', 'ben@hartwellosei.example', 'member', false)`,
    [firm_id, members.naomi, members.ben],
  );
  const clio = await makeConnection(db, clock, firm_id, "clio");
  const mycase = await makeConnection(db, clock, firm_id, "mycase");
  await read(db, clock, { firm_id, connection_id: clio }, "clio", CLIO);
  await read(db, clock, { firm_id, connection_id: mycase }, "mycase", MYCASE);
  return { firm_id, members, clio, mycase };
}

async function makeConnection(db: TestDb, clock: Clock, firm_id: string, provider: Provider): Promise<string> {
  const connection_id = newId(clock);
  await db.pool.query(
    `insert into connection (firm_id, connection_id, provider, region, account_id, account_name, firm_url, user_id, user_name, user_email, created_at)
    values ($1, $2, $3, $4, '88001', $5, $6, '301', 'Priya Natarajan', 'priya@hartwellosei.example', $7)`,
    [firm_id, connection_id, provider, provider === "clio" ? "us" : null, provider === "clio" ? "Hartwell & Osei LLP" : "Hartwell Osei (MyCase)",
      provider === "clio" ? null : "https://hartwell.mycase.com", "2026-11-20T09:00:00Z"], // oxfmt-ignore
  );
  // A grant that lasts; nothing here opens it.
  await db.pool.query(
    `insert into connection_grant (firm_id, connection_id, key_id, access_token, refresh_token, obtained_at, expires_at, proved_at)
    values ($1, $2, $1, '\\x00', '\\x00', $3, $4, $3)`,
    [firm_id, connection_id, READ_AT, "2026-12-20T08:30:00Z"],
  );
  await writeSettings(
    db.kysely,
    { firm_id, connection_id },
    { settings: defaultSettings(provider), note: null, created_by: "connect", at: READ_AT, if_version: null },
  );
  return connection_id;
}

/** One full run: every row through the one door, then everything worked out. */
export async function read(
  db: TestDb,
  clock: Clock,
  owner: { firm_id: string; connection_id: string },
  provider: Provider,
  rows: Rows,
): Promise<string> {
  const connector = connectors[provider];
  const run_id = newId(clock);
  await db.pool.query(
    `insert into sync_run (firm_id, run_id, connection_id, mode, trigger, state, phase, started_at, finished_at, requests, lease_until)
    values ($1, $2, $3, 'full', 'schedule', 'succeeded', 'finished', $4, $5, 6, $5)`,
    [owner.firm_id, run_id, owner.connection_id, READ_AT, "2026-11-21T08:30:04.000Z"],
  );
  for (const [position, [kind, list]] of rows.entries()) {
    const checked = list.map((raw): CheckedRow => ({
      ok: true,
      provider_id: String(raw.id),
      updated_at: (raw["updated_at"] as string | undefined) ?? null,
      raw,
    }));
    await db.transaction((trx) =>
      ingest(trx, {
        owner,
        connector,
        kind,
        run_id,
        rows: waiting(checked),
        read_at: READ_AT,
        now: READ_AT,
        country: "US",
        harmful: "take",
      }),
    );
    await db.pool.query(
      `insert into sync_listing (firm_id, run_id, kind, part, position, state, pages, rows_read, rows_changed, total, first_page_at)
      values ($1, $2, $3, 'all', $4, 'done', 1, $5, $5, $5, $6)`,
      [owner.firm_id, run_id, kind, position, list.length, READ_AT],
    );
  }
  await project({ db, mapper: connector.mapper, clock }, owner, { kind: "run", id: run_id });
  return run_id;
}

/** A row that came broken. */
export async function breakRow(db: TestDb, owner: { firm_id: string; connection_id: string }, run_id: string): Promise<void> {
  const row = { provider_id: "1077", reason: "emails.0.address: expected text, found a number", sample: "{}" };
  await writeQuarantine(db.kysely, owner, "contact", run_id, [row], READ_AT);
}
