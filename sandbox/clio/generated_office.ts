/** The office of a generated firm: users, groups, practice areas, stages, custom fields of all twelve types. Few rows, made at once. */
import type { Filling } from "../kit/types.ts";
import { hash } from "../kit/random.ts";
import * as pool from "./generated_pools.ts";
import type { CustomFieldRow, CustomValue, FieldType, GroupRow, MatterStageRow, PicklistOption, PracticeAreaRow, UserRow } from "./rows.ts";
import { FIELD_TYPES } from "./rows.ts";
import type { ClioFill } from "./tables.ts";
import { rowsBase } from "./tables.ts";

export interface Office {
  fill: Omit<ClioFill, "contacts" | "matters" | "relationships">;
  attorneys: number[];
  assistants: number[];
  groups: number[];
  areas: { id: number; stages: number[] }[];
  /** Makes a value of one definition from a number. */
  values: Record<"Contact" | "Matter", ((chance: number) => Omit<CustomValue, "id">)[]>;
}

const FOUNDED = "2012-01-02T16:00:00.000Z";
const times = { created_at: FOUNDED, updated_at: FOUNDED };
const USER_IDS = 35_000_001;
const AREA_IDS = 4_100_001;
const STAGE_IDS = 5_200_001;
const FIELD_IDS = 6_300_001;
const OPTION_IDS = 7_400_001;
const GROUP_IDS = 8_500_001;

export function generatedOffice(filling: Extract<Filling, { firm: "generated" }>): Office {
  const users = makeUsers(filling);
  const attorneys = users.filter((user) => user.subscription_type === "Attorney").map((user) => user.id);
  const assistants = users.filter((user) => user.subscription_type === "NonAttorney").map((user) => user.id);
  const practice_areas: PracticeAreaRow[] = pool.AREAS.map(([name], place) => ({
    id: AREA_IDS + place,
    ...times,
    name,
    code: null,
    category: null,
  }));
  const stages = makeStages();
  const groups = makeGroups(users, attorneys);
  const custom_fields = makeFields();
  const sets = (["Contact", "Matter"] as const).map((parent_type, place) => ({
    id: FIELD_IDS + 900 + place,
    ...times,
    name: `${parent_type} details`,
    parent_type,
    displayed: true,
    custom_field_ids: custom_fields.filter((field) => field.parent_type === parent_type).map((field) => field.id),
  }));
  const makers = (parent: "Contact" | "Matter") =>
    custom_fields.filter((field) => field.parent_type === parent && valued(field)).map(valueMaker);
  return {
    attorneys,
    assistants,
    groups: groups.filter((group) => group.type === "UserGroup").map((group) => group.id),
    areas: practice_areas.map(({ id }) => ({
      id,
      stages: stages.filter((stage) => stage.practice_area_id === id).map((stage) => stage.id),
    })),
    values: { Contact: makers("Contact"), Matter: makers("Matter") },
    fill: {
      account: { id: 2_100_000 + (filling.seed % 10_000), name: `Generated Law ${filling.seed}`, created_at: FOUNDED },
      users: rowsBase(users),
      practice_areas: rowsBase(practice_areas),
      matter_stages: rowsBase(stages),
      custom_fields: rowsBase(custom_fields),
      custom_field_sets: rowsBase(sets),
      groups: rowsBase(groups),
    },
  };
}

/** Twelve, and one more per 1,500 matters; one in eight has left; the first is the administrator. */
function makeUsers(filling: { seed: number; matters: number }): UserRow[] {
  return Array.from({ length: 12 + Math.floor(filling.matters / 1500) }, (_, place) => {
    const chance = hash(filling.seed, place, 91);
    const first_name = pool.FIRST[chance % pool.FIRST.length] as string;
    const last_name = pool.LAST[(chance >>> 8) % pool.LAST.length] as string;
    return {
      id: USER_IDS + place * 11,
      ...times,
      first_name,
      last_name,
      name: `${first_name} ${last_name}`,
      email: `staff${place}@firm${filling.seed}.example`,
      phone_number: `619-555-${String(100 + place).padStart(4, "0")}`,
      enabled: place === 0 || place % 8 !== 5,
      account_owner: place === 0,
      subscription_type: place % 5 < 2 ? "Attorney" : "NonAttorney",
      roles: place === 0 ? ["admin"] : place === 1 ? ["billing"] : [],
      time_zone: "America/Los_Angeles",
      rate: 250,
      job_title: place % 5 < 2 ? "Attorney" : "Paralegal",
      co_counsel: false,
      pending_setup: false,
      restricted: place === 3,
      matter_access: place === 3 ? "linked" : "all",
    };
  });
}

