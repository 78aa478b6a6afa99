/** Which tags a contact has (B-TAG-1 to 7), rule by rule in the order that decides a tag's spelling (B-TAG-8). */
import type { Settings } from "../model/settings.ts";
import { PROVIDER_NAMES } from "../model/kinds.ts";
import { addMatterTags } from "./matter_tags.ts";
import type { PreparedContext } from "./prepare.ts";
import { because, contactSource } from "./reasons.ts";
import type { DecidingMatter, Standing } from "./standing.ts";
import { tagList, type TagList } from "./tag_list.ts";
import { customText, isTicked } from "./tag_text.ts";
import { squeeze } from "./text.ts";
import type { ClientStatus, ContactInput, Reason, TagView } from "./types.ts";

export interface TagInputs {
  input: ContactInput;
  standing: Standing;
  deciding: DecidingMatter | null;
  client_status: ClientStatus | null;
  status_reason: Reason;
}

/** A company is no contact (B-CTC-4) and has no tags of ours. */
export function tagsOf(known: TagInputs, ctx: PreparedContext): TagView[] {
  const list = tagList();
  if (known.input.facts.type === "person") {
    addDefaultTags(known, ctx, list);
    addMatterTags(known, ctx, list);
    addPeopleGroup(known, ctx, list);
    addLocation(known, ctx, list);
    addAttorneyTags(known, ctx, list);
    addCustomFields(known, ctx, list);
  }
  addManualTags(known.input, ctx, list);
  return list.tags;
}

const STATUS_TAGS = { active: "Active Client", pending: "Pending Client", past: "Past Client" } as const;

/** B-TAG-1: not to be switched off. */
function addDefaultTags({ input, client_status, status_reason }: TagInputs, ctx: PreparedContext, list: TagList): void {
  const provider = PROVIDER_NAMES[ctx.provider];
  list.add(provider, "provider", because("B-TAG-1", "tag_provider", { provider }, [contactSource(input.facts)]));
  if (ctx.provider === "clio") list.add("Person", "provider", because("B-TAG-1", "tag_person", {}, [contactSource(input.facts, "type")]));
  if (client_status === null) return;
  list.add("Client", "provider", status_reason);
  if (client_status !== "client") list.add(STATUS_TAGS[client_status], "provider", status_reason);
}

/** B-TAG-4. A group called Client makes nobody a Client: its tag is `Group: Client`. */
function addPeopleGroup({ input: { facts } }: TagInputs, ctx: PreparedContext, list: TagList): void {
  if (ctx.provider !== "mycase" || !ctx.settings.tags.people_group || facts.people_group_id === null) return;
  const group = ctx.people_groups.get(facts.people_group_id);
  if (!group || group.name.trim() === "") return;
  const sources = [{ kind: "people_group" as const, id: group.provider_id }, contactSource(facts, "people_group")];
  list.add(`Group: ${group.name}`, "provider", because("B-TAG-4", "tag_people_group", { group: squeeze(group.name) }, sources));
}

const LOCATION_PARTS = { city: "city", state: "state", postal_code: "postal code", country: "country" } as const;

/** B-TAG-5: from the primary address. */
function addLocation({ input: { facts } }: TagInputs, ctx: PreparedContext, list: TagList): void {
  const address = facts.addresses[0];
  if (!address) return;
  for (const part of Object.keys(LOCATION_PARTS) as (keyof typeof LOCATION_PARTS)[]) {
    if (!ctx.settings.tags[part] || (part === "country" && ctx.provider !== "clio")) continue;
    const reason = because("B-TAG-5", "tag_location", { part: LOCATION_PARTS[part] }, [contactSource(facts, `addresses.0.${part}`)]);
    list.add(address[part], "provider", reason);
  }
}

/** B-TAG-6: the provider's full name, mapped or not, active or not; a vacant role gives none. */
function addAttorneyTags(known: TagInputs, ctx: PreparedContext, list: TagList): void {
  const lead = ctx.provider === "clio" ? "Responsible" : "Lead";
  addAttorneys(known, ctx, list, { flag: "lead", label: lead, choice: ctx.settings.tags.lead_attorney });
  addAttorneys(known, ctx, list, { flag: "originating", label: "Originating", choice: ctx.settings.tags.originating_attorney });
}

interface AttorneyTag {
  flag: "lead" | "originating";
  label: string;
  choice: Settings["tags"]["lead_attorney"];
}

function addAttorneys({ standing, deciding }: TagInputs, ctx: PreparedContext, list: TagList, { flag, label, choice }: AttorneyTag): void {
  if (choice === "none") return;
  const clients = standing.client_matters;
  const all = clients.length > 0 ? clients : standing.own_matters.map((matter) => ({ matter, through: null }));
  const matters = choice === "all" ? all : deciding ? [deciding] : [];
  for (const { matter, through } of matters) {
    for (const person of matter.staff) {
      const attorney = person[flag] ? ctx.staff_mapping.get(person.staff_id)?.name : undefined;
      if (!attorney) continue;
      const params = {
        count: 1,
        matter: matter.number || matter.name || `#${matter.provider_id}`,
        through: through?.name ?? null,
        attorney,
        role: label,
        choice,
      };
      const sources = [
        { kind: "matter" as const, id: matter.provider_id },
        { kind: "staff" as const, id: person.staff_id },
      ];
      list.add(`${label}: ${attorney}`, "provider", because("B-TAG-6", "tag_attorney", params, sources));
    }
  }
}

/** B-TAG-7: by field id, so that the lowest decides the spelling. */
function addCustomFields({ input: { facts } }: TagInputs, ctx: PreparedContext, list: TagList): void {
  if (ctx.tag_fields.length === 0 || facts.custom_values.length === 0) return;
  for (const field of ctx.tag_fields) {
    for (const { field_id, value } of facts.custom_values) {
      if (field_id !== field.provider_id) continue;
      const text = field.type === "checkbox" ? (isTicked(value) ? field.name : "") : customText(field, value, ctx.provider);
      if (text === "") continue;
      const sources = [contactSource(facts, "custom_values"), { kind: "custom_field" as const, id: field.provider_id }];
      const reason = because("B-TAG-7", "tag_custom_field", { field: squeeze(field.name), count: 1 }, sources);
      list.add(field.type === "checkbox" ? field.name : `${field.name}: ${text}`, "provider", reason);
    }
  }
}

/** B-SYN-5: what members add stays whatever a sync does. */
function addManualTags({ manual_tags }: ContactInput, ctx: PreparedContext, list: TagList): void {
  if (manual_tags.length === 0) return;
  const ordered = manual_tags.toSorted((a, b) => compare(a.at, b.at) || compare(a.name, b.name) || compare(a.member_id, b.member_id));
  for (const { name, member_id } of ordered) {
    const member = ctx.members_by_id.get(member_id)?.name ?? "a former member";
    list.add(name, "manual", because("B-SYN-5", "tag_manual", { member }, [{ kind: "member", id: member_id }]));
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
