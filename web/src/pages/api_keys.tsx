/** Keys by which programs come in: made once, shown once, revoked for good. */
import { Anchor, Button, Card, Code, Group, List, NativeSelect, NumberInput, Stack, Table, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, type ApiKey, type CreatedApiKey } from "../api.ts";
import { Chip } from "../parts/chip.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { Form } from "../parts/form.tsx";
import { Once } from "../parts/once.tsx";
import { PageTitle, Section } from "../parts/page.tsx";
import { Empty, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { told } from "../parts/undo.tsx";

const MAY = { read: "Read", write: "Read, log activities, start syncs", admin: "Whatever an admin may" } as const;
const SCOPES = Object.entries(MAY).map(([value, label]) => ({ value, label }));

export function ApiKeysPage() {
  return (
    <>
      <PageTitle below="For programs of your firm. A key acts in the name of whoever made it, and never may more than they.">
        API keys
      </PageTitle>
      <Stack gap="md">
        <MakeKey />
        <Keys />
      </Stack>
    </>
  );
}

function MakeKey() {
  const client = useQueryClient();
  const [made, setMade] = useState<CreatedApiKey | null>(null);
  const create = ({ name, scope, days }: Record<string, string>) =>
    send<CreatedApiKey>("POST", "/api-keys", { name, scopes: [scope], expires_in_days: days ? Number(days) : null });
  const done = (created: CreatedApiKey) => {
    setMade(created);
    void client.invalidateQueries();
  };
  return (
    <Section title="Make a key">
      <Form key={made?.key} action="Make a key" send={create} done={done}>
        <Group align="end">
          <TextInput name="name" label="What it is for" required />
          <NativeSelect name="scope" label="May" data={SCOPES} />
          <NumberInput
            name="days"
            label="Good for (days)"
            description="Empty: until revoked"
            defaultValue={365}
            min={1}
            max={3650}
            allowDecimal={false}
          />
        </Group>
      </Form>
      {made && <Once what="The key. It is shown here only: copy it now." name="the key" text={made.key} />}
      <Text size="sm" mt="md" fw={600}>
        What a key may do
      </Text>
      <List size="sm" mt={4} spacing={2}>
        <List.Item>
          <b>Read:</b> contacts, matters, runs, deliveries, settings and the feed of events.
        </List.Item>
        <List.Item>
          <b>Read, log activities, start syncs:</b> whatever a member may at the page.
        </List.Item>
        <List.Item>
          <b>Whatever an admin may:</b> also settings, members and webhooks. No key can make another key.
        </List.Item>
      </List>
      <Text size="sm" mt="sm">
        Send it as <Code>Authorization: Bearer pv_…</Code>. All that the API can do is described at{" "}
        <Anchor inherit underline="always" href="/api/v1/openapi.json">
          /api/v1/openapi.json
        </Anchor>
        .
      </Text>
    </Section>
  );
}

function Keys() {
  const client = useQueryClient();
  const keys = useApi<{ items: ApiKey[] }>("/api-keys");
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const items = keys.data?.items ?? [];
  return (
    <>
      {waiting(keys, "keys") ??
        (items.length === 0 ? (
          <Empty title="No keys yet">Make one above, when a program needs it.</Empty>
        ) : (
          <Card withBorder padding={0}>
            <Table.ScrollContainer minWidth={680}>
              <Table verticalSpacing="sm" horizontalSpacing="md">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>For</Table.Th>
                    <Table.Th>May</Table.Th>
                    <Table.Th>Made</Table.Th>
                    <Table.Th>Last used</Table.Th>
                    <Table.Th>Good until</Table.Th>
                    <Table.Th>
                      <span className="only-heard">Revoke</span>
                    </Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((key) => (
                    <Row key={key.api_key_id} row={key} revoke={() => setRevoking(key)} />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          </Card>
        ))}
      {revoking && (
        <Confirm
          title={`Revoke “${revoking.name}”?`}
          action="Revoke"
          typed={revoking.name}
          close={() => setRevoking(null)}
          run={async () => {
            await send("POST", `/api-keys/${revoking.api_key_id}/revoke`, {});
            told(`“${revoking.name}” is revoked.`);
            await client.invalidateQueries();
          }}
        >
          <Text size="sm">
            The program that uses <Code>{revoking.prefix}…</Code> is shut out at once, for good. Last used:{" "}
            <Time at={revoking.last_used_at} />.
          </Text>
        </Confirm>
      )}
    </>
  );
}

function Row({ row, revoke }: { row: ApiKey; revoke: () => void }) {
  const scope = row.scopes.includes("admin") ? "admin" : row.scopes.includes("write") ? "write" : "read";
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={600}>{row.name}</Text>
        <Code>{row.prefix}…</Code>
      </Table.Td>
      <Table.Td>{MAY[scope]}</Table.Td>
      <Table.Td>
        {row.member.name}, <Time at={row.created_at} />
      </Table.Td>
      <Table.Td>
        <Time at={row.last_used_at} />
      </Table.Td>
      <Table.Td>
        <Time at={row.expires_at} fallback="it is revoked" />
      </Table.Td>
      <Table.Td>
        {row.revoked_at === null ? (
          <Button size="xs" variant="default" aria-label={`Revoke ${row.name}`} onClick={revoke}>
            Revoke
          </Button>
        ) : (
          <Chip tone="bad">Revoked</Chip>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
