/** What can be done about a delivery that waits or needs a person: a button or a link for each reason (B-WRB-3, B-WRB-4, B-WRB-6). */
import { Anchor, Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, useConnections, useMe, type Contact, type DeliveryStory } from "../api.ts";
import { openProvider } from "../pages/connect.tsx";
import { Copyable } from "./once.tsx";
import { Link } from "./router.tsx";
import { Trouble } from "./states.tsx";
import { told } from "./undo.tsx";
import { PROVIDERS } from "./words.ts";

export function Remedy({ story }: { story: DeliveryStory }) {
  const admin = useMe().data?.role === "admin";
  switch (story.reason?.code) {
    case "author_not_connected":
      return <ConnectAuthor story={story} admin={admin} />;
    case "firm_not_connected":
      return <Go href="/connections">Connect it again</Go>;
    case "contact_gone":
    case "contact_fell_back":
    case "contact_out_of_scope":
      return <Go href={`/contacts/${story.connection_id}/${encodeURIComponent(story.contact_id)}`}>See the contact, and why</Go>;
    case "client_would_see":
      return admin ? <Go href={`/settings/writeback?connection=${story.connection_id}`}>Settings of writing back</Go> : null;
    case "needs_filing":
      return <ChooseMatter story={story} />;
    case "cannot_look":
    case "not_confirmed":
    case "look_failed":
      return <LookThere story={story} />;
    default:
      return null;
  }
}

const Go = ({ href, children }: { href: string; children: string }) => (
  <Anchor component={Link} href={href}>
    {children}
  </Anchor>
);

function ConnectAuthor({ story, admin }: { story: DeliveryStory; admin: boolean }) {
  const me = useMe().data;
  const reader = useConnections().data?.items.find((item) => item.connection_id === story.connection_id);
  const open = useMutation({
    mutationFn: () => openProvider({ provider: reader!.provider, region: reader!.region, purpose: "writeback" }),
  });
  if (!reader) return null;
  const name = PROVIDERS[reader.provider];
  const first = story.author.name.split(" ")[0];
  return (
    <Stack gap="xs" align="flex-start">
      {me?.member_id === story.author.member_id ? (
        <Button loading={open.isPending} onClick={() => open.mutate()}>
          Connect my own {name} account
        </Button>
      ) : (
        <Group gap="xs">
          <Text size="sm">
            Send {first} this address; it takes a minute: <b>{window.location.origin}/connections</b>
          </Text>
          <Copyable what="the address" text={`${window.location.origin}/connections`} />
        </Group>
      )}
      {open.error && <Trouble error={open.error} />}
      {admin && (
        <Go href={`/settings/writeback?connection=${story.connection_id}`}>Or let the firm's own account write on behalf of others</Go>
      )}
    </Stack>
  );
}

function ChooseMatter({ story }: { story: DeliveryStory }) {
  const client = useQueryClient();
  const contact = useApi<Contact>(`/contacts/${story.connection_id}/${encodeURIComponent(story.contact_id)}`);
  const [chosen, choose] = useState("");
  const activity_id = story.activities[0]?.activity_id;
  const file = useMutation({
    mutationFn: () => send("POST", `/activities/${activity_id}/file`, { matter_id: chosen }),
    onSuccess: () => {
      told("It goes on that matter.");
      void client.invalidateQueries();
    },
  });
  const matters = [...new Map(contact.data?.matters.filter((one) => !one.left_out).map((one) => [one.provider_id, one])).values()];
  const named = matters.map(({ provider_id, number, name, status }) => ({
    value: provider_id,
    label: `${[number, name].filter(Boolean).join(" ") || provider_id}${status === "open" ? "" : ` (${status})`}`,
  }));
  return (
    <Stack gap="xs">
      <Group align="end">
        <NativeSelect
          label="On which matter?"
          data={[{ value: "", label: "Choose …" }, ...named]}
          value={chosen}
          onChange={(event) => choose(event.currentTarget.value)}
        />
        <Button disabled={chosen === "" || activity_id === undefined} loading={file.isPending} onClick={() => file.mutate()}>
          File it
        </Button>
      </Group>
      {file.error && <Trouble error={file.error} />}
    </Stack>
  );
}

/** Where a person can look, before they say whether it is there. */
function LookThere({ story }: { story: DeliveryStory }) {
  const contact = useApi<Contact>(`/contacts/${story.connection_id}/${encodeURIComponent(story.contact_id)}`).data;
  const href = story.url ?? contact?.matters.find((one) => one.provider_id === story.matter_id)?.link ?? contact?.link;
  if (!contact || !href) return null;
  return (
    <Anchor href={href} target="_blank" rel="noreferrer">
      Look in {PROVIDERS[contact.provider]} ↗
    </Anchor>
  );
}
