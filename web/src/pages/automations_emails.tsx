/** Automated e-mails: what waits, what left, and what may have left, which is never sent again by itself. */
import { Button, Card, Group, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { send, useMe, usePages, type AutomationEmail } from "../api.ts";
import { ContactLink, WhyLine } from "../parts/automation_parts.tsx";
import { EMAIL_STATES, EMAIL_TONES } from "../parts/automation_words.ts";
import { Chip } from "../parts/chip.tsx";
import { Choice } from "../parts/filters.tsx";
import { Link, useQueryValue } from "../parts/router.tsx";
import { Empty, More, Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { told } from "../parts/undo.tsx";

const STATES = [{ value: "", label: "All" }, ...Object.entries(EMAIL_STATES).map(([value, label]) => ({ value, label }))];

export function EmailList() {
  const [state] = useQueryValue("state");
  const list = usePages<AutomationEmail>("/automation-emails", state ? { state } : {});
  return (
    <Stack gap="md">
      <Group>
        <Choice name="state" label="State" options={STATES} />
      </Group>
      {waiting(list, "e-mails") ??
        (list.items.length === 0 ? (
          <Empty title="No e-mails">None is in this state.</Empty>
        ) : (
          <Card withBorder padding={0}>
            <Table verticalSpacing="sm" horizontalSpacing="md" className="stacks">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>To</Table.Th>
                  <Table.Th>What</Table.Th>
                  <Table.Th>State</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.items.map((email) => (
                  <EmailRow key={email.send_id} email={email} />
                ))}
              </Table.Tbody>
            </Table>
          </Card>
        ))}
      <More query={list} />
    </Stack>
  );
}

function EmailRow({ email }: { email: AutomationEmail }) {
  return (
    <Table.Tr>
      <Table.Td>
        <ContactLink whose={email} />
        <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {email.address}
        </Text>
      </Table.Td>
      <Table.Td>
        <Link className="name" href={`/automation-starts/${email.start_id}`}>
          {email.subject ?? email.automation}
        </Link>
        {email.subject !== null && (
          <Text size="sm" c="dimmed">
            {email.automation}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <EmailState email={email} />
      </Table.Td>
    </Table.Tr>
  );
}

export function EmailState({ email }: { email: AutomationEmail }) {
  return (
    <Stack gap={4} align="flex-start">
      <Group gap={8}>
        <Chip short tone={EMAIL_TONES[email.state]}>
          {EMAIL_STATES[email.state]}
        </Chip>
        <Text size="sm">
          {email.sent_at ? (
            <Time at={email.sent_at} />
          ) : email.due_at ? (
            <>
              leaves <Time at={email.due_at} />
            </>
          ) : (
            <Time at={email.since} />
          )}
        </Text>
      </Group>
      <WhyLine why={email.why} />
      {(email.state === "needs_review" || email.state === "failed") && <Resolve email={email} />}
    </Stack>
  );
}

const OUTCOMES = { sent: "It arrived", again: "Send it again", drop: "Leave it alone" } as const;

/** Somebody has looked: with the recipient, or in the mail server's own list. */
function Resolve({ email }: { email: AutomationEmail }) {
  const client = useQueryClient();
  const admin = useMe().data?.role === "admin";
  const say = useMutation({
    mutationFn: (outcome: keyof typeof OUTCOMES) => send("POST", `/automation-emails/${email.send_id}/resolve`, { outcome }),
    onSuccess: (_done, outcome) => {
      told(outcome === "sent" ? "Noted: it arrived." : outcome === "again" ? "It is sent again." : "It is left alone.");
      void client.invalidateQueries();
    },
  });
  if (!admin) return <Text size="sm">An admin of your firm says what became of it.</Text>;
  const outcomes = (Object.keys(OUTCOMES) as (keyof typeof OUTCOMES)[]).filter((each) => email.state === "needs_review" || each !== "sent");
  return (
    <>
      <Group gap="xs" role="group" aria-label={`What became of the e-mail to ${email.contact_name ?? email.contact_id}`}>
        {outcomes.map((outcome) => (
          <Button
            key={outcome}
            size="xs"
            variant="default"
            loading={say.isPending && say.variables === outcome}
            onClick={() => say.mutate(outcome)}
          >
            {OUTCOMES[outcome]}
          </Button>
        ))}
      </Group>
      {say.error && <Trouble error={say.error} />}
    </>
  );
}
