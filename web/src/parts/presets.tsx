/** What a preset does, in plain words, read from its own values so that it is true (section 14 of the behaviour book). */
import { List } from "@mantine/core";
import { valueAt, type Document } from "./setting_document.ts";
import { valueName } from "./setting_words.ts";

/** What each is for; its values say the rest. */
export const PRESET_USES: Record<string, string> = {
  relationship_clio: "Staying in touch with clients: birthdays, check-ins, referrals, with everybody's owner and tags.",
  relationship_mycase: "Staying in touch with clients and everybody else you know: birthdays, check-ins, referrals.",
  case_updates_mycase: "Telling clients how their case goes: messages and documents, for whoever is on a case.",
  combined: "Several of these at once: one reading, every view.",
  portal_mycase: "A page for each case's main client: where the case stands, and what comes next.",
};

export function PresetFacts({ document }: { document: Document }) {
  return (
    <List size="sm" spacing={2}>
      {factsOf(document).map((fact) => (
        <List.Item key={fact}>{fact}</List.Item>
      ))}
    </List>
  );
}

const ACTIVITIES = [
  ["email", "e-mails"],
  ["note", "notes"],
  ["card", "cards"],
  ["call", "calls"],
  ["text", "text messages"],
  ["message", "portal messages"],
  ["document", "documents"],
] as const;

const OWNERS: Record<string, string> = {
  lead: "the attorney who leads the matter",
  originating: "the attorney who brought the client",
  primary_member: "one member for everybody",
};

const listed = (items: readonly string[]) => new Intl.ListFormat("en").format(items);

function factsOf(document: Document): string[] {
  const at = (path: string) => valueAt(document, path);
  const zone = at("sync.incremental_zone") === "utc" ? "UTC" : "your time";
  const years = at("sync.matters_first_years");
  const written = ACTIVITIES.filter(([kind]) => at(`writeback.${kind}`) === true).map(([, name]) => name);
  const areas = at("tags.practice_area.on") === true;
  const of_open = at("tags.practice_area.matters") === "open" ? "open matters" : "all their matters";
  return [
    `Takes in: ${valueName("contacts.scope", String(at("contacts.scope"))).toLowerCase()}`,
    typeof years === "number" ? `Matters: all open ones, and those closed within ${years} years` : "Matters: all of them",
    `Owner: ${OWNERS[String(at("owner.role"))] ?? ""}; if there is none, ${at("owner.fallback") === "unassigned" ? "nobody" : "the primary member, once you have named one"}`,
    areas ? `Tags: client status, and the practice areas of ${of_open}` : "Tags: client status",
    `Reads what changed at ${listed([at("sync.incremental_at")].flat().map(String))} ${zone}${at("sync.webhooks") === true ? ", and at once where the provider tells us" : ""}`,
    written.length > 0 ? `What you log here is also written there: ${listed(written)}` : "Nothing that you log here is written there",
  ];
}
