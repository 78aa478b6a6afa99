/** The firm's account that texts go through; for admins. */
import { Alert, Anchor, Button, Code, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, type Texting, type TextingTest } from "../api.ts";
import { Chip } from "../parts/chip.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { Form, type Fields } from "../parts/form.tsx";
import { Copyable } from "../parts/once.tsx";
import { PageTitle, Section } from "../parts/page.tsx";
import { Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { told } from "../parts/undo.tsx";
import { number } from "../parts/words.ts";

export function TextingPage() {
  const texting = useApi<Texting>("/texting");
  const now = texting.data;
  return (
    <>
      <PageTitle below="Text messages to clients and from them, through an account of your firm's own at Twilio. Off until you set it up.">
        Texting
      </PageTitle>
      <Stack gap="md">{now ? <Whole texting={now} /> : waiting(texting, "texting")}</Stack>
    </>
  );
}

function Whole({ texting }: { texting: Texting }) {
  const { account } = texting;
  const [saved, setSaved] = useState(0);
  return (
    <>
      {account && <Now texting={texting} account={account} />}
      <Section title={account ? "The account" : "Set up texting"}>
        <AccountForm key={`${account?.updated_at} ${saved}`} account={account} saved={() => setSaved(saved + 1)} />
      </Section>
      {account && <Incoming hook_url={texting.hook_url!} />}
      {account?.sending && <TryIt />}
    </>
  );
}

type Account = NonNullable<Texting["account"]>;

function Now({ texting, account }: { texting: Texting; account: Account }) {
  const client = useQueryClient();
  const [forgetting, setForgetting] = useState(false);
  const turn = useMutation({
    mutationFn: (sending: boolean) => send<Texting>("PATCH", "/texting", { sending }),
    onSuccess: (answer) => {
      client.setQueryData(["/texting"], answer);
      void client.invalidateQueries();
    },
  });
  return (
    <Section title="Now">
      <Stack gap="sm">
        <Group gap="xs">
          <Chip short tone={account.sending ? "good" : "past"}>
            {account.sending ? "On" : "Off"}
          </Chip>
          <Text size="sm">
            {account.sending ? "Texts go from " : "Nothing goes. What clients text is taken, and STOP is heard. The account is "}
            <Code style={{ overflowWrap: "anywhere" }}>{account.sender || account.service_sid}</Code>. Set by {account.updated_by},{" "}
            <Time at={account.updated_at} />.
          </Text>
        </Group>
        <Text size="sm">
          {number(texting.waiting)} waiting, {number(texting.failed)} not sent, {number(texting.to_review)} of which nobody knows whether
          they left. They stand with their client, in the inbox and on the contact’s page.
        </Text>
        <Group>
          <Button variant="default" loading={turn.isPending} onClick={() => turn.mutate(!account.sending)}>
            {account.sending ? "Switch texting off" : "Switch texting on"}
          </Button>
          <Anchor component="button" type="button" size="sm" onClick={() => setForgetting(true)}>
            Forget the account
          </Anchor>
        </Group>
        {turn.error && <Trouble error={turn.error} />}
      </Stack>
      {forgetting && (
        <Confirm
          title="Forget the account?"
          action="Forget it"
          close={() => setForgetting(false)}
          run={async () => {
            await send("DELETE", "/texting", {});
            told("The account is forgotten.");
            await client.invalidateQueries();
          }}
        >
          <Text size="sm">
            Its secrets are forgotten, nothing goes, and texts that still come are not taken. To stop sending alone, switch it off.
          </Text>
        </Confirm>
      )}
    </Section>
  );
}

function AccountForm({ account, saved }: { account: Account | null; saved: () => void }) {
  const client = useQueryClient();
  const save = ({ account_sid, auth_token, api_key_sid, api_key_secret, sender, service_sid }: Fields) =>
    send<Texting>("PUT", "/texting", {
      ...{ account_sid, api_key_sid, sender, service_sid },
      ...(auth_token ? { auth_token } : {}),
      ...(api_key_secret ? { api_key_secret } : {}),
    });
  const done = (answer: Texting) => {
    client.setQueryData(["/texting"], answer);
    saved();
    told("Texting is set up. Send yourself a text to see that it works.");
    void client.invalidateQueries();
  };
  const kept = account ? "It is kept, and never shown. Empty: it stays" : "It is kept encrypted, and never shown again";
  return (
    <Form action="Save the account" send={save} done={done}>
      <Group align="end">
        <TextInput
          name="account_sid"
          label="Account SID"
          description="From the Twilio Console; begins with AC"
          required
          defaultValue={account?.account_sid}
          autoComplete="off"
          miw={320}
        />
        <PasswordInput
          name="auth_token"
          label="Auth token"
          description={account ? kept : "Twilio signs with it what it delivers here"}
          autoComplete="new-password"
          required={!account}
          miw={280}
        />
      </Group>
      <Group align="end">
        <TextInput
          name="sender"
          label="Your firm’s number"
          description="That texts come from, with +1"
          placeholder="+12125550100"
          defaultValue={account?.sender}
          autoComplete="off"
          miw={220}
        />
        <TextInput
          name="service_sid"
          label="Or a messaging service"
          description="Where you have one; begins with MG"
          defaultValue={account?.service_sid}
          autoComplete="off"
          miw={320}
        />
      </Group>
      <Group align="end">
        <TextInput
          name="api_key_sid"
          label="API key"
          description="Better than the token alone; begins with SK. Empty: none"
          defaultValue={account?.api_key_sid}
          autoComplete="off"
          miw={320}
        />
        <PasswordInput
          name="api_key_secret"
          label="Its secret"
          description={account?.api_key_sid ? kept : "Where there is a key"}
          autoComplete="new-password"
          miw={280}
        />
      </Group>
    </Form>
  );
}

function Incoming({ hook_url }: { hook_url: string }) {
  return (
    <Section title="Texts that come">
      <Text size="sm">
        At Twilio, open your number (or the messaging service’s integration), and under “A message comes in” choose Webhook and HTTP POST
        with this address. What becomes of each text that goes is told to Privity by itself.
      </Text>
      <Group gap="xs" mt="sm" wrap="nowrap" align="flex-start">
        <Code block flex={1} style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
          {hook_url}
        </Code>
        <Copyable what="the address" text={hook_url} />
      </Group>
    </Section>
  );
}

function TryIt() {
  const [to, setTo] = useState("");
  const trying = useMutation({ mutationFn: () => send<TextingTest>("POST", "/texting/test", { number: to }) });
  return (
    <Section title="Try it">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          trying.mutate();
        }}
      >
        <Group align="end">
          <TextInput
            label="Your own number"
            required
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
            autoComplete="tel"
          />
          <Button type="submit" variant="default" loading={trying.isPending}>
            Send me a test text
          </Button>
        </Group>
      </form>
      {trying.error && <Trouble error={trying.error} />}
      {trying.data && (
        <Alert
          mt="sm"
          role="status"
          variant="outline"
          color={trying.data.sent ? "green" : "red"}
          title={trying.data.sent ? "Sent" : "It was not sent"}
          styles={{ title: { color: "var(--mantine-color-text)" } }}
        >
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {trying.data.words}
          </Text>
        </Alert>
      )}
    </Section>
  );
}
