/** The outcome of a preview: how many, kind by kind; and of each list, everybody with what would be otherwise and why. */
import { Button, Stack, Table, Text } from "@mantine/core";
import { useState } from "react";
import { type Preview } from "../api.ts";
import { Section } from "../parts/page.tsx";
import { number, STATES, word } from "../parts/words.ts";
import { groupName, type Group } from "../parts/preview_words.ts";
import { PreviewRows } from "./settings_preview_rows.tsx";

type Outcome = NonNullable<Preview["outcome"]>;

/** In the order in which people ask; each with the kinds of lists that it has, and the fields that its rows are about. */
const KINDS: { title: string; lists: Group["what"][]; fields: string[] }[] = [
  { title: "In and out", lists: ["came_in", "went_out", "state"], fields: ["state", "state_reason"] },
  { title: "Client status", lists: ["client_status"], fields: ["client_status"] },
  { title: "Owner", lists: ["owner_to", "owner_from"], fields: ["owner"] },
  { title: "Tags", lists: ["tag_gained", "tag_lost"], fields: ["tag"] },
  { title: "Key facts", lists: ["key_fact_gained", "key_fact_lost"], fields: ["key_fact"] },
  { title: "What clients see", lists: ["matter_shown", "matter_hidden"], fields: ["shown"] },
  { title: "Clients told by message", lists: ["matter_notified", "matter_unnotified"], fields: ["notified"] },
  { title: "Types of matters", lists: ["matter_type"], fields: ["project_type"] },
  { title: "Phases of matters", lists: ["matter_phase"], fields: ["phase"] },
  { title: "Messages that pause", lists: ["matter_paused", "matter_resumed"], fields: ["messages_paused"] },
  { title: "Who takes part", lists: ["participant_added", "participant_removed", "participant_role"], fields: ["portal_participant"] },
  { title: "Other", lists: ["other"], fields: [] },
];

export function Outcome({ path, connection_id, outcome }: { path: string; connection_id: string; outcome: Outcome }) {
  const [list, setList] = useState<string | null>(null);
  const shown = outcome.groups.find((group) => group.list === list);
  const kinds = KINDS.map((kind) => ({ ...kind, groups: outcome.groups.filter((group) => kind.lists.includes(group.what)) }));
  const { matters } = outcome;
  return (
    <Stack gap="lg">
      <div>
        <Text fw={600} size="lg">
          {outcome.changed === 0
            ? "No contact would change."
            : `${outcome.changed === 1 ? "1 contact" : `${number(outcome.changed)} contacts`} would change.`}
        </Text>
        <Text size="sm" c="dimmed">
          Contacts tried: {number(outcome.contacts)}.
          {matters.changed > 0 &&
            ` Matters that would change: ${number(matters.changed)}, of them left out ${number(matters.left_out)}, taken in ${number(matters.taken_in)}.`}
        </Text>
      </div>
      <States outcome={outcome} />
      {outcome.projects && <Projects projects={outcome.projects} />}
      {kinds
        .filter((kind) => kind.groups.length > 0)
        .map((kind) => (
          <div key={kind.title}>
            <Text fw={600} component="h3" mb={4} size="md">
              {kind.title}
            </Text>
            <Groups groups={kind.groups} shown={list} show={(each) => setList(each === list ? null : each)} />
            {shown && kind.groups.includes(shown) && (
              <Section title={groupName(shown)}>
                <PreviewRows key={shown.list} path={path} connection_id={connection_id} group={shown} fields={kind.fields} />
              </Section>
            )}
          </div>
        ))}
      {outcome.groups_left_out > 0 && <Text size="sm">And {number(outcome.groups_left_out)} smaller lists.</Text>}
    </Stack>
  );
}

function States({ outcome }: { outcome: Outcome }) {
  const states = outcome.states.filter(({ before, after }) => before > 0 || after > 0);
  return (
    <Table verticalSpacing={4} maw={480} aria-label="Contacts by state">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Contacts</Table.Th>
          <Table.Th ta="right">Now</Table.Th>
          <Table.Th ta="right">Then</Table.Th>
          <Table.Th ta="right">Difference</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {states.map(({ state, before, after }) => (
          <Table.Tr key={state}>
            <Table.Td>{word(STATES, state)}</Table.Td>
            <Table.Td ta="right">{number(before)}</Table.Td>
            <Table.Td ta="right" fw={before === after ? undefined : 700}>
              {number(after)}
            </Table.Td>
            <Table.Td ta="right">{before === after ? "–" : `${after > before ? "+" : "−"}${number(Math.abs(after - before))}`}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** Matters as clients would see them, and what would still stand for nothing. */
function Projects({ projects }: { projects: NonNullable<Outcome["projects"]> }) {
  const rows = [
    ["Shown to clients", projects.shown],
    ["Of these, told by message", projects.notified],
    ["Open matters with a phase", projects.with_phase],
    ["Messages pause", projects.messages_paused],
  ] as const;
  const unmapped = [
    ...projects.unmapped_types.map(({ value, count }) => `${value || "no value"}: no type (${number(count)})`),
    ...projects.unmapped_stages.map(({ type, stage, count }) => `${stage || "no stage"} of ${type}: no phase (${number(count)})`),
  ];
  return (
    <div>
      <Table verticalSpacing={4} maw={480} aria-label="Matters for clients">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Matters for clients</Table.Th>
            <Table.Th ta="right">Now</Table.Th>
            <Table.Th ta="right">Then</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([words, { before, after }]) => (
            <Table.Tr key={words}>
              <Table.Td>{words}</Table.Td>
              <Table.Td ta="right">{number(before)}</Table.Td>
              <Table.Td ta="right" fw={before === after ? undefined : 700}>
                {number(after)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" mt="xs">
        {unmapped.length === 0 ? "Nothing would be unmapped." : `Still unmapped: ${unmapped.join("; ")}.`}
      </Text>
    </div>
  );
}

function Groups({ groups, shown, show }: { groups: Group[]; shown: string | null; show: (list: string) => void }) {
  return (
    <Table verticalSpacing="xs" layout="fixed" mb="xs">
      <Table.Tbody>
        {groups.map((group) => (
          <Table.Tr key={group.list}>
            <Table.Td w="6rem">
              <Button
                size="compact-sm"
                variant="default"
                aria-expanded={shown === group.list}
                aria-label={`Show ${number(group.count)}: ${groupName(group)}`}
                onClick={() => show(group.list)}
              >
                {number(group.count)}
              </Button>
            </Table.Td>
            <Table.Td>
              <Text size="sm">{groupName(group)}</Text>
              <Text size="sm" c="dimmed">
                {group.sample.map((contact) => contact.name || contact.provider_id).join(", ")}
                {group.count > group.sample.length && ", …"}
              </Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
