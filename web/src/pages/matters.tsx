/** Matters: the most recently changed first, and what is done to many of them. */
import { Button, Card, Checkbox, Group, SimpleGrid, Stack, Table, Text } from "@mantine/core";
import { useState } from "react";
import { useApi, useConnections, usePages, type MatterFilters, type MatterRow } from "../api.ts";
import { Chip } from "../parts/chip.tsx";
import { Choice, ConnectionChoice, SearchField } from "../parts/filters.tsx";
import { NotConnected } from "../parts/not_connected.tsx";
import { PageTitle } from "../parts/page.tsx";
import { Link, usePlace } from "../parts/router.tsx";
import { Empty, More, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { MATTER_STATUSES, PROVIDERS, word } from "../parts/words.ts";
import { MatterBulkBar } from "./matters_bulk.tsx";

const STATUS_OPTIONS = [{ value: "", label: "Any" }, ...Object.entries(MATTER_STATUSES).map(([value, label]) => ({ value, label }))];

const FILTERS = ["q", "connection", "status", "practice_area", "stage", "staff"];

export function MattersPage() {
  const { query } = usePlace();
  const filter = Object.fromEntries(FILTERS.flatMap((name) => (query.get(name) ? [[name, query.get(name)!]] : [])));
  return (
    <>
      <PageTitle>Matters</PageTitle>
      <Stack gap="md">
        <Filters filter={filter} />
        {/* Another filter, another selection. */}
        <List key={new URLSearchParams({ ...filter, q: "" }).toString()} filter={filter} />
      </Stack>
    </>
  );
}

function Filters({ filter }: { filter: Record<string, string> }) {
  const there = useApi<MatterFilters>("/matters/filters", { connection: filter["connection"] }).data;
  return (
    <Card withBorder padding="md" component="search">
      <SearchField label="Search" placeholder="Number or name" />
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} mt="sm" spacing="sm">
        <ConnectionChoice />
        <Choice name="status" label="Status" options={STATUS_OPTIONS} />
        <Choice
          name="practice_area"
          label="Practice area"
          options={optionsOf(there?.practice_areas ?? [], filter["practice_area"] ?? "")}
        />
        <Choice name="stage" label="Stage" options={optionsOf(there?.stages ?? [], filter["stage"] ?? "")} />
        <Choice
          name="staff"
          label="Of the firm"
          options={[
            ANY,
            ...(there?.staff ?? []).map((each) => ({ value: each.staff, label: each.active ? each.name : `${each.name} (inactive)` })),
          ]}
        />
      </SimpleGrid>
    </Card>
  );
}

function List({ filter }: { filter: Record<string, string> }) {
  const list = usePages<MatterRow>("/matters", filter);
  const [selected, select] = useState<ReadonlySet<string>>(new Set());
  /** All that fit this filter; another one has to be meant anew. */
  const [all_of, setAllOf] = useState<string | null>(null);
  const this_filter = new URLSearchParams(filter).toString();
  const all = all_of === this_filter;
  const setAll = (on: boolean) => setAllOf(on ? this_filter : null);
  const chosen = list.items
    .filter((item) => selected.has(rowId(item)))
    .map(({ connection_id, provider_id }) => ({ connection_id, provider_id }));
  const clear = () => {
    select(new Set());
    setAll(false);
  };
  return (
    <>
      <Group justify="flex-end">
        <Button component="a" variant="default" href={`/api/v1/matters.csv?${this_filter}`} download>
          Export as CSV
        </Button>
      </Group>
      {waiting(list, "matters") ??
        (list.items.length === 0 ? (
          <Nothing filtered={Object.keys(filter).length > 0} />
        ) : (
          <MatterTable
            items={list.items}
            selected={selected}
            select={(next) => {
              setAll(false);
              select(next);
            }}
          />
        ))}
      <More query={list} />
      {chosen.length > 0 && (
        <MatterBulkBar chosen={chosen} more={list.hasNextPage} filter={filter} all={all} setAll={setAll} clear={clear} />
      )}
    </>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  const connections = useConnections().data;
  if (connections?.items.length === 0) return <NotConnected />;
  if (filtered) return <Empty title="No matter fits">Try fewer words, or take a filter away.</Empty>;
  return (
    <Empty title="No matters yet">
      They appear here while they are read. <Link href="/runs">See how far the sync is</Link>.
    </Empty>
  );
}

const ANY = { value: "", label: "Any" };

/** What is chosen stands there also while the others are on their way, or where there is none of it any more. */
function optionsOf(values: string[], chosen: string) {
  const all = chosen === "" || values.includes(chosen) ? values : [...values, chosen];
  return [ANY, ...all.map((value) => ({ value, label: value }))];
}

export function MatterStatus({ matter }: { matter: { status: string; left_out: boolean } }) {
  const tone = matter.status === "open" ? "good" : matter.status === "pending" ? "wait" : "past";
  return (
    <>
      <Chip tone={tone}>{word(MATTER_STATUSES, matter.status)}</Chip>
      {matter.left_out && (
        <Text span size="sm" c="dimmed">
          {" "}
          left out: too old
        </Text>
      )}
    </>
  );
}

const rowId = (matter: MatterRow): string => `${matter.connection_id}/${matter.provider_id}`;
const nameOf = (matter: MatterRow): string => [matter.number, matter.name].filter(Boolean).join(" ") || matter.provider_id;

interface TableProps {
  items: MatterRow[];
  selected: ReadonlySet<string>;
  select: (next: ReadonlySet<string>) => void;
}

function MatterTable({ items, selected, select }: TableProps) {
  const whole = items.every((item) => selected.has(rowId(item)));
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    select(next);
  };
  return (
    <Card withBorder padding={0}>
      <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={44}>
              <Checkbox
                aria-label="Select all that are shown"
                checked={whole}
                indeterminate={!whole && selected.size > 0}
                onChange={() => select(whole ? new Set() : new Set(items.map(rowId)))}
              />
            </Table.Th>
            <Table.Th>Matter</Table.Th>
            <Table.Th visibleFrom="sm">Main client</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th visibleFrom="md">Practice area and stage</Table.Th>
            <Table.Th visibleFrom="md">Changed</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((matter) => (
            <Table.Tr key={rowId(matter)} aria-selected={selected.has(rowId(matter))}>
              <Table.Td>
                <Checkbox
                  aria-label={`Select ${nameOf(matter)}`}
                  checked={selected.has(rowId(matter))}
                  onChange={() => toggle(rowId(matter))}
                />
              </Table.Td>
              <Table.Td>
                <Link className="name" href={`/matters/${matter.connection_id}/${encodeURIComponent(matter.provider_id)}`}>
                  {nameOf(matter)}
                </Link>
                <Text size="sm" c="dimmed" lineClamp={1}>
                  {[PROVIDERS[matter.provider], matter.description].filter(Boolean).join(" · ")}
                </Text>
              </Table.Td>
              <Table.Td visibleFrom="sm">{matter.main_client ?? <Text c="dimmed">Nobody</Text>}</Table.Td>
              <Table.Td>
                <MatterStatus matter={matter} />
                {matter.paused && <Chip tone="wait">Automations paused</Chip>}
              </Table.Td>
              <Table.Td visibleFrom="md">{[matter.practice_area, matter.stage].filter(Boolean).join(" · ")}</Table.Td>
              <Table.Td visibleFrom="md">
                <Time at={matter.updated_at} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}
