/** One record on its way to the provider: where it stands, what is sent, and everything that happened to it. */
import { Alert, Anchor, Button, Group, Stack, Table, Text, Timeline } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Fragment, type ReactNode } from "react";
import { send, useApi, useMe, type DeliveryStory } from "../api.ts";
import { DeliveryChip, isMoving } from "../parts/delivery.tsx";
import { detailLine, HAPPENED } from "../parts/delivery_words.ts";
import { PageTitle, Section } from "../parts/page.tsx";
import { Remedy } from "../parts/remedy.tsx";
import { Link } from "../parts/router.tsx";
import { Trouble, waitingPage } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { ACTIVITIES, DELIVERY_HINTS, DELIVERY_STATES, duration, plain, word } from "../parts/words.ts";
import { DeliveryActions } from "./delivery_actions.tsx";

const SOON_MS = 1500;

export function DeliveryPage({ delivery_id }: { delivery_id: string }) {
  const path = `/deliveries/${delivery_id}`;
  const client = useQueryClient();
  const known = client.getQueryData<DeliveryStory>([path]);
  const query = useApi<DeliveryStory>(path, {}, known && isMoving(known) ? { refetchInterval: SOON_MS } : {});
  const story = query.data;
  if (!story) return waitingPage(query, "To the provider", "the delivery");
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
        <Stands story={story} path={path} />
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

function Stands({ story, path }: { story: DeliveryStory; path: string }) {
  return (
    <Section title="Where it stands" aside={<DeliveryChip state={story.state} />}>
      <Stack gap="sm">
        {story.reason && (
          <Alert variant="outline" color={story.state === "failed" || story.state === "needs_review" ? "red" : "yellow"} py="xs">
            <Text fw={600}>{story.reason.words}</Text>
            {story.reason.remedy && <Text size="sm">{story.reason.remedy}.</Text>}
          </Alert>
        )}
        <Remedy story={story} />
        {story.twins.length > 0 && <Twins story={story} path={path} />}
        <DeliveryActions story={story} path={path} />
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

/** It should not be (B-WRB-5): which they are, and what to do about it. */
function Twins({ story, path }: { story: DeliveryStory; path: string }) {
  const client = useQueryClient();
  const admin = useMe().data?.role === "admin";
  const accepted = story.twins.every((twin) => twin.accepted);
  const say = useMutation({
    mutationFn: (to: boolean) => send("PUT", `${path}/twins`, { accepted: to }),
    onSettled: () => client.invalidateQueries(),
  });
  return (
    <Alert variant="outline" color={accepted ? "gray" : "red"} py="xs">
      <Text fw={600}>It is at the provider more than once{accepted && ", and may stay so"}</Text>
      <Text size="sm">
        Besides record {story.provider_id}:{" "}
        {story.twins.map(({ provider_id, url }, index) => (
          <Fragment key={provider_id}>
            {index > 0 && ", "}
            {url === null ? (
              `record ${provider_id}`
            ) : (
              <Anchor size="sm" underline="always" href={url} target="_blank" rel="noreferrer">
                record {provider_id} ↗
              </Anchor>
            )}
          </Fragment>
        ))}
        . {!accepted && "Delete there what is too much. Where the provider lets nobody delete, as with messages, say that it may stay."}
      </Text>
      {admin && (
        <Button mt="xs" size="xs" variant="default" loading={say.isPending} onClick={() => say.mutate(!accepted)}>
          {accepted ? "It may not stay so" : "It may stay so"}
        </Button>
      )}
      {say.error && <Trouble error={say.error} />}
    </Alert>
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

/** From the intent to the outcome, in order. */
function Events({ story }: { story: DeliveryStory }) {
  if (story.events.length === 0) return <Text c="dimmed">Nothing yet.</Text>;
  return (
    <Timeline active={story.events.length} bulletSize={14} lineWidth={2} aria-label="Its story">
      {story.events.map((event) => (
        <Timeline.Item
          key={event.seq}
          title={
            <Group gap="xs">
              {word(HAPPENED, event.event)}
              {event.event === "claimed" && event.attempt > 1 && ` (try ${event.attempt})`}
              {event.to && event.to !== event.from && <DeliveryChip state={event.to} />}
            </Group>
          }
        >
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {[event.words, detailLine(event.detail)].filter(Boolean).join(" · ")}
          </Text>
          <Text size="sm" c="dimmed">
            <Time at={event.at} />
          </Text>
        </Timeline.Item>
      ))}
    </Timeline>
  );
}
