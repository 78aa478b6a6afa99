/** Settings about what was found at the provider: groups that are never engaged, what titles mean, what marks a lead. */
import { Autocomplete, Button, Checkbox, Group, Stack, Table, TagsInput, Text } from "@mantine/core";
import { useApi, type FoundFields, type FoundGroups } from "../api.ts";
import { Chip } from "./chip.tsx";
import { COUNTED_FOR_MS } from "./setting_custom_fields.tsx";
import { About, listOf, OneOf, type FieldProps } from "./setting_fields_plain.tsx";
import { settingAbout, settingName, valueName } from "./setting_words.ts";
import { Loading, Trouble } from "./states.tsx";
import { number } from "./words.ts";

const isLike = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** B-CLI-5. Without a list of the firm's own, what is pre-filled stands, also for groups that come later. */
export function NeverEngage({ connection, setting, value, change, error }: FieldProps) {
  const query = useApi<FoundGroups>(`/connections/${connection.connection_id}/settings/groups`, {}, { staleTime: COUNTED_FOR_MS });
  const found = query.data?.items ?? [];
  const own = Array.isArray(value);
  const listed = own ? listOf(value) : found.filter((group) => group.prefilled).map((group) => group.name);
  const toggle = (name: string) =>
    change(listed.some((each) => isLike(each, name)) ? listed.filter((each) => !isLike(each, name)) : [...listed, name]);
  const kind = connection.provider === "clio" ? "relationships to matters" : "people groups";
  return (
    <Stack gap="sm" role="group" aria-label={settingName(setting.path)}>
      <About error={error}>
        {connection.provider === "clio"
          ? "Clio: whoever is marked co-counsel, and whoever is no client and has only relationships that are ticked here."
          : "MyCase: whoever is in a group that is ticked here, client or not."}
      </About>
      <Text size="sm" component="div">
        {own ? (
          <Group gap="xs">
            This is a list of your own.
            <Button size="compact-sm" variant="default" onClick={() => change(null)}>
              Back to the list that is pre-filled
            </Button>
          </Group>
        ) : (
          "This list is pre-filled with every name that contains Judge, Expert, Opposing, Co-Counsel, Witness or Mediator. Ticking anything makes it your own."
        )}
      </Text>
      {query.error && <Trouble error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading what={`the ${kind} that were found`} />}
      {query.data && found.length === 0 && <Text size="sm">No {kind} were found at the provider.</Text>}
      {found.map(({ name, contacts, examples, prefilled }) => (
        <div key={name} className="found">
          <Checkbox
            checked={listed.some((each) => isLike(each, name))}
            onChange={() => toggle(name)}
            label={
              <>
                {name} {prefilled && <Chip>pre-filled</Chip>}
              </>
            }
          />
          <Text size="sm" c="dimmed" ml={32}>
            {number(contacts)} {contacts === 1 ? "contact" : "contacts"}
            {examples.length > 0 && `, such as ${examples.join(", ")}`}
          </Text>
        </div>
      ))}
      {own && (
        <TagsInput
          label="Further names"
          description="For groups that do not exist at the provider yet."
          value={listed.filter((each) => !found.some((group) => isLike(group.name, each)))}
          onChange={(others) => change([...listed.filter((each) => found.some((group) => isLike(group.name, each))), ...others])}
        />
      )}
    </Stack>
  );
}

type Position = { title: string; position: string };
const POSITION_OPTIONS = ["attorney", "paralegal", "other"].map((value) => ({ value, label: valueName("team.positions", value) }));

/** B-MAT-1. */
export function Positions({ setting, value, change, error, choices }: FieldProps) {
  const entries = (Array.isArray(value) ? value : []) as Position[];
  const gone = entries.filter((entry) => !choices.titles.some(({ title }) => isLike(title, entry.title)));
  const titles = [...choices.titles, ...gone.map(({ title }) => ({ title, staff: 0, examples: [], positions: [] }))];
  const set = (title: string, position: string | null) => {
    const others = entries.filter((entry) => !isLike(entry.title, title));
    change(position === null ? others : [...others, { title, position }]);
  };
  return (
    <Stack gap="sm" role="group" aria-label={settingName(setting.path)}>
      <About error={error}>{settingAbout(setting)}</About>
      {titles.length === 0 && <Text size="sm">The provider tells no titles.</Text>}
      {titles.length > 0 && (
        <Table verticalSpacing="xs" className="stacks">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Title</Table.Th>
              <Table.Th>Who has it</Table.Th>
              <Table.Th>Means</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {titles.map(({ title, staff, examples, positions }) => (
              <Table.Tr key={title}>
                <Table.Td>{title}</Table.Td>
                <Table.Td>
                  {staff === 0 ? "nobody any more" : `${number(staff)}: ${examples.join(", ")}${staff > examples.length ? ", …" : ""}`}
                </Table.Td>
                <Table.Td>
                  <OneOf
                    label={title}
                    aria-label={`What ${title} means`}
                    value={entries.find((entry) => isLike(entry.title, title))?.position}
                    change={(position) => set(title, position)}
                    none={
                      positions.length === 0
                        ? "As its words say"
                        : `As found: ${positions.map((each) => valueName("team.positions", each).toLowerCase()).join(" or ")}`
                    }
                    options={POSITION_OPTIONS}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}

/** B-MAT-8. */
export function Lead({ connection, setting, value, change, error }: FieldProps) {
  const lead = (value ?? null) as { field_id: string; value: string } | null;
  const path = `/connections/${connection.connection_id}/settings/fields`;
  const query = useApi<FoundFields>(path, { of: "matter" }, { staleTime: COUNTED_FOR_MS });
  const fields = query.data?.items ?? [];
  const field = fields.find((each) => each.id === lead?.field_id);
  const marked = field?.values.find((each) => lead && isLike(each.text, lead.value))?.records ?? 0;
  return (
    <Stack gap="sm" role="group" aria-label={settingName(setting.path)}>
      <About error={error}>{settingAbout(setting)}</About>
      {query.error && <Trouble error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading what="the custom fields of matters" />}
      {query.data && (
        <OneOf
          label="Custom field of the matter"
          value={lead?.field_id}
          change={(field_id) => change(field_id === null ? null : { field_id, value: "" })}
          none="No matter is a lead"
          options={fields.map(({ id, name, records }) => ({ value: id, label: `${name} (${number(records)} matters)` }))}
        />
      )}
      {lead && (
        <>
          <Autocomplete
            label="Its value"
            description={
              field && field.values.length > 0
                ? `Found: ${field.values.map(({ text, records }) => `${text} (${number(records)})`).join(", ")}${field.more ? ", …" : ""}`
                : "No matter has a value in this field now."
            }
            data={field?.values.map(({ text }) => text) ?? []}
            value={lead.value}
            onChange={(text) => change({ ...lead, value: text })}
          />
          {lead.value !== "" && <Text size="sm">{number(marked)} matters would be leads.</Text>}
        </>
      )}
    </Stack>
  );
}
