/**
 * What the firm works on. Each oddity is there for a rule of the behaviour book; comments name it. Order is stable, see `people.ts`.
 * A line: key, number, name, status, area, stage, opened, client, then who leads.
 */
import { timed } from "./shorthand.ts";
import type { Matter, Participant, Timed } from "./types.ts";

type Draft = Omit<Matter, keyof Timed> & Partial<Timed>;
type Rest = Partial<Omit<Draft, "key" | "number" | "name" | "status" | "area" | "stage" | "opened" | "client">>;

function matter(
  key: string,
  number: string,
  name: string,
  status: Matter["status"],
  area: string | null,
  stage: string | null,
  opened: string | null,
  client: string,
  rest: Rest = {},
): Draft {
  return {
    key,
    number,
    name,
    description: name,
    status,
    area,
    stage,
    opened,
    client,
    people: [],
    lead: [],
    originating: [],
    team: [],
    ...rest,
  };
}

const as = (who: string, role: string, only?: Participant["only"]): Participant => ({ who, role, ...(only ? { only } : {}) });

/** Three matters of one person: all times equal, so that only the opened date, then the id decides (B-OWN-2). */
const SAME_MOMENT = "2026-08-20T15:30:00Z";

// A table, one matter after another: each row stays on its lines.
// oxfmt-ignore
const DRAFTS: Draft[] = [
  matter("okafor_injury", "00101-Okafor", "Okafor v. Pacific Mutual", "open", "Personal Injury", "Negotiation", "2024-11-04", "adaeze", {
    description: "Rear-end collision on I-8, 12 October 2024; soft tissue and shoulder.", lead: ["priya"], originating: ["theodore"], responsible_staff: "wei", team: ["wei", "rosalind"],
    people: [as("chidi", "Spouse"), as("pacific_mutual", "Insurer"), as("gordon", "Insurance Adjuster", "clio"), as("desmond", "Opposing Counsel"), as("lucille", "Expert Witness"), as("harriet", "Judge")],
    values: { case_type: "Auto accident", portal: "Yes", notify: true, contingency: 33.3, reserve: 85_000, court: "San Diego Superior Court, Dept. C-62", limitation: "2026-10-12", insurer: "pacific_mutual", theory: "Clear liability.\nFight over the shoulder." },
  }),
  matter("okafor_wills", "00102-Okafor", "Okafor Wills and Directives", "closed", "Estate Planning", "Signing", "2022-02-10", "adaeze", { closed: "2022-09-30", lead: ["evelyn"], originating: ["evelyn"], people: [as("chidi", "Spouse")], values: { case_type: "Will" } }),
  matter("vega_asylum", "00103-Vega Ibarra", "In re Vega Ibarra (asylum)", "open", "Immigration", "Interview", "2023-06-01", "marisol", {
    lead: ["daniel"], originating: ["priya"], responsible_staff: "junho", team: ["junho"], people: [as("tomas", "Child")], values: { case_type: "Asylum", portal: " yes ", notify: true, contingency: 0, reserve: 0 },
  }),
  matter("vega_permit", "00104-Vega Ibarra", "Vega Ibarra Work Permit", "closed", "Immigration", "Decision", "2023-12-05", "marisol", { closed: "2024-05-16", lead: ["hector"], originating: ["priya"] }),
  matter("li_trust", "00105-李", "李秀英 Family Trust", "open", "Estate Planning", "Funding", "2025-01-15", "xiuying", { lead: ["evelyn"], originating: ["evelyn"], responsible_staff: "rosalind", team: ["rosalind"], values: { case_type: "Trust", portal: "No" } }),
  matter("haddad_import", "00106-الحداد", "Al-Haddad Ceramics, US Subsidiary", "open", "Business Law", "In Progress", "2025-09-02", "samir", { lead: ["theodore"], originating: ["marguerite"], values: { notify: false } }),
  matter("akesson_home", "00107-Åkesson", "Åkesson Purchase of 55 Rosecrans", "closed", "Real Estate", "Closing", "2024-03-11", "bjorn", { closed: "2024-06-28", lead: ["daniel"], originating: ["theodore"] }),
  // Equal updated, different opened: the later opened decides.
  matter("tanaka_charge", "00108-Tanaka", "Tanaka EEOC Charge", "open", "Employment", "Agency Charge", "2025-02-03", "grace", { lead: ["priya"], originating: ["theodore"], updated: SAME_MOMENT }),
  matter("tanaka_appeal", "00109-Tanaka", "Tanaka v. Meridian Labs", "open", "Employment", "Litigation", "2025-07-21", "grace", { lead: ["daniel"], originating: ["evelyn"], updated: SAME_MOMENT }),
  // Equal updated and opened: the higher id decides.
  matter("gallagher_lease", "00110-Gallagher", "Gallagher Lease Dispute", "open", "Real Estate", "Due Diligence", "2026-01-12", "owen", { lead: ["theodore"], originating: ["theodore"], updated: SAME_MOMENT }),
  matter("gallagher_permit", "00111-Gallagher", "Gallagher Liquor Permit", "open", "Business Law", "Engagement", "2026-01-12", "owen", { lead: ["evelyn"], originating: ["evelyn"], updated: SAME_MOMENT }),
  matter("whitcombe_trust", "00112-Whitcombe", "Whitcombe Revocable Trust", "open", "Estate Planning", "Drafting", "2019-05-20", "eleanor", {
    lead: ["evelyn"], originating: ["marguerite"], responsible_staff: "rosalind", team: ["rosalind", "ruth"], people: [as("george", "Spouse"), as("stuart", "Executor"), as("colette", "Co-Counsel")], values: { case_type: "Trust", portal: "YES", notify: true },
  }),
  matter("whitcombe_easement", "00113-Whitcombe", "Whitcombe Driveway Easement", "closed", "Real Estate", "Closing", "2013-04-08", "eleanor", { closed: "2014-01-17", lead: ["hector"], originating: ["theodore"], people: [as("george", "spouse")] }),
  matter("castellanos_divorce", "00114-O’Brien-Castellanos", "Marriage of O’Brien-Castellanos", "open", "Family Law", "Temporary Orders", "2026-03-30", "maeve", { lead: ["daniel"], originating: ["daniel"], responsible_staff: "junho", team: ["junho", "tobias"], people: [as("kenji", "Mediator")], values: { case_type: "Divorce", portal: "Yes", notify: false } }),
  matter("brooks_dui", "00115-Brooks", "People v. Brooks", "open", "Criminal Defense", "Pretrial", "2026-05-19", "dangelo", { lead: ["theodore"], people: [as("harriet", "Judge")] }),
  matter("yoon_severance", "00116-Yoon", "Yoon Severance Review", "open", "Employment", "Negotiation", "2026-07-06", "priscilla", { lead: ["priya"], originating: ["priya"], values: { portal: "" } }),
  matter("dossantos_fall", "00117-dos Santos", "dos Santos v. Harbor Light Brewing", "open", "Personal Injury", "Litigation", "2025-05-27", "rafael", { lead: ["priya"], originating: ["evelyn"], people: [as("harbor_light", "Opposing Party"), as("malcolm", "Witness"), as("theresa", "Witness   for the\tdefense")], values: { case_type: "Slip and fall", contingency: 40 } }),
  matter("petrova_probate", "00118-Petrova", "Estate of Petrova", "open", "Probate", "Inventory", "2025-10-13", "nadia", { lead: ["evelyn"], originating: ["evelyn"] }),
  matter("brandt_will", "00119-Brandt", "Brandt Will", "open", "Estate Planning", "Engagement", "2026-06-15", "walter", { lead: ["marguerite"], originating: ["marguerite"], values: { case_type: "Will" } }),
  matter("kowalczyk_lease", "00120-Kowalczyk", "Kowalczyk Commercial Lease", "closed", "Real Estate", null, "2021-08-30", "irene", { closed: "2021-12-17", lead: ["theodore"] }),
  matter("freeman_estate", "00121-Freeman", "Freeman Estate Plan", "open", "Estate Planning", "Signing", "2026-02-02", "otis", { lead: ["evelyn"], originating: ["theodore"], people: [as("stuart", "Executor")] }),
  // Companies as clients and payers (B-CLI-4): one of two people of the company is on the case.
  matter("lund_charter", "00122-Lund Marine", "Lund Marine / Charter Agreement", "open", "Business Law", "In Progress", "2025-03-03", "lund_marine", { lead: ["theodore"], originating: ["evelyn"], responsible_staff: "wei", team: ["wei"], people: [as("beatrix", "Contact person"), as("finisterre", "Opposing Party")] }),
  matter("lund_crew", "00123-Lund Marine", "Lund Marine Crew Handbook", "closed", "Employment", "Negotiation", "2020-01-20", "lund_marine", { closed: "2020-07-31", lead: ["hector"], people: [as("anders", "Contact person", "clio")] }),
  matter("harbor_license", "00124-Harbor Light", "Harbor Light Taproom License", "open", "Business Law", "Wrap-up", "2026-04-14", "harbor_light", { client_on_case: false, lead: ["daniel"], originating: ["theodore"] }),
  matter("old_town_windup", "00125-Old Town", "Old Town Holdings Wind-up", "closed", "Business Law", "Wrap-up", "2020-09-14", "old_town", { closed: "2021-11-19", lead: ["hector"], originating: ["hector"] }),
  // One man on nine matters: own ones and one that his company pays for.
  matter("salcedo_tower", "00126-Salcedo", "Salcedo Harbor Island Tower", "open", "Real Estate", "Under Contract", "2025-11-17", "victor", { lead: ["theodore"], originating: ["evelyn"], people: [as("coronado_dental", "Tenant")] }),
  matter("salcedo_crane", "00127-Salcedo", "Salcedo v. Pacific Crane", "pending", "Personal Injury", "Intake", null, "victor", { pending: "2026-09-01", lead: ["priya"] }),
  matter("salcedo_partners", "00128-Salcedo", "Salcedo Partnership Dissolution", "closed", "Business Law", "Wrap-up", "2018-02-26", "victor", { closed: "2019-03-08", lead: ["hector"], originating: ["theodore"] }),
  matter("salcedo_trust", "00129-Salcedo", "Salcedo Family Trust", "open", "Estate Planning", "Drafting", "2024-08-05", "victor", { lead: ["evelyn"], originating: ["evelyn"], values: { case_type: "Trust" } }),
  matter("salcedo_permits", "00130-Salcedo", "Salcedo Coastal Permits", "open", "Real Estate", "Due Diligence", "2026-03-02", "victor", { lead: ["daniel"], originating: ["theodore"] }),
  matter("salcedo_wage", "00131-Salcedo", "Salcedo Wage Claim Defense", "closed", "Employment", "Litigation", "2022-06-13", "victor", { closed: "2023-02-24", lead: ["priya"] }),
  matter("salcedo_dui", "00132-Salcedo", "People v. Salcedo", "closed", "Criminal Defense", "Trial", "2009-05-11", "victor", { closed: "2010-03-26", lead: ["theodore"] }),
  matter("coronado_remodel", "00133-Coronado Dental", "Coronado Dental Build-out", "open", "Real Estate", "Closing", "2026-06-22", "coronado_dental", { lead: ["daniel"], originating: ["evelyn"], people: [as("victor", "Contractor")] }),
  matter("salcedo_probate", "00134-Salcedo", "Estate of Lucía Salcedo", "open", "Probate", "Petition", "2026-08-17", "stuart", { lead: ["evelyn"], people: [as("victor", "Beneficiary")] }),
  // Pending only (B-CLI-2), past only, closed for more than twelve years (B-SYN-2).
  matter("elamrani_visa", "00135-El-Amrani", "El-Amrani Fiancée Visa", "pending", "Immigration", "Document Gathering", null, "fatima", { pending: "2026-09-14", lead: ["daniel"], originating: ["priya"] }),
  matter("bauer_sale", "00136-Bauer", "Bauer Sale of Duplex", "closed", "Real Estate", "Closing", "2016-10-03", "leon", { closed: "2017-04-21", lead: ["marguerite"], originating: ["theodore"], values: { court: "" } }),
  matter("pemberton_estate", "2009-014", "Estate of Arthur Pemberton", "closed", "Probate", "Distribution", "2009-08-24", "judith", { closed: "2012-02-17", created: "2012-02-17T20:00:00Z", updated: "2012-02-17T20:05:00Z", lead: ["theodore"] }),
  matter("ruiz_divorce", "00137-Ruiz", "Marriage of Ruiz", "closed", "Family Law", "Judgment", "2021-01-25", "carmen", { closed: "2022-03-04", lead: ["daniel"], people: [as("kenji", "Mediator")] }),
  // The payer is not among the case's people (B-MAT-5); nobody pays.
  matter("nguyen_accident", "00138-Nguyen", "Nguyen v. City of San Diego", "open", "Personal Injury", "Treatment", "2026-04-27", "lily", { payer: "sophie", lead: ["priya"], originating: ["theodore"], people: [as("sophie", "Mother", "clio")] }),
  matter("delgado_custody", "", "Delgado Custody", "open", "Family Law", "Discovery", "2025-12-01", "rosa", { payer: null, lead: ["daniel"], originating: ["daniel"], people: [as("miguel", "Opposing Party"), as("mateo", "Child")], only: "mycase" }),
  matter("delgado_support", "00140-Delgado", "Delgado Support", "open", "Family Law", "Settlement", "2026-02-09", "rosa", { lead: ["daniel"], people: [as("miguel", "Opposing Party"), as("mateo", "Child")] }),
  // The ladder (B-OWN-3, B-OWN-5): no role held; the lead left, the originator is unmapped; two leads, two originators.
  matter("demir_contract", "00141-Demir", "Demir Franchise Contract", "open", "Business Law", "Engagement", "2026-08-03", "yusuf", { team: ["amara"] }),
  matter("sorensen_patent", "00142-Sorensen", "Sorensen Licensing", "open", "Business Law", "In Progress", "2024-02-19", "abigail", { lead: ["hector"], originating: ["theodore"] }),
  matter("abernathy_trust", "00143-Abernathy", "Abernathy Charitable Trust", "open", "Trusts & Estates Litigation", "Mediation", "2025-08-11", "francis", { lead: ["marguerite"], originating: ["hector"], people: [as("kenji", "Mediator")] }),
  matter("castellano_suit", "00144-Castellano", "Castellano v. Bayview HOA", "open", "Real Estate", null, "2025-06-09", "olivia", { lead: ["hector", "priya", "daniel"], originating: ["evelyn", "theodore"], team: ["wei"] }),
  // Leads kept as matters (B-MAT-8), one without area.
  matter("brooks_lead", "00145-Brooks", "Brooks Inquiry", "open", null, null, "2026-09-21", "nathan", { values: { lead_status: "Lead" } }),
  matter("garcia_green_card", "00146-Garcia", "Garcia Green Card", "open", "Immigration", "RFE", "2026-01-27", "maria_1", { lead: ["daniel"], originating: ["priya"], values: { lead_status: "Retained" } }),
  matter("garcia_teacher", "00147-Garcia", "Garcia v. Chula Vista Schools", "open", "Employment", "Agency Charge", "2026-05-05", "maria_2", { lead: ["priya"], people: [as("maria_1", "Sister-in-law, and keeper of the only complete copy of the correspondence since 2019")] }),
  matter("carver_lien", "00148-Carver", "Carver Mechanics Lien", "open", "Real Estate", "Under Contract", "2026-03-16", "jonathan", { lead: ["theodore"], originating: ["theodore"] }),
  matter("carver_lien_2", "00149-Carver", "Carver Mechanics Lien (second file)", "closed", "Real Estate", "Closing", "2026-03-18", "jon", { closed: "2026-03-20", lead: ["theodore"] }),
  matter("delacroix_ip", "00150-Delacroix", "Delacroix Design Trademarks", "open", "Business Law", "In Progress", "2024-10-21", "simone", { lead: ["marguerite"], originating: ["evelyn"] }),
  matter("novak_jones_act", "00151-Novák", "Novák Jones Act Claim", "open", "Personal Injury", "Demand", "2025-04-07", "petr", { lead: ["priya"], originating: ["theodore"], responsible_staff: "wei", team: ["wei"], values: { contingency: 33 } }),
];

/** A file is made on the day it opens, and last touched no earlier than it closed. */
export const MATTERS: Matter[] = timed<Omit<Matter, keyof Timed>>(
  DRAFTS.map((draft) => ({ created: `${draft.opened ?? draft.pending ?? "2026-09-01"}T17:30:00Z`, ...draft })),
  "2019-01-07T08:45:00Z",
  (matter) => (matter.closed === undefined ? undefined : `${matter.closed}T23:10:00Z`),
);
