/** What changed, field by field, and what brought it (B-WHY-2). */
import { Stack, Text } from "@mantine/core";
import { useApi, type Change, type Member } from "../api.ts";
import { Link } from "./router.tsx";
import { Time } from "./time.tsx";
import { plain } from "./words.ts";

export function History({ changes }: { changes: Change[] }) {
  const members = useApi<{ items: Member[] }>("/members").data?.items ?? [];
  const named = (change: Change, value: unknown) =>
    change.field === "owner" ? (members.find((member) => member.member_id === value)?.name ?? shown(value)) : shown(value);
  if (changes.length === 0) return <Text c="dimmed">Nothing has changed since it was first read.</Text>;
  return (
    <Stack gap="xs" component="ol" m={0} p={0} style={{ listStyle: "none" }}>
      {changes.map((change) => (
        <li key={change.change_id}>
          <Text size="sm">
            <b>{plain(change.field)}</b>: {named(change, change.old_value)} → {named(change, change.new_value)}
          </Text>
          <Text size="xs" c="dimmed">
            <Time at={change.at} /> · <Cause change={change} />
            {change.rule && <> · rule {change.rule}</>}
          </Text>
        </li>
      ))}
    </Stack>
  );
}

function Cause({ change }: { change: Change }) {
  if (change.cause === "run" && change.cause_id)
    return (
      <Link className="why-mark" href={`/runs/${change.cause_id}`}>
        a sync
      </Link>
    );
  if (change.cause === "settings") return <>settings, version {change.cause_id}</>;
  if (change.cause === "day") return <>a new day</>;
  if (change.cause === "member") return <>what a member did</>;
  return <>{plain(change.cause)}</>;
}

/** A value of any field in a few words; lists of e-mails and the like by what is in them. */
function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "nothing" : value.map(shown).join(", ");
  if (typeof value === "object")
    return (
      Object.values(value)
        .filter((part) => typeof part === "string" && part !== "")
        .join(" ") || "nothing"
    );
  return typeof value === "string" ? value : JSON.stringify(value);
}
