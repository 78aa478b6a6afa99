/**
 * The people around the firm. Each oddity is there for a rule of the behaviour book; the comment above a group names it.
 * Order is stable: vendors number their ids by it, so new rows go to the end.
 */
import { at, cell, fax, home, mail, timed, work } from "./shorthand.ts";
import type { MergeCandidate, Person, Timed } from "./types.ts";

type Rest = Partial<Omit<Person, "key" | "first" | "last" | keyof Timed>> & Partial<Timed>;

function person(key: string, first: string, last: string, rest: Rest = {}): Omit<Person, keyof Timed> & Partial<Timed> {
  return { key, first, last, emails: [], phones: [], addresses: [], ...rest };
}

const LONG_STORY =
  "Her neighbour’s accountant, who had met Theodore at the Harbor Days regatta and never stopped talking about it, and then the radio";

// A table, one person after another: each row stays on its lines.
// oxfmt-ignore
export const PEOPLE: Person[] = timed<Omit<Person, keyof Timed>>(
  [
    // A household: one home phone for two, one family e-mail (B-CTC-6).
    person("adaeze", "Adaeze", "Okafor", {
      middle: "Ngozi", job: "Nurse practitioner", emails: [mail("adaeze.okafor@fastpost.example", "Home", true), mail("okafor.family@fastpost.example", "Other")],
      phones: [cell("(619) 555-0142", true), home("(619) 555-0143")], addresses: [at("4127 Arbolada Street", "92116")],
      born: "1984-07-19", group: "Client", values: { language: "English", vip: true, children: 2, heard: "Radio KPBS" },
    }),
    person("chidi", "Chidi", "Okafor", {
      emails: [mail("Okafor.Family@fastpost.example")], phones: [home("619-555-0143")], addresses: [at("4127 Arbolada Street", "92116")],
      born: "1981-11-30", group: "Family of client", values: { vip: false, children: 2 },
    }),
    person("marisol", "Marisol", "Vega Ibarra", {
      emails: [mail("marisol.vega@correo.example", "Home", true)], phones: [cell("+1 619 555 0150"), { number: "+52 664 555 0123", label: "Other" }],
      addresses: [at("918 Palm Avenue, Apt 3B", "91932", "Imperial Beach")], born: "1990-02-14", group: "Client", values: { language: "Spanish", referral_fee: 0 },
    }),
    // Born on 29 February (B-KEY-3).
    person("tomas", "Tomás", "Vega Ibarra", { phones: [cell("(619) 555-0151")], born: "2012-02-29", group: "Family of client", values: { language: "Tagalog" } }),
    // Names in other scripts.
    person("xiuying", "秀英", "李", {
      emails: [mail("li.xiuying@fastpost.example", "Work")], phones: [cell("(858) 555-0120"), { number: "+86 10 5550 1234", label: "Home" }],
      addresses: [at("7710 Mira Mesa Blvd", "92126")], born: "1957-10-01", group: "Client", values: { language: "中文", holiday_card: "Yes" },
    }),
    person("samir", "سمير", "الحداد", {
      emails: [mail("samir.haddad@haddadceramics.example", "Work", true)], phones: [work("+971 4 555 0123")],
      addresses: [{ label: "Work", street: "14 Al Wasl Road", city: "Dubai", state: "", zip: "00000", country: "AE" }], group: "Client", values: { language: "العربية" },
    }),
    person("bjorn", "Björn", "Åkesson", {
      prefix: "Dr.", emails: [mail("bjorn@akesson.example")], phones: [cell("+46 8 555 012 34"), work("+44 20 7946 0958")],
      addresses: [{ label: "Home", street: "Götgatan 41", city: "Stockholm", state: "", zip: "116 21", country: "SE" }], born: "1969-06-21", group: "Client",
    }),
    // Every value that a custom field can hold, 0, false and blanks included (B-TAG-7).
    person("eleanor", "Eleanor", "Whitcombe", {
      middle: "Jane", prefix: "Mrs.", emails: [mail("eleanor.whitcombe@fastpost.example", "Home", true)], phones: [home("(619) 555-0160"), cell("(619) 555-0161")],
      addresses: [at("1350 Sunset Cliffs Boulevard", "92107"), at("PO Box 5512", "92138", "San Diego", { label: "Billing" })], born: "1938-04-02", group: "Client",
      values: {
        language: "English", vip: true, referral_fee: 1250.5, children: 0, heard: "Past client", intake_notes: "Prefers letters.\nHard of hearing: speak up.",
        anniversary: "1961-06-17", holiday_card: "Ask first", call_after: "10:30", portal_email: "whitcombe.letters@fastpost.example",
        profile: "https://whitcombe.example/eleanor", emergency: "george", came_with: "whitcombe_trust", old_code: "W-0007",
      },
    }),
    // Birthdays that give no fact (B-KEY-1): before 1900, unreadable, in the future.
    person("george", "George", "Whitcombe", { phones: [home("(619) 555-0160")], born: "1896-03-14", group: "Family of client", values: { children: 0, heard: "" } }),
    person("priscilla", "Priscilla", "Yoon", { emails: [mail("pyoon@meridianlabs.example", "Work")], phones: [cell("(858) 555-0122")], born: "03/14/61", group: "Client", values: { vip: false } }),
    person("rafael", "Rafael", "dos Santos", { emails: [mail("rafael.dossantos@fastpost.example")], phones: [cell("(619) 555-0124")], born: "2087-05-04", group: "Client" }),
    // Apostrophes, hyphens, emoji, blanks.
    person("maeve", "Maeve", "O’Brien-Castellanos", { emails: [mail("maeve.obc@fastpost.example")], phones: [cell("(760) 555-0126")], addresses: [at("22 Neptune Ave", "92024", "Encinitas")], born: "1979-12-08", group: "Client" }),
    person("dangelo", "D'Angelo", "Brooks", { emails: [mail("d.o'brooks@fastpost.example")], phones: [cell("(619) 555-0127")], group: "Client" }),
    person("zoe", "Zoë 🌻", "Hartmann", { emails: [mail("zoe@sunflowerdaycare.example", "Work")], phones: [cell("(619) 555-0128")], group: "Prospective Client" }),
    person("annika", "  Annika ", "van der  Berg ", { emails: [mail(" annika.vdberg@fastpost.example ")], phones: [cell("(858) 555-0129")], group: "Referral  Partner", values: { heard: "  San Diego   Bar  referral " } }),
    // No usable channel, one kind of reason each (B-CTC-3).
    person("nadia", "Nadia", "Petrova", { addresses: [at("", "", "La Mesa")], group: "Client" }),
    person("walter", "Walter", "Brandt", { emails: [mail("walter.brandt at post.example")], group: "Client" }),
    person("irene", "Irene", "Kowalczyk", { phones: [fax("(619) 555-0131")], group: "Client" }),
    person("otis", "Otis", "Freeman", { addresses: [at("602 Imperial Avenue", "92101", "San Diego", { street2: "Unit 4" })], born: "1944-01-31", group: "Client" }),
    // Twins that MyCase leaves behind, and one written by hand (B-CTC-4).
    person("marisol_twin", "Duplicate of Marisol", "Vega Ibarra", { phones: [cell("+1 619 555 0150")] }),
    person("otis_twin", "duplicate", "of Otis Freeman", { emails: [mail("otis.freeman@fastpost.example")], addresses: [at("602 Imperial Avenue", "92101")] }),
    // People who are never engaged (B-CLI-5).
    person("harriet", "Harriet", "Lindgren", { prefix: "Hon.", job: "Superior Court Judge", phones: [work("(619) 555-0132")], group: "Judge" }),
    person("desmond", "Desmond", "Achebe", { job: "Partner", company: "quill_parrish", emails: [mail("d.achebe@quillparrish.example", "Work")], phones: [work("(858) 555-0133 ext. 204"), fax("(858) 555-0134")], group: "Opposing Counsel" }),
    person("lucille", "Lucille", "Fontaine", { prefix: "Dr.", job: "Orthopedic surgeon", emails: [mail("l.fontaine@baysidemedical.example", "Work")], group: "Expert Witness" }),
    person("kenji", "Kenji", "Watanabe", { job: "Mediator", emails: [mail("kenji@watanabe-adr.example", "Work")], phones: [work("+81 3-5550-1234")], group: "Mediator" }),
    person("colette", "Colette", "Marchetti", { job: "Attorney", co_counsel: true, emails: [mail("colette@marchettilaw.example", "Work")], phones: [cell("(442) 555-0133")], group: "Co-Counsel" }),
    // The flag without a matter (B-CLI-2), the group "Client" without a case (B-TAG-4).
    person("harold", "Harold", "Jennings", { is_client: true, emails: [mail("harold.jennings@fastpost.example")], phones: [cell("(619) 555-0136")], born: "1952-08-25" }),
    person("doris", "Doris", "Engel", { emails: [mail("doris.engel@fastpost.example")], group: "Client" }),
    // People of companies (B-CLI-4): on the case, not on the case, of a company that has the flag only.
    person("beatrix", "Beatrix", "Lund", { job: "Chief executive", company: "lund_marine", emails: [mail("beatrix@lundmarine.example", "Work", true)], phones: [work("(619) 555-0137"), cell("(619) 555-0138")], born: "1975-03-09", group: "Client" }),
    person("anders", "Anders", "Lund", { job: "Harbor master", company: "lund_marine", emails: [mail("anders@lundmarine.example", "Work")], phones: [work("(619) 555-0137")] }),
    person("ngozi", "Ngozi", "Balogun", { job: "Owner", company: "balogun", emails: [mail("ngozi@balogunimports.example", "Work")], phones: [cell("+234 803 555 0123")] }),
    // On nine matters, three areas, all statuses.
    person("victor", "Victor", "Salcedo", {
      job: "Developer", company: "coronado_dental", emails: [mail("victor@salcedobuilds.example", "Work"), mail("vsalcedo@fastpost.example", "Home")], phones: [cell("(619) 555-0170"), work("619.555.0171 x12")],
      addresses: [at("880 Harbor Island Dr", "92101", "San Diego", { label: "Work" })], born: "1966-09-27", group: "Client", values: { vip: true, referral_fee: "0.00", heard: LONG_STORY },
    }),
    // Ties of B-OWN-2: equal updated; equal updated and opened.
    person("grace", "Grace", "Tanaka", { emails: [mail("grace.tanaka@fastpost.example")], phones: [cell("(858) 555-0140")], born: "1988-05-15", group: "Client" }),
    person("owen", "Owen", "Gallagher", { emails: [mail("owen.gallagher@fastpost.example")], phones: [cell("(619) 555-0141")], born: "1971-10-10", group: "Client" }),
    // Pending only; past only; past for more than twelve years.
    person("fatima", "Fatima Zahra", "El-Amrani", { emails: [mail("fz.elamrani@fastpost.example")], phones: [cell("(619) 555-0144")], born: "1995-01-05", group: "Prospective Client" }),
    person("leon", "Leon", "Bauer", { emails: [mail("leon.bauer@fastpost.example")], phones: [cell("(760) 555-0145"), home("+49 30 23125 014")], born: "1949-12-31", group: "Former Client" }),
    person("judith", "Judith", "Pemberton", { emails: [mail("jpemberton@oldmail.example")], phones: [home("(619) 555-0146")], group: "Former Client" }),
    // Archived (MyCase).
    person("carmen", "Carmen", "Ruiz", { emails: [mail("carmen.ruiz@fastpost.example")], phones: [cell("(619) 555-0147")], archived: true, group: "Former Client" }),
    // The mother pays, the daughter is the client (B-MAT-5).
    person("sophie", "Sophie", "Nguyen", { emails: [mail("sophie.nguyen@fastpost.example")], phones: [cell("(858) 555-0148")], addresses: [at("3051 Governor Drive", "92122")], born: "1968-02-28", group: "Family of client" }),
    person("lily", "Lily", "Nguyen", { emails: [mail("lily.nguyen@campus.example")], phones: [cell("(858) 555-0149")], born: "2004-06-30", group: "Client" }),
    // No name at all; one name only.
    person("nameless", "", "", { emails: [mail("info@coastal-appraisals.example")], only: "mycase" }),
    person("prakash", "Prakash", "", { emails: [mail("prakash@fastpost.example")], group: "Prospective Client" }),
    // Phones with an extension; too short to be one.
    person("malcolm", "Malcolm", "Reyes", { phones: [work("(858) 555-0152 ext. 31")], company: "harbor_light", job: "Brewmaster" }),
    person("paul", "Paul", "Stamatis", { job: "Court reporter", phones: [cell("555-0153")], emails: [mail("paul@stamatisreporting.example", "Work")] }),
    // Two flagged addresses; none flagged.
    person("simone", "Simone", "Delacroix", { emails: [mail("simone.old@fastpost.example", "Home"), mail("simone@delacroixdesign.example", "Work", true), mail("simone.delacroix@fastpost.example", "Home", true)], phones: [home("(619) 555-0154"), cell("(619) 555-0155", true)], group: "Client", values: { holiday_card: "No" } }),
    person("petr", "Petr", "Novák", { emails: [mail("petr.novak@fastpost.example"), mail("pnovak@shipyard.example", "Work")], phones: [cell("(619) 555-0156")], group: "Client" }),
    // One phone for two adults and a child.
    person("rosa", "Rosa", "Delgado", { emails: [mail("rosa.delgado@fastpost.example")], phones: [home("(619) 555-0157")], addresses: [at("1745 Logan Avenue", "92113")], born: "1986-04-23", group: "Client" }),
    person("miguel", "Miguel", "Delgado", { phones: [home("(619) 555-0157"), work("(619) 555-0158")], born: "1985-09-02", group: "Opposing Party" }),
    person("mateo", "Mateo", "Delgado", { phones: [home("+1 (619) 555-0157")], born: "2016-02-29", group: "Family of client" }),
    // One man twice: the firm will merge the second into the first.
    person("jonathan", "Jonathan", "Carver", { emails: [mail("jon.carver@fastpost.example")], phones: [cell("(619) 555-0159")], born: "1977-07-07", group: "Client" }),
    person("jon", "Jon", "Carver", { emails: [mail("Jon.Carver@fastpost.example")], phones: [cell("(619) 555-0159")], group: "Client" }),
    // Prospects and bystanders.
    person("hannah", "Hannah", "Brightwater", { emails: [mail("hannah@brightwater.example")], phones: [cell("(760) 555-0162")], born: "1992-11-11", group: "Prospective Client", values: { heard: "Search engine" } }),
    person("idris", "Idris", "Malik", { emails: [mail("idris.malik@fastpost.example")], phones: [cell("+44 20 7946 0321")], group: "Expertise Exchange" }),
    person("theresa", "Theresa", "Quill", { emails: [mail("theresa.quill@fastpost.example")], group: "Opposing Party" }),
    person("gordon", "Gordon", "Pike", { job: "Claims adjuster", company: "pacific_mutual", emails: [mail("gpike@pacificmutual.example", "Work")], phones: [work("(415) 555-0163 ext. 8801")] }),
    // Owners that need the ladder (B-OWN-3, B-OWN-5): vacant roles, an attorney who left, one who is unmapped, two in one role.
    person("yusuf", "Yusuf", "Demir", { emails: [mail("yusuf.demir@fastpost.example")], phones: [cell("(619) 555-0164")], group: "Client" }),
    person("abigail", "Abigail", "Sorensen", { emails: [mail("abigail.sorensen@fastpost.example")], phones: [cell("(619) 555-0165")], born: "1983-02-28", group: "Client" }),
    person("francis", "Francis", "Abernathy", { emails: [mail("f.abernathy@fastpost.example")], phones: [cell("(760) 555-0166")], addresses: [at("410 Via de la Valle", "92014", "Del Mar")], group: "Client" }),
    person("olivia", "Olivia", "Castellano", { emails: [mail("olivia.castellano@fastpost.example")], phones: [cell("(619) 555-0167")], group: "Client" }),
    // A lead kept as a matter (B-MAT-8).
    person("nathan", "Nathan", "Brooks", { emails: [mail("nathan.brooks@fastpost.example")], phones: [cell("(619) 555-0168")], group: "Prospective Client" }),
    // Two people with one name.
    person("maria_1", "Maria", "Garcia", { emails: [mail("maria.garcia@fastpost.example")], phones: [cell("(619) 555-0172")], born: "1980-01-01", group: "Client" }),
    person("maria_2", "Maria", "Garcia", { emails: [mail("mgarcia@chulavistaschools.example", "Work")], phones: [cell("(619) 555-0173")], born: "1993-08-17", group: "Client" }),
    person("stuart", "Stuart", "Hale", { job: "Executor", emails: [mail("stuart.hale@fastpost.example")], addresses: [{ label: "Home", street: "12 Rathgar Road", city: "Dublin", state: "", zip: "D06", country: "IE" }] }),
  ],
  "2017-02-06T09:12:00Z",
);

export const MERGES: MergeCandidate[] = [{ gone: "jon", survivor: "jonathan" }];
