/** Types of matters: which found values stand for each, which fields the client reads, and which found stages mean which phase (B-MAT-3). */
import { Button, Checkbox, Group, NativeSelect, SimpleGrid, Stack, Table, Text, TextInput, Textarea } from "@mantine/core";
import { useApi, type Choices, type FoundFields } from "../api.ts";
import { Chip } from "./chip.tsx";
import { COUNTED_FOR_MS } from "./setting_custom_fields.tsx";
import { valueAt } from "./setting_document.ts";
import { About, type FieldProps } from "./setting_fields_plain.tsx";
import { fold, isLike, type Phase, type ProjectType } from "./setting_projects_words.ts";
import { settingName } from "./setting_words.ts";
import { SpanishTwin } from "./spanish.tsx";
import { fieldPlace, inSpanish, phasePlace } from "./spanish_words.ts";
import { number } from "./words.ts";

interface Found {
  name: string;
  matters: number;
}

export function ProjectTypes({ connection, setting, value, change, error, choices, draft }: FieldProps) {
  const types = (value ?? []) as ProjectType[];
  const field_id = valueAt(draft, "projects.type_field") as string | null;
  const fields = useApi<FoundFields>(
    `/connections/${connection.connection_id}/settings/fields`,
    { of: "matter" },
    { staleTime: COUNTED_FOR_MS, enabled: field_id !== null },
  ).data?.items;
  const found: Found[] =
    field_id === null
      ? choices.practice_areas
      : (fields?.find((each) => each.id === field_id)?.values.map(({ text, records }) => ({ name: text, matters: records })) ?? []);
  const set = (at: number, part: Partial<ProjectType>) => change(types.with(at, { ...types[at]!, ...part }));
  return (
    <Stack gap="md" role="group" aria-label={settingName(setting.path)}>
      <Text size="sm" fw={500}>
        {settingName(setting.path)}
      </Text>
      <About error={error}>Make a type for each kind of matter that clients should follow, then say which value stands for it.</About>
      {types.length > 0 && (
        <Assign
          caption="Which value means which type"
          what={field_id === null ? "Practice area" : "Value of the field"}
          found={found}
          groups={types.map(({ name, matches }, index) => ({ name: name || `Type ${index + 1}`, members: matches }))}
          none="No type"
          means={(each) => `Type of ${each}`}
          change={(members) => change(types.map((type, index) => ({ ...type, matches: members[index]! })))}
        />
      )}
      {types.map((type, index) => (
        <OneType
          // oxlint-disable-next-line react/no-array-index-key -- the name is being typed
          key={index}
          type={type}
          at={index}
          by_area={field_id === null}
          choices={choices}
          change={(part) => set(index, part)}
          remove={() => change(types.toSpliced(index, 1))}
        />
      ))}
      <div>
        <Button size="xs" variant="default" onClick={() => change([...types, { name: "", matches: [], fields: [], phases: [] }])}>
          Add a type
        </Button>
      </div>
    </Stack>
  );
}

interface OneTypeProps {
  type: ProjectType;
  at: number;
  by_area: boolean;
  choices: Choices;
  change: (part: Partial<ProjectType>) => void;
  remove: () => void;
}

