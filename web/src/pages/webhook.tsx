/** One webhook: how it stands, what it gets, its secret, a test, and everything that was sent to it. */
import { Alert, Button, Code, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, type Endpoint, type EndpointTest } from "../api.ts";
import { Confirm } from "../parts/confirm.tsx";
import { Form } from "../parts/form.tsx";
import { Once } from "../parts/once.tsx";
import { PageTitle, Section } from "../parts/page.tsx";
import { usePlace } from "../parts/router.tsx";
import { Empty, Trouble, waitingPage } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { told } from "../parts/undo.tsx";
import { EndpointChip, STATE_HINTS } from "../parts/webhook_words.tsx";
import { WebhookDeliveries } from "./webhook_deliveries.tsx";
import { EventTypes } from "./webhooks.tsx";

export function WebhookPage({ endpoint_id }: { endpoint_id: string }) {
  const list = useApi<{ items: Endpoint[] }>("/webhook-endpoints", {}, { refetchInterval: 5000 });
  const endpoint = list.data?.items.find((item) => item.endpoint_id === endpoint_id);
  if (!list.data) return waitingPage(list, "Webhook", "the webhook");
  if (!endpoint)
    return (
      <>
        <PageTitle>Webhook</PageTitle>
        <Empty title="There is no such webhook">It may have been removed.</Empty>
      </>
    );
  return (
    <>
      <PageTitle below={<span style={{ overflowWrap: "anywhere" }}>{endpoint.url}</span>} aside={<EndpointChip state={endpoint.state} />}>
        {endpoint.description || "Webhook"}
      </PageTitle>
      <Stack gap="md">
        <Standing endpoint={endpoint} />
        <WebhookDeliveries endpoint={endpoint} />
        <Change key={endpoint.endpoint_id} endpoint={endpoint} />
        <Secret endpoint={endpoint} />
      </Stack>
    </>
  );
}

function Standing({ endpoint }: { endpoint: Endpoint }) {
  const { endpoint_id, state, state_since, notice } = endpoint;
  const client = useQueryClient();
  const fresh = () => client.invalidateQueries();
  const turn = async (to: "active" | "paused") => {
    await send("PATCH", `/webhook-endpoints/${endpoint_id}`, { state: to });
    await fresh();
  };
  const change = useMutation({
    mutationFn: turn,
    onSuccess: (_done, to) =>
      told(
        to === "active" ? "It is on." : "It is paused: events wait.",
        state === "disabled" ? undefined : () => turn(to === "active" ? "paused" : "active"),
      ),
  });
  return (
    <Section title="How it stands">
      <Stack gap="sm" align="flex-start">
        {notice && (
          <Alert color="red" variant="outline" title="Why it was switched off">
            {notice}
          </Alert>
        )}
        <Text size="sm">
          {STATE_HINTS[state]} Since <Time at={state_since} />.
        </Text>
        <Button variant="default" loading={change.isPending} onClick={() => change.mutate(state === "active" ? "paused" : "active")}>
          {state === "active" ? "Pause it" : state === "paused" ? "Go on" : "Switch it on again"}
        </Button>
        {change.error && <Trouble error={change.error} />}
        <TryIt endpoint_id={endpoint_id} />
      </Stack>
    </Section>
  );
}

function TryIt({ endpoint_id }: { endpoint_id: string }) {
  const trying = useMutation({ mutationFn: () => send<EndpointTest>("POST", `/webhook-endpoints/${endpoint_id}/test`) });
  const { data } = trying;
  return (
    <>
      <Button variant="default" loading={trying.isPending} onClick={() => trying.mutate()}>
        Send a test message
      </Button>
      {trying.error && <Trouble error={trying.error} />}
      {data && (
        <Alert
          role="status"
          variant="outline"
          color={data.delivered ? "green" : "red"}
          title={data.delivered ? "It arrived" : "It did not arrive"}
          styles={{ title: { color: "var(--mantine-color-text)" } }}
        >
          <Text size="sm">
            {data.status === null
              ? `Nothing came back: ${data.error}`
              : `The address answered ${data.status} after ${data.took_ms} ms.${data.delivered ? "" : " It has to answer 2xx."}`}
          </Text>
        </Alert>
      )}
    </>
  );
}

function Change({ endpoint }: { endpoint: Endpoint }) {
  const client = useQueryClient();
  const [types, setTypes] = useState<string[]>(endpoint.event_types);
  return (
    <Section title="Address and events">
      <Form
        action="Save"
        send={({ url, description }) =>
          send("PATCH", `/webhook-endpoints/${endpoint.endpoint_id}`, { url, description, event_types: types })
        }
        done={() => {
          told("Saved.");
          void client.invalidateQueries();
        }}
      >
        <TextInput name="url" type="url" label="Address" required defaultValue={endpoint.url} maw={520} />
        <TextInput name="description" label="What it is for" defaultValue={endpoint.description} maxLength={200} maw={520} />
        <EventTypes value={types} onChange={setTypes} />
      </Form>
    </Section>
  );
}

function Secret({ endpoint }: { endpoint: Endpoint }) {
  const { endpoint_id, url, previous_secret_until } = endpoint;
  const client = useQueryClient();
  const { go } = usePlace();
  const [asking, setAsking] = useState<"rotate" | "remove" | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <Section title="Secret and removal">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          The secret was shown once. Whoever lost it takes a new one; for a day messages are signed by both, so that nothing is missed.
          {previous_secret_until && (
            <>
              {" "}
              The one before is good until <Time at={previous_secret_until} />.
            </>
          )}
        </Text>
        <Group gap="xs">
          <Button variant="default" onClick={() => setAsking("rotate")}>
            Replace the secret
          </Button>
          <Button variant="default" onClick={() => setAsking("remove")}>
            Remove this webhook
          </Button>
        </Group>
        {secret && <Once what="The new secret. It is shown here only: copy it now." name="the secret" text={secret} />}
      </Stack>
      {asking === "rotate" && (
        <Confirm
          title="Replace the secret?"
          action="Replace it"
          close={() => setAsking(null)}
          run={async () => {
            setSecret((await send<{ secret: string }>("POST", `/webhook-endpoints/${endpoint_id}/secret`)).secret);
            await client.invalidateQueries();
          }}
        >
          <Text size="sm">Your program has a day to learn the new one. After that, messages carry only that.</Text>
        </Confirm>
      )}
      {asking === "remove" && (
        <Confirm
          title="Remove this webhook?"
          action="Remove"
          typed={new URL(url).host}
          close={() => setAsking(null)}
          run={async () => {
            await send("DELETE", `/webhook-endpoints/${endpoint_id}`);
            await client.invalidateQueries();
            told("The webhook is removed.");
            go("/webhooks");
          }}
        >
          <Text size="sm">
            Nothing more is sent to <Code>{url}</Code>, and what was sent to it is forgotten.
          </Text>
        </Confirm>
      )}
    </Section>
  );
}
