/** One example of each answer, for the document. They are of the imaginary firm, and a test holds them against the schemas. */
import type { Change, Why } from "./common.ts";
import { activity } from "./examples_outbox.ts";
import type { Connection, Counts, SettingsAnswer, Staff, Upkeep } from "./connections.ts";
import type { Contact, ContactRow, DuplicateGroup, Hidden, Quarantined, Skipped } from "./contacts.ts";
import type { Matter, MatterRow } from "./matters.ts";
import type { Run } from "./runs.ts";

const connection_id = "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10";
const run_id = "019402f4-9c40-7d11-9a52-6e0d3b7c2f31";
const member_id = "019402f4-6b10-7a2e-8c44-1f5e9d0b3a72";
const provider = "clio";
const link = "https://app.clio.com/nc/#/contacts/1042";
const state_since = "2026-11-02T15:20:44.000Z";
const participant: Why = {
  sentence: "Clio names them as the matter's client.",
  rule: "B-MAT-1",
  code: "part_client",
  params: {},
  sources: [],
};
const matter_link = "https://app.clio.com/nc/#/matters/5012";

export const connection: Connection = {
  connection_id,
  provider,
  region: "us",
  purpose: "sync",
  account_name: "Hartwell & Osei LLP",
  account_id: "88001",
  user_name: "Priya Natarajan",
  user_email: "priya@hartwellosei.example",
  health: "healthy",
  health_detail: "It was read to the end on time.",
  remedy: null,
  health_since: "2026-11-21T06:00:00.120Z",
  as_of: "2026-11-21T06:00:00.120Z",
  proved_at: "2026-11-21T06:00:02.900Z",
  first_synced_at: "2026-11-02T15:20:41.000Z",
  token_expires_at: "2026-12-21T06:00:00.000Z",
  connected_by: member_id,
  probe: {
    at: "2026-11-02T15:20:05.000Z",
    user_is_admin: true,
    checks: [
      { what: "contacts", allowed: true, said: null, remedy: null },
      {
        what: "webhooks",
        allowed: false,
        said: "Clio answered 403: User is forbidden from taking that action (GET /api/v4/webhooks.json).",
        remedy: "Give your application the permission “Webhooks” at Clio's developer portal, then connect again.",
      },
    ],
  },
  ended_by: null,
  ending: false,
  erasing: null,
  next_due: { at: "2026-11-21T23:00:00.000Z", local: "2026-11-21 18:00 EST", time_zone: "America/New_York" },
  running_run_id: null,
};

export const upkeep: Upkeep = {
  token: {
    obtained_at: "2026-11-01T09:00:00.000Z",
    expires_at: "2026-12-01T09:00:00.000Z",
    refresh_at: "2026-11-28T09:00:00.000Z",
    grant_ends_at: null,
    refresh_refused_at: null,
  },
  budget: { limit: 50, per_seconds: 60, share: 40, used: 6, halted_until: null, shared: false },
  webhooks: [
    {
      model: "contact",
      kind: "contact",
      state: "enabled",
      since: "2026-11-01T09:00:10.000Z",
      heard_at: "2026-11-21T08:58:20.000Z",
      expires_at: "2026-12-02T09:00:00.000Z",
      silent_since: null,
    },
  ],
};

export const counts: Counts = {
  contacts: { tombstone: 1, suspected_gone: 0, skipped: 6, out_of_scope: 12, out_of_segment: 0, in: 41 },
  projected: 60,
  mirror: 60,
  waiting: 0,
  skipped: { company: 4, no_channel: 2 },
  unassigned: 4,
  hidden: 1,
  quarantined: 2,
  matters: { total: 40, open: 24, pending: 3, closed: 13, left_out: 2 },
  staff: 12,
};

const matter_source: Why["sources"][number] = {
  kind: "matter",
  id: "5012",
  field: "status",
  label: "00012-Rivera",
  link: matter_link,
  updated_at: "2026-11-18T14:02:10.000Z",
};

