/** What is done to the selected contacts: an owner pinned or released, a tag added or taken away; with the way back. */
import { Button, Group, NativeSelect, Popover, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type FormEvent } from "react";
import { send, useApi, type BulkAnswer, type BulkEdit, type ContactCount, type Member, type UndoAnswer } from "../api.ts";
import { Trouble } from "../parts/states.tsx";
import { told } from "../parts/undo.tsx";
import { number } from "../parts/words.ts";

type Contacts = { connection_id: string; provider_id: string }[];
type Filter = Record<string, string>;

interface Outcome {
  bulk_id: string;
  done: number;
  skipped: Map<string, number>;
}

export function BulkBar(props: {
  chosen: Contacts;
  more: boolean;
  filter: Filter;
  all: boolean;
  setAll: (all: boolean) => void;
  clear: () => void;
}) {
  const { chosen, more, filter, all, setAll, clear } = props;
  const counted = useApi<ContactCount>("/contacts/count", filter, { enabled: all || more });
  const count = all ? (counted.data?.contacts ?? null) : chosen.length;
  const { run, done, stop, error, running } = useBulk(all ? { filter } : { contacts: chosen }, clear);
  return (
    <Group className="at-hand" component="section" aria-label="Selected contacts" gap="sm">
      <Text fw={600} role="status">
        {running
          ? `${number(done)} of ${count === null ? "…" : number(count)} done`
          : `${count === null ? "All that fit" : number(count)} selected`}
      </Text>
      {running ? (
        <Button size="xs" variant="default" onClick={stop}>
          Stop
        </Button>
      ) : (
        <>
          {!all && more && (
            <Button size="xs" variant="default" onClick={() => setAll(true)}>
              Select all {counted.data ? number(counted.data.contacts) : ""} that fit
            </Button>
          )}
          <OwnerAction run={run} />
          <TagAction run={run} />
          <Button size="xs" variant="default" onClick={clear}>
            Select none
          </Button>
        </>
      )}
      {error && <Trouble error={error} />}
    </Group>
  );
}

type Run = (what: BulkEdit["what"], said: string) => void;

function OwnerAction({ run }: { run: Run }) {
  const members = (useApi<{ items: Member[] }>("/members").data?.items ?? []).filter((member) => member.active);
  const [member_id, setMember] = useState("");
  const [opened, setOpened] = useState(false);
  const chosen = members.find((member) => member.member_id === member_id) ?? members[0];
  const act = (what: BulkEdit["what"], said: string) => {
    setOpened(false);
    run(what, said);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" withArrow trapFocus shadow="md">
      <Popover.Target>
        <Button size="xs" onClick={() => setOpened(!opened)}>
          Owner …
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Owner of the selected contacts">
        <Stack gap="sm">
          <NativeSelect
            label="Owner, whatever the rules say"
            data={members.map((member) => ({ value: member.member_id, label: member.name }))}
            value={chosen?.member_id ?? ""}
            onChange={(event) => setMember(event.currentTarget.value)}
          />
          <Group gap="xs">
            <Button
              size="xs"
              disabled={!chosen}
              onClick={() => chosen && act({ kind: "pin", member_id: chosen.member_id }, `pinned to ${chosen.name}`)}
            >
              Pin
            </Button>
            <Button size="xs" variant="default" onClick={() => act({ kind: "unpin" }, "as the rules say again")}>
              Take pins away
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function TagAction({ run }: { run: Run }) {
  const [name, setName] = useState("");
  const [opened, setOpened] = useState(false);
  const act = (kind: "tag" | "untag") => {
    setOpened(false);
    run({ kind, name }, kind === "tag" ? `tagged ${name.trim()}` : `without the tag ${name.trim()}`);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") act("tag");
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" withArrow trapFocus shadow="md">
      <Popover.Target>
        <Button size="xs" onClick={() => setOpened(!opened)}>
          Tag …
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Tag of the selected contacts">
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput label="Tag" maxLength={64} value={name} onChange={(event) => setName(event.currentTarget.value)} />
            <Group gap="xs">
              <Button size="xs" type="submit" disabled={name.trim() === ""}>
                Add
              </Button>
              <Button size="xs" variant="default" disabled={name.trim() === ""} onClick={() => act("untag")}>
                Take away
              </Button>
            </Group>
            <Text size="xs" c="dimmed" maw={260}>
              Only tags that members gave can be taken away; what a rule gives is the settings’.
            </Text>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Request by request until the server says that it was all, or somebody stops it. What is done by then can be undone either way. */
function useBulk(of: { filter: Filter } | { contacts: Contacts }, clear: () => void) {
  const client = useQueryClient();
  const [done, setDone] = useState(0);
  const stopped = useRef(false);
  const refresh = () => client.invalidateQueries({ predicate: ({ queryKey }) => /^\/(?:contacts|tags|audit)/.test(String(queryKey[0])) });
  const undo = async (bulk_id: string) => {
    while ((await send<UndoAnswer>("POST", `/contacts/bulk/${bulk_id}/undo`, {})).more);
    await refresh();
  };
  const working = useMutation({
    mutationFn: async ({ what }: { what: BulkEdit["what"]; said: string }) => {
      stopped.current = false;
      setDone(0);
      const outcome: Outcome = { bulk_id: "", done: 0, skipped: new Map() };
      for (let after: string | null = null; ;) {
        const answer: BulkAnswer = await send<BulkAnswer>("POST", "/contacts/bulk", {
          what,
          ...of,
          ...(after === null ? {} : { after, bulk_id: outcome.bulk_id }),
        });
        outcome.bulk_id = answer.bulk_id;
        outcome.done += answer.done;
        for (const { words, count } of answer.skipped) outcome.skipped.set(words, (outcome.skipped.get(words) ?? 0) + count);
        setDone(outcome.done + [...outcome.skipped.values()].reduce((sum, count) => sum + count, 0));
        after = answer.next;
        if (after === null || stopped.current) return outcome;
      }
    },
    onSuccess: (outcome, { said }) => {
      const left = [...outcome.skipped].map(([words, count]) => `${number(count)} left as they were: ${words}`);
      const text = [`${number(outcome.done)} ${outcome.done === 1 ? "contact" : "contacts"} ${said}.`, ...left].join(" ");
      told(text, outcome.done > 0 ? () => undo(outcome.bulk_id) : undefined);
      clear();
    },
    onSettled: refresh,
  });
  return {
    run: (what: BulkEdit["what"], said: string) => working.mutate({ what, said }),
    stop: () => void (stopped.current = true),
    done,
    running: working.isPending,
    error: working.error,
  };
}
