/** One matter, derived (B-MAT-1, 2, 5, 6, 8; B-SYN-2). Pure. */
import { isDeepStrictEqual } from "node:util";
import type { CustomValueFact, MatterFacts } from "../model/facts.ts";
import type { Settings } from "../model/settings.ts";
import { mainClientOf, participantsOf } from "./participants.ts";
import type { PreparedContext } from "./prepare.ts";
import { customText, isValue } from "./tag_text.ts";
import { teamOf } from "./team.ts";
import { foldKey, realDay, realMoment, squeeze } from "./text.ts";
import type { MatterForContact, MatterInput, MatterView, ProjectionContext } from "./types.ts";

export { participantsOf };

/** The parts of the settings that a matter depends on. */
export const MATTER_SETTINGS = ["sync", "matters", "team"] as const;

/** Whether every difference is in parts that no rule for matters reads: then all matters stay as they are. */
export const leavesMatters = (before: Settings, after: Settings): boolean =>
  MATTER_SETTINGS.every((part) => isDeepStrictEqual(before[part], after[part]));

export function projectMatter(input: MatterInput, ctx: PreparedContext): MatterView {
  const { facts } = input;
  const practice_area = named(facts.practice_area, ctx.practice_areas, ctx.practice_area_ids);
  const stage = named(facts.stage, ctx.stages, ctx.stage_ids);
  const days = { opened_on: day(facts.opened_on), pending_on: day(facts.pending_on), closed_on: day(facts.closed_on) };
  const updated_at = realMoment(facts.updated_at);
  return {
    provider_id: facts.provider_id,
    number: squeeze(facts.number),
    name: squeeze(facts.name),
    description: facts.description,
    status: facts.status,
    practice_area: practice_area.name,
    practice_area_id: practice_area.id,
    stage: stage.name,
    stage_id: stage.id,
    ...days,
    updated_at,
    decisive_at: realMoment(input.decisive_at),
    left_out: isLeftOut({ status: facts.status, closed_on: days.closed_on, updated_at }, ctx.matters_since),
    lead: isLead(facts, ctx),
    team: teamOf(facts.staff, ctx),
    staff: facts.staff,
    participants: participantsOf(ctx.provider, facts, input.relationships),
    main_client: mainClientOf(input, ctx),
    custom_values: customValues(facts.custom_values, ctx),
  };
}

/** What of a matter the contact rules read. */
export function matterForContact(view: MatterView): MatterForContact {
  const { provider_id, number, name, status, practice_area, stage, opened_on, decisive_at, staff, lead } = view;
  const main_client_id = view.main_client.contact_id;
  return { provider_id, number, name, status, practice_area, stage, opened_on, decisive_at, staff, main_client_id, lead };
}

/** Clio gives an id and the name as it was then; MyCase only the name, whose id is looked up where the name stands for one. */
function named(
  given: MatterFacts["stage"],
  by_id: ProjectionContext["stages"],
  ids: ReadonlyMap<string, string>,
): { id: string | null; name: string } {
  if (!given) return { id: null, name: "" };
  if (given.id === null) return { id: ids.get(foldKey(given.name)) ?? null, name: squeeze(given.name) };
  return { id: given.id, name: squeeze(by_id.get(given.id)?.name ?? given.name) };
}

/** Providers write plain days; a time behind one is dropped. */
const day = (text: string | null): string | null => realDay(text?.trim().slice(0, 10) ?? null);

/**
 * B-SYN-2: a closed matter is left out when it was neither closed nor updated within the window. One that tells neither date is kept:
 * what is not known is no proof of age.
 */
function isLeftOut(
  { status, closed_on, updated_at }: Pick<MatterView, "status" | "closed_on" | "updated_at">,
  since: string | null,
): boolean {
  if (status !== "closed" || since === null) return false;
  const dates = [closed_on, updated_at?.slice(0, 10) ?? null].filter((date) => date !== null);
  return dates.length > 0 && dates.every((date) => date < since);
}

/** B-MAT-8: compared ignoring case and outer blanks, as B-MAT-4 does. */
function isLead({ custom_values }: MatterFacts, ctx: PreparedContext): boolean {
  const { lead } = ctx.settings.matters;
  if (!lead) return false;
  const field = ctx.custom_fields.get(lead.field_id);
  return custom_values.some(
    ({ field_id, value }) => field_id === lead.field_id && isValue(field, customText(field, value, ctx.provider), lead.value),
  );
}

function customValues(values: readonly CustomValueFact[], ctx: PreparedContext): MatterView["custom_values"] {
  const shown: MatterView["custom_values"] = [];
  for (const { field_id, value } of values) {
    const field = ctx.custom_fields.get(field_id);
    const text = customText(field, value, ctx.provider);
    if (text !== "") shown.push({ field_id, name: squeeze(field?.name ?? ""), text });
  }
  return shown;
}
