/** What changed between two views of one matter as clients see it, for the history (B-WHY-2) and for previews (B-WHY-3). Pure. */
import type { FieldChange } from "./compare.ts";
import type { ProjectParticipant, ProjectView } from "./project_types.ts";

/** `before` null: nothing was worked out, and so nothing shown. */
export function compareProjects(before: ProjectView | null, after: ProjectView | null): FieldChange[] {
  const changes: FieldChange[] = [];
  const push = (field: string, old: unknown, now: unknown, rule: string) => {
    if (old !== now) changes.push({ field, old, new: now, rule });
  };
  const reason = (of: (view: ProjectView) => { reason: { rule: string } }, otherwise: string) =>
    after ? of(after).reason.rule : otherwise;
  push("project_type", before?.type.name ?? null, after?.type.name ?? null, "B-MAT-3");
  push(
    "phase",
    before?.phase.name ?? null,
    after?.phase.name ?? null,
    reason((view) => view.phase, "B-MAT-3"),
  );
  push("messages_paused", before?.messages_paused ?? false, after?.messages_paused ?? false, "B-MAT-9");
  push(
    "shown",
    before?.shown.is ?? false,
    after?.shown.is ?? false,
    reason((view) => view.shown, "B-MAT-4"),
  );
  push(
    "notified",
    before?.notified.is ?? false,
    after?.notified.is ?? false,
    reason((view) => view.notified, "B-MAT-4"),
  );
  return [...changes, ...compareParticipants(before?.participants ?? [], after?.participants ?? [])];
}

function compareParticipants(before: readonly ProjectParticipant[], after: readonly ProjectParticipant[]): FieldChange[] {
  const value = ({ contact_id, role }: ProjectParticipant) => ({ contact_id, role });
  const [old, now] = [before, after].map((list) => new Map(list.map((each) => [each.contact_id, each])));
  const change = (was: ProjectParticipant | undefined, is: ProjectParticipant | undefined): FieldChange => ({
    field: "portal_participant",
    old: was ? value(was) : null,
    new: is ? value(is) : null,
    rule: (is ?? was)?.reason.rule ?? null,
  });
  return [
    ...before.filter((each) => now!.get(each.contact_id)?.role !== each.role).map((each) => change(each, now!.get(each.contact_id))),
    ...after.filter((each) => !old!.has(each.contact_id)).map((each) => change(undefined, each)),
  ];
}
