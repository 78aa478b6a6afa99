/** Contacts: search, filters, a list that goes on. */
import { Card, Group, SimpleGrid, Stack, Table, Text } from "@mantine/core";
import { useApi, useConnections, usePages, type ContactRow, type Member, type TagList } from "../api.ts";
import { Chip, StateChip, StatusChip } from "../parts/chip.tsx";
import { Choice, ConnectionChoice, SearchField } from "../parts/filters.tsx";
import { NotConnected } from "../parts/not_connected.tsx";
import { PageTitle } from "../parts/page.tsx";
import { Link, useQueryValue } from "../parts/router.tsx";
import { Empty, More, waiting } from "../parts/states.tsx";
import { PROVIDERS, STATES } from "../parts/words.ts";

const STATE_OPTIONS = [
  { value: "", label: "In (the usual list)" },
  ...Object.entries(STATES)
    .filter(([state]) => state !== "in")
    .map(([value, label]) => ({ value, label })),
  { value: "any", label: "Any" },
];
const STATUS_OPTIONS = [
  { value: "", label: "Any" },
  { value: "client", label: "Clients of every kind" },
  { value: "active", label: "Active clients" },
  { value: "pending", label: "Pending clients" },
  { value: "past", label: "Past clients" },
  { value: "none", label: "Not clients" },
];

export function ContactsPage() {
  const [q] = useQueryValue("q");
  const [connection] = useQueryValue("connection");
  const [state] = useQueryValue("state");
  const [status] = useQueryValue("status");
  const [owner] = useQueryValue("owner");
  const [tag] = useQueryValue("tag");
  const list = usePages<ContactRow>("/contacts", { q, connection, state, status, owner, tag });
  const members = useApi<{ items: Member[] }>("/members").data?.items ?? [];
  const tags = useApi<TagList>("/tags", { connection }).data?.items ?? [];
  const owners = members.map((member) => ({ value: member.member_id, label: member.name }));
  const known_tags = tags.map((each) => ({ value: each.key, label: `${each.name} (${each.contacts})` }));
  if (tag && !tags.some((each) => each.key === tag)) known_tags.push({ value: tag, label: tag });
  return (
    <>
      <PageTitle>Contacts</PageTitle>
      <Stack gap="md">
        <Card withBorder padding="md" component="search">
          <SearchField label="Search" placeholder="Name, company, e-mail, phone or id" />
          <SimpleGrid cols={{ base: 2, sm: 3, md: 5 }} mt="sm" spacing="sm">
            <ConnectionChoice />
            <Choice name="status" label="Client status" options={STATUS_OPTIONS} />
            <Choice name="owner" label="Owner" options={[{ value: "", label: "Any" }, { value: "none", label: "Nobody" }, ...owners]} />
            <Choice name="tag" label="Tag" options={[{ value: "", label: "Any" }, ...known_tags]} />
            <Choice name="state" label="State" options={STATE_OPTIONS} />
          </SimpleGrid>
        </Card>
        {waiting(list, "contacts") ??
          (list.items.length === 0 ? (
            <Nobody filtered={Boolean(q || connection || state || status || owner || tag)} />
          ) : (
            <ContactTable items={list.items} />
          ))}
        <More query={list} />
      </Stack>
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

const TAGS_SHOWN = 4;

function ContactTable({ items }: { items: ContactRow[] }) {
  return (
    <Card withBorder padding={0}>
      <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th visibleFrom="sm">Status</Table.Th>
            <Table.Th visibleFrom="md">Owner</Table.Th>
            <Table.Th visibleFrom="md">Tags</Table.Th>
            <Table.Th visibleFrom="sm">From</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((contact) => (
            <Row key={contact.connection_id + contact.provider_id} contact={contact} />
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}

/** The tags that say what the status column says, or where the contact is from, are left out. */
const SAID_ELSEWHERE = new Set(["clio", "mycase", "person", "client", "active client", "pending client", "past client"]);

function Row({ contact }: { contact: ContactRow }) {
  const tags = contact.tags.filter((tag) => !SAID_ELSEWHERE.has(tag.toLowerCase()));
  return (
    <Table.Tr>
      <Table.Td>
        <Link className="name" href={`/contacts/${contact.connection_id}/${encodeURIComponent(contact.provider_id)}`}>
          {contact.name || `No name (${contact.provider_id})`}
        </Link>
        <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {[contact.email, contact.phone].filter(Boolean).join(" · ") || contact.company_name}
        </Text>
        <Group gap={6} mt={4} hiddenFrom="sm">
          <StatusChip status={contact.client_status} />
          {contact.state !== "in" && <StateChip state={contact.state} />}
          {tags.slice(0, 2).map((tag) => (
            <Chip key={tag}>{tag}</Chip>
          ))}
        </Group>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Group gap={6}>
          <StatusChip status={contact.client_status} />
          {contact.state !== "in" && <StateChip state={contact.state} />}
        </Group>
      </Table.Td>
      <Table.Td visibleFrom="md">{contact.owner?.name ?? <Text c="dimmed">Nobody</Text>}</Table.Td>
      <Table.Td visibleFrom="md">
        <Group gap={6}>
          {tags.slice(0, TAGS_SHOWN).map((tag) => (
            <Chip key={tag}>{tag}</Chip>
          ))}
          {tags.length > TAGS_SHOWN && (
            <Text size="sm" c="dimmed">
              and {tags.length - TAGS_SHOWN} more
            </Text>
          )}
        </Group>
      </Table.Td>
      <Table.Td visibleFrom="sm">{PROVIDERS[contact.provider]}</Table.Td>
    </Table.Tr>
  );
}
