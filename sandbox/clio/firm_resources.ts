/** Users, groups and the small tables (clio.md 8.4, 8.5). */
import type { CustomFieldSetRow, GroupRow, MatterStageRow, PracticeAreaRow, UserRow } from "./rows.ts";
import type { Revised } from "./rows.ts";
import type { Row } from "../kit/types.ts";
import type { ClioResource } from "./resource.ts";
import { emptyLists, emptyOnes, lazy, many, one, resource, rowFields, scalar, stored } from "./resource.ts";
import { initialsOf } from "./contact_resource.ts";
import { customField } from "./values.ts";

type AccountRow = Row & Revised & { name: string };
const account = lazy(() =>
  resource<AccountRow>("Account", rowFields("Account"), stored<AccountRow>("name"), [["state", scalar(() => "active")]]),
);

const jobTitle = lazy(() =>
  resource<UserRow>("JobTitle", rowFields<UserRow>("JobTitle").slice(0, 2), [
    ["name", scalar((row) => row.job_title)],
    ["initials", scalar((row) => initialsOf(row.job_title ?? ""))],
  ]),
);

const avatar = lazy(() => resource<UserRow>("Avatar", rowFields("Avatar"), [["url", scalar(() => null)]]));

/** Titles hang on no row of their own: the user's id keeps them apart. */
export const user: () => ClioResource<UserRow> = lazy(() =>
  resource<UserRow>(
    "User",
    rowFields("User"),
    stored<UserRow>("name", "first_name", "last_name", "email", "phone_number", "enabled", "account_owner"),
    stored<UserRow>("subscription_type", "roles", "rate", "time_zone"),
    [
      ["initials", scalar((row) => initialsOf(row.name))],
      ["clio_connect", scalar(() => false)],
      ["court_rules_default_attendee", scalar(() => false)],
      ["default_calendar_id", scalar((row) => row.id * 10)],
      ["account", one(account, (_row, view) => ({ ...view.account, updated_at: view.account.created_at }))],
      ["avatar", one(avatar, (row) => row)],
      ["job_title", one(jobTitle, (row) => (row.job_title === null ? null : row))],
      ["groups", many(group, (row, view) => [...view.tables.groups.scan()].filter((one) => one.user_ids.includes(row.id)))],
    ],
    emptyLists("notification_methods"),
    emptyOnes("contact", "default_activity_description"),
  ),
);

export const group: () => ClioResource<GroupRow> = lazy(() =>
  resource<GroupRow>(
    "Group",
    rowFields<GroupRow>("Group").filter(([name]) => name !== "created_at"),
    stored<GroupRow>("name", "type"),
    [
      ["client_connect_user", scalar(() => false)],
      ["users", many(user, (row, view) => row.user_ids.flatMap((id) => view.tables.users.get(id) ?? []))],
    ],
  ),
);

export const practiceArea: () => ClioResource<PracticeAreaRow> = lazy(() =>
  resource<PracticeAreaRow>("PracticeArea", rowFields("PracticeArea"), stored<PracticeAreaRow>("name", "code", "category")),
);

/** `practice_area_id` is typed as a text here (clio.md 8.5). */
export const matterStage: () => ClioResource<MatterStageRow> = lazy(() =>
  resource<MatterStageRow>("MatterStage", rowFields("MatterStage"), stored<MatterStageRow>("name", "order"), [
    ["practice_area_id", scalar((row) => String(row.practice_area_id))],
  ]),
);

export const customFieldSet: () => ClioResource<CustomFieldSetRow> = lazy(() =>
  resource<CustomFieldSetRow>(
    "CustomFieldSet",
    rowFields("CustomFieldSet"),
    stored<CustomFieldSetRow>("name", "parent_type", "displayed"),
    [["custom_fields", many(customField, (row, view) => row.custom_field_ids.flatMap((id) => view.tables.custom_fields.get(id) ?? []))]],
  ),
);
