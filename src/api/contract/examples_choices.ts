/** Examples of what settings choose from; see examples.ts. */
import type { Choices, FoundFields, FoundGroups, Pin, SegmentCount, Touched } from "./choices.ts";

const naomi = { member_id: "019402f4-6b10-7a2e-8c44-1f5e9d0b3a72", name: "Naomi Okafor" };
const lucia = { provider_id: "1042", name: "Lucía Rivera" };

export const choices: Choices = {
  tag_fields: [{ id: "8801", name: "Referral source" }],
  date_fields: [{ id: "8802", name: "Wedding anniversary" }],
  matter_fields: [],
  practice_areas: [{ name: "Family Law", matters: 12 }],
  stages: [{ name: "Petition", practice_area: "Family Law", matters: 3 }],
  groups: ["Opposing party", "Witness"],
  titles: [{ title: "Of counsel", staff: 1, examples: ["Gail Whitmore"], positions: ["attorney"] }],
  staff: [
    {
      id: "303",
      name: "Gail Whitmore",
      title: "Of counsel",
      email: "gail@hartwellosei.example",
      active: true,
      by_email: null,
      unmapped_because: "is not a member",
      ambiguous: false,
    },
  ],
  members: [{ ...naomi, email: "naomi@hartwellosei.example", active: true }],
};

export const found_fields: FoundFields = {
  counted: 60,
  cut: false,
  items: [
    {
      id: "8801",
      name: "Referral source",
      type: "picklist",
      records: 31,
      values: [{ text: "Bar association", records: 19 }],
      more: true,
      tag: "Referral source: Bar association",
    },
  ],
};

export const found_groups: FoundGroups = {
  items: [{ name: "Opposing party", contacts: 14, examples: ["Dana Whitlock"], prefilled: true }],
};

export const segment_count: SegmentCount = {
  candidates: 1214,
  in: 214,
  coming: 0,
  leaving: 1000,
  tags: [{ key: "family law", contacts: 214 }],
  examples: { coming: [], leaving: [lucia] },
};

export const touched: Touched = {
  contacts: 1300,
  contacts_in: 1214,
  out_of_scope: 41,
  out_of_segment: 0,
  clients: 900,
  owned: 1210,
  pinned: 3,
  matters: 640,
  matters_open: 212,
  matters_left_out: 0,
  staff: 12,
  staff_unmapped: 1,
};

export const pin: Pin = {
  contact: lucia,
  member: naomi,
  by: "Naomi Okafor",
  at: "2026-11-20T16:02:11.000Z",
  ignored_because: null,
};
