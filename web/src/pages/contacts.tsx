/** Contacts: search, filters, a list that goes on, and what is done to many of them. */
import { Button, Card, Group, SimpleGrid, Stack } from "@mantine/core";
import type { RowSelectionState } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { useApi, useConnections, usePages, type ContactRow, type Member, type TagList } from "../api.ts";
import { Choice, ConnectionChoice, SearchField } from "../parts/filters.tsx";
import { NotConnected } from "../parts/not_connected.tsx";
import { PageTitle } from "../parts/page.tsx";
import { Link, usePlace } from "../parts/router.tsx";
import { Empty, More, waiting } from "../parts/states.tsx";
import { HEALTH_OF_CONTACT, STATES } from "../parts/words.ts";
import { BulkBar } from "./contacts_bulk.tsx";
import { ColumnChooser, useColumns } from "./contacts_columns.tsx";
import { ContactTable, rowId } from "./contacts_table.tsx";

const ANY = { value: "", label: "Any" };
const optionsOf = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));
const STATE_OPTIONS = [
  { value: "", label: "In" },
  ...optionsOf(STATES).filter(({ value }) => value !== "in"),
  { value: "any", label: "Any" },
];
const STATUS_OPTIONS = [
  ANY,
  { value: "client", label: "Clients of every kind" },
  { value: "active", label: "Active clients" },
  { value: "pending", label: "Pending clients" },
  { value: "past", label: "Past clients" },
  { value: "none", label: "Not clients" },
];
const HEALTH_OPTIONS = [ANY, { value: "fine", label: "Nothing" }, ...optionsOf(HEALTH_OF_CONTACT)];
const FILTERS = ["q", "connection", "state", "status", "owner", "tag", "health"];

export function ContactsPage() {
  const { query } = usePlace();
  const filter = Object.fromEntries(FILTERS.flatMap((name) => (query.get(name) ? [[name, query.get(name)!]] : [])));
  return (
    <>
      <PageTitle>Contacts</PageTitle>
      <Stack gap="md">
        <Filters connection={filter["connection"] ?? ""} tag={filter["tag"] ?? ""} />
        {/* Another filter, another selection. */}
        <List key={new URLSearchParams({ ...filter, q: "" }).toString()} filter={filter} />
      </Stack>
    </>
  );
}

function Filters({ connection, tag }: { connection: string; tag: string }) {
  const members = useApi<{ items: Member[] }>("/members").data?.items ?? [];
  const tags = useApi<TagList>("/tags", { connection }).data?.items ?? [];
  const owners = members.map((member) => ({ value: member.member_id, label: member.name }));
  const known_tags = tags.map((each) => ({ value: each.key, label: `${each.name} (${each.contacts})` }));
  if (tag && !tags.some((each) => each.key === tag)) known_tags.push({ value: tag, label: tag });
  return (
    <Card withBorder padding="md" component="search">
      <SearchField label="Search" placeholder="Name, company, e-mail, phone or id" />
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} mt="sm" spacing="sm">
        <ConnectionChoice />
        <Choice name="status" label="Client status" options={STATUS_OPTIONS} />
        <Choice name="owner" label="Owner" options={[ANY, { value: "none", label: "Nobody" }, ...owners]} />
        <Choice name="tag" label="Tag" options={[ANY, ...known_tags]} />
        <Choice name="state" label="State and segment" options={STATE_OPTIONS} />
        <Choice name="health" label="To look at" options={HEALTH_OPTIONS} />
      </SimpleGrid>
    </Card>
  );
}

function List({ filter }: { filter: Record<string, string> }) {
  const list = usePages<ContactRow>("/contacts", filter);
  // oxlint-disable-next-line react/exhaustive-deps -- the rows are new when the data are, not with every look at them
  const items = useMemo(() => list.items, [list.data]);
  const columns = useColumns();
  const [selected, select] = useState<RowSelectionState>({});
  /** All that fit this filter; another one has to be meant anew. */
  const [all_of, setAllOf] = useState<string | null>(null);
  const this_filter = new URLSearchParams(filter).toString();
  const all = all_of === this_filter;
  const setAll = (on: boolean) => setAllOf(on ? this_filter : null);
  const chosen = items.filter((item) => selected[rowId(item)]).map(({ connection_id, provider_id }) => ({ connection_id, provider_id }));
  const clear = () => {
    select({});
    setAll(false);
  };
  return (
    <>
      <Group justify="flex-end" gap="sm">
        <Button component="a" variant="default" href={`/api/v1/contacts.csv?${this_filter}`} download>
          Export as CSV
        </Button>
        <ColumnChooser {...columns} />
      </Group>
      {waiting(list, "contacts") ??
        (items.length === 0 ? (
          <Nobody filtered={Object.keys(filter).length > 0} />
        ) : (
          <ContactTable
            items={items}
            columns={columns}
            selected={selected}
            select={(next) => {
              setAll(false);
              select(next);
            }}
          />
        ))}
      <More query={list} />
      {chosen.length > 0 && <BulkBar chosen={chosen} more={list.hasNextPage} filter={filter} all={all} setAll={setAll} clear={clear} />}
    </>
  );
}

function Nobody({ filtered }: { filtered: boolean }) {
  const connections = useConnections().data;
  if (connections?.items.length === 0) return <NotConnected />;
  if (filtered)
    return <Empty title="Nobody fits">Try fewer words, or take a filter away. Who is not taken in is found under another state.</Empty>;
  return (
    <Empty title="No contacts yet">
      They appear here while they are read. <Link href="/runs">See how far the sync is</Link>.
    </Empty>
  );
}
