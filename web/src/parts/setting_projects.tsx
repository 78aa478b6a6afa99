/** Settings about matters as clients see them: what says the type, which matters are shown, who takes part, and the team by role. */
import { Autocomplete, Button, NativeSelect, SimpleGrid, Stack, Switch, Table, Text, TextInput } from "@mantine/core";
import { useApi, type Choices, type FoundFields } from "../api.ts";
import { Chip } from "./chip.tsx";
import { COUNTED_FOR_MS } from "./setting_custom_fields.tsx";
import { valueAt } from "./setting_document.ts";
import { About, OneOf, type FieldProps } from "./setting_fields_plain.tsx";
import { fold, isLike, type GroupRole, type ProjectType, type TeamRole } from "./setting_projects_words.ts";
import { settingAbout, settingName } from "./setting_words.ts";
import { SpanishTwin } from "./spanish.tsx";
import { groupPlace, inSpanish, rolePlace } from "./spanish_words.ts";
import { Loading, Trouble } from "./states.tsx";
import { number } from "./words.ts";

/** B-MAT-3: the practice area, or a custom field of the matter. */
export function TypeField({ setting, value, change, error, choices }: FieldProps) {
  return (
    <OneOf
      label={settingName(setting.path)}
      description={settingAbout(setting)}
      error={error}
      value={value}
      change={change}
      none="Its practice area"
      options={choices.matter_fields.map(({ id, name }) => ({ value: id, label: `The custom field ${name}` }))}
    />
  );
}

export function DefaultType({ setting, value, change, error, draft }: FieldProps) {
  const types = (valueAt(draft, "projects.types") ?? []) as ProjectType[];
  return (
    <OneOf
      label={settingName(setting.path)}
      description={settingAbout(setting)}
      error={error}
      value={value}
      change={change}
      none="None: such a matter is listed and not shown"
      options={types.map(({ name }) => ({ value: name, label: name || "Without a name" }))}
    />
  );
}

interface FieldAndValue {
  field_id: string;
  value: string;
}

/** B-MAT-4: asked only where matters with a value are meant. */
export function EnabledField({ connection, setting, value, change, error, draft }: FieldProps) {
  const enabled = (value ?? null) as FieldAndValue | null;
  const asked = valueAt(draft, setting.path.replace(/\.field$/, ".matters")) === "with_field";
  const path = `/connections/${connection.connection_id}/settings/fields`;
  const query = useApi<FoundFields>(path, { of: "matter" }, { staleTime: COUNTED_FOR_MS, enabled: asked });
  if (!asked && !error)
    return (
      <div>
        <Text size="sm" fw={500}>
          {settingName(setting.path)}
        </Text>
        <Text size="sm" c="dimmed">
          Not asked for, as the setting beside it says.
        </Text>
      </div>
    );
  const field = query.data?.items.find((each) => each.id === enabled?.field_id);
  const count = field?.values.find((each) => enabled && isLike(each.text, enabled.value))?.records ?? 0;
  return (
    <Stack gap="sm" role="group" aria-label={settingName(setting.path)}>
      <About error={error}>{settingAbout(setting)}</About>
      {query.error && <Trouble error={query.error} retry={() => void query.refetch()} />}
      {query.isLoading && <Loading what="the custom fields of matters" />}
      {query.data && (
        <OneOf
          label={settingName(setting.path)}
          value={enabled?.field_id}
          change={(field_id) => change(field_id === null ? null : { field_id, value: "" })}
          none="No field: no matter"
          options={query.data.items.map(({ id, name, records }) => ({ value: id, label: `${name} (${number(records)} matters)` }))}
        />
      )}
      {enabled && (
        <>
          <Autocomplete
            label="Its value"
            description={
              field && field.values.length > 0
                ? `Found: ${field.values.map(({ text, records }) => `${text} (${number(records)})`).join(", ")}${field.more ? ", …" : ""}`
                : "No matter has a value in this field now."
            }
            data={field?.values.map(({ text }) => text) ?? []}
            value={enabled.value}
            onChange={(text) => change({ ...enabled, value: text })}
          />
          {enabled.value !== "" && <Text size="sm">{number(count)} matters have it.</Text>}
        </>
      )}
    </Stack>
  );
}

