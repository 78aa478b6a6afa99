/** Syncs: starting one by hand, and the recent ones. */
import { Alert, Button, Card, Group, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { send, useConnections, usePages, type Connection, type Run } from "../api.ts";
import { Chip, type Tone } from "../parts/chip.tsx";
import { NotConnected } from "../parts/not_connected.tsx";
import { PageTitle, Section } from "../parts/page.tsx";
import { Link, usePlace } from "../parts/router.tsx";
import { Empty, More, Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { duration, HEALTH, MODES, number, PROVIDERS, RUN_STATES, word } from "../parts/words.ts";

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
        {connections.data?.items.length !== 0 && (
          <Section title="Recent syncs">
            {waiting(runs, "syncs") ?? (runs.items.length === 0 ? <Empty title="None yet" /> : <RunTable items={runs.items} />)}
          </Section>
        )}
        <More query={runs} />
      </Stack>
    </>
  );
}

function OneConnection({ connection }: { connection: Connection }) {
  const { go } = usePlace();
  const client = useQueryClient();
  const { connection_id, running_run_id } = connection;
  const start = useMutation({
    mutationFn: (what: "changes" | "everything") => send<{ run_id: string }>("POST", "/runs", { connection_id, what }),
    onSuccess: async ({ run_id }) => {
      await client.invalidateQueries();
      go(`/runs/${run_id}`);
    },
  });
  return (
    <Card withBorder padding="md">
      <Group justify="space-between">
        <Stack gap={2}>
          <Text fw={600}>
            {PROVIDERS[connection.provider]} · {connection.account_name}
          </Text>
          <Text size="sm" c="dimmed">
            {word(HEALTH, connection.health)}: {connection.health_detail} Reads as {connection.user_name}.{" "}
            {connection.as_of ? "As of " : ""}
            <Time at={connection.as_of} fallback="Not read yet" />.
          </Text>
        </Stack>
        {running_run_id ? (
          <Button onClick={() => go(`/runs/${running_run_id}`)}>Follow the sync</Button>
        ) : (
          <Group gap="xs">
            <Button variant="default" loading={start.isPending} onClick={() => start.mutate("everything")}>
              Read everything again
            </Button>
            <Button loading={start.isPending} onClick={() => start.mutate("changes")}>
              Sync now
            </Button>
          </Group>
        )}
      </Group>
      {connection.remedy && (
        <Alert color="yellow" variant="outline" mt="sm" py="xs">
          {connection.remedy}
        </Alert>
      )}
      {start.error && <Trouble error={start.error} />}
    </Card>
  );
}

const TONES: Record<string, Tone> = { running: "plain", succeeded: "good", held: "wait", failed: "bad" };

export function RunState({ state }: { state: Run["state"] }) {
  return <Chip tone={TONES[state] ?? "plain"}>{word(RUN_STATES, state)}</Chip>;
}

function RunTable({ items }: { items: Run[] }) {
  return (
    <Table.ScrollContainer minWidth={460}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Started</Table.Th>
            <Table.Th>What</Table.Th>
            <Table.Th>Outcome</Table.Th>
            <Table.Th>Rows</Table.Th>
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
                {PROVIDERS[run.provider]}: {word(MODES, run.mode)}
              </Table.Td>
              <Table.Td>
                <RunState state={run.state} />
              </Table.Td>
              <Table.Td>{number(run.rows_read)}</Table.Td>
              <Table.Td visibleFrom="sm">{number(run.requests)}</Table.Td>
              <Table.Td visibleFrom="sm">{duration(run.seconds)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
