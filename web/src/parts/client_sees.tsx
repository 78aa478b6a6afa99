/** A matter as its client reads it, and behind it why (B-MAT-3 to 9). */
import { Group, List, Stack, Text } from "@mantine/core";
import type { Project } from "../api.ts";
import { Chip } from "./chip.tsx";
import { Link } from "./router.tsx";
import { dayText, Time } from "./time.tsx";
import { Why } from "./why.tsx";
import { MATTER_STATUSES, word } from "./words.ts";

const FLAGGED: Record<NonNullable<Project["participants"][number]["flagged"]>, string> = {
  not_found: "The sync user may not see this person",
  skipped: "This contact is skipped",
  suspected_gone: "Possibly gone",
  tombstone: "Gone",
};

/** In both languages; for whom it reads the same in both, once. */
export function ClientSees({ project: { as_client, as_client_es } }: { project: Project }) {
  const same = JSON.stringify(as_client) === JSON.stringify(as_client_es);
  return (
    // Beside each other where there is room: a matter's own page has less of it than the settings.
    <div style={{ display: "grid", gap: "1rem", gridTemplateColumns: "repeat(auto-fit, minmax(min(16rem, 100%), 1fr))" }}>
      <Seen seen={as_client} language={same ? null : "English"} />
      {!same && <Seen seen={as_client_es} language="Spanish" />}
    </div>
  );
}

function Seen({ seen, language }: { seen: Project["as_client"]; language: "English" | "Spanish" | null }) {
  return (
    <section className="why-body" aria-label={`As the client would see it${language === "Spanish" ? " in Spanish" : ""}`}>
      {language && (
        <Text size="sm" c="dimmed">
          In {language}
        </Text>
      )}
      <Text fw={600}>{seen.name || seen.number}</Text>
      {seen.description && <Text size="sm">{seen.description}</Text>}
      {seen.phase ? (
        <Stack gap={2} mt="xs">
          <Text>
            <b>{seen.phase.name}</b>
            {seen.phase.since && (
              <Text span size="sm" c="dimmed">
                {" "}
                since <Time at={seen.phase.since} />
              </Text>
            )}
          </Text>
          {seen.phase.happened && <Text size="sm">{seen.phase.happened}</Text>}
          {seen.phase.next && (
            <Text size="sm">
              <b>Next:</b> {seen.phase.next}
            </Text>
          )}
        </Stack>
      ) : (
        <Text size="sm" mt="xs">
          {word(MATTER_STATUSES, seen.status)}
          {seen.opened_on && `, opened ${dayText(seen.opened_on)}`}
        </Text>
      )}
      {seen.fields.length > 0 && (
        <dl className="facts">
          {seen.fields.map(({ label, text }) => (
            <div key={label} style={{ display: "contents" }}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      <Text size="sm" fw={600} mt="xs">
        Team
      </Text>
      {seen.team.length === 0 && <Text size="sm">Nobody is shown.</Text>}
      <List size="sm">
        {seen.team.map((member) => (
          <List.Item key={member.name + member.role}>
            {[member.name, member.role, member.phone, member.email].filter(Boolean).join(" · ")}
          </List.Item>
        ))}
      </List>
    </section>
  );
}

export function ProjectWhys({ project, connection_id }: { project: Project; connection_id: string }) {
  return (
    <Stack gap="xs">
      <Why reasons={[project.shown.why]} label="it is shown or not">
        <Chip short tone={project.shown.is ? "good" : "past"}>
          {project.shown.is ? "Shown to clients" : "Not shown to clients"}
        </Chip>
      </Why>
      <Why reasons={[project.notified.why]} label="they are told by message or not">
        <Chip short tone={project.notified.is ? "good" : "past"}>
          {project.notified.is ? "Told by message" : "Not told by message"}
        </Chip>
      </Why>
      <Why reasons={[project.type.why]} label="this type">
        <Text span c="dimmed">
          Type
        </Text>
        <Text span fw={600}>
          {project.type.name ?? "Unmapped"}
        </Text>
      </Why>
      <Why reasons={[project.phase.why]} label="this phase">
        <Text span c="dimmed">
          Phase
        </Text>
        <Text span fw={600}>
          {project.phase.name ?? "None"}
        </Text>
        {project.messages_paused && <Chip tone="wait">Messages pause: no phase has its stage</Chip>}
      </Why>
      {project.participants.length === 0 && <Text size="sm">Nobody takes part in the portal.</Text>}
      {project.participants.map((person) => (
        <Group gap={8} key={person.contact_id}>
          <Link className="name" href={`/contacts/${connection_id}/${encodeURIComponent(person.contact_id)}`}>
            {person.name ?? `Contact ${person.contact_id}`}
          </Link>
          <Chip>{person.role}</Chip>
          {person.flagged && <Chip tone="wait">{FLAGGED[person.flagged]}</Chip>}
          <Why reasons={[person.why]} label={`${person.name ?? person.contact_id} takes part`} />
        </Group>
      ))}
    </Stack>
  );
}
