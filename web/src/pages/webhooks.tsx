/** Webhooks of the firm's own: addresses to which Privity tells what happens; for admins. */
import { Anchor, Card, Checkbox, Code, SimpleGrid, Stack, Table, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, type Endpoint } from "../api.ts";
import { Form } from "../parts/form.tsx";
import { Once } from "../parts/once.tsx";
import { PageTitle, Section } from "../parts/page.tsx";
import { Link } from "../parts/router.tsx";
import { Empty, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { EndpointChip, EVENTS } from "../parts/webhook_words.tsx";
import { number } from "../parts/words.ts";
import { VerifySample } from "./webhook_verify.tsx";

export function WebhooksPage() {
  return (
    <>
      <PageTitle below="Privity tells your own programs what happens, the moment it happens. Each message is signed.">Webhooks</PageTitle>
      <Stack gap="md">
        <Endpoints />
        <NewEndpoint />
        <VerifySample />
      </Stack>
    </>
  );
}

function Endpoints() {
  const list = useApi<{ items: Endpoint[] }>("/webhook-endpoints", {}, { refetchInterval: 10_000 });
  const items = list.data?.items ?? [];
  return (
    waiting(list, "webhooks") ??
    (items.length === 0 ? (
      <Empty title="No webhooks yet">Add an address below. It gets what happens from then on.</Empty>
    ) : (
      <Card withBorder padding={0}>
        <Table.ScrollContainer minWidth={640}>
          <Table verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Address</Table.Th>
                <Table.Th>State</Table.Th>
                <Table.Th>Gets</Table.Th>
                <Table.Th>Waiting</Table.Th>
                <Table.Th>Failed</Table.Th>
                <Table.Th>Last arrived</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((endpoint) => (
                <Row key={endpoint.endpoint_id} endpoint={endpoint} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Card>
    ))
  );
}

function Row({ endpoint }: { endpoint: Endpoint }) {
  const { endpoint_id, url, description, state, notice, event_types, pending, failed, last_delivered_at } = endpoint;
  return (
    <Table.Tr>
      <Table.Td style={{ overflowWrap: "anywhere" }}>
        <Link className="name" href={`/webhooks/${endpoint_id}`}>
          {description || url}
        </Link>
        {description && (
          <Text size="sm" c="dimmed">
            {url}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <EndpointChip state={state} />
        {notice && <Text size="sm">{notice}</Text>}
      </Table.Td>
      <Table.Td>{event_types.length === 0 ? "Everything" : event_types.map((type) => EVENTS[type]).join("; ")}</Table.Td>
      <Table.Td>{number(pending)}</Table.Td>
      <Table.Td>{number(failed)}</Table.Td>
      <Table.Td>
        <Time at={last_delivered_at} />
      </Table.Td>
    </Table.Tr>
  );
}

function NewEndpoint() {
  const client = useQueryClient();
  const [made, setMade] = useState<(Endpoint & { secret: string }) | null>(null);
  const [types, setTypes] = useState<string[]>([]);
  return (
    <Section title="Add an address">
      <Form
        key={made?.endpoint_id}
        action="Add it"
        send={({ url, description }) =>
          send<Endpoint & { secret: string }>("POST", "/webhook-endpoints", { url, description, event_types: types })
        }
        done={(answer) => {
          setMade(answer);
          setTypes([]);
          void client.invalidateQueries();
        }}
      >
        <TextInput
          name="url"
          type="url"
          label="Address"
          description="Takes POSTs over https and answers within 15 seconds"
          placeholder="https://crm.example.com/privity"
          required
          maw={520}
        />
        <TextInput name="description" label="What it is for" maw={520} maxLength={200} />
        <EventTypes value={types} onChange={setTypes} />
      </Form>
      {made && (
        <>
          <Once
            what="The secret that its messages are signed with. It is shown here only: copy it now."
            name="the secret"
            text={made.secret}
          />
          <Text size="sm" mt="xs">
            <Anchor component={Link} inherit href={`/webhooks/${made.endpoint_id}`}>
              Send it a test message
            </Anchor>
          </Text>
        </>
      )}
    </Section>
  );
}

export function EventTypes({ value, onChange }: { value: string[]; onChange: (types: string[]) => void }) {
  return (
    <Checkbox.Group
      label="Which events"
      description="None ticked: all of them, also kinds that are added later"
      value={value}
      onChange={onChange}
    >
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing={8} mt="xs">
        {Object.entries(EVENTS).map(([type, words]) => (
          <Checkbox key={type} value={type} label={words} description={<Code>{type}</Code>} />
        ))}
      </SimpleGrid>
    </Checkbox.Group>
  );
}
