/** The segment being put together: tags with how many contacts have each, and who would be in and out while one edits (B-SEG-1). */
import { Checkbox, Group, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ask, useApi, type SegmentCount, type TagList } from "../api.ts";
import { valueAt } from "./setting_document.ts";
import { listOf, type FieldProps } from "./setting_fields_plain.tsx";
import { settingName } from "./setting_words.ts";
import { Trouble } from "./states.tsx";
import { number } from "./words.ts";

const SETTLED_MS = 250;
const SHOWN = 30;
/** What the server counts at most at once. */
const COUNTED = 100;

export function SegmentTags({ connection, setting, value, change, error, draft }: FieldProps) {
  const chosen = listOf(value);
  const said = valueAt(draft, "segment.mode");
  const mode = typeof said === "string" ? said : "any";
  const has = (name: string) => chosen.some((each) => each.toLowerCase() === name.toLowerCase());
  const toggle = (name: string) =>
    change(has(name) ? chosen.filter((each) => each.toLowerCase() !== name.toLowerCase()) : [...chosen, name]);
  return (
    <Stack gap="md">
      <TagsInput
        label={settingName(setting.path)}
        description="Choose below, or type a tag and press Enter."
        error={error}
        value={chosen}
        onChange={change}
        maxTags={500}
        clearable
        clearButtonProps={{ "aria-label": "Remove all tags" }}
      />
      <LiveCount connection_id={connection.connection_id} mode={mode} tags={chosen} />
      <FoundTags connection_id={connection.connection_id} has={has} toggle={toggle} />
    </Stack>
  );
}

function LiveCount({ connection_id, mode, tags }: { connection_id: string; mode: string; tags: string[] }) {
  const [asked] = useDebouncedValue(new URLSearchParams([["mode", mode], ...tags.map((tag) => ["tag", tag])]).toString(), SETTLED_MS);
  const path = `/connections/${connection_id}/settings/segment?${asked}`;
  const query = useQuery({
    queryKey: [path],
    // With what was asked, so that the words never run ahead of the counts.
    queryFn: async ({ signal }) => ({ ...(await ask<SegmentCount>(path, { signal })), mode, named: tags }),
    placeholderData: keepPreviousData,
    enabled: tags.length <= COUNTED,
  });
  if (tags.length > COUNTED) return <Text size="sm">More than {COUNTED} tags are counted by “See what would change”.</Text>;
  if (query.error) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  const count = query.data;
  const words = { any: "any of these tags", all: "all of these tags", none: "none of these tags" }[count?.mode ?? mode] ?? mode;
  const without = count ? count.named.filter((tag) => !count.tags.some(({ key }) => key === tag.trim().toLowerCase())) : [];
  return (
    <div className="live-count" role="status" aria-busy={query.isFetching}>
      <Text fw={600}>
        {count ? (
          <>
            {number(count.in)} of {number(count.candidates)} contacts would be in
            {count.named.length > 0 ? `: they have ${words}.` : ": no tag is named, so nobody is left out."}
          </>
        ) : (
          "Counting …"
        )}
      </Text>
      <Text size="sm">
        {count && <Flow verb="come in" n={count.coming} names={count.examples.coming} />}{" "}
        {count && <Flow verb="would leave" n={count.leaving} names={count.examples.leaving} />}
      </Text>
      <Text size="sm" c="dimmed">
        Counted over the tags that contacts have now.
        {without.length > 0 && ` Nobody has: ${without.join(", ")}.`}
      </Text>
    </div>
  );
}

function Flow({ verb, n, names }: { verb: string; n: number; names: { name: string }[] }) {
  if (n === 0) return <>{verb === "come in" ? "Nobody would come in." : "Nobody would leave."}</>;
  const more = n > names.length ? " and others" : "";
  return (
    <>
      {number(n)} {verb === "come in" ? "would come in" : verb}: {names.map(({ name }) => name).join(", ")}
      {more}.
    </>
  );
}

function FoundTags({
  connection_id,
  has,
  toggle,
}: {
  connection_id: string;
  has: (name: string) => boolean;
  toggle: (name: string) => void;
}) {
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), SETTLED_MS);
  const query = useApi<TagList>(`/connections/${connection_id}/settings/tags`, { q, limit: String(SHOWN) });
  const items = query.data?.items ?? [];
  return (
    <Stack gap="xs">
      <TextInput type="search" label="Find a tag" value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
      {query.error && <Trouble error={query.error} retry={() => void query.refetch()} />}
      <Group gap="md" role="group" aria-label="Tags that contacts have" className="tag-choices">
        {items.map(({ key, name, contacts }) => (
          <Checkbox key={key} label={`${name} (${number(contacts)})`} checked={has(name)} onChange={() => toggle(name)} />
        ))}
      </Group>
      {query.data && items.length === 0 && <Text size="sm">No contact has such a tag.</Text>}
      {items.length === SHOWN && (
        <Text size="sm" c="dimmed">
          The {SHOWN} most frequent ones are shown.
        </Text>
      )}
    </Stack>
  );
}
