/** Activities on their way to the provider: how many are in which state, and each of them; and what waits for a matter. */
import { Anchor, Card, Group, SimpleGrid, Stack, Table, Tabs, Text } from "@mantine/core";
import { useApi, usePages, type Delivery, type OutboxAnswer } from "../api.ts";
import { DeliveryChip } from "../parts/delivery.tsx";
import { Choice, ConnectionChoice } from "../parts/filters.tsx";
import { PageTitle, Section } from "../parts/page.tsx";
import { Link, useQueryValue } from "../parts/router.tsx";
import { Empty, More, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { ACTIVITIES, DELIVERY_HINTS, DELIVERY_STATES, number, PROVIDERS, word } from "../parts/words.ts";
import { NeedsFilingList } from "./needs_filing.tsx";

const options = (words: Record<string, string>) => [
  { value: "", label: "Any" },
  ...Object.entries(words).map(([value, label]) => ({ value, label })),
];

export function OutboxPage() {
  const outbox = useApi<OutboxAnswer>("/outbox", {}, { refetchInterval: 3000 });
  const [connection] = useQueryValue("connection");
  const [tab, setTab] = useQueryValue("show");
  const shown = outbox.data?.connections.filter((row) => !connection || row.connection_id === connection) ?? [];
  return (
    <>
      <PageTitle below="What is logged in Privity is written to the provider once, whatever fails in between.">Outbox</PageTitle>
      <Stack gap="md">
        <Group>
          <ConnectionChoice />
        </Group>
        {waiting(outbox, "the outbox")}
        <SimpleGrid cols={{ base: 1, md: Math.min(2, Math.max(1, shown.length)) }}>
          {shown.map((row) => (
            <Sums key={row.connection_id} row={row} />
          ))}
        </SimpleGrid>
        <Tabs value={tab || "deliveries"} onChange={(value) => setTab(value === "deliveries" ? null : value)} keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="deliveries">Deliveries</Tabs.Tab>
            <Tabs.Tab value="filing">Needs a matter</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="deliveries">
            <DeliveryList connection={connection} />
          </Tabs.Panel>
          <Tabs.Panel value="filing">
            <NeedsFilingList connection={connection} />
          </Tabs.Panel>
        </Tabs>
      </Stack>
    </>
  );
}

function Sums({ row }: { row: OutboxAnswer["connections"][number] }) {
  const states = Object.entries(row.by_state).filter(([, count]) => (count ?? 0) > 0);
  return (
    <Section title={`${PROVIDERS[row.provider]} · ${row.account_name}`}>
      {states.length === 0 ? (
        <Text c="dimmed">Nothing was written yet.</Text>
      ) : (
        <Table verticalSpacing={4} horizontalSpacing={4} withRowBorders={false}>
          <Table.Tbody>
            {states.map(([state, count]) => (
              <Table.Tr key={state}>
                <Table.Th scope="row" fw={500}>
                  <Anchor component={Link} inherit href={`/outbox?connection=${row.connection_id}&state=${state}`}>
                    {word(DELIVERY_STATES, state)}
                  </Anchor>
                </Table.Th>
                <Table.Td ta="right">{number(count ?? 0)}</Table.Td>
                <Table.Td>
                  <Text size="sm" c="dimmed">
                    {DELIVERY_HINTS[state]}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {row.oldest_queued_at && (
        <Text size="sm" mt="xs">
          The oldest waits since <Time at={row.oldest_queued_at} />.
        </Text>
      )}
      {row.needs_filing > 0 && (
        <Text size="sm" mt="xs">
          <Anchor component={Link} inherit href={`/outbox?connection=${row.connection_id}&show=filing`}>
            {row.needs_filing === 1 ? "1 needs a matter" : `${number(row.needs_filing)} need a matter`}
          </Anchor>
        </Text>
      )}
    </Section>
  );
}

function DeliveryList({ connection }: { connection: string }) {
  const [state] = useQueryValue("state");
  const [kind] = useQueryValue("kind");
  const list = usePages<Delivery>("/deliveries", { connection, state, kind });
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
        <Choice name="state" label="State" options={options(DELIVERY_STATES)} />
        <Choice name="kind" label="Kind" options={options(ACTIVITIES)} />
      </SimpleGrid>
      {waiting(list, "deliveries") ??
        (list.items.length === 0 ? (
          <Empty title="No deliveries">None fits, or nothing was logged yet.</Empty>
        ) : (
          <Card withBorder padding={0}>
            <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>What</Table.Th>
                  <Table.Th>State</Table.Th>
                  <Table.Th visibleFrom="sm">Since</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.items.map((delivery) => (
                  <Row key={delivery.delivery_id} delivery={delivery} />
                ))}
              </Table.Tbody>
            </Table>
          </Card>
        ))}
      <More query={list} />
    </Stack>
  );
}

function Row({ delivery }: { delivery: Delivery }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Link className="name" href={`/outbox/${delivery.delivery_id}`}>
          {word(ACTIVITIES, delivery.kind)} · {delivery.contact_name || delivery.contact_id}
        </Link>
        <Text size="sm" c="dimmed">
          {delivery.author.name}, <Time at={delivery.occurred_at} />
        </Text>
      </Table.Td>
      <Table.Td>
        <DeliveryChip state={delivery.state} />
        {delivery.reason && (
          <Text size="sm" c="dimmed">
            {delivery.reason.words}
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Time at={delivery.since} />
      </Table.Td>
    </Table.Tr>
  );
}
