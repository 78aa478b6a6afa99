/** Who is not synced and why: counts that add up, skipped contacts, broken rows, hidden people, possible duplicates. */
import { Group, SimpleGrid, Stack, Tabs } from "@mantine/core";
import { useConnections } from "../api.ts";
import { ConnectionChoice } from "../parts/filters.tsx";
import { PageTitle } from "../parts/page.tsx";
import { Reconciled } from "../parts/reconcile.tsx";
import { useQueryValue } from "../parts/router.tsx";
import { waiting } from "../parts/states.tsx";
import { HeldChanges } from "./attention_held.tsx";
import { IssueList } from "./attention_issues.tsx";
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
            <Reconciled key={item.connection_id} connection={item} />
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
