/** What changed, field by field, and what brought it (B-WHY-2). */
import { Stack, Text } from "@mantine/core";
import { useApi, usePages, type Change, type Member } from "../api.ts";
import { Link } from "./router.tsx";
import { More, waiting } from "./states.tsx";
import { Time } from "./time.tsx";
import { MATTER_STATUSES, plain, STATES, STATUSES, word } from "./words.ts";

const SHOWN = "20";

export function History({ path }: { path: string }) {
  const query = usePages<Change>(path, { limit: SHOWN });
  const members = useApi<{ items: Member[] }>("/members").data?.items ?? [];
  const nameOf = (id: unknown) => members.find((member) => member.member_id === id)?.name;
  const named = (change: Change, value: unknown) => (change.field === "owner" ? nameOf(value) : undefined) ?? shown(change.field, value);
  const waits = waiting(query, "the history");
  if (waits) return waits;
  if (query.items.length === 0) return <Text c="dimmed">Nothing has changed since it was first read.</Text>;
  return (
    <Stack gap="xs">
      <Stack gap="xs" component="ol" m={0} p={0} style={{ listStyle: "none" }}>
        {query.items.map((change) => (
          <li key={change.change_id}>
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              <b>{plain(change.field)}</b>: {named(change, change.old_value)} → {named(change, change.new_value)}
            </Text>
            <Text size="xs" c="dimmed">
              <Time at={change.at} /> · <Cause change={change} member={nameOf(change.cause_id)} />
              {change.rule && <> · rule {change.rule}</>}
            </Text>
          </li>
        ))}
      </Stack>
      <More query={query} />
    </Stack>
  );
}

function Cause({ change, member }: { change: Change; member: string | undefined }) {
  if (change.cause === "run" && change.cause_id)
    return (
      <Link className="why-mark" href={`/runs/${change.cause_id}`}>
        a sync
      </Link>
    );
  if (change.cause === "settings") return <>settings, version {change.cause_id}</>;
  if (change.cause === "day") return <>a new day</>;
  if (change.cause === "member") return <>{member ?? "a former member"}</>;
  return <>{plain(change.cause)}</>;
}

const WORDS: Record<string, Record<string, string>> = { state: STATES, client_status: STATUSES, status: MATTER_STATUSES };

/** A value of any field in a few words; lists of e-mails and the like by what is in them. */
function shown(field: string, value: unknown): string {
  if (value === null && field === "client_status") return "not a client";
  const words = WORDS[field];
  return words && typeof value === "string" ? word(words, value) : text(value);
}

function text(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "nothing" : value.map(text).join(", ");
  if (typeof value === "object")
    return (
      Object.values(value)
        .filter((part) => typeof part === "string" && part !== "")
        .join(" ") || "nothing"
    );
  return typeof value === "string" ? value : JSON.stringify(value);
}
