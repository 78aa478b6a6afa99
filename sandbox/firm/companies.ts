/** Companies: clients with people, payers, insurers, one that only has the flag, one that is archived. Order is stable, see `people.ts`. */
import { at, fax, mail, timed, work } from "./shorthand.ts";
import type { Company, Timed } from "./types.ts";

type Rest = Partial<Omit<Company, "key" | "name" | keyof Timed>> & Partial<Timed>;

function company(key: string, name: string, rest: Rest = {}): Omit<Company, keyof Timed> & Partial<Timed> {
  return { key, name, emails: [], phones: [], addresses: [], ...rest };
}

const office = (street: string, zip: string, city?: string) => [at(street, zip, city, { label: "Work" })];

// A table, one company after another: each row stays on its lines.
// oxfmt-ignore
export const COMPANIES: Company[] = timed<Omit<Company, keyof Timed>>(
  [
    company("lund_marine", "Lund Marine Services, Inc.", {
      emails: [mail("office@lundmarine.example", "Work")], phones: [work("(619) 555-0137")], addresses: office("2803 Shelter Island Drive", "92106"), website: "https://lundmarine.example",
      values: { industry: "Ship repair", terms: "Net 30", headcount: 46 },
    }),
    // Clio: the flag and no matter, so its person is a Client and nothing else (B-CLI-4).
    company("balogun", "Balogun Imports LLC", { is_client: true, emails: [mail("hello@balogunimports.example", "Work")], phones: [work("(619) 555-0139")], values: { headcount: 0 } }),
    company("harbor_light", "Harbor Light Brewing Co.", { emails: [mail("taps@harborlight.example", "Work")], addresses: office("3000 Upas Street", "92104"), values: { industry: "Food & drink", terms: "On completion" } }),
    company("pacific_mutual", "Pacific Mutual Assurance", { phones: [work("(415) 555-0163"), fax("(415) 555-0164")], addresses: office("500 Montgomery Street", "94111", "San Francisco") }),
    company("finisterre", "Finisterre Alimentación, S. A.", { emails: [mail("legal@finisterre.example", "Work")], phones: [work("+34 91 555 01 23")], addresses: [{ label: "Work", street: "Calle Mayor 12", city: "Madrid", state: "", zip: "28013", country: "ES" }] }),
    company("quill_parrish", "Quill & Parrish LLP", { emails: [mail("reception@quillparrish.example", "Work")], phones: [work("(858) 555-0133")] }),
    company("old_town", "Old Town Holdings", { archived: true, background: "Dissolved in 2021." }),
    company("coronado_dental", "Coronado Dental Group", { emails: [mail("billing@coronadodental.example", "Work")], phones: [work("(619) 555-0169")], addresses: office("1101 Orange Avenue", "92118", "Coronado"), values: { terms: "Net 60", industry: "  Health   care " } }),
    // Neither a channel nor a person.
    company("mission_bay", "Mission Bay Rowing Club"),
  ],
  "2018-03-01T10:00:00Z",
);
