/** Before somebody is shut out: what becomes of everything that hangs on them. */
import { List, Text } from "@mantine/core";
import { useApi, type Member, type MemberStanding } from "../api.ts";
import { Confirm } from "../parts/confirm.tsx";
import { waiting } from "../parts/states.tsx";
import { number } from "../parts/words.ts";

export function ShutOut({ member, run, close }: { member: Member; run: () => Promise<unknown>; close: () => void }) {
  const path = `/members/${member.member_id}/standing`;
  const standing = useApi<MemberStanding>(path, {}, { staleTime: 0 });
  return (
    <Confirm
      title={`Shut out ${member.name}?`}
      action="Shut out"
      run={run}
      close={close}
      refused={standing.data?.last_admin ? "This is the last admin: make somebody else an admin first." : null}
    >
      <Text size="sm">{member.name} is signed out everywhere at once. You can let them in again at any time.</Text>
      {standing.data ? <Consequences standing={standing.data} /> : waiting(standing, "what they own")}
    </Confirm>
  );
}

const many = (count: number, one: string, more: string) => (count === 1 ? `1 ${one}` : `${number(count)} ${more}`);

function Consequences({ standing: { contacts, pins, waiting: unsent, api_keys, connections } }: { standing: MemberStanding }) {
  const lines = [
    contacts > 0 &&
      `${many(contacts, "contact that they own goes", "contacts that they own go")} to whoever your owner rules name next, or to nobody.`,
    pins > 0 && `${many(pins, "contact was", "contacts were")} given to them by hand: that is kept, and counts again once they are back.`,
    unsent > 0 &&
      `${many(unsent, "entry of theirs is", "entries of theirs are")} not at the provider yet: what can no longer be written in their name is held, in the outbox.`,
    api_keys > 0 && `${many(api_keys, "API key", "API keys")} of theirs stop${api_keys === 1 ? "s" : ""} working.`,
    connections > 0 &&
      `${many(connections, "account", "accounts")} of theirs at the provider stay${connections === 1 ? "s" : ""} connected until you disconnect ${connections === 1 ? "it" : "them"} at Connections.`,
  ].filter((line) => line !== false);
  if (lines.length === 0) return <Text size="sm">They own no contacts, and nothing else hangs on them.</Text>;
  return (
    <List size="sm" spacing={4} aria-label="What happens">
      {lines.map((line) => (
        <List.Item key={line}>{line}</List.Item>
      ))}
    </List>
  );
}
