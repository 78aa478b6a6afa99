/** What was sent to a webhook, how often, what it answered, and sending it again. */
import { Button, Code, Group, Stack, Table, Tabs, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Fragment, useState } from "react";
import { send, useApi, usePages, type AttemptList, type Endpoint, type WebhookDelivery } from "../api.ts";
import { Chip, type Tone } from "../parts/chip.tsx";
import { Form } from "../parts/form.tsx";
import { Section } from "../parts/page.tsx";
import { useQueryValue } from "../parts/router.tsx";
import { Empty, More, Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { told } from "../parts/undo.tsx";
import { EVENTS } from "../parts/webhook_words.tsx";
import { number } from "../parts/words.ts";
import { dayStart, useFirmZone } from "../parts/zone.ts";

const STATES: Record<WebhookDelivery["state"], string> = { pending: "Waiting", delivered: "Arrived", failed: "Given up" };
const TONES: Record<WebhookDelivery["state"], Tone> = { pending: "wait", delivered: "good", failed: "bad" };

type Again = { event_ids: string[] } | { between: { from: string; until: string } };

export function WebhookDeliveries({ endpoint: { endpoint_id, pending, failed, state: stands } }: { endpoint: Endpoint }) {
  const path = `/webhook-endpoints/${endpoint_id}`;
  const client = useQueryClient();
  const [state, setState] = useQueryValue("state");
  const list = usePages<WebhookDelivery>(`${path}/deliveries`, { state });
  const resend = async (which: Again) => {
    const { queued } = await send<{ queued: number }>("POST", `${path}/retries`, which);
    told(
      queued === 0
        ? "Nothing was sent to it in that time."
        : `${queued === 1 ? "One event is" : `${number(queued)} events are`} sent again${stands === "active" ? "" : ", once it is on"}.`,
    );
    await client.invalidateQueries();
  };
  return (
    <Section title="What was sent">
      <Tabs value={state || "all"} onChange={(value) => setState(value === "all" ? null : value)}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="all">All</Tabs.Tab>
          <Tabs.Tab value="pending">Waiting ({number(pending)})</Tabs.Tab>
          <Tabs.Tab value="failed">Given up ({number(failed)})</Tabs.Tab>
          <Tabs.Tab value="delivered">Arrived</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={state || "all"}>
          {waiting(list, "what was sent") ??
            (list.items.length === 0 ? (
              <Empty title="Nothing">Nothing {state ? "is in this state" : "was sent yet"}.</Empty>
            ) : (
              <Rows path={`${path}/deliveries`} items={list.items} resend={resend} />
            ))}
        </Tabs.Panel>
      </Tabs>
      <More query={list} />
      <OfATime resend={resend} />
    </Section>
  );
}

function Rows({ path, items, resend }: { path: string; items: WebhookDelivery[]; resend: (which: Again) => Promise<void> }) {
  const [open, setOpen] = useState<string | null>(null);
  const again = useMutation({ mutationFn: (id: string) => resend({ event_ids: [id] }) });
  return (
    <>
      {again.error && <Trouble error={again.error} />}
      <Table.ScrollContainer minWidth={640}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Event</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th>Tries</Table.Th>
              <Table.Th>Last answer</Table.Th>
              <Table.Th>Next try</Table.Th>
              <Table.Th>
                <span className="only-heard">Send again</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((row) => (
              <Fragment key={row.event_id}>
                <Table.Tr>
                  <Table.Td>
                    {EVENTS[row.type]}
                    <div>
                      <Code>{row.type}</Code>
                    </div>
                  </Table.Td>
                  <Table.Td>
                    <Chip tone={TONES[row.state]}>{STATES[row.state]}</Chip>
                  </Table.Td>
                  <Table.Td>
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      aria-expanded={open === row.event_id}
                      aria-label={`${row.attempts}, ${open === row.event_id ? "hide" : "show"}: every try of ${EVENTS[row.type]}`}
                      onClick={() => setOpen(open === row.event_id ? null : row.event_id)}
                    >
                      {row.attempts}, {open === row.event_id ? "hide" : "show"}
                    </Button>
                  </Table.Td>
                  <Table.Td style={{ overflowWrap: "anywhere" }}>
                    {row.status === null ? (row.error ?? "none yet") : `answered ${row.status}`}
                    {row.last_attempt_at && (
                      <Text size="sm" c="dimmed">
                        <Time at={row.last_attempt_at} />
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>
                    <Time at={row.next_attempt_at} fallback="–" />
                  </Table.Td>
                  <Table.Td>
                    <Button
                      size="compact-sm"
                      variant="default"
                      loading={again.isPending && again.variables === row.event_id}
                      onClick={() => again.mutate(row.event_id)}
                    >
                      Send again
                    </Button>
                  </Table.Td>
                </Table.Tr>
                {open === row.event_id && (
                  <Table.Tr>
                    <Table.Td colSpan={6}>
                      <Tries path={`${path}/${row.event_id}/attempts`} />
                    </Table.Td>
                  </Table.Tr>
                )}
              </Fragment>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}

function Tries({ path }: { path: string }) {
  const tries = useApi<AttemptList>(path, {}, { refetchInterval: 5000 });
  const items = tries.data?.items;
  if (!items) return waiting(tries, "the tries");
  if (items.length === 0) return <Text size="sm">It was not tried yet, or what came of it is not known any more.</Text>;
  return (
    <Stack component="ol" gap="xs" m={0} pl="lg" aria-label="Every try, the latest first">
      {items.map((one) => (
        <li key={one.at}>
          <Text size="sm">
            <Time at={one.at} /> · {one.status === null ? "no answer" : `answered ${one.status}`} after {number(one.took_ms)} ms
          </Text>
          <Text size="sm">{one.words}</Text>
          {one.answer && <Code style={{ overflowWrap: "anywhere" }}>{one.answer}</Code>}
        </li>
      ))}
    </Stack>
  );
}

/** Whatever became of it: for a receiver that lost its data. */
function OfATime({ resend }: { resend: (which: Again) => Promise<void> }) {
  const zone = useFirmZone();
  return (
    <Stack gap={4} mt="md">
      <Text size="sm" fw={600}>
        Send again everything of some days
      </Text>
      <Form
        action="Send it again"
        send={({ from, until }) => resend({ between: { from: dayStart(from ?? "", zone), until: dayStart(until ?? "", zone, 1) } })}
      >
        <Group align="end">
          <TextInput type="date" name="from" label="From" required />
          <TextInput type="date" name="until" label="To (that day too)" required />
        </Group>
      </Form>
    </Stack>
  );
}
