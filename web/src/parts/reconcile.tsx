/** B-SYN-10: every contact row is in exactly one state, and the states add up to the rows that were read: the sum is shown. */
import { Table, Text } from "@mantine/core";
import { useApi, type Connection, type Counts } from "../api.ts";
import { Section } from "./page.tsx";
import { Link } from "./router.tsx";
import { waiting } from "./states.tsx";
import { number, PROVIDERS, STATE_HINTS, STATES, word } from "./words.ts";

export function Reconciled({ connection }: { connection: Connection }) {
  const { connection_id, provider, account_name } = connection;
  const query = useApi<Counts>(`/connections/${connection_id}/counts`);
  const counts = query.data;
  if (!counts) return waiting(query, "counts");
  const rows = Object.entries(STATES).map(([state, name]) => ({ state, name, count: counts.contacts[state as keyof Counts["contacts"]] }));
  const all = `/attention?connection=${connection_id}&show=`;
  return (
    <Section title={`${PROVIDERS[provider]} · ${account_name}`}>
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
                <Link
                  className="name"
                  href={state === "skipped" ? `${all}skipped` : `/contacts?state=${state}&connection=${connection_id}`}
                >
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
            <Table.Th>All that {PROVIDERS[provider]} gave us</Table.Th>
            <Table.Th ta="right">{number(counts.mirror)}</Table.Th>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
      <Text size="sm" c="dimmed" mt="xs">
        {sum([...rows.map((row) => row.count), counts.waiting], counts.mirror)} Beside these:{" "}
        <Link className="why-mark" href={`${all}broken`}>
          {number(counts.quarantined)} rows could not be read
        </Link>
        ,{" "}
        <Link className="why-mark" href={`${all}hidden`}>
          {number(counts.hidden)} people are hidden from the sync user
        </Link>
        . Matters: {number(counts.matters.total)} ({number(counts.matters.open)} open, {number(counts.matters.pending)} pending,{" "}
        {number(counts.matters.closed)} closed; {number(counts.matters.left_out)} too old and left out).
      </Text>
    </Section>
  );
}

function sum(parts: readonly number[], whole: number): string {
  const shown = parts.filter((part) => part > 0);
  const total = shown.reduce((before, part) => before + part, 0);
  if (total !== whole) return `${number(total)} of ${number(whole)}: it is being counted just now.`;
  return shown.length < 2 ? "It adds up." : `It adds up: ${shown.map(number).join(" + ")} = ${number(whole)}.`;
}
