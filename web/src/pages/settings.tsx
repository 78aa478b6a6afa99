/** Settings: what each means and is, and the whole document to change as text. A later issue gives each its own field. */
import { Alert, Button, Code, Group, List, Stack, Table, Tabs, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem, send, useApi, useConnections, type Connection, type SettingsAnswer } from "../api.ts";
import { PageTitle } from "../parts/page.tsx";
import { Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { PROVIDERS } from "../parts/words.ts";

export function SettingsPage() {
  const connections = useConnections();
  const items = connections.data?.items.filter((item) => item.purpose === "sync") ?? [];
  return (
    <>
      <PageTitle below="What you change is worked out again for the whole firm at once, without reading from the provider.">
        Settings
      </PageTitle>
      {waiting(connections, "connections")}
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
  const [editing, setEditing] = useState(false);
  const settings = query.data;
  if (!settings) return waiting(query, "settings");
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          Version {settings.version}, <Time at={settings.created_at} />, by {settings.created_by}
          {settings.note && `: ${settings.note}`}
        </Text>
        {!editing && <Button onClick={() => setEditing(true)}>Change</Button>}
      </Group>
      {editing ? (
        <Editor key={settings.version} connection={connection} settings={settings} close={() => setEditing(false)} />
      ) : (
        <Described settings={settings} />
      )}
    </Stack>
  );
}

function Described({ settings }: { settings: SettingsAnswer }) {
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table verticalSpacing="xs" bg="var(--mantine-color-body)" withTableBorder>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Setting</Table.Th>
            <Table.Th>Value</Table.Th>
            <Table.Th>What it means</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {settings.described.map((setting) => (
            <Table.Tr key={setting.path}>
              <Table.Td>
                <Code>{setting.path}</Code>
              </Table.Td>
              <Table.Td style={{ overflowWrap: "anywhere" }}>{shown(valueAt(settings.document, setting.path))}</Table.Td>
              <Table.Td>
                <Text size="sm">{setting.description}</Text>
                <Text size="xs" c="dimmed">
                  {setting.allowed ? `One of: ${setting.allowed.join(", ")}` : setting.type}. Default: {shown(setting.default)}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Editor({ connection, settings, close }: { connection: Connection; settings: SettingsAnswer; close: () => void }) {
  const client = useQueryClient();
  const [text, setText] = useState(() => JSON.stringify(settings.document, null, 2));
  const save = useMutation({
    mutationFn: () =>
      send<SettingsAnswer>("PUT", `/connections/${connection.connection_id}/settings`, {
        document: JSON.parse(text) as unknown,
        if_version: settings.version,
      }),
    onSuccess: async () => {
      close();
      await client.invalidateQueries();
    },
  });
  const refused = save.error instanceof ApiProblem ? save.error.body.errors : undefined;
  return (
    <Stack gap="sm">
      <Textarea
        label="All settings of this connection"
        description="Change the values and save. What is wrong is named with its place."
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autosize
        minRows={12}
        maxRows={32}
        spellCheck={false}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: "0.8125rem" } }}
      />
      {refused ? (
        <Alert color="red" variant="outline" title="These were not saved" role="alert">
          <List size="sm">
            {refused.map((error) => (
              <List.Item key={error.path + error.message}>
                <Code>{error.path}</Code> {error.message}
                {error.allowed && `: ${error.allowed.join(", ")}`}
              </List.Item>
            ))}
          </List>
        </Alert>
      ) : (
        save.error && (
          <Trouble error={save.error instanceof SyntaxError ? new Error(`This is not JSON yet: ${save.error.message}`) : save.error} />
        )
      )}
      <Group>
        <Button loading={save.isPending} onClick={() => save.mutate()}>
          Save
        </Button>
        <Button variant="default" onClick={close}>
          Leave as it is
        </Button>
      </Group>
    </Stack>
  );
}

function valueAt(document: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (place, name) => (typeof place === "object" && place !== null ? (place as Record<string, unknown>)[name] : undefined),
      document,
    );
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (Array.isArray(value) && value.length === 0) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}
