/** What an automation does: its steps in order, each with its own fields; an e-mail's words are written in the step itself. */
import { Autocomplete, Button, Group, NativeSelect, NumberInput, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useApi, type Member, type TemplateList } from "../api.ts";
import { STEPS, type Step } from "../parts/automation_words.ts";
import { Section } from "../parts/page.tsx";
import { NEW_TEMPLATE, TemplateEditor, type TemplateDraft } from "../parts/template_editor.tsx";
import { useTagNames } from "./automation_editor.tsx";

/** Templates as they are typed, by id; those that are not kept yet have an id that no template has. */
export type TemplateDrafts = Record<string, TemplateDraft>;

const NEW = "00000000-0000-4000-8000-";
export const isNew = (template_id: string): boolean => template_id.startsWith(NEW);

const FIRST: Record<Step["kind"], Step> = {
  email: { kind: "email", template_id: "" },
  wait: { kind: "wait", days: 3, hours: 0 },
  tag: { kind: "tag", tag: "" },
  task: { kind: "task", member_id: null, title: "", due_days: 0 },
  webhook: { kind: "webhook", name: "" },
};
const KINDS = Object.entries(STEPS).map(([value, label]) => ({ value, label }));

interface StepsProps {
  steps: Step[];
  drafts: TemplateDrafts;
  change: (steps: Step[], drafts: TemplateDrafts) => void;
}

export function StepsForm({ steps, drafts, change }: StepsProps) {
  const [kind, setKind] = useState<Step["kind"]>("email");
  const move = (from: number, to: number) => change(steps.toSpliced(from, 1).toSpliced(to, 0, steps[from]!), drafts);
  return (
    <Section title="Then">
      <Stack gap="sm">
        {steps.map((step, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- they have nothing of their own but their place
          <fieldset className="entry" key={index}>
            <legend>
              Step {index + 1}: {STEPS[step.kind].toLowerCase()}
            </legend>
            <Stack gap="xs">
              <StepField step={step} drafts={drafts} change={(next, texts = drafts) => change(steps.with(index, next), texts)} />
              <Group gap="xs">
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={index === 0}
                  aria-label={`Up, step ${index + 1}`}
                  onClick={() => move(index, index - 1)}
                >
                  Up
                </Button>
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={index === steps.length - 1}
                  aria-label={`Down, step ${index + 1}`}
                  onClick={() => move(index, index + 1)}
                >
                  Down
                </Button>
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`Take away, step ${index + 1}`}
                  onClick={() => change(steps.toSpliced(index, 1), drafts)}
                >
                  Take away
                </Button>
              </Group>
            </Stack>
          </fieldset>
        ))}
        <Group align="end" gap="xs">
          <NativeSelect
            label="Next step"
            data={KINDS}
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value as Step["kind"])}
          />
          <Button variant="default" disabled={steps.length >= 50} onClick={() => change([...steps, FIRST[kind]], drafts)}>
            Add this step
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}

interface StepProps {
  step: Step;
  drafts: TemplateDrafts;
  change: (step: Step, drafts?: TemplateDrafts) => void;
}

function StepField({ step, drafts, change }: StepProps) {
  const tags = useTagNames();
  const members = (useApi<{ items: Member[] }>("/members").data?.items ?? []).filter((member) => member.active);
  switch (step.kind) {
    case "email":
      return <EmailStep step={step} drafts={drafts} change={change} />;
    case "wait":
      return (
        <Group>
          <NumberInput label="Days" min={0} max={365} value={step.days} onChange={(value) => change({ ...step, days: Number(value) })} />
          <NumberInput label="Hours" min={0} max={23} value={step.hours} onChange={(value) => change({ ...step, hours: Number(value) })} />
        </Group>
      );
    case "tag":
      return (
        <Autocomplete
          label="Tag"
          required
          data={tags}
          limit={10}
          maxLength={64}
          value={step.tag}
          onChange={(tag) => change({ ...step, tag })}
        />
      );
    case "task":
      return (
        <>
          <TextInput
            label="Task"
            required
            maxLength={200}
            value={step.title}
            onChange={(event) => change({ ...step, title: event.currentTarget.value })}
          />
          <NativeSelect
            label="Whose"
            data={[
              { value: "", label: "The contact’s owner" },
              ...members.map(({ member_id, name }) => ({ value: member_id, label: name })),
            ]}
            value={step.member_id ?? ""}
            onChange={(event) => change({ ...step, member_id: event.currentTarget.value || null })}
          />
          <NumberInput
            label="Due after so many days"
            min={0}
            max={365}
            value={step.due_days}
            onChange={(value) => change({ ...step, due_days: Number(value) })}
          />
        </>
      );
    case "webhook":
      return (
        <TextInput
          label="Name"
          description="Your webhooks get it as the event automation.reached."
          required
          maxLength={100}
          value={step.name}
          onChange={(event) => change({ ...step, name: event.currentTarget.value })}
        />
      );
  }
}

function EmailStep({ step, drafts, change }: StepProps & { step: Extract<Step, { kind: "email" }> }) {
  const list = useApi<TemplateList>("/automation-templates").data;
  const [opened, setOpened] = useState(isNew(step.template_id));
  const kept = list?.items.find((each) => each.template_id === step.template_id);
  const draft: TemplateDraft | undefined = drafts[step.template_id] ?? kept;
  const write = () => {
    const id = `${NEW}${String(Object.keys(drafts).filter(isNew).length + 1).padStart(12, "0")}`;
    setOpened(true);
    change({ ...step, template_id: id }, { ...drafts, [id]: NEW_TEMPLATE });
  };
  const options = [
    { value: "", label: "Choose …" },
    ...(list?.items ?? []).map(({ template_id, name }) => ({ value: template_id, label: name })),
    ...Object.keys(drafts)
      .filter(isNew)
      .map((id) => ({ value: id, label: drafts[id]!.name || "New template" })),
  ];
  if (step.template_id !== "" && list && !draft) options.push({ value: step.template_id, label: "A template that is gone" });
  return (
    <>
      <NativeSelect
        label="Template"
        required
        data={options}
        value={step.template_id}
        onChange={(event) => change({ ...step, template_id: event.currentTarget.value })}
      />
      <Group gap="xs">
        {draft && (
          <Button size="compact-sm" variant="default" aria-expanded={opened} onClick={() => setOpened(!opened)}>
            {opened ? "Hide the words" : "Change the words"}
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={write}>
          Write a new template
        </Button>
      </Group>
      {opened && draft && list && (
        <TemplateEditor
          draft={{ name: draft.name, subject: draft.subject, body: draft.body, fallbacks: draft.fallbacks }}
          fields={list.fields}
          change={(words) => change(step, { ...drafts, [step.template_id]: words })}
        />
      )}
    </>
  );
}
