/** Texts, messages and documents of contacts with open matters, where nobody said which one (B-WRB-4). */
import { Button, Card, Group, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { send, usePages, type NeedsFiling } from "../api.ts";
import { Link } from "../parts/router.tsx";
import { Empty, More, Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { ACTIVITIES, word } from "../parts/words.ts";

export function NeedsFilingList({ connection }: { connection: string }) {
  const list = usePages<NeedsFiling>("/needs-filing", { connection });
  const client = useQueryClient();
  const choose = useMutation({
    mutationFn: ({ activity_id, matter_id }: { activity_id: string; matter_id: string }) =>
      send("POST", `/activities/${activity_id}/file`, { matter_id }),
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <Stack gap="md">
      {choose.error && <Trouble error={choose.error} />}
      {waiting(list, "what needs a matter") ??
        (list.items.length === 0 ? (
          <Empty title="Nothing needs a matter">Whatever belongs on a matter is on one.</Empty>
        ) : (
          <Card withBorder padding={0}>
            <Table verticalSpacing="sm" horizontalSpacing="md">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>What</Table.Th>
                  <Table.Th>On which matter?</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.items.map((item) => (
                  <Table.Tr key={item.activity_id}>
                    <Table.Td>
                      <Link className="name" href={`/contacts/${item.connection_id}/${encodeURIComponent(item.contact_id)}`}>
                        {item.contact_name || item.contact_id}
                      </Link>
                      <Text size="sm" c="dimmed">
                        {word(ACTIVITIES, item.kind)} {item.subject && `“${item.subject}” `}· <Time at={item.occurred_at} />
                      </Text>
                    </Table.Td>
                    <Table.Td>
                      <Stack gap={6}>
                        {item.suggestions.map((matter) => (
                          <Group key={matter.matter_id} gap="xs">
                            <Button
                              size="compact-sm"
                              variant="default"
                              loading={choose.isPending && choose.variables?.activity_id === item.activity_id}
                              onClick={() => choose.mutate({ activity_id: item.activity_id, matter_id: matter.matter_id })}
                            >
                              {[matter.number, matter.name].filter(Boolean).join(" ") || matter.matter_id}
                            </Button>
                            <Text size="sm" c="dimmed">
                              {matter.why}
                            </Text>
                          </Group>
                        ))}
                      </Stack>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Card>
        ))}
      <More query={list} />
    </Stack>
  );
}
