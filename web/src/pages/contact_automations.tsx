/** What automations did for a contact and what not, each with why; paused for them, or started again on record. */
import { Group, Stack, Text } from "@mantine/core";
import { useMe, useApi, usePages, type Contact, type ContactStarts, type Start } from "../api.ts";
import { CAUSES, occasionWords } from "../parts/automation_words.ts";
import { Section } from "../parts/page.tsx";
import { Pause } from "../parts/pause.tsx";
import { Link } from "../parts/router.tsx";
import { More, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { word } from "../parts/words.ts";
import { StartAgain, StartLine } from "./automation_ledger.tsx";

const OVER: Start["state"][] = ["done", "stopped", "not_started", "dismissed"];

export function ContactAutomations({ contact }: { contact: Contact }) {
  const { connection_id, provider_id, provider } = contact;
  const path = `/contacts/${connection_id}/${encodeURIComponent(provider_id)}/automations`;
  const list = usePages<Start>(path);
  const since = useApi<ContactStarts>(path, { limit: "1" }).data?.client_since;
  const admin = useMe().data?.role === "admin";
  return (
    <Section title="Automations">
      <Stack gap="md">
        <Pause target={{ kind: "contact", provider, connection_id, target_id: provider_id }} />
        {since && (
          <Text size="sm" c="dimmed">
            First known as a client <Time at={since.since} />, by {word(CAUSES, since.cause).toLowerCase()}.
          </Text>
        )}
        {waiting(list, "automations")}
        {list.data && list.items.length === 0 && <Text>No automation has been about them yet.</Text>}
        {list.items.map((start) => (
          <div key={start.start_id}>
            <Group gap={8}>
              <Link className="name" href={`/automations/${start.automation_id}`}>
                {start.automation}
              </Link>
              <Text size="sm" c="dimmed">
                {occasionWords(start.occasion)}
              </Text>
            </Group>
            <StartLine start={start} />
            {admin && OVER.includes(start.state) && (
              <StartAgain
                automation={{ automation_id: start.automation_id, name: start.automation }}
                contact={{ connection_id, provider_id, name: contact.name || provider_id }}
                matter_id={start.matter_id}
                label="Start it again"
              />
            )}
          </div>
        ))}
        <More query={list} />
      </Stack>
    </Section>
  );
}
