/** The firm's own applications at the providers: a secret goes in and is never shown again (B-CON-4). */
import { Button, Code, Group, NativeSelect, PasswordInput, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, type ApplicationList } from "../api.ts";
import { Confirm } from "../parts/confirm.tsx";
import { Form } from "../parts/form.tsx";
import { Section } from "../parts/page.tsx";
import { waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { told } from "../parts/undo.tsx";

const NAMES = {
  "clio-us": "Clio, United States",
  "clio-eu": "Clio, Europe",
  "clio-ca": "Clio, Canada",
  "clio-au": "Clio, Australia",
  mycase: "MyCase",
} as const;

export function Applications() {
  const client = useQueryClient();
  const list = useApi<ApplicationList>("/applications");
  const fresh = () => void client.invalidateQueries();
  const [removing, setRemoving] = useState<keyof typeof NAMES | null>(null);
  if (!list.data) return waiting(list, "applications");
  const own = list.data.items.filter((item) => item.own);
  const installed = list.data.items.filter((item) => item.installed).map((item) => NAMES[item.application]);
  return (
    <Section title="Your firm's own application">
      <Text size="sm" mb="sm">
        {installed.length > 0
          ? `This installation has an application for ${installed.join("; ")}. Your firm's own, if you set one, goes before it.`
          : "To connect, register an application with Clio or MyCase and enter it here."}{" "}
        Its redirect address is <Code>{list.data.redirect_uri}</Code>.
      </Text>
      {own.map(({ application, own: set }) => (
        <Group key={application} gap="xs" mb="sm">
          <Text size="sm">
            {NAMES[application]}: <Code>{set!.client_id}</Code>, secret {set!.secret_end ? `ends in …${set!.secret_end}` : "is set"}, by{" "}
            {set!.updated_by}, <Time at={set!.updated_at} />
          </Text>
          <Button
            size="xs"
            variant="default"
            aria-label={`Remove the application for ${NAMES[application]}`}
            onClick={() => setRemoving(application)}
          >
            Remove
          </Button>
        </Group>
      ))}
      <Form
        key={own.map((item) => item.own!.updated_at).join(" ")}
        action="Save the application"
        send={({ application, client_id, client_secret }) => send("PUT", `/applications/${application}`, { client_id, client_secret })}
        done={fresh}
      >
        <Group align="end">
          <NativeSelect name="application" label="For" data={Object.entries(NAMES).map(([value, label]) => ({ value, label }))} />
          <TextInput name="client_id" label="Client id" required autoComplete="off" />
          <PasswordInput name="client_secret" label="Client secret" required autoComplete="off" miw={220} />
        </Group>
      </Form>
      {removing && (
        <Confirm
          title={`Remove the application for ${NAMES[removing]}?`}
          action="Remove"
          close={() => setRemoving(null)}
          run={async () => {
            await send("DELETE", `/applications/${removing}`, {});
            told("The application is removed.");
            fresh();
          }}
        >
          <Text size="sm">
            Accounts that were connected through it can no longer be kept alive: connect them again through another one.
          </Text>
        </Confirm>
      )}
    </Section>
  );
}
