/** One record on its way to the provider: where it stands, what is sent, and everything that happened to it. */
import { Alert, Anchor, Button, Group, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { send, useApi, useMe, type DeliveryStory } from "../api.ts";
import { DeliveryChip, isMoving } from "../parts/delivery.tsx";
import { PageTitle, Section } from "../parts/page.tsx";
import { Link } from "../parts/router.tsx";
import { Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { ACTIVITIES, DELIVERY_HINTS, DELIVERY_STATES, duration, plain, word } from "../parts/words.ts";

const SOON_MS = 1500;

export function DeliveryPage({ delivery_id }: { delivery_id: string }) {
  const path = `/deliveries/${delivery_id}`;
  const client = useQueryClient();
  const known = client.getQueryData<DeliveryStory>([path]);
  const query = useApi<DeliveryStory>(path, {}, known && isMoving(known) ? { refetchInterval: SOON_MS } : {});
  const story = query.data;
  if (!story) return waiting(query, "the delivery");
  return (
    <>
      <PageTitle
        aside={
          story.url && (
            <Anchor href={story.url} target="_blank" rel="noreferrer">
              Open at the provider ↗
            </Anchor>
          )
        }
        below={
          <>
            About{" "}
            <Anchor component={Link} underline="always" href={`/contacts/${story.connection_id}/${encodeURIComponent(story.contact_id)}`}>
              {story.contact_name}
            </Anchor>{" "}
            · {story.author.name}, <Time at={story.occurred_at} />
          </>
        }
      >
        {word(ACTIVITIES, story.kind)} to the provider
      </PageTitle>
      <Stack gap="md">
        <Stands story={story} />
        <Actions story={story} path={path} />
        <Carried story={story} />
        <Section title="What happened">
          <Events story={story} />
        </Section>
      </Stack>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" w={150}>
        {name}
      </Table.Th>
      <Table.Td style={{ overflowWrap: "anywhere" }}>{children}</Table.Td>
    </Table.Tr>
  );
}

function Stands({ story }: { story: DeliveryStory }) {
  return (
    <Section title="Where it stands" aside={<DeliveryChip state={story.state} />}>
      <Stack gap="sm">
        {story.reason && (
          <Alert variant="outline" color={story.state === "failed" || story.state === "needs_review" ? "red" : "yellow"} py="xs">
            <Text fw={600}>{story.reason.words}</Text>
            {story.reason.remedy && <Text size="sm">{story.reason.remedy}</Text>}
          </Alert>
        )}
        <Table verticalSpacing={4} withRowBorders={false}>
          <Table.Tbody>
            <Fact name="State">
              {word(DELIVERY_STATES, story.state)}: {DELIVERY_HINTS[story.state]} (since <Time at={story.since} />)
            </Fact>
            <Fact name="Becomes">
              {plain(story.operation)}
              {story.parent && ` on ${story.parent.kind} ${story.parent.id}`}
            </Fact>
            <Fact name="Written by">
              {story.way ? `${story.way.user_name}${story.way.on_behalf ? ` on behalf of ${story.author.name}` : ""}` : "not decided yet"}
            </Fact>
            <Fact name="At the provider">{story.provider_id === null ? "Nothing known yet" : `Record ${story.provider_id}`}</Fact>
            <Fact name="Sent">{["not yet", "once"][story.attempt] ?? `${story.attempt} times`}</Fact>
            {story.next_at && (
              <Fact name="Next">
                <Time at={story.next_at} />
              </Fact>
            )}
            <Fact name="If an answer is lost">
              {story.settle.look_up === "none"
                ? "Nothing at the provider shows it: somebody has to look"
                : `It is looked up after ${duration(story.settle.window_ms / 1000)}`}
            </Fact>
            <Fact name="Later edits">
              {story.editable ? "Change the provider's record" : "Cannot change the provider's record once it is there"}
            </Fact>
          </Table.Tbody>
        </Table>
      </Stack>
    </Section>
  );
}

/** For admins (B-WRB-6). */
function Actions({ story, path }: { story: DeliveryStory; path: string }) {
  const me = useMe();
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: (what: "retry" | "cancel" | "confirm") =>
      send("POST", `${path}/${what}`, what === "confirm" ? { provider_id: null } : undefined),
    onSettled: () => client.invalidateQueries({ queryKey: [path] }),
  });
  if (me.data?.role !== "admin") return null;
  const can = {
    retry: ["held", "failed", "needs_review", "cancelled"].includes(story.state),
    confirm: story.state === "needs_review",
    cancel: ["held", "queued", "failed", "needs_review"].includes(story.state),
  };
  if (!can.retry && !can.cancel) return null;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        {can.confirm && (
          <Button variant="default" onClick={() => act.mutate("confirm")}>
            I have seen it there
          </Button>
        )}
        {can.retry && (
          <Button variant="default" onClick={() => act.mutate("retry")}>
            Send it again
          </Button>
        )}
        {can.cancel && (
          <Button variant="default" onClick={() => act.mutate("cancel")}>
            Do not send it
          </Button>
        )}
      </Group>
      {act.error && <Trouble error={act.error} />}
    </Stack>
  );
}

function Carried({ story }: { story: DeliveryStory }) {
  const text = story.sent ?? story.activities[0];
  if (!text) return null;
  return (
    <Section title={story.sent ? "As the provider gets it" : "What it says"}>
      {text.subject && <Text fw={600}>{text.subject}</Text>}
      <Text style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{text.body}</Text>
    </Section>
  );
}

function Events({ story }: { story: DeliveryStory }) {
  if (story.events.length === 0) return <Text c="dimmed">Nothing yet.</Text>;
  return (
    <Table verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>When</Table.Th>
          <Table.Th>What</Table.Th>
          <Table.Th>Then</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {story.events.map((event) => (
          <Table.Tr key={event.seq}>
            <Table.Td>
              <Time at={event.at} />
            </Table.Td>
            <Table.Td style={{ overflowWrap: "anywhere" }}>{[plain(event.event), event.words].filter(Boolean).join(": ")}</Table.Td>
            <Table.Td>{event.to && <DeliveryChip state={event.to} />}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
