/** First run: the sign-in at the provider, with what it takes said before and a refusal explained after; and whose account reads. */
import { Alert, Button, Code, CopyButton, Group, List, PasswordInput, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, useConnections, type ApplicationList, type Connection, type FirstRun } from "../api.ts";
import { Form } from "../parts/form.tsx";
import { Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { PROVIDERS } from "../parts/words.ts";
import { NEEDED, openProvider, REGIONS } from "./connect.tsx";
import { Heading } from "./first_run_firm.tsx";
import type { StepProps } from "./first_run.tsx";

export function ConnectStep({ run, move }: StepProps) {
  const list = useApi<ApplicationList>("/applications");
  const provider = run.provider ?? "clio";
  const name = PROVIDERS[provider];
  if (!list.data) return waiting(list, "what is set up");
  const application = list.data.items.find((item) => item.provider === provider && item.region === run.region);
  const ready = application !== undefined && (application.installed || application.own !== null);
  return (
    <Stack gap="md">
      <Heading>{`Sign in at ${name}`}</Heading>
      {run.refusal && <Refused refusal={run.refusal} provider={provider} />}
      <div>
        <Text fw={600}>What it takes</Text>
        <List size="sm" spacing={4} mt={4}>
          {NEEDED[provider].map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
      </div>
      {run.region !== null && (
        <Text size="sm">Region: {REGIONS.find((region) => region.value === run.region)?.label ?? run.region.toUpperCase()}</Text>
      )}
      {ready ? <SignIn run={run} /> : <NewApplication list={list.data} application={application?.application} name={name} />}
      <Group>
        <Button variant="subtle" onClick={() => move.mutate({ provider: null })}>
          Choose another system
        </Button>
      </Group>
    </Stack>
  );
}

function SignIn({ run, action }: { run: FirstRun; action?: string }) {
  const provider = run.provider ?? "clio";
  const open = useMutation({ mutationFn: () => openProvider({ provider, region: run.region, purpose: "writeback" }) });
  return (
    <Stack gap="sm" align="start">
      <Text size="sm">
        You sign in on {PROVIDERS[provider]}'s own page; Privity never sees your password.
        {action === undefined && " Nothing is read by it: who reads is the next step."}
      </Text>
      {open.error && <Trouble error={open.error} />}
      <Button variant={action === undefined ? "filled" : "default"} loading={open.isPending} onClick={() => open.mutate()}>
        {action ?? `Go to ${PROVIDERS[provider]}`}
      </Button>
    </Stack>
  );
}

/** clio.md §1.3, mycase.md §1.3: what to do about the ways in which a sign-in ends badly. */
const REMEDIES = {
  clio: "Press “Allow” on Clio's page. If Clio would not let you, sign in as an administrator there, see that the region is right, and that your plan lets applications in.",
  mycase:
    "Press “Allow” on MyCase's page. If MyCase would not let you, have somebody sign in who may manage the firm's preferences, billing and payment options.",
};

function Refused({ refusal, provider }: { refusal: NonNullable<FirstRun["refusal"]>; provider: "clio" | "mycase" }) {
  return (
    <Alert color="red" variant="outline" role="alert" title="Nothing was connected">
      <Text size="sm">
        {refusal.text} (<Time at={refusal.at} />)
      </Text>
      <Text size="sm" mt={4}>
        {REMEDIES[provider]}
      </Text>
    </Alert>
  );
}

const PORTALS = {
  Clio: "In Clio's developer portal (developers.clio.com, Developer Applications) add an application for your firm",
  MyCase: "Ask MyCase for an Open API application for your firm (in MyCase: Settings, Integrations)",
};

function NewApplication(props: { list: ApplicationList; application: string | undefined; name: keyof typeof PORTALS }) {
  const { list, application, name } = props;
  const client = useQueryClient();
  if (application === undefined) return <Text>There is no such region of {name}: choose another one.</Text>;
  return (
    <Stack gap="sm">
      <Text size="sm">
        This installation has no application for {name} yet. {PORTALS[name]}, with this redirect address, then copy its id and secret here.
      </Text>
      <Group gap="xs">
        <Code fz="sm" style={{ overflowWrap: "anywhere" }}>
          {list.redirect_uri}
        </Code>
        <CopyButton value={list.redirect_uri}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy}>
              {copied ? "Copied" : "Copy the redirect address"}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Form
        action="Keep them and go on"
        send={({ client_id, client_secret }) => send("PUT", `/applications/${application}`, { client_id, client_secret })}
        done={() => void client.invalidateQueries({ queryKey: ["/applications"] })}
      >
        <TextInput name="client_id" label="Application id (client id)" required autoComplete="off" />
        <PasswordInput name="client_secret" label="Application secret" required autoComplete="off" />
      </Form>
    </Stack>
  );
}

/** B-CON-2: nothing is read before somebody is chosen. */
export function ReaderStep({ run, move }: StepProps) {
  const items = (useConnections().data?.items ?? []).filter((item) => item.provider === run.provider && item.health !== "disconnected");
  const [chosen, choose] = useState<string | null>(null);
  const reader = items.find((item) => item.connection_id === chosen) ?? items[0];
  const name = PROVIDERS[run.provider ?? "clio"];
  return (
    <Stack gap="md">
      <Heading>Whose account reads for the firm?</Heading>
      {run.refusal && <Refused refusal={run.refusal} provider={run.provider ?? "clio"} />}
      <Text>
        Privity sees in {name} what this person sees, and nothing else. Take somebody who may see every contact and matter, and who stays.
        Colleagues connect their own accounts later, for what they write.
      </Text>
      <Radio.Group label={`Accounts connected at ${name}`} value={reader?.connection_id ?? ""} onChange={(value) => choose(value)}>
        <Stack gap="xs" mt="xs">
          {items.map((item) => (
            <Radio key={item.connection_id} value={item.connection_id} label={whoIs(item)} />
          ))}
        </Stack>
      </Radio.Group>
      {move.error && <Trouble error={move.error} />}
      {reader && (
        <Group>
          <Button loading={move.isPending} onClick={() => move.mutate({ connection_id: reader.connection_id })}>
            Read as {reader.user_name}
          </Button>
        </Group>
      )}
      <SignIn run={run} action="Sign in as somebody else" />
    </Stack>
  );
}

function whoIs({ user_name, user_email, account_name, probe }: Connection): string {
  const admin = probe?.user_is_admin;
  const rights = admin === true ? ", an administrator" : admin === false ? ", no administrator: may not see every contact" : "";
  return `${user_name}${user_email ? ` (${user_email})` : ""} at ${account_name}${rights}`;
}
