/** What members add to a contact: tags, key facts, a pinned owner. No sync takes them away (B-SYN-5). */
import { Button, Group, List, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactNode } from "react";
import { ApiProblem, send, useApi, type Additions, type Contact, type Member } from "../api.ts";
import { Section } from "../parts/page.tsx";
import { Trouble, waiting } from "../parts/states.tsx";
import { dayText, Time } from "../parts/time.tsx";
import { told } from "../parts/undo.tsx";

type Request = { method: "POST" | "PUT" | "DELETE"; path: string; body?: unknown };
/** `said`: what is told once it is done; `undo`: what takes it back, which may need the answer. */
type Change = Request & { said: string; undo: (answer: Additions) => Request | null };

export function Added({ contact }: { contact: Contact }) {
  const path = `/contacts/${contact.connection_id}/${encodeURIComponent(contact.provider_id)}`;
  const query = useApi<Additions>(`${path}/additions`);
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (next: Change) => carryOut(next),
    onSuccess: (answer, { said, undo }) => {
      const back = undo(answer);
      told(said, back ? () => carryOut(back) : undefined);
    },
  });
  const carryOut = async ({ method, path: part, body }: Request) => {
    const answer = await send<Additions>(method, `${path}${part}`, body);
    await client.invalidateQueries({ predicate: (each) => String(each.queryKey[0]).startsWith(path) });
    return answer;
  };
  const additions = query.data;
  if (!additions) return waiting(query, "what members added");
  const run = (next: Change, done?: () => void) => change.mutate(next, { onSuccess: done });
  const errors = change.error instanceof ApiProblem ? (change.error.body.errors ?? []) : [];
  const errorOf = (field: string) => errors.find((error) => error.path === field)?.message;
  return (
    <Section title="Added by members">
      <Stack gap="md">
        {change.error && errors.length === 0 && <Trouble error={change.error} />}
        <Pin additions={additions} run={run} error={errorOf("member_id")} />
        <Tags additions={additions} run={run} error={errorOf("name")} />
        <KeyFacts additions={additions} run={run} errorOf={errorOf} />
      </Stack>
    </Section>
  );
}

type Run = (change: Change, done?: () => void) => void;

