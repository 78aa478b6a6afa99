/** Batches that a first sync, a reconnect, changed settings or an unusual day would start: nothing of them leaves until an admin says so (B-AUT-2). */
import { Card, Group, Stack, Text } from "@mantine/core";
import { useApi, type Batch } from "../api.ts";
import { WhyLine } from "../parts/automation_parts.tsx";
import { Chip } from "../parts/chip.tsx";
import { Link } from "../parts/router.tsx";
import { Empty, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { number, PROVIDERS } from "../parts/words.ts";

export const batchTitle = ({ held, state }: Batch): string =>
  state === "open" ? `${number(held)} would start` : state === "approved" ? "Approved" : "Dismissed";

export function BatchList() {
  const list = useApi<{ items: Batch[] }>("/automation-batches");
  const items = list.data?.items ?? [];
  return (
    waiting(list, "held batches") ??
    (items.length === 0 ? (
      <Empty title="No held batches">
        What a first sync, a change of settings or an unusually large import would start all at once is held here, and waits for an admin.
      </Empty>
    ) : (
      <Stack gap="sm">
        {items.map((batch) => (
          <Card key={batch.batch_id} withBorder padding="md" component="article">
            <Group justify="space-between">
              <Link className="name" href={`/automation-batches/${batch.batch_id}`}>
                {batchTitle(batch)} · {PROVIDERS[batch.provider]}, <Time at={batch.created_at} />
              </Link>
              <Chip short tone={batch.state === "open" ? "wait" : "past"}>
                {batch.state === "open" ? "Held" : batchTitle(batch)}
              </Chip>
            </Group>
            <WhyLine why={batch.state === "open" ? batch.why : { ...batch.why, next: null }} />
            <Text size="sm" c="dimmed">
              {batch.automations.map(({ name, held }) => `${name}: ${number(held)}`).join(" · ")}
              {batch.decided_by && (
                <>
                  Decided by {batch.decided_by}, <Time at={batch.decided_at} />
                </>
              )}
            </Text>
          </Card>
        ))}
      </Stack>
    ))
  );
}