/** B-MAT-5: what was found, each with the role that it gives; blank: these people do not take part. */
export function ParticipantGroups({ connection, setting, value, change, error, choices, draft }: FieldProps) {
  const entries = (value ?? []) as GroupRole[];
  const by_group = valueAt(draft, "projects.participants.rule") === "by_group";
  const gone = entries.filter(({ group }) => !choices.groups.some((each) => isLike(each, group)));
  const groups = [...new Map([...choices.groups, ...gone.map(({ group }) => group)].map((name) => [fold(name), name])).values()];
  const entryOf = (group: string) => entries.find((entry) => isLike(entry.group, group));
  const set = (group: string, next: GroupRole) => {
    const others = entries.filter((entry) => !isLike(entry.group, group));
    change(next.role === "" ? others : [...others, next]);
  };
  return (
    <Stack gap="sm" role="group" aria-label={settingName(setting.path)}>
      <Text size="sm" fw={500}>
        {settingName(setting.path)}
      </Text>
      <About error={error}>
        {by_group
          ? "The role that each group gives in the portal. Blank: these people do not take part. “See what would change” names everybody who would come in, before it is so."
          : "Not asked for: only the main client takes part."}
      </About>
      {by_group && groups.length === 0 && (
        <Text size="sm">{connection.provider === "clio" ? "No relationships to matters were found." : "No people groups were found."}</Text>
      )}
      {by_group && groups.length > 0 && (
        <Table verticalSpacing="xs" className="stacks">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{connection.provider === "clio" ? "Relationship" : "People group"}</Table.Th>
              <Table.Th>Takes part as</Table.Th>
              <Table.Th>In Spanish</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {groups.map((group) => (
              <Table.Tr key={fold(group)}>
                <Table.Td>
                  {group} {gone.some((entry) => isLike(entry.group, group)) && <Chip tone="wait">not found any more</Chip>}
                </Table.Td>
                <Table.Td>
                  <TextInput
                    aria-label={`Role of ${group}`}
                    placeholder="Does not take part"
                    maxLength={200}
                    value={entryOf(group)?.role ?? ""}
                    onChange={(event) => set(group, { ...(entryOf(group) ?? { group }), role: event.currentTarget.value })}
                  />
                </Table.Td>
                <Table.Td>
                  {entryOf(group) && (
                    <SpanishTwin
                      bare
                      place={groupPlace(entryOf(group)!.group)}
                      label={`Role of ${group}`}
                      english={entryOf(group)!.role}
                      value={entryOf(group)!.es?.role}
                      change={(text) => set(group, inSpanish(entryOf(group)!, "role", text))}
                    />
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}

/** B-MAT-7: only staff whose title belongs to a role are ever shown. */
export function TeamRoles({ setting, value, change, error, choices }: FieldProps) {
  const roles = (value ?? []) as TeamRole[];
  const set = (at: number, part: Partial<TeamRole>) => change(roles.with(at, { ...roles[at]!, ...part }));
  return (
    <Stack gap="md" role="group" aria-label={settingName(setting.path)}>
      <Text size="sm" fw={500}>
        {settingName(setting.path)}
      </Text>
      <About error={error}>
        Clients see only staff whose title belongs to a role. Make the roles, then say below which title belongs to which.
      </About>
      {roles.map((role, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the name is being typed
        <fieldset className="entry" key={index}>
          <legend>{role.role || `Role ${index + 1}`}</legend>
          <Stack gap="xs">
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
              <TextInput
                label="As clients read it"
                placeholder="Your attorney"
                required
                maxLength={200}
                value={role.role}
                onChange={(event) => set(index, { role: event.currentTarget.value })}
              />
              <SpanishTwin
                place={rolePlace(index)}
                label="As clients read it"
                english={role.role}
                value={role.es?.role}
                change={(text) => change(roles.with(index, inSpanish(role, "role", text)))}
              />
            </SimpleGrid>
            <Switch
              label="Show the phone number"
              checked={role.show_phone}
              onChange={(event) => set(index, { show_phone: event.currentTarget.checked })}
            />
            <Switch
              label="Show the e-mail"
              checked={role.show_email}
              onChange={(event) => set(index, { show_email: event.currentTarget.checked })}
            />
            <Text size="sm">{role.titles.length === 0 ? "No title belongs to it yet." : `Titles: ${role.titles.join(", ")}`}</Text>
            <div>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`Take away, ${role.role || `role ${index + 1}`}`}
                onClick={() => change(roles.toSpliced(index, 1))}
              >
                Take away
              </Button>
            </div>
          </Stack>
        </fieldset>
      ))}
      <div>
        <Button
          size="xs"
          variant="default"
          onClick={() => change([...roles, { role: "", titles: [], show_phone: false, show_email: false }])}
        >
          Add a role
        </Button>
      </div>
      {roles.length > 0 && <Titles roles={roles} change={change} titles={choices.titles} />}
    </Stack>
  );
}

function Titles({ roles, change, titles }: { roles: TeamRole[]; change: (roles: TeamRole[]) => void; titles: Choices["titles"] }) {
  const gone = roles.flatMap((role) => role.titles).filter((title) => !titles.some((each) => isLike(each.title, title)));
  const rows = [...titles, ...gone.map((title) => ({ title, staff: 0, examples: [] as string[] }))];
  const at = (title: string) => roles.findIndex((role) => role.titles.some((each) => isLike(each, title)));
  const set = (title: string, to: number) =>
    change(
      roles.map((role, index) => {
        const others = role.titles.filter((each) => !isLike(each, title));
        return { ...role, titles: index === to ? [...others, title] : others };
      }),
    );
  return (
    <Table verticalSpacing="xs" className="stacks" aria-label="Which title belongs to which role">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Title</Table.Th>
          <Table.Th>Who has it</Table.Th>
          <Table.Th>Clients see them as</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ title, staff, examples }) => (
          <Table.Tr key={fold(title)}>
            <Table.Td>{title}</Table.Td>
            <Table.Td>
              {staff === 0 ? (
                <Chip tone="wait">not found</Chip>
              ) : (
                `${number(staff)}: ${examples.join(", ")}${staff > examples.length ? ", …" : ""}`
              )}
            </Table.Td>
            <Table.Td>
              <NativeSelect
                aria-label={`Role of ${title}`}
                data={[
                  { value: "-1", label: "Not shown" },
                  ...roles.map((role, index) => ({ value: String(index), label: role.role || `Role ${index + 1}` })),
                ]}
                value={String(at(title))}
                onChange={(event) => set(title, Number(event.currentTarget.value))}
              />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
