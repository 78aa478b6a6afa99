/** What automations, their starts and their e-mails are called; and what an automation does, in one sentence. */
import type { Automation, AutomationEmail, Start } from "../api.ts";
import type { Tone } from "./chip.tsx";

export type AutomationDocument = Automation["document"];
export type Trigger = AutomationDocument["trigger"];
export type Condition = AutomationDocument["conditions"][number];
export type Step = AutomationDocument["steps"][number];

export const TRIGGERS: Record<Trigger["kind"], string> = {
  new_client: "Somebody becomes a client, for the first time ever",
  tag_gained: "Somebody gains a tag",
  key_fact: "A birthday or another key fact comes near",
  phase_changed: "A matter comes into another phase",
  matter_closed: "A matter is closed",
};

export const CONDITIONS: Record<Condition["kind"], string> = {
  has_tag: "They have a tag",
  lacks_tag: "They do not have a tag",
  status: "Their client status",
  owner: "Who owns them",
};

export const STEPS: Record<Step["kind"], string> = {
  email: "Send an e-mail",
  wait: "Wait",
  tag: "Add a tag",
  task: "Give a task to a member",
  webhook: "Tell the firm’s own programs",
};

export const STATUS_CHOICES: Record<string, string> = {
  active: "Active client",
  pending: "Pending client",
  past: "Past client",
  client: "Client",
  none: "Not a client",
};

export const START_STATES: Record<Start["state"], string> = {
  waiting: "Waits",
  held: "Held",
  running: "Under way",
  done: "Done",
  stopped: "Stopped",
  not_started: "Did not start",
  dismissed: "Dismissed",
};
export const START_TONES: Record<Start["state"], Tone> = {
  waiting: "wait",
  held: "wait",
  running: "plain",
  done: "good",
  stopped: "past",
  not_started: "past",
  dismissed: "past",
};

export const EMAIL_STATES: Record<AutomationEmail["state"], string> = {
  needs_review: "Needs review",
  queued: "Waiting",
  sending: "Sending",
  held: "Held",
  sent: "Sent",
  failed: "Failed",
  cancelled: "Cancelled",
};
export const EMAIL_TONES: Record<AutomationEmail["state"], Tone> = {
  needs_review: "bad",
  queued: "wait",
  sending: "plain",
  held: "wait",
  sent: "good",
  failed: "bad",
  cancelled: "past",
};

/** What the ledger calls the thing that brought a start about. */
export const CAUSES: Record<string, string> = {
  run: "A sync",
  first_sync: "The first sync",
  reconnect: "A new connection",
  settings: "A change of settings",
  recompute: "Working everything out anew",
  day: "A new day",
  member: "A member",
};

const days = (n: number): string => (n === 1 ? "1 day" : `${n} days`);

export function triggerWords(trigger: Trigger): string {
  switch (trigger.kind) {
    case "new_client":
      return "When somebody becomes a client for the first time";
    case "tag_gained":
      return `When somebody first gains the tag “${trigger.tag}”`;
    case "key_fact": {
      const when = trigger.days_ahead === 0 ? `On the day of ${trigger.label}` : `${days(trigger.days_ahead)} before ${trigger.label}`;
      return trigger.every_year ? `${when}, every year` : when;
    }
    case "phase_changed":
      return trigger.phase === null ? "When a matter comes into another phase" : `When a matter comes into the phase “${trigger.phase}”`;
    case "matter_closed":
      return "When a matter is closed";
  }
}

export interface Names {
  templates: ReadonlyMap<string, string>;
  members: ReadonlyMap<string, string>;
}

export function conditionWords(condition: Condition, { members }: Names): string {
  switch (condition.kind) {
    case "has_tag":
      return `they have the tag “${condition.tag}”`;
    case "lacks_tag":
      return `they do not have the tag “${condition.tag}”`;
    case "status":
      return `they are: ${condition.any_of.map((each) => STATUS_CHOICES[each]!.toLowerCase()).join(" or ")}`;
    case "owner":
      return `${condition.any_of.map((id) => members.get(id) ?? "a former member").join(" or ")} owns them`;
  }
}

export function stepWords(step: Step, { templates, members }: Names): string {
  switch (step.kind) {
    case "email":
      return `send “${templates.get(step.template_id) ?? "a template that is gone"}”`;
    case "wait":
      return `wait ${[step.days > 0 && days(step.days), step.hours > 0 && (step.hours === 1 ? "1 hour" : `${step.hours} hours`)].filter(Boolean).join(" and ") || "a moment"}`;
    case "tag":
      return `add the tag “${step.tag}”`;
    case "task":
      return `give ${step.member_id === null ? "the owner" : (members.get(step.member_id) ?? "a former member")} the task “${step.title}”`;
    case "webhook":
      return `tell your own programs “${step.name}”`;
  }
}

/** “When somebody becomes a client for the first time, if …: send “Welcome”, then wait 3 days, then …” */
export function sentence({ trigger, conditions, steps }: AutomationDocument, names: Names): string {
  const only = conditions.length === 0 ? "" : `, if ${conditions.map((each) => conditionWords(each, names)).join(" and ")}`;
  return `${triggerWords(trigger)}${only}: ${steps.map((each) => stepWords(each, names)).join(", then ")}.`;
}

/** What a start was for: the ledger keeps it as one word of its own. */
export function occasionWords(occasion: string): string {
  const [kind = "", first = "", second = "", ...rest] = occasion.split(":");
  switch (kind) {
    case "client":
      return "Became a client";
    case "tag":
      return "Gained the tag";
    case "by_hand":
      return "Started by hand";
    case "fact":
      return `${first.charAt(0).toUpperCase()}${first.slice(1)} ${second}`;
    case "matter":
      return second === "closed" ? "Matter closed" : `Phase: ${rest.join(":")}`;
    default:
      return occasion;
  }
}
