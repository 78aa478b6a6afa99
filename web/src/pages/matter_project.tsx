/** A matter as its client sees it: shown or not and why, who takes part, the main client named by hand, automations paused. */
import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, useMe, type Matter, type ProjectAnswer } from "../api.ts";
import { ContactPicker, type Picked } from "../parts/automation_parts.tsx";
import { ClientSees, ProjectWhys } from "../parts/client_sees.tsx";
import { Section } from "../parts/page.tsx";
import { Pause } from "../parts/pause.tsx";
import { Link } from "../parts/router.tsx";
import { Trouble, waiting } from "../parts/states.tsx";
import { told } from "../parts/undo.tsx";

export function MatterForClients({ matter }: { matter: Matter }) {
  const { connection_id, provider_id, provider } = matter;
  const path = `/matters/${connection_id}/${encodeURIComponent(provider_id)}`;
  const query = useApi<ProjectAnswer>(`${path}/project`);
  const admin = useMe().data?.role === "admin";
  const project = query.data?.project;
  return (
    <Section title="As the client sees it">
      <Stack gap="md">
        {waiting(query, "what the client sees")}
        {query.data && !project && (
          <Text>
            Nothing of it is shown to clients.{" "}
            {admin && (
              <Link className="name" href={`/settings/projects?connection=${connection_id}`}>
                Settings of matters for clients
              </Link>
            )}
          </Text>
        )}
        {project && (
          <>
            <ProjectWhys project={project} connection_id={connection_id} />
            <ClientSees project={project} />
            {admin && (
              <MainClient
                path={path}
                connection_id={connection_id}
                named={project.participants.some(({ why }) => why.code === "main_named")}
              />
            )}
          </>
        )}
        <Pause target={{ kind: "matter", provider, connection_id, target_id: provider_id }} />
      </Stack>
    </Section>
  );
}

/** B-MAT-5: whomever the rule picks; for matters of a company above all. */
function MainClient({ path, connection_id, named }: { path: string; connection_id: string; named: boolean }) {
  const client = useQueryClient();
  const [contact, setContact] = useState<Picked | null>(null);
  const elsewhere = contact !== null && contact.connection_id !== connection_id;
  const change = useMutation({
    mutationFn: (to: Picked | null) =>
      to === null ? send("DELETE", `${path}/main-client`, {}) : send("PUT", `${path}/main-client`, { contact_id: to.provider_id }),
    onSuccess: async (_done, to) => {
      await client.invalidateQueries();
      told(to === null ? "The rule picks the main client again." : `${to.name} is the main client.`);
    },
  });
  return (
    <Stack gap="xs" align="flex-start">
      <ContactPicker label="Name the main client, whomever the rule picks" pick={setContact} />
      {elsewhere && <Text size="sm">This contact is of another connection; choose one of this matter’s own.</Text>}
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          disabled={contact === null || elsewhere}
          loading={change.isPending}
          onClick={() => change.mutate(contact)}
        >
          Name them
        </Button>
        {named && (
          <Button size="xs" variant="default" onClick={() => change.mutate(null)}>
            Leave it to the rule again
          </Button>
        )}
      </Group>
      {change.error && <Trouble error={change.error} />}
    </Stack>
  );
}
