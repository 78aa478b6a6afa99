/**
 * Who works at Marlow & Finch. On purpose: two with one e-mail (intake desk), one with none, one at an address of her own, two who left,
 * titles in odd case and blanks, one blank title, two who see linked matters only.
 */
import type { Staff } from "./types.ts";

type Rest = Partial<Pick<Staff, "middle" | "phone" | "active" | "admin" | "sees" | "only">> & { since?: string; updated?: string };

function staff(key: string, first: string, last: string, email: string, title: string, kind: Staff["kind"], rest: Rest = {}): Staff {
  const { since = "2016-01-11", updated = "2026-05-04T16:20:00Z", ...own } = rest;
  return { key, first, last, email, title, kind, active: true, admin: false, sees: "all", created: `${since}T17:00:00Z`, updated, ...own };
}

// A table, one person after another: each row stays on its lines.
// oxfmt-ignore
export const STAFF: Staff[] = [
  staff("evelyn", "Evelyn", "Marlow", "evelyn@marlowfinch.example", "Managing Partner", "attorney", { middle: "Ruth", phone: "(619) 555-0101", admin: true, since: "2009-03-02" }),
  staff("theodore", "Theodore", "Finch", "theodore@marlowfinch.example", "Partner", "attorney", { phone: "(619) 555-0102", admin: true, since: "2009-03-02" }),
  staff("priya", "Priya", "Raghunathan", "priya@marlowfinch.example", "Senior Associate Attorney", "attorney", { phone: "(619) 555-0103", since: "2015-08-17" }),
  staff("daniel", "Daniel", "Okonkwo", "daniel@marlowfinch.example", "Associate Attorney", "attorney", { phone: "(619) 555-0104 ext. 7", since: "2019-01-14" }),
  staff("marguerite", "Marguerite", "O’Sullivan-Bright", "m.bright@brightcounsel.example", "Of Counsel", "attorney", { phone: "(760) 555-0105", since: "2012-06-04" }),
  staff("hector", "Héctor", "Villaseñor", "hector@marlowfinch.example", "Attorney at Law", "attorney", { active: false, since: "2010-02-01", updated: "2024-11-29T22:00:00Z" }),
  staff("wei", "Wei", "Chen", "wei@marlowfinch.example", "Paralegal", "paralegal", { phone: "(619) 555-0107", since: "2018-04-09" }),
  staff("rosalind", "Rosalind", "Achterberg", "rosalind@marlowfinch.example", "Sr. Paralegal", "paralegal", { phone: "(619) 555-0108", since: "2011-09-19" }),
  staff("tobias", "Tobias", "Lindqvist", "intake@marlowfinch.example", " legal assistant ", "other", { phone: "(619) 555-0109", sees: "linked", since: "2021-10-04" }),
  staff("amara", "Amara", "Diallo", "intake@marlowfinch.example", "Intake Coordinator", "other", { phone: "(619) 555-0110", since: "2022-03-21" }),
  staff("ruth", "Ruth", "Goldberg", "ruth@marlowfinch.example", "Office Manager", "other", { phone: "(619) 555-0111", admin: true, since: "2013-05-13" }),
  staff("nikolai", "Nikolai", "Petrov", "", "", "other", { active: false, since: "2014-07-07", updated: "2023-02-03T18:30:00Z" }),
  staff("junho", "Jun-ho", "Baek", "junho@marlowfinch.example", "PARALEGAL", "paralegal", { phone: "(619) 555-0113", sees: "linked", since: "2025-06-16" }),
];

/** Clio's groups of users. */
export const USER_GROUPS = [
  { name: "Litigation", members: ["theodore", "priya", "wei", "rosalind"] },
  { name: "Estates & Family", members: ["evelyn", "daniel", "marguerite", "junho"] },
  { name: "Front office", members: ["tobias", "amara", "ruth"] },
];
