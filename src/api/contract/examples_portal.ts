/** What answers of the portal look like. */
const at = "2026-11-20T17:02:00.000Z";

export const preferences = { language: "en" as const, email: true, text: false, quiet: { from: "21:00", until: "08:00" } };
export const me = {
  name: "Lucía Rivera",
  email: "lucia@rivera.example",
  firm: { name: "Hartwell & Osei LLP", time_zone: "America/New_York" },
  preferences,
  text_number: "+16195550142",
};
export const matters = {
  items: [{ matter_id: "5021", title: "Rivera, custody", phase: "Negotiation", opened_on: "2025-03-04", read_only: false }],
  as_of: at,
};
export const matter = {
  matter_id: "5021",
  name: "Rivera, custody",
  number: "00021",
  description: "Custody of two children",
  status: "open" as const,
  opened_on: "2025-03-04",
  closed_on: null,
  phase: {
    name: "Negotiation",
    since: "2026-09-01T16:00:00.000Z",
    happened: "Both sides have told the court what they want.",
    next: "We talk with the other side. This takes about six weeks.",
  },
  fields: [{ label: "Court", kind: "text_line", text: "San Diego Superior Court" }],
  team: [{ name: "Naomi Okafor", role: "Your attorney", phone: "619 555 0101", email: "" }],
  role: "Client",
  read_only: false,
  readable_until: null,
  as_of: at,
};
export const sessions = {
  items: [{ session_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10", browser: "Safari, iPhone", created_at: at, last_used_at: at, here: true }],
};
export const notices = {
  items: [
    {
      notice_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10",
      at,
      kind: "phase" as const,
      matter_id: "5021",
      matter: "Rivera, custody",
      phase: "Negotiation",
      address: "lucia@rivera.example",
    },
  ],
};
