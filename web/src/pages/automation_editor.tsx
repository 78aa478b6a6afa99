/** An automation as a form: what starts it, for whom, and what it then does, one step after the other. */
import { Autocomplete, Button, Checkbox, Group, NativeSelect, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { ask, useApi, useConnections, type Member, type SettingsAnswer, type TagList } from "../api.ts";
import { CONDITIONS, STATUS_CHOICES, TRIGGERS, type AutomationDocument, type Condition, type Trigger } from "../parts/automation_words.ts";
import { Section } from "../parts/page.tsx";
import { valueAt } from "../parts/setting_document.ts";

const choicesOf = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));

export function useTagNames(): string[] {
  return useApi<TagList>("/tags").data?.items.map(({ name }) => name) ?? [];
}

const useMembers = () => (useApi<{ items: Member[] }>("/members").data?.items ?? []).filter((member) => member.active);

/** Of all connections, as the settings name them for clients. */
function usePhases(): string[] {
  const connections = useConnections().data?.items.filter((item) => item.purpose === "sync") ?? [];
  const answers = useQueries({
    queries: connections.map(({ connection_id }) => ({
      queryKey: [`/connections/${connection_id}/settings`],
      queryFn: () => ask<SettingsAnswer>(`/connections/${connection_id}/settings`),
    })),
  });
  const types = answers.flatMap(({ data }) => (valueAt(data?.document, "projects.types") ?? []) as { phases: { name: string }[] }[]);
  return [...new Set(types.flatMap(({ phases }) => phases.map(({ name }) => name)))];
}

const FIRST: Record<Trigger["kind"], Trigger> = {
  new_client: { kind: "new_client" },
  tag_gained: { kind: "tag_gained", tag: "" },
  key_fact: { kind: "key_fact", label: "Birthday", days_ahead: 0, every_year: true },
  phase_changed: { kind: "phase_changed", phase: null },
  matter_closed: { kind: "matter_closed" },
};

export function TriggerForm({ trigger, change }: { trigger: Trigger; change: (trigger: Trigger) => void }) {
  const tags = useTagNames();
  const phases = usePhases();
  return (
    <Section title="When">
      <Stack gap="sm">
        <NativeSelect
          label="What starts it"
          data={choicesOf(TRIGGERS)}
          value={trigger.kind}
          onChange={(event) => change(FIRST[event.currentTarget.value as Trigger["kind"]])}
        />
        {trigger.kind === "tag_gained" && (
          <Autocomplete
            label="Tag"
            required
            data={tags}
            limit={10}
            maxLength={64}
            value={trigger.tag}
            onChange={(tag) => change({ ...trigger, tag })}
          />
        )}
        {trigger.kind === "key_fact" && (
          <>
            <Autocomplete
              label="Key fact"
              required
              data={["Birthday"]}
              maxLength={100}
              value={trigger.label}
              onChange={(label) => change({ ...trigger, label })}
            />
            <NumberInput
              label="So many days before"
              min={0}
              max={60}
              value={trigger.days_ahead}
              onChange={(value) => change({ ...trigger, days_ahead: Number(value) })}
            />
            <Checkbox
              label="Every year"
              description="Without it: only on that very date, once"
              checked={trigger.every_year}
              onChange={(event) => change({ ...trigger, every_year: event.currentTarget.checked })}
            />
          </>
        )}
        {trigger.kind === "phase_changed" && (
          <Autocomplete
            label="Into the phase"
            description="Blank: into any phase. For the matter’s main client."
            data={phases}
            maxLength={200}
            value={trigger.phase ?? ""}
            onChange={(phase) => change({ ...trigger, phase: phase === "" ? null : phase })}
          />
        )}
        {trigger.kind === "matter_closed" && <Text size="sm">For the matter’s main client.</Text>}
      </Stack>
    </Section>
  );
}

const FIRST_CONDITION: Record<Condition["kind"], Condition> = {
  has_tag: { kind: "has_tag", tag: "" },
  lacks_tag: { kind: "lacks_tag", tag: "" },
  status: { kind: "status", any_of: ["active"] },
  owner: { kind: "owner", any_of: [] },
};

interface ConditionsProps {
  conditions: AutomationDocument["conditions"];
  change: (conditions: AutomationDocument["conditions"]) => void;
}

export function ConditionsForm({ conditions, change }: ConditionsProps) {
  const set = (at: number, condition: Condition) => change(conditions.with(at, condition));
  return (
    <Section title="Only if">
      <Stack gap="sm">
        {conditions.length === 0 && <Text size="sm">No condition: for everybody whom the trigger is about.</Text>}
        {conditions.map((condition, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- they have nothing of their own but their place
          <fieldset className="entry" key={index}>
            <legend>Condition {index + 1}</legend>
            <Stack gap="xs">
              <NativeSelect
                aria-label={`Condition ${index + 1}`}
                data={choicesOf(CONDITIONS)}
                value={condition.kind}
                onChange={(event) => set(index, FIRST_CONDITION[event.currentTarget.value as Condition["kind"]])}
              />
              <ConditionField condition={condition} change={(next) => set(index, next)} />
              <div>
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`Take away, condition ${index + 1}`}
                  onClick={() => change(conditions.toSpliced(index, 1))}
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
            disabled={conditions.length >= 20}
            onClick={() => change([...conditions, FIRST_CONDITION.has_tag])}
          >
            Add a condition
          </Button>
        </div>
      </Stack>
    </Section>
  );
}

function ConditionField({ condition, change }: { condition: Condition; change: (condition: Condition) => void }) {
  const tags = useTagNames();
  const members = useMembers();
  if (condition.kind === "has_tag" || condition.kind === "lacks_tag")
    return (
      <Autocomplete
        label="Tag"
        required
        data={tags}
        limit={10}
        maxLength={64}
        value={condition.tag}
        onChange={(tag) => change({ ...condition, tag })}
      />
    );
  const choices =
    condition.kind === "status" ? choicesOf(STATUS_CHOICES) : members.map(({ member_id, name }) => ({ value: member_id, label: name }));
  return (
    <Checkbox.Group
      label={condition.kind === "status" ? "Any of these" : "Any of these members"}
      value={condition.any_of}
      onChange={(any_of) => change({ ...condition, any_of } as Condition)}
    >
      <Group gap="sm" mt={4}>
        {choices.map(({ value, label }) => (
          <Checkbox key={value} value={value} label={label} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}

export function NameField({ name, change }: { name: string; change: (name: string) => void }) {
  return (
    <TextInput
      label="Name"
      description="Only your firm sees it."
      required
      maxLength={200}
      value={name}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}
