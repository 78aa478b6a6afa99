/** What a form that is being built consists of: its words in two languages, its parts with their questions, when it is sent. */
import { Button, Checkbox, NativeSelect, NumberInput, SimpleGrid, Stack, Text, TextInput, Textarea } from "@mantine/core";
import type { FormDocument, FormPlaces } from "../api.ts";
import { allFields, BLANK, moved, newField } from "./form_draft.ts";
import { FieldEditor } from "./form_field.tsx";
import { Section } from "./page.tsx";

interface BothProps {
  label: string;
  said: FormDocument["title"];
  max: number;
  required?: boolean;
  long?: boolean;
  change: (said: FormDocument["title"]) => void;
}

/** In English, and in Spanish where somebody wrote it. */
export function Both({ label, said, max, required = false, long = false, change }: BothProps) {
  const Input = long ? Textarea : TextInput;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Input
        label={label}
        required={required}
        maxLength={max}
        value={said.en}
        onChange={(event: { currentTarget: { value: string } }) => change({ ...said, en: event.currentTarget.value })}
      />
      <Input
        label={`${label}, in Spanish`}
        lang="es"
        placeholder="As in English"
        maxLength={max}
        value={said.es}
        onChange={(event: { currentTarget: { value: string } }) => change({ ...said, es: event.currentTarget.value })}
      />
    </SimpleGrid>
  );
}

interface PartProps {
  draft: FormDocument;
  change: (next: Partial<FormDocument>) => void;
  places: FormPlaces;
}

export function Sections({ draft, change, places }: PartProps) {
  const fields = allFields(draft);
  const taken = new Set(fields.flatMap(({ target }) => (target ? [target.field_id] : [])));
  const set = (at: number, section: FormDocument["sections"][number]) =>
    change({ sections: draft.sections.map((one, index) => (index === at ? section : one)) });
  return (
    <>
      {draft.sections.map((section, at) => {
        const earlier = draft.sections.slice(0, at).flatMap((one) => one.fields);
        return (
          <Section
            // oxlint-disable-next-line react/no-array-index-key -- parts have no name of their own
            key={at}
            title={draft.sections.length === 1 ? "Questions" : `Part ${at + 1}`}
            aside={
              draft.sections.length > 1 && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="red"
                  aria-label={`Remove part ${at + 1}`}
                  onClick={() => change({ sections: draft.sections.filter((_, index) => index !== at) })}
                >
                  Remove
                </Button>
              )
            }
          >
            <Stack gap="sm">
              {draft.sections.length > 1 && (
                <Both label="Heading" said={section.title} max={200} change={(title) => set(at, { ...section, title })} />
              )}
              {section.fields.length === 0 && <Text c="dimmed">No question yet.</Text>}
              {section.fields.map((field, index) => (
                <FieldEditor
                  key={field.key}
                  field={field}
                  number={earlier.length + index + 1}
                  before={[...earlier, ...section.fields.slice(0, index)]}
                  places={places.fields}
                  taken={taken}
                  change={(next) => set(at, { ...section, fields: section.fields.map((one) => (one.key === field.key ? next : one)) })}
                  remove={() => set(at, { ...section, fields: section.fields.filter((one) => one.key !== field.key) })}
                  move={(by) => set(at, { ...section, fields: moved(section.fields, index, by) })}
                  first={index === 0}
                  last={index === section.fields.length - 1}
                />
              ))}
              <div>
                <Button
                  variant="default"
                  disabled={fields.length >= 100}
                  onClick={() => set(at, { ...section, fields: [...section.fields, newField(draft)] })}
                >
                  Add a question
                </Button>
              </div>
            </Stack>
          </Section>
        );
      })}
      <div>
        <Button
          variant="default"
          disabled={draft.sections.length >= 20}
          onClick={() => change({ sections: [...draft.sections, { title: BLANK, fields: [] }] })}
        >
          Add a part
        </Button>
      </div>
    </>
  );
}

const days = (value: string | number): number | null => (typeof value === "number" && value >= 1 ? Math.floor(value) : null);

export function Rules({ draft, change, places }: PartProps) {
  const phases = places.phases.map(({ type, phase }) => ({ value: JSON.stringify([type, phase]), label: `${type}: ${phase}` }));
  const { on_phase } = draft;
  const now = on_phase === null ? "" : JSON.stringify([on_phase.type, on_phase.phase]);
  const known = now === "" || phases.some(({ value }) => value === now);
  return (
    <Section title="When it is sent, and what becomes of the answers">
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NativeSelect
            label="Sent by itself when a matter enters"
            description="Once for each matter. You can send it by hand too."
            data={[
              { value: "", label: "No phase: by hand only" },
              ...phases,
              ...(known ? [] : [{ value: now, label: `${on_phase!.type}: ${on_phase!.phase} (not among your phases)` }]),
            ]}
            value={now}
            onChange={(event) => {
              if (event.currentTarget.value === "") return change({ on_phase: null });
              const [type, phase] = JSON.parse(event.currentTarget.value) as [string, string];
              change({ on_phase: { type, phase, to: on_phase?.to ?? "main_client" } });
            }}
          />
          {on_phase !== null && (
            <NativeSelect
              label="To"
              description="Who takes part in the matter"
              data={[
                { value: "main_client", label: "The main client" },
                { value: "everybody", label: "Everybody who takes part" },
              ]}
              value={on_phase.to}
              onChange={(event) => change({ on_phase: { ...on_phase, to: event.currentTarget.value as "main_client" | "everybody" } })}
            />
          )}
          <NumberInput
            label="Due after so many days"
            description="Blank: it is not due on a day."
            min={1}
            max={365}
            value={draft.due_days ?? ""}
            onChange={(value) => change({ due_days: days(value) })}
          />
          <NumberInput
            label="Reminded after so many days"
            description="In your firm's hours, twice at most. Blank: no reminder."
            min={1}
            max={60}
            value={draft.remind_days ?? ""}
            onChange={(value) => change({ remind_days: days(value) })}
          />
        </SimpleGrid>
        <Checkbox
          label="Write into empty custom fields at once"
          description="Otherwise a member confirms these too. Where something else is there, a member always confirms first."
          checked={draft.fill_blank}
          onChange={(event) => change({ fill_blank: event.currentTarget.checked })}
        />
        <Text size="sm" c="dimmed">
          Turning a lead into a client is not possible from here: neither Clio nor MyCase offers it to other programs.
        </Text>
      </Stack>
    </Section>
  );
}
