/** What needs looking after, by cause. */
import { Anchor, Button, Group, List, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { send, useApi, useMe, type Issue } from "../api.ts";
import { Chip } from "../parts/chip.tsx";
import { Section } from "../parts/page.tsx";
import { Link } from "../parts/router.tsx";
import { Empty, Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { told } from "../parts/undo.tsx";
import { number, PROVIDERS } from "../parts/words.ts";

const TONES = { stops: "bad", degrades: "wait", loses: "plain" } as const;
const SEVERITIES = { stops: "Stops work", degrades: "Limits work", loses: "Not used" } as const;

export function IssueList({ connection }: { connection: string }) {
  const query = useApi<{ items: Issue[] }>("/issues", { connection });
  const items = query.data?.items;
  if (!items) return waiting(query, "issues");
  if (items.length === 0) return <Empty title="Nothing needs looking after" />;
  return (
    <Stack gap="md">
      {items.map((issue) => (
        <OneIssue key={issue.connection_id + issue.cause} issue={issue} />
      ))}
    </Stack>
  );
}

function OneIssue({ issue }: { issue: Issue }) {
  const { connection_id, provider, sample, count } = issue;
  return (
    <Section title={issue.title} aside={<Chip tone={TONES[issue.severity]}>{SEVERITIES[issue.severity]}</Chip>}>
      <Stack gap="xs">
        <Text size="sm">{issue.remedy}</Text>
        {sample.length > 0 && (
          <List size="sm">
            {sample.map(({ label, link, contact_id, delivery_id }) => (
              <List.Item key={label + contact_id}>
                {contact_id === null ? (
                  label
                ) : (
                  <Link className="name" href={`/contacts/${connection_id}/${encodeURIComponent(contact_id)}`}>
                    {label}
                  </Link>
                )}{" "}
                {link && (
                  <Anchor
                    size="sm"
                    underline="always"
                    href={link}
                    target="_blank"
                    rel="noreferrer"
                    aria-label={`Open ${label} in ${PROVIDERS[provider]}`}
                  >
                    {PROVIDERS[provider]} ↗
                  </Anchor>
                )}
                {delivery_id && <Settled delivery_id={delivery_id} label={label} />}
              </List.Item>
            ))}
          </List>
        )}
        <Text size="sm" c="dimmed">
          {count > sample.length && sample.length > 0 && `and ${number(count - sample.length)} more · `}
          {PROVIDERS[provider]} · {issue.account_name}
          {issue.since && (
            <>
              {" "}
              · since <Time at={issue.since} />
            </>
          )}
        </Text>
      </Stack>
    </Section>
  );
}

/** Of what is at the provider more than once: where nobody can remove it, somebody says that it may stay. */
function Settled({ delivery_id, label }: { delivery_id: string; label: string }) {
  const client = useQueryClient();
  const admin = useMe().data?.role === "admin";
  const say = async (accepted: boolean) => {
    await send("PUT", `/deliveries/${delivery_id}/twins`, { accepted });
    await client.invalidateQueries();
  };
  const accept = useMutation({ mutationFn: () => say(true), onSuccess: () => told("It may stay so.", () => say(false)) });
  return (
    <Group gap="sm" mt={4}>
      <Anchor component={Link} size="sm" underline="always" href={`/outbox/${delivery_id}`} aria-label={`What happened to ${label}`}>
        What happened
      </Anchor>
      {admin && (
        <Button
          size="compact-sm"
          variant="default"
          loading={accept.isPending}
          aria-label={`${label}: it may stay so`}
          onClick={() => accept.mutate()}
        >
          It may stay so
        </Button>
      )}
      {accept.error && <Trouble error={accept.error} />}
    </Group>
  );
}
