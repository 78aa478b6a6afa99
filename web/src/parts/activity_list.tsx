/** What was logged of a contact or on a matter, the latest first; it looks again while something is on its way. */
import { Button, Center, List, Text } from "@mantine/core";
import { useState } from "react";
import { useApi, type Activity, type Page } from "../api.ts";
import { ActivityEntry } from "./activity.tsx";
import { isMoving } from "./delivery.tsx";
import { waiting } from "./states.tsx";

const STEP = 10;
const AT_MOST = 200;
const SOON_MS = 1500;

export function ActivityList({ of, whose = false }: { of: { connection: string; contact?: string; matter?: string }; whose?: boolean }) {
  const [limit, setLimit] = useState(STEP);
  const [moving, setMoving] = useState(false);
  const query = useApi<Page<Activity>>("/activities", { ...of, limit: String(limit) }, moving ? { refetchInterval: SOON_MS } : {});
  const items = query.data?.items ?? [];
  const moves = items.some((item) => item.deliveries.some(isMoving));
  if (moves !== moving) setMoving(moves);
  const failed = waiting(query, "activities");
  if (failed) return failed;
  if (items.length === 0) return <Text c="dimmed">Nothing was logged yet.</Text>;
  return (
    <>
      <List listStyleType="none" spacing="sm" styles={{ itemWrapper: { width: "100%" }, itemLabel: { width: "100%" } }}>
        {items.map((activity) => (
          <List.Item key={activity.activity_id}>
            <ActivityEntry activity={activity} whose={whose} />
          </List.Item>
        ))}
      </List>
      {query.data?.next && limit < AT_MOST && (
        <Center>
          <Button size="xs" variant="default" onClick={() => setLimit(Math.min(AT_MOST, limit * 4))}>
            Show more
          </Button>
        </Center>
      )}
    </>
  );
}
