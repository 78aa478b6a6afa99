/** One setting as a field: what kind of field follows from its description (B-WHY-5). */
import { Fieldset, Group, MultiSelect, NativeSelect, NumberInput, Stack, Switch, TagsInput, Text, TextInput } from "@mantine/core";
import type { Choices, SettingsAnswer } from "../api.ts";
import { settingName, valueName } from "./setting_words.ts";

export type Described = SettingsAnswer["described"][number];

export interface FieldProps {
  setting: Described;
  value: unknown;
  change: (value: unknown) => void;
  error: string | undefined;
  choices: Choices;
  tags: string[];
}

export function SettingField(props: FieldProps) {
  const { setting, value, change, error, choices, tags } = props;
  const common = { label: settingName(setting.path), description: setting.description, error };
  switch (setting.path) {
    case "owner.primary_member":
      return <OneOf {...common} value={value} change={change} none="Nobody" options={choices.members.map(memberOption)} />;
    case "owner.attorney_rules":
      return <AttorneyRules {...props} />;
    case "team.positions":
      return <Positions {...props} />;
    case "matters.lead":
      return <Lead {...props} />;
    case "contacts.never_engage":
      return <NeverEngage {...props} />;
    case "tags.custom_fields":
    case "key_facts.custom_dates": {
      const fields = setting.path === "tags.custom_fields" ? choices.tag_fields : choices.date_fields;
      return <MultiSelect {...common} data={named(fields, listOf(value))} value={listOf(value)} onChange={change} searchable clearable />;
    }
    case "segment.tags":
      return <TagsInput {...common} data={tags} value={listOf(value)} onChange={change} clearable />;
  }
  if (setting.type === "true or false")
    return <Switch {...common} checked={value === true} onChange={(event) => change(event.currentTarget.checked)} />;
  if (setting.type === "choice") {
    const options = (setting.allowed ?? []).map((each) => ({ value: each, label: valueName(setting.path, each) }));
    return <NativeSelect {...common} data={options} value={String(value)} onChange={(event) => change(event.currentTarget.value)} />;
  }
  if (setting.type === "number or null")
    return (
      <NumberInput
        {...common}
        placeholder="none"
        value={typeof value === "number" ? value : ""}
        onChange={(next) => change(next === "" ? null : next)}
      />
    );
  if (setting.type === "list of text") return <TagsInput {...common} value={listOf(value)} onChange={change} />;
  return <TextInput {...common} value={typeof value === "string" ? value : ""} onChange={(event) => change(event.currentTarget.value)} />;
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each) => typeof each === "string") : []);
const memberOption = ({ member_id, name, active }: Choices["members"][number]) => ({
  value: member_id,
  label: active ? name : `${name} (inactive)`,
});

/** What has been chosen stays choosable, also when the provider no longer has it. */
function named(fields: { id: string; name: string }[], chosen: string[]) {
  const gone = chosen.filter((id) => !fields.some((field) => field.id === id)).map((id) => ({ value: id, label: `${id} (not there)` }));
  return [...fields.map(({ id, name }) => ({ value: id, label: name })), ...gone];
}

interface Option {
  value: string;
  label: string;
}

function OneOf(props: {
  label: string;
  description?: string;
  error?: string | undefined;
  value: unknown;
  change: (value: string | null) => void;
  none: string;
  options: Option[];
}) {
  const { value, change, none, options, ...shown } = props;
  return (
    <NativeSelect
      {...shown}
      data={[{ value: "", label: none }, ...options]}
      value={typeof value === "string" ? value : ""}
      onChange={(event) => change(event.currentTarget.value || null)}
    />
  );
}

function About({ setting, error }: { setting: Described; error: string | undefined }) {
  return (
    <>
      <Text size="sm" c="dimmed">
        {setting.description}
      </Text>
      {error && (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      )}
    </>
  );
}

type Rule = { staff_id: string; member_id: string };

/** B-CON-8, B-OWN-4: everybody by e-mail or by hand; whoever is nobody's says why. */
function AttorneyRules({ setting, value, change, error, choices }: FieldProps) {
  const rules = (Array.isArray(value) ? value : []) as Rule[];
  const set = (staff_id: string, member_id: string | null) => {
    const others = rules.filter((rule) => rule.staff_id !== staff_id);
    change(member_id === null ? others : [...others, { staff_id, member_id }]);
  };
  return (
    <Fieldset legend={settingName(setting.path)}>
      <Stack gap="xs">
        <About setting={setting} error={error} />
        {choices.staff.map((person) => (
          <OneOf
            key={person.id}
            label={[person.name, person.title, !person.active && "inactive at the provider"].filter(Boolean).join(", ")}
            value={rules.find((rule) => rule.staff_id === person.id)?.member_id}
            change={(member_id) => set(person.id, member_id)}
            none={person.by_email ? `By e-mail: ${person.by_email.name}` : `Nobody: ${person.unmapped_because ?? "not known"}`}
            options={choices.members.map(memberOption)}
          />
        ))}
      </Stack>
    </Fieldset>
  );
}

type Position = { title: string; position: string };
const POSITION_OPTIONS = ["attorney", "paralegal", "other"].map((value) => ({ value, label: valueName("team.positions", value) }));

function Positions({ setting, value, change, error, choices }: FieldProps) {
  const entries = (Array.isArray(value) ? value : []) as Position[];
  const titles = [...new Set([...choices.titles, ...entries.map((entry) => entry.title)])];
  const set = (title: string, position: string | null) => {
    const others = entries.filter((entry) => entry.title !== title);
    change(position === null ? others : [...others, { title, position }]);
  };
  return (
    <Fieldset legend={settingName(setting.path)}>
      <Stack gap="xs">
        <About setting={setting} error={error} />
        {titles.length === 0 && <Text size="sm">The provider tells no titles.</Text>}
        {titles.map((title) => (
          <OneOf
            key={title}
            label={title}
            value={entries.find((entry) => entry.title === title)?.position}
            change={(position) => set(title, position)}
            none="As the provider or the title’s words say"
            options={POSITION_OPTIONS}
          />
        ))}
      </Stack>
    </Fieldset>
  );
}

function Lead({ setting, value, change, error, choices }: FieldProps) {
  const lead = (value ?? null) as { field_id: string; value: string } | null;
  const options = named(choices.matter_fields, lead ? [lead.field_id] : []);
  return (
    <Fieldset legend={settingName(setting.path)}>
      <Stack gap="xs">
        <About setting={setting} error={error} />
        <Group grow align="start">
          <OneOf
            label="Custom field of the matter"
            value={lead?.field_id}
            change={(field_id) => change(field_id === null ? null : { field_id, value: lead?.value ?? "" })}
            none="No matter is a lead"
            options={options}
          />
          {lead && (
            <TextInput label="Its value" value={lead.value} onChange={(event) => change({ ...lead, value: event.currentTarget.value })} />
          )}
        </Group>
      </Stack>
    </Fieldset>
  );
}

function NeverEngage({ setting, value, change, error, choices }: FieldProps) {
  const own = Array.isArray(value);
  return (
    <Stack gap="xs">
      <Switch
        label="Never engage: a list of our own"
        description={setting.description}
        checked={own}
        onChange={(event) => change(event.currentTarget.checked ? [] : null)}
      />
      {own && (
        <TagsInput
          label={settingName(setting.path)}
          error={error}
          data={choices.groups}
          value={listOf(value)}
          onChange={change}
          clearable
        />
      )}
    </Stack>
  );
}
