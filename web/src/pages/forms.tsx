/** Forms that clients fill in: what there is, what was sent, what a member has to confirm, and what is held. */
import { Button, Card, Checkbox, Group, Stack, Table, Tabs, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, useMe, usePages, type FormList, type FormRequest } from "../api.ts";
import { Chip } from "../parts/chip.tsx";
import { REQUEST_STATES } from "../parts/form_words.ts";
import { PageTitle } from "../parts/page.tsx";
import { Link, useQueryValue } from "../parts/router.tsx";
import { Empty, More, Trouble, waiting } from "../parts/states.tsx";
import { dayText, Time } from "../parts/time.tsx";
import { number } from "../parts/words.ts";

export function FormsPage() {
  const [show, setShow] = useQueryValue("show");
  const forms = useApi<FormList>("/forms").data?.items ?? [];
  const waits = forms.reduce((sum, form) => sum + form.to_confirm, 0);
  return (
    <>
      <PageTitle below="What your clients fill in on their page. Answers go to the matter's custom fields; where something else is there, a member confirms first.">
        Forms
      </PageTitle>
      <Tabs value={show || "all"} onChange={(value) => setShow(value === "all" ? null : value)} keepMounted={false}>
        <Tabs.List mb="md" aria-label="Forms">
          <Tabs.Tab value="all">Forms</Tabs.Tab>
          <Tabs.Tab value="sent">Sent</Tabs.Tab>
          <Tabs.Tab value="confirm">To confirm{waits > 0 && ` (${number(waits)})`}</Tabs.Tab>
          <Tabs.Tab value="held">Held</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="all">
          <FormTable />
        </Tabs.Panel>
        <Tabs.Panel value="sent">
          <Requests empty="No form was sent yet">Open a matter, and send one to somebody who takes part in it.</Requests>
        </Tabs.Panel>
        <Tabs.Panel value="confirm">
          <Requests filter={{ to_confirm: "true" }} empty="Nothing is to be confirmed">
            Where a client&apos;s answer differs from what the provider has, it is listed here.
          </Requests>
        </Tabs.Panel>
        <Tabs.Panel value="held">
          <Held />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function FormTable() {
  const admin = useMe().data?.role === "admin";
  const list = useApi<FormList>("/forms");
  const items = list.data?.items ?? [];
  return (
    <Stack gap="md">
      {admin && (
        <div>
          <Button component={Link} href="/forms/new">
            Make a form
          </Button>
        </div>
      )}
      {waiting(list, "forms") ??
        (items.length === 0 ? (
          <Empty title="No forms yet">
            {admin ? "Make one, then send it from a matter's page." : "An admin of your firm can make one."}
          </Empty>
        ) : (
          <Card withBorder padding={0}>
            <Table verticalSpacing="sm" horizontalSpacing="md" className="stacks">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Form</Table.Th>
                  <Table.Th>To be filled in</Table.Th>
                  <Table.Th>To confirm</Table.Th>
                  <Table.Th>Saved</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((form) => (
                  <Table.Tr key={form.form_id}>
                    <Table.Td>
                      {admin ? (
                        <Link className="name" href={`/forms/${form.form_id}`}>
                          {form.name}
                        </Link>
                      ) : (
                        <Text fw={600}>{form.name}</Text>
                      )}
                      <Text size="sm">
                        {form.document.on_phase === null
                          ? "Sent by hand"
                          : `Sent when a matter enters “${form.document.on_phase.phase}”, and by hand`}
                      </Text>
                    </Table.Td>
                    <Table.Td>{number(form.open)}</Table.Td>
                    <Table.Td>{number(form.to_confirm)}</Table.Td>
                    <Table.Td>
                      <Time at={form.saved_at} />
                      <Text size="sm" c="dimmed">
                        {form.saved_by}, version {form.version}
                      </Text>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Card>
        ))}
    </Stack>
  );
}

/** Also on a matter's page. */
export function Requests(props: { filter?: Record<string, string>; empty: string; children?: React.ReactNode }) {
  const query = usePages<FormRequest>("/form-requests", props.filter ?? {});
  const waits = waiting(query, "forms");
  if (waits) return waits;
  if (query.items.length === 0) return <Empty title={props.empty}>{props.children}</Empty>;
  return (
    <Stack gap="md">
      <RequestTable items={query.items} />
      <More query={query} />
    </Stack>
  );
}

function RequestTable({ items, chosen, choose }: { items: FormRequest[]; chosen?: Set<string>; choose?: (id: string) => void }) {
  return (
    <Card withBorder padding={0}>
      <Table verticalSpacing="sm" horizontalSpacing="md" className="stacks">
        <Table.Thead>
          <Table.Tr>
            {choose && <Table.Th>Choose</Table.Th>}
            <Table.Th>Form</Table.Th>
            <Table.Th>For</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th>Sent</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((one) => (
            <Table.Tr key={one.request_id}>
              {choose && (
                <Table.Td>
                  <Checkbox
                    aria-label={`Choose ${one.form} for ${one.contact_name}`}
                    checked={chosen?.has(one.request_id) ?? false}
                    onChange={() => choose(one.request_id)}
                  />
                </Table.Td>
              )}
              <Table.Td>
                <Link className="name" href={`/form-requests/${one.request_id}`}>
                  {one.form}
                </Link>
                <Text size="sm">{one.why}</Text>
              </Table.Td>
              <Table.Td>
                <Link className="name" href={`/contacts/${one.connection_id}/${encodeURIComponent(one.contact_id)}`}>
                  {one.contact_name || one.contact_id}
                </Link>
                <Text size="sm" c="dimmed">
                  {one.matter}
                </Text>
              </Table.Td>
              <Table.Td>
                <Chip short tone={REQUEST_STATES[one.state].tone}>
                  {REQUEST_STATES[one.state].words}
                </Chip>
                {one.to_confirm > 0 && (
                  <Text size="sm" fw={600}>
                    {number(one.to_confirm)} to confirm
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <Time at={one.sent_at} fallback="not yet" />
                {one.state === "open" && one.due_on !== null && (
                  <Text size="sm" c="dimmed">
                    due {dayText(one.due_on)}
                    {one.reminders > 0 && `, reminded ${one.reminders === 1 ? "once" : "twice"}`}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}

/** B-AUT-2: what a first sync, a reconnect or settings brought about. */
function Held() {
  const client = useQueryClient();
  const admin = useMe().data?.role === "admin";
  const query = usePages<FormRequest>("/form-requests", { state: "held", limit: "200" });
  const [chosen, setChosen] = useState<Set<string>>(new Set());
  const deciding = useMutation({
    mutationFn: (decision: "send" | "dismiss") =>
      send<{ done: string[]; refused: string[] }>("POST", "/form-batches/decide", {
        requests: [...chosen].map((request_id) => ({ request_id })),
        decision,
      }),
    onSuccess: async () => {
      setChosen(new Set());
      await client.invalidateQueries();
    },
  });
  const choose = (id: string) => setChosen((now) => (now.has(id) ? new Set([...now].filter((one) => one !== id)) : new Set([...now, id])));
  const waits = waiting(query, "held forms");
  if (waits) return waits;
  if (query.items.length === 0)
    return (
      <Empty title="Nothing is held">Forms that a first sync, a reconnect or a change of settings would send wait here for you.</Empty>
    );
  const all = query.items.map((one) => one.request_id);
  return (
    <Stack gap="md">
      {admin && (
        <Group gap="sm">
          <Button variant="default" onClick={() => setChosen(chosen.size === all.length ? new Set() : new Set(all))}>
            {chosen.size === all.length ? "Choose none" : `Choose all ${number(all.length)}`}
          </Button>
          <Button disabled={chosen.size === 0} loading={deciding.isPending} onClick={() => deciding.mutate("send")}>
            Send {number(chosen.size)}
          </Button>
          <Button variant="default" disabled={chosen.size === 0} loading={deciding.isPending} onClick={() => deciding.mutate("dismiss")}>
            Never send {number(chosen.size)}
          </Button>
        </Group>
      )}
      {deciding.error && <Trouble error={deciding.error} />}
      {(deciding.data?.refused.length ?? 0) > 0 && (
        <Text role="status">
          {number(deciding.data!.refused.length)} stayed as they were: their matter is closed, or somebody was faster.
        </Text>
      )}
      <RequestTable items={query.items} {...(admin ? { chosen, choose } : {})} />
      <More query={query} />
    </Stack>
  );
}
