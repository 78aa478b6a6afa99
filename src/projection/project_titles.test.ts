import { expect, test } from "vitest";
import { unmatchedTitles } from "./project_titles.ts";
import { staffMember } from "./testing.ts";

const role = (name: string, ...titles: string[]) => ({ role: name, titles, show_phone: false, show_email: false });

test("B-MAT-7: titles found among active staff but unmapped, and mapped but not found, ignoring case and outer blanks", () => {
  const staff = [
    staffMember({ title: " Partner " }),
    staffMember({ title: "File clerk" }),
    staffMember({ title: "FILE  CLERK" }),
    staffMember({ title: "" }),
    staffMember({ title: "Counsel", active: false }),
  ];
  expect(unmatchedTitles(staff, [role("Your attorney", "partner", "Counsel"), role("Helper", "Intern")])).toEqual({
    unmapped: [{ title: "File clerk", staff: 2 }],
    not_found: [
      { role: "Your attorney", title: "Counsel" },
      { role: "Helper", title: "Intern" },
    ],
  });
});
