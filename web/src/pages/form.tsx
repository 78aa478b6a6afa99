/** Builds a form: its questions, where answers go, when it is sent by itself. Saved as a new version; what was sent keeps its own. */
import { Button, Checkbox, Group, NativeSelect, NumberInput, SimpleGrid, Stack, Text, TextInput, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, useConnections, type Form, type FormDocument, type FormPlaces } from "../api.ts";
import { Confirm } from "../parts/confirm.tsx";
import { allFields, BLANK, moved, newField, NEW_FORM, tidy } from "../parts/form_draft.ts";
import { FieldEditor } from "../parts/form_field.tsx";
import { PageTitle, Section } from "../parts/page.tsx";
import { usePlace, useUnsaved } from "../parts/router.tsx";
import { Empty, Trouble, waiting } from "../parts/states.tsx";
import { told } from "../parts/undo.tsx";
import { PROVIDERS } from "../parts/words.ts";

export function FormPage({ form_id }: { form_id: string }) {
  const made = form_id !== "new";
  const form = useApi<Form>(`/forms/${form_id}`, {}, { enabled: made });
  const connections = useConnections();
  const reading = (connections.data?.items ?? []).filter((one) => one.purpose === "sync");
  const [chosen, choose] = useState("");
  const connection_id = form.data?.connection_id ?? (chosen || reading[0]?.connection_id || "");
  const places = useApi<FormPlaces>(`/form-places/${connection_id}`, {}, { enabled: connection_id !== "" });
  if (made && !form.data) return waiting(form, "the form");
  if (!connections.data) return waiting(connections, "the connections");
  if (connection_id === "")
    return <Empty title="Nothing is connected yet">Connect Clio or MyCase first: answers go to their custom fields.</Empty>;
  if (!places.data) return waiting(places, "the custom fields");
  return (
    <Builder
      key={`${form_id} ${connection_id}`}
      form={form.data ?? null}
      connection_id={connection_id}
      connections={reading.map((one) => ({ value: one.connection_id, label: `${PROVIDERS[one.provider]} · ${one.account_name}` }))}
      choose={choose}
      places={places.data}
    />
  );
}

interface BuilderProps {
  form: Form | null;
  connection_id: string;
  connections: { value: string; label: string }[];
  choose: (connection_id: string) => void;
  places: FormPlaces;
}

function Builder({ form, connection_id, connections, choose, places }: BuilderProps) {
  const client = useQueryClient();
  const { go } = usePlace();
  const [name, setName] = useState(form?.name ?? "");
  const [draft, setDraft] = useState<FormDocument>(form?.document ?? NEW_FORM);
  const [removing, setRemoving] = useState(false);
  const kept = form ?? { name: "", document: NEW_FORM };
  const dirty = name !== kept.name || JSON.stringify(draft) !== JSON.stringify(kept.document);
  const saved = useUnsaved(dirty);
  const saving = useMutation({
    mutationFn: () =>
      form === null
        ? send<Form>("POST", "/forms", { name, connection_id, document: draft })
        : send<Form>("PUT", `/forms/${form.form_id}`, { name, document: draft, if_version: form.version }),
    onSuccess: async (answer) => {
      saved();
      client.setQueryData([`/forms/${answer.form_id}`], answer);
      await client.invalidateQueries({ queryKey: ["/forms"] });
      told(`${answer.name} is saved. Send it from the page of a matter.`);
      if (form === null) go(`/forms/${answer.form_id}`, { replace: true });
    },
  });
  const change = (next: Partial<FormDocument>) => setDraft(tidy({ ...draft, ...next }));
  return (
    <>
      <PageTitle
        below={
          form ? `Version ${form.version}. What was sent keeps the version that it was sent with.` : "Nobody sees it until it is sent."
        }
      >
        {form?.name ?? "A new form"}
      </PageTitle>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <Stack gap="md">
          <Section title="The form">
            <Stack gap="sm">
              <TextInput
                label="Name"
                description="Only your firm sees it."
                required
                maxLength={200}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              {form === null && connections.length > 1 && (
                <NativeSelect
                  label="Answers go to"
                  data={connections}
                  value={connection_id}
                  onChange={(event) => choose(event.currentTarget.value)}
                />
              )}
              <Both label="Title" said={draft.title} max={200} required change={(title) => change({ title })} />
              <Both label="Before the questions" said={draft.intro} max={4_000} long change={(intro) => change({ intro })} />
              <Both label="Thanks after handing in" said={draft.thanks} max={2_000} long change={(thanks) => change({ thanks })} />
            </Stack>
          </Section>
          <Sections draft={draft} change={change} places={places} />
          <Rules draft={draft} change={change} places={places} />
          {saving.error && <Trouble error={saving.error} />}
          <Group gap="sm">
            <Button type="submit" disabled={!dirty || allFields(draft).length === 0} loading={saving.isPending}>
              {form === null ? "Make the form" : "Save as a new version"}
            </Button>
            {form !== null && (
              <Button variant="default" onClick={() => setRemoving(true)}>
                Take it away
              </Button>
            )}
          </Group>
        </Stack>
      </form>
      {removing && form !== null && (
        <Confirm
          title={`Take ${form.name} away?`}
          action="Take it away"
          run={async () => {
            await send("DELETE", `/forms/${form.form_id}`, {});
            saved();
            await client.invalidateQueries();
            go("/forms");
          }}
          close={() => setRemoving(false)}
        >
          <Text>It can no longer be sent. What was sent and handed in stays.</Text>
        </Confirm>
      )}
    </>
  );
}

interface BothProps {
  label: string;
  said: FormDocument["title"];
  max: number;
  required?: boolean;
  long?: boolean;
  change: (said: FormDocument["title"]) => void;
}

/** In English, and in Spanish where somebody wrote it. */
function Both({ label, said, max, required = false, long = false, change }: BothProps) {
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

function Sections({ draft, change, places }: PartProps) {
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

function Rules({ draft, change, places }: PartProps) {
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