function makeStages(): MatterStageRow[] {
  const named = pool.AREAS.flatMap(([, stages], area) =>
    stages.map((name, order) => ({ name, order: order + 1, practice_area_id: AREA_IDS + area })),
  );
  return named.map((stage, place) => ({ id: STAGE_IDS + place, ...times, ...stage }));
}

function makeGroups(users: readonly UserRow[], attorneys: readonly number[]): GroupRow[] {
  const group = (place: number, name: string, type: GroupRow["type"], user_ids: number[]): GroupRow => ({
    id: GROUP_IDS + place,
    ...times,
    name,
    type,
    archived: false,
    user_ids,
  });
  return [
    group(
      0,
      "Everyone",
      "AccountGroup",
      users.map((user) => user.id),
    ),
    group(1, "Litigation", "UserGroup", attorneys.slice(0, 3)),
    group(2, "Estates", "UserGroup", attorneys.slice(1, 5)),
  ];
}

const OPTIONS = ["Yes", "No", "Spanish", "English"];

/** Every type on both parents, and a deleted definition on each. */
function makeFields(): CustomFieldRow[] {
  const parents = ["Contact", "Matter"] as const;
  return parents.flatMap((parent_type, parent) => {
    const field = (place: number, name: string, field_type: FieldType, deleted: boolean): CustomFieldRow => {
      const id = FIELD_IDS + parent * 100 + place;
      return {
        id,
        ...times,
        name,
        parent_type,
        field_type,
        displayed: place < 4,
        deleted,
        required: false,
        display_order: place,
        picklist_options: options(field_type, parent),
      };
    };
    return [
      ...FIELD_TYPES.map((type, place) => field(place, `${parent_type} ${type.replace("_", " ")}`, type, false)),
      field(50, "Old code", "text_line", true),
    ];
  });
}

function options(type: FieldType, parent: number): PicklistOption[] {
  if (type !== "picklist") return [];
  return OPTIONS.map((option, place) => ({ id: OPTION_IDS + parent * 10 + place, option, deleted_at: place === 3 ? FOUNDED : null }));
}

/** Contact and matter values would name rows that may not exist: generated firms leave them unset. */
const valued = (field: CustomFieldRow): boolean => field.field_type !== "contact" && field.field_type !== "matter";

function valueMaker(field: CustomFieldRow): (chance: number) => Omit<CustomValue, "id"> {
  const custom_field_id = field.id;
  const make: Record<FieldType, (chance: number) => CustomValue["value"]> = {
    checkbox: (chance) => chance % 2 === 0,
    contact: () => null,
    currency: (chance) => (chance % 100_000) / 100,
    date: (chance) => pool.DAYS[chance % pool.DAYS.length] as string,
    time: (chance) => `${String(chance % 24).padStart(2, "0")}:30`,
    email: (chance) => `portal${chance % 100_000}@example.com`,
    matter: () => null,
    numeric: (chance) => chance % 500,
    picklist: (chance) => (field.picklist_options[chance % OPTIONS.length] as PicklistOption).id,
    text_area: (chance) => `First line ${chance % 1000}\nSecond line`,
    text_line: (chance) => `Reference ${chance % 100_000}`,
    url: (chance) => `https://example.com/profile/${chance % 100_000}`,
  };
  const maker = make[field.field_type];
  return (chance) => ({ custom_field_id, value: maker(chance) });
}
