/** Who comes into the clients' portal: addresses that several have, letters that need a look, and everybody by name. */
import { Button, Card, Group, NativeSelect, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useConnections, usePages, type ClientNotice, type PortalPerson, type SharedAddress } from "../api.ts";
import { Chip } from "../parts/chip.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { Choice } from "../parts/filters.tsx";
import { PageTitle, Section } from "../parts/page.tsx";
import { kindOf, reasonOf, STANDINGS } from "../parts/portal_words.ts";
import { Link, useQueryValue } from "../parts/router.tsx";
import { Empty, More, Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { PROVIDERS } from "../parts/words.ts";

const contactAt = (of: { connection_id: string; provider_id: string }) => `/contacts/${of.connection_id}/${of.provider_id}`;
const keyOf = (of: { connection_id: string; provider_id: string }) => `${of.connection_id} ${of.provider_id}`;

export function ClientsPage() {
  return (
    <>
      <PageTitle below="Participants of matters that are shown come in by themselves, by a link in a letter. Here you see who can, and decide where it is not clear.">
        Clients' portal
      </PageTitle>
      <Lists />
    </>
  );
}

/** What is to be decided stands above everybody else: nothing is shown before it is known whether there is any, so that nothing moves. */
function Lists() {
  const addresses = usePages<SharedAddress>("/portal/addresses");
  const letters = usePages<ClientNotice>("/portal/notices", { state: "needs_review" });
  const people = usePeople();
  const first = [addresses, letters, people].find((list) => list.isPending);
  if (first) return waiting(first, "who can come in");
  return (
    <Stack gap="lg">
      <Addresses />
      <Letters />
      <People />
    </Stack>
  );
}

const ASIDE = ["/portal/people", "/portal/addresses", "/portal/notices"];
/** Whatever was decided changes the other lists too. */
function useRefresh() {
  const client = useQueryClient();
  return () => Promise.all(ASIDE.map((path) => client.invalidateQueries({ queryKey: [path] })));
}

function Addresses() {
  const list = usePages<SharedAddress>("/portal/addresses");
  const open = list.items.filter((one) => one.open);
  if (list.isPending || (open.length === 0 && !list.error)) return null;
  return (
    <Section title="Whose address is it?">
      <Text size="sm" mb="sm">
        Several contacts have these addresses. Nobody comes in by them until you have said whose each is.
      </Text>
      {waiting(list, "the addresses") ?? (
        <Stack gap="sm">
          {open.map((address) => (
            <Address key={address.email} address={address} />
          ))}
        </Stack>
      )}
      <More query={list} />
    </Section>
  );
}

const NOBODY = "nobody";

function Address({ address }: { address: SharedAddress }) {
  const [chosen, setChosen] = useState("");
  const refresh = useRefresh();
  const connections = useConnections().data?.items ?? [];
  const systemOf = (id: string) => PROVIDERS[connections.find((one) => one.connection_id === id)?.provider ?? "clio"];
  const save = useMutation({
    mutationFn: () => {
      const contact = address.contacts.find((one) => keyOf(one) === chosen);
      const named = contact ? { connection_id: contact.connection_id, provider_id: contact.provider_id } : null;
      return send("PUT", "/portal/addresses", { address: address.email, contact: named });
    },
    onSuccess: refresh,
  });
  return (
    <Card withBorder padding="sm">
      <Radio.Group label={address.email} value={chosen} onChange={setChosen}>
        <Stack gap="xs" mt="xs">
          {address.contacts.map((one) => (
            <Radio
              key={keyOf(one)}
              value={keyOf(one)}
              label={`${one.name} in ${systemOf(one.connection_id)}${one.takes_part ? ", takes part in a matter" : ""}`}
            />
          ))}
          <Radio value={NOBODY} label="Nobody's: it lets nobody in" />
        </Stack>
      </Radio.Group>
      {save.error && <Trouble error={save.error} />}
      <Button mt="sm" size="xs" w="fit-content" disabled={chosen === ""} loading={save.isPending} onClick={() => save.mutate()}>
        Keep that
      </Button>
    </Card>
  );
}

function Letters() {
  const list = usePages<ClientNotice>("/portal/notices", { state: "needs_review" });
  if (list.isPending || (list.items.length === 0 && !list.error)) return null;
  return (
    <Section title="Letters that may have left">
      <Text size="sm" mb="sm">
        Nobody knows whether these left; none is sent again by itself. Ask whether it came, then say so here.
      </Text>
      {waiting(list, "the letters") ?? (
        <Stack gap="sm">
          {list.items.map((notice) => (
            <Letter key={notice.notice_id} notice={notice} />
          ))}
        </Stack>
      )}
      <More query={list} />
    </Section>
  );
}

function Letter({ notice }: { notice: ClientNotice }) {
  const refresh = useRefresh();
  const settle = useMutation({
    mutationFn: (outcome: "sent" | "again" | "drop") => send("POST", `/portal/notices/${notice.notice_id}`, { outcome }),
    onSuccess: refresh,
  });
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between" gap="xs">
        <Text>
          {kindOf(notice.kind)} to <Link href={contactAt(notice)}>{notice.name ?? notice.address ?? "somebody"}</Link>
        </Text>
        <Text size="sm" c="dimmed">
          <Time at={notice.since} />
        </Text>
      </Group>
      <Text size="sm">{reasonOf(notice.reason)}</Text>
      {settle.error && <Trouble error={settle.error} />}
      <Group gap="xs" mt="xs">
        <Button size="xs" variant="default" loading={settle.isPending} onClick={() => settle.mutate("sent")}>
          It arrived
        </Button>
        <Button size="xs" variant="default" loading={settle.isPending} onClick={() => settle.mutate("again")}>
          It did not: send it
        </Button>
        <Button size="xs" variant="default" loading={settle.isPending} onClick={() => settle.mutate("drop")}>
          Leave it
        </Button>
      </Group>
    </Card>
  );
}

