/** The audit log: who did what to what, when, by which way and from where. */
import { Anchor, Button, Card, Group, NativeSelect, SimpleGrid, Stack, Table, Text, TextInput } from "@mantine/core";
import { useApi, usePages, type AuditEntry, type Member } from "../api.ts";
import { actionOptions, actionWords, detailWords, targetHref, WAYS } from "../parts/audit_words.ts";
import { PageTitle } from "../parts/page.tsx";
import { Link, useQueryValue } from "../parts/router.tsx";
import { Empty, More, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { dayStart, useFirmZone } from "../parts/zone.ts";

/** The filters of the address, as the API takes them. Days are the firm's own. */
function useFilter(): Record<string, string> {
  const zone = useFirmZone();
  const [member] = useQueryValue("member");
  const [action] = useQueryValue("action");
  const [target] = useQueryValue("target");
  const [from] = useQueryValue("from");
  const [until] = useQueryValue("until");
  const given = { member, action, target, from: dayStart(from, zone), until: dayStart(until, zone, 1) };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
}

export function AuditPage() {
  const filter = useFilter();
  const entries = usePages<AuditEntry>("/audit", filter);
  return (
    <>
      <PageTitle
        below="Whatever is changed is written down here in the same moment. Entries are never changed; they go when they are older than your firm keeps them."
        aside={
          <Button component="a" href={`/api/v1/audit/export?${new URLSearchParams(filter).toString()}`} download variant="default">
            Take away as a table (CSV)
          </Button>
        }
      >
        Audit log
      </PageTitle>
      <Stack gap="md">
        <Filters />
        {waiting(entries, "the log") ??
          (entries.items.length === 0 ? (
            <Empty title="No entries">Nothing that was done fits these filters.</Empty>
          ) : (
            <Card withBorder padding={0}>
              <Table.ScrollContainer minWidth={680}>
                <Table verticalSpacing="xs" horizontalSpacing="md">
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>When</Table.Th>
                      <Table.Th>Who</Table.Th>
                      <Table.Th>What</Table.Th>
                      <Table.Th>Details</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {entries.items.map((entry) => (
                      <Row key={entry.audit_id} entry={entry} />
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
            </Card>
          ))}
        <More query={entries} />
      </Stack>
    </>
  );
}

function Filters() {
  const members = useApi<{ items: Member[] }>("/members").data?.items ?? [];
  const actions = useApi<{ items: string[] }>("/audit/actions").data?.items ?? [];
  const [member, setMember] = useQueryValue("member");
  const [action, setAction] = useQueryValue("action");
  const [from, setFrom] = useQueryValue("from");
  const [until, setUntil] = useQueryValue("until");
  const [target, setTarget] = useQueryValue("target");
  const who = members.map(({ member_id, name }) => ({ value: member_id, label: name }));
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
        <NativeSelect
          label="Who"
          data={[{ value: "", label: "Anybody" }, ...who]}
          value={member}
          onChange={(event) => setMember(event.currentTarget.value)}
        />
        <NativeSelect
          label="What"
          data={[{ value: "", label: "Anything" }, ...actionOptions(actions)]}
          value={action}
          onChange={(event) => setAction(event.currentTarget.value)}
        />
        <TextInput type="date" label="From" value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        <TextInput type="date" label="To (that day too)" value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
      </SimpleGrid>
      {target && (
        <Group gap="xs">
          <Text size="sm">Only what was done to {target}.</Text>
          <Button size="compact-sm" variant="default" onClick={() => setTarget(null)}>
            Show everything
          </Button>
        </Group>
      )}
    </>
  );
}

function Row({ entry }: { entry: AuditEntry }) {
  const [, setTarget] = useQueryValue("target");
  const href = targetHref(entry.action, entry.target);
  return (
    <Table.Tr>
      <Table.Td>
        <Time at={entry.at} />
      </Table.Td>
      <Table.Td>
        {entry.actor}
        <Text size="sm" c="dimmed">
          {WAYS[entry.via]}
          {entry.address && `, from ${entry.address}`}
        </Text>
      </Table.Td>
      <Table.Td>
        {href ? (
          <Anchor component={Link} inherit href={href}>
            {actionWords(entry.action)}
          </Anchor>
        ) : (
          actionWords(entry.action)
        )}
        <div>
          <Anchor component="button" type="button" size="xs" onClick={() => setTarget(entry.target)}>
            All about it
          </Anchor>
        </div>
      </Table.Td>
      <Table.Td style={{ overflowWrap: "anywhere" }}>
        <Text size="sm">{detailWords(entry.detail)}</Text>
      </Table.Td>
    </Table.Tr>
  );
}