function Pin({ additions, run, error }: { additions: Additions; run: Run; error: string | undefined }) {
  const members = useApi<{ items: Member[] }>("/members").data?.items.filter((member) => member.active) ?? [];
  const { pin } = additions;
  const options = members.map((member) => ({ value: member.member_id, label: member.name }));
  if (pin && !pin.owner.active) options.push({ value: pin.owner.member_id, label: `${pin.owner.name} (inactive: ignored)` });
  const pinned = (member_id: string): Request =>
    member_id === "" ? { method: "DELETE", path: "/pin" } : { method: "PUT", path: "/pin", body: { member_id } };
  const choose = (member_id: string) => {
    const name = members.find((member) => member.member_id === member_id)?.name;
    const was = pin === null || pin.owner.active ? pinned(pin?.owner.member_id ?? "") : null;
    run({ ...pinned(member_id), said: name ? `Pinned to ${name}.` : "The owner is as the rules say.", undo: () => was });
  };
  return (
    <NativeSelect
      label="Owner, whatever the rules say"
      description={pin ? <By by={pin.by} at={pin.at} /> : undefined}
      error={error}
      data={[{ value: "", label: "As the rules say" }, ...options]}
      value={pin?.owner.member_id ?? ""}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}

const addTag = (name: string): Request => ({ method: "POST", path: "/tags", body: { name } });
const removeTag = (name: string): Request => ({ method: "DELETE", path: `/tags?${new URLSearchParams({ name }).toString()}` });

function Tags({ additions, run, error }: { additions: Additions; run: Run; error: string | undefined }) {
  const [name, setName] = useState("");
  const add = (event: FormEvent) => {
    event.preventDefault();
    const had = additions.tags.some((tag) => tag.name.toLowerCase() === name.trim().toLowerCase());
    run({ ...addTag(name), said: `Tag ${name.trim()} added.`, undo: () => (had ? null : removeTag(name.trim())) }, () => setName(""));
  };
  return (
    <form onSubmit={add}>
      <Stack gap="xs">
        {additions.tags.length > 0 && (
          <List listStyleType="none" spacing={4}>
            {additions.tags.map((tag) => (
              <List.Item key={tag.name}>
                <Entry
                  by={tag.by}
                  at={tag.at}
                  label={`Take away the tag ${tag.name}`}
                  remove={() => run({ ...removeTag(tag.name), said: `Tag ${tag.name} taken away.`, undo: () => addTag(tag.name) })}
                >
                  {tag.name}
                </Entry>
              </List.Item>
            ))}
          </List>
        )}
        <Group align="end" gap="xs">
          <TextInput label="Tag" error={error} value={name} maxLength={64} onChange={(event) => setName(event.currentTarget.value)} />
          <Button type="submit" variant="default" disabled={name.trim() === ""}>
            Add tag
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type Fact = { label: string; date: string | null; text: string };
const textOf = ({ label, date, text }: Fact): Fact => ({ label, date, text });
const addFact = (fact: Fact): Request => ({ method: "POST", path: "/key-facts", body: textOf(fact) });
const changeFact = (id: string, fact: Fact): Request => ({ method: "PUT", path: `/key-facts/${id}`, body: textOf(fact) });
const removeFact = (id: string | null): Request | null => (id === null ? null : { method: "DELETE", path: `/key-facts/${id}` });

const NONE = { label: "", date: "", text: "" };

function KeyFacts({ additions, run, errorOf }: { additions: Additions; run: Run; errorOf: (field: string) => string | undefined }) {
  const [fact, setFact] = useState(NONE);
  /** The one that is being changed; null: a new one. */
  const [id, setId] = useState<string | null>(null);
  const reset = () => {
    setFact(NONE);
    setId(null);
  };
  const keep = (event: FormEvent) => {
    event.preventDefault();
    const body = { ...fact, date: fact.date.trim() === "" ? null : fact.date };
    const known = new Set(additions.key_facts.map((each) => each.key_fact_id));
    const before = additions.key_facts.find((each) => each.key_fact_id === id);
    if (before)
      run(
        { ...changeFact(before.key_fact_id, body), said: "Key fact changed.", undo: () => changeFact(before.key_fact_id, before) },
        reset,
      );
    else
      run(
        {
          ...addFact(body),
          said: `Key fact ${fact.label.trim()} added.`,
          undo: ({ key_facts }) => removeFact(key_facts.find((each) => !known.has(each.key_fact_id))?.key_fact_id ?? null),
        },
        reset,
      );
  };
  const field = (name: keyof typeof NONE) => ({
    value: fact[name],
    onChange: (event: { currentTarget: { value: string } }) => setFact({ ...fact, [name]: event.currentTarget.value }),
  });
  return (
    <form onSubmit={keep}>
      <Stack gap="xs">
        {additions.key_facts.length > 0 && (
          <List listStyleType="none" spacing={4}>
            {additions.key_facts.map((each) => (
              <List.Item key={each.key_fact_id}>
                <Entry
                  by={each.by}
                  at={each.at}
                  label={`Take away the key fact ${each.label}`}
                  remove={() => {
                    const request = removeFact(each.key_fact_id);
                    if (request) run({ ...request, said: `Key fact ${each.label} taken away.`, undo: () => addFact(each) }, reset);
                  }}
                >
                  {each.label}: {[each.date && dayText(each.date), each.text].filter(Boolean).join(" · ")}{" "}
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={`Change the key fact ${each.label}`}
                    onClick={() => {
                      setId(each.key_fact_id);
                      setFact({ label: each.label, date: each.date ?? "", text: each.text });
                    }}
                  >
                    Change
                  </Button>
                </Entry>
              </List.Item>
            ))}
          </List>
        )}
        <TextInput label="Key fact" placeholder="Wedding anniversary" error={errorOf("label")} maxLength={100} {...field("label")} />
        <Group grow align="start" gap="xs">
          <TextInput label="Date" description="1984-06-14, or --06-14 without the year" error={errorOf("date")} {...field("date")} />
          <TextInput label="Text" description="Anything to remember" error={errorOf("text")} maxLength={1000} {...field("text")} />
        </Group>
        <Group gap="xs">
          <Button type="submit" variant="default" disabled={fact.label.trim() === ""}>
            {id === null ? "Add key fact" : "Keep the change"}
          </Button>
          {id !== null && (
            <Button variant="default" onClick={reset}>
              Leave as it is
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

type Who = Additions["tags"][number]["by"];

function Entry(props: { children: ReactNode; by: Who; at: string; label: string; remove: () => void }) {
  return (
    <Group gap="xs" justify="space-between" wrap="nowrap">
      <div>
        <Text span size="sm">
          {props.children}
        </Text>{" "}
        <Text span size="xs" c="dimmed">
          <By by={props.by} at={props.at} />
        </Text>
      </div>
      <Button size="compact-xs" variant="default" aria-label={props.label} onClick={props.remove}>
        Take away
      </Button>
    </Group>
  );
}

function By({ by, at }: { by: Who; at: string }) {
  return (
    <>
      {by?.name ?? "a former member"}, <Time at={at} />
    </>
  );
}
