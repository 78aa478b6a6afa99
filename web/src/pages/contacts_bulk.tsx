/** What is done to the selected contacts: an owner pinned or released, a tag added or taken away; with the way back. */
import { Button, Group, NativeSelect, Popover, Stack, Text, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useApi, type BulkEdit, type ContactCount, type Member } from "../api.ts";
import { BulkFrame, useBulk, type BulkKind, type Chosen } from "../parts/bulk.tsx";

const KIND: BulkKind<BulkEdit["what"]> = {
  path: "/contacts",
  one: "contact",
  many: "contacts",
  touches: /^\/(?:contacts|tags|audit)/,
};

export function BulkBar(props: {
  chosen: Chosen;
  more: boolean;
  filter: Record<string, string>;
  all: boolean;
  setAll: (all: boolean) => void;
  clear: () => void;
}) {
  const { chosen, more, filter, all, setAll, clear } = props;
  const total = useApi<ContactCount>("/contacts/count", filter, { enabled: all || more }).data?.contacts ?? null;
  const bulk = useBulk(KIND, all ? { filter } : { rows: chosen }, clear);
  return (
    <BulkFrame
      label="Selected contacts"
      bulk={bulk}
      chosen={chosen.length}
      more={more}
      total={total}
      all={all}
      setAll={setAll}
      clear={clear}
    >
      <OwnerAction run={bulk.run} />
      <TagAction run={bulk.run} />
    </BulkFrame>
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
