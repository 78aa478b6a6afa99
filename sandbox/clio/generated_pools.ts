/** Words, dates and places of the generated firm, made once so that a row costs little more than putting them together. */

const list = (text: string): string[] => text.trim().split(/\s+/);

export const FIRST = list(`
James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Carlos Karen
Daniel Lisa Matthew Nancy Anthony Betty Marcus Sandra Donald Ashley Steven Kimberly Andrew Emily Paul Donna Joshua Michelle Kenneth Carol
Kevin Amanda Brian Melissa Timothy Deborah Ronald Stephanie Jason Rebecca Edward Sharon Jeffrey Laura Ryan Cynthia Jacob Dorothy Gary Amy
Nicholas Kathleen Eric Angela Jonathan Shirley Stephen Emma Larry Brenda Justin Pamela Scott Nicole Brandon Anna Benjamin Samantha Samuel Katherine
Gregory Christine Alexander Debra Patrick Rachel Frank Carolyn Raymond Janet Jack Maria Dennis Olivia Jerry Heather Tyler Helen Aaron Catherine
José Zoë Renée Søren Ngọc Aïcha Mateo Priya Wei Yuki Fatima Omar Ingrid Björn Chloë Siobhán Dmitri Anaïs Kwame Leilani`);

export const LAST = list(`
Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Thomas Taylor Moore Jackson Martin
Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores
Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes
Stewart Morris Morales Murphy Cook Rogers Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson
Watson Brooks Chavez Wood James Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross Foster Jimenez
O'Brien Müller D'Angelo Łukasz Okafor Yamamoto Ibáñez Nakamura Van-Houten Castañeda Strömberg Petrović Haddad Ōkubo Fitzgerald Abernathy Zhang Khalil Lindqvist Achebe`);

export const COMPANY_HEAD = list(
  `Harbor Summit Redwood Pacific Granite Cedar Blue Golden Northern Silver Union Lakeside Pioneer Liberty Crescent Beacon Evergreen Ironwood Delta Mesa`,
);
export const COMPANY_BODY = list(
  `Logistics Foods Partners Holdings Builders Systems Medical Realty Farms Textiles Robotics Hotels Marine Energy Studios Supply Motors Capital Dental Brewing`,
);
export const COMPANY_TAIL = ["LLC", "Inc.", "Co.", "LP", "Group"];
export const DOMAINS = ["example.com", "example.org", "example.net", "mail.example.com", "post.example.org"];
export const STREETS = list(
  `Oak Maple Cedar Pine Elm Washington Lake Hill Park Main Second Third Sunset River Spring Church Highland Mill Walnut Franklin`,
);
export const STREET_KINDS = ["Street", "Avenue", "Road", "Drive", "Lane"];
export const PLACES = [
  ["San Diego", "CA", "92101"],
  ["Los Angeles", "CA", "90012"],
  ["Sacramento", "CA", "95814"],
  ["Portland", "OR", "97204"],
  ["Seattle", "WA", "98101"],
  ["Denver", "CO", "80202"],
  ["Phoenix", "AZ", "85004"],
  ["Austin", "TX", "78701"],
  ["Houston", "TX", "77002"],
  ["Chicago", "IL", "60601"],
  ["Boston", "MA", "02108"],
  ["New York", "NY", "10007"],
  ["Newark", "NJ", "07102"],
  ["Miami", "FL", "33130"],
  ["Atlanta", "GA", "30303"],
  ["Minneapolis", "MN", "55415"],
] as const;
export const AREA_CODES = list(`
619 213 916 503 206 303 602 512 713 312 617 212 973 305 404 612 415 650 408 510 925 831 805 818 626 714 949 951 760 858
702 775 801 385 719 970 480 520 505 575 915 817 214 972 469 210 361 409 281 832 504 225 318 901 615 865 423 704 919 336
803 843 864 912 706 770 678 407 321 386 352 813 727 941 239 561 954 786 850 904 205 251 256 334 601 662 501 479 314 816`);
export const TITLES = [
  "Owner",
  "Chief Financial Officer",
  "Teacher",
  "Nurse",
  "Engineer",
  "Accountant",
  "Retired",
  "Contractor",
  "Office Manager",
  "Driver",
];
export const ROLES = [
  "Opposing Counsel",
  "Opposing Party",
  "Spouse",
  "Child",
  "Beneficiary",
  "Executor",
  "Trustee",
  "Expert Witness",
  "Witness",
  "Judge",
  "Insurance Adjuster",
  "Referral Source",
  "Co-Counsel",
  "Guarantor",
  "Emergency contact",
];
export const AREAS: readonly (readonly [string, readonly string[]])[] = [
  ["Estate Planning", ["Intake", "Drafting", "Signing", "Funding"]],
  ["Probate", ["Petition", "Inventory", "Accounting", "Distribution"]],
  ["Family Law", ["Petition", "Discovery", "Settlement", "Judgment"]],
  ["Personal Injury", ["Treatment", "Demand", "Negotiation", "Litigation"]],
  ["Immigration", ["Gathering", "Filed", "Interview", "Decision"]],
  ["Business Law", ["Engagement", "Negotiation", "Closing"]],
  ["Employment", ["Agency", "Negotiation", "Litigation"]],
  ["Real Estate", ["Contract", "Diligence", "Closing"]],
  ["Criminal Defense", ["Arraignment", "Pretrial", "Trial"]],
  ["Bankruptcy", ["Petition", "Meeting", "Discharge"]],
  ["Intellectual Property", ["Search", "Application", "Registration"]],
  ["Tax", ["Review", "Appeal", "Settlement"]],
];
export const SUBJECTS = ["Estate of", "Agreement for", "Claim of", "Defense of", "Advice to", "Petition of", "Purchase by", "Dispute of"];

const DAY_MS = 86_400_000;
const two = (number: number): string => String(number).padStart(2, "0");

function days(from: string, to: string): string[] {
  const end = Date.parse(to);
  const texts: string[] = [];
  for (let at = Date.parse(from); at <= end; at += DAY_MS) texts.push(new Date(at).toISOString().slice(0, 10));
  return texts;
}

/** Everything happened before 2026-10-01. */
export const DAYS = days("2012-01-02", "2026-09-30");
export const NEWEST = "2026-09-30T23:59:59.000Z";
const BORN = days("1936-01-01", "2008-12-31");
const LEAP = BORN.filter((day) => day.endsWith("-02-29"));
/** Birthdays; one in two hundred on a 29 February. */
export const bornOn = (chance: number): string =>
  chance % 200 === 0 ? (LEAP[(chance >>> 8) % LEAP.length] as string) : (BORN[chance % BORN.length] as string);

const MINUTES = Array.from({ length: 1440 }, (_, minute) => `T${two(Math.floor(minute / 60))}:${two(minute % 60)}:`);
const SECONDS = Array.from({ length: 60 }, (_, second) => `${two(second)}.000Z`);
/** A time on this day, as `toISOString()` writes it. */
export const timeOn = (day: number, chance: number): string =>
  (DAYS[day] as string) + (MINUTES[chance % 1440] as string) + (SECONDS[(chance >>> 12) % 60] as string);
