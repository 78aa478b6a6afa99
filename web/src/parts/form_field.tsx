/** One question of a form that is being built. */
import { Button, Card, Checkbox, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import type { FormField, FormPlaces } from "../api.ts";
import { conditionValues, hasOptions, newOption, withTarget, withType } from "./form_draft.ts";
import { FIELD_TYPES } from "./form_words.ts";

interface FieldProps {
  field: FormField;
  number: number;
  /** Those before it that a condition can name. */
  before: FormField[];
  places: FormPlaces["fields"];
  /** Custom fields that another answer goes to. */
  taken: ReadonlySet<string>;
  change: (field: FormField) => void;
  remove: () => void;
  move: (by: -1 | 1) => void;
  first: boolean;
  last: boolean;
}

export function FieldEditor(props: FieldProps) {
  const { field, number, before, places, taken, change } = props;
  const name = field.label.en || `Question ${number}`;
  const fitting = places.filter(
    (place) => place.fits.includes(field.type) && (!taken.has(place.field_id) || place.field_id === field.target?.field_id),
  );
  const conditions = before.filter((one) => one.type === "checkbox" || hasOptions(one));
  return (
    <Card withBorder padding="md" component="fieldset" aria-label={`Question ${number}`}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Text fw={600}>Question {number}</Text>
          <Group gap={4}>
            <Button size="compact-sm" variant="subtle" disabled={props.first} aria-label={`Move ${name} up`} onClick={() => props.move(-1)}>
              Up
            </Button>
            <Button size="compact-sm" variant="subtle" disabled={props.last} aria-label={`Move ${name} down`} onClick={() => props.move(1)}>
              Down
            </Button>
            <Button size="compact-sm" variant="subtle" color="red" aria-label={`Remove ${name}`} onClick={props.remove}>
              Remove
            </Button>
          </Group>
        </Group>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label="Question"
            required
            maxLength={300}
            value={field.label.en}
            onChange={(event) => change({ ...field, label: { ...field.label, en: event.currentTarget.value } })}
          />
          <TextInput
            label="In Spanish"
            lang="es"
            maxLength={300}
            placeholder="As in English"
            value={field.label.es}
            onChange={(event) => change({ ...field, label: { ...field.label, es: event.currentTarget.value } })}
          />
          <TextInput
            label="Help"
            maxLength={1_000}
            value={field.help.en}
            onChange={(event) => change({ ...field, help: { ...field.help, en: event.currentTarget.value } })}
          />
          <TextInput
            label="Help in Spanish"
            lang="es"
            maxLength={1_000}
            placeholder="As in English"
            value={field.help.es}
            onChange={(event) => change({ ...field, help: { ...field.help, es: event.currentTarget.value } })}
          />
          <NativeSelect
            label="Kind of answer"
            data={Object.entries(FIELD_TYPES).map(([value, label]) => ({ value, label }))}
            value={field.type}
            onChange={(event) => change(withType(field, event.currentTarget.value as FormField["type"], places))}
          />
          <NativeSelect
            label="Goes to"
            description="A custom field of the matter"
            data={[
              { value: "", label: "Nowhere: it stays in Privity" },
              ...fitting.map((place) => ({ value: place.field_id, label: place.name })),
            ]}
            value={field.target?.field_id ?? ""}
            onChange={(event) => change(withTarget(field, event.currentTarget.value, places))}
          />
        </SimpleGrid>
        {hasOptions(field) && <Options {...props} />}
        <Group gap="lg" align="end">
          <Checkbox
            label="Needs an answer"
            checked={field.required}
            onChange={(event) => change({ ...field, required: event.currentTarget.checked })}
          />
          {conditions.length > 0 && <Condition field={field} conditions={conditions} change={change} name={name} />}
        </Group>
      </Stack>
    </Card>
  );
}

function Options({ field, places, change }: FieldProps) {
  const place = places.find((one) => one.field_id === field.target?.field_id);
  const set = (index: number, option: FormField["options"][number]) =>
    change({ ...field, options: field.options.map((one, at) => (at === index ? option : one)) });
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        Answers to choose from
      </Text>
      {field.options.map((option, index) => (
        <Group key={option.key} gap="xs" align="end">
          <TextInput
            aria-label={`Answer ${index + 1}`}
            style={{ flex: 1, minWidth: "9rem" }}
            maxLength={200}
            value={option.label.en}
            onChange={(event) => set(index, { ...option, label: { ...option.label, en: event.currentTarget.value } })}
          />
          <TextInput
            aria-label={`Answer ${index + 1} in Spanish`}
            lang="es"
            style={{ flex: 1, minWidth: "9rem" }}
            maxLength={200}
            placeholder="In Spanish"
            value={option.label.es}
            onChange={(event) => set(index, { ...option, label: { ...option.label, es: event.currentTarget.value } })}
          />
          {place?.type === "picklist" && (
            <NativeSelect
              aria-label={`Answer ${index + 1} is there`}
              data={[{ value: "", label: "which one there?" }, ...place.options.map((one) => ({ value: one.option_id, label: one.text }))]}
              value={option.option_id ?? ""}
              onChange={(event) => set(index, { ...option, option_id: event.currentTarget.value || null })}
            />
          )}
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            disabled={field.options.length === 1}
            aria-label={`Remove answer ${index + 1}`}
            onClick={() => change({ ...field, options: field.options.filter((_, at) => at !== index) })}
          >
            Remove
          </Button>
        </Group>
      ))}
      <div>
        <Button
          size="compact-sm"
          variant="default"
          disabled={field.options.length >= 50}
          onClick={() => change({ ...field, options: [...field.options, newOption(field.options)] })}
        >
          Add an answer
        </Button>
      </div>
    </Stack>
  );
}

function Condition(props: { field: FormField; conditions: FormField[]; change: (field: FormField) => void; name: string }) {
  const { field, conditions, change, name } = props;
  const on = conditions.find((one) => one.key === field.show_when?.field);
  const choose = (key: string) => {
    const next = conditions.find((one) => one.key === key);
    change({ ...field, show_when: next ? { field: key, is: conditionValues(next)[0]!.value } : null });
  };
  return (
    <Group gap="xs" align="end">
      <NativeSelect
        label="Shown"
        data={[
          { value: "", label: "always" },
          ...conditions.map((one) => ({ value: one.key, label: `when “${one.label.en || one.key}”` })),
        ]}
        value={field.show_when?.field ?? ""}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {on && (
        <NativeSelect
          aria-label={`What shows ${name}`}
          data={conditionValues(on)}
          value={field.show_when!.is}
          onChange={(event) => change({ ...field, show_when: { field: on.key, is: event.currentTarget.value } })}
        />
      )}
    </Group>
  );
}
