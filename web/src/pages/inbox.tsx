/** What clients write: one line for each client and matter, the latest first. */
import { Card, Group, NativeSelect, Stack, Switch, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { send, useApi, usePages, type InboxCounts, type InboxThread } from "../api.ts";
import { Chip } from "../parts/chip.tsx";
import { Choice, ConnectionChoice, SearchField } from "../parts/filters.tsx";
import { PageTitle } from "../parts/page.tsx";
import { Link, useQueryValue } from "../parts/router.tsx";
import { Empty, More, Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { HeldMails, useHeldMails } from "./inbox_mail.tsx";
import { HeldTexts } from "./inbox_texts.tsx";

const LOOK_EVERY_MS = 15_000;
const STATES = [
  { value: "", label: "Open" },
  { value: "done", label: "Done" },
  { value: "any", label: "Both" },
];

export function InboxPage() {
  const [show] = useQueryValue("show");
  const [state] = useQueryValue("state");
  const [unread, setUnread] = useQueryValue("unread");
  const [search] = useQueryValue("q");
  const [connection] = useQueryValue("connection");
  const list = usePages<InboxThread>("/inbox", { show: show || "mine", state: state || "open", unread, search, connection });
  const counts = useApi<InboxCounts>("/inbox-counts", {}, { refetchInterval: LOOK_EVERY_MS }).data;
  const label = (name: string, count: number | undefined) => (count ? `${name} (${count} unread)` : name);
  const whose = [
    { value: "", label: label("Mine", counts?.mine) },
    { value: "unassigned", label: label("Given to nobody", counts?.unassigned) },
    { value: "all", label: label("All", counts?.all) },
  ];
  return (
    <>
      <PageTitle below="What clients write in the portal, by e-mail and by text, and what was answered. Mine: what was given to you, and what your clients write that was given to nobody.">
        Inbox
      </PageTitle>
      <Stack gap="md">
        <SearchField label="Search" placeholder="A client, a matter, words that were written" />
        <Group align="flex-end">
          <Choice name="show" label="Whose" options={whose} />
          <Choice name="state" label="Which" options={STATES} />
          <ConnectionChoice />
          <Switch
            label="Only unread"
            mb={8}
            checked={unread === "true"}
            onChange={(event) => setUnread(event.currentTarget.checked ? "true" : "")}
          />
        </Group>
        {waiting(list, "the inbox") ??
          (list.items.length === 0 ? (
            <Nothing show={show} plain={search === "" && state === "" && unread === "" && connection === ""} />
          ) : (
            <Stack gap="xs" component="ul" className="bare">
              {list.items.map((thread) => (
                <Line key={thread.thread_id} thread={thread} />
              ))}
            </Stack>
          ))}
        <More query={list} />
        <HeldTexts />
        <HeldMails />
        <Letters />
      </Stack>
    </>
  );
}

/** Which of the reasons it is that there is nothing. */
function Nothing({ show, plain }: { show: string; plain: boolean }) {
  if (!plain) return <Empty title="Nothing fits">Search among everybody’s, or among what is done, or take a filter away.</Empty>;
  if (show === "unassigned") return <Empty title="Nothing waits">Every conversation was given to somebody.</Empty>;
  return (
    <Empty title={show === "all" ? "No messages yet" : "Nothing of yours"}>
      When a client writes in the portal or answers a letter, it stands here. You begin a conversation on the page of a matter that is shown
      to its clients; which are is said under <Link href="/clients">Clients’ portal</Link>.
    </Empty>
  );
}

function Line({ thread }: { thread: InboxThread }) {
  const { last } = thread;
  return (
    <Card withBorder padding="sm" component="li">
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Link className="name" href={`/inbox/${thread.thread_id}`}>
            {thread.contact_name}
          </Link>
          <Text size="sm" c="dimmed">
            {thread.matter_title}
          </Text>
          {thread.unread > 0 && (
            <Chip short tone="wait">
              {thread.unread} unread
            </Chip>
          )}
          {thread.state === "done" && (
            <Chip short tone="past">
              Done
            </Chip>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {thread.assigned ? `${thread.assigned.name} · ` : ""}
          <Time at={thread.last_at} />
        </Text>
      </Group>
      {last && (
        <Text size="sm" mt={4} lineClamp={2} fw={thread.unread > 0 ? 600 : 400}>
          {last.from_client ? "" : `${last.author}: `}
          {last.body}
        </Text>
      )}
    </Card>
  );
}

const MODES = [
  { value: "mine", label: "Of what is mine" },
  { value: "all", label: "Of everything" },
  { value: "none", label: "None" },
];

function Letters() {
  const client = useQueryClient();
  const mode = useApi<{ mode: string }>("/inbox-notices");
  const set = useMutation({
    mutationFn: (value: string) => send("PUT", "/inbox-notices", { mode: value }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["/inbox-notices"] }),
  });
  const held = useHeldMails();
  if (!mode.data || held.isPending) return null;
  return (
    <>
      <NativeSelect
        label="Letters to you"
        description="An e-mail says that a client has written and where, never what."
        maw={360}
        data={MODES}
        value={mode.data.mode}
        onChange={(event) => set.mutate(event.currentTarget.value)}
      />
      {set.error && <Trouble error={set.error} />}
    </>
  );
}
