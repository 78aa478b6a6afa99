/** One matter as its participants may see it: type, phase, what is shown, and whether it is at all (B-MAT-3, 4, 8, 9). Pure. */
import type { ProjectSettings } from "../model/settings_projects.ts";
import { portalParticipants, portalTeam } from "./project_people.ts";
import type { PreparedProjects, PreparedType } from "./prepare_projects.ts";
import type { PreparedContext } from "./prepare.ts";
import type { ProjectInput, ProjectView, StageSeen } from "./project_types.ts";
import { because, matterSource, settingSource } from "./reasons.ts";
import { isValue } from "./tag_text.ts";
import { foldKey, squeeze } from "./text.ts";
import type { MatterView, Reason, Source } from "./types.ts";

export function projectForClients(input: ProjectInput, ctx: PreparedContext, projects: PreparedProjects): ProjectView {
  const { matter } = input;
  const { type, prepared } = typeOf(matter, ctx, projects);
  const { phase, messages_paused } = phaseOf(input, prepared);
  const shown = shownOf(input, type, ctx);
  return {
    provider_id: matter.provider_id,
    type,
    fields: fieldsOf(matter, prepared, ctx),
    phase,
    messages_paused,
    shown,
    notified: notifiedOf(input, shown.is, ctx),
    participants: portalParticipants(input, ctx, projects),
    team: portalTeam(matter, projects),
  };
}

/** What a type is looked up by. */
export function typeValue(matter: MatterView, type_field: string | null): string {
  return type_field === null ? squeeze(matter.practice_area) : squeeze(textOf(matter, type_field));
}

function typeOf(
  matter: MatterView,
  ctx: PreparedContext,
  projects: PreparedProjects,
): { type: ProjectView["type"]; prepared: PreparedType | null } {
  const { type_field } = ctx.settings.projects;
  const value = typeValue(matter, type_field);
  const from: Source = { ...matterSource(matter.provider_id), field: type_field === null ? "practice_area" : type_field };
  const mapped = projects.type_of.get(foldKey(value));
  if (mapped) {
    const reason = because("B-MAT-3", "type_mapped", { value, type: mapped.name }, [from, settingSource("projects.types")]);
    return { type: { name: mapped.name, value, reason }, prepared: mapped };
  }
  const fallback = projects.default_type;
  if (fallback) {
    const reason = because("B-MAT-3", "type_default", { value, type: fallback.name }, [from, settingSource("projects.default_type")]);
    return { type: { name: fallback.name, value, reason }, prepared: fallback };
  }
  return { type: { name: null, value, reason: because("B-MAT-3", "type_unmapped", { value }, [from]) }, prepared: null };
}

/** The phase of the present stage; where none has it, the last one that a stage before it had, since when that began (B-MAT-9). */
export function phaseOf(
  { matter, stages }: Pick<ProjectInput, "matter" | "stages">,
  type: PreparedType | null,
): Pick<ProjectView, "phase" | "messages_paused"> {
  const sources = [{ ...matterSource(matter.provider_id), field: "stage" }, settingSource("projects.types")];
  const nothing = (reason: Reason, messages_paused: boolean) => ({ phase: { name: null, since: null, reason }, messages_paused });
  if (type === null) return nothing(because("B-MAT-3", "phase_no_type", {}, sources), false);
  if (!type.has_phases) return nothing(because("B-MAT-3", "phase_unused", { type: type.name }, sources), false);
  const last = lastPhase(stages, type);
  const { stage } = matter;
  const present = type.phase_of.get(foldKey(stage));
  if (last === null) return nothing(because("B-MAT-9", "phase_none_yet", { stage }, sources), true);
  const reason =
    present === undefined
      ? because("B-MAT-9", "phase_kept", { stage, phase: last.name }, sources)
      : because("B-MAT-3", "phase_mapped", { stage, phase: last.name }, sources);
  return { phase: { ...last, reason }, messages_paused: present === undefined };
}

function lastPhase(stages: readonly StageSeen[], type: PreparedType): { name: string; since: string | null } | null {
  let last = null as { name: string; since: string | null } | null;
  for (const { stage, since } of stages) {
    const name = type.phase_of.get(foldKey(stage));
    // A stage that says nothing does not end the phase; so coming back to it does not begin it anew.
    if (name !== undefined && name !== last?.name) last = { name, since };
  }
  return last;
}

