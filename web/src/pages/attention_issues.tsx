/** What needs looking after, by cause; and changes that were held because they were unusually many. */
import { Anchor, Button, Group, List, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { send, useApi, type Held, type Issue } from "../api.ts";
import { Chip } from "../parts/chip.tsx";
import { Section } from "../parts/page.tsx";
import { Link } from "../parts/router.tsx";
import { Empty, Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { KINDS, number, PROVIDERS, word } from "../parts/words.ts";

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
            {sample.map(({ label, link, contact_id }) => (
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

const EFFECTS = { gone: "were not found at the provider", blanked: "would lose their name or last channel" } as const;

/** B-SYN-6: an admin decides. */
export function HeldChanges({ connection }: { connection: string }) {
  const query = useApi<{ items: Held[] }>("/held", { connection });
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: ({ run_id, decision }: { run_id: string; decision: "approve" | "refuse" }) => send("POST", `/held/${run_id}`, { decision }),
    onSuccess: () => client.invalidateQueries(),
  });
  if (query.error) return waiting(query, "held changes");
  return (
    <>
      {decide.error && <Trouble error={decide.error} />}
      {query.data?.items.map((held) => (
        <Section
          key={held.run_id}
          title={`Changes from ${PROVIDERS[held.provider]} · ${held.account_name} wait for your decision`}
          aside={<Chip tone="bad">On hold</Chip>}
        >
          <Stack gap="xs">
            <Text size="sm">
              One sync (<Time at={held.started_at} />) would have changed unusually many at once, so it changed nothing of these. Look at
              some of them at the provider first.
            </Text>
            <List size="sm">
              {held.parts.map((part) => (
                <List.Item key={part.kind + part.effect}>
                  {word(KINDS, part.kind)}: {number(part.count)} {EFFECTS[part.effect]}, such as{" "}
                  {part.sample.map((each, index) => (
                    <span key={each.provider_id}>
                      {index > 0 && ", "}
                      {each.link ? (
                        <Anchor size="sm" underline="always" href={each.link} target="_blank" rel="noreferrer">
                          {each.name || each.provider_id} ↗
                        </Anchor>
                      ) : (
                        each.name || each.provider_id
                      )}
                    </span>
                  ))}
                </List.Item>
              ))}
            </List>
            <Group gap="xs">
              <Button size="xs" loading={decide.isPending} onClick={() => decide.mutate({ run_id: held.run_id, decision: "refuse" })}>
                Keep what Privity has
              </Button>
              <Button
                size="xs"
                variant="default"
                loading={decide.isPending}
                onClick={() => decide.mutate({ run_id: held.run_id, decision: "approve" })}
              >
                Take the changes over
              </Button>
            </Group>
          </Stack>
        </Section>
      ))}
    </>
  );
}
