/** Examples of the accounts' answers; a test holds them against their schemas. */
import type { ApiKey, AuditEntry, Invitation, Invited, Me, MemberRow } from "./accounts.ts";

const member_id = "019402f4-6b10-7a2e-8c44-1f5e9d0b3a72";
const person = { name: "Naomi Okafor", email: "naomi@hartwellosei.example" };

export const firm = { name: "Hartwell & Osei LLP", time_zone: "America/New_York", country: "US" };

export const me: Me = { member_id, ...person, role: "admin", via: "session", scopes: null, second_factor: false, firm };

export const memberRow: MemberRow = {
  member_id,
  ...person,
  role: "admin",
  active: true,
  account: "open",
  second_factor: true,
  connections: [{ connection_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10", provider: "clio", connected: true }],
};

export const invitation: Invitation = {
  invitation_id: "019402f4-8d20-7b15-9c61-5a2f0e7d4b83",
  member_id: "019402f4-8d21-7c02-8a11-0b9c4e6f7d21",
  name: "Ben Adler",
  email: "ben@hartwellosei.example",
  role: "member",
  invited_by: person.name,
  created_at: "2026-11-20T09:00:00.000Z",
  expires_at: "2026-11-27T09:00:00.000Z",
};

export const invited: Invited = {
  invitation_id: invitation.invitation_id,
  member_id: invitation.member_id,
  link: "https://privity.example/invitation#kZ0…",
};

export const apiKey: ApiKey = {
  api_key_id: "019402f4-9e30-7d41-8b52-3c6d1f8e5a94",
  name: "Nightly export",
  prefix: "pv_Xq3mT8aZ",
  scopes: ["read"],
  member: { member_id, name: person.name },
  created_at: "2026-11-02T15:19:58.000Z",
  expires_at: "2027-11-02T15:19:58.000Z",
  last_used_at: "2026-11-21T02:00:00.000Z",
  revoked_at: null,
};

export const auditEntry: AuditEntry = {
  audit_id: 41,
  at: "2026-11-20T09:00:00.000Z",
  member_id,
  actor: person.name,
  via: "session",
  address: "192.0.2.14",
  action: "invitation.create",
  target: invitation.invitation_id,
  detail: { email: invitation.email, role: "member" },
};
