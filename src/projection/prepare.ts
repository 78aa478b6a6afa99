/** What the rules look up again and again, made ready once for all contacts of a run. Holds nothing that is not in the context. */
import type { CustomFieldFacts } from "../model/facts.ts";
import { compareIds } from "../model/kinds.ts";
import { neverEngageTest } from "./audience.ts";
import { mapStaff, type StaffMapping } from "./mapping.ts";
import { prepareProjects, type PreparedProjects } from "./prepare_projects.ts";
import { isTagField, tagKey } from "./tag_text.ts";
import { foldKey } from "./text.ts";
import type { Member, ProjectionContext, TeamPosition } from "./types.ts";

export interface PreparedContext extends ProjectionContext {
  members_by_id: ReadonlyMap<string, Member>;
  staff_mapping: ReadonlyMap<string, StaffMapping>;
  /** Whether a group or relationship text is on the never-engage list (B-CLI-5). */
  is_never_engage: (text: string) => boolean;
  /** The chosen custom fields that give tags or dates, by id ascending (B-TAG-8). */
  tag_fields: readonly CustomFieldFacts[];
  date_fields: readonly CustomFieldFacts[];
  segment_keys: ReadonlySet<string>;
  /** What an admin says that a title means (B-MAT-1). */
  positions: ReadonlyMap<string, TeamPosition>;
  /** MyCase names practice areas and stages without their ids; names that stand for two ids are not in here. */
  practice_area_ids: ReadonlyMap<string, string>;
  stage_ids: ReadonlyMap<string, string>;
  /** Null: the firm has not switched on what clients see of matters. */
  projects: PreparedProjects | null;
}

export function prepare(ctx: ProjectionContext): PreparedContext {
  const { settings, provider } = ctx;
  return {
    ...ctx,
    members_by_id: new Map(ctx.members.map((member) => [member.member_id, member])),
    staff_mapping: mapStaff(ctx),
    is_never_engage: neverEngageTest(settings.contacts.never_engage),
    tag_fields: chosenFields(ctx, settings.tags.custom_fields).filter((field) => isTagField(provider, field.type)),
    date_fields: provider === "clio" ? chosenFields(ctx, settings.key_facts.custom_dates).filter((field) => field.type === "date") : [],
    segment_keys: new Set(settings.segment.tags.map(tagKey)),
    positions: new Map(settings.team.positions.map((entry) => [foldKey(entry.title), entry.position])),
    practice_area_ids: idsByName(ctx.practice_areas),
    stage_ids: idsByName(ctx.stages),
    projects: prepareProjects(settings.projects),
  };
}

/** B-TAG-7: fields of the contact only. A field that the firm deleted at the provider says nothing any more. */
function chosenFields(ctx: ProjectionContext, ids: readonly string[]): CustomFieldFacts[] {
  return [...new Set(ids)]
    .map((id) => ctx.custom_fields.get(id))
    .filter((field) => field !== undefined)
    .filter((field) => field.parent === "contact" && !field.deleted)
    .toSorted((a, b) => compareIds(a.provider_id, b.provider_id));
}

function idsByName(names: ProjectionContext["stages"]): Map<string, string> {
  const ids = new Map<string, string>();
  const doubtful = new Set<string>();
  for (const { provider_id, name } of names.values()) {
    const key = foldKey(name);
    if (ids.has(key)) doubtful.add(key);
    ids.set(key, provider_id);
  }
  for (const key of doubtful) ids.delete(key);
  return ids;
}
