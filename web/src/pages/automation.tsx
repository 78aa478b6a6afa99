/** One automation: on or off, its form with a contact to try it on beside it, its earlier versions, and the ledger of what it started. */
import { Button, Grid, Group, Stack, Switch, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, useMe, type Automation, type Template } from "../api.ts";
import { useNames } from "../parts/automation_parts.tsx";
import { TryOut } from "../parts/automation_preview.tsx";
import { sentence, type AutomationDocument } from "../parts/automation_words.ts";
import { Chip } from "../parts/chip.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { PageTitle, Section } from "../parts/page.tsx";
import { usePlace, useUnsaved } from "../parts/router.tsx";
import { Trouble, waiting, waitingPage } from "../parts/states.tsx";
import { complete } from "../parts/template_editor.tsx";
import { Time } from "../parts/time.tsx";
import { told } from "../parts/undo.tsx";
import { ConditionsForm, NameField, TriggerForm } from "./automation_editor.tsx";
import { Ledger, StartByHand } from "./automation_ledger.tsx";
import { isNew, StepsForm, type TemplateDrafts } from "./automation_steps.tsx";

const EMPTY: AutomationDocument = { trigger: { kind: "new_client" }, conditions: [], steps: [] };

export function AutomationPage({ automation_id }: { automation_id: string }) {
  const is_new = automation_id === "new";
  const query = useApi<Automation>(`/automations/${automation_id}`, {}, { enabled: !is_new });
  if (is_new) return <OneAutomation kept={null} />;
  if (!query.data) return waitingPage(query, "Automation", "the automation");
  return <OneAutomation key={query.data.version} kept={query.data} />;
}

interface Draft {
  name: string;
  document: AutomationDocument;
  templates: TemplateDrafts;
}

function OneAutomation({ kept }: { kept: Automation | null }) {
  const admin = useMe().data?.role === "admin";
  const names = useNames();
  const [draft, setDraft] = useState<Draft>({ name: kept?.name ?? "", document: kept?.document ?? EMPTY, templates: {} });
  const dirty =
    draft.name !== (kept?.name ?? "") ||
    JSON.stringify(draft.document) !== JSON.stringify(kept?.document ?? EMPTY) ||
    Object.keys(draft.templates).length > 0;
  const saved = useUnsaved(dirty);
  const { document } = draft;
  const set = (part: Partial<AutomationDocument>) => setDraft({ ...draft, document: { ...document, ...part } });
  return (
    <>
      <PageTitle
        aside={kept && <OnOff automation={kept} admin={admin} />}
        below={document.steps.length === 0 ? "It is off until you switch it on." : sentence(document, namesWith(names, draft.templates))}
      >
        {kept?.name ?? "New automation"}
      </PageTitle>
      <Stack gap="md">
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 7 }}>
            <fieldset className="bare" disabled={!admin}>
              <Stack gap="md">
                <NameField name={draft.name} change={(name) => setDraft({ ...draft, name })} />
                <TriggerForm trigger={document.trigger} change={(trigger) => set({ trigger })} />
                <ConditionsForm conditions={document.conditions} change={(conditions) => set({ conditions })} />
                <StepsForm
                  steps={document.steps}
                  drafts={draft.templates}
                  change={(steps, templates) => setDraft({ ...draft, document: { ...document, steps }, templates })}
                />
              </Stack>
            </fieldset>
            {admin ? (
              <SaveBar
                kept={kept}
                draft={draft}
                dirty={dirty}
                saved={saved}
                drop={() => setDraft({ name: kept?.name ?? "", document: kept?.document ?? EMPTY, templates: {} })}
              />
            ) : (
              <Text size="sm" mt="sm">
                An admin of your firm changes automations.
              </Text>
            )}
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 5 }}>
            <Stack gap="md">
              {admin && (
                <TryOut
                  document={document}
                  templates={Object.entries(draft.templates).map(([template_id, words]) => ({ template_id, ...words }))}
                  about_matter={document.trigger.kind === "phase_changed" || document.trigger.kind === "matter_closed"}
                />
              )}
              {kept && admin && <StartByHand automation={kept} />}
              {kept && <Versions automation={kept} take={admin ? (earlier) => setDraft({ ...draft, document: earlier }) : null} />}
            </Stack>
          </Grid.Col>
        </Grid>
        {kept && <Ledger automation_id={kept.automation_id} />}
      </Stack>
    </>
  );
}

function namesWith(names: ReturnType<typeof useNames>, drafts: TemplateDrafts): ReturnType<typeof useNames> {
  const typed = Object.entries(drafts).map(([id, { name }]) => [id, name || "a new template"] as const);
  return { ...names, templates: new Map([...names.templates, ...typed]) };
}

interface SaveProps {
  kept: Automation | null;
  draft: Draft;
  dirty: boolean;
  saved: () => void;
  drop: () => void;
}

