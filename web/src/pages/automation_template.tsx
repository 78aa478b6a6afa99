/** One template: its words, and beside them what a named contact would read. */
import { Button, Grid, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, useMe, type Template, type TemplateList } from "../api.ts";
import { TryOut } from "../parts/automation_preview.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { PageTitle, Section } from "../parts/page.tsx";
import { usePlace, useUnsaved } from "../parts/router.tsx";
import { Empty, Trouble, waitingPage } from "../parts/states.tsx";
import { complete, NEW_TEMPLATE, TemplateEditor, type TemplateDraft } from "../parts/template_editor.tsx";
import { told } from "../parts/undo.tsx";

/** Stands for one that has no id yet. */
const UNSAVED = "00000000-0000-4000-8000-000000000000";

export function AutomationTemplatePage({ template_id }: { template_id: string }) {
  const list = useApi<TemplateList>("/automation-templates");
  const kept = list.data?.items.find((each) => each.template_id === template_id);
  if (!list.data) return waitingPage(list, "Template", "the template");
  if (template_id !== "new" && !kept) return <Empty title="This template is not here">It was taken away, or is of another firm.</Empty>;
  return <OneTemplate key={kept?.updated_at} kept={kept} fields={list.data.fields} />;
}

function OneTemplate({ kept, fields }: { kept: Template | undefined; fields: TemplateList["fields"] }) {
  const client = useQueryClient();
  const { go } = usePlace();
  const admin = useMe().data?.role === "admin";
  const before: TemplateDraft = kept
    ? { name: kept.name, subject: kept.subject, body: kept.body, fallbacks: kept.fallbacks }
    : NEW_TEMPLATE;
  const [draft, setDraft] = useState(before);
  const [removing, setRemoving] = useState(false);
  const dirty = JSON.stringify(draft) !== JSON.stringify(before);
  const saved = useUnsaved(dirty);
  const put = (words: TemplateDraft) =>
    kept
      ? send<Template>("PUT", `/automation-templates/${kept.template_id}`, words)
      : send<Template>("POST", "/automation-templates", words);
  const save = useMutation({
    mutationFn: () => put(complete(draft)),
    onSuccess: async (template) => {
      saved();
      await client.invalidateQueries();
      told(
        "The template is saved. What has not left yet leaves with these words; what somebody approved before is held until they have looked again.",
        kept &&
          (async () => {
            await put(before);
            await client.invalidateQueries();
          }),
      );
      if (!kept) go(`/automation-templates/${template.template_id}`, { replace: true });
    },
  });
  const remove = async () => {
    await send("DELETE", `/automation-templates/${kept?.template_id}`, {});
    saved();
    await client.invalidateQueries();
    go("/automations?show=templates");
  };
  const id = kept?.template_id ?? UNSAVED;
  return (
    <>
      <PageTitle below="Plain text. Fields are filled in for each person when the e-mail leaves.">{kept?.name ?? "New template"}</PageTitle>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Section title="The words">
            <fieldset className="bare" disabled={!admin}>
              <TemplateEditor draft={draft} change={setDraft} fields={fields} />
            </fieldset>
            {save.error && <Trouble error={save.error} />}
            {admin ? (
              <Group mt="md">
                <Button disabled={!dirty} loading={save.isPending} onClick={() => save.mutate()}>
                  Save the template
                </Button>
                {kept && (
                  <Button variant="default" onClick={() => setRemoving(true)}>
                    Take it away
                  </Button>
                )}
              </Group>
            ) : (
              <Text size="sm">An admin of your firm changes templates.</Text>
            )}
          </Section>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="md">
            {admin && (
              <TryOut
                document={{ trigger: { kind: "new_client" }, conditions: [], steps: [{ kind: "email", template_id: id }] }}
                templates={[{ template_id: id, ...draft }]}
                about_matter={false}
              />
            )}
          </Stack>
        </Grid.Col>
      </Grid>
      {removing && (
        <Confirm title={`Take “${kept?.name}” away?`} action="Take it away" run={remove} close={() => setRemoving(false)}>
          <Text>E-mails that would use it are held and say so. What has left stays as it was.</Text>
        </Confirm>
      )}
    </>
  );
}
