/** Automations: what starts by itself, what is held, the texts, the e-mails on their way, and when and how much may be sent. */
import { Button, Card, Group, Stack, Switch, Table, Tabs, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { send, useApi, useMe, type AutomationEmail, type AutomationList, type Batch } from "../api.ts";
import { useNames } from "../parts/automation_parts.tsx";
import { sentence } from "../parts/automation_words.ts";
import { Chip } from "../parts/chip.tsx";
import { Pause } from "../parts/pause.tsx";
import { PageTitle } from "../parts/page.tsx";
import { Link, useQueryValue } from "../parts/router.tsx";
import { Empty, Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { told } from "../parts/undo.tsx";
import { number } from "../parts/words.ts";
import { BatchList } from "./automations_batches.tsx";
import { EmailList } from "./automations_emails.tsx";
import { Rules } from "./automations_rules.tsx";
import { TemplateTable } from "./automations_templates.tsx";

export function AutomationsPage() {
  const [show, setShow] = useQueryValue("show");
  const batches = useApi<{ items: Batch[] }>("/automation-batches").data?.items ?? [];
  const open = batches.filter((batch) => batch.state === "open" && batch.held > 0).length;
  const unclear =
    useApi<{ items: AutomationEmail[] }>("/automation-emails", { state: "needs_review", limit: "50" }).data?.items.length ?? 0;
  const many = (count: number) => count > 0 && ` (${number(count)})`;
  return (
    <>
      <PageTitle below="What Privity does by itself. Every start, and everything that did not start, says why.">Automations</PageTitle>
      <Stack gap="md">
        <Pause target={{ kind: "firm" }} />
        <Tabs value={show || "all"} onChange={(value) => setShow(value === "all" ? null : value)} keepMounted={false}>
          <Tabs.List mb="md" aria-label="Automations">
            <Tabs.Tab value="all">Automations</Tabs.Tab>
            <Tabs.Tab value="batches">Held batches{many(open)}</Tabs.Tab>
            <Tabs.Tab value="emails">E-mails{many(unclear)}</Tabs.Tab>
            <Tabs.Tab value="templates">Templates</Tabs.Tab>
            <Tabs.Tab value="rules">Hours and limits</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="all">
            <AutomationTable />
          </Tabs.Panel>
          <Tabs.Panel value="batches">
            <BatchList />
          </Tabs.Panel>
          <Tabs.Panel value="emails">
            <EmailList />
          </Tabs.Panel>
          <Tabs.Panel value="templates">
            <TemplateTable />
          </Tabs.Panel>
          <Tabs.Panel value="rules">
            <Rules />
          </Tabs.Panel>
        </Tabs>
      </Stack>
    </>
  );
}

function AutomationTable() {
  const client = useQueryClient();
  const names = useNames();
  const admin = useMe().data?.role === "admin";
  const list = useApi<AutomationList>("/automations");
  const turn = async (automation_id: string, active: boolean) => {
    await send("POST", `/automations/${automation_id}/switch`, { active });
    await client.invalidateQueries();
  };
  const change = useMutation({
    mutationFn: ({ automation_id, active }: AutomationList["items"][number]) => turn(automation_id, !active),
    onSuccess: (_done, { automation_id, name, active }) =>
      told(active ? `${name} is off: what was under way stops.` : `${name} is on: what happens from now on starts it.`, () =>
        turn(automation_id, active),
      ),
  });
  const items = list.data?.items ?? [];
  return (
    <Stack gap="md">
      {admin && (
        <div>
          <Button component={Link} href="/automations/new">
            Make an automation
          </Button>
        </div>
      )}
      {change.error && <Trouble error={change.error} />}
      {waiting(list, "automations") ??
        (items.length === 0 ? (
          <Empty title="No automations yet">
            {admin ? "Make one: it stays off until you have tried it and switch it on." : "An admin of your firm can make one."}
          </Empty>
        ) : (
          <Card withBorder padding={0}>
            <Table verticalSpacing="sm" horizontalSpacing="md" className="stacks">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>What it does</Table.Th>
                  <Table.Th>On</Table.Th>
                  <Table.Th>Last start</Table.Th>
                  <Table.Th>Held</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((row) => (
                  <Table.Tr key={row.automation_id}>
                    <Table.Td>
                      <Link className="name" href={`/automations/${row.automation_id}`}>
                        {row.name}
                      </Link>
                      <Text size="sm">{sentence(row.document, names)}</Text>
                    </Table.Td>
                    <Table.Td>
                      {admin ? (
                        <Switch aria-label={`${row.name} is on`} checked={row.active} onChange={() => change.mutate(row)} />
                      ) : (
                        <Chip short tone={row.active ? "good" : "past"}>
                          {row.active ? "On" : "Off"}
                        </Chip>
                      )}
                    </Table.Td>
                    <Table.Td>
                      <Time at={row.last_started_at} fallback="none yet" />
                      <Text size="sm" c="dimmed">
                        {number(row.started)} in all
                      </Text>
                    </Table.Td>
                    <Table.Td>
                      {row.held > 0 ? (
                        <Group gap={4}>
                          <Link
                            className="name"
                            href={`/automations/${row.automation_id}?state=held`}
                            aria-label={`${number(row.held)} held by ${row.name}`}
                          >
                            {number(row.held)}
                          </Link>
                        </Group>
                      ) : (
                        "none"
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Card>
        ))}
    </Stack>
  );
}