function OneType({ type, at, by_area, choices, change, remove }: OneTypeProps) {
  const name = type.name || `Type ${at + 1}`;
  const { phases } = type;
  const set = (index: number, part: Partial<Phase>) => change({ phases: phases.with(index, { ...phases[index]!, ...part }) });
  const move = (from: number, to: number) => change({ phases: phases.toSpliced(from, 1).toSpliced(to, 0, phases[from]!) });
  const toggle = (field_id: string, label: string) =>
    change({
      fields: type.fields.some((each) => each.field_id === field_id)
        ? type.fields.filter((each) => each.field_id !== field_id)
        : [...type.fields, { field_id, label }],
    });
  return (
    <fieldset className="entry">
      <legend>{name}</legend>
      <Stack gap="sm">
        <TextInput
          label="Name of the type"
          required
          maxLength={200}
          value={type.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        {choices.matter_fields.length > 0 && (
          <Stack gap={6} role="group" aria-label={`Fields that clients read, ${name}`}>
            <Text size="sm" fw={500}>
              Custom fields that the client reads
            </Text>
            {choices.matter_fields.map((field) => {
              const shown = type.fields.find((each) => each.field_id === field.id);
              return (
                <Group key={field.id} gap="sm">
                  <Checkbox label={field.name} checked={shown !== undefined} onChange={() => toggle(field.id, field.name)} />
                  {shown && (
                    <>
                      <TextInput
                        size="xs"
                        aria-label={`What clients read for ${field.name}`}
                        maxLength={200}
                        value={shown.label}
                        onChange={(event) =>
                          change({ fields: type.fields.with(type.fields.indexOf(shown), { ...shown, label: event.currentTarget.value }) })
                        }
                      />
                      <SpanishTwin
                        bare
                        place={fieldPlace(at, field.id)}
                        label={`What clients read for ${field.name}`}
                        english={shown.label}
                        value={shown.es?.label}
                        change={(text) => change({ fields: type.fields.with(type.fields.indexOf(shown), inSpanish(shown, "label", text)) })}
                      />
                    </>
                  )}
                </Group>
              );
            })}
          </Stack>
        )}
        {phases.map((phase, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the name is being typed
          <fieldset className="entry" key={index}>
            <legend>
              Phase {index + 1}
              {phase.name && `: ${phase.name}`}
            </legend>
            <Stack gap="xs">
              <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
                <TextInput
                  label="Name of the phase"
                  required
                  maxLength={200}
                  value={phase.name}
                  onChange={(event) => set(index, { name: event.currentTarget.value })}
                />
                <SpanishTwin
                  place={phasePlace(at, index, "name")}
                  label="Name of the phase"
                  english={phase.name}
                  value={phase.es?.name}
                  change={(text) => change({ phases: phases.with(index, inSpanish(phase, "name", text)) })}
                />
                <Textarea
                  label="What has happened, for the client"
                  rows={2}
                  maxLength={2000}
                  value={phase.happened}
                  onChange={(event) => set(index, { happened: event.currentTarget.value })}
                />
                <SpanishTwin
                  long
                  place={phasePlace(at, index, "happened")}
                  label="What has happened, for the client"
                  english={phase.happened}
                  value={phase.es?.happened}
                  change={(text) => change({ phases: phases.with(index, inSpanish(phase, "happened", text)) })}
                />
                <Textarea
                  label="What comes next, for the client"
                  rows={2}
                  maxLength={2000}
                  value={phase.next}
                  onChange={(event) => set(index, { next: event.currentTarget.value })}
                />
                <SpanishTwin
                  long
                  place={phasePlace(at, index, "next")}
                  label="What comes next, for the client"
                  english={phase.next}
                  value={phase.es?.next}
                  change={(text) => change({ phases: phases.with(index, inSpanish(phase, "next", text)) })}
                />
              </SimpleGrid>
              <Group gap="xs">
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={index === 0}
                  aria-label={`Up, phase ${index + 1} of ${name}`}
                  onClick={() => move(index, index - 1)}
                >
                  Up
                </Button>
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={index === phases.length - 1}
                  aria-label={`Down, phase ${index + 1} of ${name}`}
                  onClick={() => move(index, index + 1)}
                >
                  Down
                </Button>
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`Take away, phase ${index + 1} of ${name}`}
                  onClick={() => change({ phases: phases.toSpliced(index, 1) })}
                >
                  Take away
                </Button>
              </Group>
            </Stack>
          </fieldset>
        ))}
        {phases.length > 0 && (
          <Text size="sm" c="dimmed">
            In a stage that belongs to no phase, the client keeps the phase from before and messages pause.
          </Text>
        )}
        {phases.length > 0 && (
          <Assign
            caption={`Which stage means which phase, ${name}`}
            what="Stage"
            found={stagesFor(type, by_area, choices)}
            groups={phases.map((phase, index) => ({ name: phase.name || `Phase ${index + 1}`, members: phase.stages }))}
            none="No phase"
            means={(stage) => `Phase of ${stage}, ${name}`}
            change={(members) => change({ phases: phases.map((phase, index) => ({ ...phase, stages: members[index]! })) })}
          />
        )}
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            onClick={() => change({ phases: [...phases, { name: "", happened: "", next: "", stages: [] }] })}
          >
            Add a phase
          </Button>
          <Button size="xs" variant="default" onClick={remove}>
            Take {name} away
          </Button>
        </Group>
      </Stack>
    </fieldset>
  );
}

/** At Clio a stage may belong to a practice area: of those, only the ones that can be met here. Equal names are one stage. */
function stagesFor({ matches }: ProjectType, by_area: boolean, { stages }: Choices): Found[] {
  const here = stages.filter(
    ({ practice_area }) => !by_area || practice_area === null || matches.some((match) => isLike(match, practice_area)),
  );
  const alike = Map.groupBy(here, ({ name }) => fold(name));
  return [...alike.values()].map((all) => ({ name: all[0]!.name, matters: all.reduce((sum, { matters }) => sum + matters, 0) }));
}

interface AssignProps {
  caption: string;
  what: string;
  found: Found[];
  groups: { name: string; members: string[] }[];
  none: string;
  /** What the field of one of them is called. */
  means: (name: string) => string;
  /** The members of each group. */
  change: (members: string[][]) => void;
}

/** Everything that was found, with how many matters have it, and the one group that it belongs to; what belongs to none comes first. */
function Assign({ caption, what, found, groups, none, means, change }: AssignProps) {
  const at = (name: string) => groups.findIndex(({ members }) => members.some((each) => isLike(each, name)));
  const gone = groups.flatMap(({ members }) => members).filter((member) => !found.some(({ name }) => isLike(name, member)));
  const rows = [
    ...found.toSorted((a, b) => b.matters - a.matters || a.name.localeCompare(b.name)),
    ...gone.map((name) => ({ name, matters: -1 })),
  ];
  const set = (name: string, to: number) =>
    change(
      groups.map(({ members }, index) => {
        const others = members.filter((each) => !isLike(each, name));
        return index === to ? [...others, name] : others;
      }),
    );
  if (rows.length === 0) return <Text size="sm">Nothing was found at the provider to choose from.</Text>;
  return (
    <Table verticalSpacing="xs" className="stacks" aria-label={caption}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{what}</Table.Th>
          <Table.Th>Matters</Table.Th>
          <Table.Th>Means</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ name, matters }) => (
          <Table.Tr key={fold(name)}>
            <Table.Td>
              {name} {at(name) < 0 && matters > 0 && <Chip tone="wait">unmapped</Chip>}
            </Table.Td>
            <Table.Td style={{ whiteSpace: "nowrap" }}>
              {matters < 0 ? "not found any more" : matters === 1 ? "1 matter" : `${number(matters)} matters`}
            </Table.Td>
            <Table.Td>
              <NativeSelect
                aria-label={means(name)}
                data={[{ value: "-1", label: none }, ...groups.map((group, index) => ({ value: String(index), label: group.name }))]}
                value={String(at(name))}
                onChange={(event) => set(name, Number(event.currentTarget.value))}
              />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
