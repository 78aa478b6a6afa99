/** Texts, messages and documents of contacts with open matters, where nobody said which one (B-WRB-4): one after the other, by one key each. */
import { Anchor, Button, Card, Group, Kbd, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, type KeyboardEvent } from "react";
import { send, usePages, type NeedsFiling } from "../api.ts";
import { DeliveryChip } from "../parts/delivery.tsx";
import { Link } from "../parts/router.tsx";
import { Empty, More, Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { told } from "../parts/undo.tsx";
import { ACTIVITIES, word } from "../parts/words.ts";

const MOST_KEYS = 9;
const nameOf = ({ number, name, matter_id }: NeedsFiling["suggestions"][number]) => [number, name].filter(Boolean).join(" ") || matter_id;

export function NeedsFilingList({ connection }: { connection: string }) {
  const list = usePages<NeedsFiling>("/needs-filing", { connection });
  const client = useQueryClient();
  const box = useRef<HTMLDivElement>(null);
  const fresh = () => client.invalidateQueries();
  const choose = useMutation({
    mutationFn: ({ item, matter }: { item: NeedsFiling; matter: NeedsFiling["suggestions"][number] }) =>
      send<{ outcome: string }>("POST", `/activities/${item.activity_id}/file`, { matter_id: matter.matter_id }),
    onSuccess: async ({ outcome }, { item, matter }) => {
      const undo = async () => {
        await send("POST", `/activities/${item.activity_id}/unfile`);
        await fresh();
      };
      told(
        outcome === "kept"
          ? `Privity knows that it is about ${nameOf(matter)}; the record stays where it is.`
          : `Filed on ${nameOf(matter)}.`,
        outcome === "filed" ? undo : undefined,
      );
      await fresh();
      // The keyboard goes on with the next one.
      box.current?.querySelector<HTMLElement>("[data-filing]")?.focus();
    },
  });
  const take = (item: NeedsFiling, index: number) => {
    const matter = item.suggestions[index];
    if (matter && !choose.isPending) choose.mutate({ item, matter });
  };
  return (
    <Stack gap="md" ref={box}>
      {choose.error && <Trouble error={choose.error} />}
      {waiting(list, "what needs a matter") ??
        (list.items.length === 0 ? (
          <Empty title="Nothing needs a matter">Whatever belongs on a matter is on one.</Empty>
        ) : (
          <>
            <Text size="sm" c="dimmed">
              The likeliest stands first: with an entry in focus, <Kbd>1</Kbd> takes it, <Kbd>2</Kbd> the next one. Tab goes to the next
              entry.
            </Text>
            {list.items.map((item) => (
              <Entry
                key={item.activity_id}
                item={item}
                busy={choose.isPending && choose.variables.item.activity_id === item.activity_id}
                take={(index) => take(item, index)}
              />
            ))}
          </>
        ))}
      <More query={list} />
    </Stack>
  );
}

function Entry({ item, busy, take }: { item: NeedsFiling; busy: boolean; take: (index: number) => void }) {
  const name = item.contact_name || item.contact_id;
  const key = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const index = Number(event.key) - 1;
    if (!Number.isInteger(index) || index < 0 || index >= Math.min(MOST_KEYS, item.suggestions.length)) return;
    event.preventDefault();
    take(index);
  };
  return (
    <Card
      withBorder
      padding="sm"
      component="section"
      aria-label={`${word(ACTIVITIES, item.kind)} of ${name}`}
      tabIndex={0}
      data-filing
      onKeyDown={key}
    >
      <Group justify="space-between" align="flex-start" gap="md">
        <div>
          <Link className="name" href={`/contacts/${item.connection_id}/${encodeURIComponent(item.contact_id)}`}>
            {name}
          </Link>
          <Text size="sm" c="dimmed">
            {word(ACTIVITIES, item.kind)} {item.subject && `“${item.subject}” `}· <Time at={item.occurred_at} />
          </Text>
          {item.deliveries.map((delivery) => (
            <Anchor key={delivery.delivery_id} component={Link} size="sm" href={`/outbox/${delivery.delivery_id}`}>
              Its story <DeliveryChip state={delivery.state} />
            </Anchor>
          ))}
        </div>
        <Stack gap={6} align="flex-start">
          {item.suggestions.length === 0 && <Text size="sm">No open matter: open the contact, and choose one at its story.</Text>}
          {item.suggestions.map((matter, index) => (
            <Group key={matter.matter_id} gap="xs">
              <Button size="compact-sm" variant={index === 0 ? "filled" : "default"} loading={busy} onClick={() => take(index)}>
                {nameOf(matter)}
              </Button>
              <Text size="sm" c="dimmed">
                {index < MOST_KEYS && <Kbd size="xs">{index + 1}</Kbd>} {matter.why}
              </Text>
            </Group>
          ))}
        </Stack>
      </Group>
    </Card>
  );
}
