/** Which member stands for whom at the provider: by e-mail, by hand, or nobody, and why (B-CON-8, B-OWN-4, B-OWN-5). */
import { Alert, Button, Group, List, NativeSelect, Stack, Table, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useMe, type Choices, type Invited } from "../api.ts";
import { Chip, type Tone } from "./chip.tsx";
import { About, memberOption, OneOf, type FieldProps } from "./setting_fields_plain.tsx";
import { settingAbout, settingName } from "./setting_words.ts";
import { Trouble } from "./states.tsx";

type Person = Choices["staff"][number];
type Rule = { staff_id: string; member_id: string };
type How = "hand" | "email" | "ambiguous" | "unmapped";

const HOW: Record<How, { name: string; tone: Tone }> = {
  hand: { name: "By hand", tone: "good" },
  email: { name: "By e-mail", tone: "good" },
  ambiguous: { name: "Ambiguous", tone: "wait" },
  unmapped: { name: "Nobody", tone: "wait" },
};

export function StaffMapping({ setting, value, change, error, choices }: FieldProps) {
  const rules = (Array.isArray(value) ? value : []) as Rule[];
  const [only, setOnly] = useState("");
  const [typed, setTyped] = useState("");
  const able = new Map(choices.members.filter((member) => member.active).map((member) => [member.member_id, member]));
  const ruleOf = (id: string) => rules.find((rule) => rule.staff_id === id)?.member_id;
  const set = (staff_id: string, member_id: string | null) => {
    const others = rules.filter((rule) => rule.staff_id !== staff_id);
    change(member_id === null ? others : [...others, { staff_id, member_id }]);
  };
  const howOf = (person: Person): How => {
    const rule = ruleOf(person.id);
    if (rule !== undefined && able.has(rule)) return "hand";
    return person.by_email ? "email" : person.ambiguous ? "ambiguous" : "unmapped";
  };
  const people = choices.staff.filter(
    (person) =>
      `${person.name} ${person.email} ${person.title}`.toLowerCase().includes(typed.trim().toLowerCase()) &&
      (only === "" || (only === "inactive" ? !person.active : howOf(person) === only)),
  );
  return (
    <Stack gap="sm" role="group" aria-label={settingName(setting.path)}>
      <About error={error}>{settingAbout(setting)}</About>
      <IgnoredRules rules={rules} choices={choices} remove={(id) => set(id, null)} />
      <Group align="end">
        <TextInput type="search" label="Find somebody" value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
        <NativeSelect
          label="Show"
          value={only}
          onChange={(event) => setOnly(event.currentTarget.value)}
          data={[
            { value: "", label: `Everybody (${choices.staff.length})` },
            ...(Object.keys(HOW) as How[]).map((how) => ({
              value: how,
              label: `${HOW[how].name} (${choices.staff.filter((person) => howOf(person) === how).length})`,
            })),
            { value: "inactive", label: `Inactive at the provider (${choices.staff.filter((person) => !person.active).length})` },
          ]}
        />
      </Group>
      {people.length === 0 && <Text size="sm">{choices.staff.length === 0 ? "No staff was read yet." : "Nobody is like that."}</Text>}
      {people.length > 0 && (
        <Table verticalSpacing="xs" className="stacks">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>At the provider</Table.Th>
              <Table.Th>Now</Table.Th>
              <Table.Th>Member</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {people.map((person) => (
              <Row key={person.id} person={person} how={howOf(person)} rule={ruleOf(person.id)} choices={choices} set={set} />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}

function Row(props: {
  person: Person;
  how: How;
  rule: string | undefined;
  choices: Choices;
  set: (id: string, member: string | null) => void;
}) {
  const { person, how, rule, choices, set } = props;
  const [inviting, setInviting] = useState(false);
  const admin = useMe().data?.role === "admin";
  const nobody = how === "unmapped" && person.email !== "" && person.unmapped_because === "is not a member";
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {person.name} {!person.active && <Chip tone="past">inactive there</Chip>}
        </Text>
        <Text size="sm" c="dimmed">
          {[person.title, person.email || "no e-mail"].filter(Boolean).join(" · ")}
        </Text>
      </Table.Td>
      <Table.Td>
        <Chip tone={HOW[how].tone}>{HOW[how].name}</Chip>
        {how !== "hand" && how !== "email" && person.unmapped_because && (
          <Text size="sm" c="dimmed">
            {person.name} {person.unmapped_because}.
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <OneOf
          label={person.name}
          aria-label={`Member for ${person.name}`}
          value={rule}
          change={(member_id) => set(person.id, member_id)}
          none={person.by_email ? `By e-mail: ${person.by_email.name}` : "Nobody"}
          options={choices.members.map(memberOption)}
        />
        {nobody && admin && !inviting && (
          <Button
            mt={6}
            size="compact-sm"
            variant="default"
            onClick={() => setInviting(true)}
            aria-label={`Invite as a member: ${person.name}`}
          >
            Invite as a member
          </Button>
        )}
        {inviting && <Invite person={person} close={() => setInviting(false)} />}
      </Table.Td>
    </Table.Tr>
  );
}

/** By the same e-mail they are mapped at once; the link lets them choose a password. */
function Invite({ person, close }: { person: Person; close: () => void }) {
  const client = useQueryClient();
  const [role, setRole] = useState("member");
  const invite = useMutation({
    mutationFn: () => send<Invited>("POST", "/invitations", { name: person.name, email: person.email, role }),
    onSuccess: async () => {
      await client.invalidateQueries();
      close();
    },
  });
  return (
    <Stack gap="xs" mt={6}>
      <Text size="sm">
        An invitation is mailed to {person.email}. {person.name} is a member from then on, mapped by e-mail.
      </Text>
      <NativeSelect
        label="As"
        value={role}
        onChange={(event) => setRole(event.currentTarget.value)}
        data={[
          { value: "member", label: "Member" },
          { value: "admin", label: "Administrator" },
        ]}
      />
      {invite.error && <Trouble error={invite.error} />}
      <Group gap="xs">
        <Button size="compact-sm" loading={invite.isPending} onClick={() => invite.mutate()}>
          Send the invitation
        </Button>
        <Button size="compact-sm" variant="default" onClick={close}>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}

/** B-OWN-4: a rule to somebody who cannot own is ignored, and says so. */
function IgnoredRules({ rules, choices, remove }: { rules: Rule[]; choices: Choices; remove: (staff_id: string) => void }) {
  const ignored = rules.flatMap((rule) => {
    const member = choices.members.find((each) => each.member_id === rule.member_id);
    if (member?.active) return [];
    const person = choices.staff.find((each) => each.id === rule.staff_id);
    return [{ ...rule, text: `${person?.name ?? rule.staff_id}: ${member ? `${member.name} is inactive` : "is not a member any more"}` }];
  });
  if (ignored.length === 0) return null;
  return (
    <Alert variant="outline" title="These rules are ignored">
      <List size="sm" listStyleType="none">
        {ignored.map(({ staff_id, text }) => (
          <List.Item key={staff_id}>
            <Group gap="xs">
              {text}
              <Button size="compact-xs" variant="default" aria-label={`Remove the rule of ${text}`} onClick={() => remove(staff_id)}>
                Remove
              </Button>
            </Group>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
