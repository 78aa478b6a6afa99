/** What an automation started and what not, each with why (B-AUT-1); and a start by hand, on record. */
import { Button, Card, Group, NativeSelect, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, usePages, type Automation, type Contact, type Start } from "../api.ts";
import { ContactLink, ContactPicker, StartChip, WhyLine, type Picked } from "../parts/automation_parts.tsx";
import { CAUSES, occasionWords, START_STATES } from "../parts/automation_words.ts";
import { Confirm } from "../parts/confirm.tsx";
import { Choice } from "../parts/filters.tsx";
import { Section } from "../parts/page.tsx";
import { Link, useQueryValue } from "../parts/router.tsx";
import { Empty, More, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { told } from "../parts/undo.tsx";
import { word } from "../parts/words.ts";

const STATES = [{ value: "", label: "All" }, ...Object.entries(START_STATES).map(([value, label]) => ({ value, label }))];

export function Ledger({ automation_id }: { automation_id: string }) {
  const [state] = useQueryValue("state");
  const list = usePages<Start>(`/automations/${automation_id}/starts`, state ? { state } : {});
  return (
    <Section title="What it started, and what not">
      <Stack gap="md">
        <Group>
          <Choice name="state" label="State" options={STATES} />
        </Group>
        {waiting(list, "the ledger") ??
          (list.items.length === 0 ? (
            <Empty title="Nothing here yet">{state ? "Nothing is in this state." : "Nothing has happened that it is about."}</Empty>
          ) : (
            <Card withBorder padding={0}>
              <Table verticalSpacing="sm" horizontalSpacing="md" className="stacks">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Who</Table.Th>
                    <Table.Th>What for</Table.Th>
                    <Table.Th>What became of it, and why</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {list.items.map((start) => (
                    <Table.Tr key={start.start_id}>
                      <Table.Td>
                        <ContactLink whose={start} />
                      </Table.Td>
                      <Table.Td>
                        {occasionWords(start.occasion)}
                        <Text size="sm" c="dimmed">
                          {word(CAUSES, start.cause)}, <Time at={start.created_at} />
                        </Text>
                      </Table.Td>
                      <Table.Td>
                        <StartLine start={start} />
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Card>
          ))}
        <More query={list} />
      </Stack>
    </Section>
  );
}

export function StartLine({ start }: { start: Start }) {
  return (
    <Stack gap={4}>
      <Group gap={8}>
        <StartChip state={start.state} />
        <Text size="sm">
          <Time at={start.since} />
        </Text>
        <Link className="name" href={`/automation-starts/${start.start_id}`}>
          Story
          <span className="only-heard">{` of ${start.automation} for ${start.contact_name ?? start.contact_id}`}</span>
        </Link>
      </Group>
      <WhyLine why={start.why} />
      {start.due_at && (
        <Text size="sm" c="dimmed">
          Next by itself: <Time at={start.due_at} />
        </Text>
      )}
    </Stack>
  );
}

/** Whatever the ledger says; the recipient guard is asked all the same. */
export function StartByHand({ automation }: { automation: Automation }) {
  const [contact, setContact] = useState<Picked | null>(null);
  return (
    <Section title="Start it for one contact">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Also again, for somebody who got it before. It goes on record in your name.
        </Text>
        <ContactPicker label="For whom" pick={setContact} />
        {contact && <StartAgain automation={automation} contact={contact} />}
      </Stack>
    </Section>
  );
}

interface AgainProps {
  automation: Pick<Automation, "automation_id" | "name"> & { document?: Automation["document"] };
  contact: Picked;
  matter_id?: string | null;
  label?: string;
}

export function StartAgain({ automation, contact, matter_id = null, label = "Start it" }: AgainProps) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [matter, setMatter] = useState(matter_id ?? "");
  const about = automation.document?.trigger.kind;
  const needs_matter = about === "phase_changed" || about === "matter_closed";
  const matters = useApi<Contact>(
    `/contacts/${contact.connection_id}/${encodeURIComponent(contact.provider_id)}`,
    {},
    { enabled: needs_matter && asking },
  ).data?.matters;
  const start = useMutation({
    mutationFn: () =>
      send<Start>("POST", `/automations/${automation.automation_id}/starts`, {
        connection_id: contact.connection_id,
        provider_id: contact.provider_id,
        matter_id: matter || null,
      }),
    onSuccess: async () => {
      await client.invalidateQueries();
      told(`${automation.name} is started for ${contact.name}.`);
    },
  });
  const named = [...new Map((matters ?? []).map((each) => [each.provider_id, each])).values()];
  return (
    <div>
      <Button size="xs" variant="default" onClick={() => setAsking(true)} aria-label={`${label}: ${automation.name} for ${contact.name}`}>
        {label}
      </Button>
      {asking && (
        <Confirm
          title={`Start ${automation.name} for ${contact.name}?`}
          action="Start it"
          harmless
          refused={needs_matter && matter === "" && matters ? "Choose the matter that it is about." : null}
          run={() => start.mutateAsync()}
          close={() => setAsking(false)}
        >
          <Text>
            It runs for them from the first step, whatever ran before. Before anything leaves, the guard looks at the address, the owner and
            the pauses as always.
          </Text>
          {needs_matter && (
            <NativeSelect
              label="Matter"
              data={[
                { value: "", label: "Choose …" },
                ...named.map((each) => ({
                  value: each.provider_id,
                  label: [each.number, each.name].filter(Boolean).join(" ") || each.provider_id,
                })),
              ]}
              value={matter}
              onChange={(event) => setMatter(event.currentTarget.value)}
            />
          )}
        </Confirm>
      )}
    </div>
  );
}
