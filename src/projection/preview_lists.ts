/** In which lists of a preview a contact stands, by what would change of it; and their counts (B-WHY-3). Pure. */
import type { FieldChange } from "./compare.ts";
import type { ContactState } from "../model/kinds.ts";
import { CONTACT_STATES } from "../model/kinds.ts";
import type { ProjectsOutcome } from "./preview_projects.ts";

/** `came_in`, `went_out`, or `<what>:<value>`: `tag_lost:family law`, `owner_to:<member>`, `client_status:none>active`. */
export function listsOf(changes: readonly FieldChange[]): string[] {
  return [...new Set(changes.flatMap(listsOfChange))];
}

function listsOfChange({ field, old, new: now }: FieldChange): string[] {
  switch (field) {
    case "state":
      return [...(now === "in" ? ["came_in"] : []), ...(old === "in" ? ["went_out"] : []), `state:${text(old)}>${text(now)}`];
    case "owner":
      return [`owner_from:${text(old)}`, `owner_to:${text(now)}`];
    case "tag":
      return [...(old === null ? [`tag_gained:${key(now)}`] : []), ...(now === null ? [`tag_lost:${key(old)}`] : [])];
    case "key_fact":
      return [...(old === null ? [`key_fact_gained:${label(now)}`] : []), ...(now === null ? [`key_fact_lost:${label(old)}`] : [])];
    case "client_status":
      return [`client_status:${text(old)}>${text(now)}`];
    default:
      return [`other:${field}`];
  }
}

const text = (value: unknown): string => (typeof value === "string" ? value : "none");
const key = (tag: unknown): string => text(tag).toLowerCase();
const label = (fact: unknown): string =>
  typeof fact === "object" && fact !== null && "label" in fact && typeof fact.label === "string" ? fact.label : "none";

export interface PreviewContact {
  provider_id: string;
  name: string;
}

export interface PreviewGroup {
  list: string;
  /** Of what its entries are; absent in older previews: contacts. */
  entity?: "contact" | "matter";
  count: number;
  /** The first few that were met. */
  sample: PreviewContact[];
}

export interface PreviewOutcome {
  /** Contacts gone through. */
  contacts: number;
  /** Of those that are in before or after, the ones of which something would change. */
  changed: number;
  /** Contacts by state, as they are and as they would be; each column adds up to `contacts` (B-SYN-10). */
  states: Record<ContactState, { before: number; after: number }>;
  groups: PreviewGroup[];
  /** Whether there are more lists than are counted one by one. */
  more_groups: boolean;
  matters: { changed: number; left_out: number; taken_in: number };
  /** Null where neither before nor after anything is worked out for clients; absent in older previews. */
  projects?: ProjectsOutcome | null;
}

const SAMPLE = 5;
/** Lists at most, so that memory stays flat: a firm may have as many number tags as matters. */
const MOST_GROUPS = 5000;

export interface Tally {
  state(before: ContactState, after: ContactState): void;
  add(contact: PreviewContact, lists: readonly string[]): void;
  /** A matter as clients see it. */
  addMatter(matter: PreviewContact, lists: readonly string[]): void;
  matter(change: { now_left_out: boolean; then_left_out: boolean }): void;
  outcome(projects: ProjectsOutcome | null): PreviewOutcome;
}

export function newTally(): Tally {
  const states = Object.fromEntries(CONTACT_STATES.map((state) => [state, { before: 0, after: 0 }])) as PreviewOutcome["states"];
  const groups = new Map<string, PreviewGroup>();
  const matters = { changed: 0, left_out: 0, taken_in: 0 };
  let [contacts, changed, more_groups] = [0, 0, false];
  const enlist = (entity: "contact" | "matter", entry: PreviewContact, lists: readonly string[]) => {
    for (const list of lists) {
      const group = groups.get(list);
      if (group) {
        group.count++;
        if (group.sample.length < SAMPLE) group.sample.push(entry);
      } else if (groups.size < MOST_GROUPS) groups.set(list, { list, entity, count: 1, sample: [entry] });
      else more_groups = true;
    }
  };
  return {
    state(before, after) {
      contacts++;
      states[before].before++;
      states[after].after++;
    },
    add(contact, lists) {
      changed++;
      enlist("contact", contact, lists);
    },
    addMatter: (matter, lists) => enlist("matter", matter, lists),
    matter({ now_left_out, then_left_out }) {
      matters.changed++;
      if (then_left_out && !now_left_out) matters.left_out++;
      if (now_left_out && !then_left_out) matters.taken_in++;
    },
    outcome: (projects) => ({
      contacts,
      changed,
      states,
      groups: [...groups.values()].toSorted((a, b) => b.count - a.count || (a.list < b.list ? -1 : 1)),
      more_groups,
      matters,
      projects,
    }),
  };
}
