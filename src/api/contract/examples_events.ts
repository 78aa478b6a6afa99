/** Examples of events and what carries them, for the document. */
import type { AttemptList, Delivery, Endpoint, Event } from "./events.ts";

const event_id = "5d1f5c52-0f4e-4c8e-9a55-1b0de7f4a6c1";
const at = "2026-11-21T06:00:12.340Z";

export const event: Event = {
  id: event_id,
  type: "tag.gained",
  timestamp: at,
  data: {
    connection_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10",
    contact_id: "1042",
    cause: "run",
    cause_id: "019402f4-9c40-7d11-9a52-6e0d3b7c2f31",
    rule: "B-TAG-1",
    tag: "Client",
  },
};

export const endpoint: Endpoint = {
  endpoint_id: "019402f5-1c00-7b2a-8d10-4c6f0a9e3b55",
  url: "https://crm.hartwellosei.example/privity",
  description: "Our CRM",
  event_types: ["contact.entered", "tag.gained"],
  state: "active",
  state_since: "2026-11-20T10:11:00.000Z",
  notice: null,
  created_at: "2026-11-20T10:11:00.000Z",
  previous_secret_until: null,
  pending: 0,
  failed: 0,
  last_delivered_at: at,
};

/** No real secret: it spells out that it is none. */
export const secret = "whsec_VGhpcyBpcyBubyBzZWNyZXQsIGJ1dCBhbiBleGFtcGxlLg==";

export const delivery: Delivery = {
  event_id,
  type: "tag.gained",
  state: "delivered",
  attempts: 1,
  last_attempt_at: at,
  next_attempt_at: null,
  status: 204,
  error: null,
  delivered_at: at,
};

export const attempt: AttemptList["items"][number] = {
  at,
  took_ms: 84,
  status: 503,
  answer: '{"error":"down for maintenance"}',
  words: "It failed at its end.",
};
