/** Documents that were shared with a client or by one, each a download. */
import { Anchor, Group, Stack, Text } from "@mantine/core";
import type { SharedDocument } from "../api.ts";
import { Chip } from "./chip.tsx";
import { Time } from "./time.tsx";

const sizeWords = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** `whole`: with who shared it when, and who has received it. */
export function SharedFiles({ items, whole = false }: { items: (SharedDocument & { contact_name?: string })[]; whole?: boolean }) {
  if (items.length === 0) return null;
  return (
    <Stack gap={6} mt={4} component="ul" className="bare">
      {items.map((item) => (
        <li key={item.document_id}>
          <Group gap="xs">
            <Anchor href={`/api/v1/shared-documents/${item.document_id}/content`} download={item.name}>
              {item.name}
            </Anchor>
            <Text size="sm" c="dimmed" span>
              {sizeWords(item.size)}
            </Text>
            {whole && item.from_client && <Chip short>From the client</Chip>}
          </Group>
          {whole && (
            <Text size="sm" c="dimmed">
              {item.by} · <Time at={item.shared_at} /> ·{" "}
              {item.received_at === null ? (
                item.from_client ? (
                  "nobody at the firm has opened it yet"
                ) : (
                  `${item.contact_name} has not opened it yet`
                )
              ) : (
                <>
                  opened by {item.received_by} <Time at={item.received_at} />
                </>
              )}
            </Text>
          )}
          {whole && item.note !== "" && <Text size="sm">{item.note}</Text>}
        </li>
      ))}
    </Stack>
  );
}
