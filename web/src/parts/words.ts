/** What the API's names are called on the screen. */

export const PROVIDERS = { clio: "Clio", mycase: "MyCase" } as const;

export const STATES: Record<string, string> = {
  in: "In",
  skipped: "Skipped",
  out_of_scope: "Out of scope",
  out_of_segment: "Out of segment",
  suspected_gone: "Possibly gone",
  tombstone: "Gone",
};

export const STATE_HINTS: Record<string, string> = {
  in: "taken in and listed",
  skipped: "a company, or not enough to reach them",
  out_of_scope: "not among those that your settings take in",
  out_of_segment: "without the tags that your settings ask for",
  suspected_gone: "not found at the provider once; looked for again after a day",
  tombstone: "deleted at the provider",
};

export const HEALTH_OF_CONTACT: Record<string, string> = {
  duplicate: "Possible duplicate",
  issue: "Something could not be used",
  held: "Held on its way",
};

export const STATUSES: Record<string, string> = {
  active: "Active client",
  pending: "Pending client",
  past: "Past client",
  client: "Client",
};

export const SKIP_REASONS: Record<string, string> = {
  company: "A company, not a person",
  archived: "Archived at the provider",
  duplicate_of: "Marked as “Duplicate of”",
  no_name: "No name",
  no_channel: "No usable e-mail, phone or address",
};

export const KINDS: Record<string, string> = {
  staff: "Staff",
  practice_area: "Practice areas",
  stage: "Stages",
  people_group: "People groups",
  custom_field: "Custom fields",
  matter: "Matters",
  company: "Companies",
  contact: "Contacts",
  relationship: "Relationships",
  lead: "Leads",
};

export const MODES: Record<string, string> = {
  first: "First sync",
  incremental: "What changed",
  full: "Everything again",
  record: "One record",
};
export const RUN_STATES: Record<string, string> = {
  running: "Under way",
  succeeded: "Done",
  held: "Held for your decision",
  failed: "Failed",
};
export const PHASES: Record<string, string> = {
  reading: "Reading from the provider",
  checking: "Checking what was not met",
  projecting: "Working out statuses, owners and tags",
  finished: "Finished",
};
export const HEALTH: Record<string, string> = {
  healthy: "Healthy",
  expiring: "Expiring",
  degraded: "Degraded",
  blind: "On hold",
  disconnected: "Disconnected",
};
export const HEALTH_TONES = { healthy: "good", expiring: "wait", degraded: "wait", blind: "bad", disconnected: "bad" } as const;
export const CAPACITIES: Record<string, string> = { client: "Client", payer: "Pays", on_case: "On the case", related: "Related" };
export const POSITIONS: Record<string, string> = { attorney: "Attorney", paralegal: "Paralegal", other: "Other staff" };
export const MATTER_STATUSES: Record<string, string> = { open: "Open", pending: "Pending", closed: "Closed" };
export const FLAGS: Record<string, string> = {
  skipped: "This contact is skipped",
  company: "A company: nobody until you name a person",
  not_found: "The sync user may not see this person",
};

export const ACTIVITIES: Record<string, string> = {
  email: "E-mail",
  note: "Note",
  card: "Card",
  call: "Call",
  text: "Text message",
  message: "Portal message",
  document: "Document",
};
export const DELIVERY_STATES: Record<string, string> = {
  held: "Held",
  queued: "Waiting",
  sending: "Sending",
  unknown: "Being looked up",
  delivered: "Delivered",
  failed: "Failed",
  needs_review: "Needs review",
  cancelled: "Cancelled",
};
export const DELIVERY_HINTS: Record<string, string> = {
  held: "something has to happen first",
  queued: "it will be sent",
  sending: "it is on its way",
  unknown: "the answer was lost; looked up before anything is sent again",
  delivered: "the provider has it",
  failed: "the provider refuses it, or three days of trying are over",
  needs_review: "nothing shows whether it arrived: somebody has to look",
  cancelled: "it stays in Privity",
};

/** `client_status` → `Client status` */
export const plain = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");
export const word = (words: Record<string, string>, name: string): string => words[name] ?? plain(name);

export const number = (value: number): string => value.toLocaleString("en-US");

/** So far the server counts where there may be very many; one more stands for more. */
export const COUNTED = 10_000;
export const upTo = (count: number): string => (count > COUNTED ? `${number(COUNTED)}+` : number(count));

export function duration(seconds: number): string {
  if (seconds < 1) return "under a second";
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
