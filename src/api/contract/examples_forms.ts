/** What answers about forms look like. */
import { formDocumentSchema } from "../../model/form.ts";
import { formDocumentExample } from "./forms.ts";

const at = "2026-11-20T17:02:00.000Z";
const ids = { form_id: "019402f5-3a00-7d11-8b20-5c1e7f9a2d60", connection_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10" };
const request_id = "019402f5-3a00-7d11-8b20-5c1e7f9a2d61";

export const form = {
  ...{ ...ids, name: "Accident intake", version: 2, document: formDocumentSchema.parse(formDocumentExample) },
  ...{ saved_by: "Naomi Okafor", saved_at: at, open: 3, to_confirm: 1 },
};
export const places = {
  fields: [{ field_id: "55001", name: "Hospital", type: "text_line", fits: ["text" as const, "person" as const], options: [] }],
  phases: [{ type: "Injury", phase: "Intake" }],
  leads: "not_offered" as const,
};
export const people = {
  items: [{ contact_id: "1042", name: "Lucía Rivera", email: "lucia@rivera.example", main_client: true, has_open: [] }],
};
export const request = {
  ...{ ...ids, request_id, form: "Accident intake", version: 2, matter_id: "5012", matter: "00012-Rivera", contact_id: "1042" },
  ...{ contact_name: "Lucía Rivera", state: "submitted" as const, why: "Naomi Okafor sent it.", sent_by: "Naomi Okafor", created_at: at },
  ...{ sent_at: at, due_on: "2026-11-27", reminders: 1, remind_at: null, submitted_at: at, ended_by: null, to_confirm: 1 },
};
export const detail = {
  ...request,
  activity_id: "019402f5-3a00-7d11-8b20-5c1e7f9a2d62",
  answers: [
    {
      ...{ key: "hospital", label: "Which hospital treated you?", type: "text" as const, text: "Mercy", answered_at: at },
      comparison: {
        ...{
          field_key: "hospital",
          custom_field: "Hospital",
          state: "to_confirm" as const,
          ours: "Mercy",
          theirs: "Saint Mary",
          now: "Saint Mary",
        },
        ...{ seen: "Saint Mary", decidable: true, words: null, delivery_id: null, decided_by: null, decided_at: null },
      },
    },
  ],
};
export const clientRow = {
  ...{ request_id, matter_id: "5012", title: "About the accident", state: "open" as const, due_on: "2026-11-27", sent_at: at },
  ...{ submitted_at: null, read_only: false },
};
export const clientForm = {
  ...clientRow,
  ...{ intro: "", thanks: "" },
  sections: [
    {
      title: "",
      fields: [
        {
          key: "hospital",
          type: "text" as const,
          label: "Which hospital treated you?",
          help: "",
          required: true,
          show_when: null,
          options: [],
        },
      ],
    },
  ],
  answers: { hospital: { value: "Mercy", revision: 1 } },
};
export const saved = { saved: { hospital: 2 }, newer: {}, faults: {} };
