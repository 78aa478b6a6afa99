/** Settings: a field for each, tried on the whole firm before they are applied, with every earlier version to go back to. */
import { Alert, Button, Code, Group, List, Stack, Tabs, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem, send, useApi, useConnections, type Connection, type SettingsAnswer, type StartedPreview } from "../api.ts";
import { NotConnected } from "../parts/not_connected.tsx";
import { PageTitle } from "../parts/page.tsx";
import { SettingsForm, type Document, type FieldErrors } from "../parts/settings_form.tsx";
import { Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { PROVIDERS } from "../parts/words.ts";
import { PreviewPanel } from "./settings_preview.tsx";
import { Versions } from "./settings_versions.tsx";

export function SettingsPage() {
  const connections = useConnections();
  const items = connections.data?.items.filter((item) => item.purpose === "sync") ?? [];
  return (
    <>
      <PageTitle below="What you change is worked out again for the whole firm at once, without reading from the provider.">
        Settings
      </PageTitle>
      {waiting(connections, "connections")}
      {connections.data && items.length === 0 && <NotConnected />}
      {items[0] && (
        <Tabs defaultValue={items[0].connection_id} keepMounted={false}>
          <Tabs.List mb="md">
            {items.map((item) => (
              <Tabs.Tab key={item.connection_id} value={item.connection_id}>
                {PROVIDERS[item.provider]} · {item.account_name}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {items.map((item) => (
            <Tabs.Panel key={item.connection_id} value={item.connection_id}>
              <OneConnection connection={item} />
            </Tabs.Panel>
          ))}
        </Tabs>
      )}
    </>
  );
}

function OneConnection({ connection }: { connection: Connection }) {
  const query = useApi<SettingsAnswer>(`/connections/${connection.connection_id}/settings`);
  const settings = query.data;
  if (!settings) return waiting(query, "settings");
  // A new version begins the form anew.
  return <Editor key={settings.version} connection_id={connection.connection_id} settings={settings} />;
}

type Tried = { document: Document } | { version: number };

function Editor({ connection_id, settings }: { connection_id: string; settings: SettingsAnswer }) {
  const path = `/connections/${connection_id}`;
  const client = useQueryClient();
  const [draft, setDraft] = useState<Document>(settings.document);
  const [preview_id, setPreview] = useState<string | null>(null);
  const start = useMutation({
    mutationFn: (tried: Tried) => send<StartedPreview>("POST", `${path}/previews`, { ...tried, if_version: settings.version }),
    onSuccess: (started) => setPreview(started.preview_id),
  });
  const save = useMutation({
    mutationFn: (document: Document) => send<SettingsAnswer>("PUT", `${path}/settings`, { document, if_version: settings.version }),
    onSuccess: () => client.invalidateQueries(),
  });
  const change = (document: Document) => {
    setDraft(document);
    start.reset();
    save.reset();
  };
  const changed = JSON.stringify(draft) !== JSON.stringify(settings.document);
  const error = start.error ?? save.error;
  const errors: FieldErrors = (error instanceof ApiProblem ? error.body.errors : undefined) ?? [];
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        Version {settings.version}, <Time at={settings.created_at} />, by {settings.created_by}
        {settings.note && `: ${settings.note}`}
      </Text>
      <SettingsForm connection_id={connection_id} settings={settings} draft={draft} change={change} errors={errors} />
      {errors.length > 0 ? <Refused errors={errors} /> : error && <Trouble error={error} />}
      <Group className={changed ? "at-hand" : ""}>
        <Button disabled={!changed} loading={start.isPending} onClick={() => start.mutate({ document: draft })}>
          See what would change
        </Button>
        <Button variant="default" disabled={!changed} loading={save.isPending} onClick={() => save.mutate(draft)}>
          Save without looking
        </Button>
        <Button variant="default" disabled={!changed} onClick={() => change(settings.document)}>
          Undo
        </Button>
      </Group>
      {preview_id && <PreviewPanel key={preview_id} connection_id={connection_id} preview_id={preview_id} close={() => setPreview(null)} />}
      <Versions connection_id={connection_id} newest={settings.version} preview={(version) => start.mutate({ version })} />
      <AsText draft={draft} change={change} />
    </Stack>
  );
}

function Refused({ errors }: { errors: FieldErrors }) {
  return (
    <Alert color="red" variant="outline" title="These settings cannot stand" role="alert">
      <List size="sm">
        {errors.map((error) => (
          <List.Item key={error.path + error.message}>
            <Code>{error.path}</Code> {error.message}
            {error.allowed && `: ${error.allowed.join(", ")}`}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** For whoever would rather copy a whole document from one place to another. */
function AsText({ draft, change }: { draft: Document; change: (document: Document) => void }) {
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const take = () => {
    try {
      change(JSON.parse(text ?? "{}") as Document);
      setText(null);
      setProblem(null);
    } catch (error) {
      setProblem(`This is not JSON yet: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return (
    <details className="why">
      <summary>
        <span className="why-mark">Advanced: all settings as text</span>
      </summary>
      <Stack gap="sm" mt="sm">
        <Textarea
          label="All settings of this connection"
          description="Taken into the form above; nothing is saved before you say so there."
          value={text ?? JSON.stringify(draft, null, 2)}
          onChange={(event) => setText(event.currentTarget.value)}
          error={problem}
          autosize
          minRows={12}
          maxRows={32}
          spellCheck={false}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: "0.8125rem" } }}
        />
        <Group>
          <Button variant="default" disabled={text === null} onClick={take}>
            Take into the form
          </Button>
        </Group>
      </Stack>
    </details>
  );
}
