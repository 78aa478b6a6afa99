/** One start and its story: every state with when, why and who; its e-mails; let go on, or dismissed. */
import { Button, Group, Stack, Text, Timeline } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { send, useApi, useMe, type StartStory } from "../api.ts";
import { ContactLink, StartChip, WhyLine } from "../parts/automation_parts.tsx";
import { CAUSES, occasionWords } from "../parts/automation_words.ts";
import { PageTitle, Section } from "../parts/page.tsx";
import { Link } from "../parts/router.tsx";
import { Trouble, waitingPage } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { told } from "../parts/undo.tsx";
import { word } from "../parts/words.ts";
import { StartAgain } from "./automation_ledger.tsx";
import { EmailState } from "./automations_emails.tsx";

export function AutomationStartPage({ start_id }: { start_id: string }) {
  const query = useApi<StartStory>(`/automation-starts/${start_id}`, {}, { refetchInterval: 5000 });
  const admin = useMe().data?.role === "admin";
  const start = query.data;
  if (!start) return waitingPage(query, "What an automation started", "the start");
  return (
    <>
      <PageTitle
        below={
          <>
            {occasionWords(start.occasion)}, {word(CAUSES, start.cause).toLowerCase()}, <Time at={start.created_at} />. Version{" "}
            {start.version} of{" "}
            <Link className="name" href={`/automations/${start.automation_id}`}>
              {start.automation}
            </Link>
            .
          </>
        }
      >
        {`${start.automation} for ${start.contact_name || start.contact_id || "nobody"}`}
      </PageTitle>
      <Stack gap="md">
        <Section title="How it stands">
          <Stack gap="sm">
            <Group gap={8}>
              <StartChip state={start.state} />
              <Text size="sm">
                since <Time at={start.since} />
              </Text>
              <ContactLink whose={start} />
              {start.batch_id && (
                <Link className="name" href={`/automation-batches/${start.batch_id}`}>
                  Its batch
                </Link>
              )}
            </Group>
            <WhyLine why={start.why} />
            {start.due_at && (
              <Text size="sm">
                Next by itself: <Time at={start.due_at} />
              </Text>
            )}
            {admin && <Decide start={start} />}
          </Stack>
        </Section>
        {start.emails.map((email) => (
          <Section key={email.send_id} title={email.subject ?? "An e-mail that is not written yet"}>
            <Stack gap="sm">
              {email.address && (
                <Text size="sm" style={{ overflowWrap: "anywhere" }}>
                  To {email.address}
                </Text>
              )}
              {email.body && (
                <Text size="sm" className="why-body" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
                  {email.body}
                </Text>
              )}
              <EmailState email={email} />
            </Stack>
          </Section>
        ))}
        <Section title="Its story">
          <Timeline bulletSize={14} lineWidth={2} active={start.story.length}>
            {start.story.map(({ at, state, why, by }, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- two lines may be of one moment
              <Timeline.Item key={index} title={<StartChip state={state} />}>
                <Text size="sm" c="dimmed">
                  <Time at={at} />
                  {by && ` · ${by}`}
                </Text>
                {/* What could be done then is said above, if it still can. */}
                <WhyLine why={why && { ...why, next: null }} />
              </Timeline.Item>
            ))}
          </Timeline>
        </Section>
      </Stack>
    </>
  );
}

const OVER: StartStory["state"][] = ["done", "stopped", "not_started", "dismissed"];

function Decide({ start }: { start: StartStory }) {
  const client = useQueryClient();
  const say = useMutation({
    mutationFn: (what: "approve" | "dismiss") => send("POST", `/automation-starts/${start.start_id}/${what}`, {}),
    onSuccess: async (_done, what) => {
      await client.invalidateQueries();
      told(
        what === "approve"
          ? "It goes on. What has to be mended holds it again until it is."
          : "Dismissed: what has not left does not leave.",
      );
    },
  });
  const { connection_id, contact_id, contact_name, matter_id } = start;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        {start.state === "held" && (
          <Button size="xs" loading={say.isPending && say.variables === "approve"} onClick={() => say.mutate("approve")}>
            Let it go on
          </Button>
        )}
        {!OVER.includes(start.state) && (
          <Button size="xs" variant="default" loading={say.isPending && say.variables === "dismiss"} onClick={() => say.mutate("dismiss")}>
            Dismiss it
          </Button>
        )}
        {connection_id && contact_id && OVER.includes(start.state) && (
          <StartAgain
            automation={{ automation_id: start.automation_id, name: start.automation }}
            contact={{ connection_id, provider_id: contact_id, name: contact_name ?? contact_id }}
            matter_id={matter_id}
            label="Start it again"
          />
        )}
      </Group>
      {say.error && <Trouble error={say.error} />}
    </Stack>
  );
}
