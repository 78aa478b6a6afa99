/** How a record at the provider stands, in few words. */
import { Anchor, Text } from "@mantine/core";
import type { Delivery } from "../api.ts";
import { Chip, type Tone } from "./chip.tsx";
import { Link } from "./router.tsx";
import { DELIVERY_STATES, word } from "./words.ts";

const TONES: Record<string, Tone> = { delivered: "good", failed: "bad", needs_review: "bad", cancelled: "past" };

export function DeliveryChip({ state }: { state: string }) {
  return <Chip tone={TONES[state] ?? "wait"}>{word(DELIVERY_STATES, state)}</Chip>;
}

/** Whether something happens to it by itself soon. */
export const isMoving = (delivery: { state: string }): boolean => ["queued", "sending", "unknown"].includes(delivery.state);

export function Standing({ delivery }: { delivery: Delivery }) {
  return (
    <Text size="sm" component="div">
      <DeliveryChip state={delivery.state} /> {delivery.reason && <>{delivery.reason.words}. </>}
      {delivery.url && (
        <>
          <Anchor inherit href={delivery.url} target="_blank" rel="noreferrer">
            Open there ↗
          </Anchor>{" "}
        </>
      )}
      <Anchor component={Link} inherit href={`/outbox/${delivery.delivery_id}`}>
        Its story
      </Anchor>
    </Text>
  );
}
