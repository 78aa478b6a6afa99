/** Connections: whose accounts Privity uses at the provider, how they do, and how they end. */
import { Alert, Button, Group, List, Progress, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { send, useConnections, useMe, type Connection, type Me } from "../api.ts";
import { Chip } from "../parts/chip.tsx";
import { PageTitle, Section } from "../parts/page.tsx";
import { Link, useQueryValue } from "../parts/router.tsx";
import { Empty, Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { HEALTH, HEALTH_TONES, number, PROVIDERS, word } from "../parts/words.ts";
import { Applications } from "./applications.tsx";
import { Connect, openProvider } from "./connect.tsx";
import { FirmForm, KeepHistory, StaffList } from "./connections_firm.tsx";
import { Disconnect, Erase } from "./connections_leave.tsx";
import { ToldAtOnce, UpkeepFacts } from "./connections_upkeep.tsx";

export function ConnectionsPage() {
  const connections = useConnections();
  const me = useMe();
  if (!me.data) return waiting(me, "your account");
  const items = connections.data?.items ?? [];
  const admin = me.data.role === "admin";
  return (
    <>
      <PageTitle below="Privity reads through one account of the firm. Everybody else may connect their own, for what they write.">
        Connections
      </PageTitle>
      <Stack gap="md">
        <JustConnected items={items} />
        {waiting(connections, "connections")}
        {connections.data && items.length === 0 && (
          <Empty title="Nothing is connected yet">
            {admin ? (
              <>
                <Link className="name" href="/start">
                  Set up your firm step by step
                </Link>
                , or choose your firm's system below.
              </>
            ) : (
              "An admin connects the firm first."
            )}
          </Empty>
        )}
        {items.map((connection) => (
          <OneConnection key={connection.connection_id} connection={connection} items={items} me={me.data} />
        ))}
        <Connect items={items} admin={admin} />
        {items.some((item) => item.first_synced_at !== null && !item.erasing) && <StaffList />}
        {admin && <FirmForm />}
        {admin && <KeepHistory />}
        {admin && <Applications />}
      </Stack>
    </>
  );
}

function JustConnected({ items }: { items: Connection[] }) {
  const [connected] = useQueryValue("connected");
  const [renewed] = useQueryValue("renewed");
  const id = connected || renewed;
  const connection = items.find((item) => item.connection_id === id);
  if (!connection || connection.health === "disconnected") return null;
  const { account_name, user_name, purpose, first_synced_at } = connection;
  const begun = first_synced_at === null ? "the first sync has begun by itself." : "the first sync is done.";
  return (
    <Alert
      color="green"
      variant="outline"
      role="status"
      title={`${account_name} is connected${renewed ? " again" : ""}`}
      styles={{ title: { color: "var(--mantine-color-text)" } }}
    >
      <Text size="sm">
        {purpose === "sync"
          ? `Privity reads as ${user_name} from now on; ${renewed ? "what changed meanwhile is read at once." : begun}`
          : `${user_name} is connected for writing back. An account that reads for the firm is chosen by an admin.`}
      </Text>
    </Alert>
  );
}

function OneConnection({ connection, items, me }: { connection: Connection; items: Connection[]; me: Me }) {
  const { provider, account_name, user_name, user_email, purpose, region, health, health_detail, remedy, erasing, ending } = connection;
  const reads = purpose === "sync";
  return (
    <Section
      title={`${PROVIDERS[provider]} · ${account_name} · ${user_name}`}
      aside={<Chip tone={HEALTH_TONES[health]}>{erasing ? "Being erased" : word(HEALTH, health)}</Chip>}
    >
      <Stack gap="sm">
        {erasing ? (
          <Erasing erasing={erasing} />
        ) : (
          <Text size="sm">
            {ending
              ? `Being disconnected: its webhooks are removed and its access is revoked at ${PROVIDERS[provider]}. This takes a few seconds.`
              : [health_detail, remedy].filter(Boolean).join(" ")}
          </Text>
        )}
        <dl className="facts">
          <Fact name="Used for">{reads ? "Reading for the whole firm" : "What its person writes"}</Fact>
          <Fact name="Account">
            {user_name}
            {user_email && ` (${user_email})`}
            {connection.probe?.user_is_admin === false && ", no administrator: may not see every contact"}
          </Fact>
          {region && <Fact name="Region">{region.toUpperCase()}</Fact>}
          {connection.health_since && (
            <Fact name="So since">
              <Time at={connection.health_since} />
            </Fact>
          )}
          <Fact name="Last answer">
            <Time at={connection.proved_at} fallback="none yet" />
          </Fact>
          {reads && (
            <Fact name="Next read">
              <Time at={connection.next_due?.at ?? null} fallback={connection.running_run_id ? "being read now" : "not planned"} />
            </Fact>
          )}
          {health === "disconnected" ? <Fact name="Access">none now</Fact> : <UpkeepFacts connection={connection} />}
        </dl>
        {!erasing && reads && health !== "disconnected" && <ToldAtOnce connection={connection} />}
        {!erasing && reads && health !== "disconnected" && <Probed connection={connection} />}
        {!erasing && !ending && <Actions connection={connection} items={items} me={me} />}
      </Stack>
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

const ASKED = { contacts: "Contacts", matters: "Matters", staff: "Staff", fields: "Custom fields", webhooks: "Told at once (webhooks)" };

/** B-CON-3: what the provider lets this account do, and its own words where it does not. */
function Probed({ connection: { probe } }: { connection: Connection }) {
  if (!probe) return <Text size="sm">What this account may see has not been asked yet.</Text>;
  return (
    <div>
      <Text size="sm" fw={600}>
        May it see what is needed? (asked <Time at={probe.at} />)
      </Text>
      <List size="sm" listStyleType="none" spacing={4} mt={4}>
        {probe.checks.map(({ what, allowed, said, remedy }) => (
          <List.Item key={what}>
            <Chip tone={allowed ? "good" : allowed === null ? "wait" : "bad"}>
              {allowed ? "yes" : allowed === null ? "no answer" : "refused"}
            </Chip>{" "}
            {ASKED[what]}
            {said && (
              <Text size="sm" c="dimmed">
                {said} {remedy}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </div>
  );
}

function Erasing({ erasing: { done, total } }: { erasing: NonNullable<Connection["erasing"]> }) {
  return (
    <div role="status">
      <Text size="sm">
        Its data is being erased: {number(done)} of {number(total)} rows. It goes on by itself, also without this page.
      </Text>
      <Progress mt={4} value={total === 0 ? 0 : (100 * done) / total} aria-label="Erased so far" />
    </div>
  );
}

function Actions({ connection, items, me }: { connection: Connection; items: Connection[]; me: Me }) {
  const { connection_id: id, provider, purpose, health, user_name } = connection;
  const client = useQueryClient();
  const fresh = { onSuccess: () => client.invalidateQueries() };
  const designate = useMutation({ mutationFn: () => send("PUT", `/connections/${id}/sync-user`, {}), ...fresh });
  const probe = useMutation({ mutationFn: () => send("POST", `/connections/${id}/probe`, {}), ...fresh });
  const again = useMutation({ mutationFn: () => openProvider({ provider, region: connection.region, purpose, connection_id: id }) });
  const [asked, ask] = useState<"disconnect" | "erase" | null>(null);
  const admin = me.role === "admin";
  const connected = health !== "disconnected";
  const reader = items.find((item) => item.provider === provider && item.purpose === "sync");
  if (!admin && (connection.connected_by !== me.member_id || purpose === "sync" || !connected)) return null;
  const trouble = designate.error ?? probe.error ?? again.error;
  return (
    <Stack gap="sm">
      {trouble && <Trouble error={trouble} />}
      <Group gap="xs">
        {admin && connected && purpose === "writeback" && (
          <Button size="xs" loading={designate.isPending} onClick={() => designate.mutate()}>
            {reader ? `Read as ${user_name} instead of ${reader.user_name}` : `Read for the firm as ${user_name}`}
          </Button>
        )}
        {admin && connected && purpose === "sync" && (
          <Button size="xs" variant="default" loading={probe.isPending} onClick={() => probe.mutate()}>
            Ask again what it may see
          </Button>
        )}
        {admin && (
          <Button size="xs" variant={connected ? "default" : "filled"} loading={again.isPending} onClick={() => again.mutate()}>
            Connect again
          </Button>
        )}
        {connected && (
          <Button size="xs" variant="default" onClick={() => ask("disconnect")}>
            Disconnect …
          </Button>
        )}
        {admin && !connected && (
          <Button size="xs" variant="default" onClick={() => ask("erase")}>
            Erase its data …
          </Button>
        )}
        {purpose === "sync" && (
          <Link className="why-mark" href="/settings">
            Settings
          </Link>
        )}
      </Group>
      {asked === "disconnect" && connected && <Disconnect connection={connection} close={() => ask(null)} />}
      {asked === "erase" && !connected && <Erase connection={connection} close={() => ask(null)} />}
    </Stack>
  );
}
