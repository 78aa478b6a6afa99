/** What settings would change, before they do (B-WHY-3). */
import { Alert, Button, Group, List, Progress, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { send, useApi, usePages, type Preview, type PreviewRow } from "../api.ts";
import { ChangeList } from "../parts/change_list.tsx";
import { Section } from "../parts/page.tsx";
import { Link } from "../parts/router.tsx";
import { More, Trouble, waiting } from "../parts/states.tsx";
import { number, plain, STATES, STATUSES, word } from "../parts/words.ts";

type Group = NonNullable<Preview["outcome"]>["groups"][number];

export function PreviewPanel({ connection_id, preview_id, close }: { connection_id: string; preview_id: string; close: () => void }) {
  const path = `/connections/${connection_id}/previews/${preview_id}`;
  const [over, setOver] = useState(false);
  const query = useApi<Preview>(path, {}, over ? {} : { refetchInterval: 700 });
  const client = useQueryClient();
  const apply = useMutation({
    mutationFn: () => send<{ version: number }>("POST", `${path}/apply`, {}),
    onSuccess: async () => {
      close();
      await client.invalidateQueries();
    },
  });
  const preview = query.data;
  const place = useRef<HTMLDivElement>(null);
  const shown = preview !== undefined;
  useEffect(() => {
    if (shown) place.current?.scrollIntoView({ block: "start" });
  }, [shown]);
  if (!preview) return waiting(query, "the preview");
  if (preview.state !== "running" && !over) setOver(true);
  const { done, total } = preview.progress;
  return (
    <div ref={place}>
      <Section title="What would change">
        <Stack gap="md">
          <ChangeList connection_id={connection_id} changes={preview.changes} />
          {preview.state === "running" && (
            <div role="status">
              <Text size="sm">
                Trying it on the whole firm: {number(done)} of {number(total)} records. Nothing is changed.
              </Text>
              <Progress value={total === 0 ? 0 : (100 * done) / total} aria-label="How far the preview is" animated />
            </div>
          )}
          {preview.error && (
            <Alert color="red" variant="outline" role="alert" title="The preview could not be worked out">
              {preview.error}
            </Alert>
          )}
          {preview.outcome && <Outcome path={path} connection_id={connection_id} outcome={preview.outcome} />}
          {apply.error && <Trouble error={apply.error} />}
          <Group>
            <Button disabled={preview.state !== "done"} loading={apply.isPending} onClick={() => apply.mutate()}>
              Apply these settings
            </Button>
            <Button variant="default" onClick={close}>
              Do not apply
            </Button>
          </Group>
        </Stack>
      </Section>
    </div>
  );
}

function Outcome({ path, connection_id, outcome }: { path: string; connection_id: string; outcome: NonNullable<Preview["outcome"]> }) {
  const [list, setList] = useState<string | null>(null);
  const states = outcome.states.filter(({ before, after }) => before > 0 || after > 0);
  return (
    <Stack gap="md">
      <Text>
        {number(outcome.contacts)} contacts were tried; <b>{number(outcome.changed)}</b> would change.
        {outcome.matters.changed > 0 &&
          ` Matters that would change: ${number(outcome.matters.changed)} (${number(outcome.matters.left_out)} left out, ${number(outcome.matters.taken_in)} taken in).`}
      </Text>
      <Table verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>State</Table.Th>
            <Table.Th ta="right">Now</Table.Th>
            <Table.Th ta="right">Then</Table.Th>
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
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {outcome.groups.length > 0 && (
        <Table.ScrollContainer minWidth={420}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>What</Table.Th>
                <Table.Th ta="right">How many</Table.Th>
                <Table.Th>Such as</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {outcome.groups.map((group) => (
                <Table.Tr key={group.list}>
                  <Table.Td>{groupName(group)}</Table.Td>
                  <Table.Td ta="right">
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={`Show the ${number(group.count)} ${group.entity === "matter" ? "matters" : "contacts"}: ${groupName(group)}`}
                      onClick={() => setList(group.list)}
                    >
                      {number(group.count)}
                    </Button>
                  </Table.Td>
                  <Table.Td>{group.sample.map((contact) => contact.name || contact.provider_id).join(", ")}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {outcome.groups_left_out > 0 && <Text size="sm">And {number(outcome.groups_left_out)} smaller lists.</Text>}
      {list !== null && (
        <Rows
          key={list}
          path={path}
          connection_id={connection_id}
          list={list}
          title={groupName(outcome.groups.find((group) => group.list === list)!)}
        />
      )}
    </Stack>
  );
}

function Rows({ path, connection_id, list, title }: { path: string; connection_id: string; list: string; title: string }) {
  const query = usePages<PreviewRow>(`${path}/rows`, { list });
  return (
    <Section title={title}>
      {waiting(query, "contacts")}
      <List listStyleType="none" spacing="xs">
        {query.items.map((row) => (
          <List.Item key={row.provider_id}>
            <Link className="name" href={`/${row.entity}s/${connection_id}/${encodeURIComponent(row.provider_id)}`}>
              {row.name || row.provider_id}
            </Link>
          </List.Item>
        ))}
      </List>
      <More query={query} />
    </Section>
  );
}

function groupName({ what, label }: Group): string {
  const [from = "", to = ""] = label.split(">");
  switch (what) {
    case "came_in":
      return "Come in";
    case "went_out":
      return "Are no longer in";
    case "state":
      return `${word(STATES, from)} → ${word(STATES, to)}`;
    case "client_status":
      return `${statusName(from)} → ${statusName(to)}`;
    case "owner_to":
      return `Owned from then on by ${label === "none" ? "nobody" : label}`;
    case "owner_from":
      return `No longer owned by ${label === "none" ? "nobody" : label}`;
    case "tag_gained":
      return `Gain the tag ${label}`;
    case "tag_lost":
      return `Lose the tag ${label}`;
    case "key_fact_gained":
      return `Gain the key fact ${label}`;
    case "key_fact_lost":
      return `Lose the key fact ${label}`;
    case "matter_shown":
      return "Matters that clients see from then on";
    case "matter_hidden":
      return "Matters that clients no longer see";
    case "matter_notified":
      return "Matters whose clients are told by message";
    case "matter_unnotified":
      return "Matters whose clients are no longer told by message";
    case "matter_type":
      return label === "none" ? "Matters without a type" : `Matters of the type ${label}`;
    case "matter_phase":
      return label === "none" ? "Matters without a phase" : `Matters that move to ${label}`;
    case "matter_paused":
      return "Matters whose messages pause: no phase has their stage";
    case "matter_resumed":
      return "Matters whose messages go on";
    case "participant_added":
      return `Matters in which somebody takes part as ${label}`;
    case "participant_removed":
      return `Matters in which somebody no longer takes part as ${label}`;
    case "participant_role":
      return `Matters in which somebody’s role becomes ${label}`;
    case "other":
      return `Another value: ${plain(label).toLowerCase()}`;
  }
}

const statusName = (status: string): string => (status === "none" ? "Not a client" : word(STATUSES, status));
