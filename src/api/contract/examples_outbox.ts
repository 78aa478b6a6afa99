/** Examples of activities and deliveries, for the document. */
import type { Activity, File, NeedsFiling } from "./activities.ts";
import type { Delivery, DeliveryStory, OutboxAnswer, DeliveryCounts } from "./deliveries.ts";

const connection_id = "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10";
const author = { member_id: "019402f4-6b10-7a2e-8c44-1f5e9d0b3a72", name: "Naomi Okafor" };
const activity_id = "019402f6-1100-7a3b-9c20-3d5b8e1f7a66";
const delivery_id = "019402f6-1101-7b4c-8d31-4e6c9f2a8b77";
const at = "2026-11-21T10:12:00.000Z";
const matter_link = "https://app.clio.com/nc/#/matters/5012";

export const file: File = {
  file_id: "019402f6-0a00-7c5d-9e42-5f7da03b9c88",
  name: "Deed of trust.pdf",
  media_type: "application/pdf",
  size: 52_428_800,
  sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  created_at: at,
};

export const delivery: Delivery = {
  delivery_id,
  connection_id,
  kind: "note",
  operation: "note",
  state: "delivered",
  since: "2026-11-21T10:12:00.640Z",
  attempt: 1,
  reason: null,
  contact_id: "1042",
  contact_name: "Lucía Rivera",
  matter_id: "5012",
  parent: { kind: "matter", id: "5012" },
  author,
  way: { connection_id, user_name: "Naomi Okafor", on_behalf: false },
  provider_id: "880123",
  url: matter_link,
  occurred_at: at,
  created_at: at,
  delivered_at: "2026-11-21T10:12:00.640Z",
  next_at: null,
  editable: true,
};

export const activity: Activity = {
  activity_id,
  connection_id,
  contact_id: "1042",
  matter_id: "5012",
  kind: "note",
  direction: null,
  occurred_at: at,
  author,
  subject: "Custody hearing",
  body: "Lucía is content with the proposed schedule.",
  address: null,
  conversation: null,
  files: [],
  source: "member",
  kept_here: false,
  revision: 1,
  created_at: at,
  edited_at: null,
  deliveries: [delivery],
};

export const story: DeliveryStory = {
  ...delivery,
  marker: "K7QX2M4TZB3WNHAE",
  revision: 1,
  written_revision: 1,
  sent: { subject: "Custody hearing", body: "Lucía is content with the proposed schedule.\n\nRef. K7QX2M4TZB3WNHAE", sent_at: at },
  twins: [],
  settle: { look_up: "list", window_ms: 660_000 },
  activities: [{ activity_id, occurred_at: at, subject: activity.subject, body: activity.body, revision: 1 }],
  events: [
    { seq: 1, at, event: "claimed", from: "queued", to: "sending", attempt: 1, words: "Sent", detail: {} },
    {
      seq: 2,
      at: delivery.since,
      event: "applied",
      from: "sending",
      to: "delivered",
      attempt: 1,
      words: "The provider has it",
      detail: {},
    },
  ],
};

export const needsFiling: NeedsFiling = {
  activity_id,
  connection_id,
  contact_id: "1042",
  contact_name: "Lucía Rivera",
  contact_link: "https://app.clio.com/nc/#/contacts/1042",
  kind: "text",
  subject: "",
  occurred_at: at,
  suggestions: [{ matter_id: "5012", number: "00012-Rivera", name: "", why: "The contact's only open matter", link: matter_link }],
  deliveries: [{ delivery_id, state: "delivered" }],
};

export const deliveryCounts: DeliveryCounts = {
  by_state: { held: 1, queued: 0, sending: 0, unknown: 0, delivered: 812, failed: 0, needs_review: 0, cancelled: 2 },
  reasons: [
    {
      code: "author_not_connected",
      words: "The author has not connected their own account",
      remedy: "Let the author connect their account, or allow writing on their behalf in the settings",
      count: 1,
    },
  ],
};

export const outbox: OutboxAnswer = {
  connections: [
    {
      connection_id,
      provider: "clio",
      account_name: "Hartwell & Osei LLP",
      by_state: { held: 1, queued: 0, sending: 0, unknown: 0, delivered: 812, failed: 0, needs_review: 0, cancelled: 2 },
      oldest_queued_at: null,
      oldest_unknown_at: null,
      needs_filing: 3,
      windows: [
        {
          promise: {
            operation: "note",
            look_up: "list",
            settle_ms: 660_000,
            timeout_ms: 30_000,
            editable: true,
            client_may_see: false,
            prevents: "The intent is stored before the request, and one request is sent.",
            settles: "The list of the contact's notes since then is read, and our mark is looked for.",
            remains: "Nothing within the window.",
          },
          window_ms: 660_000,
          learned_from: 3,
          longest_ms: 2_100,
        },
      ],
    },
  ],
};
