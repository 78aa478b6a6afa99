/** Examples of what is looked at before and after a change; see examples.ts. */
import type { Preview, PreviewRow, SettingsVersion, WholeSettingsVersion } from "./review.ts";

const connection_id = "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10";
export const preview_id = "019402f5-1c20-7b3e-9d11-4a7c2e8f6b01";

const change = { path: "tags.city", old: false, new: true };

export const version: SettingsVersion = {
  version: 2,
  note: "City tags",
  created_by: "Naomi Okafor",
  created_at: "2026-11-20T16:02:11.000Z",
  in_force: true,
  changes: [change],
};

export const whole_version: WholeSettingsVersion = { ...version, document: { preset: "relationship_clio" }, against: 1 };

export const preview: Preview = {
  preview_id,
  connection_id,
  state: "done",
  error: null,
  base_version: 1,
  created_by: "Naomi Okafor",
  created_at: "2026-11-20T16:01:58.000Z",
  progress: { done: 60, total: 60 },
  changes: [change],
  outcome: {
    contacts: 60,
    changed: 12,
    states: [
      { state: "in", before: 41, after: 41 },
      { state: "skipped", before: 19, after: 19 },
    ],
    groups: [
      {
        list: "tag_gained:boston",
        entity: "contact",
        what: "tag_gained",
        label: "Boston",
        count: 12,
        sample: [{ provider_id: "1042", name: "Lucía Rivera" }],
      },
    ],
    groups_left_out: 0,
    matters: { changed: 0, left_out: 0, taken_in: 0 },
    projects: null,
  },
};

export const preview_row: PreviewRow = {
  entity: "contact",
  provider_id: "1042",
  name: "Lucía Rivera",
  link: "https://app.clio.com/nc/#/contacts/1042",
  changes: [{ field: "tag", old: null, new: "Boston", rule: "B-TAG-5", why: "The city of the primary address." }],
};
