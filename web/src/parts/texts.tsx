/** Text messages to one client: to which number, whether one may, what waits or did not go. */
import { Alert, Button, Card, Group, NativeSelect, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type FormEvent } from "react";
import { ApiProblem, send, useApi, useMe, type ContactTexts, type Text as TextMessage, type TextNumber } from "../api.ts";
import { Chip, type Tone } from "./chip.tsx";
import { useKept } from "./kept_text.ts";
import { newKey } from "./new_key.ts";
import { Notice } from "./notice.tsx";
import { Empty, Trouble } from "./states.tsx";
import { Time } from "./time.tsx";
import { told } from "./undo.tsx";

const LOOK_EVERY_MS = 5000;
const MAX_TEXT = 1600;

export const useTexts = (connection_id: string, provider_id: string) => {
  const path = `/contacts/${connection_id}/${encodeURIComponent(provider_id)}/texts`;
  return { path, texts: useApi<ContactTexts>(path, {}, { refetchInterval: LOOK_EVERY_MS }) };
};

interface To {
  path: string;
  texts: ContactTexts;
  name: string;
  /** Null: whoever writes chooses. */
  matter_id: string | null;
}

export function TextForm(to: To) {
  const { numbers } = to.texts;
  const [chosen, setChosen] = useState("");
  const number = numbers.find((one) => one.number === chosen) ?? numbers[0];
  if (number === undefined)
    return (
      <Empty title="No number for texts">
        {to.name} has no mobile number at the provider, or only one with an extension. Write in the portal or by e-mail.
      </Empty>
    );
  return (
    <Stack gap="sm">
      {numbers.length > 1 && (
        <NativeSelect
          label="To which number"
          data={numbers.map((one) => ({ value: one.number, label: nameOf(one) }))}
          value={number.number}
          onChange={(event) => setChosen(event.currentTarget.value)}
          style={{ alignSelf: "flex-start" }}
        />
      )}
      <Standing number={number} name={to.name} />
      {number.stopped_at === null && <Write key={number.number} {...to} number={number} />}
    </Stack>
  );
}

const nameOf = ({ number, label }: TextNumber): string => (label === "" ? number : `${number} (${label})`);

function Standing({ number, name }: { number: TextNumber; name: string }) {
  if (number.stopped_at !== null)
    return (
      <Notice title={`${name} answered STOP`}>
        <Time at={number.stopped_at} /> from {number.number}. Nothing goes there until they text START themselves. Write in the portal or by
        e-mail.
      </Notice>
    );
  if (number.trouble === null) return null;
  return <Notice title={`The last text to ${number.number} did not arrive`}>{number.trouble}</Notice>;
}

function Write({ path, texts, name, matter_id, number }: To & { number: TextNumber }) {
  const client = useQueryClient();
  const member_id = useMe().data?.member_id ?? "";
  const [typed, setTyped, forget] = useKept(`privity.text.${member_id}.${path}.${matter_id}`, {
    body: "",
    about: texts.matters[0]?.matter_id ?? "",
  });
  const key = useRef(newKey());
  const sending = useMutation({
    mutationFn: (confirmed: boolean) =>
      send<TextMessage>("POST", path, {
        ...{ key: key.current, body: typed.body, number: number.number, confirmed },
        matter_id: matter_id ?? (typed.about === "" ? null : typed.about),
      }),
    onSuccess: (text) => {
      key.current = newKey();
      setTyped({ ...typed, body: "" });
      forget();
      told(text.state === "sent" ? `The text to ${name} is on its way.` : (text.words ?? "The text is kept."));
      void client.invalidateQueries();
    },
  });
  const shared = sending.error instanceof ApiProblem && sending.error.body.type === "/problems/shared-address";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sending.mutate(false);
  };
  const about = [...texts.matters.map((one) => ({ value: one.matter_id, label: one.title })), { value: "", label: "No matter" }];
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {matter_id === null && (
          <NativeSelect
            label="About"
            description="About a matter that is shown to them, it joins their messages in the inbox."
            data={about}
            value={typed.about}
            onChange={(event) => setTyped({ ...typed, about: event.currentTarget.value })}
            maw={420}
          />
        )}
        <Textarea
          label={`Text to ${name}`}
          description={`To ${nameOf(number)}. They read all of it on their phone, and answer from there. Nothing goes in their quiet time.`}
          autosize
          minRows={3}
          maxLength={MAX_TEXT}
          value={typed.body}
          onChange={(event) => setTyped({ ...typed, body: event.currentTarget.value })}
        />
        <Text size="sm" c="dimmed">
          {typed.body.length} of {MAX_TEXT} characters
        </Text>
        {shared ? (
          <Alert color="yellow" variant="outline" role="alert">
            <Text fw={600}>Somebody else may read it</Text>
            <Text size="sm" mb="xs">
              {sending.error?.message} Nothing was sent yet.
            </Text>
            <Button size="xs" loading={sending.isPending} onClick={() => sending.mutate(true)}>
              It is for {name}: send it
            </Button>
          </Alert>
        ) : (
          sending.error && <Trouble error={sending.error} />
        )}
        <Button type="submit" disabled={typed.body.trim() === ""} loading={sending.isPending} style={{ alignSelf: "flex-start" }}>
          Send the text
        </Button>
      </Stack>
    </form>
  );
}

