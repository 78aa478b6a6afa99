/** One setting as a field: what kind of field follows from its description (B-WHY-5). */
import { NativeSelect, NumberInput, Switch, TagsInput, Text, TextInput } from "@mantine/core";
import { CustomFields } from "./setting_custom_fields.tsx";
import { valueAt } from "./setting_document.ts";
import { listOf, memberOption, OneOf, type FieldProps } from "./setting_fields_plain.tsx";
import { Lead, NeverEngage, Positions } from "./setting_found.tsx";
import { ProjectTypes } from "./setting_project_types.tsx";
import { DefaultType, EnabledField, ParticipantGroups, TeamRoles, TypeField } from "./setting_projects.tsx";
import { SegmentTags } from "./setting_segment.tsx";
import { StaffMapping } from "./setting_staff.tsx";
import { noEffect, settingAbout, settingName, valueName } from "./setting_words.ts";

export type { FieldProps } from "./setting_fields_plain.tsx";

export function SettingField(props: FieldProps) {
  const none = noEffect(props.connection.provider, props.setting);
  if (none)
    return (
      <div>
        <Text size="sm" fw={500}>
          {settingName(props.setting.path)}
        </Text>
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      </div>
    );
  switch (props.setting.path) {
    case "owner.attorney_rules":
      return <StaffMapping {...props} />;
    case "team.positions":
      return <Positions {...props} />;
    case "matters.lead":
      return <Lead {...props} />;
    case "contacts.never_engage":
      return <NeverEngage {...props} />;
    case "tags.custom_fields":
    case "key_facts.custom_dates":
      return <CustomFields {...props} />;
    case "segment.tags":
      return <SegmentTags {...props} />;
    case "projects.type_field":
      return <TypeField {...props} />;
    case "projects.types":
      return <ProjectTypes {...props} />;
    case "projects.default_type":
      return <DefaultType {...props} />;
    case "projects.shown.field":
    case "projects.notified.field":
      return <EnabledField {...props} />;
    case "projects.participants.groups":
      return <ParticipantGroups {...props} />;
    case "projects.team_roles":
      return <TeamRoles {...props} />;
    default:
      return <PlainField {...props} />;
  }
}

/** Settings that need a list beside them take the whole width. */
export const isWide = (path: string): boolean =>
  ["owner.attorney_rules", "team.positions", "matters.lead", "contacts.never_engage", "tags.custom_fields", "key_facts.custom_dates", "segment.tags", "projects.on", "projects.type_field", "projects.types", "projects.default_type", "projects.participants.rule", "projects.participants.groups", "projects.team_roles"].includes(path); // oxfmt-ignore

function PlainField({ setting, value, change, error, choices, draft }: FieldProps) {
  const common = { label: settingName(setting.path), description: settingAbout(setting), error };
  if (setting.path === "owner.primary_member")
    return <OneOf {...common} value={value} change={change} none="Nobody" options={choices.members.map(memberOption)} />;
  if (setting.type === "true or false")
    return <Switch {...common} checked={value === true} onChange={(event) => change(event.currentTarget.checked)} />;
  if (setting.type === "choice") {
    const options = (setting.allowed ?? []).map((each) => ({ value: each, label: valueName(setting.path, each) }));
    // Of which matters: only where the tag is given at all.
    const off = /^(tags|key_facts)\..*\.matters$/.test(setting.path) && valueAt(draft, setting.path.replace(/\.matters$/, ".on")) === false;
    return (
      <NativeSelect
        {...common}
        disabled={off}
        data={options}
        value={typeof value === "string" ? value : ""}
        onChange={(event) => change(event.currentTarget.value)}
      />
    );
  }
  if (setting.type === "number or null" || setting.type === "number")
    return (
      <NumberInput
        {...common}
        {...(setting.type === "number" ? {} : { placeholder: "none" })}
        value={typeof value === "number" ? value : ""}
        onChange={(next) => change(next === "" ? null : next)}
      />
    );
  if (setting.type === "list of text") return <TagsInput {...common} value={listOf(value)} onChange={change} />;
  if (setting.type.startsWith("text"))
    return <TextInput {...common} value={typeof value === "string" ? value : ""} onChange={(event) => change(event.currentTarget.value)} />;
  // A table of its own: until it has a field, the text of all settings changes it.
  return (
    <div>
      <Text size="sm" fw={500}>
        {common.label}
      </Text>
      <Text size="sm" c="dimmed">
        {common.description}. Changed under “All settings as text”.
      </Text>
    </div>
  );
}
