/** Builds a form: its questions, where answers go, when it is sent by itself. Saved as a new version; what was sent keeps its own. */
import { Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, useConnections, type Form, type FormDocument, type FormPlaces } from "../api.ts";
import { Confirm } from "../parts/confirm.tsx";
import { allFields, NEW_FORM, tidy } from "../parts/form_draft.ts";
import { Both, Rules, Sections } from "../parts/form_sections.tsx";
import { PageTitle, Section } from "../parts/page.tsx";
import { usePlace, useUnsaved } from "../parts/router.tsx";
import { Empty, Trouble, waiting, waitingPage } from "../parts/states.tsx";
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
  if (made && !form.data) return waitingPage(form, "Form", "the form");
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
