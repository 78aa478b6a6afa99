/** The firm's connections: how each does, and as of when its data is right. */
import { Box, Container, Group, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useLayoutEffect, useRef } from "react";
import { useConnections, type Connection } from "../api.ts";
import { Chip } from "./chip.tsx";
import { Link } from "./router.tsx";
import { Time } from "./time.tsx";
import { HEALTH, HEALTH_TONES, PROVIDERS, word } from "./words.ts";

export function ConnectionsBar() {
  // Those that read; the others hold nothing that could be old.
  const query = useConnections({ live: true });
  const items = (query.data?.items ?? []).filter((item) => item.purpose === "sync");
  // A first sync tells no events; what it has worked out so far is shown all the same.
  const first = items.some((item) => item.running_run_id !== null && item.first_synced_at === null);
  useFreshness(items, `${query.data?.last_event} ${first ? query.dataUpdatedAt : ""}`);
  const bar = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (query.data) keepHeight(bar.current?.offsetHeight ?? 0);
  });
  // As high as it was the last time, so that the page does not move when it comes.
  if (query.isPending) return <Box h={keptHeight()} />;
  if (items.length === 0) return null;
  return (
    <Box
      ref={bar}
      component="section"
      aria-label="Connections"
      bg="var(--mantine-color-body)"
      style={{ borderBottom: "1px solid var(--mantine-color-default-border)" }}
    >
      <Container size="lg" py={6}>
        <Group style={{ columnGap: 32, rowGap: 4 }}>
          {items.map((connection) => (
            <OneConnection key={connection.connection_id} connection={connection} />
          ))}
        </Group>
      </Container>
    </Box>
  );
}

const HEIGHT = "privity connections bar";
/** A phone's is another one than a desk's. */
const heightKey = () => `${HEIGHT} ${window.innerWidth < 768 ? "narrow" : "wide"}`;
const keptHeight = (): number => Number(localStorage.getItem(heightKey()) ?? 0);
const keepHeight = (height: number): void => localStorage.setItem(heightKey(), String(height));

/** When something has happened or a sync has ended, whatever is on the screen is asked for again: it keeps current without a reload. */
function useFreshness(items: Connection[], happened: string): void {
  const client = useQueryClient();
  const stamp = [happened, ...items.map((item) => `${item.as_of} ${item.health}`)].join(" ");
  const seen = useRef<string | null>(null);
  useEffect(() => {
    if (items.length === 0) return;
    const moved = seen.current !== null && seen.current !== stamp;
    seen.current = stamp;
    if (moved) void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "/connections" });
  }, [client, items.length, stamp]);
}

function OneConnection({ connection }: { connection: Connection }) {
  const { provider, account_name, health, health_detail, remedy, as_of, running_run_id } = connection;
  return (
    <Group gap={8} title={[health_detail, remedy].filter(Boolean).join(" ")}>
      <Text size="sm" fw={600}>
        {PROVIDERS[provider]}
      </Text>
      <Text size="sm">{account_name}</Text>
      <Link className="plain" href="/connections">
        <Chip tone={HEALTH_TONES[health]}>{word(HEALTH, health)}</Chip>
      </Link>
      <Text size="sm" c="dimmed">
        {running_run_id ? (
          <Link className="why-mark" href={`/runs/${running_run_id}`}>
            being read now
          </Link>
        ) : (
          <>
            {as_of ? "as of " : ""}
            <Time at={as_of} fallback="not read yet" />
          </>
        )}
      </Text>
    </Group>
  );
}
