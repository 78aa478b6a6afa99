/** The firm's name lists and custom fields: every type of either vendor, options that were deleted, names with odd blanks and case. */
import type { CustomField, PracticeArea } from "./types.ts";

export const PRACTICE_AREAS: PracticeArea[] = [
  { name: "Estate Planning", stages: ["Engagement", "Drafting", "Signing", "Funding"] },
  { name: "Trusts & Estates Litigation", stages: ["Pleadings", "Discovery", "Mediation", "Trial"] },
  { name: "Family Law", stages: ["Petition", "Temporary Orders", "Discovery", "Settlement", "Judgment"] },
  { name: "Personal Injury", stages: ["Intake", "Treatment", "Demand", "Negotiation", "Litigation"] },
  { name: "Immigration", stages: ["Document Gathering", "Filed", "RFE", "Interview", "Decision"] },
  { name: "Business Law", stages: ["Engagement", "In Progress", "Wrap-up"] },
  { name: "Employment", stages: ["Agency Charge", "Negotiation", "Litigation"] },
  { name: "Real Estate", stages: ["Under Contract", "Due Diligence", "Closing"] },
  { name: "Criminal Defense", stages: ["Arraignment", "Pretrial", "Trial"] },
  { name: "Probate", stages: ["Petition", "Inventory", "Accounting", "Distribution"] },
  // No matter uses it.
  { name: "Admiralty", stages: [] },
];

/** MyCase people groups. "Client" and "Judge" tempt a reader to take them for more than names. */
export const PEOPLE_GROUPS = [
  "Client",
  "Former Client",
  "Prospective Client",
  "Judge",
  "Opposing Counsel",
  "Opposing Party",
  "Expert Witness",
  "Mediator",
  "Co-Counsel",
  "Family of client",
  "Referral  Partner",
  "Expertise Exchange",
];

export const CASE_ROLES = [
  "Client",
  "Spouse",
  "Child",
  "Beneficiary",
  "Executor",
  "Opposing Party",
  "Opposing Counsel",
  "Expert Witness",
  "Judge",
  "Mediator",
  "Insurer",
  "Witness",
];

export const REFERRAL_SOURCES = ["Past client", "San Diego Bar referral", "Search engine", "Radio KPBS", "Walk-in"];

// A table, one field after another: each row stays on its lines.
// oxfmt-ignore
export const CUSTOM_FIELDS: CustomField[] = [
  { key: "language", name: "Preferred language", parent: "contact", type: "picklist", options: [{ text: "English" }, { text: "Spanish" }, { text: "中文" }, { text: "العربية" }, { text: "Tagalog", deleted: true }] },
  { key: "vip", name: "VIP", parent: "contact", type: "checkbox" },
  { key: "referral_fee", name: "Referral fee", parent: "contact", type: "currency" },
  { key: "children", name: "Children under 18", parent: "contact", type: "numeric" },
  { key: "heard", name: "How they heard of us", parent: "contact", type: "text_line" },
  { key: "intake_notes", name: "Intake notes", parent: "contact", type: "text_area" },
  { key: "anniversary", name: "Wedding anniversary", parent: "contact", type: "date" },
  { key: "holiday_card", name: "Holiday  card", parent: "contact", type: "picklist", options: [{ text: "Yes" }, { text: "No" }, { text: "Ask first", deleted: true }] },
  { key: "call_after", name: "Call after", parent: "contact", type: "time", only: "clio" },
  { key: "portal_email", name: "Portal e-mail", parent: "contact", type: "email", only: "clio" },
  { key: "profile", name: "Profile page", parent: "contact", type: "url", only: "clio" },
  { key: "emergency", name: "Emergency contact", parent: "contact", type: "contact", only: "clio" },
  { key: "came_with", name: "Came to us with", parent: "contact", type: "matter", only: "clio" },
  { key: "old_code", name: "Old client code", parent: "contact", type: "text_line", deleted: true, only: "clio" },
  { key: "case_type", name: "Case type", parent: "matter", type: "picklist", options: [{ text: "Will" }, { text: "Trust" }, { text: "Divorce" }, { text: "Asylum" }, { text: "Auto accident" }, { text: "Slip and fall", deleted: true }] },
  { key: "portal", name: "Client portal", parent: "matter", type: "picklist", options: [{ text: "Yes" }, { text: "No" }] },
  { key: "notify", name: "Portal notifications", parent: "matter", type: "checkbox" },
  { key: "lead_status", name: "Lead status", parent: "matter", type: "text_line" },
  { key: "limitation", name: "Limitation date", parent: "matter", type: "date" },
  { key: "contingency", name: "Contingency %", parent: "matter", type: "numeric" },
  { key: "reserve", name: "Settlement reserve", parent: "matter", type: "currency" },
  { key: "court", name: "Court", parent: "matter", type: "text_line" },
  { key: "theory", name: "Theory of the case", parent: "matter", type: "text_area" },
  { key: "insurer", name: "Insurer", parent: "matter", type: "contact", only: "clio" },
  { key: "industry", name: "Industry", parent: "company", type: "text_line", only: "mycase" },
  { key: "terms", name: "Billing terms", parent: "company", type: "picklist", options: [{ text: "Net 30" }, { text: "Net 60" }, { text: "On completion", deleted: true }], only: "mycase" },
  { key: "headcount", name: "Headcount", parent: "company", type: "numeric", only: "mycase" },
];
