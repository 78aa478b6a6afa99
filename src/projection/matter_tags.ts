/** Tags that a contact has from their matters (B-TAG-2, 3, 4), in rule order; within a rule by matter or relationship id. */
import type { Settings } from "../model/settings.ts";
import { companiesOf } from "./identity.ts";
import type { PreparedContext } from "./prepare.ts";
import { because, contactSource, matterSource, type ReasonParams, type RuleId } from "./reasons.ts";
import { matterLabel, type ClientMatter } from "./standing.ts";
import type { TagList } from "./tag_list.ts";
import type { TagInputs } from "./tags.ts";
import type { MatterForContact, Reason } from "./types.ts";

type Choice = Settings["tags"]["practice_area"];
type Held = Pick<ClientMatter, "matter" | "through">;

export function addMatterTags(known: TagInputs, ctx: PreparedContext, list: TagList): void {
  if (ctx.provider === "clio") addClioTags(known, ctx, list);
  else addMyCaseTags(known, ctx, list);
}

/** Of all matters that they are on or pay for; a company's payment counts where they are on the case too, so those are the same ones. */
function addMyCaseTags({ standing }: TagInputs, ctx: PreparedContext, list: TagList): void {
  const { tags } = ctx.settings;
  const matters = standing.own_matters.map((matter) => ({ matter, through: null }));
  for (const held of chosen(matters, tags.practice_area)) {
    list.add(held.matter.practice_area, "provider", fromMatter("B-TAG-2", "tag_practice_area", held));
  }
  for (const held of chosen(matters, tags.matter_number)) {
    list.add(held.matter.number || held.matter.name, "provider", fromMatter("B-TAG-4", "tag_matter_number", held));
  }
}

const STATUS_NAMES = { open: "Open", pending: "Pending", closed: "Closed" } as const;

function addClioTags(known: TagInputs, ctx: PreparedContext, list: TagList): void {
  const { tags } = ctx.settings;
  const { standing } = known;
  for (const held of chosen(standing.client_matters, tags.practice_area)) {
    list.add(held.matter.practice_area, "provider", fromMatter("B-TAG-2", "tag_practice_area", held));
  }
  addRelatedTags(known, ctx, list);
  // A lead makes nobody a client, and B-MAT-8 lets it count for scope, owner and practice area only.
  const matters = standing.client_matters.filter((held) => !held.matter.lead);
  for (const held of chosen(matters, tags.matter_number)) {
    list.add(held.matter.number, "provider", fromMatter("B-TAG-3", "tag_matter_number", held));
  }
  for (const held of chosen(matters, tags.matter_stage)) {
    const stage = held.matter.stage.trim() || STATUS_NAMES[held.matter.status];
    list.add(`Matter: ${stage}`, "provider", fromMatter("B-TAG-3", "tag_matter_stage", held));
  }
  if (tags.personal) addPersonal(known, matters, list);
  if (tags.company) addCompany(known, matters, list);
}

/** Where they have a relationship; `Related: <area>` only where they are not the client as well. */
function addRelatedTags({ standing }: TagInputs, ctx: PreparedContext, list: TagList): void {
  const { tags } = ctx.settings;
  if (standing.relationships.length === 0) return;
  const client_of = new Set(standing.client_matters.map(({ matter }) => matter.provider_id));
  const related = standing.own_matters.filter((matter) => !client_of.has(matter.provider_id)).map((matter) => ({ matter, through: null }));
  for (const held of chosen(related, tags.related_practice_area)) {
    if (held.matter.practice_area.trim() === "") continue;
    list.add(`Related: ${held.matter.practice_area}`, "provider", fromMatter("B-TAG-3", "tag_related_practice_area", held));
  }
  for (const { id, role, matter } of standing.relationships) {
    if (tags.relationships) list.add(role, "provider", fromMatter("B-TAG-3", "tag_relationship", { matter, through: null }, id));
  }
  for (const { id, matter } of standing.relationships) {
    if (tags.related_contacts)
      list.add("Related Contacts", "provider", fromMatter("B-TAG-3", "tag_related_contacts", { matter, through: null }, id));
  }
}

/** Is the client other than through a company, or has the flag. */
function addPersonal({ input: { facts } }: TagInputs, matters: readonly Held[], list: TagList): void {
  for (const held of matters) if (!held.through) list.add("Personal", "provider", fromMatter("B-TAG-3", "tag_personal_client", held));
  if (facts.is_client) list.add("Personal", "provider", because("B-TAG-3", "tag_personal_flag", {}, [contactSource(facts, "is_client")]));
}

/** Acts for a client company: one with a matter, or one that only has the flag. */
function addCompany({ input }: TagInputs, matters: readonly Held[], list: TagList): void {
  for (const held of matters) if (held.through) list.add("Company", "provider", fromMatter("B-TAG-3", "tag_company", held));
  for (const { id, name, is_client } of companiesOf(input)) {
    if (!is_client) continue;
    const sources = [{ kind: "contact" as const, id, field: "is_client" }];
    list.add("Company", "provider", because("B-TAG-3", "tag_company_flag", { through: name }, sources));
  }
}

const NONE: readonly never[] = [];

/** Open only: pending is not open. */
const chosen = <T extends { matter: MatterForContact }>(held: readonly T[], { on, matters }: Choice): readonly T[] =>
  !on ? NONE : matters === "open" ? held.filter(({ matter }) => matter.status === "open") : held;

type MatterTagCode = {
  [C in keyof ReasonParams]: ReasonParams[C] extends { matter: string; count: number; attorney?: never } ? C : never;
}[keyof ReasonParams];

function fromMatter(rule: RuleId, code: Exclude<MatterTagCode, "tag_attorney">, held: Held, relationship_id?: string): Reason {
  const params = { count: 1, matter: matterLabel(held.matter), through: held.through?.name ?? null };
  const sources = [matterSource(held.matter.provider_id)];
  return because(rule, code, params, relationship_id === undefined ? sources : [{ kind: "relationship", id: relationship_id }, ...sources]);
}
