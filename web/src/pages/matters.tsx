/** Matters: the most recently changed first. */
import { Card, SimpleGrid, Stack, Table, Text } from "@mantine/core";
import { useApi, usePages, type MatterFilters, type MatterRow } from "../api.ts";
import { Chip } from "../parts/chip.tsx";
import { Choice, ConnectionChoice, SearchField } from "../parts/filters.tsx";
import { PageTitle } from "../parts/page.tsx";
import { Link, useQueryValue } from "../parts/router.tsx";
import { Empty, More, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { MATTER_STATUSES, PROVIDERS, word } from "../parts/words.ts";

const STATUS_OPTIONS = [{ value: "", label: "Any" }, ...Object.entries(MATTER_STATUSES).map(([value, label]) => ({ value, label }))];

export function MattersPage() {
  const [q] = useQueryValue("q");
  const [connection] = useQueryValue("connection");
  const [status] = useQueryValue("status");
  const [practice_area] = useQueryValue("practice_area");
  const [stage] = useQueryValue("stage");
  const [staff] = useQueryValue("staff");
  const list = usePages<MatterRow>("/matters", { q, connection, status, practice_area, stage, staff });
  const there = useApi<MatterFilters>("/matters/filters", { connection }).data;
  const filtered = Boolean(q || connection || status || practice_area || stage || staff);
  return (
    <>
      <PageTitle>Matters</PageTitle>
      <Stack gap="md">
        <Card withBorder padding="md" component="search">
          <SearchField label="Search" placeholder="Number or name" />
          <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} mt="sm" spacing="sm">
            <ConnectionChoice />
            <Choice name="status" label="Status" options={STATUS_OPTIONS} />
            <Choice name="practice_area" label="Practice area" options={optionsOf(there?.practice_areas ?? [], practice_area)} />
            <Choice name="stage" label="Stage" options={optionsOf(there?.stages ?? [], stage)} />
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
        {waiting(list, "matters") ??
          (list.items.length === 0 ? (
            <Empty title={filtered ? "No matter fits" : "No matters yet"}>
              {filtered ? "Try fewer words, or take a filter away." : "They appear here while they are read."}
            </Empty>
          ) : (
            <MatterTable items={list.items} />
          ))}
        <More query={list} />
      </Stack>
    </>
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

function MatterTable({ items }: { items: MatterRow[] }) {
  return (
    <Card withBorder padding={0}>
      <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Matter</Table.Th>
            <Table.Th visibleFrom="sm">Main client</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th visibleFrom="md">Practice area and stage</Table.Th>
            <Table.Th visibleFrom="md">Changed</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((matter) => (
            <Table.Tr key={matter.connection_id + matter.provider_id}>
              <Table.Td>
                <Link className="name" href={`/matters/${matter.connection_id}/${encodeURIComponent(matter.provider_id)}`}>
                  {[matter.number, matter.name].filter(Boolean).join(" ") || matter.provider_id}
                </Link>
                <Text size="sm" c="dimmed" lineClamp={1}>
                  {[PROVIDERS[matter.provider], matter.description].filter(Boolean).join(" · ")}
                </Text>
              </Table.Td>
              <Table.Td visibleFrom="sm">{matter.main_client ?? <Text c="dimmed">Nobody</Text>}</Table.Td>
              <Table.Td>
                <MatterStatus matter={matter} />
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
