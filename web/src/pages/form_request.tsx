/** A form that was sent: what was answered, and how it compares with the provider. Where that differs, a member decides. */
import { Button, Group, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, useConnections, type FormRequestDetail } from "../api.ts";
import { Chip } from "../parts/chip.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { COMPARED, REQUEST_STATES } from "../parts/form_words.ts";
import { PageTitle, Section } from "../parts/page.tsx";
import { Link } from "../parts/router.tsx";
import { Trouble, waitingPage } from "../parts/states.tsx";
import { SyncOne } from "../parts/sync_one.tsx";
import { dayText, Time } from "../parts/time.tsx";
import { PROVIDERS } from "../parts/words.ts";

type Answer = FormRequestDetail["answers"][number];
type Compared = NonNullable<Answer["comparison"]>;

export function FormRequestPage({ request_id }: { request_id: string }) {
  const path = `/form-requests/${request_id}`;
  const client = useQueryClient();
  const query = useApi<FormRequestDetail>(path, {}, { refetchInterval: 5_000 });
  const connections = useConnections().data?.items ?? [];
  const [taking, setTaking] = useState(false);
  const request = query.data;
  if (!request) return waitingPage(query, "Form", "the form");
  const provider = connections.find((one) => one.connection_id === request.connection_id)?.provider ?? "clio";
  const keep = (data: FormRequestDetail) => client.setQueryData([path], data);
  const { words, tone } = REQUEST_STATES[request.state];
  return (
    <>
      <PageTitle
        aside={<SyncOne what="matter" connection_id={request.connection_id} provider_id={request.matter_id} />}
        below={
          <>
            For{" "}
            <Link className="name" href={`/contacts/${request.connection_id}/${encodeURIComponent(request.contact_id)}`}>
              {request.contact_name || request.contact_id}
            </Link>{" "}
            in{" "}
            <Link className="name" href={`/matters/${request.connection_id}/${encodeURIComponent(request.matter_id)}`}>
              {request.matter || request.matter_id}
            </Link>
            . {request.why}
          </>
        }
      >
        {request.form}
      </PageTitle>
      <Stack gap="md">
        <Group gap="md">
          <Chip short tone={tone}>
            {words}
          </Chip>
          {request.submitted_at !== null && (
            <Text size="sm">
              Handed in <Time at={request.submitted_at} />
            </Text>
          )}
          {request.state === "open" && (
            <>
              <Text size="sm">
                {request.sent_at === null ? (
                  "Not sent yet"
                ) : (
                  <>
                    Sent <Time at={request.sent_at} />
                  </>
                )}
                {request.due_on !== null && `, due ${dayText(request.due_on)}`}
              </Text>
              <Button variant="default" size="compact-sm" onClick={() => setTaking(true)}>
                Take it back
              </Button>
            </>
          )}
        </Group>
        <Section title={request.state === "submitted" ? "Answers" : "Answered so far"}>
          <Table verticalSpacing="sm" className="stacks" aria-label="Answers">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Question</Table.Th>
                <Table.Th>The client&apos;s answer</Table.Th>
                <Table.Th>In {PROVIDERS[provider]}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {request.answers.map((answer) => (
                <Table.Tr key={answer.key}>
                  <Table.Td>{answer.label}</Table.Td>
                  <Table.Td style={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}>{answer.text || "–"}</Table.Td>
                  <Table.Td>
                    {answer.comparison === null ? (
                      <Text c="dimmed">
                        {request.state !== "submitted"
                          ? "compared once it is handed in"
                          : answer.text === ""
                            ? "nothing to write"
                            : "stays in Privity"}
                      </Text>
                    ) : (
                      <There path={path} compared={answer.comparison} provider={PROVIDERS[provider]} done={keep} />
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Section>
      </Stack>
      {taking && (
        <Confirm
          title="Take the form back?"
          action="Take it back"
          run={async () => keep(await send<FormRequestDetail>("POST", `${path}/withdraw`))}
          close={() => setTaking(false)}
        >
          <Text>{request.contact_name} sees it no more. What was answered so far stays here.</Text>
        </Confirm>
      )}
    </>
  );
}

/** What the provider has, and who decides. */
function There(props: { path: string; compared: Compared; provider: string; done: (data: FormRequestDetail) => void }) {
  const { path, compared, provider, done } = props;
  const client = useQueryClient();
  const deciding = useMutation({
    mutationFn: (decision: "write" | "keep") =>
      send<FormRequestDetail>("POST", `${path}/answers/${compared.field_key}`, { decision, seen: compared.seen }),
    onSuccess: done,
    // It may have changed there meanwhile: what there is now is shown beside the refusal.
    onError: () => void client.invalidateQueries({ queryKey: [path] }),
  });
  const { words, tone } = COMPARED[compared.state];
  const differs = compared.decidable;
  return (
    <Stack gap={6} align="start">
      <Text size="sm" c="dimmed">
        {compared.custom_field || "a custom field that is gone"}
      </Text>
      {compared.state !== "no_field" && (
        <Text style={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}>{compared.now ?? "(empty)"}</Text>
      )}
      <Group gap="xs">
        <Chip short tone={tone}>
          {words}
        </Chip>
        {compared.delivery_id !== null && (
          <Link href={`/outbox/${compared.delivery_id}`} aria-label={`The story of ${compared.custom_field}`}>
            its story
          </Link>
        )}
      </Group>
      {compared.words !== null && compared.state === "failed" && <Text size="sm">{compared.words}</Text>}
      {compared.state === "no_field" && (
        <Text size="sm">The field is gone at {provider}, or has no such option. Nothing was written; an admin can mend the form.</Text>
      )}
      {compared.decided_by !== null && (
        <Text size="sm" c="dimmed">
          {compared.decided_by}, <Time at={compared.decided_at} />
        </Text>
      )}
      {differs && (
        <Group gap="xs">
          <Button size="compact-sm" loading={deciding.isPending} onClick={() => deciding.mutate("write")}>
            Write “{short(compared.ours)}” there
          </Button>
          {compared.state !== "kept" && (
            <Button size="compact-sm" variant="default" loading={deciding.isPending} onClick={() => deciding.mutate("keep")}>
              Keep {compared.now === null ? "it empty" : `“${short(compared.now)}”`}
            </Button>
          )}
        </Group>
      )}
      {deciding.error && <Trouble error={deciding.error} />}
    </Stack>
  );
}

const short = (text: string | null): string => (text === null ? "" : text.length > 40 ? `${text.slice(0, 39)}…` : text);
