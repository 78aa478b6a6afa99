/** One contact: who it is, what Privity worked out and why, matters, twins, history. */
import { Alert, Grid, Group, Stack, Table, Text } from "@mantine/core";
import { useApi, type Contact } from "../api.ts";
import { Chip, StateChip, StatusChip } from "../parts/chip.tsx";
import { isNotFound, NotHere } from "../parts/gone.tsx";
import { History } from "../parts/history.tsx";
import { PageTitle, ProviderLink, Section } from "../parts/page.tsx";
import { Link } from "../parts/router.tsx";
import { waitingPage } from "../parts/states.tsx";
import { SyncOne } from "../parts/sync_one.tsx";
import { Time } from "../parts/time.tsx";
import { Why } from "../parts/why.tsx";
import { Activities } from "./contact_activities.tsx";
import { ContactAutomations } from "./contact_automations.tsx";
import { Added } from "./contact_additions.tsx";
import { Duplicates, Facts, Reachable } from "./contact_side.tsx";
import { ContactTexts } from "./contact_texts.tsx";
import { StateNote } from "./contact_state.tsx";
import { CAPACITIES, MATTER_STATUSES, PROVIDERS, word } from "../parts/words.ts";

export function ContactPage({ connection_id, provider_id }: { connection_id: string; provider_id: string }) {
  const query = useApi<Contact>(`/contacts/${connection_id}/${encodeURIComponent(provider_id)}`);
  const contact = query.data;
  if (isNotFound(query.error)) return <NotHere what="contact" provider_id={provider_id} error={query.error} />;
  if (!contact) return waitingPage(query, "Contact", "the contact");
  return (
    <>
      <PageTitle
        aside={
          <Group gap="md">
            <ProviderLink provider={contact.provider} href={contact.link} />
            <SyncOne what="contact" connection_id={connection_id} provider_id={provider_id} />
          </Group>
        }
        below={
          <>
            {[contact.job_title, contact.company_name].filter(Boolean).join(", ")} {PROVIDERS[contact.provider]} id {contact.provider_id} ·
            as of <Time at={contact.read_at} />
          </>
        }
      >
        {contact.name || "No name"}
      </PageTitle>
      <StateNote contact={contact} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <Derived contact={contact} />
            <ContactTexts contact={contact} />
            <Activities contact={contact} />
            <ContactAutomations contact={contact} />
            <Tags contact={contact} />
            <Matters contact={contact} />
            <Section title="History">
              <History path={`/contacts/${connection_id}/${encodeURIComponent(provider_id)}/history`} />
            </Section>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="md">
            <Reachable contact={contact} />
            <Facts contact={contact} />
            <Added contact={contact} />
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
        <Why reasons={[contact.state_why, ...contact.other_whys]} label="this state" since={contact.state_since}>
          <Text span w={110} c="dimmed">
            State
          </Text>
          <StateChip state={contact.state} />
        </Why>
        <Why reasons={[contact.status_why]} label="this client status" since={contact.status_since}>
          <Text span w={110} c="dimmed">
            Client status
          </Text>
          <StatusChip status={contact.client_status} />
          {contact.prospect && <Chip>Prospect</Chip>}
        </Why>
        <Why reasons={[contact.owner.why]} label="this owner" since={contact.owner.since}>
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
          <Why key={tag.name} reasons={tag.whys} label={`the tag ${tag.name}`} since={tag.since}>
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
