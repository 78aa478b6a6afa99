/** One matter: its team and why, who takes part, whose it is. */
import { Grid, Group, Stack, Text } from "@mantine/core";
import { useApi, type Matter } from "../api.ts";
import { ActivityList } from "../parts/activity_list.tsx";
import { Chip } from "../parts/chip.tsx";
import { isNotFound, NotHere } from "../parts/gone.tsx";
import { History } from "../parts/history.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageTitle, ProviderLink, Section } from "../parts/page.tsx";
import { Link } from "../parts/router.tsx";
import { waitingPage } from "../parts/states.tsx";
import { SyncOne } from "../parts/sync_one.tsx";
import { dayText, Time } from "../parts/time.tsx";
import { Why } from "../parts/why.tsx";
import { CAPACITIES, FLAGS, POSITIONS, PROVIDERS, word } from "../parts/words.ts";
import { NeedsFilingHere } from "./matter_filing.tsx";
import { MatterForms } from "./matter_forms.tsx";
import { MatterPortal } from "./matter_portal.tsx";
import { MatterForClients } from "./matter_project.tsx";
import { MatterStatus } from "./matters.tsx";

export function MatterPage({ connection_id, provider_id }: { connection_id: string; provider_id: string }) {
  const query = useApi<Matter>(`/matters/${connection_id}/${encodeURIComponent(provider_id)}`);
  const matter = query.data;
  if (isNotFound(query.error)) return <NotHere what="matter" provider_id={provider_id} error={query.error} />;
  if (!matter) return waitingPage(query, "Matter", "the matter");
  return (
    <>
      <PageTitle
        aside={
          <Group gap="md">
            <ProviderLink provider={matter.provider} href={matter.link} />
            <SyncOne what="matter" connection_id={connection_id} provider_id={provider_id} />
          </Group>
        }
        below={
          <>
            {matter.description && `${matter.description} · `}
            {PROVIDERS[matter.provider]} id {matter.provider_id} · as of <Time at={matter.read_at} />
          </>
        }
      >
        {[matter.number, matter.name].filter(Boolean).join(" ") || matter.provider_id}
      </PageTitle>
      {matter.presence !== "present" && (
        <Notice title={matter.presence === "tombstone" ? `Gone from ${PROVIDERS[matter.provider]}` : "Not found lately"}>
          {matter.presence === "tombstone"
            ? "It was looked for twice, at least a day apart. It counts for nobody any more; its history stays."
            : "It is looked for again after a day, or now by “Sync this matter now”. What would be written to it is held."}
        </Notice>
      )}
      {matter.left_out && (
        <Notice title="Left out: too old">
          It was closed before the time that your settings reach back to, so no status, owner or tag comes from it. An admin can widen that
          under{" "}
          <Link className="name" href="/settings">
            Settings
          </Link>
          .
        </Notice>
      )}
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <Team matter={matter} />
            <Participants matter={matter} />
            <NeedsFilingHere matter={matter} />
            <MatterPortal matter={matter} />
            <MatterForms matter={matter} />
            <Section title="Activities">
              <ActivityList of={{ connection: connection_id, matter: provider_id }} whose />
            </Section>
            <Section title="History">
              <History path={`/matters/${connection_id}/${encodeURIComponent(provider_id)}/history`} />
            </Section>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="md">
            <Facts matter={matter} />
            <MatterForClients matter={matter} />
            <CustomFields matter={matter} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}

function Team({ matter }: { matter: Matter }) {
  const marks = (member: Matter["team"][number]) =>
    [member.lead && "Lead", member.originating && "Originating", member.responsible_staff && "Responsible staff"].filter(
      (mark) => mark !== false,
    );
  return (
    <Section title="Team">
      {matter.team.length === 0 && <Text c="dimmed">Nobody of the firm is named on it.</Text>}
      <Stack gap="sm">
        {matter.team.map((member) => (
          <Why key={member.staff_id} reasons={[member.why]} label={`${member.name} is shown as ${word(POSITIONS, member.position)}`}>
            <Text span fw={600}>
              {member.name || member.staff_id}
            </Text>
            <Chip>{word(POSITIONS, member.position)}</Chip>
            {marks(member).map((mark) => (
              <Chip key={mark} tone="good">
                {mark}
              </Chip>
            ))}
            {!member.active && <Chip tone="wait">Inactive</Chip>}
            <Text span size="sm" c="dimmed">
              {[member.title, member.email, member.phone].filter(Boolean).join(" · ")}
            </Text>
          </Why>
        ))}
      </Stack>
    </Section>
  );
}

function Participants({ matter }: { matter: Matter }) {
  return (
    <Section title="Who takes part">
      {matter.participants.length === 0 && <Text c="dimmed">Nobody is named on it.</Text>}
      <Stack gap={6}>
        {matter.participants.map((person, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- one person may be named twice in one role
          <Group gap={8} key={index}>
            {person.name === null ? (
              <Text c="dimmed">Hidden from the sync user (id {person.person_id})</Text>
            ) : person.person_type === "company" && matter.provider === "mycase" ? (
              <Text>{person.name}</Text>
            ) : (
              <Link className="name" href={`/contacts/${matter.connection_id}/${encodeURIComponent(person.person_id)}`}>
                {person.name}
              </Link>
            )}
            <Chip>{word(CAPACITIES, person.capacity)}</Chip>
            {person.role && <Chip tone="past">{person.role}</Chip>}
            <Why reasons={[person.why]} label={`${person.name ?? person.person_id} takes part`} />
          </Group>
        ))}
      </Stack>
    </Section>
  );
}

function Facts({ matter }: { matter: Matter }) {
  const { main_client } = matter;
  const rows: [string, string][] = [
    ["Practice area", matter.practice_area],
    ["Stage", matter.stage],
    ["Opened", matter.opened_on ? dayText(matter.opened_on) : ""],
    ["Pending since", matter.pending_on ? dayText(matter.pending_on) : ""],
    ["Closed", matter.closed_on ? dayText(matter.closed_on) : ""],
  ];
  return (
    <Section title="About it">
      <Stack gap="sm">
        <Group gap={8}>
          <MatterStatus matter={matter} />
          {matter.lead && <Chip>Kept as a lead</Chip>}
          {matter.presence !== "present" && (
            <Chip tone="wait">{matter.presence === "tombstone" ? "Deleted at the provider" : "Not found lately"}</Chip>
          )}
        </Group>
        <Why reasons={[main_client.why]} label="this main client">
          <Text span c="dimmed">
            Main client
          </Text>
          <Text span fw={600}>
            {main_client.name ?? "Nobody"}
          </Text>
          {main_client.flagged && <Chip tone="wait">{word(FLAGS, main_client.flagged)}</Chip>}
        </Why>
        <Pairs rows={rows.filter(([, value]) => value !== "")} />
      </Stack>
    </Section>
  );
}

/** All there are, blank ones left out by the provider. */
function CustomFields({ matter }: { matter: Matter }) {
  if (matter.custom_values.length === 0) return null;
  return (
    <Section title="Custom fields">
      <Pairs rows={matter.custom_values.map((value) => [value.name, value.text || "blank"])} />
    </Section>
  );
}

function Pairs({ rows }: { rows: [string, string][] }) {
  return (
    <dl className="facts">
      {rows.map(([name, value], index) => (
        // oxlint-disable-next-line react/no-array-index-key -- two fields may have one name
        <div key={index} style={{ display: "contents" }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