const STATES: Record<TextMessage["state"], { word: string; tone: Tone }> = {
  queued: { word: "Waits", tone: "wait" },
  sending: { word: "Is being sent", tone: "wait" },
  sent: { word: "Sent", tone: "good" },
  failed: { word: "Not sent", tone: "bad" },
  needs_review: { word: "Needs your word", tone: "bad" },
  cancelled: { word: "Not sent", tone: "past" },
};
const WORDS: Record<TextMessage["can"][number], string> = {
  now: "Send it now",
  sent: "It arrived",
  again: "Send it once more",
  drop: "Do not send it",
};

/** What is no part of a conversation yet. */
export function OpenTexts({ items }: { items: TextMessage[] }) {
  if (items.length === 0) return null;
  return (
    <Stack gap="xs" component="ul" className="bare" aria-label="Texts on their way">
      {items.map((text) => (
        <OneText key={text.text_id} text={text} />
      ))}
    </Stack>
  );
}

function OneText({ text }: { text: TextMessage }) {
  const client = useQueryClient();
  const settle = useMutation({
    mutationFn: (word: TextMessage["can"][number]) => send("POST", `/texts/${text.text_id}`, { word }),
    onSuccess: () => client.invalidateQueries(),
  });
  const { word, tone } = STATES[text.state];
  return (
    <Card withBorder padding="sm" component="li">
      <Group gap="xs">
        <Chip short tone={tone}>
          {word}
        </Chip>
        <Text size="sm" c="dimmed">
          Text to {text.number} · {text.by} · <Time at={text.sent_at ?? text.created_at} />
        </Text>
      </Group>
      <Text mt={4} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {text.body}
      </Text>
      {text.words && (
        <Text size="sm" mt={4}>
          {text.words}
          {text.state === "queued" && text.due_at && (
            <>
              {" "}
              That is <Time at={text.due_at} />.
            </>
          )}
        </Text>
      )}
      {text.delivery && <Delivery delivery={text.delivery} />}
      {text.can.length > 0 && (
        <Group gap="xs" mt="xs">
          {text.can.map((each) => (
            <Button key={each} size="compact-sm" variant="default" loading={settle.isPending} onClick={() => settle.mutate(each)}>
              {WORDS[each]}
            </Button>
          ))}
        </Group>
      )}
      {settle.error && <Trouble error={settle.error} />}
    </Card>
  );
}

export function Delivery({ delivery }: { delivery: NonNullable<TextMessage["delivery"]> }) {
  if (delivery.state === "delivered") return <Line>Delivered to the phone</Line>;
  if (delivery.state === "on_its_way") return <Line>On its way to the phone</Line>;
  return (
    <Text size="sm" mt={4} fw={600}>
      Not delivered. {delivery.words}
    </Text>
  );
}

const Line = ({ children }: { children: string }) => (
  <Text size="sm" c="dimmed" mt={4}>
    {children}
  </Text>
);
