/** Examples of automations, for the document. */
export const AT = "2026-11-20T16:02:11.000Z";
const id = (end: string) => `019402f5-3a00-7d11-8b20-5c1e7f9a2${end}`;
const connection_id = "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10";

export const automation = {
  automation_id: id("d50"),
  name: "Welcome",
  active: true,
  active_since: AT,
  version: 1,
  document: {
    trigger: { kind: "new_client" as const },
    conditions: [],
    steps: [{ kind: "email" as const, template_id: id("d55") }],
  },
  saved_by: "Naomi Okafor",
  saved_at: AT,
};
export const versions = { items: [{ version: 1, document: automation.document, created_by: "Naomi Okafor", created_at: AT }] };
export const why = {
  code: "owner_missing",
  rule: "B-AUT-4",
  sentence: "Nobody owns this contact, so nobody's name can stand under the message.",
  next: "Pin an owner, then approve.",
};
export const preview = {
  would_start: "held" as const,
  why,
  to: "nora@quill.example",
  from_name: null,
  leaves_at: AT,
  texts: [{ step: 0, template: "Welcome", subject: "Welcome", body: "Dear Nora, welcome.", fell_back: [], why: null }],
};
export const start = {
  start_id: id("d51"),
  automation_id: id("d50"),
  automation: "Welcome",
  version: 1,
  provider: "clio" as const,
  connection_id,
  contact_id: "1042",
  contact_name: "Nora Quill",
  matter_id: null,
  occasion: "client",
  state: "held" as const,
  why,
  cause: "run",
  cause_id: id("d90"),
  since: AT,
  created_at: AT,
  batch_id: null,
  step: 0,
  due_at: null,
  approved_by: null,
};
export const send = {
  send_id: id("d52"),
  start_id: id("d51"),
  automation_id: id("d50"),
  automation: "Welcome",
  connection_id,
  contact_id: "1042",
  contact_name: "Nora Quill",
  matter_id: null,
  state: "sent" as const,
  why: null,
  since: AT,
  due_at: null,
  sent_at: AT,
  message_id: "<019402f5-3a00-7d11-8b20-5c1e7f9a2d52@firm.example>",
  attempt: 1,
  address: "nora@quill.example",
  subject: "Welcome",
  body: "Dear Nora, welcome.",
};
export const story = { ...start, story: [{ at: AT, state: "held" as const, why, by: null }], emails: [] };
export const template = {
  template_id: id("d55"),
  name: "Welcome",
  subject: "Welcome to {{firm.name}}",
  body: "Dear {{contact.first_name}}, welcome.",
  fallbacks: { "firm.name": null, "contact.first_name": "client" },
  updated_by: "Naomi Okafor",
  updated_at: AT,
};
export const batch = {
  batch_id: id("d53"),
  provider: "clio" as const,
  cause: "first_sync" as const,
  cause_id: connection_id,
  why: {
    code: "first_sync",
    rule: "B-AUT-2",
    sentence: "It was found by the first sync of this connection.",
    next: "Approve or dismiss the batch.",
  },
  state: "open" as const,
  held: 2314,
  automations: [{ automation_id: id("d50"), name: "Welcome", held: 2314 }],
  created_at: AT,
  decided_by: null,
  decided_at: null,
};
export const task = {
  task_id: id("d54"),
  connection_id,
  contact_id: "1042",
  contact_name: "Nora Quill",
  matter_id: null,
  member_id: "019402f4-6b10-7a2e-8c44-1f5e9d0b3a72",
  member: "Naomi Okafor",
  title: "Call the new client",
  due_on: "2026-11-21",
  state: "open" as const,
  created_at: AT,
  done_at: null,
  done_by: null,
};
export const pause = { kind: "contact" as const, provider: "clio", target_id: "1042", until: null, set_by: "Naomi Okafor", set_at: AT };
