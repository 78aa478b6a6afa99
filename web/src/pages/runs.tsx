/** Syncs: starting one by hand, and the recent ones. */
import { Alert, Card, SimpleGrid, Stack, Table, Text } from "@mantine/core";
import { useConnections, usePages, type Connection, type Run } from "../api.ts";
import { Chip, type Tone } from "../parts/chip.tsx";
import { NotConnected } from "../parts/not_connected.tsx";
import { PageTitle, Section } from "../parts/page.tsx";
import { Reconciled } from "../parts/reconcile.tsx";
import { Link } from "../parts/router.tsx";
import { outcomeOf, runName } from "../parts/run_words.ts";
import { Empty, More, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { duration, HEALTH, number, PROVIDERS, RUN_STATES, word } from "../parts/words.ts";
import { HeldChanges } from "./attention_held.tsx";
import { ReadNow } from "./runs_start.tsx";

export function RunsPage() {
  const connections = useConnections();
  const runs = usePages<Run>("/runs");
  return (
    <>
      <PageTitle>Sync</PageTitle>
      <Stack gap="md">
        {waiting(connections, "connections")}
        {connections.data?.items.length === 0 && <NotConnected />}
        {connections.data?.items
          .filter((item) => item.purpose === "sync")
          .map((item) => (
            <OneConnection key={item.connection_id} connection={item} />
          ))}
        <HeldChanges connection="" />
        {connections.data?.items.length !== 0 && (
          <Section title="Recent syncs">
            {waiting(runs, "syncs") ?? (runs.items.length === 0 ? <Empty title="None yet" /> : <RunTable items={runs.items} />)}
          </Section>
        )}
        <More query={runs} />
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          {connections.data?.items
            .filter((item) => item.purpose === "sync" && item.first_synced_at !== null)
            .map((item) => (
              <Reconciled key={item.connection_id} connection={item} />
            ))}
        </SimpleGrid>
      </Stack>
    </>
  );
}

function OneConnection({ connection }: { connection: Connection }) {
  return (
    <Card
      withBorder
      padding="md"
      component="section"
      aria-label={`Read from ${PROVIDERS[connection.provider]} · ${connection.account_name}`}
    >
      <Text fw={600}>
        {PROVIDERS[connection.provider]} · {connection.account_name}
      </Text>
      <Text size="sm" c="dimmed">
        {word(HEALTH, connection.health)}: {connection.health_detail} Reads as {connection.user_name}. {connection.as_of ? "As of " : ""}
        <Time at={connection.as_of} fallback="Not read yet" />. Next <Time at={connection.next_due?.at ?? null} fallback="not planned" />.
      </Text>
      {connection.remedy && (
        <Alert color="yellow" variant="outline" mt="sm" py="xs">
          {connection.remedy}
        </Alert>
      )}
      {connection.health !== "disconnected" && <ReadNow connection={connection} />}
    </Card>
  );
}

const TONES: Record<string, Tone> = { running: "plain", succeeded: "good", held: "wait", failed: "bad" };

export function RunState({ state }: { state: Run["state"] }) {
  return <Chip tone={TONES[state] ?? "plain"}>{word(RUN_STATES, state)}</Chip>;
}

function RunTable({ items }: { items: Run[] }) {
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Started</Table.Th>
            <Table.Th>What</Table.Th>
            <Table.Th>Outcome</Table.Th>
            <Table.Th visibleFrom="sm">Rows</Table.Th>
            <Table.Th visibleFrom="sm">Requests</Table.Th>
            <Table.Th visibleFrom="sm">Took</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((run) => (
            <Table.Tr key={run.run_id}>
              <Table.Td>
                <Link className="name" href={`/runs/${run.run_id}`}>
                  <Time at={run.started_at} />
                </Link>
              </Table.Td>
              <Table.Td>
                {PROVIDERS[run.provider]}: {runName(run)}
              </Table.Td>
              <Table.Td>
                <RunState state={run.state} />
                <Text size="sm" c="dimmed">
                  {outcomeOf(run)}
                </Text>
              </Table.Td>
              <Table.Td visibleFrom="sm">{number(run.rows_read)}</Table.Td>
              <Table.Td visibleFrom="sm">{number(run.requests)}</Table.Td>
              <Table.Td visibleFrom="sm">{duration(run.seconds)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