/** In the type's order; blank ones are left out. */
function fieldsOf(matter: MatterView, type: PreparedType | null, ctx: PreparedContext): ProjectView["fields"] {
  const fields: ProjectView["fields"] = [];
  for (const { field_id, label } of type?.fields ?? []) {
    const text = textOf(matter, field_id);
    if (text === "") continue;
    const field = ctx.custom_fields.get(field_id);
    const sources = [{ ...matterSource(matter.provider_id), field: field_id }, settingSource("projects.types")];
    const reason = because("B-MAT-3", "field_shown", { field: squeeze(field?.name ?? ""), type: type!.name }, sources);
    fields.push({ field_id, label, kind: field?.type ?? "other", text, reason });
  }
  return fields;
}

const textOf = (matter: MatterView, field_id: string): string =>
  matter.custom_values.find((value) => value.field_id === field_id)?.text ?? "";

/** Every reason against goes before the one for: what a firm has not clearly enabled no client sees. */
function shownOf({ matter, presence }: ProjectInput, type: ProjectView["type"], ctx: PreparedContext): ProjectView["shown"] {
  const sources = [matterSource(matter.provider_id)];
  const hidden = (reason: Reason) => ({ is: false, reason });
  if (presence === "tombstone") return hidden(because("B-SYN-6", "hidden_gone", {}, sources));
  if (matter.left_out) return hidden(because("B-SYN-2", "hidden_left_out", {}, sources));
  if (matter.lead) return hidden(because("B-MAT-8", "hidden_lead", {}, [...sources, settingSource("matters.lead")]));
  if (type.name === null) return hidden(because("B-MAT-3", "hidden_type", { value: type.value }, sources));
  const { shown } = ctx.settings.projects;
  const found = enabledBy(shown, matter, ctx);
  const by = [...sources, settingSource(found.setting("shown"))];
  switch (found.case) {
    case "none":
      return hidden(because("B-MAT-4", "hidden_none", {}, by));
    case "no_field":
      return hidden(because("B-MAT-4", "hidden_no_field", {}, by));
    case "other_value":
      return hidden(because("B-MAT-4", "hidden_field", found.params, by));
    case "all":
      return { is: true, reason: because("B-MAT-4", "shown_all", {}, by) };
    case "value":
      return { is: true, reason: because("B-MAT-4", "shown_field", { field: found.params.field, value: found.params.value }, by) };
  }
}

function notifiedOf({ matter, presence }: ProjectInput, is_shown: boolean, ctx: PreparedContext): ProjectView["notified"] {
  const sources = [matterSource(matter.provider_id)];
  const not = (reason: Reason) => ({ is: false, reason });
  if (!is_shown) return not(because("B-MAT-4", "unnotified_hidden", {}, sources));
  // Whatever would be sent to what is perhaps gone is held at once.
  if (presence !== "present") return not(because("B-SYN-6", "unnotified_gone", {}, sources));
  const found = enabledBy(ctx.settings.projects.notified, matter, ctx);
  const by = [...sources, settingSource(found.setting("notified"))];
  switch (found.case) {
    case "none":
      return not(because("B-MAT-4", "unnotified_none", {}, by));
    case "no_field":
      return not(because("B-MAT-4", "unnotified_no_field", {}, by));
    case "other_value":
      return not(because("B-MAT-4", "unnotified_field", found.params, by));
    case "all":
      return { is: true, reason: because("B-MAT-4", "notified_all", {}, by) };
    case "value":
      return { is: true, reason: because("B-MAT-4", "notified_field", { field: found.params.field, value: found.params.value }, by) };
  }
}

interface Enabled {
  case: "none" | "no_field" | "other_value" | "all" | "value";
  params: { field: string; value: string; found: string };
  setting: (which: "shown" | "notified") => string;
}

/** B-MAT-4: blank is not enabled. */
function enabledBy({ matters, field }: ProjectSettings["shown"], matter: MatterView, ctx: PreparedContext): Enabled {
  const none = { params: { field: "", value: "", found: "" }, setting: (which: string) => `projects.${which}.matters` };
  if (matters !== "with_field") return { ...none, case: matters };
  if (field === null) return { ...none, case: "no_field" };
  const facts = ctx.custom_fields.get(field.field_id);
  const found = textOf(matter, field.field_id);
  return {
    case: isValue(facts, found, field.value) ? "value" : "other_value",
    params: { field: squeeze(facts?.name ?? field.field_id), value: field.value, found },
    setting: (which) => `projects.${which}.field`,
  };
}
