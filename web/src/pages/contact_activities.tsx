/** What happened with a contact, how each stands at the provider, and a form for what happens next. */
import { Anchor, List, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useApi, type Activity, type Contact, type Page } from "../api.ts";
import { isMoving, Standing } from "../parts/delivery.tsx";
import { Section } from "../parts/page.tsx";
import { waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { ACTIVITIES, word } from "../parts/words.ts";
import { LogForm } from "./log_activity.tsx";

const SHOWN = "10";
const SOON_MS = 1500;

export function Activities({ contact }: { contact: Contact }) {
  const client = useQueryClient();
  const moving = client
    .getQueriesData<Page<Activity>>({ predicate: (query) => String(query.queryKey[0]).startsWith("/activities?") })
    .some(([, page]) => page?.items.some((item) => item.deliveries.some(isMoving)));
  const query = useApi<Page<Activity>>(
    "/activities",
    { connection: contact.connection_id, contact: contact.provider_id, limit: SHOWN },
    moving ? { refetchInterval: SOON_MS } : {},
  );
  const refresh = () => client.invalidateQueries({ predicate: (each) => String(each.queryKey[0]).startsWith("/activities") });
  return (
    <Section title="Activities">
      <Stack gap="md">
        <LogForm contact={contact} logged={() => void refresh()} />
        {waiting(query, "activities") ??
          (query.data?.items.length === 0 ? (
            <Text c="dimmed">Nothing was logged yet.</Text>
          ) : (
            <List listStyleType="none" spacing="sm" styles={{ itemWrapper: { width: "100%" }, itemLabel: { width: "100%" } }}>
              {query.data?.items.map((activity) => (
                <List.Item key={activity.activity_id}>
                  <Entry activity={activity} />
                </List.Item>
              ))}
            </List>
          ))}
      </Stack>
    </Section>
  );
}

const DIRECTIONS = { in: "from the contact", out: "to the contact" } as const;

function Entry({ activity }: { activity: Activity }) {
  const { kind, direction, subject, body, files } = activity;
  return (
    <Stack gap={2}>
      <Text size="sm">
        <Text span fw={600}>
          {word(ACTIVITIES, kind)}
        </Text>
        {direction && kind !== "card" && ` ${DIRECTIONS[direction]}`} · {activity.author.name} · <Time at={activity.occurred_at} />
        {activity.edited_at && " · edited"}
      </Text>
      {subject && (
        <Text size="sm" fw={500}>
          {subject}
        </Text>
      )}
      {body && (
        <Text size="sm" lineClamp={4} style={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}>
          {body}
        </Text>
      )}
      {files.map((file) => (
        <Text key={file.file_id} size="sm">
          <Anchor inherit href={`/api/v1/files/${file.file_id}`}>
            {file.name}
          </Anchor>{" "}
          ({sizeText(file.size)})
        </Text>
      ))}
      {activity.kept_here && (
        <Text size="sm" c="dimmed">
          Stays in Privity: this kind is switched off in the settings.
        </Text>
      )}
      {activity.deliveries.map((delivery) => (
        <Standing key={delivery.delivery_id} delivery={delivery} />
      ))}
    </Stack>
  );
}

function sizeText(size: number): string {
  if (size < 1000) return `${size} bytes`;
  return size < 1_000_000 ? `${Math.round(size / 1000)} KB` : `${(size / 1_000_000).toFixed(1)} MB`;
}
