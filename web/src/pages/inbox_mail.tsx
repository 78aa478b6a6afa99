/** Answers by e-mail that could not be taken as somebody's: a member says whose they are. */
import { Button, Card, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { send, useApi, type HeldMail } from "../api.ts";
import { Section } from "../parts/page.tsx";
import { Link } from "../parts/router.tsx";
import { Trouble } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";

const REASONS: Record<HeldMail["reason"], string> = {
  no_thread: "It answers no message that there is.",
  other_sender: "It came from another address than the client's.",
  several: "Several people have the address it came from.",
  closed: "The matter is closed, or the client may no longer see it.",
  empty: "There is nothing in it besides what it quotes.",
};

export const useHeldMails = () => useApi<{ items: HeldMail[] }>("/inbox-mail");

/** Null also while they are on their way: nothing below them is shown until then (`useHeldMails`). */
export function HeldMails() {
  const items = useHeldMails().data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Section title="E-mails that need your word">
      <Stack gap="xs" component="ul" className="bare">
        {items.map((mail) => (
          <OneMail key={mail.held_mail_id} mail={mail} />
        ))}
      </Stack>
    </Section>
  );
}

function OneMail({ mail }: { mail: HeldMail }) {
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: (decision: "take" | "dismiss") => send("POST", `/inbox-mail/${mail.held_mail_id}`, { decision }),
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <Card withBorder padding="sm" component="li">
      <Text fw={600}>
        {mail.from} · {mail.subject}
      </Text>
      <Text size="sm" c="dimmed">
        {REASONS[mail.reason]} <Time at={mail.received_at} />
      </Text>
      <Text size="sm" mt={4} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {mail.body}
      </Text>
      <Group gap="xs" mt="xs">
        {mail.thread_id !== null && (
          <>
            <Link href={`/inbox/${mail.thread_id}`}>The messages it answers</Link>
            <Button size="compact-sm" variant="default" loading={decide.isPending} onClick={() => decide.mutate("take")}>
              It is the client’s
            </Button>
          </>
        )}
        <Button size="compact-sm" variant="default" loading={decide.isPending} onClick={() => decide.mutate("dismiss")}>
          Dismiss
        </Button>
      </Group>
      {decide.error && <Trouble error={decide.error} />}
    </Card>
  );
}
