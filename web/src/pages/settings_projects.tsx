/** Beside the settings of matters for clients: how complete the mapping is, what it leaves out, and one matter tried with what is typed. */
import { Button, List, Progress, Select, Stack, Table, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, usePages, type MatterRow, type ProjectAnswer, type ProjectRow, type ProjectsOverview } from "../api.ts";
import { ClientSees, ProjectWhys } from "../parts/client_sees.tsx";
import { Section } from "../parts/page.tsx";
import { Link } from "../parts/router.tsx";
import type { Document } from "../parts/setting_document.ts";
import { More, Trouble, waiting } from "../parts/states.tsx";
import { number } from "../parts/words.ts";

interface Listed {
  list: string;
  value?: string;
  title: string;
}

export function Completeness({ connection_id }: { connection_id: string }) {
  const query = useApi<ProjectsOverview>(`/connections/${connection_id}/projects`);
  const [shown, show] = useState<Listed | null>(null);
  const seen = query.data;
  if (!seen) return waiting(query, "how complete the mapping is");
  if (!seen.on)
    return (
      <Section title="How complete it is">
        <Text>
          Nothing is worked out for clients yet, and nothing is shown to anybody. Switch it on below, map types and phases, and look before
          you apply.
        </Text>
      </Section>
    );
  const part = seen.complete === null ? null : Math.round(seen.complete * 100);
  const rows: (Listed & { count: number; words: string })[] = [
    ...seen.unmapped_types.map(({ value, count }) => ({ list: "unmapped_type", value, count, title: `Without a type: ${value || "blank"}`, words: `“${value || "blank"}” stands for no type` })),
    ...seen.unmapped_stages.map(({ type, stage, count }) => ({ list: "unmapped_stage", value: stage, count, title: `Without a phase: ${stage || "no stage"}`, words: `The stage “${stage || "none"}” of ${type} belongs to no phase` })),
    { list: "main_client_skipped", count: seen.main_client.skipped, title: "Main client is skipped", words: "The main client is skipped" },
    { list: "main_client_company", count: seen.main_client.company, title: "Main client is a company", words: "The main client is a company: nobody, until you name a person on the matter" },
    { list: "main_client_not_found", count: seen.main_client.not_found, title: "Main client is hidden", words: "The sync user may not see the main client" },
    { list: "main_client_nobody", count: seen.main_client.nobody, title: "Without a main client", words: "There is no main client" },
    { list: "shown", count: seen.shown, title: "Shown to clients", words: "Shown to their clients" },
    { list: "notified", count: seen.notified, title: "Told by message", words: "Of these, told by message too" },
  ].filter(({ count }) => count > 0); // oxfmt-ignore
  return (
    <Section title="How complete it is">
      <Stack gap="md">
        {part === null ? (
          <Text>There are no open matters.</Text>
        ) : (
          <div>
            <Text size="sm">
              {number(seen.with_phase)} of {number(seen.open)} open matters have a phase ({part} %); {number(seen.with_type)} have a type.
            </Text>
            <Progress value={part} aria-label="Open matters that have a phase" />
          </div>
        )}
        {rows.length > 0 && (
          <Table verticalSpacing={6} aria-label="What the mapping leaves out">
            <Table.Tbody>
              {rows.map((row) => (
                <Table.Tr key={row.title}>
                  <Table.Td w="5rem">
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-expanded={shown?.title === row.title}
                      aria-label={`${number(row.count)}: ${row.title}`}
                      onClick={() => show(shown?.title === row.title ? null : row)}
                    >
                      {number(row.count)}
                    </Button>
                  </Table.Td>
                  <Table.Td>{row.words}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
        {shown && <MatterList key={shown.title} connection_id={connection_id} shown={shown} />}
        {seen.titles_unmapped.length > 0 && (
          <Text size="sm">
            Titles that belong to no role, so these people are not shown:{" "}
            {seen.titles_unmapped.map(({ title, staff }) => `${title} (${number(staff)})`).join(", ")}.
          </Text>
        )}
        {seen.titles_not_found.length > 0 && (
          <Text size="sm">
            Titles that nobody has: {seen.titles_not_found.map(({ title, role }) => `${title} (for ${role})`).join(", ")}.
          </Text>
        )}
      </Stack>
    </Section>
  );
}

function MatterList({ connection_id, shown }: { connection_id: string; shown: Listed }) {
  const list = usePages<ProjectRow>(`/connections/${connection_id}/projects/matters`, {
    list: shown.list,
    ...(shown.value ? { value: shown.value } : {}),
  });
  return (
    <section aria-label={shown.title}>
      {waiting(list, "matters")}
      <List size="sm" spacing={4}>
        {list.items.map((row) => (
          <List.Item key={row.provider_id}>
            <Link className="name" href={`/matters/${connection_id}/${encodeURIComponent(row.provider_id)}`}>
              {[row.number, row.name].filter(Boolean).join(" ") || row.provider_id}
            </Link>{" "}
            {[row.type ?? row.type_value, row.stage, row.main_client].filter(Boolean).join(" · ")}
          </List.Item>
        ))}
      </List>
      <More query={list} />
    </section>
  );
}

/** B-WHY-3: with what is typed, in force or not. */
export function TryMatter({ connection_id, document }: { connection_id: string; document: Document }) {
  const [typed, type] = useState("");
  const [picked, setPicked] = useState<{ value: string; label: string } | null>(null);
  const found = useApi<{ items: MatterRow[] }>("/matters", { connection: connection_id, q: typed.trim(), limit: "10" }).data?.items;
  const data = (found ?? []).map((row) => ({
    value: row.provider_id,
    label: [row.number, row.name].filter(Boolean).join(" · ") || row.provider_id,
  }));
  const attempt = useMutation({
    mutationFn: (matter_id: string) =>
      send<ProjectAnswer>("POST", `/matters/${connection_id}/${encodeURIComponent(matter_id)}/project/preview`, { document }),
  });
  return (
    <Section title="Try it on one matter">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          One matter with the settings as they stand above, in force or not. Nothing is changed or shown to anybody.
        </Text>
        <Select
          label="Matter"
          placeholder="Type a number or a name"
          searchable
          clearable
          maw={420}
          filter={({ options }) => options}
          data={picked && !data.some((each) => each.value === picked.value) ? [picked, ...data] : data}
          value={picked?.value ?? null}
          onChange={(value, option) => {
            setPicked(value === null ? null : option);
            attempt.reset();
            if (value !== null) attempt.mutate(value);
          }}
          onSearchChange={type}
          nothingFoundMessage={found ? "Nothing found" : "Searching …"}
        />
        {picked && (
          <div>
            <Button size="xs" variant="default" loading={attempt.isPending} onClick={() => attempt.mutate(picked.value)}>
              Try again
            </Button>
          </div>
        )}
        {attempt.error && <Trouble error={attempt.error} />}
        <div role="status">
          {attempt.data &&
            (attempt.data.project ? (
              <Stack gap="sm">
                <ClientSees project={attempt.data.project} />
                <ProjectWhys project={attempt.data.project} connection_id={connection_id} />
              </Stack>
            ) : (
              <Text size="sm">Nothing would be worked out for clients: it is switched off, or the matter is left out.</Text>
            ))}
        </div>
      </Stack>
    </Section>
  );
}
