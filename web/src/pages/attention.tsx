/** Who is not synced and why: counts that add up, skipped contacts, broken rows, hidden people, possible duplicates. */
import { Group, SimpleGrid, Stack, Table, Tabs, Text } from "@mantine/core";
import { useApi, useConnections, type Connection, type Counts } from "../api.ts";
import { ConnectionChoice } from "../parts/filters.tsx";
import { PageTitle, Section } from "../parts/page.tsx";
import { Link, useQueryValue } from "../parts/router.tsx";
import { waiting } from "../parts/states.tsx";
import { number, PROVIDERS, STATE_HINTS, STATES, word } from "../parts/words.ts";
import { HeldChanges, IssueList } from "./attention_issues.tsx";
import { DuplicateList, HiddenList, QuarantineList, SkippedList } from "./attention_lists.tsx";

export function AttentionPage() {
  const connections = useConnections();
  const [connection] = useQueryValue("connection");
  const [tab, setTab] = useQueryValue("show");
  const reading =
    connections.data?.items.filter((item) => item.purpose === "sync" && (!connection || item.connection_id === connection)) ?? [];
  return (
    <>
      <PageTitle below="Every contact of the provider is in exactly one state. Mend a record at the provider, and it leaves these lists by itself.">
        Not synced
      </PageTitle>
      <Stack gap="md">
        <Group>
          <ConnectionChoice />
        </Group>
        {waiting(connections, "connections")}
        <SimpleGrid cols={{ base: 1, md: Math.min(2, Math.max(1, reading.length)) }}>
          {reading.map((item) => (
            <Sums key={item.connection_id} connection={item} />
          ))}
        </SimpleGrid>
        <HeldChanges connection={connection} />
        <Tabs value={tab || "issues"} onChange={(value) => setTab(value === "issues" ? null : value)} keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="issues">What to look after</Tabs.Tab>
            <Tabs.Tab value="skipped">Skipped</Tabs.Tab>
            <Tabs.Tab value="broken">Could not be read</Tabs.Tab>
            <Tabs.Tab value="hidden">Hidden from the sync user</Tabs.Tab>
            <Tabs.Tab value="duplicates">Possible duplicates</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="issues">
            <IssueList connection={connection} />
          </Tabs.Panel>
          <Tabs.Panel value="skipped">
            <SkippedList connection={connection} />
          </Tabs.Panel>
          <Tabs.Panel value="broken">
            <QuarantineList connection={connection} />
          </Tabs.Panel>
          <Tabs.Panel value="hidden">
            <HiddenList connection={connection} />
          </Tabs.Panel>
          <Tabs.Panel value="duplicates">
            <DuplicateList connection={connection} />
          </Tabs.Panel>
        </Tabs>
      </Stack>
    </>
  );
}

/** B-SYN-10: the states add up to the rows that were read. */
function Sums({ connection }: { connection: Connection }) {
  const query = useApi<Counts>(`/connections/${connection.connection_id}/counts`);
  const counts = query.data;
  if (!counts) return waiting(query, "counts");
  const rows = Object.entries(STATES).map(([state, name]) => ({ state, name, count: counts.contacts[state as keyof Counts["contacts"]] }));
  return (
    <Section title={`${PROVIDERS[connection.provider]} · ${connection.account_name}`}>
      <Table verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>State</Table.Th>
            <Table.Th ta="right">Contacts</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ state, name, count }) => (
            <Table.Tr key={state}>
              <Table.Td>
                <Link className="name" href={`/contacts?state=${state}&connection=${connection.connection_id}`}>
                  {name}
                </Link>{" "}
                <Text span size="sm" c="dimmed">
                  {word(STATE_HINTS, state)}
                </Text>
              </Table.Td>
              <Table.Td ta="right">{number(count)}</Table.Td>
            </Table.Tr>
          ))}
          {counts.waiting > 0 && (
            <Table.Tr>
              <Table.Td>Read, and being worked out</Table.Td>
              <Table.Td ta="right">{number(counts.waiting)}</Table.Td>
            </Table.Tr>
          )}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th>All that {PROVIDERS[connection.provider]} gave us</Table.Th>
            <Table.Th ta="right">{number(counts.mirror)}</Table.Th>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
      <Text size="sm" c="dimmed" mt="xs">
        Beside these: {number(counts.quarantined)} rows could not be read, {number(counts.hidden)} people are hidden from the sync user.
        Matters: {number(counts.matters.total)} ({number(counts.matters.open)} open, {number(counts.matters.pending)} pending,{" "}
        {number(counts.matters.closed)} closed; {number(counts.matters.left_out)} too old and left out).
      </Text>
    </Section>
  );
}
