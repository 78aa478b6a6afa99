/** First run: the firm is being read. The run goes on by itself; this page, or another one, looks on. */
import { Alert, Button, Group, List, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { send, useApi, useConnections, type Connection, type Run } from "../api.ts";
import { RunProgress, useFollowing } from "../parts/run_progress.tsx";
import { Loading, Trouble, waiting } from "../parts/states.tsx";
import { PHASES, PROVIDERS, word } from "../parts/words.ts";
import { Heading } from "./first_run_firm.tsx";
import type { StepProps } from "./first_run.tsx";

export function ReadingStep({ run }: StepProps) {
  const reader = useConnections().data?.items.find((item) => item.connection_id === run.connection_id);
  const name = PROVIDERS[run.provider ?? "clio"];
  return (
    <Stack gap="md">
      <Heading>{`Reading your firm from ${name}`}</Heading>
      <Text>
        {reader && `Privity reads as ${reader.user_name}. `}Nothing is sent and nothing is started. This page can be closed meanwhile: it
        goes on, open matters first.
      </Text>
      {reader && <Hindered connection={reader} />}
      {run.run_id === null ? (
        <Loading what="the first sync: it begins within a few seconds" />
      ) : (
        <Following key={run.run_id} run_id={run.run_id} />
      )}
    </Stack>
  );
}

function Following({ run_id }: { run_id: string }) {
  const query = useApi<Run>(`/runs/${run_id}`);
  const run = query.data;
  useFollowing(run_id, run?.state === "running");
  if (!run) return waiting(query, "how far it is");
  return (
    <div>
      {run.state === "failed" ? (
        <Failed run={run} />
      ) : (
        <Text fw={600} mb={4}>
          {word(PHASES, run.phase)}
        </Text>
      )}
      <RunProgress run={run} />
    </div>
  );
}

function Failed({ run }: { run: Run }) {
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => send("POST", "/runs", { connection_id: run.connection_id, what: "everything" }),
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <Alert color="red" variant="outline" role="alert" title="Reading stopped" mb="md">
      <Text size="sm">{run.error}</Text>
      {run.remedy && <Text size="sm">{run.remedy}</Text>}
      <Text size="sm" mt={4}>
        Privity tries again by itself, and goes on where it stood.
      </Text>
      {again.error && <Trouble error={again.error} />}
      <Group mt="sm">
        <Button size="xs" loading={again.isPending} onClick={() => again.mutate()}>
          Try again now
        </Button>
      </Group>
    </Alert>
  );
}

/** B-CON-3: what the provider does not let this account see, in its words, with the remedy. */
function Hindered({ connection }: { connection: Connection }) {
  const refused = connection.probe?.checks.filter((check) => check.allowed === false) ?? [];
  if (refused.length === 0) return null;
  return (
    <Alert
      color="yellow"
      variant="outline"
      styles={{ title: { color: "var(--mantine-color-text)" } }}
      title={`${connection.user_name} may not see everything`}
    >
      <List size="sm">
        {refused.map((check) => (
          <List.Item key={check.what}>
            {check.said} {check.remedy}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
