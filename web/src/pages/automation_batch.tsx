/** One held batch: who is in it and for which automation, approved as a whole or in part, trimmed or dismissed; the count is said first. */
import { Button, Card, Checkbox, Group, Stack, Table, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, useMe, usePages, type Batch, type Start } from "../api.ts";
import { ContactLink, StartChip, WhyLine } from "../parts/automation_parts.tsx";
import { occasionWords } from "../parts/automation_words.ts";
import { Confirm } from "../parts/confirm.tsx";
import { PageTitle } from "../parts/page.tsx";
import { Link, useQueryValue } from "../parts/router.tsx";
import { Empty, More, waiting, waitingPage } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { told } from "../parts/undo.tsx";
import { number, PROVIDERS } from "../parts/words.ts";
import { batchTitle } from "./automations_batches.tsx";

interface Asked {
  approve: boolean;
  /** Null: all that are still held. */
  start_ids: string[] | null;
  count: number;
}

const contacts = (count: number): string => (count === 1 ? "1 start" : `${number(count)} starts`);

export function AutomationBatchPage({ batch_id }: { batch_id: string }) {
  const client = useQueryClient();
  const admin = useMe().data?.role === "admin";
  const [all, setAll] = useQueryValue("all");
  const batches = useApi<{ items: Batch[] }>("/automation-batches");
  const path = `/automation-batches/${batch_id}`;
  const list = usePages<Start>(`${path}/starts`, all ? {} : { state: "held" });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<Asked | null>(null);
  const batch = batches.data?.items.find((each) => each.batch_id === batch_id);
  if (!batches.data) return waitingPage(batches, "Held batch", "the batch");
  if (!batch) return <Empty title="This batch is not here">It may be of another firm, or older than the latest 200.</Empty>;
  const held = list.items.filter((start) => start.state === "held");
  const some = [...chosen].filter((id) => held.some((start) => start.start_id === id));
  const toggle = (id: string) => setChosen(new Set(chosen.has(id) ? [...chosen].filter((each) => each !== id) : [...chosen, id]));
  const decide = async ({ approve, start_ids, count }: Asked) => {
    // More may have come into it since it was read: whoever says "all" means those they saw.
    const body = start_ids === null ? { if_held: count } : { start_ids };
    const { decided } = await send<{ decided: number }>("POST", `${path}/${approve ? "approve" : "dismiss"}`, body).catch(
      async (error: unknown) => {
        await client.invalidateQueries();
        throw error;
      },
    );
    setChosen(new Set());
    await client.invalidateQueries();
    told(
      approve
        ? `${contacts(decided)} approved. The recipient guard is asked for each.`
        : `${contacts(decided)} dismissed. They never start by themselves.`,
    );
  };
  return (
    <>
      <PageTitle
        below={
          <>
            {PROVIDERS[batch.provider]}, <Time at={batch.created_at} />.{" "}
            {batch.decided_by && (
              <>
                Decided by {batch.decided_by}, <Time at={batch.decided_at} />.
              </>
            )}
          </>
        }
      >
        {batchTitle(batch)}
      </PageTitle>
      <Stack gap="md">
        <WhyLine why={batch.state === "open" ? batch.why : { ...batch.why, next: null }} />
        {batch.cause === "template_changed" && batch.state === "open" && (
          <div>
            <Link className="name" href={`/automation-templates/${batch.cause_id}`}>
              The words as they are now
            </Link>
          </div>
        )}
        {batch.automations.length > 0 && (
          <Text size="sm">{batch.automations.map(({ name, held: count }) => `${name}: ${number(count)}`).join(" · ")}</Text>
        )}
        {admin && batch.held > 0 && (
          <Group gap="xs" className="at-hand" role="group" aria-label="Decide">
            {some.length > 0 && (
              <>
                <Button onClick={() => setAsked({ approve: true, start_ids: some, count: some.length })}>
                  Approve {number(some.length)} ticked
                </Button>
                <Button variant="default" onClick={() => setAsked({ approve: false, start_ids: some, count: some.length })}>
                  Dismiss {number(some.length)} ticked
                </Button>
              </>
            )}
            <Button
              variant={some.length > 0 ? "default" : "filled"}
              onClick={() => setAsked({ approve: true, start_ids: null, count: batch.held })}
            >
              Approve all {number(batch.held)}
            </Button>
            <Button variant="default" onClick={() => setAsked({ approve: false, start_ids: null, count: batch.held })}>
              Dismiss all {number(batch.held)}
            </Button>
          </Group>
        )}
        {!admin && batch.held > 0 && <Text size="sm">An admin of your firm approves or dismisses these.</Text>}
        <Checkbox
          label="Also those that were decided"
          checked={all !== ""}
          onChange={(event) => setAll(event.currentTarget.checked ? "yes" : null)}
        />
        {waiting(list, "who is in it") ??
          (list.items.length === 0 ? (
            <Empty title="Nobody is held any more">Everybody in this batch was decided.</Empty>
          ) : (
            <Card withBorder padding={0}>
              <Table verticalSpacing="xs" horizontalSpacing="md" className="stacks">
                <Table.Thead>
                  <Table.Tr>
                    {admin && (
                      <Table.Th w="3rem">
                        <Checkbox
                          aria-label="Tick all that are shown"
                          checked={held.length > 0 && some.length === held.length}
                          indeterminate={some.length > 0 && some.length < held.length}
                          onChange={(event) => setChosen(new Set(event.currentTarget.checked ? held.map((start) => start.start_id) : []))}
                        />
                      </Table.Th>
                    )}
                    <Table.Th>Who</Table.Th>
                    <Table.Th>Would get</Table.Th>
                    <Table.Th>Why held</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {list.items.map((start) => (
                    <Table.Tr key={start.start_id}>
                      {admin && (
                        <Table.Td>
                          {start.state === "held" && (
                            <Checkbox
                              aria-label={`Tick ${start.contact_name ?? start.contact_id}, ${start.automation}`}
                              checked={chosen.has(start.start_id)}
                              onChange={() => toggle(start.start_id)}
                            />
                          )}
                        </Table.Td>
                      )}
                      <Table.Td>
                        <ContactLink whose={start} />
                      </Table.Td>
                      <Table.Td>
                        {start.automation}
                        <Text size="sm" c="dimmed">
                          {occasionWords(start.occasion)}
                        </Text>
                      </Table.Td>
                      <Table.Td>
                        <StartChip state={start.state} />
                        <Text size="sm">{start.why?.sentence}</Text>
                        <Link className="name" href={`/automation-starts/${start.start_id}`}>
                          Its story<span className="only-heard"> of {start.contact_name ?? start.contact_id}</span>
                        </Link>
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Card>
          ))}
        <More query={list} />
      </Stack>
      {asked && (
        <Confirm
          title={`${asked.approve ? "Approve" : "Dismiss"} ${contacts(asked.count)}?`}
          action={`${asked.approve ? "Approve" : "Dismiss"} ${contacts(asked.count)}`}
          harmless={!asked.approve}
          run={() => decide(asked)}
          close={() => setAsked(null)}
        >
          <Text>
            {asked.approve
              ? "They start now. Before anything leaves, each is looked at again: a shared address, no owner or a pause still holds it. E-mails leave in the firm's hours."
              : "They stay in the ledger as dismissed and never start by themselves. An admin can still start an automation for one contact."}
          </Text>
        </Confirm>
      )}
    </>
  );
}
