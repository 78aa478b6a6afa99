/** How a connection is kept alive: its access, the provider's limit, and what the provider tells at once (B-CON-5, B-SYN-8, B-SYN-11). */
import { Progress, Table, Text } from "@mantine/core";
import { useApi, type Connection, type Upkeep } from "../api.ts";
import { Chip, type Tone } from "../parts/chip.tsx";
import { waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { duration, KINDS, number, PROVIDERS, word } from "../parts/words.ts";

const useUpkeep = ({ connection_id }: Connection) =>
  useApi<Upkeep>(`/connections/${connection_id}/upkeep`, {}, { refetchInterval: 10_000 });

/** Further facts of a list of them; their places are kept until they are known. */
export function UpkeepFacts({ connection }: { connection: Connection }) {
  const upkeep = useUpkeep(connection).data;
  return (
    <>
      <dt>Access</dt>
      <dd>{upkeep ? upkeep.token ? <Life token={upkeep.token} /> : "none now" : "…"}</dd>
      <dt>Requests</dt>
      <dd>{upkeep ? <Budget budget={upkeep.budget} provider={PROVIDERS[connection.provider]} /> : "…"}</dd>
    </>
  );
}

export function ToldAtOnce({ connection }: { connection: Connection }) {
  const query = useUpkeep(connection);
  if (!query.data) return waiting(query, "what is told at once");
  return <Webhooks items={query.data.webhooks} provider={PROVIDERS[connection.provider]} />;
}

function Life({ token }: { token: NonNullable<Upkeep["token"]> }) {
  if (token.refresh_refused_at !== null)
    return (
      <>
        Could not be renewed since <Time at={token.refresh_refused_at} />; it ends <Time at={token.expires_at} />.
      </>
    );
  return (
    <>
      Renewed by itself, next <Time at={token.refresh_at} fallback="when it is refused" />.{" "}
      {token.grant_ends_at === null ? (
        "It does not end by itself."
      ) : (
        <>
          Without that it would end <Time at={token.grant_ends_at} />.
        </>
      )}
    </>
  );
}

function Budget({ budget, provider }: { budget: Upkeep["budget"]; provider: string }) {
  const { used, share, limit, per_seconds, halted_until, shared } = budget;
  return (
    <>
      {number(used)} of {number(share)} in the last {duration(per_seconds)}. {provider} allows {number(limit)}
      {shared && ", to everybody who uses this application"}; the rest is left to your other tools.
      <Progress mt={4} maw={320} value={Math.min(100, (100 * used) / share)} aria-label={`Requests used at ${provider}`} />
      {halted_until !== null && (
        <Text size="sm">
          {provider} asks us to wait until <Time at={halted_until} />.
        </Text>
      )}
    </>
  );
}

const STATES = {
  creating: ["wait", "being set up"],
  pending: ["wait", "not confirmed yet"],
  enabled: ["good", "stands"],
} as const satisfies Record<string, readonly [Tone, string]>;

function Webhooks({ items, provider }: { items: Upkeep["webhooks"]; provider: string }) {
  if (items.length === 0)
    return (
      <Text size="sm">
        {provider} tells nothing at once: webhooks are switched off, not allowed, or {provider} cannot reach this installation. Changes
        arrive with the planned reads.
      </Text>
    );
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table verticalSpacing={4}>
        <Table.Caption style={{ captionSide: "top" }} ta="left" mt={0}>
          Told at once (webhooks)
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>What</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th>Last heard</Table.Th>
            <Table.Th>Renewed before</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => {
            const [tone, words] = item.silent_since === null ? STATES[item.state] : (["bad", "silent"] as const);
            return (
              <Table.Tr key={item.model}>
                <Table.Td>{word(KINDS, item.kind)}</Table.Td>
                <Table.Td>
                  <Chip tone={tone}>{words}</Chip> since <Time at={item.silent_since ?? item.since} />
                </Table.Td>
                <Table.Td>
                  <Time at={item.heard_at} fallback="nothing yet" />
                </Table.Td>
                <Table.Td>
                  <Time at={item.expires_at} fallback="does not end" />
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
