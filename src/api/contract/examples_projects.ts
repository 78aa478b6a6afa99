/** Examples of matters as clients see them; see examples.ts. */
import type { Why } from "./common.ts";
import type { Project, ProjectAnswer, ProjectRow, ProjectsOverview } from "./projects.ts";

const why = (rule: string, code: string, sentence: string): Why => ({ sentence, rule, code, params: {}, sources: [] });
const since = "2026-10-02T14:02:10.000Z";

export const project: Project = {
  type: { name: "Divorce", value: "Family Law", why: why("B-MAT-3", "type_mapped", "The value “Family Law” stands for the type Divorce.") },
  phase: { name: "Negotiation", since, why: why("B-MAT-3", "phase_mapped", "The stage “Settlement” belongs to the phase Negotiation.") },
  messages_paused: false,
  shown: { is: true, why: why("B-MAT-4", "shown_field", "The field Client portal has “Yes”, so the matter is shown.") },
  notified: { is: false, why: why("B-MAT-4", "unnotified_none", "The settings tell nobody by message.") },
  fields: [],
  participants: [
    {
      contact_id: "1042",
      name: "Lucía Rivera",
      role: "Client",
      flagged: null,
      link: "https://app.clio.com/nc/#/contacts/1042",
      why: why("B-MAT-5", "main_matter_client", "The matter's client at Clio."),
    },
  ],
  team: [
    {
      staff_id: "301",
      name: "Naomi Okafor",
      role: "Your attorney",
      phone: "",
      email: "naomi@hartwellosei.example",
      why: why("B-MAT-7", "team_role", "The title Partner belongs to the role Your attorney."),
    },
  ],
  as_client: {
    name: "00012-Rivera",
    number: "00012-Rivera",
    description: "Custody",
    status: "open",
    opened_on: "2025-03-04",
    closed_on: null,
    phase: { name: "Negotiation", since, happened: "Both sides are talking.", next: "We will send you a draft of the settlement." },
    fields: [],
    team: [{ name: "Naomi Okafor", role: "Your attorney", phone: "", email: "naomi@hartwellosei.example" }],
  },
  as_client_es: {
    name: "00012-Rivera",
    number: "00012-Rivera",
    description: "Custody",
    status: "open",
    opened_on: "2025-03-04",
    closed_on: null,
    phase: { name: "Negociación", since, happened: "Ambas partes están hablando.", next: "Le enviaremos un borrador del acuerdo." },
    fields: [],
    team: [{ name: "Naomi Okafor", role: "Su abogada", phone: "", email: "naomi@hartwellosei.example" }],
  },
};

export const project_answer: ProjectAnswer = {
  project,
  stages: [
    { stage: "Petition", since: null },
    { stage: "Settlement", since },
  ],
  worked_out_at: "2026-11-21T06:00:03.000Z",
};

export const projects_overview: ProjectsOverview = {
  on: true,
  open: 24,
  with_type: 23,
  with_phase: 22,
  complete: 0.917,
  shown: 12,
  notified: 8,
  messages_paused: 1,
  main_client: { skipped: 1, company: 2, not_found: 0, nobody: 0 },
  unmapped_types: [{ value: "Probate", count: 1 }],
  unmapped_stages: [{ type: "Divorce", stage: "On hold", count: 1 }],
  titles_unmapped: [{ title: "File clerk", staff: 2 }],
  titles_not_found: [{ role: "Your paralegal", title: "Senior paralegal" }],
};

export const project_row: ProjectRow = {
  provider_id: "5012",
  number: "00012-Rivera",
  name: "",
  status: "open",
  stage: "On hold",
  type: "Divorce",
  type_value: "Family Law",
  phase: "Negotiation",
  messages_paused: true,
  shown: true,
  notified: false,
  main_client: "Lucía Rivera",
  link: "https://app.clio.com/nc/#/matters/5012",
};
