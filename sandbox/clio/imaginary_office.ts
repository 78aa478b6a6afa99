/** The imaginary firm's office as Clio holds it: users, groups, practice areas, stages, custom fields. */
import type * as F from "../firm/types.ts";
import { FIRST_IDS, clioId } from "./imaginary_ids.ts";
import type { CustomFieldRow, CustomFieldSetRow, GroupRow, MatterStageRow, PicklistOption, PracticeAreaRow, UserRow } from "./rows.ts";

const AREAS = 4_100_001;
const STAGES = 5_200_001;
const OPTIONS = 7_400_001;
const GROUPS = 8_500_001;
export const FOUNDED = "2009-03-02T17:00:00.000Z";
const founded = { created_at: FOUNDED, updated_at: FOUNDED };

export const iso = (time: string): string => new Date(time).toISOString();
export const times = (row: F.Timed) => ({ created_at: iso(row.created), updated_at: iso(row.updated) });

export function user(row: F.Staff, firm: F.ImaginaryFirm): UserRow {
  return {
    id: clioId("staff", row.key),
    ...times(row),
    first_name: row.first,
    last_name: row.last,
    name: `${row.first} ${row.last}`,
    email: row.email,
    phone_number: row.phone ?? null,
    enabled: row.active,
    account_owner: row === firm.staff[0],
    subscription_type: row.kind === "attorney" ? "Attorney" : "NonAttorney",
    roles: row.admin ? ["admin"] : [],
    time_zone: firm.time_zone,
    rate: row.kind === "attorney" ? 350 : 150,
    job_title: row.title === "" ? null : row.title,
    co_counsel: false,
    pending_setup: false,
    restricted: row.sees === "linked",
    matter_access: row.sees,
  };
}

export function groups(firm: F.ImaginaryFirm): GroupRow[] {
  const named = firm.user_groups.map(({ name, members }) => ({
    name,
    type: "UserGroup" as const,
    user_ids: members.map((key) => clioId("staff", key)),
  }));
  const everyone = { name: "Everyone", type: "AccountGroup" as const, user_ids: firm.staff.map((row) => clioId("staff", row.key)) };
  return [everyone, ...named].map((group, place) => ({ id: GROUPS + place, ...founded, ...group, archived: false }));
}

export const practiceAreas = (firm: F.ImaginaryFirm): PracticeAreaRow[] =>
  firm.practice_areas.map(({ name }, place) => ({ id: AREAS + place * 4, ...founded, name, code: null, category: null }));

export function matterStages(firm: F.ImaginaryFirm, areas: readonly PracticeAreaRow[]): MatterStageRow[] {
  const named = firm.practice_areas.flatMap((area, place) =>
    area.stages.map((name, order) => ({ name, order: order + 1, practice_area_id: (areas[place] as PracticeAreaRow).id })),
  );
  return named.map((stage, place) => ({ id: STAGES + place * 2, ...founded, ...stage }));
}

export function customFields(firm: F.ImaginaryFirm): CustomFieldRow[] {
  return firm.custom_fields.flatMap((field, order): CustomFieldRow[] => {
    if (field.parent === "company") return [];
    const id = clioId("custom_fields", field.key);
    const option = (one: { text: string; deleted?: boolean }, place: number): PicklistOption => ({
      id: OPTIONS + (id - FIRST_IDS.custom_fields) * 10 + place,
      option: one.text,
      deleted_at: one.deleted ? FOUNDED : null,
    });
    return [
      {
        id,
        ...founded,
        name: field.name,
        parent_type: field.parent === "contact" ? "Contact" : "Matter",
        field_type: field.type,
        displayed: order % 2 === 0,
        deleted: field.deleted ?? false,
        required: false,
        display_order: order,
        picklist_options: (field.options ?? []).map(option),
      },
    ];
  });
}

export function fieldSets(fields: readonly CustomFieldRow[]): CustomFieldSetRow[] {
  return (["Contact", "Matter"] as const).map((parent_type, place) => ({
    id: 6_900_001 + place,
    ...founded,
    name: parent_type === "Contact" ? "About the person" : "About the case",
    parent_type,
    displayed: true,
    custom_field_ids: fields.filter((field) => field.parent_type === parent_type && !field.deleted).map((field) => field.id),
  }));
}