const active: Why = {
  sentence: "Active client: client of the open matter 00012-Rivera.",
  rule: "B-CLI-2",
  code: "status_active",
  params: { count: 1, matter: "00012-Rivera", through: null },
  sources: [matter_source],
};

const state_in: Why = { sentence: "Taken in: nothing speaks against it.", rule: "B-SYN-10", code: "in", params: {}, sources: [] };

const owner: Why = {
  sentence: "Naomi Okafor is the responsible attorney of 00012-Rivera.",
  rule: "B-OWN-3",
  code: "owner_attorney",
  params: { member: "Naomi Okafor", attorney: "Naomi Okafor", matter: "00012-Rivera" },
  sources: [matter_source],
};

const no_channel: Why = {
  sentence: "There is no usable e-mail, phone or postal address.",
  rule: "B-CTC-3",
  code: "no_channel",
  params: { emails: 0, phones: 0, faxes: 1, addresses: 0 },
  sources: [{ kind: "contact", id: "1042", field: null, label: "Lucía Rivera", link, updated_at: "2026-11-18T14:02:10.000Z" }],
};

export const staff: Staff = {
  connection_id,
  provider_id: "301",
  name: "Naomi Okafor",
  title: "Partner",
  email: "naomi@hartwellosei.example",
  phone: "+12125550130",
  provider_type: "Attorney",
  active: true,
  member: { member_id, name: "Naomi Okafor" },
  mapped_by: "email",
  unmapped_because: null,
  link: null,
};

export const settings: SettingsAnswer = {
  version: 1,
  document: { preset: "relationship_clio" },
  note: null,
  created_by: "connect",
  created_at: "2026-11-02T15:19:58.000Z",
  presets: { relationship_clio: { preset: "relationship_clio" } },
  described: [
    {
      path: "contacts.primary_email_only",
      description: "Keep only the primary e-mail",
      type: "true or false",
      allowed: ["true", "false"],
      default: false,
    },
  ],
};

export const run: Run = {
  run_id,
  connection_id,
  provider,
  account_name: connection.account_name,
  mode: "full",
  trigger: "manual",
  target: null,
  state: "running",
  phase: "reading",
  started_at: "2026-11-21T09:30:00.000Z",
  finished_at: null,
  seconds: 2.4,
  requests: 9,
  error: null,
  remedy: null,
  counts: null,
  working_out: null,
  held: 0,
  rows_read: 1800,
  rows_per_second: 750,
  seconds_left: 4.8,
  kinds: [
    {
      kind: "contact",
      state: "reading",
      read: 1800,
      changed: 12,
      quarantined: 0,
      total: 5400,
      rows_per_second: 900,
      seconds_left: 4,
      note: null,
    },
  ],
};

const identity = { connection_id, provider, provider_id: "1042", name: "Lucía Rivera", link } as const;

export const contactRow: ContactRow = {
  ...identity,
  job_title: "",
  company_name: "",
  email: "lucia.rivera@example.com",
  phone: "+12125550142",
  state: "in",
  client_status: "active",
  owner: { member_id, name: "Naomi Okafor" },
  tags: ["Clio", "Person", "Client", "Active Client", "Family Law"],
  birthday: "1988-02-29",
  last_activity_at: "2026-11-20T16:02:11.000Z",
  health: ["duplicate"],
};

export const change: Change = {
  change_id: 812,
  field: "client_status",
  old_value: "pending",
  new_value: "active",
  rule: "B-CLI-2",
  cause: "run",
  cause_id: run_id,
  at: "2026-11-18T18:00:31.500Z",
};