/** Templates first: the automation speaks of them by the ids that they get. What is saved already is not saved twice when the rest fails. */
function SaveBar({ kept, draft, dirty, saved, drop }: SaveProps) {
  const client = useQueryClient();
  const { go } = usePlace();
  const [ids] = useState(() => new Map<string, string>());
  const save = useMutation({
    mutationFn: async () => {
      for (const [id, words] of Object.entries(draft.templates)) {
        const known = ids.get(id) ?? (isNew(id) ? null : id);
        const template = await send<Template>(
          known === null ? "POST" : "PUT",
          `/automation-templates${known === null ? "" : `/${known}`}`,
          complete(words),
        );
        ids.set(id, template.template_id);
      }
      const steps = draft.document.steps.map((step) =>
        step.kind === "email" ? { ...step, template_id: ids.get(step.template_id) ?? step.template_id } : step,
      );
      const body = { name: draft.name, document: { ...draft.document, steps } };
      return kept === null
        ? send<Automation>("POST", "/automations", body)
        : send<Automation>("PUT", `/automations/${kept.automation_id}`, { ...body, if_version: kept.version });
    },
    onSuccess: async (automation) => {
      saved();
      await client.invalidateQueries();
      told(kept?.active ? "Saved. What starts from now on goes by this version." : "Saved. It is off: try it, then switch it on.");
      if (kept === null) go(`/automations/${automation.automation_id}`, { replace: true });
    },
  });
  const lacking = !draft.name.trim() ? "Give it a name." : draft.document.steps.length === 0 ? "Add at least one step." : null;
  return (
    <Stack gap="xs" mt="md">
      {save.error && <Trouble error={save.error} />}
      <Group>
        <Button disabled={!dirty || lacking !== null} loading={save.isPending} onClick={() => save.mutate()}>
          Save the automation
        </Button>
        {dirty && kept && (
          <Button variant="default" onClick={() => (drop(), save.reset())}>
            Undo all
          </Button>
        )}
        {dirty && lacking && <Text size="sm">{lacking}</Text>}
      </Group>
    </Stack>
  );
}

function OnOff({ automation: { automation_id, name, active, active_since }, admin }: { automation: Automation; admin: boolean }) {
  const client = useQueryClient();
  const { go } = usePlace();
  const [removing, setRemoving] = useState(false);
  const turn = async (on: boolean) => {
    await send("POST", `/automations/${automation_id}/switch`, { active: on });
    await client.invalidateQueries();
  };
  const change = useMutation({
    mutationFn: turn,
    onSuccess: (_done, on) =>
      told(on ? "It is on: what happens from now on starts it." : "It is off: what was under way stops.", () => turn(!on)),
  });
  const remove = async () => {
    await send("DELETE", `/automations/${automation_id}`, {});
    await client.invalidateQueries();
    go("/automations");
  };
  return (
    <Group gap="md">
      {admin ? (
        <Switch label="On" aria-label={`${name} is on`} checked={active} onChange={() => change.mutate(!active)} />
      ) : (
        <Chip short tone={active ? "good" : "past"}>
          {active ? "On" : "Off"}
        </Chip>
      )}
      {active_since && (
        <Text size="sm" c="dimmed">
          since <Time at={active_since} />
        </Text>
      )}
      {admin && (
        <Button size="xs" variant="default" onClick={() => setRemoving(true)}>
          Take away
        </Button>
      )}
      {change.error && <Trouble error={change.error} />}
      {removing && (
        <Confirm title={`Take “${name}” away?`} action="Take it away" run={remove} close={() => setRemoving(false)}>
          <Text>It starts nothing more, and what is under way stops. Its ledger stays.</Text>
        </Confirm>
      )}
    </Group>
  );
}

interface Versions {
  items: { version: number; document: AutomationDocument; created_by: string; created_at: string }[];
}

/** What started goes on by the version that it started with. */
function Versions({ automation, take }: { automation: Automation; take: ((document: AutomationDocument) => void) | null }) {
  const names = useNames();
  const list = useApi<Versions>(`/automations/${automation.automation_id}/versions`);
  return (
    <Section title="Versions">
      {waiting(list, "versions")}
      <Stack gap="sm">
        {list.data?.items.map(({ version, document, created_by, created_at }) => (
          <div key={version}>
            <Text size="sm">
              <b>Version {version}</b>, {created_by}, <Time at={created_at} />
            </Text>
            <Text size="sm" c="dimmed">
              {sentence(document, names)}
            </Text>
            {take && version !== automation.version && (
              <Button size="compact-sm" variant="default" mt={4} onClick={() => take(document)}>
                Put version {version} into the form
              </Button>
            )}
          </div>
        ))}
      </Stack>
    </Section>
  );
}
