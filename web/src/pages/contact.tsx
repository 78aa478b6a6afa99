/** One contact: who it is, what Privity worked out and why, matters, twins, history. */
import { Alert, Anchor, Grid, Group, List, Stack, Table, Text } from "@mantine/core";
import { useApi, type Contact } from "../api.ts";
import { Chip, StateChip, StatusChip } from "../parts/chip.tsx";
import { History } from "../parts/history.tsx";
import { PageTitle, ProviderLink, Section } from "../parts/page.tsx";
import { Link } from "../parts/router.tsx";
import { waiting } from "../parts/states.tsx";
import { dayText, Time } from "../parts/time.tsx";
import { Why } from "../parts/why.tsx";
import { CAPACITIES, MATTER_STATUSES, PROVIDERS, word } from "../parts/words.ts";

export function ContactPage({ connection_id, provider_id }: { connection_id: string; provider_id: string }) {
  const query = useApi<Contact>(`/contacts/${connection_id}/${encodeURIComponent(provider_id)}`);
  const contact = query.data;
  if (!contact) return waiting(query, "the contact");
  return (
    <>
      <PageTitle
        aside={<ProviderLink provider={contact.provider} href={contact.link} />}
        below={
          <>
            {[contact.job_title, contact.company_name].filter(Boolean).join(", ")} {PROVIDERS[contact.provider]} id {contact.provider_id} ·
            as of <Time at={contact.read_at} />
          </>
        }
      >
        {contact.name || "No name"}
      </PageTitle>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <Derived contact={contact} />
            <Tags contact={contact} />
            <Matters contact={contact} />
            <Section title="History">
              <History changes={contact.history} />
            </Section>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="md">
            <Reachable contact={contact} />
            <Facts contact={contact} />
            <Duplicates contact={contact} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}

function Derived({ contact }: { contact: Contact }) {
  return (
    <Section title="What Privity worked out">
      <Stack gap="sm">
        {contact.never_engage && (
          <Alert color="red" variant="outline" title="Never engage" py="xs">
            {contact.never_engage.sentence}
          </Alert>
        )}
        <Why reasons={[contact.state_why, ...contact.other_whys]} label="this state">
          <Text span w={110} c="dimmed">
            State
          </Text>
          <StateChip state={contact.state} />
        </Why>
        <Why reasons={[contact.status_why]} label="this client status">
          <Text span w={110} c="dimmed">
            Client status
          </Text>
          <StatusChip status={contact.client_status} />
          {contact.prospect && <Chip>Prospect</Chip>}
        </Why>
        <Why reasons={[contact.owner.why]} label="this owner">
          <Text span w={110} c="dimmed">
            Owner
          </Text>
          <Text span fw={600}>
            {contact.owner.name ?? "Nobody"}
          </Text>
        </Why>
        {contact.issues.length > 0 && (
          <Why reasons={contact.issues} label="these issues">
            <Text span w={110} c="dimmed">
              Issues
            </Text>
            <Chip tone="wait">
              {contact.issues.length === 1 ? "1 thing could not be used" : `${contact.issues.length} things could not be used`}
            </Chip>
          </Why>
        )}
      </Stack>
    </Section>
  );
}

function Tags({ contact }: { contact: Contact }) {
  if (contact.tags.length === 0) return null;
  return (
    <Section title="Tags">
      <Stack gap={6}>
        {contact.tags.map((tag) => (
          <Why key={tag.name} reasons={tag.whys} label={`the tag ${tag.name}`}>
            <Chip>{tag.name}</Chip>
            {tag.origins.includes("manual") && (
              <Text span size="xs" c="dimmed">
                added by a member
              </Text>
            )}
          </Why>
        ))}
      </Stack>
    </Section>
  );
}

function Facts({ contact }: { contact: Contact }) {
  if (contact.key_facts.length === 0) return null;
  return (
    <Section title="Key facts">
      <Stack gap={6}>
        {contact.key_facts.map((fact) => (
          <Why key={fact.label + fact.origin + fact.text} reasons={[fact.why]} label={`the key fact ${fact.label}`}>
            <Text span c="dimmed">
              {fact.label}
            </Text>
            <Text span>{[fact.date && dayText(fact.date), fact.text].filter(Boolean).join(" · ")}</Text>
          </Why>
        ))}
      </Stack>
    </Section>
  );
}

function Reachable({ contact }: { contact: Contact }) {
  const address = (each: Contact["addresses"][number]) =>
    [each.street, each.city, each.state, each.postal_code, each.country].filter(Boolean).join(", ");
  const rows = [
    ...contact.emails.map((each) => ["E-mail", each.address, each.label] as const),
    ...contact.phones.map((each) => [each.fax ? "Fax" : "Phone", each.number, each.label] as const),
    ...contact.addresses.map((each) => ["Address", address(each), each.label] as const),
  ];
  return (
    <Section title="How to reach them">
      {rows.length === 0 && <Text c="dimmed">No e-mail, phone or address at the provider.</Text>}
      <dl className="facts">
        {rows.map(([what, value, label]) => (
          <div key={what + value + label} style={{ display: "contents" }}>
            <dt>{what}</dt>
            <dd>
              {value}{" "}
              {label && (
                <Text span size="sm" c="dimmed">
                  {label}
                </Text>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function Matters({ contact }: { contact: Contact }) {
  return (
    <Section title="Matters">
      {contact.matters.length === 0 ? (
        <Text c="dimmed">On no matter that the sync user sees.</Text>
      ) : (
        <Table.ScrollContainer minWidth={420}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Matter</Table.Th>
                <Table.Th>Status</Table.Th>
                <Table.Th>Takes part as</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {contact.matters.map((matter, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- one contact may be on a matter twice in one role
                <Table.Tr key={index}>
                  <Table.Td>
                    <Link className="name" href={`/matters/${contact.connection_id}/${encodeURIComponent(matter.provider_id)}`}>
                      {[matter.number, matter.name].filter(Boolean).join(" ") || matter.provider_id}
                    </Link>
                    <Text size="sm" c="dimmed">
                      {[matter.practice_area, matter.stage].filter(Boolean).join(" · ")}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    {word(MATTER_STATUSES, matter.status)}
                    {matter.left_out && " (left out: too old)"}
                  </Table.Td>
                  <Table.Td>
                    {matter.role || word(CAPACITIES, matter.capacity)}
                    {matter.via_company && ` through ${matter.via_company.name}`}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  );
}

function Duplicates({ contact }: { contact: Contact }) {
  if (contact.duplicates.length === 0) return null;
  return (
    <Section title="Possible duplicates">
      <Text size="sm" c="dimmed" mb="xs">
        They share an e-mail or phone. They stay separate contacts; a family may well share one.
      </Text>
      <List spacing="xs" listStyleType="none">
        {contact.duplicates.map((other) => (
          <List.Item key={other.connection_id + other.provider_id}>
            <Group gap={8}>
              <Link className="name" href={`/contacts/${other.connection_id}/${encodeURIComponent(other.provider_id)}`}>
                {other.name}
              </Link>
              <Text size="sm" c="dimmed">
                {PROVIDERS[other.provider]} · {other.shared.join(", ")}
              </Text>
              {other.link && (
                <Anchor
                  size="sm"
                  href={other.link}
                  target="_blank"
                  rel="noreferrer"
                  aria-label={`Open ${other.name} in ${PROVIDERS[other.provider]}`}
                >
                  ↗
                </Anchor>
              )}
            </Group>
          </List.Item>
        ))}
      </List>
    </Section>
  );
}
