/** Activities on their way to the provider: how many are in which state, each of them, what many need, and what waits for a matter. */
import { Anchor, Card, Group, NativeSelect, SimpleGrid, Stack, Table, Tabs, Text } from "@mantine/core";
import { useApi, useMe, usePages, type Delivery, type DeliveryCounts, type Member, type OutboxAnswer } from "../api.ts";
import { DeliveryChip } from "../parts/delivery.tsx";
import { Choice, ConnectionChoice } from "../parts/filters.tsx";
import { PageTitle } from "../parts/page.tsx";
import { Link, usePlace, useQueryValue } from "../parts/router.tsx";
import { Empty, More, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { ACTIVITIES, DELIVERY_HINTS, DELIVERY_STATES, COUNTED, number, upTo, word } from "../parts/words.ts";
import { NeedsFilingList } from "./needs_filing.tsx";
import { Bulk } from "./outbox_bulk.tsx";

const FILTERS = ["connection", "kind", "author", "reason", "contact", "matter", "activity"] as const;

/** The filters of the address, all but the state. */
function useFilter(): Record<string, string> {
  const values = FILTERS.map((name) => [name, useQueryValue(name)[0]] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== ""));
}

export function OutboxPage() {
  const outbox = useApi<OutboxAnswer>("/outbox", {}, { refetchInterval: 5000 });
  const [connection] = useQueryValue("connection");
  const [show] = useQueryValue("show");
  const shown = outbox.data?.connections.filter((row) => !connection || row.connection_id === connection) ?? [];
  const unfiled = shown.reduce((sum, row) => sum + row.needs_filing, 0);
  const oldest = shown
    .map((row) => row.oldest_queued_at)
    .filter((at) => at !== null)
    .toSorted()[0];
  return (
    <>
      <PageTitle
        below={
          show === "filing" ? (
            "Texts, messages and documents of contacts with open matters, where nobody said on which one they belong."
          ) : (
            <>
              What is logged in Privity is written to the provider once, whatever fails in between.
              {oldest && (
                <>
                  {" "}
                  The oldest waits since <Time at={oldest} />.
                </>
              )}
            </>
          )
        }
      >
        {show === "filing" ? "Needs a matter" : "Outbox"}
      </PageTitle>
      <Stack gap="md">
        {outbox.error && waiting(outbox, "the outbox")}
        <StateTabs unfiled={unfiled} />
        {show === "filing" ? <NeedsFilingList connection={connection} /> : <DeliveryList />}
      </Stack>
    </>
  );
}

/** The states as tabs, each with how many; the last one is what waits for a matter. */
function StateTabs({ unfiled }: { unfiled: number }) {
  const filter = useFilter();
  const { reason: _reason, ...others } = filter;
  const counts = useApi<DeliveryCounts>("/outbox/counts", others, { refetchInterval: 5000 }).data;
  const [state] = useQueryValue("state");
  const [show] = useQueryValue("show");
  const { go } = usePlace();
  const at = show === "filing" ? "filing" : state || "all";
  const choose = (to: string | null) => {
    const chosen: Record<string, string> = to === "filing" ? { show: "filing" } : to === null || to === "all" ? {} : { state: to };
    go(`/outbox?${new URLSearchParams({ ...others, ...chosen }).toString()}`, { replace: true });
  };
  const each = Object.values(counts?.by_state ?? {}).map((count) => count ?? 0);
  const total = counts && each.reduce((sum, count) => sum + Math.min(count, COUNTED), 0);
  const many = (count: number | undefined) => count !== undefined && ` (${upTo(count)})`;
  return (
    <Tabs value={at} onChange={choose}>
      <Tabs.List aria-label="States">
        <Tabs.Tab value="all">
          All{total !== undefined && ` (${number(total)}${each.some((count) => count > COUNTED) ? "+" : ""})`}
        </Tabs.Tab>
        {Object.keys(DELIVERY_STATES).map((name) => (
          <Tabs.Tab key={name} value={name} title={DELIVERY_HINTS[name]}>
            {word(DELIVERY_STATES, name)}
            {many(counts?.by_state[name as Delivery["state"]])}
          </Tabs.Tab>
        ))}
        <Tabs.Tab value="filing">Needs a matter{many(unfiled)}</Tabs.Tab>
      </Tabs.List>
      {/* What is below belongs to the chosen tab. */}
      <Tabs.Panel value={at}>{null}</Tabs.Panel>
    </Tabs>
  );
}

