/** Where one can go, grouped by whose work it is. Letters: `g` and then the letter goes there. */

export interface Destination {
  href: string;
  name: string;
  letter: string;
}
export interface Area {
  name: string;
  admins?: true;
  places: Destination[];
}

const AREAS: Area[] = [
  {
    name: "Work",
    places: [
      { href: "/contacts", name: "Contacts", letter: "c" },
      { href: "/matters", name: "Matters", letter: "m" },
      { href: "/inbox", name: "Inbox", letter: "b" },
      { href: "/clients", name: "Clients' portal", letter: "d" },
      { href: "/outbox?show=filing", name: "Needs filing", letter: "f" },
      { href: "/outbox", name: "Outbox", letter: "o" },
      { href: "/tasks", name: "My tasks", letter: "t" },
      { href: "/forms", name: "Forms", letter: "r" },
      { href: "/automations", name: "Automations", letter: "u" },
    ],
  },
  {
    name: "Firm",
    places: [
      { href: "/runs", name: "Sync", letter: "s" },
      { href: "/attention", name: "Not synced", letter: "n" },
      { href: "/settings", name: "Settings", letter: "e" },
      { href: "/connections", name: "Connections", letter: "l" },
    ],
  },
  {
    name: "Admin",
    admins: true,
    places: [
      { href: "/members", name: "Members", letter: "p" },
      { href: "/api-keys", name: "API keys", letter: "k" },
      { href: "/webhooks", name: "Webhooks", letter: "w" },
      { href: "/mail", name: "Mail", letter: "i" },
      { href: "/texting", name: "Texting", letter: "x" },
      { href: "/audit", name: "Audit log", letter: "a" },
    ],
  },
];

export const ME: Destination = { href: "/me", name: "You", letter: "y" };

/** Members do not see what is for admins. */
export const areasFor = (role: string | undefined): Area[] => AREAS.filter((area) => !area.admins || role === "admin");

export const placesFor = (role: string | undefined): Destination[] => [...areasFor(role).flatMap((area) => area.places), ME];

/** Which place an address belongs to: the one with the same query where there is one, else the one whose path it begins with. */
export function placeOf(pathname: string, search: string, places: readonly Destination[]): Destination | undefined {
  const query = new URLSearchParams(search);
  const fits = ({ href }: Destination): boolean => {
    const url = new URL(href, "http://here");
    if (pathname !== url.pathname && !pathname.startsWith(`${url.pathname}/`)) return false;
    return [...url.searchParams].every(([name, value]) => query.get(name) === value);
  };
  return places.filter(fits).toSorted((a, b) => b.href.length - a.href.length)[0];
}
