/** Who belongs to the firm and how programs come in; for admins. */
import { Button, Code, Group, NativeSelect, NumberInput, Stack, Table, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  send,
  useApi,
  useMe,
  usePages,
  type ApiKey,
  type AuditEntry,
  type CreatedApiKey,
  type Invitation,
  type Invited,
  type Member,
} from "../api.ts";
import { Chip } from "../parts/chip.tsx";
import { Form } from "../parts/form.tsx";
import { PageTitle, Section } from "../parts/page.tsx";
import { Empty, More, Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { plain } from "../parts/words.ts";

export function MembersPage() {
  const me = useMe();
  if (!me.data) return waiting(me, "your account");
  const admin = me.data.role === "admin";
  return (
    <>
      <PageTitle>Members</PageTitle>
      <Stack gap="md">
        <Members admin={admin} />
        {admin && <Invitations />}
        {admin && <ApiKeys />}
        {admin && <Audit />}
      </Stack>
    </>
  );
}

const ACCOUNTS = { none: "cannot sign in", invited: "invited", open: "signs in" } as const;

function useChange<T>(change: (input: T) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => client.invalidateQueries() });
}

function Members({ admin }: { admin: boolean }) {
  const members = useApi<{ items: Member[] }>("/members");
  const change = useChange(({ id, ...to }: { id: string; role?: string; active?: boolean }) => send("PATCH", `/members/${id}`, to));
  return (
    <Section title="Members">
      {change.error && <Trouble error={change.error} />}
      {waiting(members, "members")}
      <Table.ScrollContainer minWidth={460}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>E-mail</Table.Th>
              <Table.Th>Account</Table.Th>
              <Table.Th>Role</Table.Th>
              {admin && <Table.Th>Change</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {members.data?.items.map(({ member_id: id, name, email, role, active, account }) => (
              <Table.Tr key={id}>
                <Table.Td>{name}</Table.Td>
                <Table.Td>{email}</Table.Td>
                <Table.Td>
                  <Chip tone={active ? (account === "open" ? "good" : "plain") : "bad"}>{active ? ACCOUNTS[account] : "shut out"}</Chip>
                </Table.Td>
                <Table.Td>{role}</Table.Td>
                {admin && (
                  <Table.Td>
                    <Group gap="xs">
                      <Button
                        size="xs"
                        variant="default"
                        aria-label={`${role === "admin" ? "Make a member" : "Make an admin"}: ${name}`}
                        onClick={() => change.mutate({ id, role: role === "admin" ? "member" : "admin" })}
                      >
                        {role === "admin" ? "Make a member" : "Make an admin"}
                      </Button>
                      <Button
                        size="xs"
                        variant="default"
                        aria-label={`${active ? "Shut out" : "Let in again"}: ${name}`}
                        onClick={() => change.mutate({ id, active: !active })}
                      >
                        {active ? "Shut out" : "Let in again"}
                      </Button>
                    </Group>
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}

const ROLES = [
  { value: "member", label: "Member: sees everything, starts syncs" },
  { value: "admin", label: "Admin: decides everything too" },
];

function Invitations() {
  const client = useQueryClient();
  const open = useApi<{ items: Invitation[] }>("/invitations");
  const [made, setMade] = useState<Invited | null>(null);
  const revoke = useChange((id: string) => send("POST", `/invitations/${id}/revoke`, {}));
  const done = (invited: Invited) => {
    setMade(invited);
    void client.invalidateQueries();
  };
  return (
    <Section title="Invite somebody">
      <Form
        key={made?.invitation_id}
        action="Invite"
        send={({ name, email, role }) => send<Invited>("POST", "/invitations", { name, email, role })}
        done={done}
      >
        <Group align="end">
          <TextInput name="name" label="Name" required />
          <TextInput name="email" type="email" label="E-mail" required />
          <NativeSelect name="role" label="Role" data={ROLES} />
        </Group>
      </Form>
      {made && <Once what="The invitation is mailed; you may hand the link over yourself too. It is shown here only:" text={made.link} />}
      {revoke.error && <Trouble error={revoke.error} />}
      {open.data?.items.map((item) => (
        <Group key={item.invitation_id} mt="sm" gap="xs">
          <Text size="sm">
            {item.name} ({item.email}), until <Time at={item.expires_at} />
          </Text>
          <Button
            size="xs"
            variant="default"
            aria-label={`Take back the invitation of ${item.name}`}
            onClick={() => revoke.mutate(item.invitation_id)}
          >
            Take back
          </Button>
        </Group>
      ))}
    </Section>
  );
}

function Once({ what, text }: { what: string; text: string }) {
  return (
    <Stack gap={4} mt="sm" role="status">
      <Text size="sm">{what}</Text>
      <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
        {text}
      </Code>
    </Stack>
  );
}

const SCOPES = [
  { value: "read", label: "Read" },
  { value: "write", label: "Read, and start syncs" },
  { value: "admin", label: "Whatever an admin may" },
];

function ApiKeys() {
  const client = useQueryClient();
  const keys = useApi<{ items: ApiKey[] }>("/api-keys");
  const [made, setMade] = useState<CreatedApiKey | null>(null);
  const revoke = useChange((id: string) => send("POST", `/api-keys/${id}/revoke`, {}));
  const create = ({ name, scope, days }: Record<string, string>) =>
    send<CreatedApiKey>("POST", "/api-keys", { name, scopes: [scope], expires_in_days: days ? Number(days) : null });
  const done = (created: CreatedApiKey) => {
    setMade(created);
    void client.invalidateQueries();
  };
  return (
    <Section title="API keys">
      <Form key={made?.key} action="Make a key" send={create} done={done}>
        <Group align="end">
          <TextInput name="name" label="What it is for" required />
          <NativeSelect name="scope" label="May" data={SCOPES} />
          <NumberInput
            name="days"
            label="Good for (days)"
            description="Empty: until revoked"
            defaultValue={365}
            min={1}
            max={3650}
            allowDecimal={false}
          />
        </Group>
      </Form>
      {made && <Once what="The key, shown here only:" text={made.key} />}
      {revoke.error && <Trouble error={revoke.error} />}
      {keys.data?.items.map((key) => (
        <Group key={key.api_key_id} mt="sm" gap="xs">
          <Text size="sm">
            {key.name} · <Code>{key.prefix}…</Code> · {key.scopes.join(", ")} · of {key.member.name} · last used{" "}
            <Time at={key.last_used_at} />
          </Text>
          {key.revoked_at === null ? (
            <Button size="xs" variant="default" aria-label={`Revoke ${key.name}`} onClick={() => revoke.mutate(key.api_key_id)}>
              Revoke
            </Button>
          ) : (
            <Chip tone="bad">revoked</Chip>
          )}
        </Group>
      ))}
    </Section>
  );
}

const WAYS = { session: "page", api_key: "API key", command_line: "command line" } as const;

function Audit() {
  const entries = usePages<AuditEntry>("/audit");
  return (
    <Section title="What was done">
      {waiting(entries, "the log") ?? (entries.items.length === 0 ? <Empty title="Nothing yet" /> : null)}
      <Table.ScrollContainer minWidth={460}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>When</Table.Th>
              <Table.Th>Who</Table.Th>
              <Table.Th>What</Table.Th>
              <Table.Th>Details</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {entries.items.map((entry) => (
              <Table.Tr key={entry.audit_id}>
                <Table.Td>
                  <Time at={entry.at} />
                </Table.Td>
                <Table.Td>
                  {entry.actor} ({WAYS[entry.via]})
                </Table.Td>
                <Table.Td>{plain(entry.action.replaceAll(".", " "))}</Table.Td>
                <Table.Td style={{ overflowWrap: "anywhere" }}>
                  {Object.entries(entry.detail)
                    .filter(([, value]) => value !== null)
                    .map(([name, value]) => `${plain(name)}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
                    .join(" · ")}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <More query={entries} />
    </Section>
  );
}