const WHICH = [{ value: "", label: "Everybody" }, ...Object.entries(STANDINGS).map(([value, { word }]) => ({ value, label: word }))];

function usePeople() {
  const [standing] = useQueryValue("standing");
  return { ...usePages<PortalPerson>("/portal/people", { standing }), standing };
}

function People() {
  const { standing, ...list } = usePeople();
  return (
    <Section title="Who can come in">
      <Choice name="standing" label="Which" options={WHICH} />
      {waiting(list, "the people") ??
        (list.items.length === 0 ? (
          <Empty title="Nobody">
            {standing === "" ? (
              <>
                No matter is shown to clients yet. An admin chooses which under{" "}
                <Link href="/settings/projects">Settings, Matters for clients</Link>.
              </>
            ) : (
              "Nobody stands like that."
            )}
          </Empty>
        ) : (
          <Stack gap="xs" component="ul" className="bare" mt="sm">
            {list.items.map((person) => (
              <Person key={keyOf(person)} person={person} />
            ))}
          </Stack>
        ))}
      <More query={list} />
    </Section>
  );
}

function Person({ person }: { person: PortalPerson }) {
  const [asking, setAsking] = useState<"invite" | "revoke" | null>(null);
  const { word, tone, text } = STANDINGS[person.standing];
  const close = () => setAsking(null);
  return (
    <Card withBorder padding="sm" component="li">
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Link className="name" href={contactAt(person)}>
            {person.name}
          </Link>
          <Chip short tone={tone}>
            {word}
          </Chip>
        </Group>
        <Group gap="xs">
          {!["company", "no_email", "unusable"].includes(person.standing) && (
            <Button size="xs" variant="default" aria-label={`Invite ${person.name}`} onClick={() => setAsking("invite")}>
              Invite …
            </Button>
          )}
          {person.standing !== "revoked" && (
            <Button size="xs" variant="default" aria-label={`Shut out ${person.name}`} onClick={() => setAsking("revoke")}>
              Shut out …
            </Button>
          )}
        </Group>
      </Group>
      <Text size="sm">
        {text}
        {person.decided_by === null ? "." : `: ${person.decided_by}.`} {person.email ?? ""}
      </Text>
      <Text size="sm" c="dimmed">
        {person.matters === 1 ? "One matter" : `${person.matters} matters`} ·{" "}
        {person.last_seen_at === null ? (
          "was never here"
        ) : (
          <>
            last here <Time at={person.last_seen_at} />
          </>
        )}
      </Text>
      {asking === "invite" && <Invite person={person} close={close} />}
      {asking === "revoke" && <Revoke person={person} close={close} />}
    </Card>
  );
}

const LANGUAGES = [
  { value: "en", label: "English" },
  { value: "es", label: "Spanish" },
];

function Invite({ person, close }: { person: PortalPerson; close: () => void }) {
  const [address, setAddress] = useState(person.email ?? "");
  const [language, setLanguage] = useState("en");
  const refresh = useRefresh();
  const run = () => send("PUT", `/portal/people/${person.connection_id}/${person.provider_id}`, { address, language }).then(refresh);
  return (
    <Confirm title={`Invite ${person.name}`} action="Send the invitation" harmless run={run} close={close}>
      <Text size="sm">They get a letter that says where the page is. It signs nobody in: for that they ask for a link there.</Text>
      <TextInput
        type="email"
        label="Their e-mail address"
        description="One that the provider has of them"
        required
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <NativeSelect
        label="Language of the letter"
        data={LANGUAGES}
        value={language}
        onChange={(event) => setLanguage(event.currentTarget.value)}
      />
    </Confirm>
  );
}

function Revoke({ person, close }: { person: PortalPerson; close: () => void }) {
  const refresh = useRefresh();
  const run = () => send("DELETE", `/portal/people/${person.connection_id}/${person.provider_id}`).then(refresh);
  return (
    <Confirm title={`Shut ${person.name} out?`} action="Shut out" run={run} close={close}>
      <Text size="sm">They are signed out everywhere at once, and get no more letters. They come in again when somebody invites them.</Text>
    </Confirm>
  );
}
