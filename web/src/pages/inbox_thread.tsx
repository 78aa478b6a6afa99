/** One client's thread about one matter: read, answered, given to somebody, done. */
import { Alert, Button, Card, FileInput, Group, NativeSelect, Stack, Tabs, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type FormEvent } from "react";
import {
  ApiProblem,
  send,
  upload,
  useApi,
  useMe,
  type InboxThreadWhole,
  type MatterDocument,
  type Member,
  type PortalMessage,
} from "../api.ts";
import { SharedFiles } from "../parts/shared_files.tsx";
import { Chip } from "../parts/chip.tsx";
import { isNotFound } from "../parts/gone.tsx";
import { useKept } from "../parts/kept_text.ts";
import { newKey } from "../parts/new_key.ts";
import { Notice } from "../parts/notice.tsx";
import { PageTitle } from "../parts/page.tsx";
import { Link, useUnsaved } from "../parts/router.tsx";
import { Empty, NoSuchPage, Trouble, waitingPage } from "../parts/states.tsx";
import { Delivery, OpenTexts, TextForm, useTexts } from "../parts/texts.tsx";
import { Time } from "../parts/time.tsx";

const LOOK_EVERY_MS = 5000;

export function InboxThreadPage({ thread_id }: { thread_id: string }) {
  const path = `/inbox/${thread_id}`;
  const query = useApi<InboxThreadWhole>(path, {}, { refetchInterval: LOOK_EVERY_MS });
  const client = useQueryClient();
  const thread = query.data;
  const fresh = (whole: InboxThreadWhole) => {
    client.setQueryData([path], whole);
    void client.invalidateQueries({ queryKey: ["/inbox-counts"] });
    void client.invalidateQueries({ queryKey: ["/inbox"] });
  };
  const { mutate: read } = useMutation({
    mutationFn: (seq: number) => send<InboxThreadWhole>("POST", `${path}/read`, { seq }),
    onSuccess: fresh,
  });
  const [unread, last] = [thread?.unread ?? 0, thread?.last_seq ?? 0];
  useEffect(() => {
    if (unread > 0 && document.visibilityState === "visible") read(last);
  }, [unread, last, read]);
  if (isNotFound(query.error)) return <NoSuchPage />;
  if (!thread) return waitingPage(query, "Messages", "the messages");
  return (
    <>
      <PageTitle
        aside={<Standing thread={thread} fresh={fresh} />}
        below={
          <>
            <Link href={`/matters/${thread.connection_id}/${encodeURIComponent(thread.matter_id)}`}>{thread.matter_title}</Link> ·{" "}
            <Link href={`/contacts/${thread.connection_id}/${encodeURIComponent(thread.contact_id)}`}>About the client</Link> ·{" "}
            <Link href="/inbox">Inbox</Link>
          </>
        }
      >
        {thread.contact_name}
      </PageTitle>
      <Stack gap="md">
        {thread.messages.length === 0 ? (
          <Empty title="Nothing has been written yet">
            What you write is for this client alone, whoever else takes part in the matter.
          </Empty>
        ) : (
          <Stack gap="xs" component="ol" className="bare" aria-label="Messages">
            {thread.messages.map((message) => (
              <Message key={message.seq} message={message} />
            ))}
          </Stack>
        )}
        {thread.read_only ? (
          <Notice title="The matter is closed">Nothing more is written in it. The client can read it for 90 days.</Notice>
        ) : (
          <Answers key={thread_id} thread={thread} fresh={fresh} />
        )}
      </Stack>
    </>
  );
}

const WAYS: Record<PortalMessage["way"], string | null> = { portal: null, email: "E-mail", text: "Text" };

function Message({ message }: { message: PortalMessage }) {
  const { from_client, author, body, sent_at, read_at, read_by } = message;
  return (
    <Card withBorder padding="sm" component="li" ml={from_client ? 0 : "xl"} mr={from_client ? "xl" : 0}>
      <Group gap="xs" justify="space-between">
        <Group gap="xs">
          <Text fw={600}>{author}</Text>
          {from_client && <Chip short>Client</Chip>}
          {WAYS[message.way] !== null && <Chip short>{WAYS[message.way]}</Chip>}
        </Group>
        <Text size="sm" c="dimmed">
          <Time at={sent_at} />
        </Text>
      </Group>
      <Text mt={4} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {body}
      </Text>
      <SharedFiles items={message.documents} />
      {message.delivery && <Delivery delivery={message.delivery} />}
      {!from_client && message.delivery === null && (
        <Text size="sm" c="dimmed" mt={4}>
          {read_at === null ? (
            "Not read yet"
          ) : (
            <>
              Read by {read_by} <Time at={read_at} />
            </>
          )}
        </Text>
      )}
    </Card>
  );
}

