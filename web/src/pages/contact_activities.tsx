/** What happened with a contact, how each stands at the provider, and a form for what happens next. */
import { Stack } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import type { Contact } from "../api.ts";
import { ActivityList } from "../parts/activity_list.tsx";
import { Section } from "../parts/page.tsx";
import { LogForm } from "./log_activity.tsx";

export function Activities({ contact }: { contact: Contact }) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ predicate: (each) => String(each.queryKey[0]).startsWith("/activities") });
  return (
    <Section title="Activities">
      <Stack gap="md">
        <LogForm contact={contact} logged={() => void refresh()} />
        <ActivityList of={{ connection: contact.connection_id, contact: contact.provider_id }} />
      </Stack>
    </Section>
  );
}
