/** What goes with connections: who at the provider stands for which member (B-CON-8), and the firm's time zone (B-SYN-1). */
import { Button, Group, NumberInput, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, useConnections, useMe, type FirmSettings, type Staff } from "../api.ts";
import { Chip } from "../parts/chip.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { FirmFields } from "../parts/firm_fields.tsx";
import { Form } from "../parts/form.tsx";
import { ProviderLink, Section } from "../parts/page.tsx";
import { Link } from "../parts/router.tsx";
import { Trouble, waiting } from "../parts/states.tsx";
import { told } from "../parts/undo.tsx";
import { number, PROVIDERS } from "../parts/words.ts";

export function StaffList() {
  const staff = useApi<{ items: Staff[] }>("/staff");
  const connections = useConnections().data?.items ?? [];
  if (!staff.data) return waiting(staff, "staff");
  const providerOf = (person: Staff) => connections.find((item) => item.connection_id === person.connection_id)?.provider ?? "clio";
  const several = new Set(staff.data.items.map((person) => person.connection_id)).size > 1;
  const here = staff.data.items
    .filter((person) => person.active)
    .toSorted((a, b) => Number(a.member !== null) - Number(b.member !== null) || a.name.localeCompare(b.name));
  const unmapped = here.filter((person) => person.member === null).length;
  return (
    <Section title="Staff at the provider and members here">
      <Text size="sm" mb="sm">
        {unmapped === 0 ? "Everybody is matched. " : `${unmapped} of ${here.length} have no member, so they own no contacts. `}
        Whoever has the same e-mail here and there is matched by itself; invite the others under{" "}
        <Link className="why-mark" href="/members">
          Members
        </Link>
        , or say by hand who stands for whom under{" "}
        <Link className="why-mark" href="/settings/staff">
          Settings
        </Link>
        .
      </Text>
      <Table.ScrollContainer minWidth={460}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>At the provider</Table.Th>
              {several && <Table.Th>In</Table.Th>}
              <Table.Th>E-mail</Table.Th>
              <Table.Th>Member</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {here.map((person) => (
              <Table.Tr key={person.connection_id + person.provider_id}>
                <Table.Td>
                  {person.name} <ProviderLink provider={providerOf(person)} href={person.link} />
                </Table.Td>
                {several && <Table.Td>{PROVIDERS[providerOf(person)]}</Table.Td>}
                <Table.Td>{person.email}</Table.Td>
                <Table.Td>
                  {person.member ? (
                    `${person.member.name}, ${person.mapped_by === "rule" ? "by hand" : "by e-mail"}`
                  ) : (
                    <Chip tone="wait">{person.unmapped_because ?? "no member"}</Chip>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}

export function FirmForm() {
  const client = useQueryClient();
  const firm = useMe().data?.firm;
  if (!firm) return null;
  return (
    <Section title="The firm">
      <Form
        action="Save the firm"
        send={({ name, country, time_zone }) => send("PATCH", "/firm", { name, country, time_zone })}
        done={() => void client.invalidateQueries()}
      >
        <Group align="end">
          <FirmFields firm={firm} />
        </Group>
      </Form>
    </Section>
  );
}

const [FEWEST, MOST] = [30, 3650];

/** B-WHY-2, B-WHY-5: fewer days take away what is older, for good, so that is asked once more. */
export function KeepHistory() {
  const firm = useApi<FirmSettings>("/firm");
  return (
    <Section title="How long history is kept">
      {waiting(firm, "how long history is kept")}
      {firm.data && <KeepHistoryForm key={firm.data.keep_history_days} days={firm.data.keep_history_days} />}
    </Section>
  );
}

function KeepHistoryForm({ days }: { days: number }) {
  const client = useQueryClient();
  const [typed, setTyped] = useState<number | string>(days);
  const [asking, setAsking] = useState(false);
  const wanted = Number(typed);
  const good = typed !== "" && Number.isInteger(wanted) && wanted >= FEWEST && wanted <= MOST;
  const put = async (keep_history_days: number) => {
    await send("PATCH", "/firm", { keep_history_days });
    await client.invalidateQueries();
  };
  const save = async () => {
    await put(wanted);
    // What went does not come back with the days.
    told(`History is kept for ${number(wanted)} days.`, wanted > days ? () => put(days) : undefined);
  };
  const saving = useMutation({ mutationFn: save });
  return (
    <Stack gap="sm" align="flex-start">
      <NumberInput
        label="Days"
        description={`The history of contacts and matters, and the audit log. From ${FEWEST} to ${number(MOST)} days; 730 are two years.`}
        min={FEWEST}
        max={MOST}
        allowDecimal={false}
        value={typed}
        onChange={setTyped}
        error={good ? undefined : `A whole number from ${FEWEST} to ${number(MOST)}`}
      />
      <Button
        disabled={!good || wanted === days}
        loading={saving.isPending}
        onClick={() => (wanted < days ? setAsking(true) : saving.mutate())}
      >
        Keep it so long
      </Button>
      {saving.error && <Trouble error={saving.error} />}
      {asking && (
        <Confirm title="Take older history away?" action="Take it away" close={() => setAsking(false)} run={save}>
          <Text size="sm">
            What happened more than {number(wanted)} days ago is taken away within the hour, of contacts, matters and the audit log. It
            cannot be brought back.
          </Text>
        </Confirm>
      )}
    </Stack>
  );
}