const options = (words: Record<string, string>) => [
  { value: "", label: "Any" },
  ...Object.entries(words).map(([value, label]) => ({ value, label })),
];

function DeliveryList() {
  const [state] = useQueryValue("state");
  const filter = useFilter();
  const asked = state ? { ...filter, state } : filter;
  const list = usePages<Delivery>("/deliveries", asked);
  const admin = useMe().data?.role === "admin";
  return (
    <Stack gap="md">
      <Filters asked={asked} />
      {state && (
        <Text size="sm" c="dimmed">
          {word(DELIVERY_STATES, state)}: {DELIVERY_HINTS[state]}.
        </Text>
      )}
      {admin && state && <Bulk state={state as Delivery["state"]} filter={filter} />}
      {waiting(list, "deliveries") ??
        (list.items.length === 0 ? (
          <Empty title="No deliveries">None fits, or nothing was logged yet.</Empty>
        ) : (
          <Card withBorder padding={0}>
            <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>What</Table.Th>
                  <Table.Th>State</Table.Th>
                  <Table.Th visibleFrom="sm">Since</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.items.map((delivery) => (
                  <Row key={delivery.delivery_id} delivery={delivery} />
                ))}
              </Table.Tbody>
            </Table>
          </Card>
        ))}
      <More query={list} />
    </Stack>
  );
}

function Filters({ asked }: { asked: Record<string, string> }) {
  const { reason: _reason, ...rest } = asked;
  const reasons = useApi<DeliveryCounts>("/outbox/counts", rest).data?.reasons ?? [];
  const members = useApi<{ items: Member[] }>("/members").data?.items ?? [];
  const [reason, setReason] = useQueryValue("reason");
  const why = reasons.map(({ code, words, count }) => ({ value: code, label: `${words} (${number(count)})` }));
  // One that fits none any more stays to be seen, and to be taken away.
  if (reason && !why.some((option) => option.value === reason)) why.unshift({ value: reason, label: reason });
  return (
    <>
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
        <ConnectionChoice />
        <Choice name="kind" label="Kind" options={options(ACTIVITIES)} />
        <Choice
          name="author"
          label="Who logged it"
          options={options(Object.fromEntries(members.map((one) => [one.member_id, one.name])))}
        />
        <NativeSelect
          label="Why"
          data={[{ value: "", label: "Any reason" }, ...why]}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </SimpleGrid>
      {["contact", "matter", "activity"].some((name) => name in asked) && (
        <Group gap="xs">
          <Text size="sm">Only of one contact, matter or activity.</Text>
          <Anchor component={Link} size="sm" href="/outbox">
            Show all
          </Anchor>
        </Group>
      )}
    </>
  );
}

function Row({ delivery }: { delivery: Delivery }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Link className="name" href={`/outbox/${delivery.delivery_id}`}>
          {word(ACTIVITIES, delivery.kind)} · {delivery.contact_name || delivery.contact_id}
        </Link>
        <Text size="sm" c="dimmed">
          {delivery.author.name}, <Time at={delivery.occurred_at} />
        </Text>
      </Table.Td>
      <Table.Td>
        <DeliveryChip state={delivery.state} />
        {delivery.reason && (
          <Text size="sm" c="dimmed">
            {delivery.reason.words}
            {delivery.reason.remedy && `. ${delivery.reason.remedy}`}
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Time at={delivery.since} />
      </Table.Td>
    </Table.Tr>
  );
}
