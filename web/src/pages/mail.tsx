/** The firm's own mail server, and the mail on its way; for admins. */
import {
  Alert,
  Anchor,
  Button,
  Card,
  Group,
  NativeSelect,
  NumberInput,
  PasswordInput,
  Stack,
  Table,
  Tabs,
  Text,
  TextInput,
} from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, usePages, type Mail, type MailServer, type MailTest } from "../api.ts";
import { Chip, type Tone } from "../parts/chip.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { Form, type Fields } from "../parts/form.tsx";
import { PageTitle, Section } from "../parts/page.tsx";
import { useQueryValue } from "../parts/router.tsx";
import { Empty, More, Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { told } from "../parts/undo.tsx";
import { number } from "../parts/words.ts";
import { AnswersByMail } from "./mail_in.tsx";

export function MailPage() {
  const server = useApi<MailServer>("/mail-server");
  return (
    <>
      <PageTitle below="Invitations, links for new passwords and warnings to admins go out by mail.">Mail</PageTitle>
      <Stack gap="md">
        {server.data ? <Server server={server.data} /> : waiting(server, "the mail server")}
        {server.data && <Outgoing server={server.data} />}
        <AnswersByMail />
      </Stack>
    </>
  );
}

function Server({ server }: { server: MailServer }) {
  const { own, installed } = server;
  const client = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const [saved, setSaved] = useState(0);
  return (
    <Section title="Mail server">
      <Stack gap="md">
        <Text size="sm">
          {own
            ? "Your firm's mail goes through the server below."
            : installed
              ? "Your firm's mail goes through the server of this installation. You may set one of your own."
              : "There is no mail server yet, so mail waits. Set your firm's own: whoever looks after your e-mail knows these details."}
          {own && (
            <>
              {" "}
              Set by {own.updated_by}, <Time at={own.updated_at} />.
            </>
          )}
        </Text>
        <ServerForm key={`${own?.updated_at} ${saved}`} own={own} saved={() => setSaved(saved + 1)} />
        {(own || installed) && <TryIt />}
        {own && (
          <Anchor component="button" type="button" size="sm" onClick={() => setRemoving(true)} style={{ alignSelf: "flex-start" }}>
            Remove this server
          </Anchor>
        )}
      </Stack>
      {removing && (
        <Confirm
          title="Remove your firm's mail server?"
          action="Remove"
          close={() => setRemoving(false)}
          run={async () => {
            await send("DELETE", "/mail-server", {});
            told("The mail server is removed.");
            await client.invalidateQueries();
          }}
        >
          <Text size="sm">
            Its password is forgotten.{" "}
            {installed
              ? "Mail goes through the server of this installation from now on."
              : "Mail waits from now on, until you set another one."}
          </Text>
        </Confirm>
      )}
    </Section>
  );
}

const SECURITY = [
  { value: "starttls", label: "STARTTLS (mostly port 587)" },
  { value: "tls", label: "TLS from the start (mostly port 465)" },
  { value: "none", label: "None: only within your own network" },
];

function ServerForm({ own, saved }: { own: MailServer["own"]; saved: () => void }) {
  const client = useQueryClient();
  const save = ({ host, port, security, username, password, from_address }: Fields) =>
    send<MailServer>("PUT", "/mail-server", {
      ...{ host, security, username, from_address, port: Number(port) },
      ...(password ? { password } : {}),
    });
  const done = (answer: MailServer) => {
    client.setQueryData(["/mail-server"], answer);
    saved();
    told("The mail server is saved. Send yourself a mail to see that it works.");
    void client.invalidateQueries();
  };
  return (
    <Form action="Save the mail server" send={save} done={done}>
      <Group align="end">
        <TextInput
          name="host"
          label="Server"
          placeholder="smtp.example.com"
          required
          defaultValue={own?.host}
          autoComplete="off"
          miw={220}
        />
        <NumberInput name="port" label="Port" required min={1} max={65535} allowDecimal={false} defaultValue={own?.port ?? 587} w={110} />
        <NativeSelect name="security" label="Encryption" data={SECURITY} defaultValue={own?.security ?? "starttls"} />
      </Group>
      <Group align="end">
        <TextInput
          name="username"
          label="User name"
          description="Empty: the server wants none"
          defaultValue={own?.username}
          autoComplete="off"
          miw={220}
        />
        <PasswordInput
          name="password"
          label="Password"
          description={own?.username ? "It is kept, and never shown. Empty: it stays" : "It is kept encrypted, and never shown again"}
          autoComplete="new-password"
          miw={260}
        />
      </Group>
      <TextInput
        name="from_address"
        label="Mail comes from"
        placeholder="Hartwell & Osei <office@example.com>"
        required
        defaultValue={own?.from_address}
        maw={420}
      />
    </Form>
  );
}

function TryIt() {
  const trying = useMutation({ mutationFn: () => send<MailTest>("POST", "/mail-server/test", {}) });
  return (
    <Stack gap="xs" align="flex-start">
      <Button variant="default" loading={trying.isPending} onClick={() => trying.mutate()}>
        Send me a test mail
      </Button>
      {trying.error && <Trouble error={trying.error} />}
      {trying.data && (
        <Alert
          role="status"
          variant="outline"
          color={trying.data.sent ? "green" : "red"}
          title={trying.data.sent ? `Sent to ${trying.data.to}` : "It was not sent"}
        >
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {trying.data.words}
          </Text>
        </Alert>
      )}
    </Stack>
  );
}

const STATES: Record<Mail["state"], string> = { waiting: "Waiting", sent: "Sent", failed: "Failed" };
const TONES: Record<Mail["state"], Tone> = { waiting: "wait", sent: "good", failed: "bad" };

function Outgoing({ server }: { server: MailServer }) {
  const [state, setState] = useQueryValue("state");
  const list = usePages<Mail>("/mail", { state });
  return (
    <Stack gap="sm" component="section" aria-label="Mail on its way">
      <Tabs value={state || "all"} onChange={(value) => setState(value === "all" ? null : value)}>
        <Tabs.List>
          <Tabs.Tab value="all">All mail</Tabs.Tab>
          <Tabs.Tab value="waiting">Waiting ({number(server.waiting)})</Tabs.Tab>
          <Tabs.Tab value="failed">Failed ({number(server.failed)})</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={state || "all"} pt="md">
          {waiting(list, "mail") ??
            (list.items.length === 0 ? (
              <Empty title="No mail">{state ? "None is in this state." : "Nothing was sent yet."}</Empty>
            ) : (
              <Card withBorder padding={0}>
                <Table.ScrollContainer minWidth={560}>
                  <Table verticalSpacing="sm" horizontalSpacing="md">
                    <Table.Thead>
                      <Table.Tr>
                        <Table.Th>What</Table.Th>
                        <Table.Th>State</Table.Th>
                        <Table.Th>When</Table.Th>
                      </Table.Tr>
                    </Table.Thead>
                    <Table.Tbody>
                      {list.items.map((mail) => (
                        <MailRow key={mail.mail_id} mail={mail} />
                      ))}
                    </Table.Tbody>
                  </Table>
                </Table.ScrollContainer>
              </Card>
            ))}
        </Tabs.Panel>
      </Tabs>
      <More query={list} />
    </Stack>
  );
}

function MailRow({ mail }: { mail: Mail }) {
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => send("POST", `/mail/${mail.mail_id}/retry`, {}),
    onSuccess: () => {
      told(`The mail to ${mail.recipient} is tried again now.`);
      void client.invalidateQueries();
    },
  });
  return (
    <Table.Tr>
      <Table.Td>
        {mail.subject}
        <Text size="sm" c="dimmed">
          to {mail.recipient}
        </Text>
      </Table.Td>
      <Table.Td>
        <Chip tone={TONES[mail.state]}>{STATES[mail.state]}</Chip>
        {mail.error && (
          <Text size="sm" mt={4} style={{ overflowWrap: "anywhere" }}>
            {mail.error}
          </Text>
        )}
        {mail.state !== "sent" && (
          <Button size="compact-sm" variant="default" mt={4} loading={again.isPending} onClick={() => again.mutate()}>
            Try again now
          </Button>
        )}
        {again.error && <Trouble error={again.error} />}
      </Table.Td>
      <Table.Td>
        <Time at={mail.sent_at ?? mail.created_at} />
        {mail.state === "waiting" && mail.attempts > 0 && (
          <Text size="sm" c="dimmed">
            next <Time at={mail.next_at} />
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
