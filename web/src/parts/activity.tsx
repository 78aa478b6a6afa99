/** Something that happened with a contact, and how it stands at the provider. */
import { Anchor, Stack, Text } from "@mantine/core";
import type { Activity } from "../api.ts";
import { Standing } from "./delivery.tsx";
import { Link } from "./router.tsx";
import { Time } from "./time.tsx";
import { ACTIVITIES, word } from "./words.ts";

const DIRECTIONS = { in: "from the contact", out: "to the contact" } as const;

/** `whose`: on a page that is not the contact's own, the way to them. */
export function ActivityEntry({ activity, whose = false }: { activity: Activity; whose?: boolean }) {
  const { kind, direction, subject, body, files } = activity;
  return (
    <Stack gap={2}>
      <Text size="sm">
        <Text span fw={600}>
          {word(ACTIVITIES, kind)}
        </Text>
        {direction && kind !== "card" && ` ${DIRECTIONS[direction]}`} · {activity.author.name} · <Time at={activity.occurred_at} />
        {activity.edited_at && " · edited"}
        {whose && (
          <>
            {" · "}
            <Link className="name" href={`/contacts/${activity.connection_id}/${encodeURIComponent(activity.contact_id)}`}>
              its contact
            </Link>
          </>
        )}
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
