/** The nouns of automations (section 12 of the behaviour book). */
import type { AutomationDocument } from "../model/automation.ts";
import type { ContactState, Provider } from "../model/kinds.ts";
import type { Code, Params } from "./reasons.ts";

export type StartState = "waiting" | "held" | "running" | "done" | "stopped" | "not_started" | "dismissed";
export type SendState = "queued" | "sending" | "sent" | "held" | "failed" | "needs_review" | "cancelled";

/** The firm's connection that reads one provider, as automations see it. */
export interface Account {
  firm_id: string;
  connection_id: string;
  provider: Provider;
  state: "connected" | "disconnected";
  blind_since: string | null;
  first_synced_at: string | null;
  time_zone: string;
  /** A backup was put back then, and what had been started since it is not known yet. */
  doubt_since: string | null;
}

export interface Automation {
  automation_id: string;
  version: number;
  name: string;
  active: boolean;
  active_since: string | null;
  active_from_seq: number;
  /** Who saved this version; null: the command line. */
  member_id: string | null;
  document: AutomationDocument;
}

/** What brought an occasion about. */
export interface Because {
  cause: string;
  cause_id: string | null;
}

/** Something became true for somebody: the ledger has one row for each. */
export interface Occasion extends Because {
  automation: Automation;
  /** Blank: nobody. */
  contact_id: string;
  matter_id: string | null;
  occasion: string;
  about: Record<string, string>;
}

/** What decides whether an automation starts for a contact, in columns: read for many at a time. */
export interface Candidate {
  contact_id: string;
  state: ContactState;
  skip_code: string | null;
  client_status: string | null;
  tag_keys: string[];
  owner_member_id: string | null;
  never_engage: boolean;
}

export interface Verdict {
  state: StartState;
  reason: Code | null;
  params: Params;
}

/** A row of the ledger, as it is carried on. */
export interface Start extends Because {
  firm_id: string;
  start_id: string;
  automation_id: string;
  version: number;
  provider: Provider;
  contact_id: string;
  matter_id: string | null;
  occasion: string;
  about: Record<string, string>;
  state: StartState;
  reason: Code | null;
  params: Params;
  since: string;
  created_at: string;
  batch_id: string | null;
  step: number;
  due_at: string | null;
  approved_by: string | null;
  /** How far the firm's changes of words had counted when somebody approved it; null: nobody has. */
  approved_words: number | null;
}