export const contact: Contact = {
  ...identity,
  type: "person",
  first_name: "Lucía",
  middle_name: "",
  last_name: "Rivera",
  job_title: "",
  company_name: "",
  emails: [{ address: "lucia.rivera@example.com", label: "Home" }],
  phones: [{ number: "(212) 555-0142", label: "Mobile", fax: false }],
  addresses: [],
  date_of_birth: "1988-02-29",
  channels: { emails: ["lucia.rivera@example.com"], phones: [{ number: "+12125550142", extension: null }], postal: false },
  state: "in",
  state_why: state_in,
  state_since,
  other_whys: [],
  client_status: "active",
  status_why: active,
  status_since: "2026-11-18T18:00:31.500Z",
  prospect: false,
  never_engage: null,
  owner: { member_id, name: "Naomi Okafor", why: owner, since: state_since },
  tags: [{ name: "Active Client", origins: ["provider"], whys: [active], since: "2026-11-18T18:00:31.500Z" }],
  key_facts: [
    {
      label: "Birthday",
      origin: "provider",
      date: "1988-02-29",
      text: "",
      why: { sentence: "The date of birth at the provider.", rule: "B-KEY-1", code: "birthday", params: { target: "all" }, sources: [] },
      since: state_since,
    },
  ],
  issues: [],
  matters: [
    {
      provider_id: "5012",
      number: "00012-Rivera",
      name: "",
      status: "open",
      practice_area: "Family Law",
      stage: "Discovery",
      left_out: false,
      link: matter_link,
      capacity: "client",
      role: "",
      via_company: null,
    },
  ],
  lives_on: [],
  duplicates: [],
  activities: [activity],
  history: [change],
  revisit_on: null,
  worked_out_at: "2026-11-21T06:00:03.000Z",
  read_at: "2026-11-21T06:00:01.000Z",
};

export const skipped: Skipped = { ...identity, why: no_channel, other_whys: [] };

export const quarantined: Quarantined = {
  connection_id,
  provider,
  kind: "contact",
  provider_id: "1077",
  reason: "emails.0.address: expected text, found a number",
  link,
  first_at: "2026-11-20T18:00:02.000Z",
  last_at: "2026-11-21T06:00:01.000Z",
};

export const hidden: Hidden = {
  connection_id,
  provider,
  provider_id: "1099",
  link,
  matters: [{ provider_id: "5012", number: "00012-Rivera", name: "", role: "Opposing party", link: matter_link }],
};

export const duplicates: DuplicateGroup = {
  channel: "family@example.com",
  contacts: [identity, { ...identity, provider_id: "1043", name: "Mateo Rivera" }],
};

const matter_identity = {
  connection_id,
  provider,
  provider_id: "5012",
  number: "00012-Rivera",
  name: "",
  link: matter_link,
  status: "open",
  practice_area: "Family Law",
  stage: "Discovery",
  opened_on: "2025-03-04",
  closed_on: null,
  updated_at: "2026-11-18T14:02:10.000Z",
  left_out: false,
} as const;

export const matterRow: MatterRow = { ...matter_identity, description: "Custody", main_client: "Lucía Rivera", paused: false };

export const matter: Matter = {
  ...matter_identity,
  description: "Custody",
  pending_on: null,
  presence: "present",
  lead: false,
  team: [
    {
      staff_id: "301",
      name: "Naomi Okafor",
      title: "Partner",
      email: "naomi@hartwellosei.example",
      phone: "",
      position: "attorney",
      lead: true,
      originating: false,
      responsible_staff: false,
      active: true,
      why: {
        sentence: "Clio says that this person is an attorney.",
        rule: "B-MAT-1",
        code: "position_provider",
        params: { provider_type: "Attorney" },
        sources: [],
      },
    },
  ],
  main_client: {
    contact_id: "1042",
    company_id: null,
    name: "Lucía Rivera",
    flagged: null,
    why: { sentence: "The matter's client.", rule: "B-MAT-5", code: "main_matter_client", params: {}, sources: [matter_source] },
  },
  participants: [{ person_id: "1042", person_type: "contact", name: "Lucía Rivera", capacity: "client", role: "", link, why: participant }],
  custom_values: [],
  history: [],
  worked_out_at: "2026-11-21T06:00:03.000Z",
  read_at: "2026-11-21T06:00:01.000Z",
};
