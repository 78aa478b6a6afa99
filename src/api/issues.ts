/** What an admin should look at, by cause, the gravest first: made of what the rooms below know. Pure. */
import type { Health } from "../connections/health.ts";
import type { StaffMapping } from "../projection/mapping.ts";
import type { ContactIssueRow } from "../projection/store_issues.ts";
import type { HeldRun } from "../sync/store_parked.ts";
import type { Issue } from "./contract/issues.ts";

type Twin = { provider_id: string; url: string | null };

export interface Found {
  connection: Pick<Issue, "connection_id" | "provider" | "account_name">;
  health: Health;
  /** Kinds that the provider refuses to the sync user. */
  refused: readonly string[];
  /** What is stored as the firm's time zone and is none. */
  unknown_zone: string | null;
  held: readonly HeldRun[];
  quarantined: {
    count: number;
    since: string | null;
    sample: { kind: string; provider_id: string; reason: string; link: string | null }[];
  };
  /** Attorneys who are active at the provider. */
  attorneys: readonly StaffMapping[];
  /** Rules by hand that name somebody who cannot own. */
  ignored_rules: readonly StaffMapping[];
  contacts: readonly ContactIssueRow[];
  /** What we wrote and the provider has more than once. */
  twins: {
    count: number;
    since: string | null;
    sample: { delivery_id: string; kind: string; contact_id: string; contact_name: string; provider_id: string | null; twins: Twin[] }[];
  };
  link: (contact_id: string) => string | null;
}

type Finding = Omit<Issue, "connection_id" | "provider" | "account_name">;

export function issuesOf(found: Found): Issue[] {
  const findings = [
    ...ofHealth(found),
    ...ofRefused(found),
    ...ofZone(found),
    ...ofStaff(found),
    ...ofTwins(found),
    ...ofQuarantine(found),
    ...ofContacts(found),
  ];
  return findings.map((finding) => ({ ...found.connection, ...finding }));
}

const NOBODY = { contact_id: null, delivery_id: null };
const plainSample = (labels: readonly string[]): Issue["sample"] => labels.map((label) => ({ ...NOBODY, label, link: null }));

function ofHealth({ health: { health, detail, remedy, since }, held, refused }: Found): Finding[] {
  if (health === "healthy" || (health === "degraded" && refused.length > 0)) return [];
  const changes = held.reduce((sum, row) => sum + row.count, 0);
  return [
    {
      cause: health === "blind" ? "held_changes" : health,
      severity: health === "expiring" || health === "degraded" ? "degrades" : "stops",
      title: detail,
      remedy: remedy ?? "Look at the last sync.",
      count: Math.max(1, changes),
      sample: plainSample(
        held.map((row) => `${row.count} of kind ${row.kind}: ${row.effect === "gone" ? "not found" : "would be emptied"}`),
      ),
      since,
    },
  ];
}

function ofRefused({ refused, health }: Found): Finding[] {
  if (refused.length === 0) return [];
  return [
    {
      cause: "refused_kinds",
      severity: "degrades",
      title: "The provider does not let the sync user read everything.",
      remedy: "Give the sync user that permission at the provider, then sync everything again.",
      count: refused.length,
      sample: plainSample(refused),
      since: health.since,
    },
  ];
}

function ofZone({ unknown_zone }: Found): Finding[] {
  if (unknown_zone === null) return [];
  return [
    {
      cause: "unknown_time_zone",
      severity: "degrades",
      title: `The firm's time zone, ${unknown_zone}, is not known; times are told, and syncs planned, in UTC.`,
      remedy: "Choose the firm's time zone on the page Connections.",
      count: 1,
      sample: [],
      since: null,
    },
  ];
}

