/** Who belongs to the firm, what each may do, and who is invited; for admins. */
import { Anchor, Button, Group, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, useConnections, useMe, type Member } from "../api.ts";
import { Chip } from "../parts/chip.tsx";
import { PageTitle, Section } from "../parts/page.tsx";
import { Link } from "../parts/router.tsx";
import { Trouble, waiting } from "../parts/states.tsx";
import { told } from "../parts/undo.tsx";
import { PROVIDERS } from "../parts/words.ts";
import { Invitations } from "./members_invite.tsx";
import { ShutOut } from "./members_shut_out.tsx";

export function MembersPage() {
  return (
    <>
      <PageTitle below="Whoever is here can own contacts and write to the provider. Admins also decide: settings, connections, members, keys.">
        Members
      </PageTitle>
      <Stack gap="md">
        <Members />
        <Invitations />
      </Stack>
    </>
  );
}

const ACCOUNTS = { none: "Cannot sign in", invited: "Invited", open: "Signs in" } as const;

function Members() {
  const client = useQueryClient();
  const members = useApi<{ items: Member[] }>("/members");
  const [leaving, setLeaving] = useState<Member | null>(null);
  const patch = async (id: string, to: { role?: Member["role"]; active?: boolean }) => {
    await send("PATCH", `/members/${id}`, to);
    await client.invalidateQueries();
  };
  const change = useMutation({
    mutationFn: ({ member, to }: { member: Member; to: { role?: Member["role"]; active?: boolean } }) => patch(member.member_id, to),
    onSuccess: (_done, { member: { member_id, name, role, active }, to }) => {
      const words = to.role === undefined ? "can sign in again" : to.role === "admin" ? "is an admin now" : "is no admin any more";
      told(`${name} ${words}.`, () => patch(member_id, { role, active }));
    },
  });
  const items = members.data?.items ?? [];
  const admins = items.filter((member) => member.role === "admin" && member.active && member.account === "open");
  return (
    <Section title="Members">
      {change.error && <Trouble error={change.error} />}
      {waiting(members, "members")}
      <Table.ScrollContainer minWidth={860}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Role</Table.Th>
              <Table.Th>Account</Table.Th>
              <Table.Th>Second factor</Table.Th>
              <Table.Th>Writes through</Table.Th>
              <Table.Th>Change</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((member) => (
              <Row
                key={member.member_id}
                member={member}
                last_admin={admins.length === 1 && admins[0] === member}
                change={(to) => change.mutate({ member, to })}
                shutOut={() => setLeaving(member)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {leaving && <ShutOut member={leaving} run={() => patch(leaving.member_id, { active: false })} close={() => setLeaving(null)} />}
    </Section>
  );
}

interface RowProps {
  member: Member;
  last_admin: boolean;
  change: (to: { role?: Member["role"]; active?: boolean }) => void;
  shutOut: () => void;
}

function Row({ member, last_admin, change, shutOut }: RowProps) {
  const { member_id, name, email, role, active, account, second_factor } = member;
  const mine = useMe().data?.member_id === member_id;
  const other = role === "admin" ? "member" : "admin";
  const action = role === "admin" ? "Make a member" : "Make an admin";
  const why = `last-admin-${member_id}`;
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={600}>
          {name}
          {mine && " (you)"}
        </Text>
        <Text size="sm" c="dimmed">
          {email}
        </Text>
      </Table.Td>
      <Table.Td>{role === "admin" ? "Admin" : "Member"}</Table.Td>
      <Table.Td style={{ whiteSpace: "nowrap" }}>
        <Chip tone={active ? (account === "open" ? "good" : "plain") : "bad"}>{active ? ACCOUNTS[account] : "Shut out"}</Chip>
      </Table.Td>
      <Table.Td>{account === "open" ? <Chip tone={second_factor ? "good" : "wait"}>{second_factor ? "On" : "Off"}</Chip> : "–"}</Table.Td>
      <Table.Td style={{ whiteSpace: "nowrap" }}>
        <OwnAccounts member={member} />
      </Table.Td>
      <Table.Td>
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            disabled={last_admin}
            aria-label={`${action}: ${name}`}
            aria-describedby={last_admin ? why : undefined}
            onClick={() => change({ role: other })}
          >
            {action}
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={last_admin}
            aria-label={`${active ? "Shut out" : "Let in again"}: ${name}`}
            aria-describedby={last_admin ? why : undefined}
            onClick={() => (active ? shutOut() : change({ active: true }))}
          >
            {active ? "Shut out" : "Let in again"}
          </Button>
        </Group>
        {last_admin && (
          <Text size="sm" c="dimmed" id={why} mt={4}>
            The last admin: make somebody else an admin first.
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** B-WRB-3: what somebody logs is written by their own account, where they have connected it. */
function OwnAccounts({ member }: { member: Member }) {
  const connections = useConnections().data?.items ?? [];
  const providers = [...new Set(connections.map((connection) => connection.provider))];
  if (providers.length === 0)
    return (
      <Text size="sm">
        <Anchor component={Link} inherit href="/connections">
          nothing is connected yet
        </Anchor>
      </Text>
    );
  return (
    <Stack gap={4} align="flex-start">
      {providers.map((provider) => {
        const connected = member.connections.some((own) => own.provider === provider && own.connected);
        return (
          <Chip key={provider} tone={connected ? "good" : "plain"}>
            {PROVIDERS[provider]}: {connected ? "own account" : "not connected"}
          </Chip>
        );
      })}
    </Stack>
  );
}
