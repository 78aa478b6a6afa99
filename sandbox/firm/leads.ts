/** MyCase's own leads and calendar places; Privity reads leads only when told to (B-SYN-9). */
import { at, cell, home, timed } from "./shorthand.ts";
import type { Lead, PostalAddress, Timed } from "./types.ts";

// A table, one lead after another: each row stays on its lines.
// oxfmt-ignore
export const LEADS: Lead[] = timed<Omit<Lead, keyof Timed>>(
  [
    { key: "priestley", first: "Joan", middle_initial: "T", last: "Priestley", email: "joan.priestley@fastpost.example", phones: [cell("(619) 555-0180")], details: "Neighbor’s fence, wants a letter.", status: "New", approved: false, referral_source: "Search engine" },
    { key: "osei", first: "Kwame", last: "Osei", email: "kwame.osei@fastpost.example", phones: [cell("(858) 555-0181")], details: "H-1B transfer.", status: "Contacted", approved: false, referral_source: "Past client", referred_by: "marisol", born: "1987-03-06" },
    { key: "valdez", first: "Ignacio", last: "Valdez", email: "", phones: [home("(760) 555-0182")], details: "", status: "Consult Scheduled", approved: false, address: at("15 Elm Street", "92008", "Carlsbad"), values: { heard: "Walk-in" } },
    // Becomes a client who is already there.
    { key: "jennings", first: "Harold", last: "Jennings", email: "harold.jennings@fastpost.example", phones: [cell("(619) 555-0136")], details: "Back for a codicil.", status: "Pending", approved: true, referral_source: "Past client", referred_by: "lund_marine" },
    { key: "lowe", first: "Imogen", last: "Lowe", email: "imogen.lowe@fastpost.example", phones: [], details: "Did not hire.", status: "Lost", approved: false },
  ],
  "2026-05-11T18:00:00Z",
);

export const LOCATIONS: { name: string; address: PostalAddress }[] = [
  { name: "Main conference room", address: at("610 West Ash Street", "92101", "San Diego", { label: "Work", street2: "Suite 1400" }) },
  { name: "San Diego Superior Court", address: at("330 West Broadway", "92101", "San Diego", { label: "Work" }) },
];