function Standing({ thread, fresh }: { thread: InboxThreadWhole; fresh: (whole: InboxThreadWhole) => void }) {
  const members = useApi<{ items: Member[] }>("/members").data?.items.filter((member) => member.active) ?? [];
  const set = useMutation({
    mutationFn: (change: { state?: string; assigned_to?: string | null }) =>
      send<InboxThreadWhole>("PATCH", `/inbox/${thread.thread_id}`, change),
    onSuccess: fresh,
  });
  const data = [{ value: "", label: "Nobody" }, ...members.map(({ member_id, name }) => ({ value: member_id, label: name }))];
  return (
    <Stack gap={4}>
      <Group align="flex-end" gap="xs">
        <NativeSelect
          label="Given to"
          data={data}
          value={thread.assigned?.member_id ?? ""}
          onChange={(event) => set.mutate({ assigned_to: event.currentTarget.value || null })}
        />
        <Button variant="default" loading={set.isPending} onClick={() => set.mutate({ state: thread.state === "done" ? "open" : "done" })}>
          {thread.state === "done" ? "Open it again" : "Mark as done"}
        </Button>
      </Group>
      {set.error && <Trouble error={set.error} />}
    </Stack>
  );
}

interface AnswerProps {
  thread: InboxThreadWhole;
  fresh: (whole: InboxThreadWhole) => void;
}

/** In the portal, or by text where the firm has that. */
function Answers({ thread, fresh }: AnswerProps) {
  const { path, texts } = useTexts(thread.connection_id, thread.contact_id);
  const now = texts.data;
  const waiting = now?.items.filter((one) => one.matter_id === thread.matter_id) ?? [];
  const last = thread.messages.findLast((one) => one.from_client);
  const [way, setWay] = useState<string | null>(null);
  if (!now?.on)
    return (
      <>
        <OpenTexts items={waiting} />
        <Answer thread={thread} fresh={fresh} />
      </>
    );
  return (
    <>
      <OpenTexts items={waiting} />
      <Tabs value={way ?? (last?.way === "text" ? "text" : "portal")} onChange={setWay}>
        <Tabs.List>
          <Tabs.Tab value="portal">In the portal</Tabs.Tab>
          <Tabs.Tab value="text">By text</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="portal" pt="md">
          <Answer thread={thread} fresh={fresh} />
        </Tabs.Panel>
        <Tabs.Panel value="text" pt="md">
          <TextForm path={path} texts={now} name={thread.contact_name} matter_id={thread.matter_id} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

/** `seen_seq`: what stood there when the first word was typed, so that a colleague's answer in between is told of. */
const EMPTY = { body: "", seen_seq: -1 };

function Answer({ thread, fresh }: AnswerProps) {
  const member_id = useMe().data?.member_id ?? "";
  const [typed, setTyped, forget] = useKept(`privity.answer.${member_id}.${thread.thread_id}`, EMPTY);
  const [files, setFiles] = useState<File[]>([]);
  const attempt = useRef({ key: newKey(), shared: new Map<File, string>() });
  const sent = useUnsaved(files.length > 0);
  const { connection_id, matter_id, contact_id, thread_id } = thread;
  const sending = useMutation({
    mutationFn: async (seen_seq: number) => {
      const { key, shared } = attempt.current;
      for (const file of files.filter((one) => !shared.has(one))) {
        const { file_id } = await upload(file);
        const path = `/matters/${connection_id}/${encodeURIComponent(matter_id)}/documents`;
        const { document_id } = await send<MatterDocument>("POST", path, { contact_id, file_id, with_message: true });
        shared.set(file, document_id);
      }
      const document_ids = files.flatMap((file) => shared.get(file) ?? []);
      return send<InboxThreadWhole>("POST", `/inbox/${thread_id}/messages`, { key, body: typed.body, document_ids, seen_seq });
    },
    onSuccess: (whole) => {
      attempt.current = { key: newKey(), shared: new Map() };
      setTyped(EMPTY);
      forget();
      setFiles([]);
      sent();
      fresh(whole);
    },
  });
  const meanwhile = sending.error instanceof ApiProblem && sending.error.body.type === "/problems/answered-meanwhile";
  const seen = typed.seen_seq < 0 ? thread.last_seq : typed.seen_seq;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sending.mutate(seen);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Textarea
          label={`Answer to ${thread.contact_name}`}
          description="They are told that there is a message; what it says they read in the portal."
          autosize
          minRows={3}
          maxLength={20_000}
          value={typed.body}
          onChange={(event) => {
            const body = event.currentTarget.value;
            setTyped({ body, seen_seq: body === "" ? -1 : seen });
          }}
        />
        <FileInput label="Documents" placeholder="Choose files" multiple clearable value={files} onChange={setFiles} />
        {meanwhile ? (
          <Alert color="yellow" variant="outline" role="alert">
            <Text fw={600}>A colleague has answered meanwhile</Text>
            <Text size="sm" mb="xs">
              {sending.error?.message} It stands above. Nothing of yours was sent or lost.
            </Text>
            <Button size="xs" loading={sending.isPending} onClick={() => sending.mutate(thread.last_seq)}>
              Send mine as well
            </Button>
          </Alert>
        ) : (
          sending.error && <Trouble error={sending.error} />
        )}
        <Button type="submit" disabled={typed.body.trim() === ""} loading={sending.isPending} style={{ alignSelf: "flex-start" }}>
          Send to the client
        </Button>
      </Stack>
    </form>
  );
}