/** B-CON-8, B-OWN-4: never guessed, always listed. */
function ofStaff({ attorneys, ignored_rules }: Found): Finding[] {
  const vacant = attorneys.filter((mapping) => mapping.member === null);
  const ambiguous = vacant.filter((mapping) => AMBIGUOUS.has(mapping.problem));
  const unmapped = vacant.filter((mapping) => !AMBIGUOUS.has(mapping.problem));
  const group = (cause: string, people: readonly StaffMapping[], title: string, remedy: string, said: (mapping: StaffMapping) => string) =>
    people.length === 0
      ? []
      : [
          {
            cause,
            severity: "degrades" as const,
            title,
            remedy,
            count: people.length,
            sample: plainSample(people.slice(0, 5).map(said)),
            since: null,
          },
        ];
  const named = (mapping: StaffMapping) => `${mapping.name || mapping.staff_id} ${mapping.problem}`;
  const rule = ({ name, staff_id, ignored_rule }: StaffMapping) =>
    `${name || staff_id}: ${ignored_rule?.member ?? ""} ${ignored_rule?.problem ?? ""}`;
  return [
    ...group(
      "unmapped_attorney",
      unmapped,
      "Some attorneys are not members here, so they own no contacts.",
      "Invite them with the e-mail that the provider has, or say by hand which member stands for them.",
      named,
    ),
    ...group(
      "ambiguous_email",
      ambiguous,
      "An e-mail belongs to several people, so nobody is taken for any of them.",
      "Say by hand which member stands for which attorney, or mend the e-mail at the provider.",
      named,
    ),
    ...group(
      "rule_ignored",
      ignored_rules,
      "A rule by hand names a member who cannot own contacts; it is ignored.",
      "Name another member in the rule, or make that one active again.",
      rule,
    ),
  ];
}

const AMBIGUOUS = new Set(["shares an e-mail with other staff", "has the e-mail of several members"]);

/** B-WRB-5: it should not be; where it is, somebody is told. */
function ofTwins({ twins: { count, since, sample } }: Found): Finding[] {
  if (count === 0) return [];
  const ids = (row: (typeof sample)[number]) => [row.provider_id, ...row.twins.map((twin) => twin.provider_id)].filter((id) => id !== null);
  return [
    {
      cause: "written_twice",
      severity: "degrades",
      title: "Something that Privity wrote is at the provider more than once.",
      remedy:
        "Within a day Privity removes the second one itself where the provider lets it. Delete at the provider what is still there twice then; keep the one that the delivery names. Where the provider lets nobody delete, as with messages, say that it may stay.",
      count,
      sample: sample.map((row) => ({
        label: `${row.kind} about ${row.contact_name || row.contact_id}: ${ids(row).join(", ")}`,
        link: row.twins[0]?.url ?? null,
        contact_id: row.contact_id,
        delivery_id: row.delivery_id,
      })),
      since,
    },
  ];
}

function ofQuarantine({ quarantined: { count, since, sample } }: Found): Finding[] {
  if (count === 0) return [];
  const label = (row: (typeof sample)[number]) => `${row.kind} ${row.provider_id}: ${row.reason}`;
  return [
    {
      cause: "quarantined",
      severity: "loses",
      title: "Some records came broken and were set apart.",
      remedy: "Mend them at the provider; each is taken in by itself when a good version comes.",
      count,
      sample: sample.map((row) => ({ ...NOBODY, label: label(row), link: row.link })),
      since,
    },
  ];
}

/** Codes of reasons, in the order in which they are shown. Rules are told with the staff. */
const CONTACT_CAUSES: Record<string, { title: string; remedy: string }> = {
  pin_ignored: {
    title: "Contacts are pinned to a member who cannot own them; the rules decide instead.",
    remedy: "Pin them to another member, take the pin away, or make that member active again.",
  },
  no_channel: {
    title: "Contacts are skipped, because there is no usable e-mail, phone or postal address.",
    remedy: "Add one at the provider; the contact is taken in by itself.",
  },
  no_name: { title: "Contacts are skipped, because they have no name.", remedy: "Add a name at the provider." },
  duplicate_of: {
    title: "Contacts are skipped, because they are named “Duplicate of …”.",
    remedy: "Merge them at the provider, or rename those that are people of their own.",
  },
  birthday_unreadable: { title: "Dates of birth that cannot be read as a date.", remedy: "Mend them at the provider." },
  birthday_before_1900: { title: "Dates of birth before 1900.", remedy: "Mend them at the provider." },
  birthday_future: { title: "Dates of birth in the future.", remedy: "Mend them at the provider." },
  custom_date_unreadable: { title: "Custom date fields that cannot be read as a date.", remedy: "Mend them at the provider." },
};

function ofContacts({ contacts, link }: Found): Finding[] {
  return Object.entries(CONTACT_CAUSES).flatMap(([cause, { title, remedy }]) => {
    const row = contacts.find((each) => each.code === cause);
    if (!row) return [];
    const sample = row.sample.map(({ provider_id, name }) => ({
      label: name || `No name (${provider_id})`,
      link: link(provider_id),
      contact_id: provider_id,
      delivery_id: null,
    }));
    return [{ cause, severity: "loses" as const, title, remedy, count: row.count, sample, since: null }];
  });
}
